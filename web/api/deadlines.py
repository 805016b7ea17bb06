"""What is due: in one case, in all that somebody may see, and what people do about it."""

from collections.abc import Callable
from typing import Any

from flask import Response, request

import casework
from keeping import Deadline, deadlines
from schemas.kept import DeadlineItems, DeadlineSchema, ExtendSchema, MetSchema
from web.api import body, parameters, stored
from web.api.asking import actor
from web.api.body import read, read_nothing
from web.api.operations import Blueprint, operation
from web.api.rights import act
from web.due import due
from web.ids import as_id
from web.office import now

blueprint = Blueprint("deadlines", __name__, url_prefix="/api/v1", description="What is due, and when.")

_ASKED = ("until", "mine")
_READ = (*stored.COMMON, "bad-parameter")
_OF_DEADLINE = (*stored.COMMON, *stored.OF_POST, *stored.OF_CHANGE, "deadline")


@blueprint.before_request  # type: ignore[untyped-decorator]  # flask-smorest publishes no types
def refuse_parameters() -> None:
    """All but the one list take none: see web.api.body."""
    if request.endpoint != "deadlines.list_deadlines":
        body.refuse_parameters()


@operation(blueprint, "GET", "/deadlines", DeadlineItems, None, *_READ, act="deadline.read", asks=_ASKED)
def list_deadlines() -> Response:
    """What is due in the cases that you may see; ?until= a day, ?mine=true in those whose work falls to you."""
    said = parameters.asked(*_ASKED)
    until, mine = parameters.day(said, "until"), parameters.yes_no(said, "mine")
    with stored.reading() as connection:
        found = due(connection, now(), actor(), mine=mine, until=until)
    return stored.answer(stored.items(found, DeadlineItems))


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
