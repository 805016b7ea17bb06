"""Who is away: an absent officer's cases show under whoever covers, and stay the officer's. Cover brings no rights."""

from datetime import datetime

from sqlalchemy import Connection

import people
from casework.errors import CaseRefused, NotAllowed
from casework.model import Away, Case
from engine import Fault
from keeping import activity
from people import Absence, Actor, PeopleRefused


def away(connection: Connection, now: datetime, actor: Actor, new: Away) -> Absence:
    """Record that somebody will be away: oneself, or anybody by role. Raises NotAllowed, CaseRefused."""
    if not people.may(actor, "absence.state", own=actor.id == new.person_id):
        raise NotAllowed("absence.state")
    try:
        made, entry = people.state_absence(connection, new.person_id, new.starts_at, new.ends_at, new.cover_id)
    except PeopleRefused as refused:
        raise CaseRefused([Fault(f"/{refused.where}", refused.message)]) from refused
    about = {"absence_id": made.id, "person_id": made.person_id}
    cover = {"cover_id": made.cover_id} if made.cover_id else {}
    activity.record(connection, now, actor.id, entry.act, None, about | cover)
    return made


def back(connection: Connection, now: datetime, actor: Actor, absence_id: str) -> None:
    """End an absence now: one's own, or anybody's where the role allows it. Raises NotAllowed, CaseRefused."""
    if not people.may(actor, "absence.state", own=True):
        raise NotAllowed("absence.state")
    of = None if people.may(actor, "absence.state") else actor.id
    try:
        entry = people.end_absence(connection, now, absence_id, of=of)
    except PeopleRefused as refused:
        raise CaseRefused([Fault("", refused.message)]) from refused
    activity.record(connection, now, actor.id, entry.act, None, {"absence_id": absence_id})


def acting(connection: Connection, now: datetime, found: Case) -> str | None:
    """Who has the work of a case now: its officer, or whoever covers; nobody where it is nobody's or nobody covers."""
    return people.who_does_the_work_of(connection, now, found.officer_id) if found.officer_id else None
