"""Reading what is in a case, which is recorded: who read what of a person is known afterwards."""

from datetime import datetime

from sqlalchemy import Connection

from casework.errors import NotFound
from casework.model import Case
from casework.seeing import allowed, find
from keeping import activity
from people import Actor


def opened(connection: Connection, now: datetime, actor: Actor, id: str) -> Case:
    """The case, and an entry in the activity that the actor read it. Raises NotFound as ``find`` does."""
    found = find(connection, actor, id)
    note_reading(connection, now, actor, "case.read", found)
    return found


def seen(connection: Connection, actor: Actor, act: str, id: str) -> Case:
    """The case, for an actor who reads in it what this act is about. Raises NotFound where it is not theirs to see."""
    found = find(connection, actor, id)
    if not allowed(connection, actor, act, found):
        raise NotFound
    return found


def note_reading(connection: Connection, now: datetime, actor: Actor, act: str, found: Case, what: str = "") -> None:
    """Write down that the actor read this: ``what`` says more of it, in a word of the program or of the rules."""
    activity.record(connection, now, actor.id, act, found.id, {"name": what})
