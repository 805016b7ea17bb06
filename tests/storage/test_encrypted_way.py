"""PostgreSQL on another machine (docs/running/postgresql.md): encrypted, and only with the server that is meant."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from cli import main
from tests import postgres
from tests.machine import need, postgresql
from tests.proof.killing import free_port

pytestmark = pytest.mark.proof

NAMED = "localhost"
HBA = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\nhostssl all all ::1/128 scram-sha-256\n"


@dataclass(frozen=True)
class Elsewhere:
    """A server that is reached by TCP, and takes only who comes encrypted and has a password."""

    port: int
    root: Path
    other_root: Path

    def address(self, said: str, host: str = NAMED, word: str = "p%40ss%2Fword") -> str:
        return f"postgresql://serving:{word}@{host}:{self.port}/private?{said}"


def certificate(folder: Path, name: str) -> Path:
    """Signed by itself, for one name; its key beside it."""
    made, key = folder / f"{name}.pem", folder / f"{name}.key"
    command = ["openssl", "req", "-x509", "-days", "2", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}"]
    command += ["-addext", f"subjectAltName=DNS:{name}", "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    need(postgresql())
    folder, port = tmp_path_factory.mktemp("certificates"), free_port()
    root, other = certificate(folder, NAMED), certificate(folder, "other")
    for_server = Path("/tmp") / f"rationale-{os.getpid()}"  # noqa: S108  # pytest's own folders are closed to others
    for_server.mkdir(mode=0o755)
    try:
        shutil.copy(root, for_server / "server.pem")
        shutil.copy(root.with_suffix(".key"), for_server / "server.key")
        (for_server / "server.key").chmod(0o600)
        if os.geteuid() == 0:
            (for_server / "server.key").chmod(0o640)
            shutil.chown(for_server / "server.key", "root", postgres.runs_as())
        files = [f"ssl_cert_file={for_server / 'server.pem'}", f"ssl_key_file={for_server / 'server.key'}"]
        settings = [*postgres.QUICK, f"listen_addresses={NAMED}", f"port={port}", "ssl=on", *files]
        with postgres.server(settings) as started:
            with psycopg.connect(
                f"host={started.folder} port={port} user=rationale dbname=postgres", autocommit=True
            ) as connection:
                connection.execute("CREATE ROLE serving LOGIN PASSWORD 'p@ss/word'")
                connection.execute("CREATE DATABASE private OWNER serving TEMPLATE template0")
                (started.folder / "data" / "pg_hba.conf").write_text(HBA, "utf-8")
                connection.execute("SELECT pg_reload_conf()")
            yield Elsewhere(port, root, other)
    finally:
        shutil.rmtree(for_server)


def migrate(tmp_path: Path, address: str) -> tuple[int, str]:
    """How `rationale migrate` ends, and what it says."""
    result = CliRunner().invoke(main, ["migrate"], env={"DATA_DIR": str(tmp_path), "PRIVATE_DATABASE_URL": address})
    return result.exit_code, result.output


def test_the_server_that_is_meant_is_reached_encrypted(elsewhere: Elsewhere, tmp_path: Path) -> None:
    address = elsewhere.address(f"sslmode=verify-full&sslrootcert={elsewhere.root}")
    assert migrate(tmp_path, address)[0] == 0
    with psycopg.connect(address) as connection:
        (row,) = connection.execute("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    assert row in [(True, "TLSv1.3"), (True, "TLSv1.2")]


@pytest.mark.parametrize(
    ("said", "host", "word", "told"),
    [
        ("sslmode=verify-full&sslrootcert={other}", NAMED, "p%40ss%2Fword", "certificate verify failed"),
        ("sslmode=verify-full&sslrootcert={root}", "127.0.0.1", "p%40ss%2Fword", "does not match host name"),
        ("sslmode=disable", NAMED, "p%40ss%2Fword", "no encryption"),
        ("sslmode=verify-full&sslrootcert={root}", NAMED, "wrong", "password authentication failed"),
    ],
)
def test_no_other_server_and_no_other_way_is_taken(
    elsewhere: Elsewhere, tmp_path: Path, said: str, host: str, word: str, told: str
) -> None:
    files = said.format(root=elsewhere.root, other=elsewhere.other_root)
    ended, output = migrate(tmp_path, elsewhere.address(files, host, word))
    assert ended == 1
    assert told in output
    assert "Traceback" not in output
    assert "p%40ss" not in output
