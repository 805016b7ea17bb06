"""What must hold before a decision is issued: the gate's table, the law that is read, interests; and its issue."""

from typing import Any

from flask import Response

import casework
from casework import Case
from casework.deciding import confirm_law, decision_of, declare, gate, interests, issue, proposals, to_read
from schemas.before_issue import GateItems, InterestItems, InterestSchema, LawItems
from schemas.deciding import NewInterestSchema, NewLawReadSchema
from schemas.decisions import DecisionSchema
from web.api import stored
from web.api.asking import actor
from web.api.body import read, read_nothing
from web.api.decisions import CHANGE, ONE, READ, of_newest
from web.api.operations import Blueprint, operation
from web.kept_determinations import live, make_ready
from web.office import now, office

blueprint = Blueprint("before-issue", __name__, url_prefix="/api/v1/cases", description="Up to a decision's issue.")


@operation(blueprint, "GET", "/<id>/interests", InterestItems, None, *READ, act="decision.read")
def list_interests(id: str) -> Response:
    """What those who have to do with a case declared. That it was read is kept in the activity."""
    return stored.opening(
        id,
        "interests",
        lambda connection, found: stored.items(interests(connection, found).values(), InterestItems),
    )


@operation(
    blueprint, "POST", "/<id>/interests", InterestSchema, NewInterestSchema,
    *CHANGE, act="interest.declare", status=201,
)  # fmt: skip
def post_interest(id: str) -> Response:
    """Declare whether you have an interest in a case. Whoever has one takes no part in its decision."""
    asked = read(NewInterestSchema)
    return stored.changing(declare, id, asked["has_one"], asked["said"], answers=InterestSchema, status=201)


@operation(blueprint, "GET", f"{ONE}/gate", GateItems, None, *READ, act="decision.read")
def get_gate(id: str, decision_id: str) -> Response:
    """All that must hold before a decision is issued, and what is lacking. Reading it is kept in the activity."""

    def read_gate(connection: Any, found: Case) -> stored.Made:
        return stored.items(gate(connection, found, decision_of(connection, found, decision_id), live), GateItems)

    return stored.working(id, "gate", read_gate)


@operation(blueprint, "GET", f"{ONE}/law", LawItems, None, *READ, act="decision.read")
def list_law(id: str, decision_id: str) -> Response:
    """The provisions that a decision rests on and that somebody has to read in the published law.

    That this was read is kept in the activity.
    """
    return stored.working(id, "law_to_read", lambda connection, found: _law(connection, found, decision_id))


@operation(
    blueprint, "POST", f"{ONE}/law", LawItems, NewLawReadSchema,
    *stored.COMMON, *stored.OF_POST, "case", act="law.confirm",
)  # fmt: skip
def post_law(id: str, decision_id: str) -> Response:
    """Confirm that you have read provisions in the published law, and that they are encoded rightly.

    What is read stays read for every decision, until the provision is encoded otherwise; the case does not change.
    """
    asked = read(NewLawReadSchema)
    chosen = [(each["rule_set"], each["provision"], each["fingerprint"]) for each in asked["provisions"]]

    def confirm(connection: Any) -> stored.Made:
        found = casework.find(connection, actor(), id)
        draft = decision_of(connection, found, decision_id)
        offered = to_read(connection, draft, proposals(connection, draft, live))
        confirm_law(connection, now(), actor(), chosen, asked["read_in"], offered)
        return _law(connection, found, decision_id)

    make_ready(actor(), id)
    return stored.storing(confirm)


@operation(blueprint, "POST", f"{ONE}/issue", DecisionSchema, None, *CHANGE, act="decision.issue")
def post_issue(id: str, decision_id: str) -> Response:
    """Issue a decision: it gets its reference, and the case is decided. What the gate lacks stands in the way."""
    read_nothing()
    make_ready(actor(), id)
    series = office().decision_series
    return stored.changing(of_newest(issue, decision_id), id, series, live, answers=DecisionSchema)


def _law(connection: Any, found: Case, decision_id: str) -> stored.Made:
    mine = decision_of(connection, found, decision_id)
    made = to_read(connection, mine, proposals(connection, mine, live))
    return stored.Made({"items": made}, LawItems, headers=stored.etag(found.version))
