"""What changed of late, of everything or of what a search finds, page by page, on either database."""

from datetime import date

import pytest

from register import Changed, Looking, Publishing, Withdrawing, changed, publish
from storage import Database
from tests.register.finding import ALL, LARKMERE, put
from tests.register.making import at, decision_id, decision_record, later, scheme_record


def look(database: Database, words: str = "", before: int | None = None, most: int = 50, **facets: str) -> Changed:
    """What changed."""
    with database.reading() as connection:
        return changed(connection, Looking(words, facets), before, most)


def ids(found: Changed) -> list[str]:
    return [each.id for each in found.publications]


@pytest.fixture
def filled(register_database: Database) -> Database:
    """Three decisions and a result, then a correction of the first, then one that was withdrawn."""
    put(register_database, (*ALL, scheme_record(), later(LARKMERE), decision_record(9)))
    with register_database.writing() as connection:
        publish(connection, at(9), Withdrawing(decision_id(9), "It was a mistake.", date(2026, 11, 26)))
    return register_database


def test_the_last_change_comes_first_and_what_was_withdrawn_is_told_whatever_is_looked_for(filled: Database) -> None:
    gone, first, second, third = (decision_id(number) for number in (9, 1, 2, 3))
    assert ids(look(filled))[:2] == [gone, first]
    assert len(ids(look(filled))) == 5
    assert ids(look(filled, "café OR fernwick")) == [gone, third, second]
    assert ids(look(filled, "refused -larkmere")) == [gone, third, second]
    assert ids(look(filled, outcome="grant")) == [gone, second]
    assert ids(look(filled, "larkmere", kind="pharmacy_market_entry")) == [gone, first]
    assert ids(look(filled, "zebra")) == [gone]
    assert ids(look(filled, "", unknown="x")) == ids(look(filled))
    assert look(filled, "larkmere").publications[1].newest.why == "A date was wrong."


def test_it_goes_on_behind_what_was_told_until_there_is_nothing(filled: Database) -> None:
    found, before = list[str](), None
    for _ in range(9):
        page = look(filled, before=before, most=2)
        found += ids(page)
        before = page.before
        if before is None:
            break
    assert found == ids(look(filled))
    assert look(filled, before=0).publications == ()
    assert ids(look(filled, before=10**30)) == found


def test_a_new_publication_is_in_the_next_answer(register_database: Database) -> None:
    assert look(register_database) == Changed((), None)
    with register_database.writing() as connection:
        publish(connection, at(0), Publishing(LARKMERE))
    assert ids(look(register_database, "larkmere")) == [LARKMERE.id]
