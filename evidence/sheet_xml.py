"""What calamine passes over in silence: how large a sheet is, and cells that are errors or were never worked out.

It gives an error and a formula without a result as a blank cell, and fills the whole rectangle round the outermost
cells. So the XML of a sheet is looked at first.
"""

import re
from collections.abc import Mapping, Sequence

from evidence.faults import refused
from evidence.privacy import masked
from evidence.sheet import MOST_BYTES, MOST_CELLS, MOST_COLUMNS, too_many_cells
from evidence.xml_parts import bare, parse

_NOT_WORKED_OUT = "this formula was never worked out: open the file in a spreadsheet and save it again"
_MERGED = "this cell is one of several merged into one: take the merging off and fill each of them"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_LETTERS = re.compile(r"[A-Z]{1,3}", re.ASCII)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_383
_MOST_BROKEN = 100_000


def broken_cells(xml: bytes, lengths: Sequence[int]) -> Mapping[tuple[int, int], str]:
    """The cells that hold no value, by row number and column from 0. ``lengths``: of the texts that cells share.

    Raises ImportRefused where the sheet is too large to be laid out.
    """
    look = _Look(lengths)
    parse(xml, look.start, look.end, look.text)
    return look.broken


class _Look:
    """Walks a sheet's cells, some of a million of them, so what needs no look is passed fast.

    A cell or row that has no place of its own stands next to the last.
    """

    def __init__(self, lengths: Sequence[int]) -> None:
        self.broken: dict[tuple[int, int], str] = {}
        self._lengths = lengths
        self._row, self._column = 0, -1
        self._digits = ""
        self._place: str | None = None
        self._kind = self._value = ""
        self._formula = False
        self._first_row = self._written = 0
        self._columns: dict[str, int] = {}
        self._left, self._right = _LAST_COLUMN, 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if ":" in name:
            name = bare(name)
        if name == "c":
            self._place, self._kind = attributes.get("r"), attributes.get("t", "n")
            self._formula, self._value = False, ""
            self._column += 1
        elif name == "row":
            self._begin(int(attributes.get("r", self._row + 1)))
            self._column = -1
        elif name == "f":
            self._formula = True
        elif name == "mergeCell":
            self._merged(attributes.get("ref", ""))

    def text(self, said: str) -> None:
        self._value += said

    def end(self, name: str) -> None:
        if ":" in name:
            name = bare(name)
        if name == "c":
            if self._place is not None:
                column = self._columns.get(self._place.removesuffix(self._digits))
                self._column = self._move(self._place) if column is None else column
            if self._formula or (self._value and not self._value.isspace()):
                self._cell(self._value.strip())
        elif name == "f":
            self._value = ""  # the formula's own text is none of the cell's

    def _move(self, place: str) -> int:
        """The column of a place; the row is the one that it says."""
        letters = place.rstrip("0123456789")
        row = int(place[len(letters) :])
        self._begin(row)
        return self._number(letters)

    def _begin(self, row: int) -> None:
        if row < self._row:
            raise ValueError("rows stand out of their order")
        self._row, self._digits = row, str(row)

    def _cell(self, value: str) -> None:
        row, column = self._row, self._column
        if self._kind == "e":
            self.broken[row, column] = f"this cell shows the error {masked(value)[:20]}: mend it or leave it blank"
        elif self._formula and not value and self._kind != "str":
            self.broken[row, column] = _NOT_WORKED_OUT
        self._first_row = self._first_row or row
        if not self._left <= column <= self._right:
            self._left, self._right = min(self._left, column), max(self._right, column)
        width = self._right - self._left + 1
        self._written += self._lengths[int(value)] if self._kind == "s" and value else len(value)
        if not (0 <= column <= _LAST_COLUMN and 0 < row <= _LAST_ROW):
            raise ValueError("a cell stands where no sheet has any")
        if width > MOST_COLUMNS or width * (row - self._first_row + 1) > MOST_CELLS or self._written > MOST_BYTES:
            raise refused(too_many_cells(MOST_CELLS))

    def _merged(self, reference: str) -> None:
        """All cells of a merged range but the first: only that one has a value."""
        if not (found := _REFERENCE.fullmatch(reference)):
            return
        top, bottom = int(found[2]), int(found[4])
        left, right = self._number(found[1]), self._number(found[3])
        if (bottom - top + 1) * (right - left + 1) + len(self.broken) > _MOST_BROKEN:
            raise refused(too_many_cells(MOST_CELLS))
        own = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        self.broken |= dict.fromkeys(own[1:], _MERGED)

    def _number(self, letters: str) -> int:
        if not _LETTERS.fullmatch(letters):
            raise ValueError("a cell's place is letters and a number")
        number = 0
        for sign in letters:
            number = number * 26 + ord(sign) - ord("A") + 1
        self._columns[letters] = number - 1
        return number - 1
