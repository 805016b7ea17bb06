"""Signing in with a password: alike for every failure, counted in the database, and the wait ends by itself."""

import threading
from datetime import datetime

import pytest

from people import (
    Attempt,
    Compared,
    NewSession,
    NotSignedIn,
    PeopleRefused,
    SessionRules,
    begin,
    change_password,
    choose,
    compare_password,
    finish,
    forget_attempts,
    leave,
    whose_session,
)
from people.attempts import OF_ACCOUNT, OF_ADDRESS, TooMany, network, try_to_come_in
from people.passwords import NOBODYS, Password
from people.passwords import Compared as Outcome
from people.sign_in import WRONG
from storage import Database, person, secret, sign_in_tried
from tests.people.making import (
    DAY,
    EMAIL,
    HOME,
    MINUTE,
    NAME,
    NO_SECOND_FACTOR,
    NOON,
    WORDS,
    opened,
    password,
    session,
    somebody,
    stands,
)

OTHER = "$argon2id$a-hash"


def begun(database: Database, now: datetime = NOON, email: str = EMAIL, address: str = HOME) -> Attempt | NotSignedIn:
    with database.writing() as connection:
        return begin(connection, now, email, address)


def finished(
    database: Database, attempt: Attempt | NotSignedIn, typed: str = WORDS, now: datetime = NOON
) -> NewSession | NotSignedIn:
    assert isinstance(attempt, Attempt)
    compared = compare_password(attempt, typed)
    with database.writing() as connection:
        return finish(connection, now, compared)


def failed(database: Database, count: int, now: datetime = NOON, email: str = EMAIL, address: str = HOME) -> None:
    """So many attempts that were begun and came to nothing."""
    for _ in range(count):
        assert isinstance(begun(database, now, email, address), Attempt)


def test_the_right_password_opens_a_session(database: Database) -> None:
    who = somebody(database, "officer", password=password())
    new = finished(database, begun(database, email=f" {EMAIL.upper()} "))
    assert isinstance(new, NewSession)
    assert new.person_id == who.id
    assert new.entry.about["how"] == "password"
    assert session(database, new).actor.id == who.id


def test_every_failure_is_answered_alike(database: Database) -> None:
    gone = somebody(database, email="gone@example.org", password=password())
    somebody(database, password=password())
    somebody(database, email="elsewhere@example.org")
    somebody(database, email="late@example.org", password=Password(password().hash, one_time=True))
    with database.writing() as connection:
        leave(connection, NOON, gone.id)
    wrong = finished(database, begun(database), "wrong wrong wrong")
    assert isinstance(wrong, NotSignedIn)
    assert (wrong.says, wrong.until) == (WRONG, None)
    for email in ("nobody@example.org", "gone@example.org", "elsewhere@example.org", "late@example.org", "", "\ud800"):
        attempt = begun(database, NOON + 7 * DAY, email)
        assert isinstance(attempt, Attempt)
        assert attempt.kept == NOBODYS
        with database.writing() as connection:
            answer = finish(connection, NOON, Compared(attempt, Outcome(fits=True, renewed=None)))
        assert isinstance(answer, NotSignedIn)
        assert (answer.says, answer.until, answer.entry.about["why"]) == (WRONG, None, "wrong")


def test_what_is_kept_of_an_attempt_tells_neither_who_nor_whence(database: Database) -> None:
    somebody(database, password=password())
    refused = finished(database, begun(database), "wrong wrong wrong")
    with database.reading() as connection:
        kept = str(connection.execute(sign_in_tried.select()).all())
        salt = connection.execute(secret.select()).one()
    assert EMAIL not in kept
    assert HOME not in kept
    assert len(bytes.fromhex(salt.value)) == 32
    assert EMAIL not in str(refused)
    assert "argon2" not in repr(begun(database))


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.org"])
def test_too_many_failures_are_told_alike_and_the_wait_ends_by_itself(database: Database, email: str) -> None:
    somebody(database, password=password())
    failed(database, OF_ACCOUNT.most - 1, email=email)
    failed(database, 1, NOON + 5 * MINUTE, email)
    refused = begun(database, NOON + 6 * MINUTE, email)
    assert isinstance(refused, NotSignedIn)
    assert refused.until == NOON + 15 * MINUTE
    assert refused.says == "Too many attempts failed, so no more are taken for now. Wait 9 minutes, and try again."
    almost = begun(database, NOON + 14 * MINUTE + MINUTE / 2, email)
    assert isinstance(almost, NotSignedIn)
    assert "Wait 1 minute, and" in almost.says
    failed(database, OF_ACCOUNT.most - 1, NOON + 15 * MINUTE, email)  # those that were refused did not count
    assert isinstance(begun(database, NOON + 15 * MINUTE, email), NotSignedIn)


def test_the_right_password_does_not_help_while_the_wait_lasts(database: Database) -> None:
    somebody(database, password=password())
    failed(database, OF_ACCOUNT.most)
    assert isinstance(begun(database), NotSignedIn)
    assert isinstance(finished(database, begun(database, NOON + 15 * MINUTE), now=NOON + 15 * MINUTE), NewSession)


def test_an_account_is_counted_whatever_address_it_is_tried_from(database: Database) -> None:
    for number in range(OF_ACCOUNT.most):
        failed(database, 1, address=f"198.51.100.{number}")
    assert isinstance(begun(database, address="203.0.113.1"), NotSignedIn)
    assert isinstance(begun(database, email="other@example.org", address="198.51.100.1"), Attempt)


def test_an_address_is_counted_whatever_account_it_tries(database: Database) -> None:
    with database.writing() as connection:
        for number in range(OF_ADDRESS.most):
            begin(connection, NOON, f"{number}@example.org", HOME)
    assert isinstance(begun(database, email="another@example.org"), NotSignedIn)
    assert isinstance(begun(database, email="another@example.org", address="192.0.2.8"), Attempt)


def test_coming_in_clears_the_account_and_not_the_address(database: Database) -> None:
    somebody(database, password=password())
    failed(database, OF_ACCOUNT.most - 1)
    assert isinstance(finished(database, begun(database)), NewSession)
    failed(database, OF_ACCOUNT.most, NOON + MINUTE)
    assert isinstance(begun(database, NOON + MINUTE), NotSignedIn)
    with database.writing() as connection:
        for number in range(OF_ADDRESS.most - 2 * OF_ACCOUNT.most + 1):
            begin(connection, NOON + MINUTE, f"{number}@example.org", HOME)
    assert isinstance(begun(database, NOON + MINUTE, "another@example.org"), NotSignedIn)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
    ],
)
def test_the_addresses_of_one_subscriber_count_as_one(address: str, counted: str) -> None:
    assert network(address) == counted


def test_many_at_once_are_counted_like_one_after_the_other(database: Database) -> None:
    answers: list[object] = []

    def attempt() -> None:
        for _ in range(4):
            with database.writing() as connection:
                answers.append(try_to_come_in(connection, NOON, EMAIL, HOME, OF_ACCOUNT))

    threads = [threading.Thread(target=attempt) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 20
    assert sum(isinstance(answer, TooMany) for answer in answers) == 20 - OF_ACCOUNT.most


def test_a_hash_that_became_weak_is_replaced_when_its_owner_comes(database: Database) -> None:
    somebody(database, password=password())
    attempt = begun(database)
    assert isinstance(attempt, Attempt)
    with database.writing() as connection:
        finish(connection, NOON, Compared(attempt, Outcome(fits=True, renewed=OTHER)))
        assert connection.execute(person.select()).one().password == OTHER


def test_a_password_that_changed_in_the_meantime_opens_nothing(database: Database) -> None:
    somebody(database, password=password())
    attempt = begun(database)
    with database.writing() as connection:
        connection.execute(person.update().values(password=OTHER))
    assert isinstance(finished(database, attempt), NotSignedIn)


def test_attempts_that_no_limit_looks_at_are_forgotten(database: Database) -> None:
    failed(database, 2)
    with database.writing() as connection:
        assert forget_attempts(connection, NOON + DAY) == 0
        assert forget_attempts(connection, NOON + DAY + MINUTE) == 2


def test_a_one_time_password_must_be_replaced_before_anything_else(database: Database) -> None:
    who = somebody(database, "officer", password=Password(password().hash, one_time=True))
    new = finished(database, begun(database))
    assert isinstance(new, NewSession)
    first = session(database, new)
    assert (first.next, first.actor.roles) == ("new_password", frozenset())
    attempt = begun(database)
    assert isinstance(attempt, Attempt)
    chosen = choose("tern gantry oatmeal", email=EMAIL, name=NAME, current=WORDS)
    with database.writing() as connection:
        risen = change_password(connection, NOON, first, compare_password(attempt, WORDS), chosen)
    assert isinstance(risen, NewSession)
    found = session(database, risen)
    assert (found.next, found.actor.id, found.actor.roles) == ("", who.id, who.roles)
    assert isinstance(finished(database, begun(database), WORDS), NotSignedIn)
    assert isinstance(finished(database, begun(database), "tern gantry oatmeal"), NewSession)


def test_a_new_password_ends_every_other_session_and_takes_the_current_one(database: Database) -> None:
    who = somebody(database, password=password())
    here, elsewhere = opened(database, who.id), opened(database, who.id)
    attempt = begun(database)
    assert isinstance(attempt, Attempt)
    chosen = Password(OTHER)
    with database.writing() as connection:
        mine = whose_session(connection, NOON, here.token, NO_SECOND_FACTOR)
        assert mine is not None
        wrong = change_password(connection, NOON, mine, compare_password(attempt, "wrong wrong"), chosen)
        assert isinstance(wrong, NotSignedIn)
        assert wrong.says == "This is not your current password. Nothing was changed. Check it, and try again."
        risen = change_password(connection, NOON, mine, compare_password(attempt, WORDS), chosen)
    assert isinstance(risen, NewSession)
    assert [stands(database, each, NOON) for each in (here, elsewhere, risen)] == [False, False, True]


def test_the_password_of_another_account_changes_nothing(database: Database) -> None:
    somebody(database, password=password())
    other = somebody(database, email="other@example.org", password=password())
    mine = session(database, opened(database, other.id))
    attempt = begun(database)
    assert isinstance(attempt, Attempt)
    with database.writing() as connection:
        answer = change_password(connection, NOON, mine, compare_password(attempt, WORDS), Password("x"))
    assert isinstance(answer, NotSignedIn)


def test_a_session_that_waits_for_a_code_changes_no_password(database: Database) -> None:
    who = somebody(database, password=password())
    new = opened(database, who.id)
    mine = session(database, new, rules=SessionRules())
    attempt = begun(database)
    assert isinstance(attempt, Attempt)
    told = "sign in whole before you change the password"
    with pytest.raises(PeopleRefused, match=told), database.writing() as connection:
        change_password(connection, NOON, mine, compare_password(attempt, WORDS), Password("x"))
