"""The second factor: six digits from an authenticator app (TOTP, RFC 6238). Its secret is kept sealed.

The key that seals is the caller's, and does not stand in the database. A code is taken once, within one step of thirty
seconds before or after.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
from pyotp.exceptions import OTPVerificationError
from sqlalchemy import Connection, select, update

from people.actor import Entry, PeopleRefused
from people.attempts import OF_CODES, TooMany, came_in, try_to_come_in
from people.sealing import seal, unseal
from people.sessions import NewSession, Session, rise
from people.sign_in import NotSignedIn, must_wait
from storage import person

SERVICE = "Rationale"
WRONG_CODE = "The code is not the one that the authenticator app shows now. Wait for the next one, and type that."
_OFFER_STANDS = timedelta(minutes=15)


class OtherKey(Exception):
    """A secret that was sealed with a key that was not given: for whoever runs the service."""

    def __init__(self) -> None:
        super().__init__(
            "A second factor was sealed with a key that is not among those given. "
            "Put that key back after the new one, or let an administrator reset the account."
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """A new secret for an authenticator app: as letters and as the address in a QR code; ``sealed`` comes back with
    the first code. Nothing is stored until then."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    sealed: str = field(repr=False)


def offer(now: datetime, person_id: str, email: str, keys: Sequence[bytes]) -> Offer:
    """A secret to set up an authenticator app with. It stands for a quarter of an hour."""
    secret = pyotp.random_base32()
    inside = json.dumps({"secret": secret, "until": (now + _OFFER_STANDS).timestamp()})
    return Offer(secret, _uri(secret, email), seal(keys, f"offer to {person_id}", inside))


def offered(now: datetime, person_id: str, email: str, sealed: str, keys: Sequence[bytes]) -> Offer | None:
    """The offer that was made to somebody, to be shown again as it was; none where it no longer stands."""
    secret = _offered(now, person_id, sealed, keys)
    return Offer(secret, _uri(secret, email), sealed) if secret else None


def set_up(
    connection: Connection, now: datetime, session: Session, sealed: str, code: str, keys: Sequence[bytes]
) -> NewSession:
    """Keep the secret that was offered, once its first code is right; the session rises. Says why it is refused."""
    if session.next not in ("", "set_up_second_factor"):
        raise PeopleRefused("code", "sign in whole before you set up a new second factor")
    secret = _offered(now, session.actor.id, sealed, keys)
    if not secret:
        raise PeopleRefused("code", "this offer no longer stands: begin again, and scan the new code")
    step = _step(secret, code, now)
    if step is None:
        raise PeopleRefused("code", "this is not the code that the app shows now: check its clock, and try the next")
    _keep(connection, session, seal(keys, _purpose(session.actor.id), secret), step)
    return rise(connection, now, session, second_factor=True, how="second factor set up")


def give_code(
    connection: Connection, now: datetime, session: Session, code: str, address: str, keys: Sequence[bytes]
) -> NewSession | NotSignedIn:
    """A code for a session that waits for one: the session rises, or nobody comes in. Counted like a sign-in."""
    refused = take_code(connection, now, session, code, address, keys)
    return refused or rise(connection, now, session, second_factor=True, how="second factor")


def take_code(
    connection: Connection, now: datetime, session: Session, code: str, address: str, keys: Sequence[bytes]
) -> NotSignedIn | None:
    """Take a code of whoever a session is of: nothing where it is right. Counted like a sign-in."""
    tried = try_to_come_in(connection, now, f"code of {session.actor.id}", address, OF_CODES)
    if isinstance(tried, TooMany):
        return must_wait(tried, now)
    if not _take(connection, now, session.actor.id, code, keys):
        return NotSignedIn(WRONG_CODE, Entry("session.refused", {"who": tried.who, "why": "wrong_code"}))
    came_in(connection, tried.id)
    return None


def seal_anew(connection: Connection, keys: Sequence[bytes]) -> int:
    """Seal every secret with the newest key, so that the older keys may go. Says how many there are."""
    rows = connection.execute(
        select(person.c.id, person.c.second_factor).where(person.c.second_factor.is_not(None)).with_for_update()
    )
    everybody = [(row.id, _opened(row.id, row.second_factor, keys)) for row in rows]
    for person_id, secret in everybody:
        kept = seal(keys, _purpose(person_id), secret)
        connection.execute(update(person).where(person.c.id == person_id).values(second_factor=kept))
    return len(everybody)


def _uri(secret: str, email: str) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=SERVICE)


def _offered(now: datetime, person_id: str, sealed: str, keys: Sequence[bytes]) -> str:
    """The secret of an offer; empty where it was not made to this person, or no longer stands."""
    opened = unseal(keys, f"offer to {person_id}", sealed)
    inside: dict[str, Any] = json.loads(opened) if opened else {"secret": "", "until": 0}
    return str(inside["secret"]) if now.timestamp() < inside["until"] else ""


def _take(connection: Connection, now: datetime, person_id: str, code: str, keys: Sequence[bytes]) -> bool:
    """Take a code, where it is right and was not taken before."""
    sealed = connection.scalar(select(person.c.second_factor).where(person.c.id == person_id))
    step = _step(_opened(person_id, sealed, keys), code, now) if sealed else None
    if step is None:
        return False
    newer = person.c.last_step.is_(None) | (person.c.last_step < step)
    taken = connection.execute(update(person).where(person.c.id == person_id, newer).values(last_step=step))
    return taken.rowcount == 1


def _keep(connection: Connection, session: Session, sealed: str, step: int) -> None:
    """Keep a secret; where the session had to set up the first, only if that is still to be done."""
    mine = [person.c.id == session.actor.id]
    if session.next:
        mine.append(person.c.second_factor.is_(None))
    if not connection.execute(update(person).where(*mine).values(second_factor=sealed, last_step=step)).rowcount:
        raise PeopleRefused("code", "an app was set up meanwhile: sign in again, with a code from that")


def _step(secret: str, code: str, now: datetime) -> int | None:
    """The step whose code this is, of those that are taken now."""
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdecimal()):
        return None
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(typed, for_time=now.astimezone(UTC), valid_window=1)
    except OTPVerificationError:
        return None


def _opened(person_id: str, sealed: str, keys: Sequence[bytes]) -> str:
    secret = unseal(keys, _purpose(person_id), sealed)
    if secret is None:
        raise OtherKey
    return secret


def _purpose(person_id: str) -> str:
    return f"second factor of {person_id}"
