"""A workbook that was written of an assessment, read back to the evidence behind it: all of it, or every fault at once.

Only the sheet of facts and those of records are read. What stands on the others was worked out from them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assessment.asked_for import AskedFor, asked_for_all
from assessment.assessing import years_of
from assessment.errors import AssessmentRefused
from assessment.items_read import read_item
from assessment.model import Evidence, EvidenceItem, Site
from assessment.workbook_facts import (
    FACT,
    FACTS,
    HEADINGS,
    INVENTED,
    ITEM,
    NAMED,
    NOTICE,
    RECORDS,
    ROW,
    SITE,
    TRUST,
    YEAR,
)
from engine import Fact, RuleSet, nearest
from evidence import (
    LISTED,
    ImportRefused,
    Place,
    Sheet,
    SheetFault,
    holds_nhs_number,
    letter,
    read_cell,
    read_sheet,
    read_table,
)

_WHAT = (TRUST, NAMED, YEAR, INVENTED, SITE, FACT, RECORDS, ROW, ITEM)
_TEXT = "format this cell as text and write it again: the spreadsheet has made something else of it"
_NHS_NUMBER = "this cell holds a valid NHS number: take it out, since nothing here needs to know who a patient is"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the sheet of facts: its number, and its cells by their headings; a blank cell is an empty text."""

    number: int
    cells: Mapping[str, Any]

    def text(self, heading: str) -> str:
        """A cell of text. Raises ValueError where a spreadsheet has made something else of it."""
        found = self.cells[heading]
        if isinstance(found, float | int) and not isinstance(found, bool) and found == int(found):
            return str(int(found))
        if not isinstance(found, str):
            raise _Wrong(_TEXT, heading)
        return found


class _Wrong(ValueError):
    """What is wrong with a row, and under which heading."""

    def __init__(self, message: str, heading: str = "") -> None:
        super().__init__(message)
        self.heading = heading


@dataclass(slots=True)
class _Reading:
    """Collects what the rows say, and what is wrong with them."""

    data: bytes
    name: str
    asked: AskedFor
    sites: dict[str, Site]
    columns: Mapping[str, str]
    of: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[SheetFault] = field(default_factory=list)
    items: dict[int, EvidenceItem] = field(default_factory=dict)

    def read(self, row: _Row) -> None:
        """One row; its fault is kept."""
        try:
            _READERS[row.text("What")](self, row, self._stated_at(row))
        except _Wrong as wrong:
            self.faults.append(_fault(row, str(wrong), self.columns.get(wrong.heading, ""), wrong.heading))
        except ImportRefused as refused:
            self.faults += refused.faults

    def _stated_at(self, row: _Row) -> dict[str, Any]:
        where = row.text("Where")
        if where and where not in self.sites:
            raise _Wrong(f"no site of this sheet has the code {where}.{nearest(where, self.sites)}", "Where")
        return self.of.setdefault(where, {})

    def detail(self, row: _Row, stated: dict[str, Any]) -> None:
        """Trust, year and sites are read before all else."""

    def fact(self, row: _Row, stated: dict[str, Any]) -> None:
        """A fact, a judgement, one number of several, or a list of them."""
        name = row.text("Name")
        fact = self.asked.fact(name)
        if fact is None and self.asked.cells(name) and row.text("As JSON"):
            stated[name] = _json(row)
            return
        if fact is None:
            near = nearest(name, [*self.asked.names()])
            raise _Wrong(f"the rules of {self.asked.year.id} have no such fact.{near}", "Name")
        said = _json(row) if row.text("As JSON") else _said(fact, row)
        if not fact.cell_of:
            self._once(stated, name, said)
        else:
            item = said if row.text("As JSON") else {**fact.cell, **_item(said)}
            stated.setdefault(fact.cell_of, []).append(item)

    def records(self, row: _Row, stated: dict[str, Any]) -> None:
        """The rows of a table, from the sheet that is named; complete where somebody says so."""
        name = row.text("Name")
        table = self.asked.table(name)
        if table is None:
            raise _Wrong(
                f"the rules of {self.asked.year.id} have no such table.{nearest(name, _tables(self.asked))}", "Name"
            )
        rows = [*read_table(table, self.data, self.name, row.text("Stated"), (NOTICE,)).rows]
        by, source = row.text("Said by"), row.text("Source")
        beside = {key: each for key, each in (("by", by), ("source", source)) if each}
        said = _json(row) if row.text("As JSON") else {"complete": bool(by), **beside}
        self._once(stated, name, {"rows": rows, **said})

    def row(self, row: _Row, stated: dict[str, Any]) -> None:
        """A row of a table that its sheet cannot say whole: it stands in the place of what was read there."""
        table, _, place = row.text("Name").partition("/rows/")
        rows = stated.get(table, {}).get("rows", ())
        if not place.isascii() or not place.isdigit() or int(place) >= len(rows):
            raise _Wrong("this names a row that no sheet of records has: TABLE/rows/NUMBER, counted from 0", "Name")
        rows[int(place)] = _json(row)

    def item(self, row: _Row, stated: dict[str, Any]) -> None:
        """An item of evidence."""
        number = row.text("Name")
        if not number.isascii() or not number.isdigit() or int(number) in self.items:
            raise _Wrong("an item of evidence has a number of its own: 1, 2, 3 …", "Name")
        try:
            item = read_item(_json(row), int(number), [*self.sites.values()], self.asked.year)
        except AssessmentRefused as refused:
            told = "; ".join(f"{each.where}: {each.message}" if each.where else each.message for each in refused.faults)
            raise _Wrong(told, "As JSON") from None
        self.items[item.place] = item

    def _once(self, stated: dict[str, Any], name: str, said: Any) -> None:
        if name in stated:
            raise _Wrong(f"{name} stands in this sheet twice for the same place: keep one of the rows", "Name")
        stated[name] = said


_READERS = {
    **dict.fromkeys((TRUST, NAMED, YEAR, INVENTED, SITE), _Reading.detail),
    FACT: _Reading.fact, RECORDS: _Reading.records, ROW: _Reading.row, ITEM: _Reading.item,
}  # fmt: skip


def read_workbook(rule_sets: Mapping[str, RuleSet], data: bytes, name: str = "") -> Evidence:
    """The evidence in a workbook. ``name`` is the file's.

    Raises ImportRefused with every fault, at its sheet, row and column; nothing is taken of a workbook in which there
    is one. Whether the evidence is about this trust's sites and of the right kind is seen when it is assessed.
    """
    page = read_sheet(data, FACTS)
    rows, columns = _rows(page)
    _look_for_patients(rows, columns)
    year = _detail(rows, YEAR)
    if year not in years_of(rule_sets):
        known = ", ".join(years_of(rule_sets)) or "none"
        raise ImportRefused(
            [SheetFault(Place(FACTS), f"there are no rules for {year or 'no year'}; there are {known}")]
        )
    sites = {row.text("Where"): Site(row.text("Where"), _one(row)) for row in rows if row.cells["What"] == SITE}
    reading = _Reading(data, name, asked_for_all(rule_sets, year), sites, columns)
    for row in sorted(rows, key=lambda each: each.cells["What"] == ROW):  # those that mend others come last
        reading.read(row)
    _refuse(reading.faults)
    return Evidence(
        _detail(rows, TRUST),
        _detail(rows, NAMED),
        year,
        tuple(sites.values()),
        reading.of.get("", {}),
        {code: reading.of.get(code, {}) for code in sites},
        _detail(rows, INVENTED) == "yes",
        tuple(reading.items[place] for place in sorted(reading.items)),
    )


def _rows(page: Sheet) -> tuple[list[_Row], dict[str, str]]:
    """The rows below the headings, and the letter of each column. Every row says what it is."""
    at = next((at for at, cells in enumerate(page.rows) if "What" in cells and "As JSON" in cells), None)
    if at is None:
        told = f"the headings are missing: a row with {', '.join(HEADINGS)}, as it was written"
        raise ImportRefused([SheetFault(Place(FACTS), told)])
    headings = [*page.rows[at]]
    place = Place(FACTS, page.first_row + at)
    _refuse([SheetFault(place, f"the column {each} is missing") for each in HEADINGS if each not in headings])
    places = {each: headings.index(each) for each in HEADINGS}
    columns = {each: letter(page.first_column + place) for each, place in places.items()}
    broken = [SheetFault(Place(FACTS, row, letter(column)), told) for (row, column), told in page.broken.items()]
    rows = []
    for number, cells in enumerate(page.rows[at + 1 :], page.first_row + at + 1):
        row = _Row(number, {each: cells[place] if place < len(cells) else "" for each, place in places.items()})
        if all(each == "" for each in row.cells.values()):
            continue
        rows.append(row)
        if row.cells["What"] not in _WHAT:
            told = f"this says what the row is: one of {', '.join(_WHAT)}"
            broken.append(_fault(row, told, columns["What"], "What"))
    _refuse(broken)
    return rows, columns


def _look_for_patients(rows: Sequence[_Row], columns: Mapping[str, str]) -> None:
    _refuse([
        _fault(row, _NHS_NUMBER, columns[heading], heading)
        for row in rows
        for heading, cell in row.cells.items()
        if holds_nhs_number(f"{int(cell)}" if isinstance(cell, float) and cell == int(cell) else str(cell))
    ])  # fmt: skip


def _detail(rows: Sequence[_Row], what: str) -> str:
    found = [row for row in rows if row.cells["What"] == what]
    if len(found) != 1:
        raise ImportRefused([SheetFault(Place(FACTS), f"one row says the {what}, and there are {len(found)}")])
    return _one(found[0])


def _one(row: _Row) -> str:
    """The text of a detail."""
    try:
        said = _json(row) if row.text("As JSON") else row.text("Stated")
    except _Wrong as wrong:
        raise ImportRefused([_fault(row, str(wrong), "", wrong.heading)]) from None
    if not isinstance(said, str) or not said:
        raise ImportRefused([_fault(row, "this is to be text", "", "Stated")])
    return said


def _said(fact: Fact, row: _Row) -> Any:
    """A statement in words: its value, and who says so where somebody does."""
    cell = row.cells["Stated"]
    if cell == "":
        raise _Wrong(f"nothing is stated of {fact.name}: write it here, or delete the row", "Stated")
    try:
        said = read_cell(fact, cell)
    except ValueError as wrong:
        raise _Wrong(str(wrong), "Stated") from None
    beside = {"source": row.text("Source"), "by": row.text("Said by"), "reasons": row.text("Reasons")}
    beside = {key: each for key, each in beside.items() if each}
    if isinstance(said, dict):
        return {**said, **beside}
    return {"answer" if fact.judgement else "value": said, **beside} if beside else said


def _item(said: Any) -> dict[str, Any]:
    """One number of several, beside the fields that tell which."""
    if not isinstance(said, dict):
        return {"is": said}
    return {("is" if key == "value" else key): each for key, each in said.items()}


def _json(row: _Row) -> Any:
    try:
        return json.loads(row.text("As JSON"))
    except json.JSONDecodeError as wrong:
        raise _Wrong(f"this is not JSON as it was written ({wrong.msg}): restore it", "As JSON") from None


def _tables(asked: AskedFor) -> Iterator[str]:
    for each in asked.every:
        yield from each.tables


def _fault(row: _Row, told: str, column: str, heading: str) -> SheetFault:
    return SheetFault(Place(FACTS, row.number, column, heading if column else ""), told)


def _refuse(faults: Sequence[SheetFault]) -> None:
    if faults:
        raise ImportRefused(faults[:LISTED], max(0, len(faults) - LISTED))
