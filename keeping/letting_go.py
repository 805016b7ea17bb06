"""Taking evidence bytes away, and only those that no item names any more."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection

from keeping.files import forget
from keeping.files_held import held, nobody_adds


def let_go(connection: Connection, folder: Path, hashes: Iterable[str]) -> int:
    """Forget the files with these hashes that no item of evidence holds; how many. Items wait that are being added."""
    nobody_adds(connection)
    going = sorted(set(hashes) - held(connection))
    for sha256 in going:
        forget(folder, sha256)
    return len(going)
