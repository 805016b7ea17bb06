"""A PostgreSQL server of the tests' own, on a socket in a folder that is thrown away."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.machine import need, postgresql

_NUMBERS = count(1)


class Server:
    """A running server. It forgets what it stored if the machine stops, which makes it fast."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shapes: dict[str, object] = {}

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


@contextmanager
def server() -> Iterator[Server]:
    """Started by a user without rights, since root is refused; stopped and swept away at the end."""
    programs = need(postgresql())
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a short path: that of a socket may have 107 signs
    become: list[str] = []
    if os.geteuid() == 0:
        user = next(name for name in ("postgres", "nobody") if _exists(name))
        shutil.chown(folder, user)
        become = ["runuser", "-u", user, "--"]

    def run(program: str, *said: str) -> None:
        subprocess.run([*become, str(programs / program), *said], check=True, capture_output=True, cwd=folder)

    data = str(folder / "data")
    run("initdb", "--pgdata", data, "--username", "rationale", "--auth", "trust", "--encoding", "UTF8", "--no-sync")
    settings = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=200"
    run("pg_ctl", "--pgdata", data, "--log", str(folder / "log"), "--options", settings, "--wait", "start")
    try:
        yield Server(folder)
    finally:
        run("pg_ctl", "--pgdata", data, "--mode", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
