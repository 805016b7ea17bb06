"""A table among the facts of a case: what the engine has against it is told where the spreadsheet shows it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from engine import Records, RuleSet
from evidence import ImportRefused, as_json, put_among, read_table, state
from tests.evidence.making import lines


def test_the_engines_faults_are_told_at_the_spreadsheets_row_and_heading(rule_set: RuleSet, shifts: Records) -> None:
    read = read_table(shifts, lines("", "S-1,midwife,emergencies,", headings="staff,GROUP,course,attended_on"), "m.csv")
    spoilt = replace(read, rows=[{**read.rows[0], "group": "nurse"}])
    with pytest.raises(ImportRefused) as error:
        state(rule_set, "shifts", spoilt)
    (fault,) = error.value.faults
    assert (fault.place.row, fault.place.heading) == (3, "GROUP")
    assert fault.message.startswith("'nurse' is not an option; the options are midwife, ")


def test_a_fault_of_the_table_as_a_whole_has_no_row(rule_set: RuleSet, shifts: Records) -> None:
    read = read_table(shifts, lines("S-1,midwife,emergencies,"))
    with pytest.raises(ImportRefused) as error:
        state(rule_set, "trained", replace(read, name="m.csv"))
    assert error.value.faults[0].place.row == 0


def test_numbers_that_were_read_exactly_are_compared_and_written_as_they_were() -> None:
    before = {"facts": {"t": {"rows": [{"a": Decimal("0.1")}], "complete": True, "by": "A. Matron"}}}
    stated = put_among(before, "t", {"rows": [{"a": 0.1}], "complete": False, "source": "m.csv"})
    assert stated.case["facts"]["t"]["by"] == "A. Matron"
    assert '"a": 0.1' in as_json(before), "and before is left as it was"
