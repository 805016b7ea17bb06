"""The longest stretch of a period without a row, in whole months, and how short it may turn out to be."""

from datetime import date
from itertools import pairwise

from tests.reference.calendar_days import shift
from tests.reference.tables import Table, outermost
from tests.reference.worth import BIG, May, between
from tests.reference.yaml_reader import Raw

Window = tuple[date, date]  # the first and the last day on which a row may lie


def months_to(start: date, end: date) -> int:
    """The fewest whole months in which `end` is reached from `start`."""
    months = 0
    while shift(start, "months", months, back=False, including=False) < end:
        months += 1
    return months


def longest(days: list[date], period: Window) -> int:
    """The longest stretch between neighbours among the days and the ends of the period."""
    stops = [period[0], *sorted(days), period[1]]
    return max(months_to(one, other) for one, other in pairwise(stops))


def within_reach(windows: list[Window], period: Window, months: int) -> bool:
    """Whether the rows may lie so that no stretch is longer than so many months.

    From where one stands, the row that must soonest be used goes as far as it reaches: a row more never hurts, and one
    that may lie later serves later.
    """
    here, left = period[0], sorted(windows, key=lambda window: window[1])
    while (reach := shift(here, "months", months, back=False, including=False)) < period[1]:
        usable = [window for window in left if window[0] <= reach and window[1] > here]
        if not usable:
            return False
        left.remove(usable[0])
        here = min(usable[0][1], reach)
    return True


def longest_gap(table: Table, condition: Raw, field: str, period: tuple[May, May]) -> May:
    """From the best that all rows together may do to what those do that surely count on a day that is known."""
    if not all(end.settled and end.value is not None for end in period):
        return between(0, BIG, whole=True)
    ends = period[0].value, period[1].value
    sure: list[date] = []
    windows: list[Window] = []
    for row, surely in table.counted(condition):
        may = row.cell(field)
        days = outermost(may)
        if days is None or days[1] < ends[0] or days[0] > ends[1]:
            continue
        windows.append((max(days[0], ends[0]), min(days[1], ends[1])))
        sure += [may.value] if surely and may.settled else []
    most = longest(sure, ends)
    least = next(months for months in range(most + 1) if within_reach(windows, ends, months))
    return between(least if table.complete else 0, most, whole=True)
