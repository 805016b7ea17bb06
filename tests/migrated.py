"""Empty databases in their shape. The migrations take longer than most tests, so a process runs them once."""

from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import PRIVATE, Database, bring_up, revisions

NEWEST = max(revisions(PRIVATE))  # the migration that this program knows last


@cache
def migrated(which: str) -> bytes:
    """The file of SQLite in which a database has every table and nothing in them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite"
        with closing(Database(f"sqlite:///{path}")) as made:
            bring_up(made, which)
        return path.read_bytes()


def opened(url: str, which: str = PRIVATE) -> Database:
    """A database by its address, in its shape: a new file of SQLite is a copy, anything else is brought up."""
    made = Database(url)
    file = Path(made.engine.url.database or "")
    if made.sqlite and not file.exists():
        file.write_bytes(migrated(which))
    else:
        bring_up(made, which)
    return made
