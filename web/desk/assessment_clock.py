"""The evidence clock of an assessment: by when what has to be done, and the same as a file for a calendar program."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Response, render_template

from assessment import AssessmentRefused, Clock, Entry, says_first
from assessment.kept import Held, ahead
from assessment.paper import clock_calendar
from engine import Fault
from web import loaded
from web.desk import days
from web.desk.addresses import Address
from web.desk.assessment_frame import AT, opening, refuse_what_is_gone
from web.desk.assessment_links import mended_at
from web.saved import to_be_saved

STATES = (
    ("due", "To do"),
    ("missed", "Missed"),
    ("to_show", "The day has passed, and nothing shows whether it was done"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """The entries in one state, by month, each month with its days in order."""

    id: str
    title: str
    count: int
    months: tuple[tuple[str, tuple[Entry, ...]], ...]


def assessment_clock(id: str) -> str:
    """What is still asked for today, with the last safe day of each. That it was read is kept in the activity."""
    opened, (clock, faults) = opening(id, "clock", _clock)
    return render_template(
        "desk/assessment_clock.html", opened=opened, clock=clock, faults=faults, errors={},
        mended_at=mended_at(opened.held, faults), today=days.today(),
        parts_of=tuple(_part(clock, *each) for each in STATES) if clock else (), until=days.until,
    )  # fmt: skip


def assessment_calendar(id: str) -> Response:
    """What is due as iCalendar, to be saved. Raises AssessmentRefused where no clock can be made."""

    def look(connection: Any, held: Held) -> bytes:
        rule_sets = loaded().rule_sets
        refuse_what_is_gone(held)
        clock = ahead.clock(connection, held.id, rule_sets, days.today())
        return clock_calendar(clock, says_first(rule_sets, held.year))

    opened, data = opening(id, "clock", look)
    name = f"{opened.held.organisation}-{opened.held.year}-evidence-clock.ics"
    return to_be_saved(data, "text/calendar; charset=utf-8", name)


def _clock(connection: Any, held: Held) -> tuple[Clock | None, Sequence[Fault]]:
    try:
        refuse_what_is_gone(held)
        return ahead.clock(connection, held.id, loaded().rule_sets, days.today()), ()
    except AssessmentRefused as refused:
        return None, refused.faults


def _part(clock: Clock, state: Any, title: str) -> Part:
    entries = clock.of(state)
    months = groupby(entries, key=lambda each: f"{each.day:%B %Y}")
    return Part(state, title, len(entries), tuple((month, tuple(these)) for month, these in months))


ADDRESSES = (
    Address(f"{AT}/clock", assessment_clock, "assessment.read"),
    Address(f"{AT}/clock/calendar.ics", assessment_calendar, "assessment.read"),
)
