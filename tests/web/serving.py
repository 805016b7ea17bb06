"""A real gunicorn for tests, with our settings, on a socket that it is handed."""

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import Config
from engine import load_rule_sets
from tests.migrated import opened

ROOT = Path(__file__).parents[2]
RULES = Path(__file__).parent / "rules"  # the invented library's
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Server:
    """Where it answers, and its process."""

    port: int
    process: int

    def workers(self) -> set[int]:
        """The processes that answer requests."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text("utf-8")
        return {int(each) for each in children.split()}


@contextmanager
def served(
    data: Path,
    app: str = "app:create_app()",
    *,
    workers: int = 2,
    rules: Path | None = RULES,
    log: int = subprocess.DEVNULL,
) -> Iterator[Server]:
    """A server that writes below ``data`` and answers on ``rules``: the invented library's, or our own where None.

    What it logs goes to ``log``.
    """
    (data / "metrics").mkdir(parents=True)
    opened(Config(data_dir=data).private_url).close()
    environment = {**os.environ, "DATA_DIR": str(data), "PROMETHEUS_MULTIPROC_DIR": str(data / "metrics")}
    environment |= {"RULES_DIR": str(rules)} if rules else {}
    command = [sys.executable, "-m", "gunicorn", "--config", "web/gunicorn_settings.py", "--workers", str(workers)]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        bound = ["--bind", f"fd://{listening.fileno()}", app]
        with subprocess.Popen(
            [*command, *bound],
            cwd=ROOT,
            env=environment,
            pass_fds=[listening.fileno()],
            stderr=log,
        ) as server:
            try:
                yield Server(listening.getsockname()[1], server.pid)
            finally:
                server.terminate()


def ask(port: int, method: str, path: str, body: bytes | Iterator[bytes] | None = None) -> tuple[int, bytes]:
    """The status and body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, JSON, encode_chunked=not isinstance(body, bytes | None))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def sample_requests() -> list[tuple[str, bytes]]:
    """The sample appeals as requests for determinations, each to every rule set that it names, with that."""
    known, found = load_rule_sets(ROOT / "rules"), []
    for path in sorted((ROOT / "fixtures" / "appeals").glob("*/*.json")):
        case = json.loads(path.read_text("utf-8"))
        for id in case["rule_sets"]:
            said = {
                place: {name: each for name, each in case[place].items() if name in known[id].facts}
                for place in ("facts", "judgements")
            }
            found.append((id, json.dumps({"rule_set": id, **said}).encode()))
    return found
