"""Bringing the databases to their shape, and what is told where a database cannot be used."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, insert, select

import people
from cli_keeping import backup
from cli_people import user
from cli_storage import migrate, swept
from config import Config
from keeping import files, idempotency
from storage import (
    PRIVATE,
    REGISTER,
    Database,
    answered,
    bring_up,
    new_key,
    revisions,
    sign_in_tried,
    signed_in,
)
from tests.people.making import DAY, HOUR, NOON, opened, somebody


def run(environment: Mapping[str, str], command: click.Command, *said: str) -> Result:
    """The command line, run in this process."""
    return CliRunner().invoke(command, said, env=environment)


def test_a_database_that_was_not_brought_up_is_told(address: str, tmp_path: Path) -> None:
    result = run({"PRIVATE_DATABASE_URL": address, "DATA_DIR": str(tmp_path)}, user, "list")
    assert result.exit_code == 1
    assert "The private database is at nothing yet" in result.stderr
    assert "Run `rationale migrate`" in result.stderr


def test_migrate_makes_both_databases_and_says_where_they_are(tmp_path: Path) -> None:
    environment = {"DATA_DIR": str(tmp_path / "data")}
    for _ in range(2):
        result = run(environment, migrate)
        assert result.exit_code == 0, result.output
        for which in (PRIVATE, REGISTER):
            assert f"The {which} database is at {max(revisions(which))}.\n" in result.output
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["private.sqlite", "register.sqlite"]
    assert run(environment, user, "list").exit_code == 0


def test_migrate_brings_up_what_is_there(address: str, tmp_path: Path) -> None:
    result = run({"PRIVATE_DATABASE_URL": address, "DATA_DIR": str(tmp_path)}, migrate)
    assert result.exit_code == 0, result.output
    database = Database(address)
    with database.reading() as connection:
        assert people.everybody(connection) == ()
    database.close()


def test_a_database_of_a_newer_program_is_left_alone(address: str, tmp_path: Path) -> None:
    database = Database(address)
    bring_up(database, PRIVATE)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    result = run({"PRIVATE_DATABASE_URL": address, "DATA_DIR": str(tmp_path)}, migrate)
    assert result.exit_code == 1
    assert "was brought up by a newer program than this: run that one. Nothing was changed." in result.stderr


def test_a_database_that_holds_something_else_is_left_alone(address: str, tmp_path: Path) -> None:
    database = Database(address)
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE told (id TEXT)")
    result = run({"PRIVATE_DATABASE_URL": address, "DATA_DIR": str(tmp_path)}, migrate)
    assert result.exit_code == 1
    assert "The private database could not be brought up, and nothing was changed: " in result.stderr
    database.close()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "PRIVATE_DATABASE_URL is no address of a database: it is sqlite:///path or postgresql://user"),
        ("postgresql+nothing://u:hidden@h/x", "PRIVATE_DATABASE_URL is no address of a database"),
        ("mysql://u:hidden@h/x", "'mysql' is no database that Rationale knows: use sqlite or postgresql."),
        ("sqlite:////proc/nothing/private.sqlite", "The folder of the private database cannot be made: "),
        ("postgresql://u:hidden@/x?host=/nowhere", "The database cannot be reached or written just now."),
    ],
)
@pytest.mark.parametrize("command", [migrate, user])
def test_an_address_that_names_no_database_is_told_without_its_password(
    url: str, told: str, command: click.Command, tmp_path: Path
) -> None:
    said = ("list",) if command is user else ()
    result = run({"PRIVATE_DATABASE_URL": url, "DATA_DIR": str(tmp_path)}, command, *said)
    assert result.exit_code == 1
    assert told in result.stderr
    assert "hidden" not in result.output


@pytest.mark.parametrize(
    ("command", "said"), [(migrate, ()), (user, ("list",)), (backup, ("{}/copy", "--unencrypted"))]
)
def test_who_is_not_let_in_is_told_what_the_server_said(
    command: click.Command, said: tuple[str, ...], tmp_path: Path
) -> None:
    url = "postgresql://u:hidden@127.0.0.1:1/x"  # where nobody listens
    words = [each.format(tmp_path) for each in said]
    result = run({"PRIVATE_DATABASE_URL": url, "DATA_DIR": str(tmp_path)}, command, *words)
    assert result.exit_code == 1
    told = " ".join(result.stderr.split())
    assert "Nothing was stored. Try again shortly. It says: " in told
    assert "127.0.0.1" in told
    assert "hidden" not in result.output


def test_the_two_databases_are_two(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'one.sqlite'}"
    result = run({"PRIVATE_DATABASE_URL": url, "REGISTER_DATABASE_URL": url, "DATA_DIR": str(tmp_path)}, migrate)
    assert result.exit_code == 1
    assert "name the same database: give each its own." in result.stderr


def left_unfinished(data: Path, *ages: timedelta) -> list[Path]:
    """Files of evidence that were begun so long ago, and never finished."""
    files.keep(data / "evidence", b"whole")
    made = [data / "evidence" / "unfinished" / f"tmp{number}" for number, _ in enumerate(ages)]
    for path, age in zip(made, ages, strict=True):
        path.write_bytes(b"half")
        os.utime(path, ((NOON - age).timestamp(),) * 2)
    return made


def test_before_serving_what_is_of_no_more_use_goes_and_all_else_stays(database: Database, tmp_path: Path) -> None:
    old, young = left_unfinished(tmp_path, 2 * HOUR, HOUR / 2)
    who = somebody(database).id
    for at, name in ((NOON - days * DAY, f"key-{days}") for days in (1, 6, 8, 100)):
        opened(database, who, at)
        with database.writing() as connection:
            tried = {"id": new_key(), "who": "0" * 64, "whence": "0" * 64, "at": at, "came_in": False}
            connection.execute(insert(sign_in_tried).values(tried))
            idempotency.after(connection, at, who, name, b"POST", 201, {}, b"{}")
    swept(Config(tmp_path, private_database=database.engine.url.render_as_string(hide_password=False)), NOON)
    with database.reading() as connection:
        left = [connection.scalar(select(func.count()).select_from(each)) for each in (sign_in_tried, signed_in)]
        assert left == [1, 3]
        assert sorted(connection.scalars(select(answered.c.key))) == ["key-1", "key-6"]
    assert (old.exists(), young.exists()) == (False, True)
    assert len(list(files.kept(tmp_path / "evidence"))) == 1


def test_where_the_database_is_away_that_is_left_for_the_next_start(tmp_path: Path) -> None:
    (old,) = left_unfinished(tmp_path, 2 * HOUR)
    swept(Config(tmp_path, private_database="postgresql://nobody@/nothing?host=/nowhere"), NOON)
    assert not old.exists()
    swept(Config(tmp_path / "nothing" / "here"), NOON)
