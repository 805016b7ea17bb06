"""PostgreSQL as docs/running/postgresql.md sets it up: who serves can neither change a table nor silence a trigger."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from cli import main
from tests import postgres
from tests.machine import need, postgresql

PAGE = Path(__file__).parents[2] / "docs" / "running" / "postgresql.md"
AS_SHOWN = re.findall(r"```sql\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
ADD = ("user", "add", "--email", "o@example.org", "--name", "O. Officer", "--role", "officer", "--elsewhere")


def as_administrator(server: postgres.Server, said: str) -> None:
    """Run what a page shows for psql, as the administrator of the tests' server."""
    command = [str(need(postgresql()) / "psql"), "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"]
    command += ["--host", str(server.folder), "--username", "rationale", "--dbname", "postgres"]
    run = subprocess.run(command, input=said, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.fixture
def folder(server: postgres.Server) -> Iterator[Path]:
    """Where the server listens, with the two databases and roles. Its administrator is called rationale already."""
    (sql,) = AS_SHOWN
    as_administrator(server, sql.replace("rationale", "serving"))
    yield server.folder
    as_administrator(server, "DROP DATABASE private; DROP DATABASE register; DROP ROLE serving; DROP ROLE migrator;")


def rationale(folder: Path, role: str, data: Path, *said: str, ends: int = 0) -> str:
    """A command that must end well, or as is said, run as one of the two roles; what it says."""
    addresses = {each: f"postgresql://{role}@/{each}?host={folder}" for each in ("private", "register")}
    named = {f"{each.upper()}_DATABASE_URL": address for each, address in addresses.items()}
    result = CliRunner().invoke(main, said, env={**named, "DATA_DIR": str(data)})
    assert result.exit_code == ends, result.output
    return result.output


def test_who_serves_stores_and_can_take_no_promise_away(folder: Path, tmp_path: Path) -> None:
    rationale(folder, "migrator", tmp_path, "migrate")
    assert "Added: O. Officer" in rationale(folder, "serving", tmp_path, *ADD)
    assert "The one entry is as it was written." in rationale(folder, "serving", tmp_path, "verify-activity")
    rationale(folder, "serving", tmp_path, "backup", str(tmp_path / "backup"), "--unencrypted")
    again = ("restore", str(tmp_path / "backup"), "--replace")
    told = rationale(folder, "serving", tmp_path, *again, ends=1)
    assert "The role that the address of the database names may not do this. Nothing was stored." in told
    restored = rationale(folder, "migrator", tmp_path, *again)
    assert "Restored as it was" in restored
    assert "O. Officer" in rationale(folder, "serving", tmp_path, "user", "list")
    with psycopg.connect(f"host={folder} user=serving dbname=private", autocommit=True) as connection:
        for forbidden in (
            "ALTER TABLE activity DISABLE TRIGGER ALL",
            "DROP TRIGGER activity_delete ON activity",
            "SET session_replication_role = replica",
            "TRUNCATE activity",
            "DROP TABLE activity",
            "CREATE TABLE another (id integer)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden.encode())
        with pytest.raises(psycopg.errors.RestrictViolation, match="activity is append-only"):
            connection.execute("DELETE FROM activity")


def test_nobody_else_reaches_the_databases(folder: Path, server: postgres.Server) -> None:
    as_administrator(server, "CREATE ROLE stranger LOGIN")
    try:
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(f"host={folder} user=stranger dbname=private")
    finally:
        as_administrator(server, "DROP ROLE stranger")
