"""Days at the desk: London's, said as people say them, and read from what was typed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from flask import request

import casework
from assessment import AssessmentRefused
from casework import CaseRefused
from engine import Fault, Need, day
from keeping import Deadline
from web.office import now
from web.pages import typed_values
from web.pages.typed_values import Slip

Made = TypeVar("Made")

_LONDON = ZoneInfo("Europe/London")
_SOON = 7  # days, in which what is due stands out
NO_DAY = "give the day, the month and the year"


@dataclass(frozen=True, slots=True)
class When:
    """How long there is until something is due, in words; ``tone`` is the colour that they stand out in."""

    words: str
    tone: str


def today() -> date:
    """The day in London."""
    return casework.today(now())


def when(found: Deadline) -> When:
    """How long there is until it is due: ``3 days late``, ``due tomorrow``; or that the day is not known yet."""
    return until(found.due_on) if found.due_on else When("not known yet", "yellow")


def until(on: date) -> When:
    """How long there is until a day on which something is due."""
    days = (on - today()).days
    if days < 0:
        return When(f"{_days(-days)} late", "red")
    words = {0: "due today", 1: "due tomorrow"}.get(days, f"due in {_days(days)}")
    return When(words, "orange" if days <= _SOON else "blue")


def waits_for(needs: Iterable[Need]) -> str:
    """What a day waits for, in one line: the first thing that could make it known, and how many more there are."""
    first, *more = needs
    return f"waits for “{first.ask}”" + (f" and {len(more)} more" if more else "")


def moment(at: datetime) -> str:
    """``1 May 2024 at 14:05``, in London."""
    here = at.astimezone(_LONDON)
    return f"{day(here.date())} at {here:%H:%M}"


def day_of(at: datetime) -> str:
    """``1 May 2024``: the day in London at that moment."""
    return day(at.astimezone(_LONDON).date())


def first_moment(on: date) -> datetime:
    """The first moment of a day in London."""
    return datetime.combine(on, time.min, _LONDON)


def last_moment(on: date) -> datetime:
    """The last moment of a day in London."""
    return datetime.combine(on, time.max, _LONDON)


def day_typed(place: str, where: str) -> tuple[date, list[Fault]]:
    """A day from its three fields, and what is wrong with it; then today stands for it, to look for other faults."""
    try:
        said, wrong = typed_values.day(request.form, place), NO_DAY
    except Slip as slip:
        said, wrong = None, str(slip)
    return (said, []) if said else (today(), [Fault(where, wrong)])


def day_if_typed(place: str, where: str) -> tuple[date | None, list[Fault]]:
    """The same of a day that may be left out: none then."""
    try:
        return typed_values.day(request.form, place), []
    except Slip as slip:
        return today(), [Fault(where, str(slip))]


def typed_day(place: str, value: date) -> dict[str, str]:
    """A day as it stands in its three fields."""
    return {f"{place}.day": str(value.day), f"{place}.month": str(value.month), f"{place}.year": str(value.year)}


def along_with(slips: list[Fault], act: Callable[[], Made]) -> Made:
    """What an act gives. CaseRefused where it is refused or something was typed wrongly, with all that is wrong."""
    try:
        made = act()
    except (CaseRefused, AssessmentRefused) as refused:
        raise CaseRefused([*slips, *refused.faults]) from refused
    if slips:
        raise CaseRefused(slips)
    return made


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


FILTERS: Mapping[str, Callable[..., str]] = {"moment": moment, "day_of": day_of, "waits_for": waits_for}
