"""What is done in a case by those whose case it is: whose it becomes, what it goes with, its name, rules and record."""

from datetime import datetime
from typing import Any, TypedDict

from flask import Response

import casework
from casework import Case
from people import Actor
from schemas.case_work import (
    AssignmentItems,
    AssignmentSchema,
    LinkItems,
    LinkSchema,
    NewAssignmentSchema,
    NewLinkSchema,
    NewRecordChangeSchema,
    RecordChangeItems,
    RuleSetsSchema,
    StatesSchema,
    TitleSchema,
)
from schemas.cases import CaseSchema
from web import loaded
from web.api import stored
from web.api.asking import actor
from web.api.body import read, read_nothing
from web.api.operations import Blueprint, operation
from web.api.rule_sets import named
from web.ids import as_id
from web.office import now

blueprint = Blueprint("case-acts", __name__, url_prefix="/api/v1/cases", description="What is done in a case.")

_READ = (*stored.COMMON, "bad-parameter")
_CHANGE = (*stored.COMMON, *stored.OF_POST, *stored.OF_CHANGE)


class _Asked(TypedDict):
    part: str
    person_id: str


@operation(blueprint, "GET", "/<id>/states", StatesSchema, None, *_READ, act="case.read")
def list_states(id: str) -> Response:
    """Where a case is, how it came there, and where it can go: what each way needs, and what is lacking for it."""

    def read_states(connection: Any, found: Case) -> stored.Made:
        ways = casework.ways(connection, now(), actor(), found)
        made = {"state": found.state, "history": casework.history(connection, found), "ways": ways}
        return stored.Made(made, StatesSchema)

    return stored.opening(id, "states", read_states)


@operation(blueprint, "GET", "/<id>/assignments", AssignmentItems, None, *_READ, act="case.read")
def list_assignments(id: str) -> Response:
    """Whose case it was and who sat on it."""
    return stored.looking(
        id, lambda connection, found: stored.items(casework.assignments(connection, found), AssignmentItems)
    )


@operation(
    blueprint, "POST", "/<id>/assignments", AssignmentSchema, NewAssignmentSchema, *_CHANGE,
    act="case.assign", status=201,
)  # fmt: skip
def post_assignment(id: str) -> Response:
    """Give the case to an officer, in the place of whoever had it; or let a member of the Committee sit on it."""
    asked: _Asked = read(NewAssignmentSchema)
    begin = casework.assign if asked["part"] == "officer" else casework.seat
    return stored.changing(begin, id, asked["person_id"], answers=AssignmentSchema, status=201)


@operation(blueprint, "POST", "/<id>/assignments/<person_id>/end", AssignmentItems, None, *_CHANGE, act="case.assign")
def post_assignment_end(id: str, person_id: str) -> Response:
    """Let a member of the Committee no longer sit on the case.

    A case that is an officer's is given to another officer instead.
    """
    read_nothing()
    return stored.changing(_unseat, id, person_id, answers=AssignmentItems)


@operation(blueprint, "GET", "/<id>/links", LinkItems, None, *_READ, act="case.read")
def list_links(id: str) -> Response:
    """The cases that go with this one and that you may see."""
    return stored.opening(
        id, "links", lambda connection, found: stored.items(casework.links(connection, actor(), found), LinkItems)
    )


@operation(blueprint, "POST", "/<id>/links", LinkSchema, NewLinkSchema, *_CHANGE, act="case.link", status=201)
def post_link(id: str) -> Response:
    """Let another case go with this one. The version of either goes up."""
    asked = read(NewLinkSchema)
    return stored.changing(casework.link, id, (asked["other"], asked["how"]), answers=LinkSchema, status=201)


@operation(blueprint, "POST", "/<id>/links/<other_id>/end", LinkItems, None, *_CHANGE, act="case.link")
def post_link_end(id: str, other_id: str) -> Response:
    """Let two cases go their own ways."""
    read_nothing()
    return stored.changing(_unlink, id, as_id(other_id), answers=LinkItems)


@operation(blueprint, "PUT", "/<id>/title", CaseSchema, TitleSchema, *_CHANGE, act="case.change")
def put_title(id: str) -> Response:
    """Give a case another title."""
    return stored.changing(casework.retitle, id, read(TitleSchema)["title"], answers=CaseSchema)


@operation(
    blueprint, "PUT", "/<id>/rule-sets", CaseSchema, RuleSetsSchema, *_CHANGE, "unknown-rule-set", act="case.change"
)
def put_rule_sets(id: str) -> Response:
    """Put a case to other rule sets, or in another order. What is stated in it must be known to one of them."""
    chosen = [named(each, f"/rule_sets/{place}") for place, each in enumerate(read(RuleSetsSchema)["rule_sets"])]
    return stored.changing(casework.put_to, id, chosen, answers=CaseSchema)


@operation(blueprint, "GET", "/<id>/record", RecordChangeItems, None, *_READ, act="case.read")
def list_record_changes(id: str) -> Response:
    """Every time that the record of a case was closed or opened again."""
    return stored.opening(
        id,
        "record",
        lambda connection, found: stored.items(casework.record_changes(connection, found), RecordChangeItems),
    )


@operation(
    blueprint, "POST", "/<id>/record", CaseSchema, NewRecordChangeSchema,
    *_CHANGE, "closing-refused", "facts", "disagreement", act="case.close_record",
)  # fmt: skip
def post_record_change(id: str) -> Response:
    """Close the record of a case, so that what was not shown falls by the burden of proof; or open it again."""
    asked = read(NewRecordChangeSchema)
    if asked["closed"]:
        return stored.changing(casework.close_record, id, asked["why"], loaded().rule_sets, answers=CaseSchema)
    return stored.changing(casework.reopen_record, id, asked["why"], answers=CaseSchema)


def _unseat(connection: Any, at: datetime, asking: Actor, id: str, person_id: str, expected: int) -> Any:
    casework.unseat(connection, at, asking, id, person_id, expected)
    return {"items": casework.assignments(connection, casework.find(connection, asking, id))}


def _unlink(connection: Any, at: datetime, asking: Actor, id: str, other_id: str, expected: int) -> Any:
    casework.unlink(connection, at, asking, id, other_id, expected)
    return {"items": casework.links(connection, asking, casework.find(connection, asking, id))}
