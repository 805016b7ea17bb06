"""Whatever is done to accounts and keys is recorded, in words that the activity takes, which name nobody."""

import re
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

import people
from keeping.activity import Verified, record, verify
from people import Attempt, Compared, Entry, Identity, NewSession, NotSignedIn, Role
from people.passwords import Compared as Outcome
from storage import Database, activity
from tests.people.making import DAY, EMAIL, HOME, KEYS, NAME, NO_SECOND_FACTOR, NOON, password

ROOM = Path(people.__file__).parent
IN_THE_ROOM = {act for file in ROOM.glob("*.py") for act in re.findall(r'Entry\("([a-z._]+)"', file.read_text("utf-8"))}


def everything(connection: Connection, now: datetime) -> list[Entry]:
    """One entry of every kind that there is."""
    made = people.add(connection, now, None, email=EMAIL, name=NAME, roles=[Role("icb", "QWO")], password=password())
    other = people.add(connection, now, made.person.id, email="b@example.org", name="B", roles=[])
    who, cover = made.person.id, other.person.id
    stated, absence = people.state_absence(connection, who, now, now + DAY, cover)
    token = people.add_token(connection, now, who, name="t", scopes=["case.close_record"], expires_at=now + DAY)
    link, second = (people.make_link(connection, now, who, "letter/1a2b", now + DAY) for _ in range(2))
    opened = people.use_link(connection, now, link.secret)
    assert opened is not None
    return [
        made.entry,
        other.entry,
        people.change(connection, who, name="Rowan Beck", email="beck@example.org"),
        people.give(connection, now, cover, who, Role("officer")),
        people.take(connection, cover, who, Role("icb", "QWO")),
        people.link_elsewhere(connection, who, "https://login.example.org/tenant-1/v2.0", "s-1"),
        absence,
        people.end_absence(connection, now, stated.id),
        token.entry,
        people.revoke_token(connection, now, token.token.id),
        link.entry,
        opened.entry,
        people.revoke_link(connection, now, second.id),
        *signing_in(connection, now, who),
        people.reset(connection, now, who, password()),
        people.leave(connection, now, who),
        people.come_back(connection, now, who, None),
    ]


def signing_in(connection: Connection, now: datetime, who: str) -> list[Entry]:
    """What is recorded of sessions."""
    attempt = people.begin(connection, now, "beck@example.org", HOME)
    assert isinstance(attempt, Attempt)
    right, wrong = (Compared(attempt, Outcome(fits, None)) for fits in (True, False))
    new, refused = people.finish(connection, now, right), people.finish(connection, now, wrong)
    assert isinstance(new, NewSession)
    assert isinstance(refused, NotSignedIn)
    session = people.whose_session(connection, now, new.token, NO_SECOND_FACTOR)
    assert session is not None
    risen = people.change_password(connection, now, session, right, password())
    assert isinstance(risen, NewSession)
    came = people.sign_in_from(connection, now, Identity("https://login.example.org/tenant-1/v2.0", "s-1", None, True))
    strange = people.sign_in_from(connection, now, Identity("https://login.example.org", "s-2", None, True))
    coded = people.open_session(connection, now, who, how="password", second_factor=False)
    waits = people.whose_session(connection, now, coded.token, NO_SECOND_FACTOR)
    assert waits is not None
    no_code = people.give_code(connection, now, waits, "000000", HOME, KEYS)
    assert isinstance(no_code, NotSignedIn)
    ended = people.end(connection, now, who, risen.id)
    every = people.end_all(connection, now, who)
    return [new.entry, refused.entry, risen.entry, came.entry, strange.entry, no_code.entry, ended, every]


def test_every_entry_is_one_that_the_activity_takes_and_names_nobody(database: Database) -> None:
    with database.writing() as connection:
        entries = everything(connection, NOON)
        for entry in entries:
            record(connection, NOON, "nobody", entry.act, about=entry.about)
    with database.reading() as connection:
        assert isinstance(verify(connection), Verified)
        kept = " ".join(connection.scalars(select(activity.c.about)))
    assert {entry.act for entry in entries} == IN_THE_ROOM
    for private in (EMAIL, NAME, "Beck", "beck", "example.nhs.uk", HOME, "s-1", "argon2"):
        assert private not in kept
