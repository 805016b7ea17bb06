"""Values in plain English: dates in full, money in pounds, ranges as people say them."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from math import floor
from typing import Any

from engine.model import Fact, Leaf, Result
from engine.values import Kind, Known, Options


def day(value: date) -> str:
    """``1 May 2024``."""
    return f"{value.day} {value:%B %Y}"


def said(known: Known, of: Fact | Result | Leaf | None = None) -> str:
    """What is known, as a person says it: ``yes``, ``between 88 and 91 people``, ``1 May 2024 or none``.

    ``of`` is what it is known of. It gives money its pounds, a number its unit, and options the fact's order.
    """
    if not known.some:
        return "none"
    if isinstance(known, Options):
        told = listed([_one(value, of.kind if of else "choice") for value in _in_order(known.options, of)], "or")
    elif known.low is None and known.high is None:
        return "not known"
    else:
        told = _span(known.low, known.high, of.kind if of else "number", of.unit if isinstance(of, Fact) else "")
    return f"{told} or none" if known.none else told


def _in_order(options: frozenset[Any], of: Fact | Result | Leaf | None) -> list[Any]:
    """As the fact has them; else yes before no, and all others from the lowest up."""
    if isinstance(of, Fact) and of.options:
        return [option for option in of.options if option in options]
    return sorted(options, key=lambda option: not option if isinstance(option, bool) else option)


def _span(low: Any, high: Any, kind: Kind, unit: str) -> str:
    if low == high:
        return _one(low, "text" if isinstance(low, str) else kind, unit)
    if low is not None and high is not None:
        return f"between {_one(low, kind)} and {_one(high, kind, unit)}"
    dated = isinstance(high if low is None else low, date)
    if low is None:
        return f"{_one(high, kind)} or earlier" if dated else f"at most {_one(high, kind, unit)}"
    return f"{_one(low, kind)} or later" if dated else f"at least {_one(low, kind, unit)}"


def _one(value: Any, kind: Kind, unit: str = "") -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%H:%M} on {day(value)}"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Fraction):
        return pounds(value) if kind == "money" else f"{number(value)} {unit}".strip()
    return str(value) if kind == "text" else words(str(value))


_PROPER = {"secretary of state": "Secretary of State", "first tier tribunal": "First-tier Tribunal"}


def words(name: str) -> str:
    """A name as words: ``quash_and_remit`` is ``quash and remit``. Whom everybody writes large is written large."""
    plainly = name.replace("_", " ")
    return _PROPER.get(plainly, plainly)


def number(value: Fraction) -> str:
    """An exact number with thousands marked: ``1,250``, ``0.5``, or ``7/3`` where decimals never end."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    places = next((places for places in range(1, 10) if value * 10**places % 1 == 0), None)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    whole, rest = divmod(abs(value.numerator) * 10**places // value.denominator, 10**places)
    return f"{'-' if value < 0 else ''}{whole:,}.{rest:0{places}d}"


def pounds(pence: Fraction) -> str:
    """Whole pence as pounds: ``£1,734.18``."""
    sign = "-" if pence < 0 else ""
    whole, rest = divmod(abs(int(pence)), 100)
    return f"{sign}£{whole:,}.{rest:02d}" if rest else f"{sign}£{whole:,}"


def percent(share: Fraction) -> str:
    """A share to two decimals where it needs them: ``89.58%``, ``90%``, ``just under 90%`` where it rounds to it."""
    hundredths = floor(share * 10000 + Fraction(1, 2))
    whole, rest = divmod(hundredths, 100)
    if rest:
        return f"{whole}.{rest:02d}%"
    near = share * 100 - whole
    return f"{'just under ' if near < 0 else 'just over ' if near > 0 else ''}{whole}%"


def listed(items: Sequence[str], joint: str = "and") -> str:
    """``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {joint} {items[-1]}" if items else ""
