"""What is due as a calendar, at a secret address that can be revoked. It names no person and no party.

Whoever holds the address can read it, and calendar programs keep it where we cannot reach: so an entry says which case,
what is due and where the law says so, and nothing more.
"""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event
from sqlalchemy import Connection, insert, select, update

from keeping import activity
from keeping.deadline_rows import Deadline, read
from keeping.deadlines import whose
from storage import calendar_feed, deadline, new_key, person

_PRODUCT = "-//Rationale//What is due//EN"


@dataclass(frozen=True, slots=True)
class Dated:
    """One all-day entry of a calendar. ``uid`` is by what calendar programs know it again; it names no person."""

    uid: str
    day: date
    summary: str
    description: str
    changed_at: datetime
    sequence: int = 0
    cancelled: bool = False


def new_feed(connection: Connection, now: datetime, by: str) -> str:
    """The secret part of a new address for one's own calendar, shown this once; the one before no longer works."""
    _revoke(connection, now, by)
    secret, key = secrets.token_urlsafe(32), new_key()
    connection.execute(insert(calendar_feed).values(id=key, person_id=by, hash=_hash(secret), made_at=now))
    activity.record(connection, now, by, "calendar.made", about={"feed_id": key})
    return secret


def revoke_feed(connection: Connection, now: datetime, by: str, person_id: str) -> bool:
    """Make a person's address work no longer; whether there was one that did."""
    revoked = _revoke(connection, now, person_id)
    if revoked:
        activity.record(connection, now, by, "calendar.revoked", about={"person_id": person_id})
    return revoked


def feed_made_at(connection: Connection, person_id: str) -> datetime | None:
    """When a person's address was made that works now; none where they have none. The address itself is not kept."""
    standing = (calendar_feed.c.person_id == person_id, calendar_feed.c.revoked_at.is_(None))
    return connection.scalar(select(calendar_feed.c.made_at).where(*standing))


def whose_feed(connection: Connection, secret: str) -> str | None:
    """The person whose address it is. None for one that was revoked, just as for one that never was."""
    wanted = select(calendar_feed.c.person_id).join(person, person.c.id == calendar_feed.c.person_id)
    standing = (calendar_feed.c.revoked_at.is_(None), person.c.left_at.is_(None))
    return connection.scalar(wanted.where(calendar_feed.c.hash == _hash(secret), *standing))


def feed(connection: Connection, person_ids: Sequence[str], but_not_in: Collection[str] = ()) -> bytes:
    """The calendar (iCalendar, RFC 5545) of what is due in these people's cases. ``but_not_in`` is as for ``due``.

    What has been met, or has no date yet, does not stand there; what was withdrawn stands as cancelled. The same
    deadlines give the same bytes.
    """
    dated = (deadline.c.met_on.is_(None), deadline.c.due_on.is_not(None))
    return as_calendar(read(connection, *dated, *whose(person_ids, but_not_in)))


def as_calendar(deadlines: Iterable[Deadline]) -> bytes:
    """Deadlines as all-day events; those without a date are passed over."""
    return calendar_of(_dated(each, each.due_on) for each in deadlines if each.due_on is not None)


def calendar_of(entries: Iterable[Dated]) -> bytes:
    """A calendar of these entries, in this order. The same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for each in entries:
        calendar.add_component(_event(each))
    return bytes(calendar.to_ical())


def _dated(found: Deadline, day: date) -> Dated:
    return Dated(
        uid=f"{found.id}@deadlines.rationale",
        day=day,
        summary=f"{found.reference}: {found.says}",
        description=found.cites,
        changed_at=found.changed_at,
        sequence=found.sequence,
        cancelled=found.withdrawn_at is not None,
    )


def _event(entry: Dated) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add("dtstart", entry.day)
    if entry.day < date.max:  # without an end it is of its one day all the same
        event.add("dtend", entry.day + timedelta(days=1))
    return event


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _revoke(connection: Connection, now: datetime, person_id: str) -> bool:
    standing = (calendar_feed.c.person_id == person_id, calendar_feed.c.revoked_at.is_(None))
    return connection.execute(update(calendar_feed).where(*standing).values(revoked_at=now)).rowcount > 0
