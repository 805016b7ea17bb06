"""A sheet as it was read, whatever kind of file it came from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from evidence.faults import refused

Cell = int | float | str | bool | date | datetime | time | timedelta

MOST_BYTES = 200_000_000
MOST_COLUMNS = 200
MOST_CELLS = 5_000_000
_NOT_A_WORD = re.compile(r"[^\w£]|_")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells; a blank cell is an empty text. ``name`` is empty for CSV.

    ``first_row`` is the number of the first row as the spreadsheet numbers it, ``first_column`` counts from 0.
    ``broken``: cells that hold no value, by row number and column from 0, each with what is wrong.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    first_row: int = 1
    first_column: int = 0
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)


def too_many_cells(most: int) -> str:
    """What is told of a sheet that is larger than is read."""
    return (
        f"this sheet is too large: at most {MOST_COLUMNS} columns and {most:,} cells are read. "
        "Delete what lies outside the table, or send it in parts"
    )


def key(name: object) -> str:
    """What names are compared by: neither case nor spaces, underscores or signs count."""
    return _NOT_A_WORD.sub("", str(name).casefold())


def blank(cell: Cell) -> bool:
    """Whether nothing is in the cell but spaces."""
    return isinstance(cell, str) and not cell.strip()


def check_size(size: int) -> None:
    """Refuse a file that is larger than any table of a case."""
    if size > MOST_BYTES:
        raise refused(f"this file is too large: at most {MOST_BYTES // 1_000_000} MB are read. Send it in parts")
