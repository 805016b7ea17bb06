"""`rationale serve`, as it is started: what it refuses, what it makes, and where it writes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main

ROOT = Path(__file__).parents[1]
FEW_RULES = ROOT / "tests" / "web" / "rules"
OLDER = ROOT / "fixtures" / "decisions" / "published.jsonl"


def refused(*arguments: str, **settings: str) -> Result:
    """What is answered to `rationale serve` where it does not start, over a few rules."""
    given = {"RULES_DIR": str(FEW_RULES), **settings}
    return CliRunner().invoke(main, ["serve", *arguments], env=given)


def free() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_a_taken_port_is_told_at_once_and_not_said_to_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = refused("--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "Address already in use. Choose another port" in result.stderr
    assert "answers on" not in result.output


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"PORT": "99999"}, "PORT is '99999'; it is a whole number from 1 to 65535"),
        (
            {"DATA_DIR": "/dev/null/var"},
            "Nothing can be written under DATA_DIR, which is /dev/null/var: Not a directory",
        ),
    ],
)
def test_a_setting_that_cannot_be_is_one_sentence(tmp_path: Path, settings: dict[str, str], told: str) -> None:
    result = refused(**{"DATA_DIR": str(tmp_path), "PORT": str(free()), **settings})
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The service as `rationale serve` starts it, on a port of its own."""
    port, samples = free(), tmp_path / "fixtures" / "decisions"
    samples.mkdir(parents=True)
    (samples / "published.jsonl").write_text(OLDER.read_text("utf-8").partition("\n")[0], "utf-8")
    own = {"DATA_DIR": str(tmp_path / "var"), "FIXTURES_DIR": str(tmp_path / "fixtures")}
    environment = {**os.environ, **own}
    command = [sys.executable, "-m", "cli", "serve", "--workers", "1", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True) as server:
        try:
            yield _answering(f"http://127.0.0.1:{port}")
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)


def _answering(address: str) -> str:
    for _ in range(150):
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310  # our own server on this machine
                return address
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server does not answer")


def test_serve_answers_over_http_and_writes_only_under_its_data_folder(served: str, tmp_path: Path) -> None:
    with urllib.request.urlopen(f"{served}/api/v1/rule-sets", timeout=10) as answer:  # noqa: S310  # as above
        items = json.load(answer)["items"]
    assert "pharmacy/market-entry" in [item["id"] for item in items]
    with urllib.request.urlopen(f"{served}/decisions?q=Kidderminster", timeout=10) as answer:  # noqa: S310  # as above
        assert b"REPORTED/KIDDERMINSTER" in answer.read(), "its register shows a sample from the first start"
    assert (tmp_path / "var" / "metrics").is_dir()
