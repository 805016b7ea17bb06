"""Whatever is altered in a backup is found before anything is restored."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from keeping.backup_files import BackupAltered
from keeping.encryption import Key, key_of
from keeping.restoring import RestoreRefused, open_backup
from tests.keeping.backups import KEY, Place, taken
from tests.keeping.held import a_case
from tests.migrated import opened


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A sealed backup and a plain one of the same two cases. Their files are the same from either kind of database."""
    folder = tmp_path_factory.mktemp("whole")
    place = Place(opened(f"sqlite:///{folder / 'private.sqlite'}"), folder / "evidence")
    a_case(place.database, place.folder)
    a_case(place.database, place.folder, "APP/2016/0002", b"Another letter")
    taken(place, folder / "sealed", KEY)
    taken(place, folder / "plain", None)
    place.database.close()
    return {"sealed": folder / "sealed", "plain": folder / "plain"}


@pytest.fixture(params=[pytest.param(KEY, marks=pytest.mark.proof), None], ids=["sealed", "plain"])
def key(request: pytest.FixtureRequest) -> Key | None:
    """The key of the backup that is altered; none for the plain one."""
    given: Key | None = request.param
    return given


@pytest.fixture
def backup(whole: dict[str, Path], key: Key | None, tmp_path: Path) -> Path:
    """A backup that a test may spoil."""
    return Path(shutil.copytree(whole["sealed" if key else "plain"], tmp_path / "backup"))


def _places_in(size: int) -> Iterator[int]:
    """A byte in the middle of a file, and its last."""
    yield from sorted({size // 2, size - 1} & set(range(size)))


def test_a_byte_that_changed_in_any_file_is_found(backup: Path, key: Key | None) -> None:
    open_backup(backup, key)
    for path in [path for path in backup.rglob("*") if path.is_file()]:
        whole = path.read_bytes()
        for at in _places_in(len(whole)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
            with pytest.raises(BackupAltered):
                open_backup(backup, key)
        for other in (whole[:-1], whole + b"\n", b""):
            path.write_bytes(other)
            if other != whole:
                with pytest.raises(BackupAltered):
                    open_backup(backup, key)
        path.write_bytes(whole)
    open_backup(backup, key)


def test_a_file_that_went_came_or_took_anothers_place_is_found(backup: Path, key: Key | None) -> None:
    ending = ".sealed" if key else ""
    one, other = (backup / "evidence" / f"00000{number}{ending}" for number in (1, 2))
    first, second = one.read_bytes(), other.read_bytes()
    (backup / "more").write_bytes(b"")
    with pytest.raises(BackupAltered, match="These files are none of the backup's: more"):
        open_backup(backup, key)
    (backup / "more").unlink()
    one.write_bytes(second)
    other.write_bytes(first)
    with pytest.raises(BackupAltered, match="Nothing was restored"):
        open_backup(backup, key)
    one.unlink()
    with pytest.raises(BackupAltered, match="These files of the backup are missing: evidence/000001"):
        open_backup(backup, key)


def test_a_file_that_cannot_be_read_is_named(backup: Path, key: Key | None) -> None:
    table = next(backup.glob("tables/case.jsonl*"))
    table.unlink()
    table.symlink_to("nowhere")
    with pytest.raises(
        BackupAltered, match=r"tables/case\.jsonl cannot be read: No such file or directory\. Nothing was"
    ):
        open_backup(backup, key)


def test_a_part_of_a_backup_is_none(backup: Path, key: Key | None, tmp_path: Path) -> None:
    next(backup.glob("manifest.json*")).unlink()
    with pytest.raises(BackupAltered, match=r"holds no whole backup: it has no manifest\. Name the folder"):
        open_backup(backup, key)
    with pytest.raises(BackupAltered, match="holds no whole backup"):
        open_backup(tmp_path / "nowhere", key)


def test_a_sealed_backup_asks_for_its_key_and_a_plain_one_takes_none(backup: Path, key: Key | None) -> None:
    if key is None:
        with pytest.raises(BackupAltered, match="is not encrypted, so the key vouches for nothing in it: leave --key"):
            open_backup(backup, KEY)
        return
    with pytest.raises(BackupAltered, match="is encrypted: name the key file that it was made with"):
        open_backup(backup, None)
    with pytest.raises(BackupAltered, match="was sealed with another key than the one given"):
        open_backup(backup, key_of(b"j" * 32))


def with_manifest(backup: Path, change: dict[str, Any]) -> Path:
    """The same backup with a manifest that says something else and has the hash of what it says."""
    said = json.loads((backup / "manifest.json").read_bytes()) | change
    text = rfc8785.dumps(said)
    (backup / "manifest.json").write_bytes(text)
    (backup / "manifest.sha256").write_text(f"{hashlib.sha256(text).hexdigest()}  manifest.json\n")
    return backup


@pytest.mark.parametrize("change", [{"format": "rationale-backup-9"}, {"tables": 3}, {"evidence": [{}]}, {"more": 1}])
def test_a_backup_in_another_form_is_said_so(whole: dict[str, Path], tmp_path: Path, change: dict[str, Any]) -> None:
    backup = with_manifest(Path(shutil.copytree(whole["plain"], tmp_path / "backup")), change)
    with pytest.raises(BackupAltered, match="is not in the form rationale-backup-1: restore it with the program that"):
        open_backup(backup, None)


def test_a_backup_of_a_newer_program_is_not_restored(whole: dict[str, Path], tmp_path: Path) -> None:
    backup = with_manifest(Path(shutil.copytree(whole["plain"], tmp_path / "backup")), {"revision": "0999"})
    with pytest.raises(RestoreRefused, match="is of a database at 0999, and this program knows 0001"):
        open_backup(backup, None)
