"""What a backup says of itself: every file with its hash, the shape of the database, counts, the activity's head."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import rfc8785

from keeping.backup_files import SEALED, BackupAltered, Written, names_in, on_disk, read, write
from keeping.encryption import Key

FORMAT = "rationale-backup-1"
_NAME, _HASH = "manifest.json", "manifest.sha256"


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table's rows: how many, and the file that holds them."""

    table: str
    rows: int
    file: Written


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole backup. ``tables`` stand in the order in which they can be filled; ``missing`` are hashes of evidence."""

    made_at: str
    revision: str
    place: int
    hash: str
    tables: tuple[TableFile, ...]
    evidence: tuple[Written, ...]
    missing: tuple[str, ...]

    @property
    def files(self) -> tuple[Written, ...]:
        """Every file but the manifest's own."""
        return (*(table.file for table in self.tables), *self.evidence)

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables)


def write_manifest(folder: Path, manifest: Manifest, key: Key | None) -> None:
    """Write the manifest, and beside it the line with its hash that ``sha256sum --check`` reads."""
    text = rfc8785.dumps({"format": FORMAT, **asdict(manifest)})
    write(folder, _NAME, [text], key)
    write(folder, _HASH, [f"{hashlib.sha256(text).hexdigest()}  {_NAME}\n".encode()], key)


def read_manifest(folder: Path, key: Key | None) -> Manifest:
    """The manifest of a backup that has every file it names and no other. BackupAltered where that is not so."""
    _refuse_the_wrong_way_to_read(folder, key)
    text = b"".join(read(folder, _NAME, key))
    if b"".join(read(folder, _HASH, key)) != f"{hashlib.sha256(text).hexdigest()}  {_NAME}\n".encode():
        raise BackupAltered(f"{_NAME} was altered: its hash is another. Nothing was restored. Take another backup.")
    manifest = _understood(text)
    expected = {on_disk(name, key) for name in (_NAME, _HASH, *(file.name for file in manifest.files))}
    if faults := list(_strangers(expected, names_in(folder))):
        raise BackupAltered(f"{' '.join(faults)} Nothing was restored. Take another backup, or mend this one.")
    return manifest


def _refuse_the_wrong_way_to_read(folder: Path, key: Key | None) -> None:
    plain, sealed = (folder / _NAME).is_file(), (folder / (_NAME + SEALED)).is_file()
    if not plain and not sealed:
        raise BackupAltered(f"{folder} holds no whole backup: it has no manifest. Name the folder that a backup made.")
    if sealed and key is None:
        raise BackupAltered(f"{folder} is encrypted: name the key file that it was made with (--key FILE).")
    if key is not None and not sealed:
        raise BackupAltered(
            f"{folder} is not encrypted, so the key vouches for nothing in it: leave --key out if you trust it."
        )


def _understood(text: bytes) -> Manifest:
    try:
        said = json.loads(text)
        form, made = said.pop("format"), _manifest(said)
    except (ValueError, KeyError, TypeError, AttributeError):
        form, made = "", None
    if form != FORMAT or made is None:
        raise BackupAltered(f"This backup is not in the form {FORMAT}: restore it with the program that made it.")
    return made


def _manifest(said: dict[str, Any]) -> Manifest:
    tables = tuple(TableFile(each["table"], each["rows"], Written(**each["file"])) for each in said.pop("tables"))
    evidence = tuple(Written(**each) for each in said.pop("evidence"))
    return Manifest(**{**said, "tables": tables, "evidence": evidence, "missing": tuple(said["missing"])})


def _strangers(expected: set[str], found: set[str]) -> Iterator[str]:
    if gone := sorted(expected - found):
        yield f"These files of the backup are missing: {_some(gone)}."
    if more := sorted(found - expected):
        yield f"These files are none of the backup's: {_some(more)}."


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
