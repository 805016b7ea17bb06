"""Disks that take nothing more: one that is full, and folders in which one may not write."""

import os
import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from tests.web.officers import Place

NOBODY = 65534


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file can grow beyond this, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def without_rights() -> Iterator[Path]:
    """A folder of one's own, for somebody whom the rights of files bind: root is nobody meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        mine = Path(name)
        if os.geteuid() != 0:
            yield mine
            return
        os.chown(mine, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        try:
            yield mine
        finally:
            os.seteuid(0)


_REFUSED = """
CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'it cannot be written' USING ERRCODE = 'disk_full'; END$$;
CREATE TRIGGER refused BEFORE INSERT ON activity FOR EACH ROW EXECUTE FUNCTION refused();
"""


@contextmanager
def full_database(place: Place) -> Iterator[None]:
    """A database without room: of SQLite, a file that can grow no more; of PostgreSQL, what it says at the last row."""
    if not place.database.sqlite:
        with _refusing(place):
            yield
        return
    engine = _engine(place)
    event.listen(engine, "connect", _grows_no_more)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "connect", _grows_no_more)
        engine.dispose()


@contextmanager
def read_only_database(place: Place, folder: Path) -> Iterator[None]:
    """A database that can be read and not written: of SQLite, files and a folder that nobody may write; of PostgreSQL,
    one whose administrator says so.
    """
    if place.database.sqlite:
        with _only_to_read([*folder.glob("*.sqlite*"), folder]):
            _let_go(place)
            yield
        _let_go(place)
        return
    name = place.database.engine.url.database
    _tell(place, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    _let_go(place)
    try:
        yield
    finally:
        _tell(place, f"SET TRANSACTION READ WRITE; ALTER DATABASE {name} RESET default_transaction_read_only")
        _let_go(place)


@contextmanager
def _only_to_read(paths: list[Path]) -> Iterator[None]:
    """Root, whom no rights bind, is nobody meanwhile."""
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    os.seteuid(NOBODY if root else os.geteuid())
    try:
        yield
    finally:
        os.seteuid(0 if root else os.geteuid())
        for path, mode in modes.items():
            path.chmod(mode)


@contextmanager
def _refusing(place: Place) -> Iterator[None]:
    """A server that takes every row of a change but the last, for which it has no room."""
    _tell(place, _REFUSED)
    try:
        yield
    finally:
        _tell(place, "DROP FUNCTION refused CASCADE")


def _tell(place: Place, said: str) -> None:
    with place.database.writing() as connection:
        connection.exec_driver_sql(said)


def _engine(place: Place) -> Engine:
    """The application's own."""
    engine: Engine = place.client.application.extensions["rationale.office"].private.engine
    return engine


def _let_go(place: Place) -> None:
    """Of every connection that was opened under other rights."""
    _engine(place).dispose()
    place.database.engine.dispose()


def _grows_no_more(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA max_page_count = 1")  # never below what there is already
