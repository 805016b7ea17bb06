"""The empty workbook for a table: what is in it, that it is read back, and that nothing in it is worked out."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from engine import Records
from evidence import escaped, read_table
from evidence.formula_signs import unescaped
from evidence.sheets import put_text, saved, write_template
from tests.evidence.making import kept, lines

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(A1)")


def opened(data: bytes) -> Workbook:
    """A workbook as a spreadsheet opens it."""
    return load_workbook(io.BytesIO(data))


def test_the_headings_are_the_fields_in_words_and_stay_in_sight(shifts: Records) -> None:
    book = opened(write_template("Entry in the list", shifts))
    assert book.sheetnames == ["Notes", "Shifts", "Options"]
    page = book["Shifts"]
    assert [cell.value for cell in page[1]] == [
        "Staff", "Group", "Course", "Attended on", "Certified", "Time worked (hours)", "Cost (£)", "Started at",
    ]  # fmt: skip
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["D"].number_format == "dd/mm/yyyy"
    assert page.column_dimensions["A"].number_format == "@", "so that 0012 stays 0012"


def test_choices_and_yes_or_no_have_drop_downs_with_all_that_is_read(shifts: Records) -> None:
    book = opened(write_template("Entry in the list", shifts))
    listed = {str(each.sqref): each.formula1 for each in book["Shifts"].data_validations.dataValidation}
    assert listed == {
        "B2:B1048576": "'Options'!$B$2:$B$5",
        "C2:C1048576": "'Options'!$C$2:$C$4",
        "E2:E1048576": "'Options'!$E$2:$E$5",
    }
    options = [cell.value for cell in book["Options"]["B"]]
    assert options[:5] == ["Group", "midwife", "maternity support worker", "anaesthetist", "not known"]
    assert [cell.value for cell in book["Options"]["E"]][1:] == ["yes", "no", "none", "not known"]


def test_notes_say_what_each_column_holds_and_what_an_empty_cell_means(shifts: Records) -> None:
    rows = [[cell.value for cell in row] for row in opened(write_template("Entry in the list", shifts))["Notes"].rows]
    texts = {row[0]: row[1:] for row in rows}
    assert rows[0][0] == "Entry in the list: shifts"
    assert "Who worked, and who was trained?" in texts
    assert "One row for each staff and course." in texts
    options = "midwife, maternity support worker, anaesthetist, not known"
    assert texts["Group"] == ["one of the options", options, "not known"]
    assert texts["Attended on"][0] == "a date, the day before the month, or none"
    assert texts["Attended on"][2] == (
        "none, once somebody has said that these are all the rows; until then it is not known"
    )
    assert texts["Time worked (hours)"][0] == "a number, at least 0, at most 24, or none"
    assert any("NHS number" in str(row[0]) for row in rows)


def test_it_opens_at_its_notes_which_begin_with_what_is_to_be_said_first(shifts: Records) -> None:
    first = ("The rules are recalled. Check each before anyone signs.", "=Nothing after year 7 is encoded.")
    book = opened(write_template("Entry in the list", shifts, first))
    notes = book["Notes"]
    assert (book.active, book.worksheets[0]) == (notes, notes)
    assert not any(page.sheet_view.tabSelected for page in book.worksheets[1:])
    said = [notes.cell(row, 1) for row in (1, 2, 3)]
    assert [cell.value for cell in said] == [*first, "Entry in the list: shifts"]
    assert [(cell.data_type, cell.font.b) for cell in said] == [("s", True)] * 3, "bold, and never a formula"
    bare = opened(write_template("Entry in the list", shifts))
    assert bare.active is bare["Notes"]
    assert read_table(shifts, write_template("Entry in the list", shifts, first)).rows == []


def test_a_row_of_notes_is_as_high_as_what_stands_in_it(shifts: Records) -> None:
    long = "who was there, and for how long, " * 8
    field = replace(shifts.fields["group"], options=tuple(f"{long}{number}" for number in range(9)))
    page = opened(write_template("Entry", replace(shifts, fields={**shifts.fields, "group": field})))["Notes"]
    at = {page.cell(row, 1).value: page.row_dimensions[row].height for row in range(1, page.max_row + 1)}
    assert at["Group"] == 409, "the highest that Excel takes"
    assert at["Attended on"] == 30
    assert at["Entry: shifts"] is None, "what is not wrapped is one line"
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage


def test_a_filled_template_is_read_back(shifts: Records) -> None:
    book = opened(write_template("Entry in the list", shifts))
    filled: list[Any] = ["0012", "maternity support worker", "life support", date(2025, 3, 1), "yes", 7.5, 12.5]
    for column, value in enumerate(filled, 1):
        book["Shifts"].cell(2, column).value = value
    read = read_table(shifts, kept(book))
    assert (read.sheet, read.missing, read.open_rows) == ("Shifts", (), ())
    assert read.rows == [
        {
            "staff": "0012",
            "group": "maternity_support_worker",
            "course": "life_support",
            "attended_on": "2025-03-01",
            "certified": True,
            "time_worked": 7.5,
            "cost": 1250,
        }
    ]
    assert read_table(shifts, write_template("Entry in the list", shifts)).rows == []


def test_the_same_table_gives_the_same_bytes(shifts: Records) -> None:
    assert write_template("Entry in the list", shifts) == write_template("Entry in the list", shifts)


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_begins_like_a_formula_is_written_as_text(text: str) -> None:
    book = Workbook()
    put_text(book.worksheets[0].cell(1, 1), text)
    data = saved(book)
    cell = opened(data).worksheets[0].cell(1, 1)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_what_a_rule_set_says_is_never_a_formula_in_a_template(shifts: Records) -> None:
    evil = replace(shifts, ask="=1+1", hint="@x", evidence="-2")
    book = opened(write_template("=cmd|'/C calc'!A0", evil))
    kinds = {cell.data_type for page in book.worksheets for row in page.rows for cell in row}
    assert kinds <= {"s", "inlineStr", "n"}, "texts, and cells with nothing in them; f would be a formula"


@pytest.mark.parametrize("text", [*FORMULAS, "plain", "'quoted", "'=quoted", "''@x", "", "S-1"])
def test_text_in_a_csv_file_is_escaped_and_read_back(shifts: Records, text: str) -> None:
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unescaped(escaped(text)) == text
    if text.strip():
        read = read_table(shifts, lines(f"{escaped(text)},midwife,emergencies,"))
        assert read.rows[0]["staff"] == text.strip()
