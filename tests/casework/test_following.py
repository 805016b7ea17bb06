"""Whoever follows by e-mail has asked, confirmed, and can stop; nothing of them stays, and nobody learns who it is."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from casework import CaseRefused, NotAllowed, NotFound
from casework.following import (
    CONFIRM_WITHIN,
    Asking,
    confirm,
    erase_follower,
    follow,
    followers,
    forget_followers,
    standing,
    stop,
)
from casework.following.subscribing import MOST_A_DAY, MOST_ASKED, MOST_FOLLOWED
from keeping import activity
from people import Actor, Role
from storage import Database, outbox, person, subscription, subscription_link
from tests.casework.followers import EMAIL, MONDAY, Reader, secret_of
from tests.register.making import decision_id, decision_record

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LARKMERE = "q=larkmere"
ADMIN = Actor("ad" * 16, "An administrator", frozenset({Role("admin", "")}), second_factor=True)


@pytest.fixture
def reader(database: Database, register_file: Database) -> Reader:
    return Reader(database, register_file)


def rows(reader: Reader) -> tuple[int, int, int]:
    """How many subscriptions, links and e-mails there are."""
    with reader.private.reading() as connection:
        subscriptions, links, mails = (
            len(connection.execute(select(table)).all()) for table in (subscription, subscription_link, outbox)
        )
    return subscriptions, links, mails


def whole_file(database: Database) -> bytes:
    """All that stands in the file of a database, once what was written last is in it too."""
    path = Path(str(database.engine.url.database))
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


def test_nobody_is_told_anything_before_they_confirm(reader: Reader) -> None:
    reader.asks(LARKMERE, says="the words “larkmere”")
    (mail,) = reader.sent()
    assert (mail.to, mail.ends_at) == (EMAIL, "")
    assert "What: the words “larkmere”\nHow often: as soon as it is published" in mail.body
    assert "The link works once, until 30 November 2026." in mail.body
    reader.publishes(decision_record())
    assert reader.told() == []
    with reader.private.writing() as connection:
        assert standing(connection, MONDAY, secret_of(mail), "confirm").says == "the words “larkmere”"
        confirm(connection, MONDAY, secret_of(mail))
    assert len(reader.told()) == 1, "what was published since they asked is new"


def test_a_link_to_confirm_works_once_and_for_seven_days(reader: Reader) -> None:
    for _ in range(2):
        reader.asks(LARKMERE)
    first, second = map(secret_of, reader.sent())
    with reader.private.writing() as connection:
        confirm(connection, MONDAY + CONFIRM_WITHIN - HOUR, first)
        for secret, now in ((first, MONDAY), (second, MONDAY + CONFIRM_WITHIN), ("ral_other", MONDAY)):
            with pytest.raises(NotFound):
                confirm(connection, now, secret)
        with pytest.raises(NotFound):
            stop(connection, MONDAY, second)  # a link to confirm stops nothing


def test_no_link_is_kept_but_its_hash(reader: Reader) -> None:
    reader.follows(LARKMERE)
    reader.publishes(decision_record())
    (mail,) = reader.told()
    with reader.private.reading() as connection:
        held = [repr(connection.execute(select(each)).all()) for each in (subscription, subscription_link, outbox)]
    assert secret_of(mail) not in "".join(held)
    assert rows(reader) == (1, 1, 0), "the link to confirm went with confirming"


def test_whoever_does_not_confirm_in_time_is_forgotten_and_so_is_the_email_to_them(reader: Reader) -> None:
    reader.follows("q=doctors", email="kept@example.org")
    reader.asks(LARKMERE)
    with reader.private.writing() as connection:
        assert forget_followers(connection, MONDAY + CONFIRM_WITHIN) == 0
    assert reader.kept() == ["kept@example.org", EMAIL]
    with reader.private.writing() as connection:
        assert forget_followers(connection, MONDAY + CONFIRM_WITHIN + HOUR, 500) == 1
    assert reader.kept() == ["kept@example.org"]
    assert rows(reader)[2] == 0


def test_whoever_stops_is_erased_with_all_that_waits_for_them_and_follows_the_rest(reader: Reader) -> None:
    for asked in (LARKMERE, ""):
        reader.follows(asked)
    reader.publishes(decision_record(1))
    stopped = secret_of(next(each for each in reader.told() if "what q=larkmere finds" in each.body))
    reader.publishes(decision_record(2))
    assert reader.looks() == 2
    with reader.private.writing() as connection:
        assert standing(connection, MONDAY, stopped, "stop").how_often == "at_once"
        stop(connection, MONDAY, stopped)
        with pytest.raises(NotFound):
            stop(connection, MONDAY, stopped)
    (mail,) = reader.sent()
    assert "What you follow: what  finds" in mail.body
    assert reader.kept() == [EMAIL]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # a server's files are the server's
def test_an_address_is_not_left_in_the_file_once_it_is_erased(reader: Reader) -> None:
    reader.asks(LARKMERE, email="quillfeather@example.org")
    assert b"quillfeather" in whole_file(reader.private)
    with reader.private.writing() as connection:
        forget_followers(connection, MONDAY + 8 * DAY)
    assert b"quillfeather" not in whole_file(reader.private)


def test_whoever_confirms_anew_has_the_last_wish_and_misses_nothing(reader: Reader) -> None:
    reader.follows(LARKMERE, "at_once")
    reader.publishes(decision_record(1))
    (before,) = reader.told()
    reader.asks(LARKMERE, "weekly")
    (asked,) = reader.sent()
    reader.publishes(decision_record(2))
    assert reader.looks() == 1
    with reader.private.writing() as connection:
        confirm(connection, MONDAY + HOUR, secret_of(asked))
    (waiting,) = reader.sent(MONDAY + HOUR)
    assert decision_id(2) in waiting.body
    with reader.private.reading() as connection:
        assert [row.how_often for row in connection.execute(select(subscription))] == ["weekly"]
    with reader.private.writing() as connection:
        stop(connection, MONDAY, secret_of(before))  # a link of before still ends it
    assert reader.kept() == []


def test_one_address_is_asked_three_times_a_day_and_whoever_asks_is_told_the_same(reader: Reader) -> None:
    for _ in range(MOST_ASKED + 2):
        reader.asks(LARKMERE)
    assert len(reader.sent()) == MOST_ASKED
    reader.asks(LARKMERE, email="other@example.org")
    reader.asks(LARKMERE, now=MONDAY + DAY + HOUR)
    assert [each.to for each in reader.sent(MONDAY + 2 * DAY)] == ["other@example.org", EMAIL]


def test_there_is_an_end_to_what_one_address_follows_and_to_what_is_asked_in_a_day(reader: Reader) -> None:
    row = {"email": EMAIL, "asked": "", "how_often": "daily", "told_to": -1, "told_at": MONDAY, "made_at": MONDAY}
    with reader.private.writing() as connection:
        connection.execute(
            subscription.insert(), [{**row, "id": f"{number:032}"} for number in range(MOST_FOLLOWED)]
        )  # fmt: skip
    reader.asks(LARKMERE, now=MONDAY + 2 * DAY)
    assert rows(reader) == (MOST_FOLLOWED, 0, 0)
    with reader.private.writing() as connection:
        others = range(MOST_FOLLOWED, MOST_A_DAY)
        connection.execute(
            subscription.insert(), [{**row, "id": f"{number:032}", "email": f"{number}"} for number in others]
        )  # fmt: skip
    with pytest.raises(CaseRefused, match="too many people ask for this today: ask again tomorrow, or follow the Atom"):
        reader.asks(LARKMERE, email="one@example.org", now=MONDAY + HOUR)


CANNOT_BE: tuple[tuple[dict[str, str], str], ...] = (
    ({"email": " "}, "/email: type an e-mail address, such as name@example.org"),
    ({"email": "rowan at example.org"}, "/email: this is no e-mail address: write it as name@example.org"),
    ({"email": "a@example.org\nBcc: b@example.org"}, "/email: this is no e-mail address"),
    ({"how_often": ""}, "/how_often: choose how often you wish to be told"),
    ({"how_often": "dayly"}, "/how_often: choose one of at_once, daily or weekly.*daily"),
    ({"asked": f"q={'x' * 2000}"}, "this search is too long to be followed by e-mail: use fewer words"),
    ({"asked": "publication=d-1"}, "this is no publication: open its page in the register, and follow it from"),
)


def test_what_cannot_be_followed_is_refused_in_words(reader: Reader) -> None:
    with reader.private.writing() as connection:
        for what, told in CANNOT_BE:
            sound = {"email": EMAIL, "asked": LARKMERE, "says": "Words", "how_often": "daily", **what}
            with pytest.raises(CaseRefused, match=told):
                follow(connection, MONDAY, Asking(**sound, told_to=-1))
    assert rows(reader) == (0, 0, 0)


def test_a_publication_by_its_id_can_be_followed(reader: Reader) -> None:
    reader.asks(f"publication={decision_id()}")
    assert reader.kept() == [EMAIL]


def test_an_administrator_sees_who_follows_and_erases_an_address_and_the_activity_names_none(
    reader: Reader,
) -> None:
    for asked in (LARKMERE, ""):
        reader.follows(asked)
    reader.asks(LARKMERE, email="other@example.org")
    with reader.private.writing() as connection:
        row = {"id": ADMIN.id, "email": "admin@example.org", "name": ADMIN.name, "made_at": MONDAY}
        connection.execute(person.insert().values(row))
        found = followers(connection, MONDAY, ADMIN)
        assert [(each.email, each.confirmed_at is None) for each in found] == [
            ("other@example.org", True), (EMAIL, False), (EMAIL, False),
        ]  # fmt: skip
        assert erase_follower(connection, MONDAY, ADMIN, f" {EMAIL.upper()}") == 2
        assert erase_follower(connection, MONDAY, ADMIN, EMAIL) == 0
        with pytest.raises(CaseRefused, match="/email: this is no e-mail address"):
            erase_follower(connection, MONDAY, ADMIN, "rowan")
        said = [(each.act, each.about) for each in activity.entries(connection)]
    assert reader.kept() == ["other@example.org"]
    assert [act for act, _ in said] == ["subscription.read", "subscription.erased", "subscription.erased"]
    assert "example" not in str(said)


@pytest.mark.parametrize(("role", "reads"), [("auditor", True), ("officer", False), ("publisher", False)])
def test_an_auditor_reads_who_follows_and_nobody_else_sees_or_erases_them(
    reader: Reader, role: str, reads: bool
) -> None:
    other = Actor("0" * 32, "Somebody", frozenset({Role(role, "")}), second_factor=True)
    with reader.private.writing() as connection:
        if reads:
            assert followers(connection, MONDAY, other) == ()
        else:
            with pytest.raises(NotAllowed, match="You may not read who follows what is published by e-mail"):
                followers(connection, MONDAY, other)
        with pytest.raises(NotAllowed, match="You may not erase the address of somebody who follows"):
            erase_follower(connection, MONDAY, other, EMAIL)
