"""A program that is killed again and again, those who write to it, and what they make of it each time."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select, text

import people
from keeping import Verified, files
from keeping.retention import sweep, unnamed
from people import Role
from storage import PRIVATE, Database, answered, bring_up
from tests.proof import wholeness
from tests.proof.nursery import ROOT
from tests.proof.writers import Writer
from tests.reference.knowledge import some_random
from tests.web.serving import ask

WRITERS = 4
LONGEST_WAIT = 0.5  # seconds
WRITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL
"""
QUIET = subprocess.DEVNULL


@dataclass
class Killing:
    """``port``: where it answers now. ``counts`` is what came of it."""

    folder: Path
    rules: Path
    url: str
    database: Database
    writers: list[Writer] = field(default_factory=list)
    port: int = 0
    verified: Verified = field(default_factory=lambda: Verified(0, ""))
    counts: "Counter[str]" = field(default_factory=Counter)

    @property
    def evidence(self) -> Path:
        return self.folder / "evidence"

    def bring_up(self) -> None:
        """Make the tables, and people with tokens."""
        bring_up(self.database, PRIVATE)
        wholeness.let_look_into(self.database)
        self.writers = [Writer(self.token(), some_random(number)) for number in range(WRITERS)]

    def share(self) -> None:
        """Let the second client work on the case of the first."""
        first, second, *_ = self.writers
        first.shares = second.shares = True
        second.beside = first

    def settle(self) -> None:
        """What was not answered is sent again and done once; what was answered is answered the same again.

        Of two on one case, one may be told that the other was quicker, of what was not stored.
        """
        waiting, kept = [each for each in self.writers if each.waiting is not None], self._keys()
        stored = [each for each in waiting if each.waiting and each.waiting.key in kept]
        self._nobody_was_misled(stored)
        with ThreadPoolExecutor(WRITERS) as pool:
            answers = list(pool.map(lambda each: each.settle(self.port), waiting))
            again = list(pool.map(lambda each: each.again(self.port), self.writers))
        late = [answer for each, answer in zip(waiting, answers, strict=True) if each.shares and each not in stored]
        assert [each for each in answers if not each.done and not (each in late and each.status == 412)] == []
        assert [each for each in again if each is not None and each[0] != each[1]] == [], "answered otherwise"
        self.counts["of which were stored"] += len(stored)
        self.counts["of which were done when sent again"] += len(self._keys() - kept)

    def _nobody_was_misled(self, stored: Iterable[Writer]) -> None:
        """No writer was told that nothing was stored of a change that was."""
        for writer in stored:
            for request, answer in writer.refused:
                assert request is not writer.waiting or b"Nothing was stored" not in answer.body, answer

    def wait_for_the_middle(self) -> None:
        """Wait until something is half stored, as the database sees it; not for long, since it may never be."""
        until = time.monotonic() + LONGEST_WAIT
        while not (found := self._half_stored()) and time.monotonic() < until:
            time.sleep(0.0005)
        self.counts["half stored when killed"] += found

    def _half_stored(self) -> bool:
        """Whether somebody holds the file of SQLite to write, or has written on the server and not ended."""
        if not self.database.sqlite:
            with self.database.reading() as connection:
                return bool(connection.scalar(text(WRITING)))
        file = self.folder / "private.sqlite"
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            return False

    def look(self, where: str) -> None:
        """What must hold, whatever happened. Nobody else is there meanwhile."""
        self.counts["rounds"] += 1
        self.counts["open when killed"] += sum(each.waiting is not None for each in self.writers)
        self.counts["acknowledged"] = sum(len(each.done) for each in self.writers)
        put_off = sum(request.what == "extension" for each in self.writers for _, request, _ in each.done)
        self.counts["of which put a deadline off"] = put_off
        self.counts["times the other on the case was quicker"] = sum(len(each.quicker) for each in self.writers)
        try:
            wholeness.alone(self.database)
            self.verified = wholeness.check(self.database, self.evidence, self.writers, self.verified)
            refused = [(request.what, answer) for each in self.writers for request, answer in each.refused]
            assert [each for each in refused if each[1].status != 503] == []
        except AssertionError as error:
            error.add_note(where)
            raise

    def swept(self) -> None:
        """No file is left that no case holds, once what cleans up has run."""
        with self.database.writing() as connection:
            self.counts["files that no case holds"] += unnamed(connection, self.evidence)
            sweep(connection, self.evidence)
            assert unnamed(connection, self.evidence) == 0
        begun = files.clear_unfinished(self.evidence, datetime.now(UTC) + timedelta(seconds=1))
        self.counts["files begun and not finished"] += begun
        assert list(self.evidence.glob("unfinished/*")) == []

    @contextmanager
    def served_cold(self) -> Iterator[Callable[[], None]]:
        """`rationale serve` on what was left; to be killed."""
        self.port = free_port()
        environment = {**os.environ, "DATA_DIR": str(self.folder), "RULES_DIR": str(self.rules)}
        environment |= {"PRIVATE_DATABASE_URL": self.url} if not self.database.sqlite else {}
        command = [sys.executable, "-m", "cli", "serve", "--port", str(self.port)]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, start_new_session=True, stdout=QUIET, stderr=QUIET
        ) as server:
            try:
                until_ready(self.port)
                yield lambda: kill_group(server)
            finally:
                kill_group(server)

    def _keys(self) -> set[str]:
        """Those under which something was stored."""
        with self.database.reading() as connection:
            return set(connection.scalars(select(answered.c.key)))

    def token(self) -> str:
        """Of an officer who is new."""
        now = datetime.now(UTC)
        with self.database.writing() as connection:
            email, roles = f"{uuid4()}@example.org", [Role("officer", "")]
            added = people.add(connection, now, None, email=email, name="A. Officer", roles=roles)
            scopes, expires = people.for_tokens(), now + timedelta(days=1)
            return people.add_token(
                connection, now, added.person.id, name="proof", scopes=scopes, expires_at=expires
            ).secret


@contextmanager
def killing(folder: Path, rules: Path, empty_file: Path, url: str) -> Iterator[Killing]:
    """A database with people in it, and its data folder; a new one, where no address is given."""
    folder.mkdir()
    if not url:
        shutil.copy(empty_file, folder / "private.sqlite")
    url = url or f"sqlite:///{folder / 'private.sqlite'}"
    with closing(Database(url)) as database:
        made = Killing(folder, rules, url, database)
        made.bring_up()
        yield made


def free_port() -> int:
    """A port on which nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return int(probe.getsockname()[1])


def kill_group(server: "subprocess.Popen[bytes]") -> None:
    """Kill it and its workers, and wait until all are dead."""
    with suppress(ProcessLookupError):
        while True:
            os.killpg(server.pid, signal.SIGKILL)
            server.poll()
            time.sleep(0.005)


def until_ready(port: int) -> None:
    """Wait until it answers that it is."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if ask(port, "GET", "/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("it does not start again")
