"""The rules that a determination was made with, kept as files: so that it can be made again when rules/ has others."""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection, Insert, select
from sqlalchemy.dialects import postgresql, sqlite

from engine import RuleError, RuleSet, load_rule_set
from storage import rules_used

_NO_DAY = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16
_UNIX = 3
_START_AGAIN = (
    "Nothing was stored. Start the program again, so that it loads the rules as they are now, and determine again."
)


class RuleFilesRefused(Exception):
    """Rule files that do not give back the rule set that they should."""


def pack(folder: Path, loaded: RuleSet | None = None) -> bytes:
    """The files of the rule set in ``folder``, as a ZIP: the same files give the same bytes, on every machine.

    It holds what ``load_rule_set`` reads, as the folders lie below the rules' root; tests beside the rules are left
    out. ``loaded`` is the rule set as it was loaded from there, which is otherwise loaded now. Raises RuleFilesRefused
    where the ZIP does not give that very revision.
    """
    rule_set = loaded or load_rule_set(folder)
    try:
        files = _zipped(folder.parent.parent, sorted(_needed(folder, rule_set)))
        _same(rule_set, read(files, rule_set.id))
    except (RuleError, FileNotFoundError) as changed:
        told = f"The files of {rule_set.id} can no longer be read, so they were changed after they were loaded."
        raise RuleFilesRefused(f"{told} {_START_AGAIN}") from changed
    return files


def read(files: bytes, id: str, within: Path | None = None) -> RuleSet:
    """The rule set ``id`` from its packed files, which lie in a folder (in ``within``) while they are read.

    Raises RuleFilesRefused where they are no such files, and RuleError where this program cannot read them.
    """
    if within is not None:
        within.mkdir(parents=True, exist_ok=True)
    return _read(files, id, within)


def keep(connection: Connection, now: datetime, rule_set: RuleSet, files: bytes) -> bytes:
    """Keep the files of a revision, once, and return those that are kept: the first that came, perhaps laid out
    otherwise.

    Raises RuleFilesRefused where they give another revision.
    """
    if connection.scalar(select(rules_used.c.revision).where(rules_used.c.revision == rule_set.revision)) is None:
        _same(rule_set, read(files, rule_set.id))
        row = {"revision": rule_set.revision, "rule_set": rule_set.id, "files": files, "at": now}
        connection.execute(_insert_once(connection).values(row))
    return fetch(connection, rule_set.revision)


def fetch(connection: Connection, revision: str) -> bytes:
    """The packed files of a revision that was kept."""
    return bytes(connection.execute(select(rules_used.c.files).where(rules_used.c.revision == revision)).scalar_one())


def _needed(folder: Path, rule_set: RuleSet) -> Iterator[Path]:
    """What the loader reads: the rule set's files, its area's facts, and the questions that its facts await."""
    yield from (path for path in folder.glob("*.yaml") if not path.name.endswith(".test.yaml"))
    if (shared := folder.parent / "facts.yaml").exists():
        yield shared
    for other in {fact.bridge[0] for fact in rule_set.facts.values() if fact.bridge}:
        yield folder.parent.parent / other / "ruleset.yaml"


def _zipped(root: Path, paths: list[Path]) -> bytes:
    """Not compressed, since the same bytes compressed differ from one version of zlib to another."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for path in paths:
            entry = zipfile.ZipInfo(path.relative_to(root).as_posix(), _NO_DAY)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, path.read_bytes())
    return into.getvalue()


@lru_cache(maxsize=8)
def _read(files: bytes, id: str, within: Path | None) -> RuleSet:
    with tempfile.TemporaryDirectory(prefix="rules-", dir=within) as folder:
        _unpack(files, Path(folder))
        return load_rule_set(Path(folder) / id)


def _unpack(files: bytes, folder: Path) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(files)) as archive:
            for entry in archive.infolist():
                path = PurePosixPath(entry.filename)
                if path.is_absolute() or ".." in path.parts or path.suffix != ".yaml":
                    raise RuleFilesRefused(f"'{entry.filename}' is no rule file: what was kept has been changed.")
                archive.extract(entry, folder)
    except zipfile.BadZipFile as damaged:
        told = f"The rule files that were kept are damaged ({damaged}). Restore a backup in which they are whole."
        raise RuleFilesRefused(told) from damaged


def _same(wanted: RuleSet, found: RuleSet) -> None:
    if found.revision != wanted.revision:
        raise RuleFilesRefused(
            f"The files of {wanted.id} give revision {found.revision[:12]}, and the rules in use are revision "
            f"{wanted.revision[:12]}: the files were changed after they were loaded. {_START_AGAIN}"
        )


def _insert_once(connection: Connection) -> Insert:
    """Two who store the same revision at the same time both succeed, and it is stored once."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(rules_used).on_conflict_do_nothing()
    return sqlite.insert(rules_used).on_conflict_do_nothing()
