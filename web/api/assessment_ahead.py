"""Looking ahead on an assessment: its evidence clock, what if something changed, and its papers to be saved."""

from datetime import date
from typing import Any

from flask import Response

from assessment import AssessmentRefused, Clock
from assessment.kept import Held, NotFound, ahead, paperwork, says_first, seeing
from assessment.paper import clock_calendar
from keeping.texts import today
from schemas.assessment_ahead import ClockSchema, PaperItems, WhatIfAskedSchema, WhatIfSchema
from web import loaded
from web.api import body, parameters, stored
from web.api.asking import actor
from web.api.assessments import READ, etag, first_said, noted, opening, snapshot_shown
from web.api.operations import AsItIs, Blueprint, operation
from web.api.rights import act
from web.kept_determinations import replaying_in
from web.office import now
from web.saved import to_be_saved

blueprint = Blueprint(
    "assessment-ahead", __name__, url_prefix="/api/v1", description="What an assessment of a trust still asks for."
)

_WORKED = ("assessment", "disagreement")
_OF_TRIAL = ("not-json", "bad-parameter", "too-large", "media-type", "request", *_WORKED)


@operation(
    blueprint, "GET", "/assessments/<id>/clock", ClockSchema, None, *READ, "disagreement",
    act="assessment.read", asks=("today",),
)  # fmt: skip
def get_clock(id: str) -> Response:
    """What is still to be done or shown, and by when, looking ahead from ?today=. That it was read is kept."""
    day = _day("today")

    def read_clock(connection: Any, held: Held) -> stored.Made:
        first = first_said(held)
        try:
            found = ahead.clock(connection, held.id, loaded().rule_sets, day)
        except AssessmentRefused as refused:
            return stored.Made(_without(held, day, first, refused), ClockSchema)
        return stored.Made(_with(held, first, found), ClockSchema)

    return opening(id, "clock", read_clock)


@operation(
    blueprint, "GET", "/assessments/<id>/clock.ics", AsItIs("text/calendar"), None, *READ, *_WORKED,
    act="assessment.read", asks=("today",),
)  # fmt: skip
def get_clock_calendar(id: str) -> Response:
    """What is due, as a calendar (RFC 5545). It names no person. That it was read is kept."""
    day = _day("today")
    with stored.reading() as connection:
        held = seeing.find(connection, actor(), id)
        first = says_first(loaded().rule_sets, held.year)
        found = clock_calendar(ahead.clock(connection, held.id, loaded().rule_sets, day), first)
    noted(held, "clock")
    headers = {"Cache-Control": "no-store", **etag(held)}
    return Response(found, headers=headers, content_type="text/calendar; charset=utf-8")


@operation(
    blueprint, "POST", "/assessments/<id>/what-if", WhatIfSchema, WhatIfAskedSchema,
    *stored.COMMON, *_OF_TRIAL, act="assessment.change",
)  # fmt: skip
def post_what_if(id: str) -> Response:
    """How the ten actions would stand if something changed. It is tried on a scratch copy: nothing is stored."""
    parameters.asked()
    with stored.reading() as connection:
        held = seeing.find(connection, actor(), id, act())
    said = body.read(WhatIfAskedSchema)
    day = said["as_at"] or today(now())
    with stored.reading() as connection:
        found = ahead.tried(connection, held.id, loaded().rule_sets, said["changes"], day)
    made = {
        "says_first": says_first(loaded().rule_sets, held.year), "as_at": day, "changes": found.changes,
        "told": found.told, "before": found.before, "after": found.after,
    }  # fmt: skip
    return stored.answer(stored.Made(made, WhatIfSchema, headers=etag(held)))


@operation(blueprint, "GET", "/assessments/<id>/papers", PaperItems, None, *READ, act="assessment.read")
def list_papers(id: str) -> Response:
    """The papers, and what they are of: the snapshot that stands, or today. That they were listed is kept."""
    parameters.asked()

    def read_papers(connection: Any, held: Held) -> stored.Made:
        of = paperwork.basis(connection, held.id)
        items = [
            {"name": name, "title": paperwork.TITLES[name], "media_type": kind}
            for name, kind in paperwork.PAPERS.items()
        ]
        made = {
            "says_first": first_said(held), "as_at": of.as_at if of else today(now()),
            "snapshot": snapshot_shown(connection, of) if of else None, "items": items,
        }  # fmt: skip
        return stored.Made(made, PaperItems)

    return opening(id, "papers", read_papers)


@operation(
    blueprint, "GET", "/assessments/<id>/papers/<paper>", AsItIs("*/*"), None, *READ, *_WORKED, "damaged",
    "gone", "pdf-unavailable", act="assessment.read",
)  # fmt: skip
def get_paper(id: str, paper: str) -> Response:
    """One paper, made anew and to be saved. That it was read is kept in the activity."""
    parameters.asked()
    with stored.reading() as connection:
        held = seeing.find(connection, actor(), id)
        if paper not in paperwork.PAPERS:
            raise NotFound
        found = paperwork.papers(connection, held.id, loaded().rule_sets, today(now()), replaying_in())
    made = found.make(paper)
    noted(held, "papers")
    return to_be_saved(made, paperwork.PAPERS[paper], f"{held.organisation} {held.year} {paper}")


def _day(name: str) -> date:
    """The day that is asked for; today where none is."""
    return parameters.day(parameters.asked(name), name) or today(now())


def _with(held: Held, first: tuple[str, ...], found: Clock) -> dict[str, Any]:
    return {
        "says_first": first, "assessment": held, "today": found.today, "faults": (),
        "declaration": f"{found.declaration:%Y-%m-%d %H:%M}",
        "entries": found.entries, "milestones": found.milestones,
    }  # fmt: skip


def _without(held: Held, day: date, first: tuple[str, ...], refused: AssessmentRefused) -> dict[str, Any]:
    return {
        "says_first": first, "assessment": held, "today": day, "faults": refused.faults, "declaration": None,
        "entries": (), "milestones": (),
    }  # fmt: skip
