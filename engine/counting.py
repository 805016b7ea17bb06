"""Counting time as the law does: days, working days of England, months and years, forwards and back."""

import calendar
import json
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

from engine.values import EARLIEST, LATEST

Unit = Literal["days", "working_days", "months", "years"]
Counting = Literal["from_the_next_day", "including_the_first_day"]


class OutsideCalendar(ValueError):
    """A count that leaves the days for which dates, or England's bank holidays, are known; ``fact`` is its start."""

    fact = ""


def shift(start: date, count: int, unit: Unit, counting: Counting) -> date:
    """The day ``count`` units after ``start`` (before it, where ``count`` is negative).

    ``from_the_next_day``: one month from 31 January is the last day of February, since there is no such day number.
    ``including_the_first_day``: ``start`` is the first day counted, so the last day is one earlier, except where the
    month had no such day: then it is the last day of that month itself. Backwards, ``start`` is the last day counted.
    """
    backwards = count < 0
    first_counts = counting == "including_the_first_day" and count != 0
    if unit == "working_days":
        return _working_day(start, count, first_counts)
    if unit == "days":
        end = _plus_days(start, count)
        return _plus_days(end, 1 if backwards else -1) if first_counts else end
    end, such_a_day = _plus_months(start, count * (12 if unit == "years" else 1))
    if not first_counts or not (such_a_day or backwards):
        return end
    return _plus_days(end, 1 if backwards else -1)


def _plus_days(start: date, days: int) -> date:
    try:
        return _inside(start + timedelta(days=days))
    except OverflowError:
        raise OutsideCalendar(_OUTSIDE) from None


def _plus_months(start: date, count: int) -> tuple[date, bool]:
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if not EARLIEST.year <= year <= LATEST.year:
        raise OutsideCalendar(_OUTSIDE)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)), start.day <= last


def _inside(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise OutsideCalendar(_OUTSIDE)
    return day


def _working_day(start: date, count: int, first_counts: bool) -> date:
    """The ``count``-th working day after ``start``, or from it on where that day counts. Zero is ``start`` itself."""
    if count == 0:
        return start
    days = working_days()
    if count > 0:
        place = (bisect_left(days, start) if first_counts else bisect_right(days, start)) + count - 1
    else:
        place = (bisect_right(days, start) if first_counts else bisect_left(days, start)) + count
    if not (0 <= place < len(days) and days[0] <= start <= days[-1]):
        raise OutsideCalendar(
            f"England's bank holidays are known from {days[0].year} to {days[-1].year} only, and this count of working "
            "days leaves them; give the date itself, or bring the calendar up to date"
        )
    return days[place]


@cache
def working_days() -> tuple[date, ...]:
    """Every working day of England for which bank holidays are known.

    They are the dates that come with the library, from its file: its program would load one that asks the network.
    """
    held = json.loads((files("govuk_bank_holidays") / "bank-holidays.json").read_text("utf-8"))
    holidays = {date.fromisoformat(each["date"]) for each in held["england-and-wales"]["events"]}
    first, last = date(min(holidays).year, 1, 1), date(max(holidays).year, 12, 31)
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    return tuple(day for day in days if day.weekday() < 5 and day not in holidays)


_OUTSIDE = f"the count leaves the years {EARLIEST.year} to {LATEST.year}, in which dates may lie"
