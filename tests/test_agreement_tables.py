"""The engine's two readings and the reference say the same of random records, as they are learnt row by row."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import Determination, FactError, determine, load_rule_set, read_facts
from tests.agreement import differences, told
from tests.reference import read_rules
from tests.reference.knowledge import some_random
from tests.reference.making_tables import write_tables
from tests.reference.table_knowledge import table_knowledge
from tests.test_promise import broken

BATCHES = range(4)


def record_states(folder: Path, seed: int) -> Iterator[tuple[str, bool, list[str]]]:
    """Six states of growing knowledge of one rule set with tables: a name, whether one is given, what differs."""
    rng = some_random(seed)
    written = write_tables(folder / f"area-{seed}", f"set-{seed}", rng, gaps=False)
    rule_set, rules = load_rule_set(written), read_rules(written)
    for step, given in enumerate(table_knowledge(rules, rng)):
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
