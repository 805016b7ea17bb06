"""Who did what is written down once and for all, in one order, whoever writes at the same time."""

import threading
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from keeping.activity import ActivityBroken, NotForActivity, Verified, entries, latest, record, salted
from keeping.chain import ORIGIN
from storage import Database, activity, activity_head, new_key, secret
from tests.keeping.cases import NOON, SALT
from tests.keeping.chained import CASE, SOMEBODY, some_entries, verified


def test_an_entry_says_who_did_what_and_when_and_of_which_case(database: Database) -> None:
    summer = datetime(2026, 7, 1, 13, 30, 0, 123_456, tzinfo=timezone(timedelta(hours=1)))
    item = new_key()
    about = {"evidence_ids": [item], "place": 3, "due_on": date(2026, 8, 1), "said_hash": salted(SALT, "yes")}
    with database.writing() as connection:
        record(connection, summer, SOMEBODY, "evidence.added", CASE, about)
        record(connection, summer, "nobody", "person.refused")
    with database.reading() as connection:
        first, second = entries(connection)
    assert (first.place, first.actor, first.act, first.case_id) == (1, SOMEBODY, "evidence.added", CASE)
    assert first.at == summer
    assert first.about == (
        f'{{"due_on":"2026-08-01","evidence_ids":["{item}"],"place":3,"said_hash":"{salted(SALT, "yes")}"}}'
    )
    assert (second.about, second.case_id, second.before) == ("{}", None, first.hash)


def test_the_entries_of_a_case_come_in_order_and_page_by_page(database: Database) -> None:
    some_entries(database, 3)
    with database.writing() as connection:
        record(connection, NOON, SOMEBODY, "case.read", new_key())
    with database.reading() as connection:
        assert [each.place for each in entries(connection, CASE)] == [1, 2, 3]
        assert [each.place for each in entries(connection, after=1, most=2)] == [2, 3]
        assert [each.place for each in latest(connection, CASE)] == [3, 2, 1]
        assert [each.place for each in latest(connection, CASE, before=3, most=1)] == [2]


def test_a_whole_chain_is_verified_and_so_is_none(database: Database) -> None:
    assert verified(database) == Verified(0, ORIGIN)
    some_entries(database)
    found = verified(database)
    assert isinstance(found, Verified)
    assert found.place == 5
    assert verified(database, found) == found


def test_what_is_not_stored_leaves_no_entry(database: Database) -> None:
    some_entries(database, 1)

    def fail() -> None:
        with database.writing() as connection:
            record(connection, NOON, SOMEBODY, "fact.stated")
            raise KeyError("half-way")

    with pytest.raises(KeyError):
        fail()
    some_entries(database, 1)
    assert isinstance(found := verified(database), Verified)
    assert found.place == 2


def test_nothing_is_written_down_that_must_not_be(database: Database) -> None:
    with pytest.raises(NotForActivity), database.writing() as connection:
        record(connection, NOON, SOMEBODY, "fact.stated", CASE, {"value": "yes"})
    with database.reading() as connection:
        assert entries(connection) == ()


def test_a_hash_needs_a_salt_and_another_salt_gives_another_hash() -> None:
    with pytest.raises(ValueError, match="a hash without a salt can be guessed"):
        salted("", "yes")
    assert salted(SALT, "yes") != salted("other", "yes") != salted("other", "no")


def test_ten_writers_at_once_give_one_whole_chain(database: Database) -> None:
    def write() -> None:
        for _ in range(5):
            with database.writing() as connection:
                record(connection, NOON, SOMEBODY, "case.read", CASE)

    threads = [threading.Thread(target=write) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert isinstance(found := verified(database), Verified)
    assert found.place == 50


def test_nothing_is_added_to_a_head_that_is_not_ours(database: Database) -> None:
    some_entries(database)
    for change in (delete(activity_head), delete(secret), update(activity_head).values(place=4)):
        with database.writing() as connection:
            undone = connection.begin_nested()
            connection.execute(change)
            with pytest.raises(ActivityBroken, match=r"by something else than this program\. Nothing was stored"):
                record(connection, NOON, SOMEBODY, "fact.stated")
            undone.rollback()
    assert isinstance(verified(database), Verified)


def test_the_database_itself_refuses_to_change_an_entry(database: Database) -> None:
    some_entries(database, 1)
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as connection:
        connection.execute(update(activity).values(act="fact.corrected"))
