"""The bytes of evidence, outside the database, under the hash of what they are. A name never becomes a path.

``folder`` is the evidence folder of the data folder. A file there is whole or not there at all: it is written beside
its place, brought to the disk, and only then given its name.
"""

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from storage import StorageFull, StorageUnavailable

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_UNFINISHED = "unfinished"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class EvidenceGone(Exception):
    """Bytes that should be there are missing or are no longer what they were. Says which, and what to do."""


def keep(folder: Path, data: bytes) -> str:
    """Store bytes and return their SHA-256; once it returns they are on the disk. The same bytes are stored once.

    Raises StorageFull or StorageUnavailable, and then nothing of them is there.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    place = _place(folder, sha256)
    with _told():
        if not _whole(place, sha256):
            _write(folder, place, data)
    return sha256


def fetch(folder: Path, sha256: str) -> bytes:
    """The bytes with this hash, which is worked out again. Raises EvidenceGone, StorageUnavailable."""
    with _told():
        try:
            data = _place(folder, sha256).read_bytes()
        except FileNotFoundError:
            raise EvidenceGone(_gone(sha256, "is missing")) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise EvidenceGone(_gone(sha256, "was altered"))
    return data


def forget(folder: Path, sha256: str) -> None:
    """Take bytes away; nothing happens where they are gone already. First see that no item holds them."""
    place = _place(folder, sha256)
    with _told():
        place.unlink(missing_ok=True)
        if place.parent.is_dir():
            _sync(place.parent)


def kept(folder: Path) -> Iterator[str]:
    """The hash of every file that is there, in order. What no item names was left by a change that was not stored."""
    for path in sorted(folder.glob("[0-9a-f][0-9a-f]/*")):
        if _SHA256.fullmatch(path.name):
            yield path.name


def clear_unfinished(folder: Path, before: datetime) -> int:
    """Take away what was begun before a moment and never finished, since the program was stopped; how many."""
    old = [path for path in folder.glob(f"{_UNFINISHED}/*") if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _place(folder: Path, sha256: str) -> Path:
    if not _SHA256.fullmatch(sha256):
        raise ValueError("evidence is kept under a SHA-256 of 64 hexadecimal digits, and this is none")
    return folder / sha256[:2] / sha256


def _whole(place: Path, sha256: str) -> bool:
    """Whether the bytes are there already, and still what they were."""
    try:
        return hashlib.sha256(place.read_bytes()).hexdigest() == sha256
    except FileNotFoundError:
        return False


def _write(folder: Path, place: Path, data: bytes) -> None:
    for made in (folder, folder / _UNFINISHED, place.parent):
        if not made.is_dir():
            made.mkdir(parents=True, exist_ok=True, mode=0o700)
            _sync(made.parent)
    handle, name = tempfile.mkstemp(dir=folder / _UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(place.parent)


def _sync(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _told() -> Iterator[None]:
    """Faults of the disk under the names that those of the database have."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            told = (
                "The disk that holds the evidence is full. Nothing was stored. Free some space; no restart is needed."
            )
            raise StorageFull(told) from error
        told = "The folder that holds the evidence cannot be read or written just now. Nothing was stored."
        raise StorageUnavailable(f"{told} See that it is there and that this program may write to it.") from error


def _gone(sha256: str, what: str) -> str:
    return (
        f"The evidence file {sha256[:12]}… {what}. Put it back from a backup; its item says which case it belongs to."
    )
