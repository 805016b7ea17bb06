"""Learning more never turns met into not met or back, never changes a determined answer, never moves a fixed end."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import Determination, FactError, RuleSet, determine, load_rule_set, read_facts
from tests.agreement import told
from tests.ours import our_rule_sets
from tests.reference import Rules, read_rules
from tests.reference.generate import write_rule_set
from tests.reference.knowledge import chain, some_random
from tests.reference.table_knowledge import table_knowledge

RULES = Path(__file__).parents[1] / "rules"
RULE_SETS = sorted(our_rule_sets())


def broken(before: Determination, after: Determination) -> Iterator[str]:
    """Every decided thing of `before` that `after`, which knows more, no longer says."""
    for one, two in zip(before.provisions, after.provisions, strict=True):
        if one.status not in ("not_known", two.status):
            yield f"{one.id} was {one.status} and is {two.status}"
    for asked, again in zip(before.questions, after.questions, strict=True):
        if asked.status == "determined" and (asked.status, asked.outcome) != (again.status, again.outcome):
            yield f"{asked.id} was {asked.outcome} and is {again.status} {again.outcome}"
    for name, known in before.amounts.items():
        yield from _widened(name, known, after.amounts[name])


def _widened(name: str, known: Any, later: Any) -> Iterator[str]:
    if later.none and not known.none:
        yield f"{name} could not be none and now may be"
    if not later.some:
        return
    low = known.low is not None and (later.low is None or later.low < known.low)
    high = known.high is not None and (later.high is None or later.high > known.high)
    if low or high or not known.some:
        yield f"{name} was {known} and is {later}"


def broken_promises(rule_set: RuleSet, rules: Rules, seed: int, steps: int) -> list[str]:
    """What one chain of growing knowledge breaks; the date of the law moves with it."""
    found: list[str] = []
    before: Determination | None = None
    has_tables = any(fact.get("type") == "records" for fact in rules.facts.values())
    for given in (table_knowledge if has_tables else chain)(rules, some_random(seed), steps):
        try:
            after = determine(rule_set, read_facts(rule_set, told(rules, given)))
        except FactError as error:
            refused = {fault.message for fault in error.faults} - {each.message for each in rule_set.must_hold}
            return [*found, *refused]  # what was drawn at random cannot all be so: a refusal, never an answer
        found += [f"seed {seed}: {wrong}" for wrong in (broken(before, after) if before else ())]
        before = after
    assert before is not None
    assert all(answer.status == "determined" for answer in before.questions), f"seed {seed}: everything is known"
    return found


@pytest.mark.parametrize("seeds", [range(3), pytest.param(range(3, 20), marks=pytest.mark.proof)], ids=["few", "many"])
@pytest.mark.parametrize("id", RULE_SETS)
def test_the_promise_holds_on_every_rule_set(id: str, seeds: range) -> None:
    rule_set, rules = our_rule_sets()[id], read_rules(RULES / id)
    assert [wrong for seed in seeds for wrong in broken_promises(rule_set, rules, seed, 6)] == []


@pytest.mark.parametrize("batch", [0, *(pytest.param(more, marks=pytest.mark.proof) for more in (1, 2))])
def test_the_promise_holds_on_random_rule_sets(tmp_path: Path, batch: int) -> None:
    for seed in range(9_000 + batch * 10, 9_010 + batch * 10):
        folder = write_rule_set(tmp_path / f"area-{seed}", "set", some_random(seed), wild=seed % 2 == 0)
        rule_set, rules = load_rule_set(folder), read_rules(folder)
        assert broken_promises(rule_set, rules, seed, 6) == []
