"""Who follows a search is told where what it found was erased, and nothing of what that was or of who had held it."""

from dataclasses import replace
from datetime import date

import pytest

from register import Changed, Looking, Publishing, Withdrawing, changed, publish
from storage import Database
from tests.register.finding import DOCTORS, LARKMERE
from tests.register.making import at, decision_id, decision_record, later, redacted

NAMED = "Quillfeather"
FIRST = decision_record(title=f"Application about {NAMED}")
ERASES = Publishing(redacted(NAMED), erases=True)
THEN = Publishing(later(redacted(NAMED), says="A day was wrong."))
BY_NAME = Looking(NAMED)


def look(database: Database, looking: Looking = BY_NAME, before: int | None = None, most: int = 50) -> Changed:
    with database.reading() as connection:
        return changed(connection, looking, before, most)


def does(database: Database, *acts: Publishing | Withdrawing) -> None:
    with database.writing() as connection:
        for number, act in enumerate(acts):
            publish(connection, at(number), act)


def told(found: Changed) -> list[tuple[str, int | None]]:
    """Each that is told, and the version that stands in the place of what was erased."""
    return [
        (each.id, found.erased[each.id].version if each.id in found.erased else None) for each in found.publications
    ]


def test_a_search_that_found_a_name_tells_that_it_was_erased(register_database: Database) -> None:
    does(register_database, Publishing(FIRST), Publishing(DOCTORS))
    assert told(look(register_database)) == [(FIRST.id, None)]
    does(register_database, ERASES)
    assert told(look(register_database)) == [(FIRST.id, 2)]


@pytest.mark.parametrize(
    "looking", [Looking("ostbury"), Looking("", {"outcome": "grant"}), Looking("consent -larkmere")]
)
def test_whether_a_search_had_found_it_can_be_told_by_nobody(register_database: Database, looking: Looking) -> None:
    does(register_database, Publishing(FIRST), Publishing(DOCTORS), ERASES)
    assert told(look(register_database, looking)) == [(FIRST.id, 2), (DOCTORS.id, None)]


def test_what_is_found_still_is_told_as_corrected(register_database: Database) -> None:
    does(register_database, Publishing(FIRST), ERASES)
    for looking in (Looking("larkmere"), Looking("patient", {"outcome": "refuse"}), Looking()):
        assert told(look(register_database, looking)) == [(FIRST.id, None)]


def test_it_is_told_when_it_was_erased_and_not_again_with_each_correction(register_database: Database) -> None:
    does(register_database, Publishing(FIRST), ERASES, Publishing(decision_record(9, title=f"{NAMED} again")), THEN)
    found = look(register_database)
    assert told(found) == [(decision_id(9), None), (FIRST.id, 2)]
    assert [found.leaf_of(each) for each in found.publications] == [2, 1]
    assert told(look(register_database, before=2)) == [(FIRST.id, 2)]
    assert told(look(register_database, before=1)) == []
    first = look(register_database, most=1)
    assert (told(first)[0], first.before) == ((decision_id(9), None), 2)
    assert told(look(register_database, before=first.before, most=1)) == [(FIRST.id, 2)]
    assert told(look(register_database, Looking("larkmere")))[0] == (FIRST.id, None), "there it is what changed last"


def test_a_correction_that_erases_nothing_tells_nobody_else(register_database: Database) -> None:
    moved = replace(later(LARKMERE), title="Application for a pharmacy elsewhere", sections=())
    does(register_database, Publishing(LARKMERE), Publishing(moved))
    assert told(look(register_database, Looking("saturdays"))) == []


def test_what_was_withdrawn_after_that_is_told_as_withdrawn(register_database: Database) -> None:
    does(register_database, Publishing(FIRST), ERASES, Withdrawing(FIRST.id, "It was asked for.", date(2026, 11, 26)))
    assert told(look(register_database)) == [(FIRST.id, None)]
    assert look(register_database).publications[0].state == "withdrawn"
