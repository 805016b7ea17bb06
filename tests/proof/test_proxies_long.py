"""nginx and Caddy as docs/running/service.md sets them up: what they must let through, and what they must not.

And systemd reads the service that the page shows.
"""

import json
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import QUIET
from tests.browser.keys import Mouse
from tests.browser.test_desk import comes_in
from tests.machine import chromium, need, program
from tests.proof.nursery import ROOT
from tests.proof.proxies import A_MINUTE, HOST, LOG, Behind, answered, behind, changed, shown
from tests.web.serving import ask
from tests.web.test_api_cases import LARKMERE

pytestmark = pytest.mark.proof

SLOW = 12  # callers who send a byte now and then: three to each thread of the one worker
MB = 1024 * 1024
HUNDRED = 100  # bytes of a line


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxied(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    empty_file = request.getfixturevalue("empty_file")
    with behind(request.param, tmp_path_factory.mktemp(request.param), empty_file) as it:
        yield it


def test_somebody_new_signs_in_with_a_browser_through_the_proxy(proxied: Behind) -> None:
    with ThreadPoolExecutor(1) as pool:  # the browser of other tests may be open in this thread
        cookie = pool.submit(cookie_of_who_signs_in, proxied).result()
    assert cookie["name"].startswith("__Host-")
    assert cookie["secure"] is True
    assert cookie["httpOnly"] is True


def cookie_of_who_signs_in(proxied: Behind) -> Any:
    """What a browser keeps of somebody who came in at the name of the service, as it is reached in earnest."""
    one_time, _ = proxied.joins("browser@example.org")
    there = f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{proxied.port}"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=need(chromium()), args=[*QUIET, there])
        context = started.new_context(ignore_https_errors=True)
        comes_in(Mouse(context.new_page()), f"https://{HOST}", "browser@example.org", one_time)
        (cookie,) = [each for each in context.cookies() if "session" in each["name"]]
        started.close()
    return cookie


def test_pages_come_encrypted_with_each_header_once(proxied: Behind) -> None:
    status, headers, _ = proxied.ask("/")
    assert status == 200
    for name in ("Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        assert len(headers.get_all(name) or []) == 1, name
    assert headers["Cache-Control"] in ("no-store", "private, no-cache")


def test_who_comes_without_encryption_is_sent_on(proxied: Behind) -> None:
    with closing(socket.create_connection(("127.0.0.1", proxied.plain), timeout=10)) as plain:
        plain.sendall(f"GET /decisions?q=x HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        said = b"".join(iter(lambda: plain.recv(65536), b"")).decode("latin-1")
    assert said.split()[1] in ("301", "308")
    assert f"ocation: https://{HOST}" in said


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
def test_no_old_protocol_is_spoken(proxied: Behind) -> None:
    old = ssl.create_default_context(cafile=str(proxied.certificate))
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    refused = pytest.raises((ssl.SSLError, ConnectionError))
    with closing(socket.create_connection(("127.0.0.1", proxied.port), timeout=10)) as plain, refused:
        old.wrap_socket(plain, server_hostname=HOST)


def test_figures_are_for_the_machine_itself(proxied: Behind) -> None:
    assert proxied.ask("/metrics")[0] == 404
    status, body = ask(proxied.inner, "GET", "/metrics")
    assert (status, b"rationale_" in body) == (200, True)


def test_what_a_caller_claims_of_an_address_or_a_host_is_not_believed(proxied: Behind) -> None:
    claims = [f"198.51.100.{number}" for number in range(A_MINUTE + 10)]
    headers = [
        {"X-Forwarded-For": each, "X-Real-IP": each, "Forwarded": f"for={each};host=evil.example;proto=http",
         "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-Prefix": "/evil"}
        for each in claims
    ]  # fmt: skip
    answers = [proxied.ask("/api/v1/publications?size=1", headers=each) for each in headers]
    assert sorted({status for status, _, _ in answers}) == [200, 429]
    assert not [body for _, _, body in answers if b"evil" in body]
    assert proxied.ask("/sign-in", headers=headers[0])[0] == 200


def test_evidence_of_twenty_megabytes_goes_through_and_more_does_not(proxied: Behind) -> None:
    _, token = proxied.joins(f"{uuid4()}@example.org")
    headers = {"Authorization": f"Bearer {token}"}
    _, _, body = proxied.ask(
        "/api/v1/cases", "POST", json.dumps(LARKMERE).encode(), {**headers, "Content-Type": "application/json"}
    )
    case = json.loads(body)["id"]

    def uploads(size: int) -> int:
        with closing(proxied.connection()) as connection:
            tag = answered(connection, f"/api/v1/cases/{case}", "GET", None, headers)[1]["ETag"]
            line = b"a line of a rota, with a remark".ljust(HUNDRED - 1, b".") + b"\n"
            file = (line * (size // HUNDRED + 1))[:size]
            more = {"If-Match": tag, "Idempotency-Key": str(uuid4()), "Content-Type": "application/octet-stream"}
            return answered(connection, f"/api/v1/cases/{case}/evidence?name=a.csv", "POST", file, headers | more)[0]

    assert uploads(20 * MB) == 201
    assert uploads(21 * MB) == 413
    with suppress(OSError):  # it may hang up in the middle
        assert uploads(30 * MB) in (413, 502)  # Caddy 2.6 says it so


def test_callers_who_send_a_byte_now_and_then_keep_nobody_waiting(proxied: Behind, record_property: Any) -> None:
    with ExitStack() as held, ThreadPoolExecutor(1) as pool:
        slow = [held.enter_context(closing(proxied.connection())) for _ in range(SLOW)]
        for each in slow:
            each.putrequest("POST", "/sign-in")
            each.putheader("Content-Type", "application/x-www-form-urlencoded")
            each.putheader("Content-Length", "10000")
            each.endheaders()
        until = time.monotonic() + 4

        def trickles() -> None:
            while time.monotonic() < until:
                for each in slow:
                    each.send(b"a")
                time.sleep(0.5)

        trickling, took = pool.submit(trickles), []
        while time.monotonic() < until:
            begun = time.monotonic()
            assert proxied.ask("/sign-in")[0] == 200
            took.append(time.monotonic() - begun)
            time.sleep(0.2)
        trickling.result()
    record_property("figures", f"beside {SLOW} callers who trickle, the slowest of {len(took)} pages {max(took):.2f} s")
    assert max(took) < 5


def test_the_log_of_the_proxy_does_not_hold_what_was_searched_for_nor_a_secret_address(proxied: Behind) -> None:
    assert proxied.ask("/decisions?q=Marchbanks")[0] == 200
    assert proxied.ask("/calendar/not-a-secret-of-anybody.ics")[0] == 404
    written = [path.read_text("utf-8", "replace") for path in proxied.folder.glob("*.log")]
    assert not [text for text in written if "Marchbanks" in text or "not-a-secret" in text]
    assert (proxied.folder / LOG).exists() is (len(written) == 1)
    assert not written or " GET /decisions 200 " in written[0]


def test_systemd_has_nothing_against_the_service(tmp_path: Path) -> None:
    command = str(Path(sys.executable).with_name("rationale"))
    unit = changed(shown("ini"), ("/srv/rationale/.venv/bin/rationale", command), ("/srv/rationale", str(ROOT)))
    (tmp_path / "rationale.service").write_text(unit, "utf-8")
    verify = [str(need(program("systemd-analyze", "systemd"))), "verify", str(tmp_path / "rationale.service")]
    said = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")
