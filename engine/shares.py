"""Shares of one count in another, as exact fractions: 43 of 48 is never 90%."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import floor

from engine.model import OfShare
from engine.values import Span, Status

FEW = 64  # counts that one fact may be, up to which every pair of part and whole is tried


def share_status(
    source: OfShare,
    part: Span,
    whole: Span,
    capped: bool,
    stepped: bool,
    test: Callable[[Span], Status],
    both_stepped: bool = False,
) -> Status:
    """Whether a share passes ``test``, for every pair of counts the two may be.

    Nothing of nothing is what ``when_none`` says; a count that may be none leaves the share without a value, which no
    comparison meets. ``capped``: the part is declared to be part of the whole, so that the whole is never less and the
    share never over one. ``stepped``: the whole is a whole number, so that it is at least 1 where it is anything.
    ``both_stepped``: so is the part. Then one or none of one woman is never a half, and where both are nearly known
    each pair is tried; otherwise all that lies between the least share and the greatest counts as possible.
    """
    if capped and not part.none and part.low is not None and whole.low is not None:
        whole = replace(whole, low=max(whole.low, part.low))
    possible: set[Status] = set()
    if part.none or whole.none:
        possible.add(Status.NOT_MET)
    if part.some and whole.some:
        if whole.low is None or whole.low <= 0:
            possible.add(Status.MET if source.when_none == "met" else Status.NOT_MET)
        if whole.high is None or whole.high > 0:
            found = test(share_of(part, whole, capped, stepped, source.rounded_to))
            if found is Status.NOT_KNOWN and both_stepped:
                found = _of_every_pair(source, part, whole, capped, test)
            possible.add(found)
    return possible.pop() if len(possible) == 1 else Status.NOT_KNOWN


def _of_every_pair(source: OfShare, part: Span, whole: Span, capped: bool, test: Callable[[Span], Status]) -> Status:
    """What the test says of each pair of counts, where they are few: one answer, or not known."""
    if any(each.low is None or each.high is None or each.high - each.low >= FEW for each in (part, whole)):
        return Status.NOT_KNOWN
    found: set[Status] = set()
    for of, few in product(
        range(max(int(whole.low), 1), int(whole.high) + 1), range(int(part.low), int(part.high) + 1)
    ):
        if not (capped and few > of):
            found.add(test(share_of(_one(few), _one(of), capped, True, source.rounded_to)))
            if len(found) > 1:
                break
    return found.pop() if len(found) == 1 else Status.NOT_KNOWN


def _one(count: int) -> Span:
    return Span(Fraction(count), Fraction(count))


def share_of(part: Span, whole: Span, capped: bool, stepped: bool, rounded_to: int | None = None) -> Span:
    """The shares that two counts may make while the whole is not nothing; ends rounded half up where asked."""
    low = Fraction(0) if whole.high is None or part.low is None else part.low / whole.high
    fewest = max(Fraction(whole.low or 0), Fraction(1 if stepped else 0))
    high = Fraction(0) if part.high == 0 else None if part.high is None or fewest == 0 else part.high / fewest
    if capped:
        high = Fraction(1) if high is None else min(high, Fraction(1))
        low = min(low, Fraction(1))
    return Span(_rounded(low, rounded_to), _rounded(high, rounded_to))


def _rounded(share: Fraction | None, places: int | None) -> Fraction | None:
    if share is None or places is None:
        return share
    scale = 10**places
    return Fraction(floor(share * scale + Fraction(1, 2)), scale)
