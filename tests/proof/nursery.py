"""Servers that start in a moment: a process that has read the program and the rules once, and forks one when told to.

Each is gunicorn with the settings of `rationale serve` and two workers, in a process group of its own, to be killed.
What it is told is a JSON list in a line: ["open", DATA_DIR, RULES_DIR, URL, TOKEN], ["start"] or ["gone"], which waits
until all are dead.
"""

import ctypes
import gc
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.wsgiapp import WSGIApplication
from gunicorn.workers import gthread

import app as wiring
from config import Config
from tests.proof.writers import KINDS_OF_CHANGE, Answer, Request, Writer
from tests.reference.knowledge import some_random

ROOT = Path(__file__).parents[2]
_CHILD_SUBREAPER = 36  # what this process must be to see its grandchildren end
_OPENED: list[Flask] = []
_READ_ALREADY = (gthread,)  # what each server would read anew


def create_app() -> Flask:
    """The application as it was opened last."""
    return _OPENED[-1]


def main() -> None:
    """Do what is said, a line at a time, until nothing more is said."""
    ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)
    for line in sys.stdin:
        command, *said = json.loads(line)
        answer = _open(*said) if command == "open" else _start() if command == "start" else _gone()
        print(json.dumps(answer), flush=True)  # noqa: T201  # it speaks with whoever started it


def _open(data_dir: str, rules_dir: str, url: str, token: str) -> bool:
    """Make the application, and do once what its servers will be asked to do, so that they are quick from the start."""
    config = Config(Path(data_dir), Path(rules_dir), private_database=url)
    app = wiring.create_app(config)
    first = Writer(token, some_random(-1))
    while {request.what for _, request, _ in first.done} != KINDS_OF_CHANGE:
        first.write_once(lambda request: _answered(app, request, token))
    app.extensions["rationale.office"].private.close()  # no server inherits a connection
    _OPENED.append(app)
    gc.collect()
    gc.freeze()  # and none looks through all of this for what can be thrown away
    return True


def _answered(app: Flask, request: Request, token: str) -> Answer:
    """Without a server."""
    said: dict[str, Any] = {"data": request.body, "headers": request.headers(token), "method": request.method}
    came = app.test_client().open(f"/api/v1{request.path}", **said)
    return Answer.of(came.status_code, came.data, came.headers)


def _start() -> tuple[int, int]:
    """The process of a server that is about to answer, and its port."""
    listening = socket.create_server(("127.0.0.1", 0))
    process = os.fork()
    if process == 0:
        _serve(listening)
    port = listening.getsockname()[1]
    listening.close()
    return process, port


def _serve(listening: socket.socket) -> None:
    os.setsid()
    listening.set_inheritable(True)
    bound = ["--bind", f"fd://{listening.fileno()}", "--workers", "2", "tests.proof.nursery:create_app()"]
    sys.argv = ["gunicorn", "--config", "web/gunicorn_settings.py", *bound]
    sys.stdin.close()
    WSGIApplication("%(prog)s", prog="gunicorn").run()
    os._exit(0)


def _gone() -> bool:
    """Wait until every server that was started, and every worker of it, is dead."""
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    return True


@dataclass
class Nursery:
    """Such a process, as whoever started it speaks with it."""

    process: "subprocess.Popen[str]"
    running: int = 0

    def say(self, *said: Any) -> Any:
        """The answer to a line."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(said) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def start(self) -> int:
        """The port of a new server."""
        self.running, port = self.say("start")
        return int(port)

    def kill(self) -> None:
        """Kill the server and its workers, at once, and wait until they are dead."""
        os.killpg(self.running, signal.SIGKILL)
        self.running = 0
        self.say("gone")


@contextmanager
def nursery(folder: Path) -> Iterator[Nursery]:
    """Started once, for hundreds of servers."""
    (folder / "metrics").mkdir()
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics")}
    command = [sys.executable, "-c", "from tests.proof.nursery import main; main()"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log, **pipes) as process,
    ):
        made = Nursery(process)
        try:
            yield made
        finally:
            if made.running:
                made.kill()
            assert process.stdin
            process.stdin.close()
