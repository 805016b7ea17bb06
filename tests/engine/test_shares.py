"""Shares of one count in another, against trying every pair of counts."""

from fractions import Fraction
from math import floor
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model import OfShare
from engine.shares import share_of, share_status
from engine.values import NEVER, Span, Status, within

MET, NOT_KNOWN, NOT_MET = Status.MET, Status.NOT_KNOWN, Status.NOT_MET
WhenNone = Literal["met", "not_met"]


def counts(low: int | Fraction, high: int | Fraction | None = None, none: bool = False) -> Span:
    return Span(Fraction(low), Fraction(low) if high is None else Fraction(high), none)


def at_least(threshold: Fraction, part: Span, whole: Span) -> Status:
    """How ``share: part, of: whole, at_least: threshold, when_none: not_met`` stands."""
    return status(part, whole, threshold)


def status(
    part: Span,
    whole: Span,
    threshold: Fraction,
    when_none: WhenNone = "not_met",
    rounded_to: int | None = None,
    capped: bool = False,
    stepped: bool = True,
    *,
    most: Fraction | None = None,
) -> Status:
    bounds = Span(threshold, threshold), None if most is None else Span(most, most)
    source = OfShare("part", "whole", when_none, rounded_to)
    return share_status(
        source, part, whole, capped, stepped, lambda share: within(share, *bounds, False, False, False), stepped
    )


def test_43_of_48_is_never_90_percent() -> None:
    assert at_least(Fraction(90, 100), counts(43), counts(48)) is NOT_MET
    assert at_least(Fraction(90, 100), counts(44), counts(48)) is MET
    assert status(counts(43), counts(48), Fraction(90, 100), rounded_to=1) is MET


@pytest.mark.parametrize(
    ("part", "places", "threshold", "found"),
    [
        (Fraction(895, 1000), 2, Fraction(90, 100), MET),
        (Fraction(894, 1000), 2, Fraction(90, 100), NOT_MET),
        (Fraction(1, 2), 0, Fraction(1), MET),
    ],
)
def test_a_share_is_rounded_half_up_before_it_is_compared(
    part: Fraction, places: int, threshold: Fraction, found: Status
) -> None:
    assert status(counts(part), counts(1), threshold, rounded_to=places, stepped=False) is found


def test_nothing_of_nothing_is_what_the_rule_says() -> None:
    assert status(counts(0), counts(0), Fraction(1, 2), "met") is MET
    assert status(counts(0), counts(0), Fraction(1, 2), "not_met") is NOT_MET
    assert status(counts(0, 5), counts(0, 5), Fraction(1, 2), "met") is NOT_KNOWN


def test_a_count_that_is_none_makes_no_share() -> None:
    assert status(NEVER, counts(5), Fraction(0), "met") is NOT_MET
    assert status(counts(5), NEVER, Fraction(0), "met") is NOT_MET
    assert status(counts(5, none=True), counts(5), Fraction(1, 2)) is NOT_KNOWN


def test_counts_without_an_upper_end() -> None:
    assert status(Span(Fraction(0), None), counts(10), Fraction(1, 2)) is NOT_KNOWN
    assert status(counts(9), Span(Fraction(10), None), Fraction(95, 100)) is NOT_MET
    assert share_of(counts(9), Span(Fraction(10), None), False, True) == counts(0, Fraction(9, 10))
    assert share_of(Span(Fraction(9), None), counts(10), False, True) == Span(Fraction(9, 10), None)
    assert share_of(Span(Fraction(12), None), counts(10), True, True) == counts(1)


def test_a_declared_part_is_never_more_than_the_whole() -> None:
    assert status(counts(0, 50), counts(10), Fraction(1), capped=True) is NOT_KNOWN
    assert share_of(counts(3, 50), counts(10), True, True) == counts(Fraction(3, 10), 1)
    assert share_of(counts(3, 50), counts(10), False, True) == counts(Fraction(3, 10), 5)


def test_a_part_that_is_something_leaves_the_whole_no_way_to_be_nothing() -> None:
    """Three of an unknown number of at most four: at least three quarters, since the three are among them."""
    assert status(counts(3), counts(0, 4), Fraction(75, 100), capped=True) is MET
    assert status(counts(3), counts(0, 4), Fraction(75, 100), capped=False) is NOT_KNOWN


def test_one_woman_of_one_is_all_or_none_and_never_a_half() -> None:
    """Between 0.5% and 50%: of one woman there is no such share, of two there is, of very many nobody looks."""
    least, most = Fraction(5, 1000), Fraction(1, 2)
    assert status(counts(0, 5), counts(1), least, capped=True, most=most) is NOT_MET
    assert status(counts(0, 5), counts(2), least, capped=True, most=most) is NOT_KNOWN
    assert status(counts(2, 3), counts(4, 6), Fraction(1, 3), most=Fraction(3, 4)) is MET
    assert status(counts(0, 64), counts(1), least, capped=True, most=most) is NOT_KNOWN
    assert status(counts(0, 5), Span(Fraction(1), None), least, capped=True, most=most) is NOT_KNOWN


def test_shares_of_what_is_not_counted_in_wholes() -> None:
    """Half an hour worked of an hour and a half contracted, and less than one of each."""
    assert status(counts(Fraction(4, 10)), counts(Fraction(5, 10)), Fraction(75, 100), stepped=False) is MET
    assert (
        status(counts(Fraction(4, 10)), counts(Fraction(4, 10), Fraction(8, 10)), Fraction(75, 100), stepped=False)
        is NOT_KNOWN
    )
    assert share_of(counts(Fraction(1, 10)), counts(0, Fraction(1, 2)), False, False) == Span(Fraction(1, 5), None)
    assert share_of(counts(0), counts(0, Fraction(1, 2)), False, False) == counts(0)


@st.composite
def small(draw: st.DrawFn) -> tuple[int, int, bool]:
    low, high = sorted((draw(st.integers(0, 7)), draw(st.integers(0, 7))))
    return low, high, draw(st.booleans())


@given(
    small(),
    small(),
    st.booleans(),
    st.fractions(0, 2, max_denominator=6),
    st.sampled_from(["met", "not_met"]),
    st.none() | st.integers(0, 2),
    st.none() | st.fractions(0, 2, max_denominator=6),
)
def test_no_pair_of_counts_says_otherwise(
    part: tuple[int, int, bool],
    whole: tuple[int, int, bool],
    capped: bool,
    threshold: Fraction,
    when_none: WhenNone,
    places: int | None,
    most: Fraction | None,
) -> None:
    """Met or not met is what every pair makes it; and where neither count may be none, not known is never too weak."""
    found = status(counts(*part), counts(*whole), threshold, when_none, places, capped, most=most)
    pairs = [(of, all_) for of in tried(part) for all_ in tried(whole) if not (capped and over(of, all_))]
    results = {passes(of, all_, threshold, when_none, places, most) for of, all_ in pairs}
    if found is not NOT_KNOWN:
        assert results <= {found is MET}
    elif not capped or (part[0] <= whole[0] and part[1] <= whole[1]):
        assert len(results) == 2


def tried(count: tuple[int, int, bool]) -> list[int | None]:
    low, high, none = count
    return [*range(low, high + 1), *([None] if none else [])]


def over(part: int | None, whole: int | None) -> bool:
    return part is not None and whole is not None and part > whole


def passes(
    part: int | None,
    whole: int | None,
    threshold: Fraction,
    when_none: WhenNone,
    places: int | None,
    most: Fraction | None,
) -> bool:
    if part is None or whole is None:
        return False
    if whole == 0:
        return when_none == "met"
    share = Fraction(part, whole)
    if places is not None:
        share = Fraction(floor(share * 10**places + Fraction(1, 2)), 10**places)
    return share >= threshold and (most is None or share <= most)
