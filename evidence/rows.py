"""The rows below the headings, cell by cell. What a column's cells say is worked out once for each value."""

from collections.abc import Sequence
from typing import Any

from engine import Fact, Records, RowReader, words
from evidence.cells import as_text, read_cell
from evidence.columns import Column, Columns
from evidence.dates import day_of, written_day_first
from evidence.faults import Found, Place, letter
from evidence.privacy import NHS_NUMBER, holds_nhs_number
from evidence.sheet import Cell, Sheet, blank

_SWAPPED = (
    "some cells are dates and others are text, and no date has a day after the 12th: a spreadsheet may have taken the "
    "day for the month in those. Write the whole column again from its source, as text such as 2025-03-01 or as dates"
)
_BLANK, _UNREAD = object(), object()
_NOT_KNOWN = frozenset({dict, type(None)})  # what stands for a state, and for a cell at fault

Row = dict[str, Any]


class Rows:
    """Reads rows and keeps them, each with its number; adds what is wrong to the faults."""

    def __init__(self, records: Records, page: Sheet, columns: Columns, headings: Sequence[Cell], found: Found) -> None:
        self.rows: list[Row] = []
        self.numbers: list[int] = []
        self.open_rows: list[int] = []
        self._records, self._page, self._columns, self._found = records, page, columns, found
        self._headings = headings
        self._cells = [_Cells(each, RowReader(records)) for each in columns.read]
        self._open = {name for name, field in records.fields.items() if field.worked_out is None} - records.blank
        self._by_key: dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]] = {}
        self._broken_rows = {row for row, _ in page.broken}

    def read(self, number: int, cells: Sequence[Cell]) -> None:
        """One row; a blank one is passed over."""
        row: Row = {}
        width = len(cells)
        for each in self._cells:
            cell = cells[each.at] if each.at < width else ""
            said = each.known.get(cell, _UNREAD) if isinstance(cell, str) else _UNREAD
            if said is _UNREAD:
                try:
                    said = each.read(cell)
                except ValueError as wrong:
                    self._found.add(self._place(number, each.column), str(wrong))
                    said = None
            if said is not _BLANK:
                row[each.name] = said
        if row and cells == self._headings:
            self._found.add(Place(self._page.name, number), "this row repeats the headings: delete it")
        elif row:
            self._keep(number, row)
        elif not all(map(blank, cells)) and number not in self._broken_rows:
            told = "nothing in this row stands in a column that is read: delete it, or fill it"
            self._found.add(Place(self._page.name, number), told)
        if self._columns.others or len(cells) > len(self._headings):
            self._unread(number, cells)

    def look_back(self) -> None:
        """What only a whole column shows."""
        for each in self._cells:
            if each.swapped:
                self._found.add(self._place(0, each.column), _SWAPPED)

    def _keep(self, number: int, row: Row) -> None:
        self.rows.append(row)
        self.numbers.append(number)
        if not self._open <= row.keys() or dict in map(type, row.values()):
            self.open_rows.append(number)
        known_by = tuple(map(row.get, self._records.one_row_per))
        if not known_by or not _NOT_KNOWN.isdisjoint(map(type, known_by)):
            return
        plain = tuple([each.casefold() if isinstance(each, str) else each for each in known_by])
        first, written = self._by_key.setdefault(plain, (number, known_by))
        if first != number:
            same = ", ".join(map(words, self._records.one_row_per))
            told = f"rows {first} and {number} are about the same {same}"
            if written != known_by:  # counted as two, one person would be two people
                told += ", but for capital letters: write each code in one way"
            self._found.add(Place(self._page.name, number), f"{told}; keep one of them")

    def _unread(self, number: int, cells: Sequence[Cell]) -> None:
        """Columns that are not read hold no NHS number either, and cells without a heading are told."""
        for at in (*self._columns.others, *range(len(self._headings), len(cells))):
            cell = cells[at] if at < len(cells) else ""
            if blank(cell):
                continue
            heading = self._columns.others.get(at, "")
            place = Place(self._page.name, number, letter(self._page.first_column + at), heading)
            if holds_nhs_number(as_text(cell)):
                self._found.add(place, NHS_NUMBER)
            if not heading:
                self._found.add(place, "this cell stands in a column without a heading: give it one, or delete it")

    def _place(self, number: int, column: Column) -> Place:
        return Place(self._page.name, number, column.letter, column.heading)


class _Cells:
    """The cells of one column. ``known``: what each text says that was read before."""

    def __init__(self, column: Column, typed: RowReader) -> None:
        self.column, self.at, self.name = column, column.at, column.field.name
        self.known: dict[Any, Any] = {"": _BLANK}
        self._typed = typed
        self._texts = self._dates = self._late = False

    def read(self, cell: Cell) -> Any:
        """What a cell says. ValueError says what is wrong with it."""
        by = cell if isinstance(cell, str) else (type(cell), cell)  # for a table of Python's, True is 1 and 1.0
        if by not in self.known:
            self.known[by] = _BLANK if blank(cell) else self._said(self.column.field, cell)
        return self.known[by]

    def _said(self, field: Fact, cell: Cell) -> Any:
        if field.kind == "date":
            self._see(cell)
        if field.kind == "text" and holds_nhs_number(as_text(cell)):
            raise ValueError(NHS_NUMBER)
        said = read_cell(field, cell)
        if field.kind != "text" or said == "none":  # other text may stand there: codes are many
            self._typed.cell(field.name, said)  # the engine says whether the field may have it
        return said

    def _see(self, cell: Cell) -> None:
        if written_day_first(cell):
            self._texts = True
        elif not isinstance(cell, str | int | float):
            self._dates = True
            try:
                self._late |= day_of(cell, "").day > 12
            except ValueError:
                return

    @property
    def swapped(self) -> bool:
        """Whether this is what remains when a spreadsheet reads 03/04/2025 as 4 March and leaves 13/04/2025 as text."""
        return self._texts and self._dates and not self._late
