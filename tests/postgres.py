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

from tests.machine import need, postgresql

_NUMBERS = count(1)


class Server:
    """A running server. It forgets what it stored if the machine stops, which makes it fast."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def empty(self, template: str = "template0") -> str:
        """The address of a new database, a copy of ``template``."""
        name = f"made_{next(_NUMBERS)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return f"postgresql+psycopg://rationale@/{name}?host={self.folder}"

    def _address(self, name: str) -> str:
        return f"host={self.folder} user=rationale dbname={name}"


@contextmanager
def server() -> Iterator[Server]:
    """Started by a user without rights, since root is refused; stopped and swept away at the end."""
    programs = need(postgresql())
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
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
