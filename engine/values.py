"""What is known of a fact: the set of values that it may still have.

A set is either ``Options`` (yes_no, choice: finitely many) or ``Span`` (what has an order: numbers and money as exact
fractions, dates, London date-times; and text, which is only ever known or not). Either may also hold ``none``: it never
happened, and there is no value. A missing fact is the whole declared domain, never false.
"""

import math
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum
from fractions import Fraction
from typing import Any, Literal

Kind = Literal["yes_no", "choice", "number", "money", "date", "date_and_time", "text"]

KINDS: tuple[Kind, ...] = ("yes_no", "choice", "number", "money", "date", "date_and_time", "text")
FINITE: frozenset[str] = frozenset({"yes_no", "choice"})
NUMERIC: frozenset[str] = frozenset({"number", "money"})
ORDERED: frozenset[str] = frozenset({"number", "money", "date", "date_and_time"})
DATED: tuple[Kind, ...] = ("date", "date_and_time")
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)

Point = Any  # the ends of one span: all Fraction, all date, all datetime or all str, as the loader has checked


class Status(IntEnum):
    """How a condition stands. Not met < not known < met, so that ``all`` is the least and ``any`` the greatest."""

    NOT_MET = -1
    NOT_KNOWN = 0
    MET = 1

    @property
    def word(self) -> str:
        """``met``, ``not_met`` or ``not_known``."""
        return _WORDS[self]


_WORDS = {status: status.name.lower() for status in Status}


@dataclass(frozen=True, slots=True)
class Options:
    """Any of ``options`` (booleans or names), and ``none`` too where ``none`` is true."""

    options: frozenset[Any]
    none: bool = False

    @property
    def exact(self) -> bool:
        """Whether one possibility is left."""
        return len(self.options) + self.none == 1

    @property
    def some(self) -> bool:
        """Whether it may have a value other than none."""
        return bool(self.options)

    @property
    def value(self) -> Any:
        """The one value left; None where that is ``none``. Only for an exact set."""
        return next(iter(self.options), None)


@dataclass(frozen=True, slots=True)
class Span:
    """Any value from ``low`` to ``high``, ends included; an end that is None is open. Not ``some``: only none."""

    low: Point = None
    high: Point = None
    none: bool = False
    some: bool = True

    @property
    def exact(self) -> bool:
        """Whether one possibility is left."""
        if not self.some:
            return self.none
        return self.low is not None and self.low == self.high and not self.none

    @property
    def value(self) -> Any:
        """The one value left; None where that is ``none``. Only for an exact set."""
        return self.low


Known = Options | Span

NEVER = Span(none=True, some=False)
YES, NO = Options(frozenset({True})), Options(frozenset({False}))
YES_OR_NO = Options(frozenset({True, False}))


def exactly(value: Any) -> Known:
    """The set that holds one value; ``None`` stands for none."""
    if value is None:
        return NEVER
    if isinstance(value, bool):
        return YES if value else NO
    return Span(value, value)


def meet(one: Known, other: Known) -> Known | None:
    """What both leave possible; None where they contradict each other."""
    none = one.none and other.none
    if isinstance(one, Options) or isinstance(other, Options):
        left = one.options if isinstance(one, Options) else frozenset()
        right = other.options if isinstance(other, Options) else frozenset()
        both = left & right
        return Options(both, none) if both or none else None
    if one.some and other.some:
        low, high = _greatest(one.low, other.low), _least(one.high, other.high)
        if low is None or high is None or low <= high:
            return Span(low, high, none)
    return NEVER if none else None


def join(one: Known, other: Known) -> Known:
    """The smallest set we can write that holds both."""
    none = one.none or other.none
    if isinstance(one, Options) or isinstance(other, Options):
        left = one.options if isinstance(one, Options) else frozenset()
        right = other.options if isinstance(other, Options) else frozenset()
        return Options(left | right, none)
    if not (one.some and other.some):
        return replace(one if one.some else other, none=none)
    low = None if one.low is None or other.low is None else min(one.low, other.low)
    high = None if one.high is None or other.high is None else max(one.high, other.high)
    return Span(low, high, none)


def holds(inner: Known, outer: Known) -> bool:
    """Whether everything that ``inner`` leaves possible is possible in ``outer`` too."""
    if isinstance(inner, Span) and isinstance(outer, Span) and outer.some and outer.low is None and outer.high is None:
        return outer.none or not inner.none  # as with most texts and dates
    return meet(inner, outer) == inner


def equals(known: Known, other: Known, stepped: bool) -> Status:
    """Whether the two are the same value. ``stepped``: the values of ``known`` are whole."""
    if known.exact and other.exact and known.some and other.some:
        return Status.MET if known.value == other.value else Status.NOT_MET
    both = meet(replace(known, none=False), replace(other, none=False)) if known.some and other.some else None
    if both is None or (stepped and isinstance(both, Span) and not _whole_number_between(both.low, both.high)):
        return Status.NOT_MET
    return Status.NOT_KNOWN


def one_of(known: Known, wanted: frozenset[Any]) -> Status:
    """Whether the value is among ``wanted``."""
    if isinstance(known, Span):
        statuses = {equals(known, exactly(value), False) for value in wanted}
        return max(statuses)
    if not known.options & wanted:
        return Status.NOT_MET
    return Status.MET if known.options <= wanted and not known.none else Status.NOT_KNOWN


def is_none(known: Known) -> Status:
    """Whether there is no value: the only comparison that none can meet."""
    if not known.none:
        return Status.NOT_MET
    return Status.NOT_KNOWN if known.some else Status.MET


def within(known: Span, low: Span | None, high: Span | None, above: bool, below: bool, stepped: bool) -> Status:
    """Whether the value lies between the two bounds, both tested together for each value.

    ``above`` and ``below`` leave the bound itself out; ``stepped`` says that the value moves in whole steps (whole
    numbers, pence, days, minutes), so that nothing lies between two neighbours.
    """
    bounds = [bound for bound in (low, high) if bound is not None]
    if not (known.some and all(bound.some for bound in bounds)):
        return Status.NOT_MET
    if not _possible(known, low, high, above, below, stepped):
        return Status.NOT_MET
    if known.none or any(bound.none for bound in bounds):
        return Status.NOT_KNOWN
    certain = (low is None or _before(low.high, known.low, above)) and (
        high is None or _before(known.high, high.low, below)
    )
    return Status.MET if certain else Status.NOT_KNOWN


def _possible(known: Span, low: Span | None, high: Span | None, above: bool, below: bool, stepped: bool) -> bool:
    floor = None if low is None else low.low
    ceiling = None if high is None else high.high
    if stepped and low is not None and high is not None:
        floor, ceiling = _step_up(floor, above), _step_down(ceiling, below)
        above = below = False
    return (
        (floor is None or known.high is None or _before(floor, known.high, above))
        and (ceiling is None or known.low is None or _before(known.low, ceiling, below))
        and (floor is None or ceiling is None or _before(floor, ceiling, above or below))
    )


def _before(one: Point, other: Point, strictly: bool) -> bool:
    if one is None or other is None:
        return False
    return bool(one < other if strictly else one <= other)


def _step_up(point: Point, out: bool) -> Point:
    if isinstance(point, Fraction):
        return Fraction(math.floor(point) + 1 if out else math.ceil(point))
    return point + _step(point) if out and point is not None else point


def _step_down(point: Point, out: bool) -> Point:
    if isinstance(point, Fraction):
        return Fraction(math.ceil(point) - 1 if out else math.floor(point))
    return point - _step(point) if out and point is not None else point


def _step(point: Point) -> timedelta:
    return timedelta(minutes=1) if isinstance(point, datetime) else timedelta(days=1)


def _whole_number_between(low: Point, high: Point) -> bool:
    if not isinstance(low, Fraction) or not isinstance(high, Fraction):
        return True
    return math.ceil(low) <= math.floor(high)


def _greatest(one: Point, other: Point) -> Point:
    return other if one is None else one if other is None else max(one, other)


def _least(one: Point, other: Point) -> Point:
    return other if one is None else one if other is None else min(one, other)
