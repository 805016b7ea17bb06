"""Counting time as the law does: month ends, working days of England, both countings, forwards and back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.amounts import worth
from engine.counting import Counting, OutsideCalendar, Unit, shift, working_days
from engine.model import FactValue, Literally, Shifted
from engine.values import Known, Span, exactly

NEXT: Counting = "from_the_next_day"
FIRST: Counting = "including_the_first_day"


@pytest.mark.parametrize(
    ("start", "count", "unit", "counting", "end"),
    [
        ("2024-03-01", 30, "days", NEXT, "2024-03-31"),
        ("2024-03-01", 30, "days", FIRST, "2024-03-30"),
        ("2024-03-31", -30, "days", NEXT, "2024-03-01"),
        ("2024-03-31", -30, "days", FIRST, "2024-03-02"),
        ("2024-03-01", 0, "days", FIRST, "2024-03-01"),
        ("2024-01-31", 1, "months", NEXT, "2024-02-29"),
        ("2023-01-31", 1, "months", NEXT, "2023-02-28"),
        ("2024-01-15", 1, "months", NEXT, "2024-02-15"),
        ("2024-01-15", 1, "months", FIRST, "2024-02-14"),
        ("2024-04-01", 12, "months", FIRST, "2025-03-31"),
        ("2022-08-31", 6, "months", FIRST, "2023-02-28"),
        ("2022-08-28", 6, "months", FIRST, "2023-02-27"),
        ("2024-03-31", -1, "months", NEXT, "2024-02-29"),
        ("2023-03-31", -1, "months", FIRST, "2023-03-01"),
        ("2025-03-31", -12, "months", FIRST, "2024-04-01"),
        ("2024-02-29", 1, "years", NEXT, "2025-02-28"),
        ("2024-02-29", 4, "years", NEXT, "2028-02-29"),
        ("2024-02-29", -1, "years", NEXT, "2023-02-28"),
        ("2024-12-31", 2, "months", NEXT, "2025-02-28"),
        ("2024-02-28", 0, "months", FIRST, "2024-02-28"),
    ],
)
def test_days_months_and_years(start: str, count: int, unit: Unit, counting: Counting, end: str) -> None:
    assert shift(date.fromisoformat(start), count, unit, counting) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("start", "count", "counting", "end", "why"),
    [
        ("2024-12-24", 1, NEXT, "2024-12-27", "Christmas Day and Boxing Day are no working days"),
        ("2022-12-23", 1, NEXT, "2022-12-28", "Christmas Day 2022 was a Sunday: its substitute was Tuesday 27th"),
        ("2021-12-24", 1, NEXT, "2021-12-29", "both fell on the weekend: substitutes on Monday and Tuesday"),
        ("2024-03-28", 1, NEXT, "2024-04-02", "Good Friday, the weekend and Easter Monday"),
        ("2020-05-07", 1, NEXT, "2020-05-11", "the early May holiday of 2020 was moved to Friday 8th"),
        ("2022-09-16", 1, NEXT, "2022-09-20", "the State Funeral was a holiday of that year alone"),
        ("2024-05-03", 1, NEXT, "2024-05-07", "the early May holiday"),
        ("2024-03-15", 1, NEXT, "2024-03-18", "St Patrick's Day is a holiday elsewhere, and not here"),
        ("2024-05-01", 1, NEXT, "2024-05-02", "a plain Wednesday"),
        ("2024-05-01", 1, FIRST, "2024-05-01", "the first day counts, and is a working day"),
        ("2024-05-04", 1, FIRST, "2024-05-07", "the first day would count, and is a Saturday before a holiday"),
        ("2024-05-04", 0, NEXT, "2024-05-04", "no days on is the day itself, even a Saturday"),
        ("2024-05-07", -1, NEXT, "2024-05-03", "backwards over the holiday"),
        ("2024-05-07", -1, FIRST, "2024-05-07", "backwards, that day counts"),
        ("2024-05-06", -1, FIRST, "2024-05-03", "backwards from the holiday, Friday counts first"),
        ("2024-05-01", 10, NEXT, "2024-05-16", "ten working days over one holiday"),
    ],
)
def test_working_days_are_those_of_england(start: str, count: int, counting: Counting, end: str, why: str) -> None:
    assert shift(date.fromisoformat(start), count, "working_days", counting) == date.fromisoformat(end), why


def test_the_calendar_holds_no_weekend_and_no_christmas() -> None:
    days = working_days()
    assert all(day.weekday() < 5 for day in days)
    assert not [day for day in days if (day.month, day.day) in ((12, 25), (12, 26), (1, 1))]


@pytest.mark.parametrize(
    ("start", "count", "unit"),
    [
        (date(2199, 12, 31), 1, "days"),
        (date(1900, 1, 1), -1, "days"),
        (date(2024, 1, 1), 10**14, "days"),
        (date(2024, 1, 1), 10**9, "months"),
        (date(2190, 1, 1), 10, "years"),
        (date(1900, 6, 1), -12, "months"),
    ],
)
def test_a_count_that_leaves_the_years_of_our_dates_fails_loudly(start: date, count: int, unit: Unit) -> None:
    with pytest.raises(OutsideCalendar, match="leaves the years 1900 to 2199"):
        shift(start, count, unit, NEXT)


@pytest.mark.parametrize(("start", "count"), [(date(1999, 1, 4), 1), (date(2100, 1, 4), 1), (date(2024, 1, 2), 10**6)])
def test_working_days_beyond_the_known_holidays_fail_loudly(start: date, count: int) -> None:
    with pytest.raises(OutsideCalendar, match=r"bank holidays are known from .* only"):
        shift(start, count, "working_days", NEXT)


def test_the_last_known_working_day_is_reached_and_the_next_is_not() -> None:
    *_, before, last = working_days()
    assert shift(before, 1, "working_days", NEXT) == last
    with pytest.raises(OutsideCalendar):
        shift(last, 1, "working_days", NEXT)


def served(known: Known, days: int) -> Known:
    value = Shifted(FactValue("served_on"), 1, Literally(exactly(days)), "working_days", NEXT)
    return worth(value, lambda _: known, lambda _: known)


def test_beyond_the_calendar_an_exact_date_fails_and_a_range_loses_that_end() -> None:
    last = working_days()[-1]
    with pytest.raises(OutsideCalendar) as wrong:
        served(exactly(last), 5)
    assert wrong.value.fact == "served_on"
    assert served(Span(date(2024, 5, 1), last), 5) == Span(date(2024, 5, 9), None)
    assert served(Span(date(2024, 5, 1), None), 5) == Span(date(2024, 5, 9), None)


DAYS = st.dates(date(2000, 1, 1), date(2025, 12, 31))
COUNTINGS = st.sampled_from([NEXT, FIRST])


@given(DAYS, st.integers(0, 400), st.integers(-30, 30), st.sampled_from(["days", "months", "years"]), COUNTINGS)
def test_a_later_start_never_ends_earlier(start: date, later: int, count: int, unit: Unit, counting: Counting) -> None:
    assert shift(start, count, unit, counting) <= shift(start + timedelta(days=later), count, unit, counting)


@given(DAYS, st.integers(-30, 30), st.integers(0, 30), st.sampled_from(["days", "months", "years"]), COUNTINGS)
def test_a_larger_count_never_ends_earlier(start: date, count: int, more: int, unit: Unit, counting: Counting) -> None:
    assert shift(start, count, unit, counting) <= shift(start, count + more, unit, counting)


@given(st.dates(date(2019, 1, 1), date(2024, 12, 31)), st.integers(1, 60))
def test_between_a_day_and_n_working_days_on_lie_n_working_days(start: date, count: int) -> None:
    end = shift(start, count, "working_days", NEXT)
    assert sum(start < day <= end for day in working_days()) == count
    assert end in working_days()
