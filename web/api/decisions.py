"""Decisions of a case: drafted on what was determined, departed from, concluded and written.

The engine works before anything is written, so that nobody who stores something waits for it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Response

import casework
from casework import Case, NotFound
from casework.deciding import (
    Concluding,
    Decision,
    Departing,
    adopt_anew,
    conclude,
    decided,
    decision_of,
    decisions_of,
    depart,
    draft,
    newest_decision,
    proposals,
    write,
)
from people import Actor
from schemas.deciding import AdoptSchema, NewConclusionSchema, NewDepartureSchema, NewTextSchema
from schemas.decisions import DecisionItems, DecisionSchema, TextVersionSchema, WholeDecisionSchema
from web.api import stored
from web.api.asking import actor
from web.api.body import read, read_nothing
from web.api.errors import refuse
from web.api.operations import AsItIs, Blueprint, operation
from web.api.rights import act
from web.decision_papers import issued_bytes
from web.kept_determinations import NotWhole, live, make_ready
from web.office import now

blueprint = Blueprint("decisions", __name__, url_prefix="/api/v1/cases", description="Decisions, and their drafts.")

ONE = "/<id>/decisions/<decision_id>"
READ = (*stored.COMMON, "bad-parameter")
CHANGE = (*stored.COMMON, *stored.OF_POST, *stored.OF_CHANGE)


@operation(blueprint, "GET", "/<id>/decisions", DecisionItems, None, *READ, act="decision.read")
def list_decisions(id: str) -> Response:
    """The decisions of a case in short. That they were read is kept in the activity."""
    return stored.opening(
        id, "decisions", lambda connection, found: stored.items(decisions_of(connection, found), DecisionItems)
    )


@operation(
    blueprint, "POST", "/<id>/decisions", DecisionSchema, None, *CHANGE, "damaged", act="decision.draft", status=201
)
def post_decision(id: str) -> Response:
    """Draft a decision that adopts the newest determinations of a case.

    In a case with an issued decision, which has to be determined again first, it comes in the place of that.
    """
    read_nothing()
    version = stored.expected()
    make_ready(actor(), id)
    return stored.storing(lambda connection: _drafted(connection, id, version))


@operation(blueprint, "GET", ONE, WholeDecisionSchema, None, *READ, act="decision.read")
def get_decision(id: str, decision_id: str) -> Response:
    """A decision as it stands, with its answers. That it was read is kept in the activity."""

    def read_whole(connection: Any, found: Case) -> stored.Made:
        decision = decision_of(connection, found, decision_id)
        answers = decided(decision, proposals(connection, decision, live))
        return stored.Made((decision, answers), WholeDecisionSchema)

    return stored.working(id, "decision", read_whole)


@operation(blueprint, "POST", f"{ONE}/adopted", DecisionSchema, AdoptSchema, *CHANGE, "damaged", act="decision.draft")
def post_adopted(id: str, decision_id: str) -> Response:
    """Let a draft rest on the newest determinations. What no longer departs from them is taken back."""
    text_anew = read(AdoptSchema)["text_anew"]

    def adopt(connection: Any, at: datetime, asking: Actor, case_id: str, expected: int) -> Decision:
        return adopt_anew(connection, at, asking, case_id, live, expected, text_anew=text_anew)

    make_ready(actor(), id)
    return stored.changing(of_newest(adopt, decision_id), id, answers=DecisionSchema)


@operation(blueprint, "POST", f"{ONE}/departures", DecisionSchema, NewDepartureSchema, *CHANGE, act="decision.draft")
def post_decision_departure(id: str, decision_id: str) -> Response:
    """Depart from what is proposed on a question, a provision or a condition, with reasons; or take that back."""
    asked: Departing = read(NewDepartureSchema)
    make_ready(actor(), id)
    return stored.changing(of_newest(depart, decision_id), id, asked, live, answers=DecisionSchema)


@operation(blueprint, "PUT", f"{ONE}/conclusion", DecisionSchema, NewConclusionSchema, *CHANGE, act="committee.record")
def put_conclusion(id: str, decision_id: str) -> Response:
    """Record what becomes of the appeal and of the application, and who decided."""
    asked: Concluding = read(NewConclusionSchema)
    return stored.changing(of_newest(conclude, decision_id), id, asked, answers=DecisionSchema)


@operation(blueprint, "PUT", f"{ONE}/text", DecisionSchema, NewTextSchema, *CHANGE, act="decision.draft")
def put_text(id: str, decision_id: str) -> Response:
    """Write sections of the text; the others stay. Every version is kept."""
    return stored.changing(of_newest(write, decision_id), id, read(NewTextSchema)["sections"], answers=DecisionSchema)


@operation(blueprint, "GET", f"{ONE}/texts/<number>", TextVersionSchema, None, *READ, act="decision.read")
def get_text(id: str, decision_id: str, number: str) -> Response:
    """One version of the text, from 1. That it was read is kept in the activity."""

    def read_version(connection: Any, found: Case) -> stored.Made:
        texts = decision_of(connection, found, decision_id).texts
        version = next((each for each in texts if str(each.number) == number), None)
        if version is None:
            raise NotFound
        return stored.Made(version, TextVersionSchema)

    return stored.opening(id, "text", read_version)


@operation(
    blueprint, "GET", f"{ONE}/issued", AsItIs("application/json", "object"), None,
    *READ, "gone", "damaged", act="decision.read",
)  # fmt: skip
def get_issued_decision(id: str, decision_id: str) -> Response:
    """All that was issued, as the bytes that were kept. That it was read is kept in the activity."""
    with stored.reading() as connection:
        found = casework.seen(connection, actor(), act(), id)
        try:
            canonical = issued_bytes(connection, found, decision_id)
        except NotWhole as not_whole:
            raise refuse(not_whole.kind, str(not_whole)) from not_whole
    stored.noted(found, "issued")
    return Response(canonical, headers={"Cache-Control": "no-store"}, content_type="application/json")


def of_newest(change: Callable[..., Decision], decision_id: str) -> Callable[..., Decision]:
    """A change of the newest decision of a case, which raises NotFound where an address names another."""

    def changed(connection: Any, at: datetime, asking: Actor, case_id: str, *said: Any) -> Decision:
        newest = newest_decision(connection, casework.find(connection, asking, case_id))
        if newest is None or newest.id != decision_id:
            raise NotFound
        return change(connection, at, asking, case_id, *said)

    return changed


def _drafted(connection: Any, id: str, version: int) -> stored.Made:
    made = draft(connection, now(), actor(), id, live, version)
    at = {"Location": f"/api/v1/cases/{id}/decisions/{made.id}"}
    return stored.Made(made, DecisionSchema, 201, stored.etag(version + 1) | at)
