"""What is due: in one case, in all that somebody may see, and what people do about it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request

import casework
from keeping import Deadline, deadlines
from schemas.kept import DeadlineItems, DeadlineSchema, ExtendSchema, MetSchema
from web.api import body, parameters, stored
from web.api.asking import actor
from web.api.body import read, read_nothing
from web.api.errors import refuse
from web.api.operations import Blueprint, operation
from web.api.rights import act
from web.due import due
from web.ids import as_id
from web.office import now

blueprint = Blueprint("deadlines", __name__, url_prefix="/api/v1", description="What is due, and when.")

_ASKED = ("until", "mine", "officer", "after", "size")
_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d)\.([A-Z]{2,10}/\d{4}/\d{1,8})\.([0-9a-f]{32})", re.ASCII)
_READ = (*stored.COMMON, "bad-parameter")
_OF_DEADLINE = (*stored.COMMON, *stored.OF_POST, *stored.OF_CHANGE, "deadline")


@blueprint.before_request  # type: ignore[untyped-decorator]  # flask-smorest publishes no types
def refuse_parameters() -> None:
    """All but the one list take none: see web.api.body."""
    if request.endpoint != "deadlines.list_deadlines":
        body.refuse_parameters()


@operation(blueprint, "GET", "/deadlines", DeadlineItems, None, *_READ, act="deadline.read", asks=_ASKED)
def list_deadlines() -> Response:
    """What is due in the cases that you may see, by date, a page at a time.

    ?until= a day; ?mine=true where the work falls to you, or ?officer= to whoever has that id.
    """
    said = parameters.asked(*_ASKED)
    until, whose, after = parameters.day(said, "until"), _whose(said), _after(said)
    size = parameters.whole(said, "size", 25, 1, 100)
    with stored.reading() as connection:
        found = due(connection, now(), actor(), whose=whose, until=until)
    left = [each for each in sorted(found, key=_place) if _place(each) > after]
    response = stored.answer(stored.items(left[:size], DeadlineItems))
    if len(left) > size:
        response.headers.update(parameters.following(after=".".join(_place(left[size - 1]))))
    return response


@operation(blueprint, "GET", "/cases/<id>/deadlines", DeadlineItems, None, *_READ, act="deadline.read")
def list_case_deadlines(id: str) -> Response:
    """Everything that is or was due in a case, by date."""
    return stored.looking(
        id, lambda connection, found: stored.items(deadlines.of_case(connection, found.id), DeadlineItems)
    )


@operation(
    blueprint, "POST", "/deadlines/<id>/extensions", DeadlineSchema, ExtendSchema, *_OF_DEADLINE, act="deadline.extend"
)
def post_extension(id: str) -> Response:
    """Extend a deadline, where the rules hold a power to do so. If-Match has the ETag of its case."""
    said = read(ExtendSchema)
    return _changed(id, lambda connection: deadlines.extend(connection, now(), actor().id, id, said["to"], said["why"]))


@operation(blueprint, "POST", "/deadlines/<id>/met", DeadlineSchema, MetSchema, *_OF_DEADLINE, act="deadline.meet")
def post_met(id: str) -> Response:
    """Record that what was due has been done. If-Match has the ETag of its case."""
    said = read(MetSchema)
    return _changed(id, lambda connection: deadlines.meet(connection, now(), actor().id, id, said["on"]))


@operation(blueprint, "POST", "/deadlines/<id>/reopened", DeadlineSchema, None, *_OF_DEADLINE, act="deadline.meet")
def post_reopened(id: str) -> Response:
    """Take back that it has been done, where that was a mistake. If-Match has the ETag of its case."""
    read_nothing()
    return _changed(id, lambda connection: deadlines.reopen(connection, now(), actor().id, id))


def _whose(said: Mapping[str, str]) -> str:
    """Whose work is asked for; empty where it is everybody's. Raises Refused."""
    mine, officer = parameters.yes_no(said, "mine"), said.get("officer", "")
    if officer and mine:
        raise refuse("bad-parameter", "Ask for mine or for an officer's, not for both.")
    if "officer" in said and not re.fullmatch("[0-9a-f]{32}", officer):
        raise refuse("bad-parameter", "officer is the id of a person, as a case has it under officer_id.")
    return actor().id if mine else officer


def _after(said: Mapping[str, str]) -> tuple[str, ...]:
    """The place behind which a page begins; nothing where it is the first. Raises Refused."""
    found = _CURSOR.fullmatch(said.get("after", ""))
    if found is None and "after" in said:
        raise refuse("bad-parameter", "after is no cursor of ours: take the one that came with the page before.")
    return found.groups() if found else ()


def _place(each: Deadline) -> tuple[str, ...]:
    """Where it stands in the list: no two are at one place, and what comes or goes moves no other."""
    return each.may_be_due_on.isoformat(), each.reference, each.id


def _changed(id: str, change: Callable[[Any], Deadline]) -> Response:
    """Change a deadline, and with it its case, whose new ETag is answered."""
    expected, key = stored.expected(), as_id(id)

    def work(connection: Any) -> stored.Made:
        before = deadlines.by_id(connection, key)
        if before is None:
            raise casework.NotFound
        case = casework.claim(connection, actor(), act(), before.case_id, expected, "deadlines")
        return stored.Made(change(connection), DeadlineSchema, headers=stored.etag(case.version))

    return stored.storing(work)
