"""A table among the facts of a case: what was read of it, the engine takes."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from engine import Records, RuleSet, read_facts
from engine.facts import TableStatement
from evidence import ImportRefused, as_json, put_among, read_table, state
from tests.evidence.making import lines


def test_who_says_that_a_table_is_complete_is_a_person(rule_set: RuleSet, shifts: Records) -> None:
    read = read_table(shifts, lines("S-1,midwife,emergencies,"), "m.csv")
    with pytest.raises(ImportRefused) as error:
        state(rule_set, "shifts", read, "12")
    (fault,) = error.value.faults
    assert fault.place.row == 0, "it is of the table as a whole"
    assert fault.message.startswith("who says that these are all the rows?")


def test_a_table_under_the_name_of_another_fact_is_refused(rule_set: RuleSet, shifts: Records) -> None:
    read = read_table(shifts, lines("S-1,midwife,emergencies,"))
    with pytest.raises(ImportRefused) as error:
        state(rule_set, "trained", replace(read, name="m.csv"))
    assert error.value.faults[0].place.row == 0


HEADINGS = ["staff", "group", "course", "attended on", "certified", "time worked (hours)", "cost (£)", "started at"]
OPEN = ("", "not known", "disputed", "none")
GOOD = (
    ("S-1", "S-2", "s-1", "None", "é", "7", *OPEN),
    ("midwife", "Maternity support worker", "ANAESTHETIST"),
    ("emergencies", "Life support", *OPEN),
    ("01/03/2025", "2025-03-01", "1 Mar 2025", *OPEN),
    ("yes", "N", "true", *OPEN),
    ("0", "7.50", "24", *OPEN),
    ("12.50", "£3", *OPEN),
    ("01/03/2025 09:00", "2025-03-01 9:00:00", *OPEN),
)
ODD = (
    "x",
    "0",
    "-1",
    "25",
    "1e3",
    "£0.001",
    "1 Jan 0001",
    "31/12/9999",
    "01/03/25",
    "\u200b",
    "'=1",
    "2025-02-30 09:00",
)


@given(
    st.lists(st.tuples(*map(st.sampled_from, GOOD)), max_size=5),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 8), st.sampled_from(ODD) | st.text(max_size=6)), max_size=1),
)
@example([tuple(each[0] for each in GOOD), ("s-1", *(each[0] for each in GOOD[1:]))], [])
def test_the_engine_takes_every_row_that_was_read(
    rule_set: RuleSet, shifts: Records, rows: list[tuple[str, ...]], odd: list[tuple[int, int, str]]
) -> None:
    """Nothing puts the rows to the engine again before they are kept, so reading must refuse all that it would."""
    written = [[*row, ""] for row in rows]
    for at, column, cell in odd:
        if at < len(written):
            written[at][column] = cell
    file = io.StringIO()
    csv.writer(file).writerows([HEADINGS, *written])
    try:
        read = read_table(shifts, file.getvalue().encode(), "m.csv")
    except ImportRefused:
        event("refused")
        return
    event(f"{len(read.rows)} rows")
    said = state(rule_set, "shifts", read, "A. Matron")
    table = read_facts(rule_set, {"facts": {"shifts": said}})["shifts"]
    assert isinstance(table, TableStatement)
    assert len(table.table.rows) == len(read.rows)


def test_numbers_that_were_read_exactly_are_compared_and_written_as_they_were() -> None:
    before = {"facts": {"t": {"rows": [{"a": Decimal("0.1")}], "complete": True, "by": "A. Matron"}}}
    stated = put_among(before, "t", {"rows": [{"a": 0.1}], "complete": False, "source": "m.csv"})
    assert stated.case["facts"]["t"]["by"] == "A. Matron"
    assert '"a": 0.1' in as_json(before), "and before is left as it was"
