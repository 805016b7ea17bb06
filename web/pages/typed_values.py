"""Single values as people type them, and back: exact, and nothing guessed. The engine judges what they mean."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from engine import Kind

Typed = MultiDict[str, str]

_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_POUNDS = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d{2})?")
_TIME = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_LONGEST = 40


class Slip(ValueError):
    """What was typed cannot be read; the message says what can."""


def number(typed: Typed, place: str) -> Decimal | None:
    """``1,250`` or ``0.5``; None where nothing was typed."""
    words = _word(typed, place)
    if not words:
        return None
    if not _NUMBER.fullmatch(words) or len(words) > _LONGEST:
        raise Slip("Write a number in figures, such as 9, 1,250 or 0.5")
    return Decimal(words.replace(",", ""))


def pence(typed: Typed, place: str) -> int | None:
    """Pounds, ``1,250`` or ``£12.50``, as exact pence; None where nothing was typed."""
    words = _word(typed, place).replace("£", "", 1)
    if not words:
        return None
    if not _POUNDS.fullmatch(words) or len(words) > _LONGEST:
        raise Slip("Write pounds, such as 1,250, or pounds and pence, such as 12.50")
    return int(Decimal(words.replace(",", "")) * 100)


def day(typed: Typed, place: str) -> date | None:
    """Day, month and year from three fields; None where all are empty."""
    parts = [_word(typed, f"{place}.{part}") for part in ("day", "month", "year")]
    if not any(parts):
        return None
    if not all(re.fullmatch(r"[0-9]{1,2}", part) for part in parts[:2]) or not re.fullmatch(r"[0-9]{4}", parts[2]):
        raise Slip("Write a day, a month and a year of four figures, such as 1 5 2024")
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        told = f"There is no such day as {'/'.join(parts)}: day, month and year, in that order"
        raise Slip(told) from None


def iso_day(typed: Typed, place: str) -> str | None:
    """As ``day``, in the notation in which facts are stated: ``YYYY-MM-DD``."""
    on = day(typed, place)
    return None if on is None else on.isoformat()


def moment(typed: Typed, place: str) -> str | None:
    """A day and a London time as ``YYYY-MM-DD HH:MM``; None where all is empty."""
    on, at = day(typed, place), _word(typed, f"{place}.time")
    if on is None and not at:
        return None
    if on is None or not _TIME.fullmatch(at):
        raise Slip("Write a day, month and year, and a time on the 24-hour clock, such as 09:30 or 17:00")
    return f"{on.isoformat()} {at:0>5}"


def text(typed: Typed, place: str) -> str | None:
    """Words as typed, without the spaces around them; None where there are none."""
    return typed.get(place, "").strip() or None


def option(kind: Kind, picked: str) -> Any:
    """A picked option: true or false for yes or no, else its name."""
    return {"yes": True, "no": False}.get(picked, picked) if kind == "yes_no" else picked


READERS: dict[Kind, Callable[[Typed, str], Any]] = {
    "number": number,
    "money": pence,
    "date": iso_day,
    "date_and_time": moment,
    "text": text,
}


def type_value(typed: Typed, kind: Kind, place: str, value: Any) -> None:
    """Type a value, as the engine reads it from JSON, into the fields of its kind."""
    if value == "none" and kind not in ("yes_no", "choice"):
        typed[f"{place}.state"] = "none"
    elif kind == "date":
        type_day(typed, place, value)
    elif kind == "date_and_time":
        on, at = str(value).split(" ")
        type_day(typed, place, on)
        typed[f"{place}.time"] = at
    elif kind == "money":
        typed[place] = f"{Decimal(value) / 100:.2f}"
    elif kind == "number":
        typed[place] = f"{Decimal(str(value)):f}"
    else:
        typed[place] = option_typed(value)


def type_day(typed: Typed, place: str, value: Any) -> None:
    """Type a day, ``YYYY-MM-DD``, into its three fields."""
    on = date.fromisoformat(str(value))
    for part, figure in (("day", on.day), ("month", on.month), ("year", on.year)):
        typed[f"{place}.{part}"] = str(figure)


def option_typed(value: Any) -> str:
    """An option as its field holds it."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _word(typed: Typed, place: str) -> str:
    return typed.get(place, "").strip()
