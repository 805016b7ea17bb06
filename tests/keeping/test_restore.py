"""A restore verifies, then swaps at one moment, keeps what was there, and leaves the old or the new whole."""

import hashlib
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import rfc8785
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import DBAPIError

from keeping.activity import Verified, verify
from keeping.backup import BackupRefused, needed
from keeping.files import fetch
from keeping.restoring import RestoreRefused, clear
from storage import (
    PRIVATE,
    Database,
    activity,
    bring_up,
    case,
    check,
    decision_text,
    determined,
    issued_decision,
    new_key,
    rules_used,
    secret,
    signed_in,
    stated,
)
from tests import postgres
from tests.keeping.backups import Place, acts, new_place, put_back, rows, taken
from tests.keeping.held import LETTER, NOON, a_case
from tests.migrated import NEWEST, opened

NEWER = b"A letter that came after the backup"
APPEND_ONLY = (activity, rules_used, stated, determined, issued_decision)


@pytest.fixture
def place(database: Database, tmp_path: Path) -> Place:
    """A database with one case, of which there is a backup, and another case that came after it."""
    made = Place(database, tmp_path / "evidence")
    a_case(database, made.folder)
    taken(made, tmp_path / "backup")
    a_case(database, made.folder, "APP/2026/0002", NEWER)
    return made


def everything(place: Place) -> tuple[dict[str, list[str]], list[str], set[str]]:
    """All that a place holds: rows, acts and files."""
    files = {path.name for path in place.folder.rglob("*") if path.is_file()}
    return rows(place.database), acts(place.database), files


def test_a_database_that_holds_something_is_left_as_it_is(place: Place, tmp_path: Path) -> None:
    before = everything(place)
    with pytest.raises(
        RestoreRefused, match=r"holds \d+ rows already, and is left as it is\. Say --replace to put the"
    ):
        put_back(place, tmp_path / "backup")
    assert everything(place) == before
    assert not (tmp_path / "aside").exists()


def test_what_was_there_is_kept_aside_and_can_be_had_back(place: Place, tmp_path: Path) -> None:
    before = everything(place)
    restored = put_back(place, tmp_path / "backup", replace=True)
    assert restored.aside == tmp_path / "aside"
    assert len(rows(place.database)["case"]) == 1
    assert acts(place.database) == ["case.received", "case.state", "backup.restored"]
    put_back(place, tmp_path / "aside", replace=True, aside="once more")
    assert everything(place)[0] == before[0]
    assert everything(place)[1] == [*before[1], "backup.restored"]


@pytest.mark.proof
def test_evidence_that_only_the_old_database_named_goes_after_the_swap_and_is_kept_aside(
    place: Place, tmp_path: Path, server: postgres.Server
) -> None:
    restored = put_back(place, tmp_path / "backup", replace=True)
    assert restored.left == (hashlib.sha256(NEWER).hexdigest(),)
    with place.database.writing() as connection:
        assert clear(connection, place.folder, restored) == 1
        assert {path.read_bytes() for path in place.folder.rglob("*") if path.is_file()} == {LETTER}
    with new_place("sqlite", tmp_path, server) as new:
        put_back(new, tmp_path / "aside")
        assert fetch(new.folder, restored.left[0]) == NEWER


@pytest.mark.proof
def test_what_is_kept_aside_never_takes_the_place_of_something(place: Place, tmp_path: Path) -> None:
    put_back(place, tmp_path / "backup", replace=True)
    before = sorted((tmp_path / "aside").rglob("*"))
    with pytest.raises(BackupRefused, match="aside is there already"):
        put_back(place, tmp_path / "backup", replace=True)
    assert sorted((tmp_path / "aside").rglob("*")) == before


def test_whoever_had_a_connection_open_sees_the_new_rows(place: Place, tmp_path: Path) -> None:
    other = Database(place.database.engine.url.render_as_string(hide_password=False))
    with other.reading() as connection:
        found = [len(connection.execute(select(case)).all()) for _ in range(8)]  # often enough to be prepared
    put_back(place, tmp_path / "backup", replace=True)
    with other.reading() as connection:
        found += [len(connection.execute(select(case)).all()) for _ in range(8)]
    other.close()
    assert found == [2] * 8 + [1] * 8


def test_rows_stay_append_only_and_the_activity_goes_on(place: Place, tmp_path: Path, server: postgres.Server) -> None:
    kind = "sqlite" if place.database.sqlite else "postgresql"
    with new_place(kind, tmp_path, server) as new:
        put_back(new, tmp_path / "backup")
        check(new.database, PRIVATE)
        for table in APPEND_ONLY:
            with pytest.raises(DBAPIError, match="append-only"), new.database.writing() as connection:
                connection.execute(delete(table))
        with new.database.reading() as connection:
            another = {**connection.execute(select(decision_text)).mappings().one(), "id": new_key(), "place": 2}
        with pytest.raises(DBAPIError, match="decision_text is shut"), new.database.writing() as connection:
            connection.execute(insert(decision_text).values(another))
        a_case(new.database, new.folder, "APP/2026/0003")
        with new.database.reading() as connection:
            assert isinstance(verify(connection), Verified)


@pytest.mark.proof
def test_a_database_in_which_nobody_has_done_anything_yet_counts_as_empty(database: Database, tmp_path: Path) -> None:
    place = Place(database, tmp_path / "evidence")
    taken(place, tmp_path / "backup")
    with database.writing() as connection:
        connection.execute(insert(secret).values(name="salt", value="a", made_at=NOON))
    assert put_back(place, tmp_path / "backup").aside is None


def test_a_database_that_is_none_of_ours_is_left_as_it_is(address: str, plain: Path, tmp_path: Path) -> None:
    other = Place(Database(address), tmp_path / "other")
    with other.database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE accounts (id INTEGER PRIMARY KEY)")
    with pytest.raises(RestoreRefused, match="is at no migration and holds what this program does not know, so it is"):
        put_back(other, plain, None, replace=True)
    with other.database.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM accounts")
    bring_up(other.database, PRIVATE)
    with pytest.raises(RestoreRefused, match=f"is at {NEWEST} and holds what this program does not know, so it is"):
        put_back(other, plain, None, replace=True)
    with pytest.raises(BackupRefused, match=r"holds tables that are none of Rationale’s \(accounts\)\. Move them to a"):
        taken(other, tmp_path / "backup")
    other.database.close()


def test_nobody_stays_signed_in(place: Place, tmp_path: Path) -> None:
    by = json.loads(rows(place.database)["person"][0])[0]
    session = {"id": new_key(), "person_id": by, "hash": "a" * 64, "made_at": NOON, "expires_at": NOON, "seen_at": NOON}
    with place.database.writing() as connection:
        connection.execute(insert(signed_in).values({**session, "second_factor": True}))
    taken(place, tmp_path / "later")
    put_back(place, tmp_path / "later", replace=True)
    with place.database.reading() as connection:
        assert connection.scalar(select(signed_in.c.revoked_at)) == NOON


def changed(backup: Path, table: str, change: Callable[[list[bytes]], list[bytes]], **manifest: object) -> None:
    """A plain backup with other lines in a table, whose hashes all fit: what only the restore itself can find."""
    said = json.loads((backup / "manifest.json").read_bytes())
    entry = next(each for each in said["tables"] if each["table"] == table)
    path = backup / entry["file"]["name"]
    data = b"".join(change(path.read_bytes().splitlines(keepends=True)))
    path.write_bytes(data)
    entry["file"] |= {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    text = rfc8785.dumps(said | manifest)
    (backup / "manifest.json").write_bytes(text)
    (backup / "manifest.sha256").write_text(f"{hashlib.sha256(text).hexdigest()}  manifest.json\n")


def replaced(old: bytes, new: bytes) -> Callable[[list[bytes]], list[bytes]]:
    """Every line with one thing in the place of another."""
    return lambda lines: [line.replace(old, new) for line in lines]


WRONG: dict[str, tuple[str, Callable[[list[bytes]], list[bytes]], str]] = {
    "an entry altered": (
        "activity", replaced(b"case.state", b"case.other"), "Entry 2 of the activity was altered or moved",
    ),
    "the last entry left out": ("activity", lambda lines: lines[:-1], "activity has 1 rows and not 2"),
    "a row twice": ("party", lambda lines: [*lines, lines[-1]], "The rows of party do not fit: "),
    "rows of nobody": ("person", lambda lines: [lines[0], b'["x' + lines[1][3:]], "The rows of .* do not fit: "),
    "a row too short": ("party", lambda lines: [*lines, b'["x"]\n'], "do not fit: this line is no row of its table"),
    "no row at all": ("party", lambda lines: [*lines, b"x\n"], "do not fit: this line is no row of its table"),
    "no head": ("party", lambda _: [], "The rows of party do not fit: the first line does not describe a table"),
    "another's head": ("party", replaced(b'"party"', b'"told"'), "the first line describes another table"),
    "a kind that is none": ("party", replaced(b'"text"', b'"song"'), "the first line does not describe a table"),
    "evidence that is not there": (
        "evidence_item", replaced(hashlib.sha256(LETTER).hexdigest().encode(), b"0" * 64), "1 files of evidence are",
    ),
}  # fmt: skip


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A plain backup of one case."""
    folder = tmp_path / "first"
    folder.mkdir()
    database = opened(f"sqlite:///{folder / 'a.sqlite'}")
    a_case(database, folder / "evidence")
    taken(Place(database, folder / "evidence"), folder / "plain", None)
    database.close()
    return folder / "plain"


@pytest.mark.proof
def test_what_does_not_hold_together_is_refused(database: Database, plain: Path, tmp_path: Path) -> None:
    place = Place(database, tmp_path / "evidence")
    whole = {path: path.read_bytes() for path in plain.rglob("*") if path.is_file()}
    for table, change, told in WRONG.values():
        changed(plain, table, change)
        with pytest.raises(RestoreRefused, match=told):
            put_back(place, plain, None)
        for path, data in whole.items():
            path.write_bytes(data)
    changed(plain, "party", lambda lines: lines, hash="f" * 64)
    with pytest.raises(RestoreRefused, match="The activity does not end as the manifest says"):
        put_back(place, plain, None)
    assert everything(place) == ({}, [], set())


def test_a_backup_without_one_of_the_tables_is_refused(database: Database, plain: Path, tmp_path: Path) -> None:
    said = json.loads((plain / "manifest.json").read_bytes())
    fewer = [each for each in said["tables"] if each["table"] != "absence"]
    changed(plain, "party", lambda lines: lines, tables=fewer)
    (plain / "tables" / "absence.jsonl").unlink()
    with pytest.raises(RestoreRefused, match="The backup does not hold the tables of its database"):
        put_back(Place(database, tmp_path / "evidence"), plain, None)


@pytest.mark.proof
def test_where_a_backup_is_refused_the_old_stays_and_nothing_is_kept_aside(place: Place, plain: Path) -> None:
    before = everything(place)
    changed(plain, *WRONG["an entry altered"][:2])
    with pytest.raises(RestoreRefused, match="Entry 2 of the activity was altered or moved"):
        put_back(place, plain, None, replace=True)
    assert everything(place) == before
    assert not place.folder.with_name("aside").exists()


def restored_by_a_child(address: str, folder: Path, source: Path, aside: str) -> int:
    """The id of a process that restores."""
    child = os.fork()
    if child == 0:
        try:
            put_back(Place(Database(address), folder), source, replace=True, aside=aside)
        finally:
            os._exit(0)
    return child


def killed_after(child: int, seconds: float) -> None:
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@pytest.mark.proof
def test_a_restore_that_is_killed_leaves_the_old_or_the_new_whole(place: Place, tmp_path: Path) -> None:
    taken(place, tmp_path / "other")
    states = {"other": rows(place.database)}
    address = place.database.engine.url.render_as_string(hide_password=False)
    began = time.monotonic()
    put_back(place, tmp_path / "backup", replace=True)
    takes = time.monotonic() - began
    states["backup"] = rows(place.database)
    now, seen = "backup", set()
    for number in range(6):
        to = "other" if now == "backup" else "backup"
        child = restored_by_a_child(address, place.folder, tmp_path / to, f"aside-{number}")
        killed_after(child, takes * (number + 1) / 6)
        held = rows(place.database)
        assert held in (states[now], states[to])
        now = to if held == states[to] else now
        seen.add(now == to)
        with place.database.reading() as connection:
            assert isinstance(verify(connection), Verified)
            assert all(fetch(place.folder, sha256) for sha256 in needed(connection))
    assert False in seen, "no restore was killed before its swap"
