"""Rationale behind nginx and Caddy, set up as docs/running/service.md shows it; only ports, paths and keys are ours."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import people
from people import Role
from storage import Database
from tests.machine import need, program
from tests.proof.killing import QUIET, free_port, kill_group, until_ready
from tests.proof.nursery import ROOT

HOST = "rationale.example.nhs.uk"
A_MINUTE = 40  # requests for the public API, from one address
PAGE = (ROOT / "docs" / "running" / "service.md").read_text("utf-8")
LOG = "access.log"


def shown(language: str) -> str:
    """What stands on the page in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def changed(said: str, *changes: tuple[str, str]) -> str:
    """What is shown with something put in the place of what stands in it, which must be there."""
    for old, new in changes:
        assert old in said, f"{old} no longer stands in what the page shows"
        said = said.replace(old, new)
    return said


@dataclass(frozen=True)
class Behind:
    """``inner``: where Rationale answers; ``plain`` and ``port``: where the proxy does, without and with TLS."""

    folder: Path
    database: Database
    inner: int
    plain: int = field(default_factory=free_port)
    port: int = field(default_factory=free_port)

    @property
    def certificate(self) -> Path:
        """Which the proxy shows, and its key beside it."""
        return self.folder / "proxy.pem"

    def connection(self) -> http.client.HTTPConnection:
        """To the proxy, as somebody who trusts its certificate and no other."""
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        made = http.client.HTTPConnection(HOST)
        made.sock = trusting.wrap_socket(plain, server_hostname=HOST)
        return made

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """An answer through the proxy: status, headers, body."""
        with closing(self.connection()) as connection:
            return answered(connection, path, method, body, headers)

    def joins(self, email: str) -> tuple[str, str]:
        """The one-time password of a new officer, and a token."""
        one_time, password = people.one_time()
        now = datetime.now(UTC)
        with self.database.writing() as connection:
            roles, scopes = [Role("officer")], people.for_tokens()
            added = people.add(connection, now, None, email=email, name=email, roles=roles, password=password)
            id, later = added.person.id, now + timedelta(days=1)
            token = people.add_token(connection, now, id, name="proof", scopes=scopes, expires_at=later)
        return one_time, token.secret


def answered(
    connection: http.client.HTTPConnection, path: str, method: str, body: bytes | None, headers: Mapping[str, str]
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """An answer on a connection."""
    connection.request(method, path, body, dict(headers))
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


@contextmanager
def behind(name: str, folder: Path, empty_file: Path) -> Iterator[Behind]:
    """One worker of the service, which is told of one proxy, and that proxy."""
    proxy, data = need(program(name, name)), folder / "data"
    data.mkdir()
    shutil.copy(empty_file, data / "private.sqlite")
    with ExitStack() as held:
        database = held.enter_context(closing(Database(f"sqlite:///{data / 'private.sqlite'}")))
        it = Behind(folder, database, free_port())
        settings = {"PUBLIC_URL": f"https://{HOST}", "PROXIES": "1", "REQUESTS_A_MINUTE": str(A_MINUTE)}
        served = [sys.executable, "-m", "cli", "serve", "--port", str(it.inner), "--workers", "1"]
        held.enter_context(_running(served, {"DATA_DIR": str(data), **settings}))
        until_ready(it.inner)
        _certificate(it)
        command, environment = _NAMED[name](it, proxy)
        held.enter_context(_running(command, environment))
        _until_it_listens(it.port)
        yield it


@contextmanager
def _running(command: list[str], environment: Mapping[str, str]) -> Iterator[None]:
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, start_new_session=True, stdout=QUIET, stderr=QUIET
    ) as started:
        try:
            yield
        finally:
            kill_group(started)


def _nginx(it: Behind, proxy: Path) -> tuple[list[str], dict[str, str]]:
    said = changed(
        shown("nginx"),
        ("listen 443 ssl", f"listen 127.0.0.1:{it.port} ssl"),
        ("listen 80;", f"listen 127.0.0.1:{it.plain};"),
        ("/etc/ssl/certs/rationale.pem", str(it.certificate)),
        ("/etc/ssl/private/rationale.key", str(it.certificate.with_suffix(".key"))),
        ("/var/log/nginx/rationale.log", str(it.folder / LOG)),
        ("127.0.0.1:8000;", f"127.0.0.1:{it.inner};"),
    )
    places = "".join(
        f"{each}_temp_path {it.folder / each};\n" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    around = "user root;\n" if os.geteuid() == 0 else ""
    around += f"daemon off;\npid {it.folder / 'pid'};\nerror_log {it.folder / 'errors'};\nevents {{}}\n"
    (it.folder / "nginx.conf").write_text(f"{around}http {{\n{places}{said}}}\n", "utf-8")
    return [str(proxy), "-e", str(it.folder / "errors"), "-c", str(it.folder / "nginx.conf")], {}


def _caddy(it: Behind, proxy: Path) -> tuple[list[str], dict[str, str]]:
    ports = f"admin off\n    http_port {it.plain}\n    https_port {it.port}\n    default_bind 127.0.0.1\n"
    said = changed(
        shown("caddy"),
        ("{\n    servers {", f"{{\n    {ports}    servers {{"),
        (f"{HOST} {{\n", f"{HOST} {{\n    tls {it.certificate} {it.certificate.with_suffix('.key')}\n"),
        ("127.0.0.1:8000", f"127.0.0.1:{it.inner}"),
    )
    if _before_2_7(proxy):
        said = changed(said, ("request_buffers 23MB", "buffer_requests"))
    (it.folder / "Caddyfile").write_text(said, "utf-8")
    return [str(proxy), "run", "--config", str(it.folder / "Caddyfile"), "--adapter", "caddyfile"], {
        "XDG_DATA_HOME": str(it.folder),
        "XDG_CONFIG_HOME": str(it.folder),
    }


def _before_2_7(proxy: Path) -> bool:
    said = subprocess.run([str(proxy), "version"], capture_output=True, text=True, check=True).stdout
    major, minor = re.findall(r"\d+", said)[:2]
    return (int(major), int(minor)) < (2, 7)


def _certificate(it: Behind) -> None:
    """Signed by itself."""
    key = ["-newkey", "rsa:2048", "-nodes", "-keyout", str(it.certificate.with_suffix(".key"))]
    named = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    command = ["openssl", "req", "-x509", "-days", "2", *key, *named, "-out", str(it.certificate)]
    subprocess.run(command, check=True, capture_output=True)


def _until_it_listens(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < until, "the proxy did not start"
            time.sleep(0.05)
        else:
            return


_NAMED = {"nginx": _nginx, "caddy": _caddy}
