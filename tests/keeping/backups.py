"""Backups as the tests take them, and databases to restore them to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from keeping.backup import make
from keeping.encryption import Key, key_of
from keeping.manifest import Manifest
from keeping.restoring import Restored, open_backup, restore
from keeping.table_data import lines_of, tables
from storage import Database, activity
from tests import postgres
from tests.keeping.held import NOON

KEY = key_of(b"k" * 32)


@dataclass(frozen=True)
class Place:
    """A database with a folder of evidence."""

    database: Database
    folder: Path


@contextmanager
def new_place(kind: str, folder: Path, server: postgres.Server) -> Iterator[Place]:
    """An empty database of this kind, without a table, and nothing beside it."""
    database = Database(f"sqlite:///{folder / 'new.sqlite'}" if kind == "sqlite" else server.empty())
    yield Place(database, folder / "new-evidence")
    database.close()


def taken(place: Place, to: Path, key: Key | None = KEY) -> Manifest:
    """A backup."""
    with place.database.reading() as connection:
        return make(connection, NOON, place.folder, to, key)


def put_back(
    place: Place, source: Path, key: Key | None = KEY, *, replace: bool = False, aside: str = "aside"
) -> Restored:
    """A restore, as the command does it; what was there goes beside the evidence."""
    opened = open_backup(source, key)
    with place.database.writing() as connection:
        return restore(
            connection, NOON, "command_line", opened, place.folder, place.folder.with_name(aside), replace=replace
        )


def rows(database: Database) -> dict[str, list[str]]:
    """Every row of every table that has any, but for the activity, which a restore adds to."""
    with database.reading() as connection:
        held = {table.name: [line.decode() for line in lines_of(connection, table)][1:] for table in tables(connection)}
    return {name: lines for name, lines in held.items() if lines and not name.startswith("activity")}


def acts(database: Database) -> list[str]:
    """Every act in the activity, in its order."""
    with database.reading() as connection:
        return list(connection.scalars(select(activity.c.act).order_by(activity.c.place)))
