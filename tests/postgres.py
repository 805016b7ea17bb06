"""A PostgreSQL server of the tests' own, on a socket in a folder that is thrown away."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.machine import need, postgresql

_NUMBERS = count(1)


class Server:
    """A running server, in a folder of its own."""

    def __init__(self, folder: Path, run: Callable[..., None], settings: Sequence[str]) -> None:
        self.folder = folder
        self.shapes: dict[str, object] = {}
        self._run, self._settings = run, settings

    def start(self) -> None:
        """Start it; after a stop of any kind it first makes good what it can read in its log."""
        said = [f"-k {self.folder}", "-c listen_addresses=", "-c max_connections=200"]
        said += [f"-c {each}" for each in self._settings]
        self._run("pg_ctl", "--log", str(self.folder / "log"), "--options", " ".join(said), "--wait", "start")

    def kill(self) -> None:
        """Kill its processes, all of them and at once; none of them can do anything about it."""
        first = int((self.folder / "data" / "postmaster.pid").read_text("utf-8").split()[0])
        all_of_it = [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text("utf-8").split())]
        for each in all_of_it:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        while any(_runs(each) for each in all_of_it):
            time.sleep(0.005)
        for left in (self.folder / "data" / "postmaster.pid", *self.folder.glob(".s.PGSQL.*.lock")):
            left.unlink()  # where nobody takes note of the dead, it would find itself among them, and not start

    def empty(self, template: str = "template0") -> str:
        """The address of a new database, a copy of ``template``."""
        name = f"made_{next(_NUMBERS)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return f"postgresql+psycopg://rationale@/{name}?host={self.folder}"

    def drop(self, address: str) -> None:
        """Throw a database away: hundreds of them would take long to sweep up at the end."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {_name(address)} WITH (FORCE)".encode())

    def emptied(self, address: str, like: str) -> str:
        """The same database with nothing in it, or another where a test changed more than rows; a copy costs ten times
        as much.
        """
        with psycopg.connect(self._address(_name(address)), autocommit=True) as connection:
            if _shape(connection) == self.shape(like):
                connection.execute(
                    "SET session_replication_role = replica"
                )  # no trigger and no foreign key is in the way
                for table in _tables(connection):
                    connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
                return address
        self.drop(address)
        return self.empty(like)

    def shape(self, template: str) -> object:
        """What a migrated database is made of."""
        if template not in self.shapes:
            with psycopg.connect(self._address(template)) as connection:
                self.shapes[template] = _shape(connection)
        return self.shapes[template]

    def _address(self, name: str) -> str:
        return f"host={self.folder} user=rationale dbname={name}"


def _runs(process: int) -> bool:
    """Whether it is there, and more than a name that its parent has not taken note of."""
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def copied(request: pytest.FixtureRequest) -> str:
    """The address of a new private database with every table and nothing in it."""
    started: Server = request.getfixturevalue("server")
    return started.empty(request.getfixturevalue("template"))


def _name(address: str) -> str:
    return address.partition("@/")[2].partition("?")[0]


def _tables(connection: psycopg.Connection) -> list[str]:
    found = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    return [str(row[0]) for row in connection.execute(found)]


def _shape(connection: psycopg.Connection) -> object:
    """Columns, triggers and constraints, and where the migrations stand."""
    asked = (
        (
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        ),
        "SELECT tgrelid::regclass::text, tgname, tgenabled::text, '' FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT conrelid::regclass::text, conname, contype::text, '' FROM pg_constraint",
    )
    return {tuple(row) for each in asked for row in connection.execute(each.encode())}


MEMORY = Path("/dev/shm")  # noqa: S108  # a folder with a name of its own is made in it
QUICK = ("fsync=off", "full_page_writes=off")  # it may forget what it stored if the machine stops


@contextmanager
def server(settings: Sequence[str] = QUICK) -> Iterator[Server]:
    """Started by a user without rights, since root is refused; stopped and swept away at the end."""
    programs = need(postgresql())
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_where(settings)))  # a short path: of 107 signs at most
    become: list[str] = []
    if os.geteuid() == 0:
        user = runs_as()
        shutil.chown(folder, user)
        become = ["runuser", "-u", user, "--"]

    def run(program: str, *said: str) -> None:
        said = ("--pgdata", str(folder / "data"), *said)
        subprocess.run([*become, str(programs / program), *said], check=True, capture_output=True, cwd=folder)

    run("initdb", "--username", "rationale", "--auth", "trust", "--encoding", "UTF8", "--no-sync")
    made = Server(folder, run, settings)
    made.start()
    try:
        yield made
    finally:
        run("pg_ctl", "--mode", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def runs_as() -> str:
    """Whose the server is, where root starts it."""
    return next(name for name in ("postgres", "nobody") if _exists(name))


def _where(settings: Sequence[str]) -> Path | None:
    """In memory, where a database is made and dropped ten times as fast, if it may forget and there is room for it."""
    roomy = settings == QUICK and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 4 * 2**30
    return MEMORY if roomy and os.access(MEMORY, os.W_OK) else None


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
