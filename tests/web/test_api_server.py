"""The same under gunicorn with two workers, over a real socket: limits, refusals that are heard, and shared counts."""

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from config import Config
from tests.web.asking import WHOLE
from tests.web.serving import ask, served

PIECE = b" " * 1_000_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it writes."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    """A server of two workers, on a socket that it is handed.

    It has answered once: a connection that came before it was ready has no limit yet, and waits for it.
    """
    with served(folder) as server:
        assert ask(server.port, "GET", "/healthz")[0] == 200
        yield server.port


def in_pieces(pieces: int) -> Iterator[bytes]:
    """A body that comes as it is made; http.client then sends it chunked, without a length."""
    for _ in range(pieces):
        yield PIECE


def test_a_determination_comes_with_a_length_and_without(port: int) -> None:
    body = json.dumps(WHOLE).encode()
    with_length, without = (ask(port, "POST", "/api/v1/determinations", each) for each in (body, iter([body])))
    assert with_length[0] == 200
    assert with_length == without


@pytest.mark.parametrize(
    ("path", "content_type", "status"),
    [
        ("/api/v1/determinations", "text/plain", 415),
        ("/api/v1/determinations?a=1", "application/json", 400),
        ("/api/v1/nothing", "application/json", 404),
        ("/api/v1/rule-sets", "application/json", 405),
    ],
)
def test_a_refusal_is_heard_although_the_body_was_not_read(
    port: int, path: str, content_type: str, status: int
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", path, PIECE * 20, {"Content-Type": content_type})
    assert connection.getresponse().status == status
    connection.close()


@pytest.mark.parametrize("body", [PIECE * 100, in_pieces(100)], ids=["with its length", "chunked"])
def test_a_hundred_megabytes_are_refused_and_the_caller_hears_it(port: int, body: bytes | Iterator[bytes]) -> None:
    started = time.monotonic()
    status, told = ask(port, "POST", "/api/v1/determinations", body)
    assert (status, json.loads(told)["type"]) == (413, "/docs#problem-too-large")
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(("more", "status"), [(0, 422), (1, 413)])
@pytest.mark.parametrize("chunked", [False, True])
def test_as_much_is_read_as_may_be_sent_and_not_a_byte_more(port: int, more: int, status: int, chunked: bool) -> None:
    body = b"{}".ljust(Config().largest_body + more)
    assert ask(port, "POST", "/api/v1/determinations", iter([body]) if chunked else body)[0] == status


def test_ten_thousand_deep_and_a_body_cut_short_leave_the_server_standing(port: int) -> None:
    assert ask(port, "POST", "/api/v1/determinations", b"[" * 10_000)[0] == 400
    with socket.create_connection(("127.0.0.1", port)) as caller:
        caller.sendall(b"POST /api/v1/determinations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n")
        caller.sendall(b"Content-Length: 500\r\n\r\n{")
        caller.shutdown(socket.SHUT_WR)
        assert b" 400 " in caller.recv(4096).split(b"\r\n")[0]
    assert ask(port, "GET", "/healthz")[0] == 200


@pytest.mark.parametrize(
    "chunk", [b"ZZ\r\n{}\r\n0\r\n\r\n", b"5\r\n{}\r\n", b"-1\r\n{}\r\n0\r\n\r\n", b"2\r\n{}0\r\n\r\n"]
)
def test_chunks_that_do_not_add_up_are_refused(port: int, chunk: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as caller:
        caller.sendall(b"POST /api/v1/determinations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n")
        caller.sendall(b"Transfer-Encoding: chunked\r\n\r\n" + chunk)
        caller.shutdown(socket.SHUT_WR)
        assert b" 400 " in caller.recv(4096).split(b"\r\n")[0]


def test_the_workers_add_up_their_counts(port: int) -> None:
    for _ in range(20):
        assert ask(port, "GET", "/readyz")[0] == 200
    lines = ask(port, "GET", "/metrics")[1].decode().splitlines()
    assert 'rationale_requests_total{method="GET",route="/readyz",status="200"} 20.0' in lines


def test_the_room_for_counts_is_on_the_disk_before_it_is_needed(port: int, folder: Path) -> None:
    """They are mapped into memory: where a disk that is full had no room for the next, the kernel ended the worker."""
    assert ask(port, "GET", "/healthz")[0] == 200
    counts = [each.stat() for each in (folder / "metrics").glob("*.db")]
    assert len(counts) >= 2
    assert [each for each in counts if each.st_blocks * 512 < each.st_size] == []


def test_connections_on_which_nothing_is_said_keep_nobody_waiting(port: int) -> None:
    """Browsers open them ahead of need. With one request a worker at a time, two of them stopped the whole service.

    Three, since one worker may get them all, and has four threads.
    """
    with ExitStack() as held:
        for _ in range(3):
            held.enter_context(socket.create_connection(("127.0.0.1", port)))
        started = time.monotonic()
        assert ask(port, "GET", "/healthz")[0] == 200
        assert time.monotonic() - started < 3


@pytest.mark.proof
def test_a_caller_who_falls_silent_is_answered_and_it_is_no_fault_of_ours(port: int) -> None:
    api = b"POST /api/v1/determinations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    form = b"POST /rule-sets/library/renewals/determine HTTP/1.1\r\nHost: x\r\n"
    form += b"Content-Type: application/x-www-form-urlencoded\r\n"
    with ExitStack() as held:
        silent = [held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=25)) for _ in range(2)]
        started = time.monotonic()
        for caller, start in zip(silent, (api, form), strict=True):
            caller.sendall(start + b"Content-Length: 500\r\n\r\n{")
        assert [caller.recv(4096).split(b" ")[1] for caller in silent] == [b"400", b"400"]
        assert time.monotonic() - started < 18
