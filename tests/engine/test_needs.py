"""What could settle it: supplying all of it always decides, and supplying everything else never does."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine import Determination, FactError, RuleSet, determine
from engine.facts import Facts, Statement
from engine.model import Fact
from engine.needs import needs_of_provision
from engine.values import NEVER, Known, Options, exactly
from tests.engine.building import build, needs, put
from tests.ours import our_rule_sets

RULES = Path(__file__).parents[2] / "rules"
SETS = sorted(our_rule_sets())


# -- what each kind of need is


def test_what_to_do_about_each_thing_that_is_needed(tmp_path: Path) -> None:
    facts = "asked yes_no\nunknown yes_no\ndisputed yes_no\npartly number\nsatisfied judgement\nsettled yes_no"
    marked = ", ".join(
        f"<{name}> {{{source}: {name}, {test}}}"
        for name, source, test in [
            ("asked", "fact", "is: true"),
            ("unknown", "fact", "is: true"),
            ("disputed", "fact", "is: true"),
            ("partly", "fact", "at_least: 5"),
            ("satisfied", "judgement", "is: true"),
            ("settled", "fact", "is: true"),
        ]
    )
    rules = build(tmp_path, facts, {"rule": f"when: {{all: [{marked}]}}"})
    given = {
        "unknown": {"state": "not_known"},
        "disputed": {"state": "disputed"},
        "partly": {"from": 1, "to": 9},
        "settled": True,
    }
    found = put(rules, given)
    assert needs(found) == {
        "asked": "ask",
        "unknown": "close",
        "disputed": "find",
        "partly": "ask",
        "satisfied": "find",
    }
    assert [(need.ask, need.shown_by) for need in found.needs][-1] == ("What of satisfied?", "committee")
    assert needs(put(rules, given | {"settled": False})) == {}, "it is decided"


def test_both_sides_of_a_comparison_and_the_whole_of_a_share_are_needed(tmp_path: Path) -> None:
    facts = "sent_on date\nheard_on date\ntrained number at_least: 0\nstaff number at_least: 0\nopen yes_no"
    rules = build(
        tmp_path,
        facts,
        {
            "rule": "when: {all: [<a> {fact: sent_on, before: {fact: heard_on}}, "
            "<b> {share: trained, of: staff, at_least: 90%, when_none: met}]}"
        },
    )
    assert set(needs(put(rules))) == {"sent_on", "heard_on", "trained", "staff"}
    assert set(needs(put(rules, {"heard_on": "2024-01-01", "staff": 5}))) == {"sent_on", "trained"}


def test_a_fact_that_is_worked_out_is_not_needed_but_what_it_is_worked_out_from_is(tmp_path: Path) -> None:
    facts = "told_on date\ndays_more number whole: true\n"
    facts += "last_day date worked_out: {fact: told_on, plus: {days: {fact: days_more}}}"
    rules = build(tmp_path, facts, {"rule": "when: <late> {fact: decided_on, after: {fact: last_day}}"})
    assert needs(put(rules)) == {"told_on": "ask", "days_more": "ask", "decided_on": "ask"}
    assert needs(put(rules, {"told_on": "2024-01-01", "decided_on": "2024-05-01"})) == {"days_more": "ask"}


def test_a_result_needs_its_provision_and_what_it_is_worth(tmp_path: Path) -> None:
    gives = "gives: {cap: {type: money, says: The cap, cites: (2), fact: cost}}"
    facts = "open yes_no\ncost money\nheld money"
    rules = build(
        tmp_path,
        facts,
        {
            "rule": "when: <more> {fact: held, more_than: {fact: cap}}",
            "cap": f"when: <open> {{fact: open, is: true}}\n{gives}",
        },
    )
    assert set(needs(put(rules, {"held": 5}))) == {"open", "cost"}
    assert set(needs(put(rules, {"held": 5, "open": True}))) == {"cost"}
    assert set(needs(put(rules, {"held": 5, "cost": 3}))) == {"open"}


def test_a_date_that_is_given_waits_for_its_provision_and_for_what_it_is_worked_out_from(tmp_path: Path) -> None:
    gives = "gives: {due_by: {type: date, says: The last day, cites: (2), fact: told_on, plus: {days: 30}}}"
    rules = build(tmp_path, "open yes_no\ntold_on date", {"rule": f"when: <open> {{fact: open, is: true}}\n{gives}"})

    def waits_for(**given: Any) -> dict[str, str]:
        return {need.fact: need.what for need in put(rules, given).needs_of_amount("due_by")}

    assert waits_for() == {"open": "ask", "told_on": "ask"}
    assert waits_for(open=True, told_on={"from": "2024-05-01", "to": "2024-05-03"}) == {"told_on": "ask"}
    assert waits_for(open={"state": "disputed"}, told_on="2024-05-01") == {"open": "find"}
    assert waits_for(open=True, told_on="2024-05-01") == {}
    assert waits_for(open=False) == {}, "it is not given"


def test_a_governing_date_is_needed_where_versions_differ_and_where_a_figure_does(tmp_path: Path) -> None:
    read = "cites: reg. 2, checked: {how: recalled}"
    steps = f"{{from: 2013-04-01, to: 2019-12-31, is: 3, {read}}}, {{from: 2020-01-01, is: 4, {read}}}"
    figures = f"rate: {{unit: pence, values: [{steps}]}}"
    rules = build(
        tmp_path,
        "paid_on date\nopen yes_no\ncost number",
        {
            "rule": "when: {all: [<a> {provision: dated}, <b> {fact: cost, at_least: {figure: rate}}]}",
            "dated": [
                "effective: {from: 2020-01-01}\nwhen: <a> {fact: open, is: true}",
                "effective: {from: 2013-04-01, to: 2019-12-31}\nnot_in_force: true",
            ],
        },
        heads={"dated": "governed_by: paid_on"},
        figures=figures,
    )
    assert needs(put(rules, {"cost": 5})) == {"paid_on": "ask", "open": "ask"}
    assert needs(put(rules, {"cost": 5, "open": True})) == {"paid_on": "ask"}
    assert needs(put(rules, {"cost": 3.5, "open": True, "paid_on": "2021-01-01"}, as_at=None)) == {"decided_on": "ask"}
    assert needs(put(rules, {"cost": 3.5, "open": True, "paid_on": "2021-01-01"})) == {}


def test_a_provision_alone_has_its_own_needs(tmp_path: Path) -> None:
    rules = build(
        tmp_path,
        "open yes_no\nnear yes_no",
        {"rule": "when: <a> {fact: open, is: true}", "other": "when: <b> {fact: near, is: true}"},
    )
    found = put(rules)
    assert [need.fact for need in needs_of_provision(found.evaluation, found.facts, "other")] == ["near"]


# -- the two-way property


def anything(fact: Fact, rng: Random) -> Known:
    """Some value of the fact's domain, of those that rules are likely to tell apart."""
    if fact.domain.none and rng.random() < 0.2:
        return Options(frozenset(), none=True) if isinstance(fact.domain, Options) else NEVER
    if isinstance(fact.domain, Options):
        return Options(frozenset({rng.choice(sorted(fact.domain.options))}))
    if fact.kind == "date":
        return exactly(date(2014, 1, 1) + timedelta(days=rng.randrange(4000)))
    if fact.kind == "text":
        return exactly("words")
    low = fact.domain.low if fact.domain.low is not None else Fraction(-5)
    return exactly(Fraction(min(low + rng.randrange(12), fact.domain.high or low + 12)))


def everything(rule_set: RuleSet, rng: Random) -> dict[str, Known]:
    governing = {rule_set.as_at, *(each.governed_by for each in rule_set.provisions.values())}
    found = {}
    for name, fact in rule_set.facts.items():
        if fact.given and fact.worked_out is None:
            known = anything(fact, rng)
            if name in governing and known.value < rule_set.covers_from:
                known = exactly(rule_set.covers_from + timedelta(days=known.value.day))
            found[name] = known
    for _ in range(4):  # parts of parts of parts
        wholes = {name: found.get(rule_set.facts[name].part_of, known) for name, known in found.items()}
        found = {name: min(known, wholes[name], key=_number) for name, known in found.items()}
    return found


def _number(known: Known) -> Any:
    return known.value if isinstance(known.value, Fraction) else 0


def stated(known: Mapping[str, Known]) -> Facts:
    return {name: Statement(value) for name, value in known.items()}


def supplied(found: Determination, extra: Mapping[str, Known]) -> Determination:
    return determine(found.rule_set, {**found.facts, **stated(extra)})


def undetermined(found: Determination) -> set[str]:
    return {answer.id for answer in found.questions if answer.status == "undetermined"}


def possible(rule_set: RuleSet, rng: Random) -> dict[str, Known]:
    """A whole case of which all that must hold holds."""
    while True:
        truth = everything(rule_set, rng)
        try:
            determine(rule_set, stated(truth))
        except FactError:
            continue
        return truth


def both_ways(rule_set: RuleSet, seed: int) -> int:
    """Checks one random case; 1 where a question was undetermined, so that there was something to check."""
    rng = Random(seed)  # noqa: S311 - a case that can be told again, nothing secret
    truth = possible(rule_set, rng)
    share = rng.random()
    found = determine(rule_set, stated({name: known for name, known in truth.items() if rng.random() < share}))
    asked = {need.fact for need in found.needs}
    tables = set(rule_set.tables)  # whoever has no records states the numbers, which are asked for too
    everything_asked = supplied(found, {name: truth[name] for name in asked - tables})
    assert not undetermined(everything_asked), f"seed {seed}: all of {sorted(asked)} did not decide"
    others = {name: known for name, known in truth.items() if name not in asked}
    assert undetermined(supplied(found, others)) == undetermined(found), f"seed {seed}: something else decided"
    assert bool(asked) == bool(undetermined(found))
    return int(bool(asked))


@pytest.mark.parametrize("seeds", [range(8), pytest.param(range(8, 60), marks=pytest.mark.proof)], ids=["few", "many"])
@pytest.mark.parametrize("id", SETS)
def test_supplying_all_of_needs_always_decides_and_everything_else_never_does(id: str, seeds: range) -> None:
    rule_set = our_rule_sets()[id]
    assert sum(both_ways(rule_set, seed) for seed in seeds) > 1


def condition(rng: Random, depth: int, provisions: list[str], *, said: bool = True) -> str:
    """A random condition over the facts below, and over provisions written already."""
    kind = rng.choice(["leaf"] * 3 + ["all", "any", "not", "two"]) if depth else "leaf"
    name = f"c{rng.randrange(10**9)}"
    if kind == "leaf":
        leaves = [
            f"fact: {rng.choice(['open', 'near', 'late'])}, is: {rng.choice(['true', 'false'])}",
            f"fact: class, is_one_of: [{rng.choice(['a', 'b'])}, c]",
            f"fact: people, {rng.choice(['at_least', 'less_than'])}: {rng.randrange(9)}",
            "fact: people, more_than: {fact: staff}",
            "share: part, of: staff, at_least: 50%, when_none: met",
            f"fact: died_on, {rng.choice(['is: none', 'on_or_after: 2018-01-01', 'before: {fact: decided_on}'])}",
            "fact: due_on, on_or_before: {fact: decided_on}",
            f"judgement: {rng.choice(['fair', 'apt'])}",
            *(f"provision: {each}" for each in provisions),
            *(f"fact: amount, at_least: {{fact: cap_{each[2:]}}}" for each in provisions),
        ]
        return f"{f'<{name}> ' if said else ''}{{{rng.choice(leaves)}}}"
    inner = [condition(rng, depth - 1, provisions, said=said) for _ in range(3)]
    if kind == "not":
        return f"{{not: {inner[0]}}}"
    return (
        f"{{{kind}: [{', '.join(inner)}]}}"
        if kind != "two"
        else f"{{at_least_of: {{count: 2, of: [{', '.join(inner)}]}}}}"
    )


FACTS = """
open yes_no
near yes_no
late yes_no
class choice options: [a, b, c]
people number whole: true, at_least: 0
staff number whole: true, at_least: 0
part number whole: true, at_least: 0
amount money
died_on date may_be_none: true
applied_on date
due_on date worked_out: {fact: died_on, plus: {months: 2}}
fair judgement
apt judgement
"""


def random_rules(root: Path, seed: int) -> RuleSet:
    rng = Random(seed)  # noqa: S311 - rules that can be told again, nothing secret
    provisions: dict[str, list[str]] = {}
    heads: dict[str, str] = {}
    for number in range(3):
        id, earlier = f"p-{number}", list(provisions)
        gives = f"gives: {{cap_{number}: {{type: money, says: Cap, cites: (2), fact: amount}}}}"
        gives = gives.replace("fact: amount", f"highest_of: [{rng.randrange(9)}, {{fact: people}}], rounded: down")
        unless = f"unless: [{{id: out, says: Out, cites: (3), when: {condition(rng, 1, earlier, said=False)}}}]"
        whens = [f"when: {condition(rng, 2, earlier)}\n{gives}\n{unless}", f"when: {condition(rng, 1, earlier)}"]
        provisions[id] = [
            f"effective: {{from: 2018-01-01}}\n{whens[0]}",
            f"effective: {{from: 2013-04-01, to: 2017-12-31}}\n{whens[1]}",
        ]
        heads[id] = rng.choice(["", "governed_by: applied_on"])
    lines = [
        f"{outcome}: {{provision: {id}}}" for outcome, id in zip(["grant", "defer", "grant"], provisions, strict=True)
    ]
    return build(root / str(seed), FACTS, provisions, {"final": [*lines, "refuse"]}, heads=heads)


@pytest.mark.parametrize("seed", range(15))
def test_on_random_rules_too(tmp_path: Path, seed: int) -> None:
    rule_set = random_rules(tmp_path, seed)
    assert sum(both_ways(rule_set, 1000 * seed + case) for case in range(20))
