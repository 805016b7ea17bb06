"""Arithmetic on what is known: each operator maps sets to sets and holds every result of every possible value.

Ranges are worked at their ends: always sound, and exact where each fact stands once.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from fractions import Fraction
from math import floor, inf
from typing import Any

from engine.counting import Counting, OutsideCalendar, Unit, shift
from engine.model import (
    Combined,
    DaysBetween,
    FactValue,
    FieldValue,
    FigureValue,
    Literally,
    Rounding,
    Shifted,
    Value,
)
from engine.values import NEVER, Known, Point, Span

Look = Callable[[str], Known]


def worth(value: Value, fact: Look, figure: Look, row: Look | None = None) -> Known:
    """What ``value`` may be, given what is known of facts, figures and, where there is one, the fields of a row.

    Raises OutsideCalendar on an exact date only.
    """
    match value:
        case Literally(known):
            return known
        case FactValue(name):
            return fact(name)
        case FigureValue(name):
            return figure(name)
        case FieldValue(name) if row is not None:
            return row(name)
        case Shifted(base, sign, count, unit, counting):
            start, many = _span(worth(base, fact, figure, row)), _span(worth(count, fact, figure, row))
            try:
                return _shifted(start, many, sign, unit, counting)
            except OutsideCalendar as wrong:
                wrong.fact = base.name if isinstance(base, FactValue) else ""
                raise
        case DaysBetween(first, second):
            return _days_between(_span(worth(first, fact, figure, row)), _span(worth(second, fact, figure, row)))
        case Combined(operation, parts):
            return _COMBINE[operation]([_span(worth(part, fact, figure, row)) for part in parts])
    raise AssertionError(value)


def rounded(known: Known, how: Rounding | None) -> Known:
    """To a whole number: down, up, or to the nearest with halves up."""
    if how is None or not isinstance(known, Span) or not known.some:
        return known
    return Span(_round(known.low, how), _round(known.high, how), known.none)


def _round(point: Point, how: Rounding) -> Point:
    if point is None:
        return None
    if how == "down":
        return Fraction(floor(point))
    return Fraction(-floor(-point)) if how == "up" else Fraction(floor(point + Fraction(1, 2)))


def _span(known: Known) -> Span:
    if isinstance(known, Span):
        return known
    raise AssertionError("arithmetic is on numbers and dates; the loader lets nothing else through")


def _shifted(base: Span, count: Span, sign: int, unit: Unit, counting: Counting) -> Span:
    if not (base.some and count.some):
        return NEVER
    fewest, most = (count.low, count.high) if sign > 0 else (_minus(count.high), _minus(count.low))
    exact = base.low is not None and base.low == base.high and fewest == most
    return Span(
        _moved(base.low, fewest, unit, counting, exact),
        _moved(base.high, most, unit, counting, exact),
        base.none or count.none,
    )


def _moved(start: Point, count: Point, unit: Unit, counting: Counting, exact: bool) -> Point:
    """One end, moved: later starts and larger counts never end earlier. An end that leaves the calendar is open."""
    if start is None or count is None:
        return None
    try:
        if isinstance(start, datetime):
            return datetime.combine(shift(start.date(), int(count), unit, counting), start.time())
        return shift(start, int(count), unit, counting)
    except OutsideCalendar:
        if exact:
            raise
        return None


def _days_between(first: Span, second: Span) -> Span:
    if not (first.some and second.some):
        return NEVER
    return Span(
        None if second.low is None or first.high is None else Fraction((second.low - first.high).days),
        None if second.high is None or first.low is None else Fraction((second.high - first.low).days),
        first.none or second.none,
    )


def _fold(step: Callable[[Span, Span], Span]) -> Callable[[list[Span]], Span]:
    def run(parts: list[Span]) -> Span:
        total = parts[0]
        for part in parts[1:]:
            total = step(total, part) if total.some and part.some else NEVER
        return total

    return run


def _sum(one: Span, other: Span) -> Span:
    return _numbers([_low(one) + _low(other)], [_high(one) + _high(other)], one, other)


def _difference(one: Span, other: Span) -> Span:
    return _numbers([_low(one) - _high(other)], [_high(one) - _low(other)], one, other)


def _product(one: Span, other: Span) -> Span:
    ends = [_times(a, b) for a in (_low(one), _high(one)) for b in (_low(other), _high(other))]
    return _numbers(ends, ends, one, other)


def _quotient(one: Span, other: Span) -> Span:
    low, high = _low(other), _high(other)
    if low == 0 == high:
        return NEVER
    through_zero = low <= 0 <= high
    if low < 0 < high:
        nothing = _low(one) == 0 == _high(one)
        result = Span(Fraction(0), Fraction(0)) if nothing else Span()
    else:
        inverse = Span(
            _open(-inf if high == 0 else _inverse(high)), _open(inf if low == 0 else _inverse(low)), other.none
        )
        result = _product(one, inverse)
    return Span(result.low, result.high, one.none or other.none or through_zero)


def _inverse(point: Any) -> Any:
    return Fraction(0) if point in (inf, -inf) else 1 / Fraction(point)


def _times(one: Any, other: Any) -> Any:
    return Fraction(0) if one == 0 or other == 0 else one * other


def _low(span: Span) -> Any:
    return -inf if span.low is None else span.low


def _high(span: Span) -> Any:
    return inf if span.high is None else span.high


def _minus(point: Point) -> Point:
    return None if point is None else -point


def _open(end: Any) -> Point:
    return None if end in (inf, -inf) else end


def _numbers(lows: Iterable[Any], highs: Iterable[Any], one: Span, other: Span) -> Span:
    return Span(_open(min(lows)), _open(max(highs)), one.none or other.none)


def _extreme(pick: Callable[[Iterable[Any]], Any], lowest: bool) -> Callable[[list[Span]], Span]:
    """The lowest or highest, passing over what is none; none itself only where every part may be."""

    def run(parts: list[Span]) -> Span:
        able = [part for part in parts if part.some]
        if not able:
            return NEVER
        sure = [part for part in able if not part.none]
        near, far = ("low", "high") if lowest else ("high", "low")
        close = [getattr(part, near) for part in able]
        distant = [getattr(part, far) for part in sure]
        if sure:
            known_far = [end for end in distant if end is not None]
            end = pick(known_far) if known_far else None
        else:
            ends = [getattr(part, far) for part in able]
            away = max if lowest else min
            end = None if None in ends else away(ends)
        start = None if None in close else pick(close)
        low, high = (start, end) if lowest else (end, start)
        return Span(low, high, not sure)

    return run


_COMBINE: dict[str, Callable[[list[Span]], Span]] = {
    "add": _fold(_sum),
    "take_away": _fold(_difference),
    "multiply": _fold(_product),
    "divide": _fold(_quotient),
    "lowest_of": _extreme(min, lowest=True),
    "highest_of": _extreme(max, lowest=False),
}
