"""The engine's two readings and the reference say the same of random records, as they are learnt row by row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import Determination, FactError, determine, load_rule_set, read_facts
from tests.agreement import differences, told
from tests.engine.building import DECIDED, put, write_rules
from tests.reference import read_rules
from tests.reference.knowledge import some_random
from tests.reference.making_tables import write_tables
from tests.reference.table_knowledge import table_knowledge
from tests.test_promise import broken

BATCHES = [0, 1, *(pytest.param(more, marks=pytest.mark.proof) for more in (2, 3))]


def record_states(folder: Path, seed: int, states: int = 6) -> Iterator[tuple[str, bool, list[str]]]:
    """States of growing knowledge of one rule set with tables: a name, whether one is given, what differs."""
    rng = some_random(seed)
    written = write_tables(folder / f"area-{seed}", f"set-{seed}", rng, gaps=False)
    rule_set, rules = load_rule_set(written), read_rules(written)
    for step, given in enumerate(table_knowledge(rules, rng, states - 1)):
        tabled = any(rules.facts[name]["type"] == "records" for name in given)
        yield f"seed {seed}, step {step}", tabled, differences(rule_set, rules, given)


def broken_by_records(folder: Path, seed: int) -> list[str]:
    """What learning more of the tables of a random rule set, longest gaps too, turns or widens."""
    rng = some_random(seed)
    written = write_tables(folder / f"area-{seed}", f"set-{seed}", rng, gaps=True)
    rule_set, rules = load_rule_set(written), read_rules(written)
    found: list[str] = []
    before: Determination | None = None
    for given in table_knowledge(rules, rng):
        try:
            after = determine(rule_set, read_facts(rule_set, told(rules, given)))
        except FactError as error:
            return [f"seed {seed}: {error}"]
        found += [f"seed {seed}: {wrong}" for wrong in (broken(before, after) if before else ())]
        before = after
    assert before is not None
    assert all(answer.status == "determined" for answer in before.questions), f"seed {seed}: everything is known"
    return found


@pytest.mark.parametrize("batch", BATCHES)
def test_engine_and_reference_agree_on_records(tmp_path: Path, batch: int) -> None:
    cases = [case for seed in range(batch * 4, batch * 4 + 4) for case in record_states(tmp_path, seed)]
    assert [case for case in cases if case[2]] == []
    assert len(cases) == 24


@pytest.mark.parametrize("batch", BATCHES)
def test_learning_more_of_records_never_turns_an_answer(tmp_path: Path, batch: int) -> None:
    seeds = range(7_000 + batch * 4, 7_004 + batch * 4)
    assert [wrong for seed in seeds for wrong in broken_by_records(tmp_path, seed)] == []


BOUNDED = """
reports records fields: {pages: {type: number, whole: true, at_least: 0}}
base number
made number counted_from: {records: reports}, at_most: 3
long number counted_from: {records: reports, where: {field: pages, at_least: 9}}, at_most: 2, ask: "How many?"
pages number sum_of: {records: reports, field: pages}, at_most: 40
twice number worked_out: {multiply: [{fact: base}, 2]}, at_least: 6, at_most: 10
"""
RULES = {
    "three": "when: <three> {fact: made, at_least: 3}",
    "few": "when: <few> {fact: long, less_than: 3}",
    "short": "when: <short> {fact: pages, at_most: 40}",
    "six": "when: <six> {fact: twice, more_than: 5}",
}
ALWAYS = {"few", "short", "six"}


@pytest.mark.parametrize(
    ("given", "met"),
    [
        ({}, ALWAYS),
        ({"reports": {"complete": False, "rows": [{"pages": 9}, {}]}}, ALWAYS),
        ({"reports": {"complete": False, "rows": [{"pages": 9}, {"pages": 12}, {}]}}, {"three"} | ALWAYS),
        ({"long": {"state": "not_known"}, "base": {"from": 2, "to": 4}}, ALWAYS),
        ({"long": {"from": 1}, "base": 5, "reports": {"complete": True, "rows": [{"pages": 9}]}}, ALWAYS),
    ],
)
def test_what_is_described_as_bounded_is_so_though_nobody_states_it(
    tmp_path: Path, given: dict[str, Any], met: set[str]
) -> None:
    """What is worked out or counted lies within what its description allows, in both readings and in the reference."""
    folder = write_rules(tmp_path, BOUNDED, RULES)
    rule_set = load_rule_set(folder)
    assert differences(rule_set, read_rules(folder), given, DECIDED) == []
    rows = {name: {**said, "by": "somebody"} if name == "reports" else said for name, said in given.items()}
    assert {each.id for each in put(rule_set, rows).provisions if each.status == "met"} == met
