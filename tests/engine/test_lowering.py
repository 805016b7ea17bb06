"""From trees to frames: what a frame says is what the tree says, in as many frames as the rules engine needs."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine import RuleSet, load_rule_set
from engine.frames import (
    Both,
    Compare,
    Either,
    Frame,
    InQuestion,
    InVersion,
    Pattern,
    Plan,
    Slot,
    groups_in,
    ways_through,
)
from engine.limits import too_much
from engine.model import Leaf, OfProvision, Unless
from engine.rails import MOST_GROUPS, MOST_WAYS, WIDEST
from engine.walk import leaves
from tests.engine.building import FACTS, TWO, build, put, status
from tests.ours import our_rule_sets
from tests.reference.generate import write_rule_set
from tests.reference.knowledge import some_random

RULES = Path(__file__).parents[2] / "rules"
STATUSES = (-1, 0, 1)
NAMES = [f"f{number}" for number in range(30)]


def matches(pattern: Pattern, statuses: tuple[int, ...]) -> bool:
    """What a pattern means, in the plainest words."""
    match pattern:
        case Compare(slot, "is", wanted):
            return statuses[slot] == wanted
        case Compare(slot, "above", wanted):
            return statuses[slot] > wanted
        case Compare(slot, _, wanted):
            return statuses[slot] < wanted
        case Both(of):
            return all(matches(part, statuses) for part in of)
        case Either(of):
            return any(matches(part, statuses) for part in of)


def answers(frame: Frame, statuses: tuple[int, ...]) -> list[int]:
    return [answer for answer, pattern in frame.rules if matches(pattern, statuses)]


def some_statuses(frame: Frame, rng: Random, every: int) -> list[tuple[int, ...]]:
    """Every way to fill so many slots; where they are more two hundred, with more of what decides rarely."""
    if len(frame.slots) <= every:
        return list(product(STATUSES, repeat=len(frame.slots)))
    weights = [rng.choice([(1, 1, 1), (8, 1, 1), (1, 1, 8), (1, 8, 1)]) for _ in range(200)]
    return [tuple(rng.choices(STATUSES, weight, k=len(frame.slots))) for weight in weights]


@pytest.fixture(scope="module")
def rule_sets(tmp_path_factory: pytest.TempPathFactory) -> list[RuleSet]:
    """The project's own, and random ones that are wide and deep."""
    root = tmp_path_factory.mktemp("random")
    folders = [write_rule_set(root / f"area-{seed}", "set", some_random(seed), large=True) for seed in range(4)]
    return [*our_rule_sets().values(), *map(load_rule_set, folders)]


@pytest.fixture(scope="module")
def plans(rule_sets: list[RuleSet]) -> list[Plan]:
    return [rule_set.plan for rule_set in rule_sets]


def test_no_condition_is_lost_on_its_way_to_the_rules_engine(rule_sets: list[RuleSet]) -> None:
    """What the engine is never told of, the readings could not differ on."""
    count = 0
    for rule_set in rule_sets:
        told: dict[tuple[str, date], set[Slot]] = {}
        for frame in rule_set.plan.frames:
            if isinstance(frame.place, InVersion):
                told.setdefault((frame.place.provision, frame.place.start), set()).update(frame.slots)
        for id, version in ((id, each) for id, one in rule_set.provisions.items() for each in one.versions):
            tested = [*leaves(version.when), *in_exceptions(version.unless)] if version.when else []
            asked = [leaf for leaf in tested if not isinstance(leaf.source, OfProvision)]
            assert [leaf.id for leaf in asked if leaf not in told[id, version.start]] == []
            count += len(asked)
    assert count > 1_500


def in_exceptions(exceptions: Sequence[Unless]) -> Iterator[Leaf]:
    for each in exceptions:
        yield from leaves(each.when)
        yield from in_exceptions(each.unless)


@pytest.mark.parametrize("every", [5, pytest.param(7, marks=pytest.mark.proof)])
def test_exactly_one_rule_of_a_frame_fires_whatever_stands_in_its_slots(plans: list[Plan], every: int) -> None:
    rng, count = some_random(3), 0
    for frame in (frame for plan in plans for frame in plan.frames):
        for statuses in some_statuses(frame, rng, every):
            assert len(answers(frame, statuses)) == 1, (frame.place, statuses)
            count += 1
    assert count > 10_000


def test_every_frame_is_small_enough_and_rests_on_earlier_waves_only(plans: list[Plan]) -> None:
    for plan in plans:
        assert list(too_much(plan)) == []
        assert [frame.number for frame in plan.frames] == list(range(len(plan.frames)))
        for frame in plan.frames:
            assert all(plan.frames[slot].wave < frame.wave for slot in frame.slots if isinstance(slot, int))
            if not isinstance(frame.place, InQuestion):
                assert len(frame.slots) <= WIDEST
                assert max(groups_in(pattern) for _, pattern in frame.rules) <= MOST_GROUPS
                assert max(ways_through(pattern) for _, pattern in frame.rules) <= MOST_WAYS


# -- single constructs, put to both readings: ``put`` determines nothing where they differ


def yes_no(count: int) -> tuple[str, list[str]]:
    """So many facts, and a condition on each."""
    return "".join(f"{name} yes_no\n" for name in NAMES[:count]), [f"{{fact: {n}, is: true}}" for n in NAMES[:count]]


def told(statuses: tuple[int, ...]) -> dict[str, bool]:
    """Facts that make the conditions on them stand like that."""
    return {name: status > 0 for name, status in zip(NAMES, statuses, strict=False) if status}


def rule_of(words: str, conditions: list[str]) -> str:
    ids = (f"<c{number}> {each}" for number, each in enumerate(conditions))
    return f"when: {{{words}: [{', '.join(ids)}]}}"


@pytest.mark.parametrize(("count", "of"), [(n, of) for of in (3, 4, 5) for n in range(2, of)])
def test_at_least_so_many_of_a_list_is_what_counting_says(tmp_path: Path, count: int, of: int) -> None:
    facts, conditions = yes_no(of)
    inner = ", ".join(f"<c{number}> {each}" for number, each in enumerate(conditions))
    group = f'id: enough, says: "Enough of these", cites: reg. 1, at_least_of: {{count: {count}, of: [{inner}]}}'
    rules = build(tmp_path, facts, {"rule": f"when: {{{group}}}", "other": f"when: {{not: {{{group}}}}}"})
    for statuses in product(STATUSES, repeat=of):
        met, possible = statuses.count(1), of - statuses.count(-1)
        expected = "met" if met >= count else "not_met" if possible < count else "not_known"
        found = put(rules, told(statuses))
        assert status(found) == expected
        assert (status(found, "other") == "not_known") == (expected == "not_known")


@pytest.mark.parametrize(("count", "of"), [(2, 25), (12, 25), (13, 25), (24, 25), (9, 30)])
def test_at_least_so_many_of_a_long_list(tmp_path: Path, count: int, of: int) -> None:
    facts, conditions = yes_no(of)
    inner = ", ".join(f"<c{number}> {each}" for number, each in enumerate(conditions))
    group = f"at_least_of: {{count: {count}, of: [{inner}]}}"
    rules = build(tmp_path, facts, {"rule": f"when: {{{group}}}"})
    rng = some_random(count)
    for met, failed in product((count - 1, count), (of - count, of - count + 1)):
        if met + failed > of:
            continue
        statuses = [1] * met + [-1] * failed + [0] * (of - met - failed)
        rng.shuffle(statuses)
        expected = "met" if met >= count else "not_met" if failed > of - count else "not_known"
        assert status(put(rules, told(tuple(statuses)))) == expected


@pytest.mark.parametrize("words", ["all", "any"])
def test_a_group_of_thirty(tmp_path: Path, words: str) -> None:
    facts, conditions = yes_no(30)
    rules = build(tmp_path, facts, {"rule": rule_of(words, conditions)})
    one, other = (1, -1) if words == "all" else (-1, 1)
    names = {1: "met", -1: "not_met"}
    assert status(put(rules, told((one,) * 30))) == names[one]
    assert status(put(rules, told((one,) * 29 + (0,)))) == "not_known"
    assert status(put(rules, told((0,) * 29 + (other,)))) == names[other]


def test_a_tree_of_five_and_five_and_five(tmp_path: Path) -> None:
    """Twenty-five groups would not go into one pattern."""
    facts, conditions = yes_no(27)
    said = iter(f"<c{number}> {each}" for number, each in enumerate(conditions))
    middle = []
    for _ in range(3):
        inner = [f"{{all: [{next(said)}, {next(said)}, {next(said)}]}}" for _ in range(3)]
        middle.append(f"{{any: [{', '.join(inner)}]}}")
    rules = build(tmp_path, facts, {"rule": f"when: {{all: [{', '.join(middle)}]}}"})
    for first, second, third in product(range(3), repeat=3):
        met = {9 * at + 3 * one + offset for at, one in enumerate((first, second, third)) for offset in range(3)}
        statuses = tuple(1 if number in met else -1 for number in range(27))
        assert status(put(rules, told(statuses))) == "met"
        for gone in met:
            without = tuple(0 if number == gone else each for number, each in enumerate(statuses))
            assert status(put(rules, told(without))) == "not_known"


def test_a_question_of_thirty_lines_ends_where_the_first_is_met(tmp_path: Path) -> None:
    facts, conditions = yes_no(29)
    provisions: dict[str, Any] = {f"p{n}": f"when: <c> {each}" for n, each in enumerate(conditions)}
    outcomes = ["refuse", "refuse", "defer", "grant"]
    lines = [f"{outcomes[n % 4]}: {{provision: p{n}}}" for n in range(29)]
    rules = build(tmp_path, facts, provisions, {"final": [*lines, "none_of_these"]})
    for last in range(29):
        found = put(rules, told((-1,) * last + (1,) + (0,) * (28 - last)))
        assert found.questions[0].outcome == outcomes[last % 4]
    assert put(rules, told((-1,) * 29)).questions[0].outcome == "none_of_these"
    assert put(rules, told((0,) + (-1,) * 27 + (1,))).questions[0].possible == ("refuse",)
    assert put(rules, told((0,) * 28 + (1,))).questions[0].possible == ("refuse", "defer", "grant")
    assert put(rules, told((-1,) * 20 + (0,) * 8 + (1,))).questions[0].possible == ("refuse", "defer", "grant")


def test_a_question_of_seventy_outcomes_on_one_provision(tmp_path: Path) -> None:
    """The same test many times over would wait many times over in the rules engine."""
    lines = [f"outcome_{number}: {{provision: rule}}" for number in range(70)]
    rules = build(
        tmp_path, yes_no(1)[0], {"rule": "when: <c> {fact: f0, is: true}"}, {"final": [*lines, "none_of_these"]}
    )
    assert put(rules, {"f0": True}).questions[0].outcome == "outcome_0"
    assert len(put(rules, {}).questions[0].possible) == 71
    assert put(rules, {"f0": False}).questions[0].outcome == "none_of_these"


def test_what_ten_versions_agree_on_stands_and_the_one_that_applies_is_chosen(tmp_path: Path) -> None:
    versions = [
        f"effective: {{from: {2013 + n}-04-01, to: {2014 + n}-03-31}}\nwhen: <v{n}> {{fact: f{n}, is: true}}"
        for n in range(9)
    ]
    newest = "effective: {from: 2022-04-01}\nwhen: <v9> {fact: f9, is: true}"
    rules = build(tmp_path, yes_no(10)[0], {"rule": [newest, *reversed(versions)]})
    for year in range(10):
        statuses = tuple(1 if each == year else -1 for each in range(10))
        given = told(statuses) | {"decided_on": f"{2013 + year}-06-01"}
        assert status(put(rules, given, as_at=None)) == "met"
    partly: dict[str, Any] = {"decided_on": {"from": "2014-06-01", "to": "2020-06-01"}}
    assert status(put(rules, told((-1, *(1,) * 7, -1, -1)) | partly, as_at=None)) == "met"
    assert status(put(rules, told((1, *(-1,) * 7, 1, 1)) | partly, as_at=None)) == "not_met"
    assert status(put(rules, told((-1, *(1,) * 6, -1, -1, -1)) | partly, as_at=None)) == "not_known"
    assert status(put(rules, told((1,) * 10), as_at=None)) == "met"


def test_only_versions_that_may_apply_have_frames_that_count(tmp_path: Path) -> None:
    rules = build(tmp_path, FACTS, {"rule": TWO})
    places = [frame.place for frame in rules.plan.frames]
    assert [place.start.year for place in places if isinstance(place, InVersion)] == [2020, 2013]
    assert set(rules.plan.together) == {"rule"}
