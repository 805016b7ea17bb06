"""What is wrong with a file of records, told where the spreadsheet shows it: sheet, row, column letter and heading."""

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.privacy import masked

LISTED = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a spreadsheet: rows as it numbers them, columns by letter. What does not apply is empty."""

    sheet: str = ""
    row: int = 0
    column: str = ""
    heading: str = ""

    def __str__(self) -> str:
        column = f"column {self.column}{f' ({self.heading})' if self.heading else ''}" if self.column else ""
        parts = (f'sheet "{self.sheet}"' if self.sheet else "", f"row {self.row}" if self.row else "", column)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class SheetFault:
    """One thing that is wrong, where it is, and what to do."""

    place: Place
    message: str

    def __str__(self) -> str:
        return masked(f"{self.place}: {self.message}" if str(self.place) else self.message)


class ImportRefused(Exception):
    """The file is not taken, and nothing of it was. ``faults`` are the first of them, ``more`` says how many follow."""

    def __init__(self, faults: Iterable[SheetFault], more: int = 0) -> None:
        self.faults, self.more = tuple(faults), more
        rest = [f"… and {more} more of the same file."] if more else []
        super().__init__("\n".join([*map(str, self.faults), *rest]))


def refused(message: str, sheet: str = "") -> ImportRefused:
    """A refusal of the file as a whole."""
    return ImportRefused([SheetFault(Place(sheet), message)])


class Found:
    """Collects faults: the first ``LISTED`` are kept in the order of the sheet, the rest are counted."""

    def __init__(self) -> None:
        self._kept: list[SheetFault] = []
        self._more = 0

    def add(self, place: Place, message: str) -> None:
        """One more fault."""
        if len(self._kept) < LISTED:
            self._kept.append(SheetFault(place, message))
        else:
            self._more += 1

    def refuse_any(self) -> None:
        """Raise ImportRefused where there was any fault."""
        if self._kept:
            kept = sorted(self._kept, key=lambda each: (each.place.row, len(each.place.column), each.place.column))
            raise ImportRefused(kept, self._more)


def letter(column: int) -> str:
    """The letter of a column, counted from 0: A, B, … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters
