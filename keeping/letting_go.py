"""Taking evidence bytes away, and only those that no item names any more."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, select

from keeping.files import forget
from storage import evidence_item


def let_go(connection: Connection, folder: Path, hashes: Iterable[str]) -> int:
    """Forget the files with these hashes that no item of evidence holds; how many. Items wait that are being added."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE evidence_item IN SHARE ROW EXCLUSIVE MODE")
    held = set(connection.scalars(select(evidence_item.c.sha256).where(evidence_item.c.bytes_gone_at.is_(None))))
    going = sorted(set(hashes) - held)
    for sha256 in going:
        forget(folder, sha256)
    return len(going)
