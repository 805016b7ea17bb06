"""`rationale serve-register` as it is run, on a register of some dozen publications; and what its processes hold."""

import http.client
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from documents import Record
from register import Publishing, publish, sign_head
from storage import Database
from tests.proof.killing import QUIET, free_port, kill_group, until_ready
from tests.proof.nursery import ROOT
from tests.register.finding import DOCTORS, MOVED
from tests.register.making import at, decision_record, scheme_record
from tests.web.published import KEY

DECISIONS = 80
PLANTED = "secret-of-the-desk"
PRIVATE = ("PRIVATE_DATABASE_URL", "SEALING_KEYS", "SIGNING_KEY", "OIDC_CLIENT_SECRET", "NOTIFY_API_KEY")


@dataclass(frozen=True)
class Served:
    """Where it answers, and its process."""

    port: int
    process: int

    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text("utf-8")
        return sorted(map(int, children.split()))

    def megabytes(self) -> float:
        """What the workers hold in memory that is theirs alone."""
        return sum(_own(each) for each in self.workers()) / 1024

    def seconds(self) -> float:
        """What the workers have taken of the processors."""
        fields = [Path(f"/proc/{each}/stat").read_text("utf-8").rpartition(")")[2].split() for each in self.workers()]
        return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")

    def ask(self, path: str, headers: Mapping[str, str] = {}) -> tuple[int, bytes]:
        """The status and body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers=dict(headers))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@contextmanager
def served_register(folder: Path, empty_register: Path) -> Iterator[Served]:
    """A server of two workers, and nobody is limited. Whoever starts it has settings of the private side too."""
    database = Database(f"sqlite:///{shutil.copy(empty_register, folder / 'register.sqlite')}")
    with database.writing() as connection:
        records: list[Record] = [DOCTORS, MOVED, *map(decision_record, range(10, DECISIONS)), scheme_record()]
        for number, record in enumerate(records):
            publish(connection, at(number), Publishing(record))
        sign_head(connection, at(DECISIONS + 9), KEY)
    database.close()
    port = free_port()
    settings = {"DATA_DIR": str(folder), "REQUESTS_A_MINUTE": "1000000", **dict.fromkeys(PRIVATE, PLANTED)}
    command = [sys.executable, "-m", "cli", "serve-register", "--port", str(port), "--workers", "2"]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **settings}, start_new_session=True, stdout=QUIET, stderr=QUIET
    ) as server:
        try:
            until_ready(port)
            yield Served(port, server.pid)
        finally:
            kill_group(server)


def _own(process: int) -> int:
    """Kilobytes."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Clean:", "Private_Dirty:")))
