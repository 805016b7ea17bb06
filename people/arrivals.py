"""Whoever signed in elsewhere, and the account that is theirs. Nobody registers themselves by coming.

An account is known by issuer and subject. The first time it is linked by an e-mail address that the issuer vouches for,
of an account that an administrator has made and that is linked to nobody yet.
"""

from datetime import datetime

from sqlalchemy import Connection, select, update

from people.actor import Entry
from people.emails import as_kept
from people.oidc import Identity
from people.sessions import RULES, NewSession, SessionRules, open_session
from people.sign_in import NotSignedIn
from storage import person

STRANGER = (
    "You are signed in there, and have no account here that is yours. Ask the administrator of this service to make "
    "one with the e-mail address that you have there."
)


def sign_in_from(
    connection: Connection, now: datetime, identity: Identity, rules: SessionRules = RULES
) -> NewSession | NotSignedIn:
    """A session of whoever came, where an account here is theirs."""
    asked = select(person.c.id, person.c.left_at).where(
        person.c.issuer == identity.issuer, person.c.subject == identity.subject
    )
    row = connection.execute(asked).one_or_none()
    if row is not None:
        return _refused("left") if row.left_at else _open(connection, now, identity, row.id, rules, "elsewhere")
    if identity.verified_email is None:
        return _refused("no_verified_email")
    linked = _link(connection, identity, as_kept(identity.verified_email))
    if linked is None:
        return _refused("no_account")
    return _open(connection, now, identity, linked, rules, "elsewhere for the first time")


def _link(connection: Connection, identity: Identity, email: str) -> str | None:
    """The id of the account of this address, linked from now on; none where there is none to be linked."""
    mine = (person.c.email == email) & person.c.left_at.is_(None) & person.c.issuer.is_(None)
    id = connection.scalar(select(person.c.id).where(mine).with_for_update())
    if id is None:
        return None
    connection.execute(update(person).where(person.c.id == id).values(issuer=identity.issuer, subject=identity.subject))
    unused = (person.c.id == id) & person.c.password_ends_at.is_not(None)  # a one-time password that is needed no more
    connection.execute(update(person).where(unused).values(password=None, password_ends_at=None))
    return str(id)


def _open(
    connection: Connection, now: datetime, identity: Identity, person_id: str, rules: SessionRules, how: str
) -> NewSession:
    return open_session(connection, now, person_id, how=how, second_factor=identity.second_factor, rules=rules)


def _refused(why: str) -> NotSignedIn:
    return NotSignedIn(STRANGER, Entry("session.refused", {"why": why}))
