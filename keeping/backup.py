"""Taking a backup while others write: one state of the database, and every evidence file that it names, or nothing.

A backup is a folder: ``tables/NAME.jsonl`` (``keeping.table_data`` says in what form), ``evidence/NUMBER`` and a
manifest. With a key each of its files is sealed and has the ending ``.sealed``. One made on either kind of database can
be restored to the other.
"""

import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Table, select

from keeping.backup_files import Written, sync_folder, write
from keeping.chain import ORIGIN
from keeping.encryption import Key
from keeping.files import EvidenceGone, fetch
from keeping.files_held import held, named
from keeping.manifest import Manifest, TableFile, write_manifest
from keeping.table_data import lines_of, names, tables
from storage import activity_head, private, revision

_TOLD = 20  # items that are named where their files are missing


class BackupRefused(Exception):
    """A backup that was not made. Says why, and what to do. Nothing is left of it."""


def make(
    connection: Connection, now: datetime, folder: Path, to: Path, key: Key | None, *, even_incomplete: bool = False
) -> Manifest:
    """Write a backup of all that a connection of ``reading()`` sees, with its evidence, which is under ``folder``.

    It stands under its name only when it is whole and on the disk. BackupRefused where there is something under that
    name, or where evidence is missing or altered, unless ``even_incomplete``: then the manifest names it.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise BackupRefused(f"{to} is there already, and is left as it is. Name a folder that is not there yet.")
    part = to.with_name(f"{to.name}.part-{secrets.token_hex(4)}")
    try:
        part.mkdir(mode=0o700, parents=True)
        made = _write(connection, now, folder, part, key, even_incomplete)
        for each in (part, *(path for path in part.iterdir() if path.is_dir())):
            sync_folder(each)
        part.rename(to)
        sync_folder(to.parent)
    except OSError as error:
        raise BackupRefused(
            f"The backup cannot be written to {to}: {error.strerror}. Nothing was kept of it."
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return made


def strangers(connection: Connection) -> tuple[str, ...]:
    """The tables of a database that are none of ours."""
    return tuple(name for name in names(connection) if name not in private.tables)


def needed(connection: Connection) -> tuple[str, ...]:
    """The hash of every evidence file that must be there."""
    return tuple(sorted(held(connection)))


def about(manifest: Manifest) -> dict[str, str | int]:
    """What the activity says of a backup: up to which entry it goes, and how many rows and files it holds."""
    return {
        "place": manifest.place,
        "content_hash": manifest.hash,
        "count": manifest.rows,
        "size": len(manifest.evidence),
    }


def _write(
    connection: Connection, now: datetime, folder: Path, part: Path, key: Key | None, even_incomplete: bool
) -> Manifest:
    if others := strangers(connection):
        raise BackupRefused(
            f"Nothing was backed up: the database holds tables that are none of Rationale’s ({', '.join(others)}). "
            "Move them to a database of their own."
        )
    head = connection.execute(select(activity_head.c.place, activity_head.c.hash)).one_or_none()
    place, hash_of_head = head or (0, ORIGIN)
    written = tuple(_write_table(connection, table, part, key) for table in tables(connection))
    evidence, missing = _write_evidence(needed(connection), folder, part, key)
    if missing and not even_incomplete:
        raise BackupRefused(_without(connection, missing))
    at = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    made = Manifest(at, revision(connection), place, hash_of_head, written, evidence, missing)
    write_manifest(part, made, key)
    return made


def _write_table(connection: Connection, table: Table, part: Path, key: Key | None) -> TableFile:
    rows = -1  # the first line is no row

    def counted() -> Iterator[bytes]:
        nonlocal rows
        for line in lines_of(connection, table):
            rows += 1
            yield line

    file = write(part, f"tables/{table.name}.jsonl", counted(), key)
    return TableFile(table.name, rows, file)


def _write_evidence(
    hashes: tuple[str, ...], folder: Path, part: Path, key: Key | None
) -> tuple[tuple[Written, ...], tuple[str, ...]]:
    """The files that were written, and the hashes of those that are missing or altered."""
    written: list[Written] = []
    missing: list[str] = []
    for sha256 in hashes:
        try:
            data = fetch(folder, sha256)
        except EvidenceGone:
            missing.append(sha256)
        else:
            written.append(write(part, f"evidence/{len(written) + 1:06}", [data], key))
    return tuple(written), tuple(missing)


def _without(connection: Connection, missing: tuple[str, ...]) -> str:
    items = ", ".join(named(connection, missing[:_TOLD]))
    return (
        f"Nothing was backed up: {len(missing)} files of evidence are missing or altered ({items}). Put them back from "
        "an earlier backup; or say --even-incomplete, and the backup names them. Where retention was applied just now, "
        "try again."
    )
