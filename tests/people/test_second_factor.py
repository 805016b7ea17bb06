"""The second factor: sealed, taken once, within one step, counted."""

import re
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select

from people import (
    NewSession,
    NotSignedIn,
    Offer,
    OtherKey,
    PeopleRefused,
    Person,
    SessionRules,
    give_code,
    offer,
    offered,
    seal_anew,
    set_up,
    whose_session,
)
from people.attempts import OF_CODES
from people.second_factor import WRONG_CODE
from people.sessions import RULES
from storage import Database, person
from tests.people.making import EMAIL, HOME, HOUR, KEYS, MINUTE, NOON, opened, session, somebody, stands

STEP = timedelta(seconds=30)
OTHER_KEYS = (b"n" * 32,)


def code(secret: str, now: datetime = NOON) -> str:
    """What the authenticator app shows."""
    return pyotp.TOTP(secret).at(now)


def set_up_for(database: Database, who: Person, now: datetime = NOON) -> tuple[str, NewSession]:
    """A second factor for somebody: its secret, and the session that they have afterwards."""
    new, made = opened(database, who.id, now), offer(now, who.id, EMAIL, KEYS)
    with database.writing() as connection:
        mine = whose_session(connection, now, new.token)
        assert mine is not None
        return made.secret, set_up(connection, now, mine, made.sealed, code(made.secret, now), KEYS)


def given(
    database: Database, typed: str, new: NewSession, now: datetime, keys: tuple[bytes, ...] = KEYS
) -> NewSession | NotSignedIn:
    """The answer to a code."""
    with database.writing() as connection:
        mine = whose_session(connection, now, new.token)
        assert mine is not None
        assert mine.next == "second_factor"
        return give_code(connection, now, mine, typed, HOME, keys)


def test_a_second_factor_is_kept_once_its_first_code_is_right(database: Database) -> None:
    who = somebody(database, "officer")
    before = opened(database, who.id)
    assert session(database, before, rules=RULES).next == "set_up_second_factor"
    secret, risen = set_up_for(database, who)
    found = session(database, risen, rules=RULES)
    assert (found.next, found.actor.second_factor, found.actor.roles) == ("", True, who.roles)
    assert session(database, before, rules=RULES).next == "second_factor"
    with database.reading() as connection:
        kept = connection.scalar(select(person.c.second_factor))
    assert kept is not None
    assert secret not in kept


def test_an_offer_is_for_an_app_and_shows_nothing_when_printed() -> None:
    made = offer(NOON, "1", EMAIL, KEYS)
    assert made.uri.startswith("otpauth://totp/Rationale:rowan.ashby%40example.nhs.uk?secret=" + made.secret)
    assert len(made.secret) == 32
    assert made.secret not in repr(made)
    assert made.secret not in made.sealed


@pytest.mark.parametrize(
    ("sealed", "typed", "after", "told"),
    [
        ("theirs", "000000", 0, "this is not the code that the app shows now: check its clock, and try the next"),
        ("theirs", "right", 15, "this offer no longer stands: begin again, and scan the new code"),
        ("of another", "right", 0, "this offer no longer stands"),
        ("", "right", 0, "this offer no longer stands"),
    ],
)
def test_an_offer_that_was_not_theirs_or_not_proven_is_refused(
    database: Database, sealed: str, typed: str, after: int, told: str
) -> None:
    who, now = somebody(database), NOON + after * MINUTE
    made = offer(NOON, who.id, EMAIL, KEYS)
    mine = session(database, opened(database, who.id), rules=RULES)
    said = {"theirs": made.sealed, "of another": offer(NOON, "2", EMAIL, KEYS).sealed, "": ""}[sealed]
    with pytest.raises(PeopleRefused, match=re.escape(told)), database.writing() as connection:
        set_up(connection, now, mine, said, code(made.secret, now) if typed == "right" else _wrong(made), KEYS)


def test_of_two_sessions_that_set_up_an_app_at_once_the_second_does_not_take_the_place_of_the_first(
    database: Database,
) -> None:
    who = somebody(database)
    mine, made = session(database, opened(database, who.id), rules=RULES), offer(NOON, who.id, EMAIL, KEYS)
    secret, _ = set_up_for(database, who)
    told = "an app was set up meanwhile: sign in again, with a code from that"
    with pytest.raises(PeopleRefused, match=told), database.writing() as connection:
        set_up(connection, NOON, mine, made.sealed, code(made.secret), KEYS)
    new = opened(database, who.id)
    assert isinstance(given(database, code(secret, NOON + STEP), new, NOON + STEP), NewSession)


def test_a_session_that_waits_for_a_code_sets_up_no_other_app(database: Database) -> None:
    who = somebody(database)
    set_up_for(database, who)
    mine = session(database, opened(database, who.id), rules=RULES)
    made = offer(NOON, who.id, EMAIL, KEYS)
    told = "sign in whole before you set up a new second factor"
    with pytest.raises(PeopleRefused, match=told), database.writing() as connection:
        set_up(connection, NOON, mine, made.sealed, code(made.secret), KEYS)


def test_the_right_code_makes_the_session_rise(database: Database) -> None:
    who = somebody(database, "officer")
    secret, _ = set_up_for(database, who)
    now = NOON + HOUR
    new = opened(database, who.id, now)
    shown = code(secret, now)
    risen = given(database, f" {shown[:3]} {shown[3:]} ", new, now)
    assert isinstance(risen, NewSession)
    assert not stands(database, new, now)
    found = session(database, risen, now, SessionRules())
    assert (found.next, found.actor.second_factor, found.actor.roles) == ("", True, who.roles)


def test_a_code_is_taken_within_one_step_and_no_more(database: Database) -> None:
    who = somebody(database)
    secret, _ = set_up_for(database, who)
    for hour, (steps, taken) in enumerate([(-2, False), (-1, True), (0, True), (1, True), (2, False)], start=1):
        now = NOON + hour * HOUR
        answer = given(database, code(secret, now + steps * STEP), opened(database, who.id, now), now)
        assert isinstance(answer, NewSession) == taken


def test_a_code_is_never_taken_twice_nor_one_before_it(database: Database) -> None:
    who = somebody(database)
    secret, _ = set_up_for(database, who)
    now = NOON + HOUR
    assert isinstance(given(database, code(secret, now), opened(database, who.id, now), now), NewSession)
    for earlier in (now, now - STEP):
        answer = given(database, code(secret, earlier), opened(database, who.id, now), now)
        assert isinstance(answer, NotSignedIn)
        assert answer.says == WRONG_CODE
    assert isinstance(given(database, code(secret, now + STEP), opened(database, who.id, now), now), NewSession)


def test_the_code_that_set_it_up_is_taken_too(database: Database) -> None:
    who = somebody(database)
    secret, _ = set_up_for(database, who)
    assert isinstance(given(database, code(secret), opened(database, who.id), NOON), NotSignedIn)


def test_what_is_no_code_is_not_taken(database: Database) -> None:
    who = somebody(database)
    set_up_for(database, who)
    typed = ("", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345", "\ud800", "1" * 10_000)
    for hour, each in enumerate(typed, start=1):
        now = NOON + hour * HOUR
        answer = given(database, each, opened(database, who.id, now), now)
        assert isinstance(answer, NotSignedIn)
        assert answer.says == WRONG_CODE


def test_codes_cannot_be_guessed_one_after_the_other(database: Database) -> None:
    who = somebody(database)
    secret, _ = set_up_for(database, who)
    now = NOON + HOUR
    new = opened(database, who.id, now)
    for _ in range(OF_CODES.most):
        answer = given(database, "abcdef", new, now)
        assert isinstance(answer, NotSignedIn)
        assert answer.until is None
    answer = given(database, code(secret, now), new, now)
    assert isinstance(answer, NotSignedIn)
    assert answer.until == now + HOUR
    assert "Wait 60 minutes" in answer.says
    later = now + HOUR
    assert isinstance(given(database, code(secret, later), opened(database, who.id, later), later), NewSession)


def test_a_new_key_opens_what_the_old_one_sealed_until_all_is_sealed_anew(database: Database) -> None:
    who = somebody(database)
    secret, _ = set_up_for(database, who)
    with database.writing() as connection:
        assert seal_anew(connection, (*OTHER_KEYS, *KEYS)) == 1
    now = NOON + HOUR
    with pytest.raises(OtherKey, match=r"sealed with a key that is not among those given\. Put that key back"):
        given(database, code(secret, now), opened(database, who.id, now), now)
    risen = given(database, code(secret, now), opened(database, who.id, now), now, OTHER_KEYS)
    assert isinstance(risen, NewSession)


def test_an_offer_is_shown_again_as_it_was_to_whom_it_was_made_while_it_stands(database: Database) -> None:
    who, other = somebody(database, "officer"), somebody(database, email="other@example.org")
    made = offer(NOON, who.id, EMAIL, KEYS)
    assert offered(NOON + 14 * MINUTE, who.id, EMAIL, made.sealed, KEYS) == made
    assert offered(NOON + 15 * MINUTE, who.id, EMAIL, made.sealed, KEYS) is None
    assert offered(NOON, other.id, EMAIL, made.sealed, KEYS) is None
    assert offered(NOON, who.id, EMAIL, "never sealed", KEYS) is None


def test_a_sealed_secret_is_of_no_use_in_another_account(database: Database) -> None:
    first, second = somebody(database), somebody(database, email="other@example.org")
    secret, _ = set_up_for(database, first)
    with database.writing() as connection:
        sealed = connection.scalar(select(person.c.second_factor).where(person.c.id == first.id))
        connection.execute(person.update().where(person.c.id == second.id).values(second_factor=sealed))
    with pytest.raises(OtherKey):
        given(database, code(secret), opened(database, second.id), NOON)


def _wrong(made: Offer) -> str:
    """Six digits that the app does not show just now."""
    shown = {code(made.secret, NOON + steps * STEP) for steps in (-1, 0, 1)}
    return next(each for each in ("000000", "111111", "222222", "333333") if each not in shown)
