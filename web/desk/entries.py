"""Writing down what was done to accounts and keys, in the transaction that does it."""

from typing import Any

import people
from keeping import activity
from people import Entry, NewSession, NotSignedIn, Session
from web.office import now

NOBODY = "nobody"  # who acts where nobody has come in


def keep(connection: Any, entry: Entry, by: str) -> None:
    """Add an entry to the activity."""
    activity.record(connection, now(), by, entry.act, about=entry.about)


def keep_answer(connection: Any, answer: NewSession | NotSignedIn) -> None:
    """Write down that somebody came in, or that nobody did."""
    keep(connection, answer.entry, answer.person_id if isinstance(answer, NewSession) else NOBODY)


def end_session(connection: Any, session: Session) -> None:
    """End a session and write that down. PeopleRefused where it has ended already."""
    keep(connection, people.end(connection, now(), session.actor.id, session.id), session.actor.id)
