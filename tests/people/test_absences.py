"""Absence and cover: whose work falls to whom, and that no rights do."""

from datetime import datetime

import pytest

from people import (
    PeopleRefused,
    absences,
    actor,
    end_absence,
    leave,
    state_absence,
    who_does_the_work_of,
    whose_work_falls_to,
)
from storage import Database, new_key
from tests.people.making import DAY, NOON, somebody

WEEK = 7 * DAY


def people(database: Database) -> tuple[str, str, str]:
    """Three officers."""
    first, second, third = (somebody(database, "officer", email=f"{each}@example.org").id for each in "abc")
    return first, second, third


def away(
    database: Database,
    who: str,
    cover: str | None = None,
    starts_at: datetime = NOON,
    ends_at: datetime = NOON + WEEK,
) -> str:
    with database.writing() as connection:
        return state_absence(connection, who, starts_at, ends_at, cover)[0].id


def test_work_falls_to_whoever_covers_while_somebody_is_away(database: Database) -> None:
    first, second, third = people(database)
    away(database, first, second)
    with database.reading() as connection:
        for now, does in ((NOON - DAY, first), (NOON, second), (NOON + WEEK - DAY, second), (NOON + WEEK, first)):
            assert who_does_the_work_of(connection, now, first) == does
        assert whose_work_falls_to(connection, NOON, second) == (second, first)
        assert whose_work_falls_to(connection, NOON - DAY, second) == (second,)
        assert whose_work_falls_to(connection, NOON, third) == (third,)


def test_cover_passes_on_where_the_cover_is_away_too(database: Database) -> None:
    first, second, third = people(database)
    away(database, first, second)
    away(database, second, third, NOON + DAY)
    with database.reading() as connection:
        assert who_does_the_work_of(connection, NOON + DAY, first) == third
        assert whose_work_falls_to(connection, NOON + DAY, third) == (third, second, first)
        assert whose_work_falls_to(connection, NOON, second) == (second, first)


def test_two_who_cover_for_each_other_and_are_both_away_leave_nobody(database: Database) -> None:
    first, second, _ = people(database)
    away(database, first, second)
    away(database, second, first)
    with database.reading() as connection:
        assert who_does_the_work_of(connection, NOON, first) is None
        assert set(whose_work_falls_to(connection, NOON, first)) == {first, second}


def test_nobody_does_the_work_where_there_is_no_cover_or_it_has_left(database: Database) -> None:
    first, second, third = people(database)
    away(database, first)
    away(database, second, third)
    with database.writing() as connection:
        leave(connection, NOON, third)
        assert who_does_the_work_of(connection, NOON, first) is None
        assert who_does_the_work_of(connection, NOON, second) is None


def test_cover_gives_no_rights(database: Database) -> None:
    first = somebody(database, "officer")
    second = somebody(database, "reviewer", email="other@example.org")
    away(database, first.id, second.id)
    with database.reading() as connection:
        found = actor(connection, second.id)
    assert found is not None
    assert found.roles == second.roles


def test_somebody_who_is_back_early_has_their_work_again(database: Database) -> None:
    first, second, _ = people(database)
    stated = away(database, first, second)
    with database.writing() as connection:
        with pytest.raises(PeopleRefused, match="there is no such absence, or it is over already"):
            end_absence(connection, NOON + DAY, stated, of=second)
        assert end_absence(connection, NOON + DAY, stated, of=first).act == "absence.ended"
        assert who_does_the_work_of(connection, NOON + DAY, first) == first
        with pytest.raises(PeopleRefused, match="there is no such absence"):
            end_absence(connection, NOON + DAY, stated)


def test_an_absence_that_was_called_off_never_was(database: Database) -> None:
    first, second, _ = people(database)
    stated = away(database, first, second, NOON + WEEK, NOON + 2 * WEEK)
    with database.writing() as connection:
        assert [each.id for each in absences(connection, NOON)] == [stated]
        assert absences(connection, NOON, second) == ()
        end_absence(connection, NOON + DAY, stated)
        assert absences(connection, NOON) == ()
        assert who_does_the_work_of(connection, NOON + 8 * DAY, first) == first
    away(database, first, second, NOON + WEEK, NOON + 2 * WEEK)


def test_an_absence_that_cannot_be_is_told(database: Database) -> None:
    first, second, third = people(database)
    with database.writing() as connection:
        leave(connection, NOON, third)
    for who, cover, starts_at, told in (
        (first, None, NOON + WEEK, "an absence ends after it starts: correct one of the two"),
        (new_key(), None, NOON, "there is no such account, or its owner has left"),
        (first, first, NOON, "nobody covers for themselves: name somebody else, or nobody"),
        (first, third, NOON, "whoever covers has no account, or has left: name somebody else, or nobody"),
    ):
        with pytest.raises(PeopleRefused, match=told):
            away(database, who, cover, starts_at)
    away(database, first, second, NOON + DAY)
    with pytest.raises(PeopleRefused, match="an absence in this time stands already: end it first"):
        away(database, first, second, NOON, NOON + 2 * DAY)
    away(database, first, second, NOON, NOON + DAY)  # one ends as the next begins
