"""Signing in with an e-mail address and a password, in three steps, so that no transaction waits for argon2.

``begin`` counts the attempt (and is stored), ``compare_password`` works without a database, ``finish`` opens the
session. A wrong password, an account that is not there, has left or has no password are answered alike, after the same
work.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from people import passwords
from people.actor import Entry, PeopleRefused
from people.attempts import OF_ACCOUNT, TooMany, came_in, try_to_come_in
from people.emails import as_kept
from people.sessions import RULES, NewSession, Session, SessionRules, end_all, open_session, rise
from storage import person

WRONG = "The e-mail address and the password do not belong together. Check both, and try again."
WRONG_CURRENT = "This is not your current password. Nothing was changed. Check it, and try again."


@dataclass(frozen=True, slots=True)
class NotSignedIn:
    """Nobody came in. ``says`` is for the person; ``until`` is when they may try again, where they must wait."""

    says: str
    entry: Entry
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was counted, with what its password is compared with."""

    id: str
    who: str
    person_id: str | None
    kept: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Compared:
    """An attempt whose password was compared."""

    attempt: Attempt
    outcome: passwords.Compared


def begin(connection: Connection, now: datetime, email: str, address: str) -> Attempt | NotSignedIn:
    """Count the attempt. ``address`` is the network address that it comes from."""
    typed = as_kept(email)
    tried = try_to_come_in(connection, now, typed, address, OF_ACCOUNT)
    row = connection.execute(
        select(person.c.id, person.c.password).where(
            person.c.email == typed,
            person.c.left_at.is_(None),
            person.c.password.is_not(None),
            person.c.password_ends_at.is_(None) | (person.c.password_ends_at > now),
        )
    ).one_or_none()
    if isinstance(tried, TooMany):
        return must_wait(tried, now)
    if row is None:
        return Attempt(tried.id, tried.who, None, passwords.NOBODYS)
    return Attempt(tried.id, tried.who, row.id, row.password)


def compare_password(attempt: Attempt, password: str) -> Compared:
    """Compare the password that was typed. Slow by design, and it needs no database."""
    return Compared(attempt, passwords.compare(attempt.kept, password))


def finish(
    connection: Connection, now: datetime, compared: Compared, rules: SessionRules = RULES
) -> NewSession | NotSignedIn:
    """Open the session, where the password was the right one and nothing changed in the meantime."""
    attempt = compared.attempt
    as_compared = (person.c.id == attempt.person_id) & (person.c.password == attempt.kept) & person.c.left_at.is_(None)
    still = connection.scalar(select(person.c.id).where(as_compared))
    if not compared.outcome.fits or still is None:
        return NotSignedIn(WRONG, Entry("session.refused", {"who": attempt.who, "why": "wrong"}))
    came_in(connection, attempt.id)
    if compared.outcome.renewed:
        connection.execute(update(person).where(person.c.id == still).values(password=compared.outcome.renewed))
    return open_session(connection, now, still, how="password", second_factor=False, rules=rules)


def change_password(
    connection: Connection, now: datetime, session: Session, compared: Compared, new: passwords.Password
) -> NewSession | NotSignedIn:
    """Another password, for whoever gave their current one (``begin`` and ``compare_password``, their address).

    Their other sessions end, and this one is replaced.
    """
    if session.next not in ("", "new_password"):
        raise PeopleRefused("password", "sign in whole before you change the password")
    attempt = compared.attempt
    as_compared = (person.c.id == session.actor.id) & (person.c.password == attempt.kept)
    changed = update(person).where(as_compared).values(password=new.hash, password_ends_at=None)
    mine = compared.outcome.fits and attempt.person_id == session.actor.id
    if not mine or not connection.execute(changed).rowcount:
        return NotSignedIn(WRONG_CURRENT, Entry("session.refused", {"who": attempt.who, "why": "wrong"}))
    came_in(connection, attempt.id)
    end_all(connection, now, session.actor.id, but=session.id)
    return rise(connection, now, session, second_factor=session.actor.second_factor, how="new password")


def must_wait(tried: TooMany, now: datetime) -> NotSignedIn:
    """What is said where too many attempts failed."""
    minutes = -((now - tried.until) // timedelta(minutes=1))
    wait = "1 minute" if minutes == 1 else f"{minutes} minutes"
    says = f"Too many attempts failed, so no more are taken for now. Wait {wait}, and try again."
    return NotSignedIn(says, Entry("session.refused", {"who": tried.who, "why": "too_many"}), tried.until)
