"""One database: how it is opened, read and written, and what its faults are called."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakSet

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_BUSY = 10_000  # milliseconds that a writer waits for the one before it
_ASKED_EVERY = 0.002  # seconds
_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", f"busy_timeout={_BUSY}")


class StorageError(Exception):
    """The database cannot do what was asked just now. Nothing was stored, unless it is StorageUnsure.

    ``why``: what the server said to us at its door. It is for whoever runs the program, and told to no caller.
    """

    why = ""

    def in_full(self) -> str:
        """What is wrong, and why: for whoever runs the program."""
        return f"{self} It says: {self.why}" if self.why else str(self)


class StorageFull(StorageError):
    """The disk is full."""


class StorageUnavailable(StorageError):
    """The database cannot be reached or written."""


class StorageUnsure(StorageUnavailable):
    """The database went away at the very end. What was to be stored is stored whole, or not at all."""


class StorageUnready(StorageUnavailable):
    """The database was not brought to the shape that this program knows."""


class StorageNotAllowed(StorageUnavailable):
    """The role that the address names may not do this."""


class Database:
    """A database by its address: SQLite, ``sqlite:///path``, or PostgreSQL, ``postgresql+psycopg://…``."""

    def __init__(self, url: str, *, pool: int = 5, read_only: bool = False) -> None:
        """``read_only``: through it nothing can be written, whatever is asked: the database itself refuses."""
        address = make_url(url)
        if address.get_backend_name() not in ("sqlite", "postgresql"):
            raise ValueError(f"'{address.drivername}' is no database that Rationale knows: use sqlite or postgresql")
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        more: dict[str, Any] = {}
        if read_only:
            address, more = _to_read(address)
        elif address.get_backend_name() == "sqlite" and address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine: Engine = create_engine(address, pool_size=pool, pool_timeout=10, pool_pre_ping=True, **more)
        self.sqlite = self.engine.dialect.name == "sqlite"
        self._turn = threading.Lock()
        if self.sqlite:
            event.listen(self.engine, "connect", _only_to_read if read_only else _as_we_want_it)
            event.listen(self.engine, "begin", _begin)
        else:
            event.listen(self.engine, "checkout", _as_the_server_says)
        _OPEN.add(self)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database. What is written on it is refused or given up."""
        with _told(), self.engine.connect() as connection:
            if not self.sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin() as transaction:
                yield connection
                transaction.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose work is stored as a whole when the block ends, or not at all."""
        with (
            self._in_turn(),
            _told(),
            self.engine.connect() as connection,
            connection.execution_options(writing=True).begin() as transaction,
        ):
            yield connection
            with _told_of_the_end():
                transaction.commit()

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """SQLite's writers ask until they are lucky, so of this process one asks at a time, and the others wait."""
        if self.sqlite and not self._turn.acquire(timeout=_BUSY / 1000):
            raise StorageUnavailable(_TELLING[StorageUnavailable])
        try:
            yield
        finally:
            if self.sqlite:
                self._turn.release()


_OPEN: "WeakSet[Database]" = WeakSet()


def _leave_to_the_parent() -> None:
    for database in list(_OPEN):
        database.engine.dispose(close=False)


os.register_at_fork(after_in_child=_leave_to_the_parent)


def _as_we_want_it(connection: Any, _record: object) -> None:
    """SQLite as docs/running/postgresql.md describes it. Transactions begin where ``_begin`` says, not the driver."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _only_to_read(connection: Any, _record: object) -> None:
    """SQLite as above, of a file that it opened to be read."""
    connection.isolation_level = None
    for pragma in ("query_only=ON", f"busy_timeout={_BUSY}"):
        connection.execute(f"PRAGMA {pragma}")


def _to_read(address: URL) -> tuple[URL, dict[str, Any]]:
    """The address of a database to be read, and what its driver is told beside it."""
    if address.get_backend_name() != "sqlite":
        return address, {"connect_args": {"options": "-c default_transaction_read_only=on"}}
    file = Path(address.database or "").absolute().as_uri()
    return address.set(database=file, query={"mode": "ro", "uri": "true"}), {}


def _as_the_server_says(connection: Any, _record: object, _proxy: object) -> None:
    """A connection that was read with would else ask to write, also where the server's default is that nobody does."""
    connection.read_only = None


def _begin(connection: Connection) -> None:
    """Whoever will write says so at the start: a reader that turns writer could be refused half-way."""
    if not connection.get_execution_options().get("writing"):
        connection.exec_driver_sql("BEGIN DEFERRED")
        return
    file: Any = connection.connection.dbapi_connection
    file.execute("PRAGMA busy_timeout=0")
    if not _begun(file):
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # which tells why not
    file.execute(f"PRAGMA busy_timeout={_BUSY}")


def _begun(file: Any) -> bool:
    """Whether it is our turn to write. SQLite itself asks ever more rarely, and lets those go first who just came."""
    until = time.monotonic() + _BUSY / 1000
    while time.monotonic() < until:
        try:
            file.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                return False
            time.sleep(_ASKED_EVERY)
        else:
            return True
    return False


@contextmanager
def _told() -> Iterator[None]:
    """Faults of the disk, or of the way to the server, under names of ours."""
    try:
        yield
    except DBAPIError as error:
        kind = _kind(_first(error).orig)
        if kind is None:
            raise
        told = kind(_TELLING[kind])
        if error.statement is None:  # we did not come in
            told.why = " ".join(str(error.orig).split())
        raise told from error
    except PoolTimeout as error:
        raise StorageUnavailable(_TELLING[StorageUnavailable]) from error


@contextmanager
def _told_of_the_end() -> Iterator[None]:
    """A server that goes away while it ends a transaction may have stored it."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated:
            raise StorageUnsure(_TELLING[StorageUnsure]) from error
        raise


_TELLING = {
    StorageFull: "The disk that holds the database is full. Nothing was stored. Free some space; no restart is needed.",
    StorageUnready: "The database lacks tables of this program. Nothing was stored. Run `rationale migrate`.",
    StorageNotAllowed: (
        "The role that the address of the database names may not do this. Nothing was stored. For `rationale migrate` "
        "and `rationale restore`, name the role to which the tables belong (docs/running/postgresql.md)."
    ),
    StorageUnsure: (
        "The database went away while this was being stored, and nobody can tell whether it was. Read it again before "
        "you repeat it; a request with an Idempotency-Key can be sent again as it was."
    ),
    StorageUnavailable: "The database cannot be reached or written just now. Nothing was stored. Try again shortly.",
}
_NO_SAVEPOINT = "no such savepoint"
_NO_TABLE, _NO_TABLE_THERE = "no such table", "42P01"
_NOT_ALLOWED = "42501"
_FULL = {"SQLITE_FULL", "53100"}
_UNAVAILABLE = ("SQLITE_BUSY", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_LOCKED")
_SERVER = ("08", "57", "25006", "53")  # connection, operator, read-only, out of resources


def _first(error: DBAPIError) -> DBAPIError:
    """On a full disk SQLite gives up the whole transaction, and then a savepoint in it is missing: what came before."""
    before: BaseException | None = error.orig if str(error.orig).startswith(_NO_SAVEPOINT) else None
    while before is not None and not isinstance(before, DBAPIError):
        before = before.__context__
    return before or error


def _kind(error: object) -> type[StorageError] | None:
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", "")
        if str(error).startswith(_NO_TABLE):
            return StorageUnready
        return StorageFull if name in _FULL else StorageUnavailable if name.startswith(_UNAVAILABLE) else None
    state = getattr(error, "sqlstate", None)
    if state in (_NO_TABLE_THERE, _NOT_ALLOWED):
        return StorageUnready if state == _NO_TABLE_THERE else StorageNotAllowed
    if state is None:
        return StorageUnavailable if type(error).__name__ == "OperationalError" else None
    return StorageFull if state in _FULL else StorageUnavailable if state.startswith(_SERVER) else None
