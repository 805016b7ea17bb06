"""Bringing a database to the shape that this version of the program knows, and back."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

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
    _run(database, which, lambda settings: command.upgrade(settings, to))


def take_down(database: Database, which: str, to: str = "base") -> None:
    """Undo migrations, down to one that is named. What only the newer shape could hold is lost."""
    _run(database, which, lambda settings: command.downgrade(settings, to))


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


def _run(database: Database, which: str, work: Callable[[Config], None]) -> None:
    settings = config(which)
    with database.writing() as connection:
        settings.attributes["connection"] = connection
        work(settings)
