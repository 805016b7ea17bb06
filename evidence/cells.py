"""One cell, read for its field: a value, a state or none. Nothing is guessed; ValueError says what to write."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from engine import Fact, nearest
from evidence.dates import day_of, moment_of
from evidence.privacy import masked
from evidence.sheet import Cell, key

_STATES = {"notknown": "not_known", "disputed": "disputed"}
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,18})?", re.ASCII)
_DIGITS = 15
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"


def read_cell(field: Fact, cell: Cell) -> Any:
    """What a cell that is not blank says of a field, as JSON has it: for ``read_facts``."""
    if isinstance(cell, str):
        cell = cell.strip().strip(_INVISIBLE).strip()
        if said := _said_of_any(field, cell):
            return said
    return _READERS[field.kind](field, cell)


def as_text(cell: Cell) -> str:
    """A code or a number as it is written; empty for anything else (dates, yes and no)."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return ""
    return str(int(cell)) if _kept(cell) else repr(cell)


def _kept(cell: float) -> bool:
    """Whether a spreadsheet keeps the number to its last digit, as a code would have to be."""
    return abs(cell) < 10**_DIGITS and cell == int(cell)


def shown(cell: Cell) -> str:
    """A cell within a message: cut short, and never a patient's number in full."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return masked(as_text(cell))
    return f'"{masked(str(cell))[:40]}"'


def _said_of_any(field: Fact, text: str) -> Any:
    """What may be written in a cell of any field: not known, disputed, and none where there may be none."""
    plain = key(text)
    if plain in _STATES and all(key(option) != plain for option in field.options):
        return {"state": _STATES[plain]}
    return "none" if plain == "none" and field.domain.none else None


def _choice(field: Fact, cell: Cell) -> str:
    plain = key(as_text(cell))
    found = next((option for option in field.options if key(option) == plain), "")
    if found:
        return found
    near = nearest(re.sub(r"\W+", "_", as_text(cell).casefold()), field.options)
    known = near or f" The options are {', '.join(field.options)}."
    raise ValueError(f"{shown(cell)} is none of the options.{known} Write not known where nobody knows")


def _yes_no(_: Fact, cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, str) and cell.casefold() in _YES_NO:
        return _YES_NO[cell.casefold()]
    raise ValueError(f"{shown(cell)} is neither yes nor no: write yes, no or not known")


def _number(_: Fact, cell: Cell) -> int | float:
    value = _decimal(cell)
    whole = int(value)
    if value == whole:
        return whole
    if Decimal(repr(float(value))) != value:
        raise ValueError(f"{shown(cell)} has more digits than a spreadsheet keeps exactly: write at most {_DIGITS}")
    return float(value)


def _money(_: Fact, cell: Cell) -> int:
    """Pounds, as spreadsheets have them, in whole pence."""
    pence = _decimal(cell.removeprefix("£").strip() if isinstance(cell, str) else cell) * 100
    if pence != int(pence):
        raise ValueError(f"{shown(cell)} is no amount of money: write pounds and pence, such as 12.50")
    return int(pence)


def _decimal(cell: Cell) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise ValueError(f"{shown(cell)} is not a number: format the cell as a number and write it again")
    if isinstance(cell, str) and not _NUMBER.fullmatch(cell):
        raise ValueError(f"{shown(cell)} is not a plain number: write digits and perhaps a point, such as 1250 or 0.5")
    value = Decimal(cell) if isinstance(cell, int | str) else Decimal(f"{cell:.{_DIGITS}g}")  # what a spreadsheet keeps
    if not value.is_finite() or abs(value) >= 10**_DIGITS:
        raise ValueError(f"{shown(cell)} is too large for a number of a case")
    return value


def _date(_: Fact, cell: Cell) -> str:
    return day_of(cell, shown(cell)).isoformat()


def _moment(_: Fact, cell: Cell) -> str:
    return moment_of(cell, shown(cell)).strftime("%Y-%m-%d %H:%M")


def _text(_: Fact, cell: Cell) -> str:
    if isinstance(cell, date | datetime | timedelta) or not (text := as_text(cell)):
        raise ValueError(
            f"the spreadsheet has made {shown(cell)} of this: format the column as text and write it again"
        )
    if isinstance(cell, int | float) and not _kept(cell):
        raise ValueError(f"{shown(cell)} may be rounded: format the column as text, and write it again")
    return text


_READERS: Mapping[str, Callable[[Fact, Any], Any]] = {
    "choice": _choice,
    "yes_no": _yes_no,
    "number": _number,
    "money": _money,
    "date": _date,
    "date_and_time": _moment,
    "text": _text,
}
