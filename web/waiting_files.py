"""Files that wait to be confirmed after their preview was shown: each for its sender alone, and for an hour at most.

Nothing of them is stored in the database. A file here is whole or not there at all, and no name of it becomes a path.
"""

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from web.office import now, office

WAITS = timedelta(hours=1)
_FOLDER = "waiting"
_SHA256 = re.compile("[0-9a-f]{64}", re.ASCII)


def hold(person_id: str, data: bytes) -> str:
    """Keep bytes for whoever sent them; under their SHA-256, which is returned, they are found again."""
    sha256 = hashlib.sha256(data).hexdigest()
    folder = _of(person_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        came = now().timestamp()
        os.utime(name, (came, came))
        Path(name).replace(folder / sha256)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return sha256


def held(person_id: str, sha256: str) -> bytes | None:
    """The bytes that a person sent, by their SHA-256; None once their time is over, or where they are not what came."""
    place = _place(person_id, sha256)
    if place is None or not place.is_file() or _over(place, now()):
        return None
    data = place.read_bytes()
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def let_go(person_id: str, sha256: str) -> None:
    """Take away what was confirmed; nothing happens where it is gone already."""
    if place := _place(person_id, sha256):
        place.unlink(missing_ok=True)


def clear(at: datetime) -> None:
    """Take away whatever has waited too long."""
    for path in (office().data_dir / _FOLDER).glob("*/*"):
        with suppress(FileNotFoundError):
            if _over(path, at):
                path.unlink()


def _of(person_id: str) -> Path:
    return office().data_dir / _FOLDER / person_id


def _place(person_id: str, sha256: str) -> Path | None:
    return _of(person_id) / sha256 if _SHA256.fullmatch(sha256) else None


def _over(path: Path, at: datetime) -> bool:
    return path.stat().st_mtime < (at - WAITS).timestamp()
