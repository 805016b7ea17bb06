"""The files of a backup: each is written with its hash, sealed where there is a key, and read only as it was."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from keeping.encryption import Key, NotAsSealed, seal, unseal

SEALED = ".sealed"
_AT_ONCE = 65_536


class BackupAltered(Exception):
    """A backup that is not as it was made. Says which file, and what to do."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a backup: its name without what sealing adds, the SHA-256 of what it holds, and how many bytes."""

    name: str
    sha256: str
    size: int


def write(folder: Path, name: str, pieces: Iterable[bytes], key: Key | None) -> Written:
    """Write a file that only its owner may read, to the disk itself."""
    counted, total = hashlib.sha256(), 0

    def measured() -> Iterator[bytes]:
        nonlocal total
        for piece in pieces:
            counted.update(piece)
            total += len(piece)
            yield piece

    path = _path(folder, name, key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.writelines(seal(key, name, measured()) if key else measured())
        file.flush()
        os.fsync(file.fileno())
    return Written(name, counted.hexdigest(), total)


def read(folder: Path, name: str, key: Key | None) -> Iterator[bytes]:
    """What a file holds, in pieces. BackupAltered where it is missing, or does not open."""
    try:
        with _path(folder, name, key).open("rb") as file:
            if key:
                yield from unseal(key, name, file)
            else:
                yield from iter(lambda: file.read(_AT_ONCE), b"")
    except NotAsSealed as error:
        raise BackupAltered(f"{error} Nothing was restored. Take another backup, or the right key file.") from None
    except OSError as error:
        raise BackupAltered(
            f"{name} cannot be read: {error.strerror}. Nothing was restored. Take another backup."
        ) from None


def read_checked(folder: Path, file: Written, key: Key | None) -> Iterator[bytes]:
    """What a file holds, in pieces. BackupAltered at its end where that is not what was written."""
    counted, total = hashlib.sha256(), 0
    for piece in read(folder, file.name, key):
        counted.update(piece)
        total += len(piece)
        yield piece
    if (counted.hexdigest(), total) != (file.sha256, file.size):
        raise BackupAltered(f"{file.name} is not what the manifest says. Nothing was restored. Take another backup.")


def names_in(folder: Path) -> set[str]:
    """Every file there is, by its name on the disk."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def on_disk(name: str, key: Key | None) -> str:
    """The name that a file has on the disk."""
    return name + SEALED if key else name


def sync_folder(folder: Path) -> None:
    """Bring to the disk which files a folder has."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _path(folder: Path, name: str, key: Key | None) -> Path:
    return folder / on_disk(name, key)
