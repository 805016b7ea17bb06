"""A copy of a database of SQLite is one state of it, whole, in one file; there is none of another kind."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from storage import Database, copy_file, new_key, person

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def somebody(database: Database) -> str:
    """The id of a person who is known."""
    key = new_key()
    with database.writing() as connection:
        connection.execute(insert(person).values(id=key, email=f"{key}@example.org", name="A. Person", made_at=NOON))
    return key


def test_a_copy_holds_what_was_stored_and_nothing_of_who_writes_meanwhile(database: Database, tmp_path: Path) -> None:
    copy, first = tmp_path / "copy.sqlite", somebody(database)
    if not database.sqlite:
        with database.reading() as connection, pytest.raises(ValueError, match="only a database of SQLite is a file"):
            copy_file(connection, copy)
        assert not copy.exists()
        return
    with database.reading() as connection:
        connection.execute(select(person.c.id)).all()  # what it sees is settled with its first read
        somebody(database)
        copy_file(connection, copy)
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.sqlite"]
    assert copy.stat().st_mode & 0o077 == 0
    made = Database(f"sqlite:///{copy}")
    with made.reading() as connection:
        assert list(connection.scalars(select(person.c.id))) == [first]
    made.close()


def test_what_is_there_is_left_alone_and_nothing_is_left_of_what_cannot_be_written(
    database: Database, tmp_path: Path
) -> None:
    if not database.sqlite:
        return
    (tmp_path / "there").write_bytes(b"kept")
    with database.reading() as connection:
        with pytest.raises(FileExistsError):
            copy_file(connection, tmp_path / "there")
        with pytest.raises(FileNotFoundError):
            copy_file(connection, tmp_path / "nowhere" / "copy.sqlite")
    assert (tmp_path / "there").read_bytes() == b"kept"
