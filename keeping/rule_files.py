"""The rules that a determination was made with, kept as files: so that it can be made again when rules/ has others."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Insert, select
from sqlalchemy.dialects import postgresql, sqlite

from engine import RuleFilesDamaged, RuleFilesRefused, RuleSet, check_rules, pack_rules, read_rules
from storage import rules_used

__all__ = ["RuleFilesRefused", "fetch", "keep", "pack", "read", "there"]

_START_AGAIN = (
    "Nothing was stored. Start the program again, so that it loads the rules as they are now, and determine again."
)


def pack(folder: Path, loaded: RuleSet | None = None) -> bytes:
    """The files of the rule set in ``folder``, as a ZIP: the same files give the same bytes, on every machine.

    It holds what ``load_rule_set`` reads, as the folders lie below the rules' root; tests beside the rules are left
    out. ``loaded`` is the rule set as it was loaded from there, which is otherwise loaded now. Raises RuleFilesRefused
    where the ZIP does not give that very revision.
    """
    with _told_to_start_again():
        return pack_rules(folder, loaded)


def read(files: bytes, id: str, within: Path | None = None) -> RuleSet:
    """The rule set ``id`` from its packed files, which lie in a folder (in ``within``) while they are read.

    Raises RuleFilesRefused where they are no such files, and RuleError where this program cannot read them.
    """
    try:
        return read_rules(files, id, within)
    except RuleFilesDamaged as damaged:
        told = f"The rule files that were kept are damaged ({damaged.why}). Restore a backup in which they are whole."
        raise RuleFilesRefused(told) from damaged


def keep(connection: Connection, now: datetime, rule_set: RuleSet, files: bytes) -> bytes:
    """Keep the files of a revision, once, and return those that are kept: the first that came, perhaps laid out
    otherwise.

    Raises RuleFilesRefused where they give another revision.
    """
    if not there(connection, rule_set.revision):
        with _told_to_start_again():
            check_rules(files, rule_set)
        row = {"revision": rule_set.revision, "rule_set": rule_set.id, "files": files, "at": now}
        connection.execute(_insert_once(connection).values(row))
    return fetch(connection, rule_set.revision)


def there(connection: Connection, revision: str) -> bool:
    """Whether the files of a revision are kept."""
    return connection.scalar(select(rules_used.c.revision).where(rules_used.c.revision == revision)) is not None


def fetch(connection: Connection, revision: str) -> bytes:
    """The packed files of a revision that was kept."""
    return bytes(connection.execute(select(rules_used.c.files).where(rules_used.c.revision == revision)).scalar_one())


@contextmanager
def _told_to_start_again() -> Iterator[None]:
    try:
        yield
    except RuleFilesRefused as changed:
        raise RuleFilesRefused(f"{changed} {_START_AGAIN}") from changed


def _insert_once(connection: Connection) -> Insert:
    """Two who store the same revision at the same time both succeed, and it is stored once."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(rules_used).on_conflict_do_nothing()
    return sqlite.insert(rules_used).on_conflict_do_nothing()
