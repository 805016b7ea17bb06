"""Bringing a database to the shape that this version of the program knows, and back."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database import Database

PRIVATE, REGISTER = "private", "register"
_HERE = Path(__file__).parent / "migrations"


class Unready(Exception):
    """A database whose shape is not the one that this version of the program knows."""


def config(which: str) -> Config:
    """Alembic's settings for one of the two databases."""
    made = Config()
    made.set_main_option("script_location", str(_HERE))
    made.set_main_option("version_locations", str(_HERE / which))
    made.set_main_option("path_separator", "os")
    made.attributes["which"] = which
    return made


def bring_up(database: Database, which: str, to: str = "head") -> None:
    """Run the migrations that are still to be run, all of them or none."""
    with database.writing() as connection:
        bring_up_on(connection, which, to)


def take_down(database: Database, which: str, to: str = "base") -> None:
    """Undo migrations, down to one that is named. What only the newer shape could hold is lost."""
    with database.writing() as connection:
        take_down_on(connection, which, to)


def bring_up_on(connection: Connection, which: str, to: str = "head") -> None:
    """Run the migrations that are still to be run, in the transaction that is open."""
    command.upgrade(_config_on(connection, which), to)


def take_down_on(connection: Connection, which: str, to: str = "base") -> None:
    """Undo migrations, in the transaction that is open."""
    command.downgrade(_config_on(connection, which), to)


def revision(connection: Connection) -> str:
    """The last migration that was run on a database; empty where none was."""
    return MigrationContext.configure(connection).get_current_revision() or ""


@cache
def revisions(which: str) -> frozenset[str]:
    """Every migration that this version of the program knows."""
    return frozenset(each.revision for each in ScriptDirectory.from_config(config(which)).walk_revisions())


def check(database: Database, which: str) -> None:
    """Raises Unready where migrations are still to be run, or where the database is newer than the program."""
    newest = set(ScriptDirectory.from_config(config(which)).get_heads())
    with database.reading() as connection:
        found = set(MigrationContext.configure(connection).get_current_heads())
    if found != newest:
        raise Unready(
            f"The {which} database is at {', '.join(sorted(found)) or 'nothing yet'}; this program knows "
            f"{', '.join(sorted(newest)) or 'nothing yet'}. Run `rationale migrate`, with the newest program."
        )


def _config_on(connection: Connection, which: str) -> Config:
    settings = config(which)
    settings.attributes["connection"] = connection
    return settings
