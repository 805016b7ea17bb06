"""A correction that erases, and a withdrawal, leave nothing of what stood there: in no table, and not in the file."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from register import (
    NotHeld,
    PublishedDetermination,
    PublishedRules,
    Publishing,
    Withdrawing,
    determinations_of,
    entry,
    proof_of,
    publication,
    publish,
    rendition,
    rules_of,
)
from storage import Database
from tests.register.making import (
    DETERMINED,
    DETERMINED_SHA256,
    NOON,
    REVISION,
    RULE_SET,
    at,
    decision_id,
    decision_record,
    later,
    redacted,
)

NAMED = "Quillfeather"
FIRST = Publishing(
    decision_record(title=f"Application about {NAMED}", summary=f"{NAMED} is refused."),
    pdf=f"%PDF-1.7 {NAMED}".encode(),
    determinations=(PublishedDetermination(DETERMINED_SHA256, DETERMINED),),
    rules=(PublishedRules(REVISION, RULE_SET, b"PK invented"),),
)
SECOND = Publishing(redacted(NAMED), pdf=b"%PDF-1.7 a patient", erases=True)
GONE = Withdrawing(decision_id(), "A person asked for it.", date(2026, 11, 26))


def everything(database: Database) -> str:
    """Every value of every column of every table, hidden ones of the search too, in small letters."""
    held: list[str] = []
    with database.reading() as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):  # noqa: S608  # a name from the catalogue
                held += [
                    bytes(each).decode("latin-1") if isinstance(each, bytes | memoryview) else str(each) for each in row
                ]
    return "\n".join(held).lower()


def test_a_correction_that_erases_leaves_nothing_of_what_stood_there(register_database: Database) -> None:
    with register_database.writing() as connection:
        publish(connection, NOON, FIRST)
    assert "quillfeather" in everything(register_database)
    with register_database.writing() as connection:
        publish(connection, at(1), SECOND)
    for part in ("quillfeather", "llfeather"):  # a list of words may keep the end of one only
        assert part not in everything(register_database)
    with register_database.reading() as connection:
        held = publication(connection, decision_id())
        assert held is not None
        assert [(each.erased, each.record is None) for each in held.versions] == [(True, True), (False, False)]
        assert rendition(connection, decision_id(), 1, "pdf") is None
        assert rendition(connection, decision_id(), 2, "pdf") == SECOND.pdf
        assert determinations_of(connection, decision_id(), 1) == ()
        assert rules_of(connection, decision_id(), 1) == ()
        assert entry(connection, 0).content is None
        with pytest.raises(NotHeld, match=r"There is no proof of version 1 of d-.*: the register holds it no longer\."):
            proof_of(connection, decision_id(), 1)


def test_what_was_erased_and_comes_again_is_not_stored_again(register_database: Database) -> None:
    with register_database.writing() as connection:
        first = publish(connection, NOON, FIRST)
        publish(connection, at(1), SECOND)
        again = publish(connection, at(2), FIRST)
    assert (again.leaf_index, again.sha256, again.state) == (first.leaf_index, first.sha256, "corrected")
    assert "quillfeather" not in everything(register_database)


def test_every_earlier_version_goes_and_why_it_was_there(register_database: Database) -> None:
    between = Publishing(later(decision_record(), says=f"{NAMED} was misspelt."))
    third = later(redacted(NAMED), "redaction", "A name is no longer published.")
    with register_database.writing() as connection:
        publish(connection, NOON, FIRST)
        publish(connection, at(1), between)
        publish(connection, at(2), Publishing(third, erases=True))
    assert "quillfeather" not in everything(register_database)


def test_a_withdrawal_leaves_nothing_either(register_database: Database) -> None:
    with register_database.writing() as connection:
        publish(connection, NOON, FIRST)
        publish(connection, at(1), GONE)
    left = everything(register_database)
    for part in ("quillfeather", "larkmere", "invented appeal"):
        assert part not in left


@pytest.mark.parametrize("act", [SECOND, GONE], ids=["corrected", "withdrawn"])
def test_its_bytes_do_not_lie_in_the_file_of_the_database(
    register_database: Database, act: Publishing | Withdrawing
) -> None:
    if not register_database.sqlite:
        return  # its server vacuums
    with register_database.writing() as connection:
        publish(connection, NOON, FIRST)
    with register_database.writing() as connection:
        publish(connection, at(1), act)
    with register_database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(str(register_database.engine.url.database))
    assert NAMED.lower().encode() not in file.read_bytes().lower()
