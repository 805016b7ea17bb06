"""Closing the record on tables: open cells fall where their field says so; a table that may grow keeps it open."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from engine import ClosingRefused, RuleSet
from engine.agreement import case_id
from engine.values import exactly
from tests.engine.building import build, needs, put, status
from tests.engine.test_tables import seen

FALLING = """
visits records ask: "Which visits were there?", shown_by: trust, fields: {seen_on: {type: date}, \
recorded: {type: yes_no, if_not_shown: false}, hours: {type: number, at_least: 0, at_most: 9, if_not_shown: lowest}}
kept number unit: visits, counted_from: {records: visits, where: {field: recorded, is: true}}
hours number unit: hours, sum_of: {records: visits, field: hours}
"""


@pytest.fixture
def falling(tmp_path: Path) -> RuleSet:
    return build(
        tmp_path, FALLING, {"rule": "when: {all: [<k> {fact: kept, at_least: 2}, <h> {fact: hours, at_least: 3}]}"}
    )


def test_row_20_a_table_that_may_grow_keeps_the_record_open_and_nothing_is_changed(falling: RuleSet) -> None:
    with pytest.raises(ClosingRefused) as refused_:
        put(falling, seen([{"seen_on": "2025-01-10"}], complete=False), record_closed=True)
    (fault,) = refused_.value.faults
    assert fault.where == "/facts/visits"
    assert "somebody has still to fill the table, to settle what is disputed in it, or to say that" in fault.message


def test_open_cells_of_a_complete_table_fall_where_their_field_says_so(falling: RuleSet) -> None:
    rows: list[dict[str, Any]] = [
        {"seen_on": "2025-01-10", "recorded": True, "hours": 3},
        {"seen_on": "2025-02-10", "hours": {"from": 1, "to": 4}},
    ]
    assert needs(put(falling, seen(rows))) == {"visits": "rows"}
    found = put(falling, seen(rows), record_closed=True)
    assert (status(found), found.amounts["kept"]) == ("not_met", exactly(Fraction(1)))
    assert found.amounts["hours"] == exactly(Fraction(4)), "of a range its lowest end"
    assert "What the trust did not show counts as the burden of proof has it." in " ".join(found.explanation)
    assert found.record()["fallen"] == {"visits": {"one_of": ["hours", "recorded"]}}


def test_row_20_a_disputed_cell_does_not_fall_and_keeps_the_record_open(falling: RuleSet) -> None:
    kept: dict[str, Any] = {"seen_on": "2025-01-10", "recorded": True, "hours": 3}
    disputed = {"seen_on": "2025-02-10", "hours": 1, "recorded": {"state": "disputed"}}
    with pytest.raises(ClosingRefused) as refused_:
        put(falling, seen([kept, disputed]), record_closed=True)
    assert [fault.where for fault in refused_.value.faults] == ["/facts/visits"]
    nobody_knows = {**disputed, "recorded": {"state": "not_known"}}
    assert status(put(falling, seen([kept, nobody_knows]), record_closed=True)) == "not_met"


def test_a_record_says_which_cells_are_disputed(falling: RuleSet) -> None:
    rows: list[dict[str, Any]] = [{"recorded": {"state": "not_known"}}, {"recorded": {"state": "disputed"}}]
    stated = put(falling, seen(rows)).record()["facts"]["visits"]
    assert stated["table"]["disputed"] == [{"row": 1, "field": "recorded"}]


def test_cases_with_other_rows_are_other_cases(falling: RuleSet) -> None:
    one, other = (put(falling, seen([{"seen_on": day}])).evaluation for day in ("2025-01-10", "2025-01-11"))
    assert case_id(one) != case_id(other), "a case is named where its two readings differ"


def test_a_cell_that_cannot_be_what_counts_keeps_the_record_open(tmp_path: Path) -> None:
    facts = FALLING.replace(
        "recorded: {type: yes_no, if_not_shown: false}",
        "recorded: {type: choice, options: [paper, screen, other], if_not_shown: other}",
    ).replace("is: true", "is: paper")
    rule = {"rule": "when: <twice> {fact: kept, at_least: 1}"}
    rules = build(tmp_path / "other", facts, rule)
    row = {"seen_on": "2025-01-10", "hours": 3, "recorded": {"one_of": ["paper", "screen"]}}
    with pytest.raises(ClosingRefused, match="the record cannot be closed"):
        put(rules, seen([row]), record_closed=True)
