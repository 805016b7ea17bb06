"""Rows from CSV files and workbooks: what is read of a cell, and every fault of one, where the spreadsheet shows it."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from engine import Records, RuleSet, read_facts
from evidence import LISTED, ImportRefused, read_table
from tests.evidence.making import HEADINGS, lines, refused, workbook

ANNA = {"staff": "S-1", "group": "midwife", "course": "emergencies", "attended_on": "2025-03-01"}
TWO = "S-1,Midwife,emergencies,2025-03-01\n"


def told(records: Records, field: str, cell: Any) -> str:
    """What is said of one cell of a workbook that is refused."""
    data = workbook(["S-1", "midwife", "emergencies", cell], headings=["staff", "group", "course", field])
    (message,) = refused(records, data)
    start = f'sheet "shifts", row 2, column D ({field}): '
    assert message.startswith(start)
    return message.removeprefix(start)


@pytest.mark.parametrize(
    "data",
    [
        lines(TWO.strip()),
        BOM_UTF8 + lines(TWO.strip()),
        BOM_UTF16_LE + lines(TWO.strip()).decode().encode("utf-16-le"),
        BOM_UTF16_BE + lines(TWO.strip()).decode().encode("utf-16-be"),
        lines(TWO.strip()).replace(b",", b";"),
        lines(TWO.strip()).replace(b",", b"\t"),
        lines(TWO.strip()).replace(b"\n", b"\r\n"),
        lines('"S-1","Midwife","emer\ngencies","2025-03-01"'),
        workbook(["S-1", "midwife", "emergencies", date(2025, 3, 1)]),
        workbook(["S-1", "midwife", "emergencies", "01/03/2025"]),
    ],
    ids=["utf-8", "bom", "utf-16-le", "utf-16-be", "semicolons", "tabs", "crlf", "quoted", "xlsx", "text-dates"],
)
def test_a_row_is_the_same_from_every_kind_of_file(shifts: Records, data: bytes) -> None:
    assert read_table(shifts, data).rows == [ANNA]


def test_a_file_is_read_by_its_path_and_known_by_its_name(shifts: Records, tmp_path: Path) -> None:
    path = tmp_path / "march.csv"
    path.write_bytes(lines(TWO.strip()))
    read = read_table(shifts, path)
    assert (read.name, read.sheet, read.numbers, read.open_rows) == ("march.csv", "", [2], ())
    assert read.missing == ("certified", "time_worked", "cost", "started_at")


@pytest.mark.parametrize("heading", ["Attended on", "ATTENDED_ON", "attendedon", " Attended-On "])
def test_columns_are_matched_by_name_or_words_in_any_order(shifts: Records, heading: str) -> None:
    data = lines("2025-03-01,emergencies,S-1,midwife", headings=f"{heading},Course,STAFF,Group")
    assert read_table(shifts, data).rows == [ANNA]


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("group", "Maternity Support Worker", "maternity_support_worker"),
        ("group", " maternity_support_worker ", "maternity_support_worker"),
        ("attended_on", date(2025, 4, 3), "2025-04-03"),
        ("attended_on", datetime(2025, 4, 3), "2025-04-03"),
        ("attended_on", "3/4/2025", "2025-04-03"),
        ("attended_on", "03.04.2025", "2025-04-03"),
        ("attended_on", "2025-04-03 00:00:00", "2025-04-03"),
        ("attended_on", "3 April 2025", "2025-04-03"),
        ("attended_on", "03-Apr-2025", "2025-04-03"),
        ("attended_on", "None", "none"),
        ("attended_on", "not known", {"state": "not_known"}),
        ("attended_on", "Disputed", {"state": "disputed"}),
        ("attended_on", "   ", "left out"),
        ("certified", True, True),
        ("certified", "No", False),
        ("certified", "not known", {"state": "not_known"}),
        ("time_worked", 7.5, 7.5),
        ("time_worked", 8.0, 8),
        ("time_worked", 0.1 + 0.2, 0.3),
        ("time_worked", "7.50", 7.5),
        ("cost", 12.5, 1250),
        ("cost", "£12.50", 1250),
        ("started_at", datetime(2025, 4, 3, 9, 30), "2025-04-03 09:30"),
        ("started_at", "03/04/2025 09:30", "2025-04-03 09:30"),
        ("started_at", "2025-04-03T09:30", "2025-04-03 09:30"),
    ],
)
def test_what_is_read_of_a_cell(shifts: Records, field: str, cell: Any, value: Any) -> None:
    headings = ["staff", "course", field] if field == "group" else ["staff", "group", "course", field]
    data = workbook(["S-1", *(["midwife"] if field != "group" else []), "emergencies", cell], headings=headings)
    read = read_table(shifts, data).rows[0].get(field, "left out")
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("field", "cell", "message"),
    [
        (
            "attended_on",
            "31/02/2025",
            'there is no such day or time as "31/02/2025". Dates are read as day/month/',
        ),
        ("attended_on", "12/31/2025", "Dates are read as day/month/year. This looks as if the month came first."),
        ("attended_on", "03/04/25", "could be several days: write the year in full. Dates are read as day/month/year"),
        ("attended_on", "March", '"March" is not a date: write it as 2025-03-01 or 01/03/2025, or format the cell'),
        ("attended_on", 45717, "45717 is not a date"),
        ("attended_on", True, "TRUE is not a date"),
        ("attended_on", datetime(2025, 3, 1, 14, 30), "01/03/2025 14:30:00 has a time of day: give the day alone"),
        ("attended_on", "01/03/1066", "dates run from 1900-01-01 to 2199-12-31"),
        ("certified", 1, "1 is neither yes nor no: write yes, no or not known"),
        ("certified", "perhaps", '"perhaps" is neither yes nor no'),
        ("time_worked", "1,250", '"1,250" is not a plain number: write digits and perhaps a point'),
        ("time_worked", time(3, 0), '"03:00:00" is not a number: format the cell as a number'),
        ("time_worked", 25, "this lies outside what it may be: at least 0 and at most 24"),
        ("time_worked", 10**16, "is too large for a number of a case"),
        ("time_worked", "0.12345678901234567", "has more digits than a spreadsheet keeps exactly: write at most 15"),
        ("cost", 12.345, "12.345 is no amount of money: write pounds and pence, such as 12.50"),
        ("started_at", "03/04/2025", "is not a date with a time: write it as 2025-03-01 12:00"),
        ("started_at", datetime(2025, 4, 3, 9, 30, 20), "has seconds: give the hour and the minute"),
    ],
)
def test_what_a_cell_cannot_say_is_told_with_its_place(shifts: Records, field: str, cell: Any, message: str) -> None:
    assert message in told(shifts, field, cell)


def test_an_option_that_is_none_is_told_with_the_nearest(shifts: Records) -> None:
    (message,) = refused(shifts, lines("S-1,Maternity suport workers,emergencies,"))
    assert message == (
        'row 2, column B (group): "Maternity suport workers" is none of the options. Did you mean '
        "maternity_support_worker? Write not known where nobody knows"
    )


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (date(2025, 3, 1), 'the spreadsheet has made "2025-03-01" of this: format the column as text'),
        (True, "the spreadsheet has made TRUE of this"),
        (1234567890123456789.0, "may be rounded: format the column as text, and write it again"),
        (0.5, "0.5 may be rounded"),
    ],
)
def test_a_code_that_a_spreadsheet_has_changed_is_refused(shifts: Records, cell: Any, message: str) -> None:
    (found,) = refused(shifts, workbook([cell, "midwife", "emergencies"]))
    assert found.startswith('sheet "shifts", row 2, column A (Staff): ')
    assert message in found


def test_a_code_of_digits_is_text(shifts: Records) -> None:
    assert read_table(shifts, workbook([1234567890, "midwife", "emergencies"])).rows[0]["staff"] == "1234567890"


def test_blank_rows_are_passed_over_and_rows_are_numbered_as_the_spreadsheet_does(shifts: Records) -> None:
    data = lines("", ",,,", "S-1,midwife,emergencies,", "  , ,,", '"S\n2",,emergencies,')
    read = read_table(shifts, data)
    assert (read.numbers, read.open_rows) == ([4, 6], (6,))


def test_a_table_that_begins_further_down_keeps_its_letters(shifts: Records) -> None:
    data = workbook([], [None, *HEADINGS], [None, "S-1", "nurse", "emergencies"], headings=[])
    (message,) = refused(shifts, data)
    assert message.startswith('sheet "shifts", row 4, column C (Group): "nurse" is none of the options')


def test_every_fault_is_told_at_once_in_the_order_of_the_sheet(shifts: Records) -> None:
    data = lines("S-1,nurse,cooking,yesterday", "S-2,midwife,emergencies,", "S-3,,life support,1/13/2025")
    assert [message.split(":")[0] for message in refused(shifts, data)] == [
        "row 2, column B (group)",
        "row 2, column C (course)",
        "row 2, column D (attended_on)",
        "row 4, column D (attended_on)",
    ]


def test_at_most_two_hundred_faults_are_listed_and_the_rest_are_counted(shifts: Records) -> None:
    with pytest.raises(ImportRefused) as error:
        read_table(shifts, lines(*(f"S-{number},nurse,emergencies," for number in range(250))))
    assert (len(error.value.faults), error.value.more) == (LISTED, 50)
    assert str(error.value).splitlines()[-1] == "… and 50 more of the same file."


def test_two_rows_about_the_same_are_told_by_the_spreadsheets_rows(shifts: Records) -> None:
    data = lines("S-1,midwife,emergencies,", "", "S-2,midwife,emergencies,", "S-1,midwife,Emergencies,2025-03-01")
    assert refused(shifts, data) == ["row 5: rows 2 and 5 are about the same staff, course; keep one of them"]
    once_small = lines("S-1,midwife,emergencies,", "s-1,midwife,emergencies,2025-03-01")
    (message,) = refused(shifts, once_small)
    assert message.startswith(
        "row 3: rows 2 and 3 are about the same staff, course, but for capital letters: write each"
    )
    open_key = lines("S-1,midwife,,", "S-1,midwife,,", "S-1,midwife,not known,")
    assert len(read_table(shifts, open_key).rows) == 3, "which course is not known, so they may be two"


def test_a_column_in_which_day_and_month_may_have_changed_places_is_refused(shifts: Records) -> None:
    rows: list[list[Any]] = [["S-1", "midwife", "emergencies", date(2025, 4, 3)]]
    rows.append(["S-2", "midwife", "emergencies", "13/04/2025"])
    (message,) = refused(shifts, workbook(*rows))
    assert message.startswith('sheet "shifts", column D (Attended on): some cells are dates and others are text')
    rows.append(["S-3", "midwife", "emergencies", date(2025, 4, 30)])
    assert len(read_table(shifts, workbook(*rows)).rows) == 3


def test_what_is_read_is_what_the_engine_takes(rule_set: RuleSet, shifts: Records) -> None:
    headings = "staff,group,course,attended on,certified,time worked (hours),cost (£),started at"
    data = lines("S-1,midwife,emergencies,01/03/2025,yes,7.5,12.50,01/03/2025 09:00", "S-2,,,,,,,", headings=headings)
    read = read_table(shifts, data)
    assert (read.missing, read.open_rows) == ((), (3,))
    assert "shifts" in read_facts(rule_set, {"facts": {"shifts": {"rows": list(read.rows)}}})
