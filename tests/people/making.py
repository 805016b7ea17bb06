"""Invented people, and what their tests share."""

from datetime import UTC, datetime, timedelta
from functools import cache

from people import (
    NewSession,
    Password,
    Person,
    Role,
    Session,
    SessionRules,
    add,
    choose,
    open_session,
    whose_session,
)
from storage import Database

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KEYS = (b"k" * 32,)
EMAIL, NAME = "rowan.ashby@example.nhs.uk", "Rowan Ashby"
WORDS = "heron lantern quarry"
HOME = "192.0.2.7"
NO_SECOND_FACTOR = SessionRules(second_factor=False)


@cache
def password() -> Password:
    """The hash of WORDS, worked out once: it is slow by design."""
    return choose(WORDS, email=EMAIL, name=NAME)


def somebody(
    database: Database, *roles: str, email: str = EMAIL, name: str = NAME, password: Password | None = None
) -> Person:
    """Somebody with an account; a role is written ``officer`` or ``trust RX1``."""
    held = [Role(*each.split()) for each in roles]
    with database.writing() as connection:
        return add(connection, NOON, None, email=email, name=name, roles=held, password=password).person


def opened(database: Database, person_id: str, now: datetime = NOON, *, second_factor: bool = False) -> NewSession:
    """A session of somebody."""
    with database.writing() as connection:
        return open_session(connection, now, person_id, how="a test", second_factor=second_factor)


def session(
    database: Database, new: NewSession, now: datetime = NOON, rules: SessionRules = NO_SECOND_FACTOR
) -> Session:
    """The session that a token opens, which must stand."""
    with database.reading() as connection:
        found = whose_session(connection, now, new.token, rules)
    assert found is not None
    return found


def stands(database: Database, new: NewSession, now: datetime, rules: SessionRules = NO_SECOND_FACTOR) -> bool:
    """Whether a token still opens a session."""
    with database.reading() as connection:
        return whose_session(connection, now, new.token, rules) is not None
