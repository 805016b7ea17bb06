"""Who is away, from when to when, and who covers for them. Cover hands on work, never rights."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from people.actor import Entry, PeopleRefused
from people.held import actor
from storage import absence, new_key


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away from one moment up to another."""

    id: str
    person_id: str
    cover_id: str | None
    starts_at: datetime
    ends_at: datetime


def state_absence(
    connection: Connection, person_id: str, starts_at: datetime, ends_at: datetime, cover_id: str | None = None
) -> tuple[Absence, Entry]:
    """Somebody will be away. PeopleRefused says what is wrong."""
    if not starts_at < ends_at:
        raise PeopleRefused("ends_at", "an absence ends after it starts: correct one of the two")
    if actor(connection, person_id) is None:
        raise PeopleRefused("person", "there is no such account, or its owner has left")
    _refuse_cover(connection, person_id, cover_id)
    if _between(connection, person_id, starts_at, ends_at):
        raise PeopleRefused("starts_at", "an absence in this time stands already: end it first, or choose other days")
    stated = Absence(new_key(), person_id, cover_id, starts_at, ends_at)
    connection.execute(
        absence.insert().values(
            id=stated.id, person_id=person_id, cover_id=cover_id, starts_at=starts_at, ends_at=ends_at
        )
    )
    return stated, Entry("absence.stated", {"absence": stated.id, "person": person_id, "cover": cover_id})


def end_absence(connection: Connection, now: datetime, absence_id: str, *, of: str | None = None) -> Entry:
    """Somebody is back early, or will not be away; ``of`` one person where only theirs may be ended."""
    theirs = absence.c.person_id == of if of is not None else absence.c.person_id.is_not(None)
    ended = connection.execute(
        update(absence).where(absence.c.id == absence_id, theirs, absence.c.ends_at > now).values(ends_at=now)
    )
    if not ended.rowcount:
        raise PeopleRefused("absence", "there is no such absence, or it is over already")
    return Entry("absence.ended", {"absence": absence_id})


def absences(connection: Connection, now: datetime, person_id: str | None = None) -> tuple[Absence, ...]:
    """The absences that are not over, of one person or of everybody, in the order of their beginning."""
    asked = select(*_COLUMNS).where(absence.c.ends_at > now, absence.c.ends_at > absence.c.starts_at)
    if person_id is not None:
        asked = asked.where(absence.c.person_id == person_id)
    return tuple(Absence(*row) for row in connection.execute(asked.order_by(absence.c.starts_at, absence.c.id)))


def who_does_the_work_of(connection: Connection, now: datetime, person_id: str) -> str | None:
    """Who has somebody's work now: themselves, or whoever covers and is here; none where nobody does."""
    away, seen, who = _away(connection, now), set[str](), person_id
    while who in away and who not in seen:
        seen.add(who)
        cover = away[who]
        if cover is None:
            return None
        who = cover
    return None if who in seen or actor(connection, who) is None else who


def whose_work_falls_to(connection: Connection, now: datetime, person_id: str) -> tuple[str, ...]:
    """Whose work somebody has now: their own first, then that of everybody who is away and covered by them."""
    away = _away(connection, now)
    theirs = [person_id]
    for each in theirs:
        theirs += sorted(who for who, cover in away.items() if cover == each and who not in theirs)
    return tuple(theirs)


_COLUMNS = absence.c.id, absence.c.person_id, absence.c.cover_id, absence.c.starts_at, absence.c.ends_at


def _away(connection: Connection, now: datetime) -> dict[str, str | None]:
    """Who is away now, and who covers for each."""
    return {each.person_id: each.cover_id for each in absences(connection, now) if each.starts_at <= now}


def _between(connection: Connection, person_id: str, starts_at: datetime, ends_at: datetime) -> bool:
    asked = select(absence.c.id).where(
        absence.c.person_id == person_id,
        absence.c.starts_at < ends_at,
        absence.c.ends_at > starts_at,
        absence.c.ends_at > absence.c.starts_at,
    )
    return connection.execute(asked).first() is not None


def _refuse_cover(connection: Connection, person_id: str, cover_id: str | None) -> None:
    if cover_id == person_id:
        raise PeopleRefused("cover", "nobody covers for themselves: name somebody else, or nobody")
    if cover_id is not None and actor(connection, cover_id) is None:
        raise PeopleRefused("cover", "whoever covers has no account, or has left: name somebody else, or nobody")
