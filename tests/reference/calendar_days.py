"""Days on and days back, counted on the calendar one at a time."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

FAR_PAST, FAR_FUTURE = date(1000, 1, 1), date(9000, 1, 1)  # stand for a range without that end
_DAY = timedelta(days=1)


@cache
def _holidays() -> frozenset[date]:
    calendar = BankHolidays(use_cached_holidays=True)
    return frozenset(day["date"] for day in calendar.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))


def is_far(day: date) -> bool:
    """Whether `day` stands for "as early, or as late, as you like"."""
    return day.year < 1500 or day.year > 8500


def _months(start: date, count: int, *, including: bool) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    last = monthrange(year, month + 1)[1]
    exists, there = start.day <= last, start.replace(year=year, month=month + 1, day=min(start.day, last))
    if not including:
        return there
    if count > 0:
        return there - _DAY if exists else there
    return there + _DAY  # a period that ends on 31 August and lasts six months begins on 1 March


def _working_days(start: date, count: int, step: timedelta, *, including: bool) -> date:
    def works(day: date) -> bool:
        return day.weekday() < 5 and day not in _holidays()

    left = count - 1 if including and works(start) else count
    while left > 0:
        start += step
        left -= works(start)
    return start


def shift(start: date, unit: str, count: int, *, back: bool, including: bool) -> date:
    """`count` days, working_days, months or years after `start`, or before it when `back`."""
    if is_far(start):
        return start
    if abs(count) > 100_000:
        return FAR_PAST if back is (count > 0) else FAR_FUTURE
    sign = -1 if back else 1
    if unit == "days":
        return start + sign * (count - including) * _DAY
    if unit == "working_days":
        return _working_days(start, count, sign * _DAY, including=including)
    return _months(start, sign * count * (12 if unit == "years" else 1), including=including)
