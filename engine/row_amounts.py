"""What rows come to besides their number: sums, first and last dates, the longest gap between dates."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from engine.counting import shift
from engine.model import Fact
from engine.values import NEVER, Known, Span, Status

MET = Status.MET
Taken = tuple[Status, Span]  # whether a row surely counts (met) or perhaps (not known), and the field that is taken


def summed(rows: Iterable[Taken], of: Fact, complete: bool) -> Span:
    """The sum of a field: a row that perhaps counts adds its value or nothing, and none adds nothing."""
    low: Fraction | None = Fraction(0)
    high: Fraction | None = Fraction(0)
    for status, known in rows:
        nothing = status is not MET or known.none or not known.some
        least, most = (known.low, known.high) if known.some else (Fraction(0), Fraction(0))
        least = min(least, 0) if nothing and least is not None else least
        most = max(most, 0) if nothing and most is not None else most
        low = None if low is None or least is None else low + least
        high = None if high is None or most is None else high + most
    ends = of.domain if isinstance(of.domain, Span) else Span()
    if not complete and (ends.high is None or ends.high > 0):
        high = None
    if not complete and (ends.low is None or ends.low < 0):
        low = None
    return Span(low, high)


def latest(rows: Sequence[Taken], complete: bool) -> Span:
    """The last date of the rows; none where no row surely has one."""
    some = [(status is MET and not known.none, known) for status, known in rows if known.some]
    ends = [known.high for _, known in some]
    high = None if not complete or None in ends else max(ends, default=None)
    surely = [known.low for sure, known in some if sure and known.low is not None]
    if any(sure for sure, _ in some):
        return Span(max(surely, default=None), high)
    if not some and complete:
        return NEVER
    starts = [known.low for _, known in some]
    low = None if not complete or None in starts else min(starts, default=None)
    return Span(low, high, none=True)


def earliest(rows: Sequence[Taken], complete: bool) -> Span:
    """The first date of the rows: the last one, with time turned round."""
    return _mirrored(latest([(status, _mirrored(known)) for status, known in rows], complete))


_EPOCH = date(2000, 1, 1)


def _mirrored(known: Span) -> Span:
    """The same with time turned round, so that the latest is the earliest."""
    low, high = (None if end is None else _EPOCH + (_EPOCH - end) for end in (known.high, known.low))
    return Span(low, high, known.none, known.some)


def longest_gap(ends: Sequence[Known], rows: Sequence[Taken], complete: bool) -> Span:
    """The fewest whole months such that no stretch of a period, its ``ends`` included, without a row is longer."""
    start, end = (each.value if each.exact and each.some else None for each in ends)
    if start is None or end is None or start > end:
        return Span(Fraction(0), None)
    sure = [known.low for status, known in rows if status is MET and known.exact and known.some]
    most = _months(start, end, sure)
    if not complete:
        return Span(Fraction(0), Fraction(most))
    if len(sure) == len([known for _, known in rows if known.some]):
        return Span(Fraction(most), Fraction(most))
    return Span(Fraction(_fewest(start, end, [known for _, known in rows if known.some], most)), Fraction(most))


def _fewest(start: date, end: date, days: Iterable[Span], most: int) -> int:
    """The fewest months that may come of it: the days that are not known lie as well as they may, ``most`` at worst."""
    spans = [(max(start, known.low or start), min(end, known.high or end)) for known in days]
    inside = sorted((span for span in spans if span[0] <= span[1]), key=lambda span: span[1])
    return next(months for months in range(most + 1) if _reached(start, end, inside, months))


def _reached(start: date, end: date, spans: Iterable[tuple[date, date]], months: int) -> bool:
    """Whether days that lie within their spans may be chosen so that no stretch is longer than so many months.

    From each day on, the span that ends first of those within reach is used, as late as it allows: a day more does no
    harm, and a span that ends later serves later.
    """
    here, left = start, list(spans)
    while (reach := shift(here, months, "months", "from_the_next_day")) < end:
        usable = next((span for span in left if span[0] <= reach and span[1] > here), None)
        if usable is None:
            return False
        left.remove(usable)
        here = min(usable[1], reach)
    return True


def _months(start: date, end: date, days: Iterable[date]) -> int:
    """The fewest whole months such that no stretch without a day is longer."""
    inside = sorted({start, end, *(day for day in days if start <= day <= end)})
    return max((_apart(one, other) for one, other in pairwise(inside)), default=0)


def _apart(one: date, other: date) -> int:
    months = max(0, (other.year - one.year) * 12 + other.month - one.month - 1)
    while shift(one, months, "months", "from_the_next_day") < other:
        months += 1
    return months
