"""Supplying all that is needed always decides, and supplying everything else never does."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine import Determination, FactError, RuleSet, determine, read_facts
from engine.facts import Facts, Statement
from engine.model import Counted, Fact
from engine.values import NEVER, Known, Options, exactly
from tests.engine.building import build
from tests.ours import our_rule_sets

SETS = sorted(our_rule_sets())


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
    if fact.kind == "date_and_time":
        return exactly(datetime(2026, 3, 3, 12) + timedelta(hours=rng.randrange(-4000, 400)))
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


def only_as_rows(rule_set: RuleSet) -> Iterator[str]:
    """The tables of which nobody can state more, without their rows, than how many rows there are."""
    stated = [fact.counted for fact in rule_set.facts.values() if fact.counted and fact.given]
    more = {each.records for each in stated if not _of_all(each)}
    yield from (name for name in rule_set.tables if name not in more)


def _of_all(counted: Counted) -> bool:
    return counted.how == "count" and counted.where is None and not counted.among


def with_rows(rule_set: RuleSet, truth: Mapping[str, Known], rng: Random) -> Facts:
    """Those tables, complete, with random rows: as many as the truth has."""
    said = {}
    for name in only_as_rows(rule_set):
        counted = [
            known for each, known in truth.items() if (how := rule_set.facts[each].counted) and how.records == name
        ]
        fields = rule_set.tables[name].fields
        rows = [
            {each: rng.choice(field.options) if field.options else f"{each} {row}" for each, field in fields.items()}
            for row in range(int(_number(counted[0])) if counted else 3)
        ]
        said[name] = {"rows": rows, "complete": True, "by": "whoever made the case"}
    return read_facts(rule_set, {"facts": said})


def both_ways(rule_set: RuleSet, seed: int) -> int:
    """Checks one random case; 1 where a question was undetermined, so that there was something to check."""
    rng = Random(seed)  # noqa: S311 - a case that can be told again, nothing secret
    truth = possible(rule_set, rng)
    share = rng.random()
    found = determine(rule_set, stated({name: known for name, known in truth.items() if rng.random() < share}))
    asked = {need.fact for need in found.needs}
    tables = set(rule_set.tables)  # whoever has no records states the numbers, which are asked for too
    told = stated({name: truth[name] for name in asked - tables})
    rows = {name: table for name, table in with_rows(rule_set, truth, rng).items() if name in asked}
    everything_asked = determine(rule_set, {**found.facts, **told, **rows})
    assert not undetermined(everything_asked), f"seed {seed}: all of {sorted(asked)} did not decide"
    others = {name: known for name, known in truth.items() if name not in asked}
    assert undetermined(supplied(found, others)) == undetermined(found), f"seed {seed}: something else decided"
    assert bool(asked) == bool(undetermined(found))
    return int(bool(asked))


@pytest.mark.parametrize("seeds", [range(5), pytest.param(range(5, 20), marks=pytest.mark.proof)], ids=["few", "many"])
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
