"""Single values, read strictly: nothing is coerced and nothing is guessed. Rule files, tests and callers share this."""

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from engine.values import EARLIEST, LATEST

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,18}(\.\d{1,18})?", re.ASCII)
_PERCENT = re.compile(r"-?\d{1,18}(\.\d{1,18})?%", re.ASCII)
_DIGITS = 15
_UNLIKELY = f"a number of a case has at most {_DIGITS} digits before the point, and as many after it"


def read_scalar(kind: str, said: Any) -> Any:
    """The value of a yes_no, number, money, date, date_and_time or text as it was said.

    Returns bool, Fraction (money in whole pence), date, naive London datetime or str. Raises ValueError, with a message
    for the person who said it, where the type or the form is wrong.
    """
    return _READERS[kind](said)


def _yes_no(said: Any) -> bool:
    if isinstance(said, bool):
        return said
    raise ValueError(f"this is yes or no: write true or false, without quotes (not {told(said)})")


def _number(said: Any) -> Fraction:
    if isinstance(said, bool) or not isinstance(said, int | float | Fraction | Decimal):
        raise ValueError(f"this is a number: write it without quotes, such as 9 or 0.5 (not {told(said)})")
    exact = Decimal(repr(said)) if isinstance(said, float) else said
    if isinstance(exact, Decimal):
        if not exact.is_finite():
            raise ValueError("this is a number, and NaN or infinity is none")
        if exact.adjusted() > _DIGITS or int(exact.as_tuple().exponent) < -_DIGITS:  # before 1e999999999 is written out
            raise ValueError(_UNLIKELY)
    value = Fraction(exact)
    if abs(value) >= 10**_DIGITS:
        raise ValueError(_UNLIKELY)
    return value


def _money(said: Any) -> Fraction:
    value = _number(said)
    if value.denominator != 1:
        raise ValueError("money is in whole pence: write 1250 for £12.50")
    return value


def _date(said: Any) -> date:
    if isinstance(said, date) and not isinstance(said, datetime):
        return _sane(said)
    if isinstance(said, str) and _DATE.fullmatch(said):
        try:
            day = date.fromisoformat(said)
        except ValueError as wrong:
            raise ValueError(f"{said} is not a day: {wrong}") from None
        return _sane(day)
    raise ValueError(f"this is a date: write it as YYYY-MM-DD, such as 2024-02-29 (not {told(said)})")


def _sane(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"dates run from {EARLIEST} to {LATEST}")
    return day


def _moment(said: Any) -> datetime:
    if isinstance(said, datetime) and said.tzinfo is None and not (said.second or said.microsecond):
        _sane(said.date())
        return said
    if isinstance(said, str) and _MOMENT.fullmatch(said):
        try:
            moment = datetime.strptime(
                said, "%Y-%m-%d %H:%M"
            )  # London wall time: the scheme's deadlines are stated in it
        except ValueError:
            raise ValueError(f"{said} is not a day and time") from None
        _sane(moment.date())
        return moment
    raise ValueError(f'this is a date and time in London: write it as "2026-03-03 12:00" (not {told(said)})')


def _text(said: Any) -> str:
    if isinstance(said, str) and said:
        return said
    raise ValueError(f"this is text (not {told(said)})")


def decimal_or_percent(word: str) -> Fraction | None:
    """``12``, ``-0.5`` or ``90%`` as an exact fraction; None for anything else (octal, underscores, exponents)."""
    if _PERCENT.fullmatch(word):
        return Fraction(word[:-1]) / 100
    bare = word.lstrip("-")
    if not _DECIMAL.fullmatch(word) or (len(bare) > 1 and bare[0] == "0" and bare[1] != "."):
        return None
    return Fraction(word)


def told(said: Any) -> str:
    """A value that somebody sent, within a message."""
    if isinstance(said, bool):
        return str(said).lower()
    if isinstance(said, str):
        return f'"{said[:40]}"'
    if said is None:
        return "nothing"
    return {"dict": "a group of values", "list": "a list"}.get(type(said).__name__, str(said)[:40])


_READERS = {
    "yes_no": _yes_no,
    "number": _number,
    "money": _money,
    "date": _date,
    "date_and_time": _moment,
    "text": _text,
}
