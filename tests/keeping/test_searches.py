"""A search is in the activity, with the cases that were shown and hashes of the words that nobody can try for ever."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from keeping import NotForActivity, activity, retention, searches
from keeping.searches import forget_salts, hashed_word
from storage import Database, new_key, secret
from tests.keeping.cases import NOON, a_person

TYPED = {"words": "Patel", "title": "", "party": " Brook Street "}
CHOSEN = {"kind": "pharmacy_market_entry", "state": "", "until": date(2026, 3, 31)}


def noted(database: Database, by: str, *shown: str, now: Any = NOON, **typed: str) -> dict[str, Any]:
    """What the activity says of a search."""
    with database.writing() as connection:
        searches.note(connection, now, by, typed or TYPED, CHOSEN, shown)
    with database.reading() as connection:
        last = activity.entries(connection)[-1]
    assert (last.actor, last.act, last.case_id, last.at) == (by, "case.searched", None, now)
    said: dict[str, Any] = json.loads(last.about)
    return said


def salts(database: Database) -> dict[str, str]:
    with database.reading() as connection:
        wanted = select(secret.c.name, secret.c.value).where(secret.c.name.like("search%"))
        return {row.name: row.value for row in connection.execute(wanted)}


def test_the_cases_that_were_shown_stand_there_and_of_the_words_only_hashes(database: Database) -> None:
    case, who = new_key(), a_person(database)
    said = noted(database, who, case)
    salt = salts(database)["search 2026"]
    assert said == {
        "case_ids": [case],
        "count": 1,
        "kind": "pharmacy_market_entry",
        "party_hash": hashed_word(salt, "brook street"),
        "until": "2026-03-31",
        "words_hash": hashed_word(salt, "PATEL"),
    }


def test_a_word_can_be_tried_on_the_searches_of_a_year_and_not_on_those_of_another(database: Database) -> None:
    who, next_year = a_person(database), NOON + timedelta(days=366)
    first, again = (noted(database, who, words="Patel")["words_hash"] for _ in range(2))
    later = noted(database, who, now=next_year, words="Patel")["words_hash"]
    assert first == again != later
    assert sorted(salts(database)) == ["search 2026", "search 2027"]


def test_the_salts_of_years_before_the_last_go_and_retention_takes_them(database: Database) -> None:
    who = a_person(database)
    for years in (0, 1, 2):
        noted(database, who, now=NOON.replace(year=NOON.year + years))
    with database.writing() as connection:
        assert forget_salts(connection, date(2027, 12, 31)) == 0
        assert forget_salts(connection, date(2028, 1, 1)) == 1
    assert sorted(salts(database)) == ["search 2027", "search 2028"]
    with database.writing() as connection:
        later = NOON.replace(year=2029)
        retention.apply(connection, later, who, later.date(), {})
        assert connection.scalar(select(secret.c.name).where(secret.c.name == "activity")) == "activity"
        assert isinstance(activity.verify(connection), activity.Verified)
    assert sorted(salts(database)) == ["search 2028"]


def test_what_is_chosen_is_a_word_of_the_program_or_is_refused(database: Database) -> None:
    who = a_person(database)
    with pytest.raises(NotForActivity, match="'kind' of an entry is a word of the rules or of the program"):
        noted_as_chosen(database, who, kind="Mrs Patel")
    assert salts(database) == {}, "nothing is stored"


def noted_as_chosen(database: Database, who: str, **chosen: str) -> None:
    with database.writing() as connection:
        searches.note(connection, NOON, who, {}, chosen, ())
