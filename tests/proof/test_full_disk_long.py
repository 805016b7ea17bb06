"""A disk that is really full, to the last byte: everybody is told so, nothing breaks, and it ends by itself."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from keeping import Verified
from storage import Database, private
from tests.machine import disk_of_its_own, need
from tests.proof import wholeness
from tests.proof.killing import Killing, free_port, kill_group, killing, until_ready
from tests.proof.nursery import ROOT
from tests.proof.writers import Writer
from tests.web.serving import ask

pytestmark = [pytest.mark.proof, pytest.mark.alone]

SIZE = "24m"
START = 'mount -t tmpfs -o size="$SIZE" tmpfs "$DATA_DIR" && cp -r "$SEED/." "$DATA_DIR" && exec "$@"'


@dataclass(frozen=True)
class Served:
    """A service whose data folder is a small disk of its own, which others reach through its process."""

    port: int
    process: int
    disk: Path

    def fill(self) -> None:
        """Leave no byte."""
        with (self.disk / "filler").open("ab", buffering=0) as file:
            for size in (65_536, 4_096, 1):
                with suppress(OSError):
                    while True:
                        file.write(b"x" * size)

    def everything(self) -> dict[str, list[str]]:
        """Every row on the disk, but for when a token was used: of a copy, since SQLite would not follow us there."""
        with tempfile.TemporaryDirectory() as folder:
            for name in ("private.sqlite", "private.sqlite-wal"):
                shutil.copy(self.disk / name, folder)
            with closing(Database(f"sqlite:///{folder}/private.sqlite")) as database, database.reading() as connection:
                tables = [each for each in private.sorted_tables if each.name != "token"]
                return {each.name: sorted(map(repr, connection.execute(select(each)))) for each in tables}

    def workers(self) -> set[int]:
        """The processes that answer."""
        return set(map(int, Path(f"/proc/{self.process}/task/{self.process}/children").read_text("utf-8").split()))


@contextmanager
def on_a_small_disk(it: Killing, unshare: Path, data: Path) -> Iterator[Served]:
    """`rationale serve`, with what was prepared copied to the disk."""
    port = free_port()
    environment = {
        **os.environ,
        "SIZE": SIZE,
        "SEED": str(it.folder),
        "DATA_DIR": str(data),
        "RULES_DIR": str(it.rules),
    }
    command = [str(unshare), "-Urm", "sh", "-c", START, "sh", sys.executable, "-m", "cli", "serve", "--port", str(port)]
    with (
        (data.parent / "log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stdout=log, stderr=log) as server,
    ):
        try:
            until_ready(port)
            yield Served(port, server.pid, Path(f"/proc/{server.pid}/root{data}"))
        finally:
            kill_group(server)


def test_on_a_full_disk_everybody_is_told_and_nothing_breaks_and_it_ends_by_itself(
    rules: Path, empty_file: Path, tmp_path: Path, record_property: Any
) -> None:
    unshare, data = need(disk_of_its_own(), in_ci_too=False), tmp_path / "data"
    data.mkdir()
    with killing(tmp_path / "seed", rules, empty_file, "") as it:
        it.database.close()  # what is copied is whole
        with on_a_small_disk(it, unshare, data) as served:
            for writer in it.writers:
                writer.write(served.port, 5)
            served.fill()
            told = trouble(served, it)
            (served.disk / "filler").unlink()
            for writer in it.writers:
                assert writer.settle(served.port).done
                writer.write(served.port, 5)
                assert len(writer.done) == 11, writer.refused[-1:]
            shutil.copytree(served.disk, tmp_path / "after", ignore=shutil.ignore_patterns("metrics", "static"))
        with closing(Database(f"sqlite:///{tmp_path / 'after' / 'private.sqlite'}")) as after:
            wholeness.check(after, tmp_path / "after" / "evidence", it.writers, Verified(0, ""))
    record_property("figures", f"{told} refused with 507 while the disk was full, and then done")


def trouble(served: Served, it: Killing) -> int:
    """All that is written is refused, the rest is answered, and a worker that ends is replaced; how many were told."""
    before = served.workers()
    for number in range(6):
        for writer in it.writers:
            until_refused(served, writer)
        for address in ("/healthz", "/metrics", "/readyz", "/api/v1/rule-sets", "/sign-in", "/nothing"):
            assert ask(served.port, "GET", address)[0] in (200, 404), address
        if number == 2:
            assert served.workers() == before, "nothing that was asked ended a worker"
            os.kill(min(before), signal.SIGKILL)
            until_ready(served.port)
    told = [answer.status for writer in it.writers for _, answer in writer.refused]
    assert set(told) == {507}
    assert len(served.workers()) == len(before)
    return len(told)


def until_refused(served: Served, writer: Writer) -> None:
    """Write one thing after the other, for which there may be room yet. Of that which is refused no row is stored."""
    while True:
        stored, done, refused = served.everything(), len(writer.done), len(writer.refused)
        writer.write(served.port, 1)
        if len(writer.done) == done:
            assert len(writer.refused) == refused + 1, "it was answered"
            assert served.everything() == stored, writer.refused[-1]
            return
