"""The commands for what is kept, as whoever runs the machine uses them."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, select, update

from cli_keeping import COMMANDS
from keeping.files import forget, kept
from storage import Database, activity_head, determined, new_key
from tests import postgres
from tests.keeping.backups import acts, new_place, rows
from tests.keeping.held import NAMED, a_case
from tests.keeping.making import a_case as an_appeal
from tests.keeping.making import determine, rules_in

MAIN = click.Group("rationale", commands={str(each.name): each for each in COMMANDS})
Run = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder."""
    return tmp_path / "data"


@pytest.fixture
def run(database: Database, data: Path) -> Run:
    """The command line, with the database and the data folder in its settings."""
    return running(database, data)


def running(database: Database, data: Path) -> Run:
    address = database.engine.url.render_as_string(hide_password=False)

    def run(*arguments: str | Path) -> Result:
        settings = {"DATA_DIR": str(data), "PRIVATE_DATABASE_URL": address}
        return CliRunner().invoke(MAIN, [str(each) for each in arguments], env=settings)

    return run


def told(result: Result, status: int) -> str:
    """What was said; the command ended with this status."""
    assert result.exit_code == status, result.output
    return " ".join(result.output.split())


def test_a_key_a_backup_and_a_restore(
    database: Database, data: Path, run: Run, tmp_path: Path, server: postgres.Server
) -> None:
    a_case(database, data / "evidence")
    key = tmp_path / "key"
    assert "Keep a copy where the backups are not" in told(run("backup", "--new-key", key), 0)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    made = told(run("backup", tmp_path / "monday", "--key", key), 0)
    assert "rows and 1 files of evidence. Its activity ends with entry 2 (" in made
    assert acts(database)[-1] == "backup.made"
    with new_place("sqlite", tmp_path, server) as new:
        restore = running(new.database, tmp_path / "other")
        assert "Everybody has to sign in again" in told(restore("restore", tmp_path / "monday", "--key", key), 0)
        assert rows(new.database) == rows(database)
        assert len(list(kept(tmp_path / "other" / "evidence"))) == 1
        assert acts(new.database)[-1] == "backup.restored"
        assert "rows already, and is left as it is. Say --replace" in told(
            restore("restore", tmp_path / "monday", "--key", key), 1
        )
        again = told(restore("restore", tmp_path / "monday", "--key", key, "--replace"), 0)
        (aside,) = (tmp_path / "other").glob("before-restore-*")
        assert f"What was there is kept in {aside}" in again
        assert "holds" not in told(restore("verify-activity"), 0)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (["DIR"], "Say --key FILE (rationale backup --new-key FILE makes one), or --unencrypted where only you can"),
        (["DIR", "--key", "KEY", "--unencrypted"], "Say --key FILE or --unencrypted, and not both."),
        (["--key", "KEY"], "Name the new folder that the backup is to be"),
        (["DIR", "--new-key", "KEY"], "--new-key makes a key file and nothing else"),
    ],
)
def test_a_backup_is_asked_for_in_one_way(tmp_path: Path, said: list[str], answer: str) -> None:
    arguments = [str(tmp_path / each) if each.isupper() else each for each in ["backup", *said]]
    result = CliRunner().invoke(MAIN, arguments, env={"DATA_DIR": str(tmp_path)})
    assert answer in told(result, 2).replace("│", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.proof
def test_what_is_refused_is_said_in_one_sentence(database: Database, data: Path, run: Run, tmp_path: Path) -> None:
    held = a_case(database, data / "evidence")
    assert "cannot be read: No such file" in told(run("backup", tmp_path / "a", "--key", tmp_path / "key"), 1)
    assert "holds no whole backup" in told(run("restore", tmp_path / "nowhere"), 1)
    forget(data / "evidence", held.sha256)
    assert "APP/2016/0001 item 1" in told(run("backup", tmp_path / "a", "--unencrypted"), 1)
    without = told(run("backup", tmp_path / "a", "--unencrypted", "--even-incomplete"), 0)
    assert "Without 1 files of evidence that are missing." in without
    assert "made without 1 files of evidence" in told(run("restore", tmp_path / "a", "--replace"), 1)
    assert told(run("restore", tmp_path / "a", "--replace", "--even-incomplete"), 0)


def test_a_database_that_was_not_brought_up_is_not_backed_up(address: str, tmp_path: Path) -> None:
    database = Database(address)
    result = running(database, tmp_path)("backup", tmp_path / "a", "--unencrypted")
    assert "The private database is at nothing yet" in told(result, 1)
    database.close()


def test_a_kind_of_database_that_we_do_not_know_is_refused(tmp_path: Path) -> None:
    settings = {"DATA_DIR": str(tmp_path), "PRIVATE_DATABASE_URL": "mysql://x/y"}
    result = CliRunner().invoke(MAIN, ["verify-activity"], env=settings)
    assert "'mysql' is no database that Rationale knows" in told(result, 1)


def test_a_case_is_exported_to_a_new_file_and_that_is_recorded(
    database: Database, data: Path, run: Run, tmp_path: Path
) -> None:
    held = a_case(database, data / "evidence")
    file = tmp_path / "case.zip"
    assert "with 8 files. SHA-256 of its manifest: " in told(run("export-case", held.reference, file), 0)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with ZipFile(file) as opened:
        assert json.loads(opened.read("case.json"))["case"]["reference"] == held.reference
    assert acts(database)[-1] == "case.exported"
    assert "is there already, and is left as it is" in told(run("export-case", held.reference, file), 1)


def test_an_export_that_cannot_be_made_leaves_no_file(database: Database, data: Path, run: Run, tmp_path: Path) -> None:
    a_case(database, data / "evidence")
    (tmp_path / "out").mkdir()
    assert "There is no case APP/2016/0009" in told(run("export-case", "APP/2016/0009", tmp_path / "out" / "a.zip"), 1)
    assert list((tmp_path / "out").iterdir()) == []
    assert "cannot be written: No such file or directory. Nothing" in told(
        run("export-case", "APP/2016/0001", tmp_path / "nowhere" / "a.zip"), 1
    )
    assert acts(database)[-1] == "case.state"


def test_an_export_without_all_of_its_evidence_says_so(
    database: Database, data: Path, run: Run, tmp_path: Path
) -> None:
    held = a_case(database, data / "evidence")
    forget(data / "evidence", held.sha256)
    result = run("export-case", held.reference, tmp_path / "a.zip")
    assert "Item 1 of the evidence: its file is missing or was altered." in told(result, 1)
    assert (tmp_path / "a.zip").exists()


def test_retention_lists_and_with_apply_lets_go(database: Database, data: Path, run: Run) -> None:
    held = a_case(database, data / "evidence")
    a_case(database, data / "evidence", "APP/2016/0002", kind="unheard_of")
    before = rows(database)
    listed = told(run("retention"), 0)
    assert (
        "APP/2016/0001: pharmacy market entry, closed on 29 February 2016, over on 1 March 2026: statements 3, "
        "determinations 1, evidence 1." in listed
    )
    assert "APP/2016/0002: left alone, since no time is set for the kind unheard_of." in listed
    assert "Files of evidence that nothing holds: 0." in listed
    assert "Cases whose time is over: 1." in listed
    assert "Assessments whose time is over: 0. Nothing was changed." in listed
    assert rows(database) == before
    assert "Their values are gone." in told(run("retention", "--apply"), 0)
    assert acts(database)[-1] == "case.values_gone"
    assert [NAMED in line for line in sorted(rows(database)["party"], key=lambda line: held.id in line)] == [
        True,
        False,
    ]
    assert "Cases whose time is over: 0." in told(run("retention"), 0)


def test_every_determination_of_a_case_is_made_again(database: Database, run: Run, tmp_path: Path) -> None:
    held = an_appeal(database)
    rules = rules_in(tmp_path / "rules")
    determine(database, held, rules, complex=True)
    (last,) = determine(database, held, rules, complex=False)
    again = told(run("replay", held.reference), 0)
    assert "1. pharmacy/appeal, 3 June 2024: Every byte is the same" in again
    assert "Determinations: 2. The same byte for byte: 2." in again
    assert acts(database)[-1] == "determination.replayed"
    with database.writing() as connection:
        row = connection.execute(select(determined).where(determined.c.id == last.id)).mappings().one()
        forged = {**row, "id": new_key(), "place": 3, "canonical": b"{}"}
        connection.execute(insert(determined).values(forged))
    assert "Determinations: 3. The same byte for byte: 2." in told(run("replay", held.reference), 1)
    assert "There is no case APP/2024/0009." in told(run("replay", "APP/2024/0009"), 2)


def test_the_activity_verifies_or_the_first_altered_entry_is_named(database: Database, data: Path, run: Run) -> None:
    a_case(database, data / "evidence")
    good = told(run("verify-activity"), 0)
    assert good.startswith("All 2 entries are as they were written.")
    kept_elsewhere = good.rpartition("--kept ")[2].split()
    assert told(run("verify-activity", "--kept", *kept_elsewhere), 0) == good
    assert "Entry 2 of the activity" in told(run("verify-activity", "--kept", "2", "0" * 64), 1)
    with database.writing() as connection:
        connection.execute(update(activity_head).values(hash="0" * 64))
    assert "All before it is as it was written." in told(run("verify-activity"), 1)
    backed_up = run("backup", data / "a", "--unencrypted")
    assert "Backed up to" in backed_up.output
    assert "The head of the activity was changed by something else" in told(backed_up, 1)
