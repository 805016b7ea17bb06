"""Cases: receive them, find them, read them and move them from state to state."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

import casework
from casework import Case, Move, NewCase, Query
from schemas.cases import CasePage, CaseSchema, MeSchema, MoveSchema, NewCaseSchema
from web import loaded
from web.api import stored
from web.api.asking import actor
from web.api.body import read
from web.api.errors import refuse
from web.api.operations import Blueprint, operation
from web.office import now

blueprint = Blueprint("cases", __name__, url_prefix="/api/v1", description="Cases, for those who say who they are.")

_ASKED = ("words", "reference", "title", "party", "fact", "kind", "state", "officer", "due_by", "after", "size")


@operation(blueprint, "GET", "/me", MeSchema, None, "no-token", "not-allowed", "storage", "disk-full", act="me.read")
def get_me() -> Any:
    """Whoever sent the token: their roles, and what the token is for."""
    asking = actor()
    roles = sorted(asking.roles, key=lambda role: (role.name, role.organisation))
    return {"id": asking.id, "name": asking.name, "roles": roles, "scopes": sorted(asking.scopes or ())}


@operation(
    blueprint, "POST", "/cases", CaseSchema, NewCaseSchema, *stored.COMMON, *stored.OF_POST, "case",
    act="case.receive", status=201,
)  # fmt: skip
def post_case() -> Response:
    """Receive a case. It gets the next reference of its series and year."""
    asking, new = actor(), _read_new()
    return stored.storing(
        lambda connection: _received(casework.receive(connection, now(), asking, new, loaded().rule_sets))
    )


@operation(
    blueprint, "GET", "/cases", CasePage, None, *stored.COMMON, "bad-parameter", "case", act="case.read", asks=_ASKED
)
def list_cases() -> Response:
    """Search the cases that you may see, newest first, a page at a time. That you did is kept in the activity."""
    asking, asked = actor(), _asked()
    after, size = asked.pop("after", ""), _whole(asked.pop("size", "25"))
    query = Query(**{**asked, "due_by": _day(asked["due_by"])} if "due_by" in asked else asked)
    with stored.reading() as connection:
        page = casework.search(connection, now(), asking, query, after, size)
    stored.search_noted(query, page)
    response = stored.answer(stored.Made({"items": page.cases}, CasePage))
    if page.next:
        response.headers["Link"] = f'<{request.path}?{_again(after=page.next)}>; rel="next"'
    return response


@operation(blueprint, "GET", "/cases/<id>", CaseSchema, None, *stored.COMMON, act="case.read")
def get_case(id: str) -> Response:
    """One case. That it was read is kept in the activity."""
    return stored.opening(id, "", lambda _connection, found: stored.Made(found, CaseSchema))


@operation(
    blueprint, "POST", "/cases/<id>/states", CaseSchema, MoveSchema,
    *stored.COMMON, *stored.OF_POST, *stored.OF_CHANGE, act="case.state",
)  # fmt: skip
def post_state(id: str) -> Response:
    """Move a case to another state. What stands in the way is told, and where it can go.

    A decided case is taken up again on a ground, with what has to be named: the ways of a case say on which.
    """
    move: Move = read(MoveSchema)
    return stored.changing(casework.change_state, id, move, answers=CaseSchema)


def _received(made: Case) -> stored.Made:
    return stored.Made(made, CaseSchema, 201, stored.etag(made.version) | {"Location": f"/api/v1/cases/{made.id}"})


def _read_new() -> NewCase:
    new: NewCase = read(NewCaseSchema)
    return new


def _asked() -> dict[str, str]:
    """What is asked in the address. Raises Refused where something is asked twice, or that nothing would read."""
    for name in request.args:
        if name not in _ASKED or len(request.args.getlist(name)) > 1:
            told = f"'{name[:60]}' is read by nothing here, or comes twice. There are: {', '.join(_ASKED)}."
            raise refuse("bad-parameter", told)
    return request.args.to_dict()


def _again(**changed: str) -> str:
    return urlencode({**request.args.to_dict(), **changed})


def _whole(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and len(said) < 6):
        raise refuse("bad-parameter", "size is a whole number from 1 to 100.")
    return int(said)


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise refuse("bad-parameter", "due_by is a date, such as 2026-03-31.") from None
