"""Sessions: who is signed in, for how long, and what they must do before anything else.

A session is known by a random token, of which only the hash is kept. Every sign-in opens a new one, and so does every
rise of rights: the old token is worth nothing from then on, so that nobody can leave one for another to sign in with.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, select, update

from people.actor import Actor, Entry, PeopleRefused
from people.held import actor
from people.keys import SESSION, hashed, new_secret
from storage import new_key, person, signed_in, take_away

Step = Literal["", "second_factor", "new_password", "set_up_second_factor"]
_KEPT = timedelta(days=90)
_SEEN_EVERY = timedelta(minutes=1)
# Asked for with every request, so put together once.
_THAT_IT_OPENS = (
    select(signed_in, person.c.second_factor.label("sealed"), person.c.password, person.c.password_ends_at)
    .join(person, person.c.id == signed_in.c.person_id)
    .where(signed_in.c.hash == bindparam("token"), signed_in.c.revoked_at.is_(None))
    .where(signed_in.c.expires_at > bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class SessionRules:
    """How long a session lasts, used and unused, and whether everybody must have a second factor."""

    unused: timedelta = timedelta(minutes=60)
    whole: timedelta = timedelta(hours=12)
    second_factor: bool = True


RULES = SessionRules()


@dataclass(frozen=True, slots=True)
class Session:
    """A session that stands. ``next``: what its owner must do first; until it is done they act without any role."""

    id: str
    actor: Actor
    next: Step
    made_at: datetime
    seen_at: datetime
    expires_at: datetime

    def to_be_seen(self, now: datetime) -> bool:
        """Whether it is time to write down that it is used; once a minute is enough."""
        return now - self.seen_at >= _SEEN_EVERY


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session just opened, and its token, which is told this once and never again."""

    id: str
    token: str = field(repr=False)
    person_id: str
    expires_at: datetime
    entry: Entry


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its owner sees it in a list."""

    id: str
    made_at: datetime
    seen_at: datetime
    expires_at: datetime


def open_session(
    connection: Connection, now: datetime, person_id: str, *, how: str, second_factor: bool, rules: SessionRules = RULES
) -> NewSession:
    """A new session of somebody who has just shown who they are; ``how`` stands in the activity."""
    about = {"person": person_id, "how": how, "second_factor": second_factor}
    return _open(connection, now, person_id, now + rules.whole, second_factor, Entry("session.opened", about))


def whose_session(connection: Connection, now: datetime, token: str, rules: SessionRules = RULES) -> Session | None:
    """The session that a token opens; none where it ended, ran out, or its owner has left."""
    row = connection.execute(_THAT_IT_OPENS, {"token": hashed(token), "now": now}).one_or_none()
    if row is None or now - row.seen_at >= rules.unused:
        return None
    who = actor(connection, row.person_id, second_factor=row.second_factor)
    if who is None:
        return None
    step = _next(row, rules)
    who = replace(who, roles=frozenset()) if step else who
    return Session(row.id, who, step, row.made_at, row.seen_at, row.expires_at)


def seen(connection: Connection, now: datetime, session_id: str) -> None:
    """The session is used: it does not run out for want of use."""
    connection.execute(
        update(signed_in).where(signed_in.c.id == session_id, signed_in.c.seen_at < now).values(seen_at=now)
    )


def rise(connection: Connection, now: datetime, session: Session, *, second_factor: bool, how: str) -> NewSession:
    """A new session in place of this one, which ends; it lasts as long as this one would have."""
    end(connection, now, session.actor.id, session.id)
    about = {"person": session.actor.id, "how": how, "second_factor": second_factor, "before": session.id}
    return _open(connection, now, session.actor.id, session.expires_at, second_factor, Entry("session.risen", about))


def end(connection: Connection, now: datetime, person_id: str, session_id: str) -> Entry:
    """End one session of somebody: signing out. PeopleRefused where they have no such session."""
    ended = connection.execute(
        update(signed_in)
        .where(signed_in.c.id == session_id, signed_in.c.person_id == person_id, signed_in.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    if not ended.rowcount:
        raise PeopleRefused("session", "there is no such session, or it has ended: sign in again")
    return Entry("session.ended", {"person": person_id, "session": session_id})


def end_all(connection: Connection, now: datetime, person_id: str, *, but: str = "") -> Entry:
    """End every session of somebody, but one that is named."""
    ended = connection.execute(
        update(signed_in)
        .where(signed_in.c.person_id == person_id, signed_in.c.revoked_at.is_(None), signed_in.c.id != but)
        .values(revoked_at=now)
    )
    return Entry("session.all_ended", {"person": person_id, "count": ended.rowcount})


def sessions_of(connection: Connection, now: datetime, person_id: str) -> tuple[OpenSession, ...]:
    """The sessions of somebody that have not ended, the newest first."""
    rows = connection.execute(
        select(signed_in.c.id, signed_in.c.made_at, signed_in.c.seen_at, signed_in.c.expires_at)
        .where(signed_in.c.person_id == person_id, signed_in.c.revoked_at.is_(None), signed_in.c.expires_at > now)
        .order_by(signed_in.c.made_at.desc(), signed_in.c.id)
    )
    return tuple(OpenSession(*row) for row in rows)


def forget_sessions(connection: Connection, now: datetime, most: int | None = None) -> int:
    """Delete the sessions that ended long ago, not more than ``most`` where it is given. Says how many.

    That they were is in the activity.
    """
    return take_away(connection, signed_in, "expires_at", now - _KEPT, most)


def _open(
    connection: Connection, now: datetime, person_id: str, ends: datetime, second_factor: bool, entry: Entry
) -> NewSession:
    id, token = new_key(), new_secret(SESSION)
    connection.execute(
        signed_in.insert().values(
            id=id,
            person_id=person_id,
            hash=hashed(token),
            made_at=now,
            seen_at=now,
            expires_at=ends,
            second_factor=second_factor,
        )
    )
    return NewSession(id, token, person_id, ends, replace(entry, about={**entry.about, "session": id}))


def _next(row: Row[Any], rules: SessionRules) -> Step:
    """What must be done first, one thing after the other."""
    if row.sealed is not None and not row.second_factor:
        return "second_factor"
    if row.password is not None and row.password_ends_at is not None:
        return "new_password"
    if rules.second_factor and not row.second_factor:
        return "set_up_second_factor"
    return ""
