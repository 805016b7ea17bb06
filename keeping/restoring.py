"""Putting a backup in the place of what there is: all of it is verified first, and one transaction swaps old for new.

Evidence files are named by what they hold, so those of the backup are put beside the old ones before the swap, and what
only the old database named goes after it. Whenever a restore is killed, the database and the evidence that it names are
the old or the new.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select, table, update
from sqlalchemy.exc import DataError, IntegrityError

from keeping.activity import FirstAltered, record, verify
from keeping.backup import about, make, needed, strangers
from keeping.backup_files import read_checked
from keeping.encryption import Key
from keeping.files import keep
from keeping.letting_go import let_go
from keeping.manifest import Manifest, TableFile, read_manifest
from keeping.table_data import NotOurForm, names, parted, put_rows
from storage import PRIVATE, bring_up_on, revision, revisions, signed_in, take_down_on, unshut

_NOT_YET_USED = {"activity_head", "secret"}  # what a program writes before anybody has done anything


class RestoreRefused(Exception):
    """A backup that was not restored. Says why, and what to do. What was there is as it was."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A backup of which every byte was verified."""

    folder: Path
    key: Key | None
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, where what was there before is kept, and which evidence only that named."""

    manifest: Manifest
    aside: Path | None
    left: tuple[str, ...]


def open_backup(folder: Path, key: Key | None, *, even_incomplete: bool = False) -> Opened:
    """Verify every byte of a backup. BackupAltered or RestoreRefused where it is not whole, or cannot be restored."""
    manifest = read_manifest(folder, key)
    if manifest.revision not in revisions(PRIVATE):
        raise RestoreRefused(
            f"The backup is of a database at {manifest.revision}, and this program knows "
            f"{', '.join(sorted(revisions(PRIVATE)))}. Restore it with the newest program."
        )
    if manifest.missing and not even_incomplete:
        raise RestoreRefused(
            f"The backup was made without {len(manifest.missing)} files of evidence, which were missing then. Restore "
            "an earlier one; or say --even-incomplete, and their items are there without them."
        )
    for file in manifest.files:
        for _ in read_checked(folder, file, key):
            pass
    return Opened(folder, key, manifest)


def restore(
    connection: Connection, now: datetime, by: str, opened: Opened, folder: Path, aside: Path, *, replace: bool = False
) -> Restored:
    """Fill the database, and put the evidence under ``folder``. It counts once the caller's ``writing()`` ends well.

    A database that holds anything is refused unless ``replace``: then a backup of it is made at ``aside`` first. Nobody
    stays signed in. After the swap, call ``clear``.
    """
    held = _held(connection)
    if held and not replace:
        raise RestoreRefused(
            f"The database holds {held:,} rows already, and is left as it is. Say --replace to put the backup in its "
            "place; what is there is then kept aside."
        )
    before = _put_aside(connection, now, opened.key, folder, aside) if held else None
    try:
        _fill(connection, opened)
        _verify(connection, opened.manifest)
        _keep_evidence(opened, folder)
    except BaseException:
        if before:
            shutil.rmtree(aside, ignore_errors=True)
        raise
    connection.execute(update(signed_in).where(signed_in.c.revoked_at.is_(None)).values(revoked_at=now))
    record(connection, now, by, "backup.restored", about=about(opened.manifest))
    left = {file.sha256 for file in before.evidence} - set(needed(connection)) if before else set()
    return Restored(opened.manifest, aside if before else None, tuple(sorted(left)))


def clear(connection: Connection, folder: Path, restored: Restored) -> int:
    """After the swap: let go of the evidence that only the database before named. It is in what was kept aside."""
    return let_go(connection, folder, restored.left)


def _held(connection: Connection) -> int:
    """How many rows there are that somebody may miss. RestoreRefused where the database is not one of ours."""
    found = names(connection)
    at = revision(connection)
    if at not in (revisions(PRIVATE) if found else {""}) or strangers(connection):
        raise RestoreRefused(
            f"The database is at {at or 'no migration'} and holds what this program does not know, so it is left as it "
            "is. Restore into an empty database, or use the newest program."
        )
    used = (table(name) for name in found if name not in _NOT_YET_USED)
    return sum(connection.execute(select(func.count()).select_from(each)).scalar_one() for each in used)


def _put_aside(connection: Connection, now: datetime, key: Key | None, folder: Path, aside: Path) -> Manifest:
    if connection.dialect.name == "postgresql":
        listed = ", ".join(f'"{name}"' for name in names(connection))
        connection.exec_driver_sql(f"LOCK TABLE {listed} IN ACCESS EXCLUSIVE MODE")
    return make(connection, now, folder, aside, key, even_incomplete=True)


def _fill(connection: Connection, opened: Opened) -> None:
    if revision(connection):
        take_down_on(connection, PRIVATE)
    bring_up_on(connection, PRIVATE, opened.manifest.revision)
    if set(names(connection)) != {each.table for each in opened.manifest.tables}:
        raise RestoreRefused("The backup does not hold the tables of its database. Nothing was restored.")
    with unshut(connection):
        for each in opened.manifest.tables:
            _fill_table(connection, opened, each)
    bring_up_on(connection, PRIVATE)


def _fill_table(connection: Connection, opened: Opened, each: TableFile) -> None:
    lines = parted(read_checked(opened.folder, each.file, opened.key))
    try:
        rows = put_rows(connection, each.table, lines)
    except (NotOurForm, IntegrityError, DataError) as error:
        why = getattr(error, "orig", error)
        raise RestoreRefused(f"The rows of {each.table} do not fit: {why}. Nothing was restored.") from error
    if rows != each.rows:
        raise RestoreRefused(f"{each.table} has {rows} rows and not {each.rows}. Nothing was restored.")


def _verify(connection: Connection, manifest: Manifest) -> None:
    found = verify(connection)
    if isinstance(found, FirstAltered):
        raise RestoreRefused(f"{found} Nothing was restored. Take an earlier backup.")
    if (found.place, found.hash) != (manifest.place, manifest.hash):
        raise RestoreRefused(
            "The activity does not end as the manifest says. Nothing was restored. Take another backup."
        )
    held = {file.sha256 for file in manifest.evidence} | set(manifest.missing)
    if lacking := set(needed(connection)) - held:
        raise RestoreRefused(f"{len(lacking)} files of evidence are not in the backup. Nothing was restored.")


def _keep_evidence(opened: Opened, folder: Path) -> None:
    for file in opened.manifest.evidence:
        keep(folder, b"".join(read_checked(opened.folder, file, opened.key)))
