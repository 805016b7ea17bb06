"""Sessions: new at every sign-in and rise, gone when unused, old or ended."""

import re

import pytest

from people import (
    NewSession,
    PeopleRefused,
    Role,
    SessionRules,
    end,
    end_all,
    forget_sessions,
    leave,
    rise,
    seen,
    sessions_of,
    whose_session,
)
from people.passwords import Password
from people.sessions import RULES
from storage import Database, new_key, person, signed_in
from tests.people.making import DAY, HOUR, MINUTE, NAME, NO_SECOND_FACTOR, NOON, opened, session, somebody, stands


def test_a_token_is_random_and_only_its_hash_is_kept(database: Database) -> None:
    who = somebody(database, "officer").id
    first, second = opened(database, who), opened(database, who)
    assert first.token != second.token
    assert re.fullmatch(r"ras_[\w-]{43}", first.token)
    assert first.token not in repr(first)
    assert first.entry.act == "session.opened"
    assert first.entry.about["session"] == first.id
    with database.reading() as connection:
        kept = " ".join(str(value) for row in connection.execute(signed_in.select()) for value in row)
    assert first.token not in kept
    assert first.token.removeprefix("ras_") not in kept


def test_a_session_says_who_acts_with_which_roles(database: Database) -> None:
    who = somebody(database, "officer", "icb QWO")
    found = session(database, opened(database, who.id, second_factor=True))
    assert (found.actor.id, found.actor.name, found.actor.second_factor) == (who.id, NAME, True)
    assert found.actor.roles == {Role("officer"), Role("icb", "QWO")}
    assert found.actor.scopes is None
    assert found.next == ""


def test_what_was_never_given_out_opens_nothing(database: Database) -> None:
    opened(database, somebody(database).id)
    with database.reading() as connection:
        for token in ("", "ras_", "ras_" + "x" * 43, "\ud800", "x" * 10_000):
            assert whose_session(connection, NOON, token) is None


def test_the_hash_that_is_kept_opens_nothing(database: Database) -> None:
    opened(database, somebody(database).id)
    with database.reading() as connection:
        kept = connection.execute(signed_in.select()).one().hash
        assert whose_session(connection, NOON, kept) is None


def test_an_unused_session_runs_out_and_a_used_one_does_not(database: Database) -> None:
    new = opened(database, somebody(database).id)
    assert stands(database, new, NOON + 59 * MINUTE)
    assert not stands(database, new, NOON + 60 * MINUTE)
    with database.writing() as connection:
        seen(connection, NOON + 50 * MINUTE, new.id)
        seen(connection, NOON + 40 * MINUTE, new.id)  # a slower request of before does not turn back the clock
    assert stands(database, new, NOON + 109 * MINUTE)


def test_being_seen_is_written_once_a_minute(database: Database) -> None:
    found = session(database, opened(database, somebody(database).id))
    assert not found.to_be_seen(NOON + MINUTE / 2)
    assert found.to_be_seen(NOON + MINUTE)


def test_a_session_ends_after_its_whole_time_however_much_it_is_used(database: Database) -> None:
    new = opened(database, somebody(database).id)
    with database.writing() as connection:
        for hour in range(1, 12):
            seen(connection, NOON + hour * HOUR - MINUTE, new.id)
        seen(connection, NOON + 12 * HOUR - MINUTE, new.id)
    assert stands(database, new, NOON + 12 * HOUR - MINUTE)
    assert not stands(database, new, NOON + 12 * HOUR)


def test_who_signed_out_is_out(database: Database) -> None:
    who = somebody(database).id
    new, other = opened(database, who), opened(database, who)
    with database.writing() as connection:
        assert end(connection, NOON, who, new.id).act == "session.ended"
        with pytest.raises(PeopleRefused, match="there is no such session, or it has ended: sign in again"):
            end(connection, NOON, who, new.id)
        with pytest.raises(PeopleRefused, match="there is no such session"):
            end(connection, NOON, new_key(), other.id)  # of somebody else
    assert not stands(database, new, NOON)
    assert stands(database, other, NOON)


def test_every_session_of_somebody_is_ended_at_a_stroke(database: Database) -> None:
    who, other = somebody(database).id, somebody(database, email="other@example.org").id
    kept, first, second, others = (opened(database, each) for each in (who, who, who, other))
    with database.writing() as connection:
        assert end_all(connection, NOON, who, but=kept.id).about == {"person": who, "count": 2}
        assert [each.id for each in sessions_of(connection, NOON, who)] == [kept.id]
        assert sessions_of(connection, NOON + DAY, who) == ()
    assert [stands(database, each, NOON) for each in (kept, first, second, others)] == [True, False, False, True]


def test_a_rise_gives_a_new_token_and_no_longer_time(database: Database) -> None:
    who = somebody(database, "officer").id
    before = opened(database, who)
    old = session(database, before)
    with database.writing() as connection:
        risen = rise(connection, NOON + HOUR / 2, old, second_factor=True, how="second factor")
    assert risen.token != before.token
    assert risen.expires_at == before.expires_at
    assert not stands(database, before, NOON + HOUR / 2)
    assert session(database, risen, NOON + HOUR / 2).actor.second_factor
    with pytest.raises(PeopleRefused, match="it has ended"), database.writing() as connection:
        rise(connection, NOON + HOUR / 2, old, second_factor=True, how="again")


def test_who_left_has_no_session(database: Database) -> None:
    who = somebody(database).id
    with database.writing() as connection:
        leave(connection, NOON, who)
    assert not stands(database, opened(database, who), NOON)


def test_until_what_comes_first_is_done_nobody_acts_under_any_role(database: Database) -> None:
    who = somebody(database, "officer", password=Password("$argon2id$a-hash", one_time=True)).id
    plain, shown = opened(database, who), opened(database, who, second_factor=True)
    with database.writing() as connection:
        connection.execute(person.update().values(second_factor="sealed"))
    assert _next(database, plain) == ("second_factor", [])
    assert _next(database, shown) == ("new_password", [])
    with database.writing() as connection:
        connection.execute(person.update().values(password_ends_at=None, second_factor=None))
    assert _next(database, plain) == ("set_up_second_factor", [])
    assert _next(database, shown) == ("", ["officer"])
    assert _next(database, plain, NO_SECOND_FACTOR) == ("", ["officer"])


def _next(database: Database, new: NewSession, rules: SessionRules = RULES) -> tuple[str, list[str]]:
    found = session(database, new, rules=rules)
    return found.next, [role.name for role in found.actor.roles]


def test_sessions_of_long_ago_are_forgotten(database: Database) -> None:
    opened(database, somebody(database).id)
    with database.writing() as connection:
        assert forget_sessions(connection, NOON + 90 * DAY) == 0
        assert forget_sessions(connection, NOON + 91 * DAY) == 1
