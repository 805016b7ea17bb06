"""Personal API tokens: for named acts, for a year at most, and only the hash is kept."""

import re
from datetime import datetime

import pytest

from people import (
    NewToken,
    PeopleRefused,
    Role,
    add_token,
    for_tokens,
    leave,
    may,
    revoke_token,
    take,
    tokens_of,
    used,
    whose_token,
)
from storage import Database, new_key, token
from tests.people.making import DAY, MINUTE, NAME, NOON, somebody

YEAR = 365 * DAY


def added(
    database: Database, person_id: str, *scopes: str, name: str = "Reporting", expires_at: datetime = NOON + YEAR
) -> NewToken:
    with database.writing() as connection:
        return add_token(connection, NOON, person_id, name=name, scopes=scopes, expires_at=expires_at)


def test_a_token_acts_for_its_owner_in_its_scopes_alone(database: Database) -> None:
    who = somebody(database, "officer")
    new = added(database, who.id, "case.read", "fact.state", "decision.review")
    with database.reading() as connection:
        found = whose_token(connection, NOON, new.secret)
    assert found is not None
    assert (found.actor.id, found.actor.name, found.actor.second_factor) == (who.id, NAME, False)
    assert found.token == new.token
    assert may(found.actor, "case.read")
    assert not may(found.actor, "case.receive")  # the officer may, and the token is not for it
    assert not may(found.actor, "decision.review")  # the token is for it, and an officer may not


def test_a_role_that_is_taken_away_is_taken_from_the_token_too(database: Database) -> None:
    who = somebody(database, "officer")
    new = added(database, who.id, "case.read")
    with database.writing() as connection:
        take(connection, None, who.id, Role("officer"))
        found = whose_token(connection, NOON, new.secret)
    assert found is not None
    assert not may(found.actor, "case.read")


def test_what_opens_is_told_once_and_never_kept(database: Database) -> None:
    new = added(database, somebody(database).id, "case.read")
    assert re.fullmatch(r"rat_[\w-]{43}", new.secret)
    assert new.secret not in repr(new)
    with database.reading() as connection:
        kept = str(connection.execute(token.select()).all())
    assert new.secret.removeprefix("rat_") not in kept
    assert new.entry.about == {"person": new.token.person_id, "token": new.token.id, "scopes": ["case.read"]}


def test_a_token_runs_out_on_its_day(database: Database) -> None:
    new = added(database, somebody(database).id, "case.read", expires_at=NOON + DAY)
    with database.reading() as connection:
        assert whose_token(connection, NOON + DAY - MINUTE, new.secret) is not None
        assert whose_token(connection, NOON + DAY, new.secret) is None


def test_a_token_is_revoked_by_its_owner_or_an_administrator_once(database: Database) -> None:
    who, other = somebody(database).id, somebody(database, email="other@example.org").id
    new = added(database, who, "case.read")
    with database.writing() as connection:
        told = "there is no such token, or it is revoked already: list the tokens to see"
        with pytest.raises(PeopleRefused, match=told):
            revoke_token(connection, NOON, new.token.id, of=other)
        assert whose_token(connection, NOON, new.secret) is not None
        assert revoke_token(connection, NOON, new.token.id).about == {"token": new.token.id}
        assert whose_token(connection, NOON, new.secret) is None
        with pytest.raises(PeopleRefused, match=told):
            revoke_token(connection, NOON, new.token.id, of=who)
        assert [each.revoked_at for each in tokens_of(connection, who)] == [NOON]


def test_when_it_was_last_used_is_kept_to_the_minute(database: Database) -> None:
    new = added(database, somebody(database).id, "case.read")
    assert new.token.to_be_used(NOON)
    with database.writing() as connection:
        used(connection, NOON, new.token.id)
        found = whose_token(connection, NOON, new.secret)
    assert found is not None
    assert found.token.used_at == NOON
    assert not found.token.to_be_used(NOON + MINUTE / 2)
    assert found.token.to_be_used(NOON + MINUTE)


def test_a_list_shows_every_token_of_somebody_the_newest_first(database: Database) -> None:
    who, other = somebody(database).id, somebody(database, email="other@example.org").id
    first = added(database, who, "case.read")
    added(database, other, "case.read")
    with database.writing() as connection:
        second = add_token(connection, NOON + DAY, who, name="x", scopes=["me.read"], expires_at=NOON + 2 * DAY)
        assert tokens_of(connection, who) == (second.token, first.token)


NO_SCOPES: list[tuple[tuple[str, ...], str]] = [
    ((), r"a token is for named acts: give at least one, such as case\.read"),
    (("case.reed",), r"'case\.reed' is no act that a token may be for; did you mean case\.read"),
    (("everything",), r"'everything' is no act that a token may be for; there are me\.read, session\.read"),
    (("token.add",), r"'token\.add' is no act that a token may be for"),
    (("person.roles",), r"'person\.roles' is no act that a token may be for"),
]


def test_a_token_is_for_acts_that_there_are(database: Database) -> None:
    who = somebody(database).id
    for scopes, told in NO_SCOPES:
        with pytest.raises(PeopleRefused, match=told):
            added(database, who, *scopes)


def test_a_token_stands_for_a_year_at_most(database: Database) -> None:
    who = somebody(database).id
    for expires_at in (NOON, NOON - DAY, NOON + YEAR + MINUTE):
        with pytest.raises(PeopleRefused, match="a token stands for 365 days at most: give a moment within them"):
            added(database, who, "case.read", expires_at=expires_at)


def test_a_token_says_what_it_is_for(database: Database) -> None:
    who = somebody(database).id
    for name in ("", " ", "x" * 201, "a\0b"):
        with pytest.raises(PeopleRefused, match="say what the token is for, in 1 to 200 characters"):
            added(database, who, "case.read", name=name)


def test_nobody_who_is_not_here_has_a_token(database: Database) -> None:
    gone = somebody(database)
    new = added(database, gone.id, "case.read")
    with database.writing() as connection:
        leave(connection, NOON, gone.id)
    for who in (gone.id, new_key()):
        with pytest.raises(PeopleRefused, match="there is no such account, or its owner has left"):
            added(database, who, "case.read")
    with database.reading() as connection:
        assert whose_token(connection, NOON, new.secret) is None
        assert whose_token(connection, NOON, "\ud800") is None


def test_a_token_may_be_for_everything_that_is_no_key(database: Database) -> None:
    assert added(database, somebody(database).id, *for_tokens()).token.scopes == set(for_tokens())
