"""The workbook of an assessment: its shape, its blanks, that nothing in it is worked out, and that it is read back."""

import io
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assessment import requirements_of
from assessment.beside import Beside, Planned
from assessment.workbook import write_workbook
from tests.assessment.paper_case import assessed, ids, written
from tests.ours import our_rule_sets

TRUSTS = Path(__file__).parents[2] / "fixtures" / "trusts"
YEAR = "maternity-incentive-scheme/year-7"
SHEETS = [
    "Trust details", "Summary", *(f"Safety action {number}" for number in range(1, 11)), "Action plan",
    "Board declaration", "Evidence index", "Facts",
]  # fmt: skip


@pytest.fixture(scope="module")
def file() -> bytes:
    return written()


@pytest.fixture(scope="module")
def book(file: bytes) -> Workbook:
    return load_workbook(io.BytesIO(file))


def texts(page: Worksheet) -> list[list[Any]]:
    """The cells of each row that holds anything."""
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    return [row for row in rows if any(each is not None for each in row)]


def row_of(page: Worksheet, first: str) -> list[Any]:
    """The row whose first cell begins so."""
    found = [row for row in texts(page) if str(row[0]).startswith(first)]
    assert len(found) == 1, (first, found)
    return found[0]


def test_it_has_the_shape_of_the_form_and_every_sheet_says_that_it_is_not_the_form(book: Workbook) -> None:
    assert book.sheetnames[: len(SHEETS)] == SHEETS
    assert book.sheetnames[len(SHEETS) :] == ["Records 1 mortality reports", "Records 2 training"]
    for page in book.worksheets:
        assert page.sheet_state == "visible"
        assert not [each for each in (*page.row_dimensions.values(), *page.column_dimensions.values()) if each.hidden]
        assert "draft aid, not the official form" in str(page.cell(1, 1).value).lower(), page.title
        assert page.oddHeader is not None
        assert page.oddHeader.center.text == "Draft aid, not the official form"
    for name in SHEETS[:-1]:
        first = " ".join(str(row[0]) for row in texts(book[name])[:5])
        assert "recalled" in first, name
        assert "Everything about this trust is invented." in first, name


def _lines(page: Worksheet, cell: Cell | MergedCell) -> float:
    """How many lines the letters alone of a cell take, without what is between words."""
    width = page.column_dimensions[get_column_letter(cell.column or 1)].width
    return len("".join(str(cell.value or "").split())) / width


def test_no_text_hides_another_and_a_printed_sheet_is_as_wide_as_the_paper(book: Workbook) -> None:
    for page in book.worksheets:
        assert page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr is not None
        assert page.sheet_properties.pageSetUpPr.fitToPage
        for number, row in enumerate(page.iter_rows(), 1):
            wrapped = [each for each in row if each.alignment.wrap_text]
            fewest = max((ceil(_lines(page, each)) for each in wrapped), default=1)
            assert (page.row_dimensions[number].height or 15) >= min(409, 15 * fewest), (page.title, number)
    assert book["Records 2 training"].print_title_rows == "$1:$1"


def test_nothing_in_it_is_worked_out_by_the_spreadsheet(book: Workbook) -> None:
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 1_000
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    hostile = [cell for cell in cells if str(cell.value).startswith("=")]
    assert len(hostile) >= 2
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in hostile)


def test_the_details_name_trust_sites_rules_and_determinations(book: Workbook) -> None:
    page, found = book["Trust details"], assessed()
    assert row_of(page, "ODS code")[1] == "RZZ"
    assert [row[1] for row in texts(page) if row[0] == "Maternity site"] == ["North site (north)", "South site (south)"]
    assert row_of(page, "Assessed as at")[1] == "24 February 2026"
    assert our_rule_sets()[YEAR].revision in row_of(page, f"Rules: {YEAR}")[1]
    named = [row[1] for row in texts(page) if str(row[0]).startswith("Determination: ")]
    assert named == ids(found)


def test_the_summary_and_the_sheet_of_each_action_say_what_the_assessment_says(book: Workbook) -> None:
    found = assessed()
    words = {"met": "Met", "not_met": "Not met", "not_shown": "Not yet shown"}
    for place, (id, stands) in enumerate(found.of_trust.items()):
        at_sites = [words[each.actions[place].stands] for each in found.sites]
        assert row_of(book["Summary"], f"{place + 1}. ")[1:] == [words[stands], *at_sites]
        sheet = book[f"Safety action {id.removeprefix('sa')}"]
        assert row_of(sheet, "The action as a whole")[2:4] == at_sites
    training = [row for row in texts(book["Safety action 8"]) if row[0] == "Safety action 8(b)"]
    assert training[0][2:4] == ["Not yet shown", "No"]
    assert "43 of 48 people, 89.58%. 1 more would be enough" in training[0][4]
    midwives = [
        row
        for row in texts(book["Safety action 8"])
        if row[1] == "At least 90% of midwives attended emergencies training"
    ]
    assert [row[2:4] for row in midwives] == [["Not yet shown", "No"]]


def test_what_people_fill_in_is_yellow_and_blank(book: Workbook) -> None:
    plan = book["Action plan"]
    head = next(row for row in plan.iter_rows() if row[0].value == "Requirement")
    assert [cell.value for cell in head[5:]] == [
        "What will be done", "Who owns it", "Who leads it", "Cost (£)", "Begins on", "Done by", "How it will be known",
        "Noted",
    ]  # fmt: skip
    lines = list(plan.iter_rows(min_row=int(head[0].row or 0) + 1))
    assert len(lines) >= 2
    for row in lines:
        assert all(cell.value for cell in row[:5])
        assert all(cell.value is None and cell.fill.fgColor.rgb == "00FFF6D9" for cell in row[5:12])
        assert (row[12].value, row[12].fill.fill_type) == (None, None)  # nobody has to note anything
    page = book["Board declaration"]
    signed = [row for row in texts(page) if str(row[0]).startswith(("Chief executive", "Accountable officer"))]
    assert [row[1:] for row in signed] == [[None, None, None]] * 2
    declared = [row for row in texts(page) if row[0] in {"1", "2", "3", "4", "5", "6"}]
    assert [row[2:] for row in declared] == [[None, None]] * 6
    assert row_of(page, "8. Training")[1:] == ["Not met", None, None]


def test_what_was_noted_of_a_requirement_stands_in_the_plan_with_its_owner_and_its_day() -> None:
    failing = next(each for each in requirements_of(assessed()) if each.fails)
    noted = Planned("A. Matron", date(2026, 3, 1), "Two more are booked for the course in May.")
    beside = Beside(planned={(failing.id, failing.site.code): noted})
    plan = load_workbook(io.BytesIO(write_workbook(our_rule_sets(), assessed(), beside)))["Action plan"]
    head = next(row for row in texts(plan) if row[0] == "Requirement")
    row = next(row for row in texts(plan) if row[:2] == [failing.cited, failing.site.name])
    line = dict(zip(head, row, strict=True))
    assert (line["Who owns it"], line["Done by"], line["Noted"]) == ("A. Matron", "1 March 2026", noted.comment)
    assert line["What will be done"] is None
