"""Dates moved and dates compared: what a count on from a day, or between two, may be."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.amounts import worth
from engine.counting import Counting, OutsideCalendar, Unit, shift
from engine.model import (
    DaysBetween,
    FactValue,
    Literally,
    Shifted,
    Value,
)
from engine.values import NEVER, Known, Span, exactly

Facts = dict[str, Span]
World = dict[str, Any]


def known(value: Value, facts: Facts) -> Known:
    return worth(value, facts.__getitem__, facts.__getitem__)


def numbers(*ends: int | None, none: bool = False) -> Span:
    low, high = (None if end is None else Fraction(end) for end in (ends * 2)[:2])
    return Span(low, high, none)


def moved(start: Span, count: Span, sign: int, unit: Unit, counting: Counting) -> Known:
    return known(
        Shifted(FactValue("start"), sign, FactValue("count"), unit, counting), {"start": start, "count": count}
    )


@given(
    st.dates(date(2019, 6, 1), date(2024, 6, 1)),
    st.integers(0, 5),
    st.integers(0, 8),
    st.integers(0, 4),
    st.sampled_from([1, -1]),
    st.sampled_from(["days", "working_days", "months", "years"]),
    st.sampled_from(["from_the_next_day", "including_the_first_day"]),
)
def test_a_date_moved_holds_every_start_and_every_count(
    first: date, more_days: int, fewest: int, more: int, sign: int, unit: Unit, counting: Counting
) -> None:
    if unit == "years":
        fewest, more = fewest // 4, more // 4
    last = first + timedelta(days=more_days)
    found = moved(Span(first, last), numbers(fewest, fewest + more), sign, unit, counting)
    every = [
        shift(first + timedelta(days=days), sign * count, unit, counting)
        for days in range(more_days + 1)
        for count in range(fewest, fewest + more + 1)
    ]
    assert found == Span(min(every), max(every))


def test_a_moved_moment_keeps_its_hour() -> None:
    noon = datetime(2024, 1, 31, 12)
    assert moved(Span(noon, noon), numbers(1), 1, "months", "from_the_next_day") == exactly(datetime(2024, 2, 29, 12))


@pytest.mark.parametrize(
    ("start", "count", "found"),
    [
        (NEVER, numbers(3), NEVER),
        (exactly(date(2024, 5, 1)), NEVER, NEVER),
        (Span(date(2024, 5, 1), None), numbers(3), Span(date(2024, 5, 4), None)),
        (Span(None, date(2024, 5, 1), none=True), numbers(3), Span(None, date(2024, 5, 4), none=True)),
        (exactly(date(2024, 5, 1)), numbers(3, None), Span(date(2024, 5, 4), None)),
        (exactly(date(2024, 5, 1)), numbers(3, 10**6), Span(date(2024, 5, 4), None)),
    ],
)
def test_a_date_or_a_count_that_is_partly_known_moves_its_ends(start: Span, count: Span, found: Span) -> None:
    assert moved(start, count, 1, "days", "from_the_next_day") == found


def test_an_exact_count_beyond_the_calendar_names_the_date_it_starts_from() -> None:
    with pytest.raises(OutsideCalendar) as wrong:
        moved(Span(date(2199, 12, 1), date(2199, 12, 1)), numbers(60), 1, "days", "from_the_next_day")
    assert wrong.value.fact == "start"
    steps = Shifted(Literally(exactly(date(2199, 12, 1))), 1, Literally(numbers(60)), "days", "from_the_next_day")
    with pytest.raises(OutsideCalendar):
        known(steps, {})


def test_days_between_two_dates_are_counted_from_the_first_to_the_second() -> None:
    between = DaysBetween(FactValue("sent"), FactValue("received"))
    may = Span(date(2024, 5, 1), date(2024, 5, 3))
    june = exactly(date(2024, 6, 1))
    assert isinstance(june, Span)
    assert known(between, {"sent": may, "received": june}) == numbers(29, 31)
    assert known(between, {"sent": june, "received": may}) == numbers(-31, -29)
    assert known(between, {"sent": Span(), "received": june}) == Span()
    assert known(between, {"sent": NEVER, "received": june}) == NEVER
    assert known(between, {"sent": Span(date(2024, 5, 1), None, none=True), "received": june}) == Span(
        None, Fraction(31), True
    )
