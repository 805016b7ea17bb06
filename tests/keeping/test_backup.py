"""A backup holds one whole state, also while others write; whatever is altered in it is found."""

import json
import stat
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, update

from keeping.activity import Verified, record, verify
from keeping.backup import BackupRefused, make
from keeping.encryption import Key
from keeping.files import forget, keep
from keeping.manifest import Manifest
from keeping.restoring import RestoreRefused, open_backup
from storage import Database, case, evidence_item, new_key, stated
from tests import postgres
from tests.keeping.backups import KEY, Place, new_place, put_back, rows, taken
from tests.keeping.held import NAMED, NOON, a_case, count
from tests.migrated import NEWEST, opened


@pytest.fixture
def place(database: Database, tmp_path: Path) -> Place:
    """A database and its evidence, with two cases."""
    return with_two_cases(database, tmp_path)


@pytest.fixture
def in_a_file(tmp_path: Path) -> Iterator[Place]:
    """The same in SQLite: a backup has the same files from either kind of database."""
    database = opened(f"sqlite:///{tmp_path / 'private.sqlite'}")
    yield with_two_cases(database, tmp_path)
    database.close()


def with_two_cases(database: Database, folder: Path) -> Place:
    """Two cases and their evidence."""
    made = Place(database, folder / "evidence")
    a_case(database, made.folder)
    a_case(database, made.folder, "APP/2016/0002", b"Another letter")
    return made


@pytest.mark.parametrize(("to", "key"), [("sqlite", KEY), ("postgresql", None)], ids=["sqlite", "postgresql"])
def test_a_backup_comes_back_whole_in_either_kind_of_database(
    place: Place, tmp_path: Path, server: postgres.Server, to: str, key: Key | None
) -> None:
    made = taken(place, tmp_path / "backup", key)
    with new_place(to, tmp_path, server) as new:
        put_back(new, tmp_path / "backup", key)
        assert rows(new.database) == rows(place.database)
        assert sorted(path.name for path in new.folder.rglob("*") if path.is_file()) == sorted(
            path.name for path in place.folder.rglob("*") if path.is_file()
        )
        with new.database.reading() as connection:
            found = verify(connection, [Verified(made.place, made.hash)])
        assert isinstance(found, Verified)
        assert found.place == made.place + 1  # the restore itself


def test_a_backup_of_nothing_is_a_backup(database: Database, tmp_path: Path, server: postgres.Server) -> None:
    made = taken(Place(database, tmp_path / "evidence"), tmp_path / "backup")
    assert (made.rows, made.place, made.evidence) == (0, 0, ())
    with new_place("sqlite", tmp_path, server) as new:
        put_back(new, tmp_path / "backup")
        assert rows(new.database).keys() == {"secret"}


def test_the_manifest_says_what_there_is(in_a_file: Place, tmp_path: Path) -> None:
    made = taken(in_a_file, tmp_path / "backup", None)
    said = json.loads((tmp_path / "backup" / "manifest.json").read_text("utf-8"))
    assert (said["format"], said["made_at"], said["revision"]) == ("rationale-backup-1", "2026-03-02T12:00:00Z", NEWEST)
    assert (said["place"], said["missing"]) == (4, [])
    assert {each["table"]: each["rows"] for each in said["tables"]}["stated"] == 6
    assert [each["name"] for each in said["evidence"]] == ["evidence/000001", "evidence/000002"]
    assert made.rows == sum(each["rows"] for each in said["tables"])


def test_nothing_that_was_typed_can_be_read_in_a_sealed_backup(in_a_file: Place, tmp_path: Path) -> None:
    for name, key in (("plain", None), ("sealed", KEY)):
        taken(in_a_file, tmp_path / name, key)
    readable = {name: _holding(tmp_path / name, NAMED.encode()) for name in ("plain", "sealed")}
    assert len(readable["plain"]) > 5
    assert readable["sealed"] == []
    hashes = [path for path in (tmp_path / "sealed").rglob("*") if len(path.stem) == 64]
    assert not hashes, "a name of a file tells nothing of what it holds"


def _holding(folder: Path, what: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and what in path.read_bytes()]


def test_only_its_owner_can_read_a_backup(in_a_file: Place, tmp_path: Path) -> None:
    taken(in_a_file, tmp_path / "backup")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [tmp_path / "backup", *(tmp_path / "backup").rglob("*")]}
    assert modes == {0o700, 0o600}


@pytest.mark.proof
def test_a_backup_while_others_write_holds_one_state(place: Place, tmp_path: Path, server: postgres.Server) -> None:
    with place.database.reading() as connection:
        ids = list(connection.scalars(select(case.c.id).order_by(case.c.reference)))
        by = connection.scalar(select(case.c.made_by))
    over = threading.Event()

    def write(id: str, number: int) -> None:
        at = 0
        while not over.is_set() and at < 500:
            at += 1
            with place.database.writing() as connection:
                sha256 = keep(place.folder, f"{number} {at}".encode())
                _state_once(connection, id, by, 100 * at + number, sha256)

    threads = [threading.Thread(target=write, args=(id, number)) for number, id in enumerate(ids)]
    for thread in threads:
        thread.start()
    made = [taken(place, tmp_path / f"backup-{number}") for number in range(2)]
    over.set()
    for thread in threads:
        thread.join()
    assert made[0].rows < made[1].rows, "nobody wrote meanwhile"
    for number, manifest in enumerate(made):
        folder = tmp_path / f"restored-{number}"
        folder.mkdir()
        with new_place("sqlite", folder, server) as new:
            put_back(new, tmp_path / f"backup-{number}")
            _holds_one_state(new.database, manifest)


def _state_once(connection: Connection, id: str, by: object, place: int, sha256: str) -> None:
    """What belongs together: a statement, an item, the version of the case and an entry of the activity."""
    said = {
        "id": new_key(),
        "case_id": id,
        "place": place,
        "sort": "fact",
        "name": "x",
        "said": "1",
        "at": NOON,
        "by": by,
    }
    item = {"id": new_key(), "case_id": id, "place": place, "sha256": sha256, "media_type": "text/csv", "size": 1}
    connection.execute(insert(stated).values(said))
    connection.execute(insert(evidence_item).values({**item, "searched": True, "received_at": NOON, "by": by}))
    connection.execute(update(case).where(case.c.id == id).values(version=case.c.version + 1))
    record(connection, NOON, str(by), "fact.stated", id)


def _holds_one_state(database: Database, manifest: Manifest) -> None:
    """Both cases began with version 7, three statements, one item and two entries."""
    with database.reading() as connection:
        versions = sum(connection.scalars(select(case.c.version))) - 14
        counts = [count(connection, stated) - 6, count(connection, evidence_item) - 2, manifest.place - 4]
    assert counts == [versions] * 3
    assert len(manifest.evidence) == versions + 2


def test_a_backup_never_takes_the_place_of_something(in_a_file: Place, tmp_path: Path) -> None:
    taken(in_a_file, tmp_path / "backup")
    before = Counter(path.name for path in (tmp_path / "backup").rglob("*"))
    with pytest.raises(
        BackupRefused, match=r"is there already, and is left as it is\. Name a folder that is not there"
    ):
        taken(in_a_file, tmp_path / "backup")
    assert Counter(path.name for path in (tmp_path / "backup").rglob("*")) == before
    (tmp_path / "a file").write_text("x")
    with pytest.raises(BackupRefused, match="is there already"):
        taken(in_a_file, tmp_path / "a file")


@pytest.mark.proof
def test_an_empty_folder_may_be_filled(in_a_file: Place, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    taken(in_a_file, tmp_path / "backup")
    open_backup(tmp_path / "backup", KEY)


def test_a_backup_that_fails_leaves_nothing(in_a_file: Place, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("x")
    with pytest.raises(BackupRefused, match=r"cannot be written to .*: Not a directory\. Nothing was kept of it"):
        taken(in_a_file, tmp_path / "a file" / "backup")
    _lose_a_letter(in_a_file)
    with pytest.raises(BackupRefused):
        taken(in_a_file, tmp_path / "backup")
    assert sorted(path.name for path in tmp_path.iterdir() if "backup" in path.name) == []


def _lose_a_letter(place: Place) -> str:
    with place.database.reading() as connection:
        sha256 = connection.scalar(select(evidence_item.c.sha256).join(case).where(case.c.reference == "APP/2016/0002"))
    forget(place.folder, str(sha256))
    return str(sha256)


def test_evidence_that_is_missing_stops_a_backup_and_is_named(place: Place, tmp_path: Path) -> None:
    _lose_a_letter(place)
    told = r"1 files of evidence are missing or altered \(APP/2016/0002 item 1\)\. Put them back"
    with pytest.raises(BackupRefused, match=told):
        taken(place, tmp_path / "backup")


@pytest.mark.proof
def test_evidence_that_was_altered_stops_a_backup_too(in_a_file: Place, tmp_path: Path) -> None:
    letter = next(path for path in in_a_file.folder.rglob("*") if path.is_file())
    letter.write_bytes(b"forged")
    with pytest.raises(BackupRefused, match="1 files of evidence are missing or altered"):
        taken(in_a_file, tmp_path / "backup")


def test_whoever_says_so_gets_a_backup_without_it_which_says_so_again(in_a_file: Place, tmp_path: Path) -> None:
    lost = _lose_a_letter(in_a_file)
    with in_a_file.database.reading() as connection:
        made = make(connection, NOON, in_a_file.folder, tmp_path / "backup", KEY, even_incomplete=True)
    assert made.missing == (lost,)
    with pytest.raises(RestoreRefused, match="made without 1 files of evidence, which were missing then"):
        open_backup(tmp_path / "backup", KEY)
    assert open_backup(tmp_path / "backup", KEY, even_incomplete=True).manifest.missing == (lost,)
