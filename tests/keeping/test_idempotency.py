"""A request that is sent again under its key is answered as before, and its work is done once."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from keeping.idempotency import ANSWERS_STAY, Answered, KeyRefused, KeyReused, after, before, forget_answers
from storage import Database, answered, new_key, person
from tests.keeping.cases import NOON, a_person

REQUEST = b'POST /api/v1/cases {"kind": "pharmacy"}'
HEADERS = {"Location": "/api/v1/cases/1", "ETag": '"1"'}


def answer(database: Database, who: str, key: str = "k-1", request: bytes = REQUEST) -> None:
    with database.writing() as connection:
        assert before(connection, who, key, request) is None
        after(connection, NOON, who, key, request, 201, HEADERS, b'{"id": 1}')


def asked(database: Database, who: str, key: str = "k-1", request: bytes = REQUEST) -> Answered | None:
    with database.writing() as connection:
        return before(connection, who, key, request)


def test_the_same_request_again_gets_the_answer_of_the_first(database: Database) -> None:
    who = a_person(database)
    answer(database, who)
    assert asked(database, who) == Answered(201, HEADERS, b'{"id": 1}', NOON)


def test_another_request_under_the_same_key_is_refused(database: Database) -> None:
    who = a_person(database)
    answer(database, who)
    with pytest.raises(KeyReused, match=r"came before with another request\. Send a new key with a new request"):
        asked(database, who, request=REQUEST + b" ")


def test_keys_of_others_do_not_count(database: Database) -> None:
    answer(database, a_person(database))
    assert asked(database, a_person(database)) is None


def test_what_was_not_stored_was_not_answered(database: Database) -> None:
    who = a_person(database)

    def fail() -> None:
        with database.writing() as connection:
            before(connection, who, "k-1", REQUEST)
            after(connection, NOON, who, "k-1", REQUEST, 201, {}, b"")
            raise KeyError("half-way")

    with pytest.raises(KeyError):
        fail()
    assert asked(database, who) is None


def test_a_key_is_short_and_plain(database: Database) -> None:
    for key in ("", "a b", "a\n", "é", "x" * 256):
        with pytest.raises(KeyRefused, match="is 1 to 255 letters, digits and signs without spaces; a random UUID is"):
            asked(database, new_key(), key)


def test_the_longest_key_is_taken(database: Database) -> None:
    who = a_person(database)
    answer(database, who, "x" * 255)
    assert asked(database, who, "x" * 255) is not None


def test_no_secrets_and_no_long_headers_are_kept(database: Database) -> None:
    told = "keep only what the answer needs among its headers"
    for headers in ({"Set-Cookie": "a"}, {"authorization": "a"}, {"Link": "x" * 2000}):
        with pytest.raises(ValueError, match=told), database.writing() as connection:
            after(connection, NOON, new_key(), "k", REQUEST, 201, headers, b"")


def test_the_same_request_from_ten_sides_at_once_is_done_once(database: Database) -> None:
    who = a_person(database)
    found: list[bytes] = []

    def send() -> None:
        with database.writing() as connection:
            earlier = before(connection, who, "k-1", REQUEST)
            if earlier is None:
                key = new_key()
                row = {"id": key, "email": f"{key}@example.org", "name": "Made once", "made_at": NOON}
                connection.execute(insert(person).values(row))
                after(connection, NOON, who, "k-1", REQUEST, 201, {}, key.encode())
            found.append(key.encode() if earlier is None else earlier.body)

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 10
    assert len(set(found)) == 1
    with database.reading() as connection:
        made = select(func.count()).select_from(person).where(person.c.name == "Made once")
        assert connection.scalar(made) == 1


def test_answers_are_not_kept_for_ever(database: Database) -> None:
    who = a_person(database)
    answer(database, who)
    with database.writing() as connection:
        assert forget_answers(connection, NOON + ANSWERS_STAY) == 0
        assert forget_answers(connection, NOON + ANSWERS_STAY + timedelta(seconds=1)) == 1
        assert connection.execute(select(answered)).all() == []
    assert asked(database, who) is None


def test_so_many_old_answers_go_at_once_and_no_more_and_the_young_stay(database: Database) -> None:
    one, other = a_person(database), a_person(database)
    later = NOON + ANSWERS_STAY + timedelta(seconds=1)
    for who in (one, other):
        for key in ("k-1", "k-2"):
            answer(database, who, key)
    with database.writing() as connection:
        after(connection, later, one, "young", REQUEST, 201, {}, b"")
        assert [forget_answers(connection, later, most=3) for _ in range(3)] == [3, 1, 0]
        assert list(connection.scalars(select(answered.c.key))) == ["young"]
