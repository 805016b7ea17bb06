"""Reading what is in a case, which is recorded: who read what of a person is known afterwards."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from casework.errors import NotFound
from casework.model import Case
from casework.search import Page, Query
from casework.seeing import allowed, find, is_id
from keeping import activity, searches
from people import Actor

_TYPED = ("words", "reference", "title", "party", "fact")


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


def note_search(connection: Connection, now: datetime, actor: Actor, query: Query, page: Page) -> None:
    """Write down that the actor searched, and which cases they were shown; of what was typed there are hashes only."""
    typed = {name: getattr(query, name) for name in _TYPED}
    chosen: dict[str, Any] = {"kind": query.kind, "state": query.state, "until": query.due_by}
    chosen |= {"officer_id": query.officer} if is_id(query.officer) else {}
    searches.note(connection, now, actor.id, typed, chosen, [each.id for each in page.cases])
