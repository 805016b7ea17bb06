"""Bringing the databases to their shape, and what is told where a database cannot be used."""

from collections.abc import Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import people
from cli_people import user
from cli_storage import migrate
from storage import PRIVATE, Database, bring_up


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
        assert "The private database is at 0001.\n" in result.output
        assert "The register database is empty, and nothing is kept in it yet.\n" in result.output
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


def test_the_two_databases_are_two(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'one.sqlite'}"
    result = run({"PRIVATE_DATABASE_URL": url, "REGISTER_DATABASE_URL": url, "DATA_DIR": str(tmp_path)}, migrate)
    assert result.exit_code == 1
    assert "name the same database: give each its own." in result.stderr
