"""One-time links: one document, once, within its time."""

import re
import threading
from datetime import datetime

import pytest

from people import (
    NewLink,
    PeopleRefused,
    UsedLink,
    link_stands,
    make_link,
    may,
    revoke_link,
    use_link,
)
from storage import Database, one_time_link
from tests.people.making import DAY, MINUTE, NOON, somebody

DOCUMENT = "letter/1a2b3c"


def made(database: Database, document: str = DOCUMENT, expires_at: datetime = NOON + DAY) -> NewLink:
    by = somebody(database, "officer")
    with database.writing() as connection:
        return make_link(connection, NOON, by.id, document, expires_at)


def used(database: Database, secret: str, now: datetime = NOON) -> UsedLink | None:
    with database.writing() as connection:
        return use_link(connection, now, secret)


def test_a_link_opens_its_document_once(database: Database) -> None:
    link = made(database)
    assert re.fullmatch(r"ral_[\w-]{43}", link.secret)
    opened = used(database, link.secret)
    assert opened is not None
    assert opened.document == DOCUMENT
    assert opened.entry.about == {"link": link.id, "document": DOCUMENT}
    assert used(database, link.secret) is None


def test_its_reader_may_read_that_document_and_nothing_else(database: Database) -> None:
    opened = used(database, made(database).secret)
    assert opened is not None
    assert may(opened.actor, "document.read", own=True)
    assert not may(opened.actor, "document.read")
    assert not may(opened.actor, "case.read", own=True)


def test_looking_does_not_use_it_up(database: Database) -> None:
    link = made(database)
    with database.reading() as connection:
        assert link_stands(connection, NOON, link.secret)
        assert link_stands(connection, NOON, link.secret)
        assert not link_stands(connection, NOON, "ral_" + "x" * 43)
    assert used(database, link.secret) is not None
    with database.reading() as connection:
        assert not link_stands(connection, NOON, link.secret)


def test_two_who_press_at_once_do_not_both_get_it(database: Database) -> None:
    link, answers = made(database), list[UsedLink | None]()
    threads = [threading.Thread(target=lambda: answers.append(used(database, link.secret))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6
    assert sum(answer is not None for answer in answers) == 1


def test_a_link_runs_out(database: Database) -> None:
    link = made(database)
    assert used(database, link.secret, NOON + DAY) is None
    assert used(database, link.secret, NOON + DAY - MINUTE) is not None


def test_a_link_that_was_revoked_opens_nothing(database: Database) -> None:
    link = made(database)
    with database.writing() as connection:
        assert revoke_link(connection, NOON, link.id).act == "link.revoked"
        told = "there is no such link that still opens: it was used, ran out or was revoked"
        with pytest.raises(PeopleRefused, match=told):
            revoke_link(connection, NOON, link.id)
    assert used(database, link.secret) is None


def test_only_the_hash_of_a_link_is_kept(database: Database) -> None:
    link = made(database)
    with database.reading() as connection:
        kept = str(connection.execute(one_time_link.select()).all())
    assert link.secret.removeprefix("ral_") not in kept
    assert link.secret not in repr(link)


REFUSED = [
    ("", NOON + DAY, r"name the document in small letters, digits and \./_- alone, 200 of them at most"),
    ("x" * 201, NOON + DAY, "name the document in small letters"),
    ("Letter to Rowan Ashby", NOON + DAY, "name the document in small letters"),
    (DOCUMENT, NOON, "a link stands for 60 days at most: give a moment within them"),
    (DOCUMENT, NOON + 60 * DAY + MINUTE, "a link stands for 60 days at most"),
]


def test_a_link_that_cannot_be_is_told(database: Database) -> None:
    by = somebody(database, "officer").id
    for document, expires_at, told in REFUSED:
        with pytest.raises(PeopleRefused, match=told), database.writing() as connection:
            make_link(connection, NOON, by, document, expires_at)
