"""What is due as a calendar, for programs that know its secret address and nothing else.

The address is for a person who signed in to make and revoke: a token may do neither. Whoever holds it can read, so it
names no person, and the log has the route and never the address.
"""

from typing import Any

from flask import Response

import casework
import people
from keeping import calendar
from people import Actor
from web.api import stored
from web.api.operations import AsItIs, Blueprint, operation
from web.due import every_case
from web.office import now

blueprint = Blueprint("calendar", __name__, description="What is due, for calendar programs.")


@blueprint.after_request  # type: ignore[untyped-decorator]  # flask-smorest publishes no types
def keep_nowhere(response: Response) -> Response:
    """Neither the calendar nor that there is none stays in a cache."""
    response.headers["Cache-Control"] = "no-store"
    return response


@operation(blueprint, "GET", "/calendar/<secret>.ics", AsItIs("text/calendar"), None, "not-found", "storage", act=None)
def get_calendar(secret: str) -> Response:
    """What is due in the cases whose work falls to whoever the secret address is of, as a calendar (RFC 5545)."""
    with stored.reading() as connection:
        person_id = calendar.whose_feed(connection, secret)
        reader = people.actor(connection, person_id) if person_id else None
        if reader is None or not people.may(reader, "calendar.feed", own=True):
            raise casework.NotFound
        found = calendar.feed(connection, _whose(connection, reader), casework.NOTHING_DUE)
    return Response(found, content_type="text/calendar; charset=utf-8")


def _whose(connection: Any, reader: Actor) -> tuple[str, ...]:
    """Whose cases stand in it: cover brings work and no rights, so those of others only where all may be read."""
    if every_case(reader):
        return people.whose_work_falls_to(connection, now(), reader.id)
    own = all(people.may(reader, act, own=True) for act in ("case.read", "deadline.read"))
    return (reader.id,) if own else ()
