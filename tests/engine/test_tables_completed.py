"""Random tables with cells that nobody knows, put to both readings, beside every way in which they may be filled."""

from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.engine.building import build, put, status
from tests.engine.test_tables import CELLS, PERIOD, TRAINING, table
from tests.reference.knowledge import some_random

UNKNOWN = {"state": "not_known"}
ROW: dict[str, list[Any]] = {
    "course": ["emergencies", "life_support"],
    "group": ["midwife", "support_worker", "anaesthetist"],
    "attended_on": ["2025-03-03", "2023-03-03", "none"],
    "excluded": ["none", "maternity_leave"],
}


BATCHES = [0, *(pytest.param(each, marks=pytest.mark.proof) for each in range(1, 10))]  # of three hundred tables


@pytest.mark.parametrize("batch", BATCHES)
def test_a_table_is_decided_where_every_way_to_fill_it_says_the_same(tmp_path: Path, batch: int) -> None:
    rng, decided = some_random(batch), 0
    rules = build(tmp_path, TRAINING, {"rule": CELLS}, more=PERIOD)
    for _ in range(300):
        rows = [_row(rng) for _ in range(rng.randint(1, 4))]
        truths = {_reached(filled) for filled in product(*map(_fillings, rows))}
        expected = "not_known" if len(truths) == 2 else "met" if truths.pop() else "not_met"
        named = [{"staff": f"S{number}", **row} for number, row in enumerate(rows)]
        assert status(put(rules, table(named))) == expected, rows
        decided += expected != "not_known" and any(UNKNOWN in row.values() for row in rows)
    assert decided > 30


def _row(rng: Random) -> dict[str, Any]:
    """A row of which each cell is unknown once in six."""
    return {name: rng.choice([*some] * (6 // len(some)) + [UNKNOWN]) for name, some in ROW.items()}


def _fillings(row: dict[str, Any]) -> list[dict[str, Any]]:
    ways = product(*(ROW[name] if cell == UNKNOWN else [cell] for name, cell in row.items()))
    return [dict(zip(row, cells, strict=True)) for cells in ways]


def _reached(rows: tuple[dict[str, Any], ...]) -> bool:
    """Whether at least 90% of each group attended, in the plainest words; of nobody, nothing is asked."""
    for group in ("midwife", "support_worker"):
        asked = [
            each for each in rows if (each["course"], each["group"], each["excluded"]) == ("emergencies", group, "none")
        ]
        came = [each for each in asked if each["attended_on"] == "2025-03-03"]
        if asked and Fraction(len(came), len(asked)) < Fraction(9, 10):
            return False
    return True
