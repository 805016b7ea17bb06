"""The rows of the sheet of facts of a workbook that is read back: every one says what it is, or is told of."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.workbook_facts import (
    FACT,
    FACTS,
    HEADINGS,
    INVENTED,
    ITEM,
    NAMED,
    RECORDS,
    ROW,
    SERVES,
    SITE,
    TRUST,
    YEAR,
)
from evidence import LISTED, ImportRefused, Place, Sheet, SheetFault, holds_nhs_number, letter

_WHAT = (TRUST, NAMED, YEAR, INVENTED, SITE, FACT, RECORDS, ROW, ITEM, SERVES)
_TEXT = "format this cell as text and write it again: the spreadsheet has made something else of it"
_NHS_NUMBER = "this cell holds a valid NHS number: take it out, since nothing here needs to know who a patient is"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet of facts: its number, and its cells by their headings; a blank cell is an empty text."""

    number: int
    cells: Mapping[str, Any]

    def text(self, heading: str) -> str:
        """A cell of text. Raises ValueError where a spreadsheet has made something else of it."""
        found = self.cells[heading]
        if isinstance(found, float | int) and not isinstance(found, bool) and found == int(found):
            return str(int(found))
        if not isinstance(found, str):
            raise Wrong(_TEXT, heading)
        return found


class Wrong(ValueError):
    """What is wrong with a row, and under which heading."""

    def __init__(self, message: str, heading: str = "") -> None:
        super().__init__(message)
        self.heading = heading


def rows_of(page: Sheet) -> tuple[list[Row], dict[str, str]]:
    """The rows below the headings, and the letter of each column. Every row says what it is."""
    at = next((at for at, cells in enumerate(page.rows) if "What" in cells and "As JSON" in cells), None)
    if at is None:
        told = f"the headings are missing: a row with {', '.join(HEADINGS)}, as it was written"
        raise ImportRefused([SheetFault(Place(FACTS), told)])
    headings = [*page.rows[at]]
    place = Place(FACTS, page.first_row + at)
    refuse([SheetFault(place, f"the column {each} is missing") for each in HEADINGS if each not in headings])
    places = {each: headings.index(each) for each in HEADINGS}
    columns = {each: letter(page.first_column + place) for each, place in places.items()}
    broken = [SheetFault(Place(FACTS, row, letter(column)), told) for (row, column), told in page.broken.items()]
    rows = []
    for number, cells in enumerate(page.rows[at + 1 :], page.first_row + at + 1):
        row = Row(number, {each: cells[place] if place < len(cells) else "" for each, place in places.items()})
        if all(each == "" for each in row.cells.values()):
            continue
        rows.append(row)
        if row.cells["What"] not in _WHAT:
            told = f"this says what the row is: one of {', '.join(_WHAT)}"
            broken.append(fault_at(row, told, columns["What"], "What"))
    refuse(broken)
    return rows, columns


def look_for_patients(rows: Sequence[Row], columns: Mapping[str, str]) -> None:
    refuse([
        fault_at(row, _NHS_NUMBER, columns[heading], heading)
        for row in rows
        for heading, cell in row.cells.items()
        if holds_nhs_number(_as_read(heading, cell))
    ])  # fmt: skip


def _as_read(heading: str, cell: Any) -> str:
    """A cell as whoever reads it sees it: of JSON, its letters in the place of what they are written by."""
    if heading == "As JSON":
        try:
            return json.dumps(json.loads(str(cell)), ensure_ascii=False)
        except ValueError:
            return str(cell)
    return f"{int(cell)}" if isinstance(cell, float) and cell == int(cell) else str(cell)


def detail_of(rows: Sequence[Row], what: str) -> str:
    found = [row for row in rows if row.cells["What"] == what]
    if len(found) != 1:
        raise ImportRefused([SheetFault(Place(FACTS), f"one row says the {what}, and there are {len(found)}")])
    return text_of(found[0])


def text_of(row: Row) -> str:
    """The text of a detail."""
    try:
        said = json_of(row) if row.text("As JSON") else row.text("Stated")
    except Wrong as wrong:
        raise ImportRefused([fault_at(row, str(wrong), "", wrong.heading)]) from None
    if not isinstance(said, str) or not said:
        raise ImportRefused([fault_at(row, "this is to be text", "", "Stated")])
    return said


def json_of(row: Row) -> Any:
    try:
        return json.loads(row.text("As JSON"))
    except json.JSONDecodeError as wrong:
        raise Wrong(f"this is not JSON as it was written ({wrong.msg}): restore it", "As JSON") from None


def fault_at(row: Row, told: str, column: str, heading: str) -> SheetFault:
    return SheetFault(Place(FACTS, row.number, column, heading if column else ""), told)


def refuse(faults: Sequence[SheetFault]) -> None:
    if faults:
        raise ImportRefused(faults[:LISTED], max(0, len(faults) - LISTED))
