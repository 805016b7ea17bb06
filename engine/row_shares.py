"""Shares of one count among the rows of another: decided from every way in which the doubtful rows may fall at once.

Two ranges would know less. Of 9 or 10 in 10 or 11, where the eleventh row is in both or in neither, each is 9 of 10 or
10 of 11, and both are 90% or more.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from engine.model import OfShare
from engine.tables import Split
from engine.values import Span, Status

_HALF = Fraction(1, 2)
_MOST_SIZES = 20_000  # that a whole may have which somebody states as a range


@dataclass(frozen=True, slots=True)
class Wanted:
    """The shares that pass: between two bounds, either of which may be missing; an ``out`` bound is itself left out."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_out: bool = False
    high_out: bool = False

    def before_rounding(self, places: int | None) -> "Wanted":
        """The shares that pass once they are rounded half up to so many decimals: again those between two bounds."""
        if places is None:
            return self
        scale = 10**places
        low = high = None
        if self.low is not None:
            least = floor(self.low * scale) + 1 if self.low_out else ceil(self.low * scale)
            low = (least - _HALF) / scale
        if self.high is not None:
            most = ceil(self.high * scale) - 1 if self.high_out else floor(self.high * scale)
            high = (most + _HALF) / scale
        return Wanted(low, high, False, True)

    def counts(self, whole: int) -> tuple[int | None, int | None]:
        """The fewest and the most of a whole that pass."""
        low = high = None
        if self.low is not None:
            low = floor(self.low * whole) + 1 if self.low_out else ceil(self.low * whole)
        if self.high is not None:
            high = ceil(self.high * whole) - 1 if self.high_out else floor(self.high * whole)
        return low, high

    def holds(self, share: Fraction) -> bool:
        """Whether a share passes."""
        above = self.low is None or (share > self.low if self.low_out else share >= self.low)
        below = self.high is None or (share < self.high if self.high_out else share <= self.high)
        return above and below

    def some_inside(self) -> bool:
        """Whether some share between nothing and all passes, both ends left out."""
        low, high = self.low or Fraction(0), Fraction(1) if self.high is None else self.high
        if low >= 1 or high <= 0 or low > high:
            return False
        return low < high or not (self.low_out or self.high_out)

    def all_inside(self) -> bool:
        """Whether every share between nothing and all passes, both ends left out."""
        return (self.low is None or self.low <= 0) and (self.high is None or self.high >= 1)


def share_of_rows(
    source: OfShare, rows: Split, complete: bool, part: Span, whole: Span, wanted: Wanted
) -> Status | None:
    """Whether a share passes in every completion, in none, or in some. ``part`` and ``whole``: what both may be.

    None where a whole that is only stated may have more sizes than can be looked at: the two ranges then have to do.
    """
    passing = wanted.before_rounding(source.rounded_to)
    if complete or whole.high is not None:
        return _with_end(source, rows, complete, part, whole, passing)
    if part.high is None:
        return _without_end(source, rows, part, whole, passing)
    bounds = [bound for bound in (passing.low, passing.high) if bound is not None and bound > 0]
    enough = floor(part.high / min(bounds, default=Fraction(1))) + 1  # of still more, it is as of this
    most = max(enough, sum(rows.surely_in), whole.low or 0) + 1
    return _with_end(source, rows, complete, part, Span(whole.low, Fraction(most)), passing)


def _status(found: set[bool]) -> Status:
    return Status.NOT_KNOWN if len(found) != 1 else Status.MET if found.pop() else Status.NOT_MET


def _with_end(source: OfShare, rows: Split, complete: bool, part: Span, whole: Span, wanted: Wanted) -> Status | None:
    """Each size that the whole may have, and the fewest and most of it that the part may then be."""
    sure, doubtful = rows.surely_in, rows.perhaps_in
    size, met = sum(sure), sure[0]
    more = int(whole.high) - size if not complete else sum(doubtful)
    found: set[bool] = set()
    fewest_more = max(0, ceil(whole.low or 0) - size)
    if not complete and more - fewest_more > _MOST_SIZES:
        return None
    for added in range(fewest_more, more + 1):
        each = size + added
        if whole.high is not None and each > whole.high:
            break
        out = added if not complete else doubtful[1] + doubtful[2]
        both = added if not complete else doubtful[0] + doubtful[1]
        fewest = max(met + max(0, added - out), ceil(part.low or 0))
        most = met + sure[1] + min(added, both)
        most = most if part.high is None else min(most, floor(part.high))
        if fewest > most:
            continue
        if each == 0:
            found.add(source.when_none == "met")
            continue
        low, high = wanted.counts(each)
        some = max(fewest, fewest if low is None else low) <= min(most, most if high is None else high)
        every = (low is None or fewest >= low) and (high is None or most <= high)
        found |= {True} if every else {True, False} if some else {False}
        if len(found) == 2:
            break
    return _status(found)


def _without_end(source: OfShare, rows: Split, part: Span, whole: Span, wanted: Wanted) -> Status:
    """Any rows may be added, so any share between nothing and all may come out; an end, where no sure row bars it."""
    sure = rows.surely_in
    found = {True} if wanted.some_inside() else set()
    if not wanted.all_inside():
        found.add(False)
    if sure[0] == 0 and not part.low:
        found.add(wanted.holds(Fraction(0)))
    if sure[2] == 0:
        found.add(wanted.holds(Fraction(1)))
    if sum(sure) == 0 and not part.low and not whole.low:
        found.add(source.when_none == "met")
    return _status(found)
