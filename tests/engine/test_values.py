"""Sets of values: what they leave possible together, and what a test says of every value in them."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.values import (
    NEVER,
    NO,
    YES,
    YES_OR_NO,
    Known,
    Options,
    Span,
    Status,
    equals,
    exactly,
    holds,
    is_none,
    join,
    meet,
    one_of,
    within,
)

MET, NOT_KNOWN, NOT_MET = Status.MET, Status.NOT_KNOWN, Status.NOT_MET
PERHAPS = Options(frozenset({True}), none=True)


def span(low: int | None, high: int | None, none: bool = False) -> Span:
    return Span(None if low is None else Fraction(low), None if high is None else Fraction(high), none)


def choice(*options: str, none: bool = False) -> Options:
    return Options(frozenset(options), none)


def test_a_status_says_itself_in_words() -> None:
    assert [status.word for status in (MET, NOT_KNOWN, NOT_MET)] == ["met", "not_known", "not_met"]


@pytest.mark.parametrize(
    ("known", "exact", "value", "some"),
    [
        (exactly(True), True, True, True),
        (exactly(False), True, False, True),
        (exactly(Fraction(3)), True, Fraction(3), True),
        (exactly(None), True, None, False),
        (Options(frozenset(), none=True), True, None, False),
        (PERHAPS, False, True, True),
        (span(3, 3, none=True), False, Fraction(3), True),
        (Span(), False, None, True),
    ],
)
def test_what_is_left_of_a_set(known: Known, exact: bool, value: object, some: bool) -> None:
    assert (known.exact, known.value, known.some) == (exact, value, some)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (span(1, 5), span(3, 9), span(3, 5)),
        (span(None, 5), span(3, None), span(3, 5)),
        (span(1, 2), span(3, 4), None),
        (span(1, 2, none=True), span(3, 4, none=True), NEVER),
        (span(1, 5), NEVER, None),
        (span(1, 5, none=True), NEVER, NEVER),
        (YES_OR_NO, YES, YES),
        (YES, NO, None),
        (choice("a", none=True), choice("b", none=True), choice(none=True)),
        (choice("a", none=True), NEVER, choice(none=True)),
        (choice("a"), NEVER, None),
    ],
)
def test_what_two_sources_leave_possible_together(one: Known, other: Known, both: Known | None) -> None:
    assert meet(one, other) == both
    assert meet(other, one) == both


@pytest.mark.parametrize(
    ("one", "other", "either"),
    [
        (span(1, 2), span(5, 6), span(1, 6)),
        (span(1, None), span(None, 3), Span()),
        (span(1, 2), NEVER, span(1, 2, none=True)),
        (NEVER, NEVER, NEVER),
        (YES, NO, YES_OR_NO),
        (choice("a"), choice(none=True), choice("a", none=True)),
    ],
)
def test_the_smallest_set_that_holds_both(one: Known, other: Known, either: Known) -> None:
    assert join(one, other) == either
    assert join(other, one) == either
    assert holds(one, either)
    assert holds(other, either)


def test_a_set_holds_what_it_leaves_possible_and_no_more() -> None:
    assert holds(span(2, 3), span(1, None))
    assert not holds(span(0, 3), span(1, None))
    assert not holds(span(2, 3, none=True), span(1, None))
    assert holds(NEVER, span(1, 2, none=True))
    assert not holds(choice("a", "b"), choice("a"))


@pytest.mark.parametrize(
    ("known", "other", "stepped", "status"),
    [
        (exactly(Fraction(3)), exactly(Fraction(3)), False, MET),
        (exactly(Fraction(3)), exactly(Fraction(4)), False, NOT_MET),
        (span(1, 5), exactly(Fraction(3)), False, NOT_KNOWN),
        (span(1, 2), span(3, 4), False, NOT_MET),
        (span(3, 3, none=True), exactly(Fraction(3)), False, NOT_KNOWN),
        (NEVER, NEVER, False, NOT_MET),
        (NEVER, exactly(Fraction(3)), False, NOT_MET),
        (span(1, 5), exactly(Fraction(5, 2)), True, NOT_MET),
        (span(1, 5), Span(Fraction(5, 2), Fraction(7, 2)), True, NOT_KNOWN),
        (Span(), exactly(Fraction(3)), True, NOT_KNOWN),
        (Span(date(2024, 1, 1), date(2024, 1, 3)), exactly(date(2024, 1, 2)), True, NOT_KNOWN),
        (YES_OR_NO, YES, False, NOT_KNOWN),
        (choice("a", "b"), choice("c"), False, NOT_MET),
    ],
)
def test_is(known: Known, other: Known, stepped: bool, status: Status) -> None:
    assert equals(known, other, stepped) is status


@pytest.mark.parametrize(
    ("known", "wanted", "status"),
    [
        (choice("routine"), {"routine", "excepted"}, MET),
        (choice("routine", "excepted"), {"routine", "excepted"}, MET),
        (choice("routine", "excepted", none=True), {"routine", "excepted"}, NOT_KNOWN),
        (choice("routine", "other"), {"routine", "excepted"}, NOT_KNOWN),
        (choice("other"), {"routine", "excepted"}, NOT_MET),
        (choice(none=True), {"routine"}, NOT_MET),
        (exactly(Fraction(3)), {Fraction(3), Fraction(4)}, MET),
        (span(3, 4), {Fraction(3), Fraction(4)}, NOT_KNOWN),
        (span(5, 6), {Fraction(3), Fraction(4)}, NOT_MET),
    ],
)
def test_is_one_of(known: Known, wanted: set[object], status: Status) -> None:
    assert one_of(known, frozenset(wanted)) is status


def test_only_is_none_is_met_by_none() -> None:
    assert [is_none(known) for known in (NEVER, PERHAPS, YES)] == [MET, NOT_KNOWN, NOT_MET]
    assert within(NEVER, span(1, 1), None, False, False, False) is NOT_MET
    assert within(span(1, 1), NEVER, None, False, False, False) is NOT_MET
    assert within(span(1, 1), span(1, 1, none=True), None, False, False, False) is NOT_KNOWN
    assert within(span(2, 2, none=True), span(1, 1), None, False, False, False) is NOT_KNOWN


def test_two_bounds_are_tested_together_for_each_value() -> None:
    """No whole number is over 3 and under 4, though some are over 3 and some are under 4."""
    four = span(0, 10), span(3, 3), span(4, 4)
    assert within(*four, True, True, True) is NOT_MET
    assert within(*four, True, True, False) is NOT_KNOWN
    days = Span(), exactly(date(2024, 5, 1)), exactly(date(2024, 5, 2))
    assert isinstance(days[1], Span)
    assert isinstance(days[2], Span)
    assert within(days[0], days[1], days[2], True, True, True) is NOT_MET
    minutes = Span(datetime(2024, 5, 1, 12), datetime(2024, 5, 1, 12)), Span(datetime(2024, 5, 1, 12, 1), None)
    assert within(Span(), *minutes, True, True, True) is NOT_KNOWN
    assert within(Span(), minutes[0], exactly(datetime(2024, 5, 1, 12, 1)), True, True, True) is NOT_MET  # type: ignore[arg-type]  # a Span, as all exact values but yes and no


SMALL = st.integers(-3, 4)
NONES = st.booleans()


@st.composite
def small(draw: st.DrawFn) -> tuple[Span, list[Fraction | None]]:
    """A set of whole numbers as a span, and each of them."""
    low, high = sorted((draw(SMALL), draw(SMALL)))
    none = draw(NONES)
    every: list[Fraction | None] = [Fraction(number) for number in range(low, high + 1)]
    return span(low, high, none), [*every, *([None] if none else [])]


def verdict(results: set[bool]) -> Status:
    return NOT_KNOWN if len(results) == 2 else MET if results == {True} else NOT_MET


@given(small(), st.none() | small(), st.none() | small(), st.booleans(), st.booleans())
def test_bounds_decide_as_trying_every_whole_number_does(
    known: tuple[Span, list[Fraction | None]],
    low: tuple[Span, list[Fraction | None]] | None,
    high: tuple[Span, list[Fraction | None]] | None,
    above: bool,
    below: bool,
) -> None:
    def passes(value: Fraction | None, floor: Fraction | None, ceiling: Fraction | None) -> bool:
        over = low is None or (floor is not None and value is not None and (value > floor if above else value >= floor))
        under = high is None or (
            ceiling is not None and value is not None and (value < ceiling if below else value <= ceiling)
        )
        return value is not None and over and under

    floors, ceilings = (bound[1] if bound else [None] for bound in (low, high))
    tried = {passes(value, floor, ceiling) for value in known[1] for floor in floors for ceiling in ceilings}
    found = within(known[0], low[0] if low else None, high[0] if high else None, above, below, stepped=True)
    assert found is verdict(tried)


@given(small(), small())
def test_is_decides_as_trying_every_pair_does(
    one: tuple[Span, list[Fraction | None]], other: tuple[Span, list[Fraction | None]]
) -> None:
    tried = {left is not None and left == right for left in one[1] for right in other[1]}
    assert equals(one[0], other[0], stepped=True) is verdict(tried)


@given(small(), small())
def test_meet_and_join_hold_what_both_and_either_hold(
    one: tuple[Span, list[Fraction | None]], other: tuple[Span, list[Fraction | None]]
) -> None:
    both = meet(one[0], other[0])
    shared = [value for value in one[1] if value in other[1]]
    assert (both is None) == (not shared)
    assert all(both is not None and holds(exactly(value), both) for value in shared)
    assert all(holds(exactly(value), join(one[0], other[0])) for value in (*one[1], *other[1]))
