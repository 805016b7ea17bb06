"""Which versions may apply, as the second reading finds out: dates are compared, and not cut as spans."""

from engine.model import Version
from engine.values import Span, Status, meet, within


def may_apply(version: Version, dates: Span) -> bool:
    """Whether one of these dates may lie within a version."""
    end = None if version.end is None else Span(version.end, version.end)
    return within(dates, Span(version.start, version.start), end, False, False, True) is not Status.NOT_MET


def days_within(version: Version, dates: Span) -> Span:
    """Those of these dates that lie within a version; all of its days where that cannot be told."""
    days = meet(dates, Span(version.start, version.end))
    return days if isinstance(days, Span) else Span(version.start, version.end)
