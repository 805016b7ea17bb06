"""Who follows a search by e-mail is told once where what it found was erased, and not what stands there now."""

from datetime import timedelta

import pytest

from register import Publishing, publish
from storage import Database
from tests.casework.followers import MONDAY, SITES, Reader
from tests.register.making import decision_id, decision_record, later, redacted

NAMED = "Quillfeather"
FIRST = decision_record(1, title=f"Application about {NAMED}")


@pytest.fixture
def reader(database: Database, register_database: Database) -> Reader:
    return Reader(database, register_database)


def erase(reader: Reader) -> None:
    """The first decision is corrected, and the name in it erased."""
    with reader.register.writing() as connection:
        publish(connection, MONDAY, Publishing(redacted(NAMED), erases=True))


def test_who_follows_a_name_is_told_that_what_had_it_was_erased(reader: Reader) -> None:
    reader.publishes(FIRST)
    reader.follows(f"q={NAMED}")
    reader.publishes(decision_record(2))
    assert reader.told() == []
    erase(reader)
    (mail,) = reader.told()
    assert mail.subject == "Register of decisions: 1 erased"
    assert "Erased:\n\nWhat SAMPLE/2026/0001 said before was erased on 23 November 2026, because it held" in mail.body
    assert f"{SITES.register}/decisions/{FIRST.id}\n" in mail.body
    assert "Application about a patient" not in mail.body, "what stands there now is not what was asked for"
    reader.publishes(later(redacted(NAMED), says="A day was wrong."))
    assert reader.told() == [], "and is told once"


def test_who_follows_what_is_still_found_is_told_of_a_correction(reader: Reader) -> None:
    reader.publishes(FIRST)
    for asked in ("q=larkmere", f"publication={FIRST.id}"):
        reader.follows(asked)
    erase(reader)
    for mail in reader.told():
        assert mail.subject == "Register of decisions: 1 corrected"
        assert "Application about a patient" in mail.body


def test_an_erasure_is_told_although_a_correction_came_before_the_morning(reader: Reader) -> None:
    reader.publishes(FIRST)
    reader.follows(f"q={NAMED}", "daily")
    erase(reader)
    reader.publishes(later(redacted(NAMED), says="A day was wrong."), decision_record(3, title=f"{NAMED} again"))
    (mail,) = reader.told(MONDAY + timedelta(days=1))
    assert mail.subject == "Register of decisions: 1 new, 1 erased"
    assert f"{SITES.register}/decisions/{decision_id(3)}\n" in mail.body
    assert "A day was wrong" not in mail.body
