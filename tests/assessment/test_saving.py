"""A kept table as CSV: read again it is the same table, nothing in it is worked out, and nothing is lost in silence."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from assessment import AssessmentRefused, importing, saving
from assessment.refusing import NotFound
from engine import Records
from evidence import read_table, state
from storage import Database
from tests.assessment.kept_trust import begun, staff
from tests.assessment.small_scheme import rule_sets
from tests.evidence.tables import made
from tests.ours import our_rule_sets

FIXTURES = Path(__file__).parents[2] / "fixtures" / "trusts"
ROWS: list[dict[str, Any]] = [
    {"staff": "=1+1", "group": "maternity_support_worker", "course": "life_support", "attended_on": "none"},
    {"staff": "'=quoted", "certified": True, "time_worked": 0.0000001, "cost": 1250},
    {"staff": "S, 3; “quoted”\nand broken", "attended_on": {"state": "not_known"}, "certified": "none"},
    {"staff": "00012", "started_at": "2025-03-03 23:05", "time_worked": 7, "cost": -5},
    {"staff": "-x", "attended_on": "2025-03-03", "certified": {"state": "disputed"}},
]


@pytest.fixture
def shifts(tmp_path: Path) -> Records:
    return made(tmp_path).tables["shifts"]


def cells_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_rows_of_every_kind_are_the_same_when_the_file_is_read_again(shifts: Records) -> None:
    data = saving.as_csv(shifts, ROWS)
    assert cells_of(data)[0] == [
        "Staff", "Group", "Course", "Attended on", "Certified", "Time worked (hours)", "Cost (£)", "Started at",
    ]  # fmt: skip
    assert cells_of(data)[2] == ["''=quoted", "", "", "", "yes", "0.0000001", "12.5", ""]
    assert read_table(shifts, data, "shifts.csv").rows == ROWS


def test_no_cell_of_it_is_a_formula(shifts: Records) -> None:
    texts = [cell for row in cells_of(saving.as_csv(shifts, ROWS)) for cell in row]
    assert [each for each in texts if each.startswith(("=", "+", "-", "@", "\t", "\r"))] == ["-0.05"], "a number"


@pytest.mark.parametrize(
    "held", [{"attended_on": {"from": "2025-01-01", "to": "2025-01-31"}}, {"staff": " spaced "}, {}]
)
def test_a_row_that_no_cell_says_is_refused_with_its_number_and_what_holds_it(
    shifts: Records, held: dict[str, Any]
) -> None:
    with pytest.raises(AssessmentRefused) as refused:
        saving.as_csv(shifts, [ROWS[0], held])
    (fault,) = refused.value.faults
    assert fault.where == "/shifts/rows/1"
    assert fault.message.startswith("row 2 holds what no cell of a CSV file says exactly, so none was made.")
    assert "save that" in fault.message


def test_every_table_of_a_sample_trust_is_the_same_when_it_is_saved_and_read_again() -> None:
    year = our_rule_sets()["maternity-incentive-scheme/year-7"]
    files = [each for each in sorted(FIXTURES.glob("brackenford-invented/**/*")) if each.suffix in (".csv", ".xlsx")]
    assert {each.stem for each in files} >= {"training", "deaths", "locums", "shifts", "reportable_cases", "metrics"}
    for file in files:
        rules = importing.asking_for(our_rule_sets(), year, file.stem)[0]
        records = rules.tables[file.stem]
        read = read_table(records, file)
        again = read_table(records, saving.as_csv(records, list(read.rows)), "again.csv")
        assert again.rows == read.rows, file
        assert state(rules, file.stem, again)["rows"] == list(read.rows)


def test_a_table_that_stands_is_saved_under_its_name_and_changes_nothing_when_it_is_brought(database: Database) -> None:
    trust = begun(database)
    trust.brings(staff("A", "=B"))
    with database.reading() as connection:
        (kept,) = importing.standing(connection, trust.id)
        name, data = saving.rows_saved(connection, trust.held(), kept.id, rule_sets())
    assert name == "RX1-year-7-north-training.csv"
    records = rule_sets()["maternity-incentive-scheme/year-7"].tables["training"]
    rows = [dict(each) for each in read_table(records, data, name).rows]
    seen = trust.shown(importing.Brought("north", "training", {"rows": rows}, "e" * 64))
    assert (seen.same, seen.new, seen.gone, seen.changed) == (True, (), (), ())
    with database.reading() as connection, pytest.raises(NotFound):
        saving.rows_saved(connection, trust.held(), "0" * 32, rule_sets())
