"""Evidence is kept outside the database under what it is, belongs to one case, and serves as many facts as it may."""

import errno
import hashlib
import json
import os
import resource
import shutil
import stat
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from keeping.activity import entries
from keeping.evidence_items import Days, Item, add, check, content, find, of_case, supports
from keeping.evidence_refused import EvidenceRefused
from keeping.files import EvidenceGone, clear_unfinished, fetch, forget, keep, kept
from keeping.sayings import Saying, StatementRefused
from keeping.statements import standing, state
from storage import Database, StorageFull, StorageUnavailable, evidence_item, new_key
from tests.keeping.cases import NOON, Made, a_case
from tests.keeping.documents import NHS_NUMBER, SPACED, jpeg, pdf, png

ROTA = b"staff,group\nS-1,midwife\n"


@pytest.fixture
def made(database: Database) -> Made:
    return a_case(database)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "evidence"


def put(database: Database, made: Made, folder: Path, name: str = "rota.csv", data: bytes = ROTA, **more: Any) -> Item:
    with database.writing() as connection:
        return add(connection, NOON, made.by, made.id, folder, name, data, more.pop("about", "the rota"), **more)


def refused(database: Database, made: Made, folder: Path, *said: Any, **more: Any) -> str:
    with pytest.raises(EvidenceRefused) as error:
        put(database, made, folder, *said, **more)
    with database.reading() as connection:
        assert entries(connection, made.id)[1:] == ()
    return str(error.value)


def test_an_item_says_what_it_is_and_its_bytes_come_back_whole(database: Database, made: Made, folder: Path) -> None:
    days = Days(date(2026, 2, 1), date(2026, 1, 1), date(2026, 1, 31))
    item = put(database, made, folder, "../the rota\n.CSV", days=days)
    assert (item.name, item.place, item.media_type, item.size) == ("the rota.csv", 1, "text/csv", len(ROTA))
    assert (item.searched, item.about, item.by, item.received_at) == (True, "the rota", made.by, NOON)
    assert (item.dated, item.covers_from, item.covers_to) == (days.dated, days.covers_from, days.covers_to)
    assert item.sha256 == hashlib.sha256(ROTA).hexdigest()
    with database.reading() as connection:
        assert of_case(connection, made.id) == (item,)
        assert find(connection, made.id, item.id) == item
    assert content(item, folder) == ROTA


def test_a_file_may_be_looked_into_before_anybody_has_to_wait(database: Database, made: Made, folder: Path) -> None:
    checked = check("../the rota.csv", ROTA)
    assert put(database, made, folder, "the rota.csv", checked=checked).name == "the rota.csv"
    with pytest.raises(ValueError, match="what was checked is another file than the one that is added"):
        put(database, made, folder, "the rota.csv", b"other\n", checked=checked)


def test_a_scanned_image_is_marked_as_one_that_nobody_could_search(
    database: Database, made: Made, folder: Path
) -> None:
    assert not put(database, made, folder, "scan.jpg", jpeg()).searched
    assert not put(database, made, folder, "scan.pdf", pdf("")).searched


def test_the_activity_knows_which_item_and_nothing_of_what_is_in_it(
    database: Database, made: Made, folder: Path
) -> None:
    item = put(database, made, folder, "Quillfeather.csv")
    with database.reading() as connection:
        (entry,) = entries(connection, made.id)
    assert (entry.act, entry.actor) == ("evidence.added", made.by)
    about = json.loads(entry.about)
    assert (about["evidence_id"], about["place"], about["size"]) == (item.id, 1, len(ROTA))
    assert item.sha256 not in entry.about
    assert "Quillfeather" not in entry.about


def test_one_item_serves_many_facts_and_stays_within_its_case(database: Database, made: Made, folder: Path) -> None:
    item, other = put(database, made, folder), put(database, a_case(database), folder)
    sayings = [Saying("fact", name, True, evidence=(item.id, item.id)) for name in ("open_late", "open_early")]
    with database.writing() as connection:
        said = state(connection, NOON, made.by, made.id, sayings)
        assert [each.evidence for each in said] == [(item.id,), (item.id,)]
        assert standing(connection, made.id) == said
        assert supports(connection, item) == ("open_early", "open_late")
        assert find(connection, made.id, other.id) is None
    foreign = Saying("fact", "open_late", True, evidence=(other.id,), correction="so")
    with pytest.raises(StatementRefused, match="the case has no such evidence item"), database.writing() as connection:
        state(connection, NOON, made.by, made.id, [foreign])


def test_more_evidence_for_the_same_is_no_correction_and_less_is_one(
    database: Database, made: Made, folder: Path
) -> None:
    one, two = put(database, made, folder), put(database, made, folder, "plan.png", png())
    with database.writing() as connection:
        state(connection, NOON, made.by, made.id, [Saying("fact", "a", True, evidence=(one.id,))])
        (more,) = state(connection, NOON, made.by, made.id, [Saying("fact", "a", True, evidence=(two.id, one.id))])
        assert set(more.evidence) == {one.id, two.id}
        with pytest.raises(StatementRefused, match="Say why"):
            state(connection, NOON, made.by, made.id, [Saying("fact", "a", True, evidence=(two.id,))])


def test_the_same_file_twice_in_one_case_is_one_item(database: Database, made: Made, folder: Path) -> None:
    put(database, made, folder)
    told = refused(database, made, folder, "again.csv")
    assert told.startswith("this is the same file as evidence item 1 of this case, byte for byte.")
    assert told.endswith("One item serves many facts: name that one")
    with database.writing() as connection:
        connection.execute(update(evidence_item).values(bytes_gone_at=NOON))
    assert put(database, made, folder).place == 2


def test_what_must_not_come_in_by_name_or_description_is_refused(database: Database, made: Made, folder: Path) -> None:
    told = refused(database, made, folder, f"baby {NHS_NUMBER}.csv")
    assert told.startswith(
        "the name of this file holds a valid NHS number. Nothing here needs to know who a patient is"
    )
    told = refused(database, made, folder, about=f"about {SPACED}")
    assert told.startswith("what is said about this file holds a valid NHS number.")
    assert "0018" not in told
    assert refused(database, made, folder, "/") == (
        "this file has no name that can be shown: give it one, such as notice-of-appeal.pdf"
    )
    for about in ("a\0b", "a\ud800"):
        assert "holds signs that no text has: write it again" in refused(database, made, folder, about=about)
    days = Days(covers_from=date(2026, 2, 1), covers_to=date(2026, 1, 1))
    assert refused(database, made, folder, days=days) == (
        "the days that this file covers are upside down: from 1 February 2026 to 1 January 2026. Put the earlier one "
        "first"
    )
    assert list(kept(folder)) == []


def test_a_case_that_is_not_there_takes_no_evidence(database: Database, made: Made, folder: Path) -> None:
    with pytest.raises(LookupError, match="there is no such case"):
        put(database, Made(new_key(), made.by), folder)
    assert list(kept(folder)) == []


def test_the_item_of_which_the_bytes_are_gone_says_so(database: Database, made: Made, folder: Path) -> None:
    put(database, made, folder)
    with database.writing() as connection:
        connection.execute(update(evidence_item).values(bytes_gone_at=NOON, name=None, about=None))
        (gone,) = of_case(connection, made.id)
    with pytest.raises(EvidenceGone, match=r"The time of evidence item 1 was over, and its file is gone\."):
        content(gone, folder)


def test_bytes_that_cannot_be_stored_leave_no_item(database: Database, made: Made, folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("not a folder")
    with pytest.raises(StorageUnavailable, match=r"Nothing was stored\. See that it is there and that this"):
        put(database, made, folder)
    with database.reading() as connection:
        assert of_case(connection, made.id) == ()
        assert entries(connection, made.id) == ()


def test_the_same_bytes_are_kept_once_where_only_the_owner_reads_them(folder: Path) -> None:
    sha256 = keep(folder, ROTA)
    assert keep(folder, ROTA) == sha256
    path = folder / sha256[:2] / sha256
    assert path.read_bytes() == ROTA
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(kept(folder)) == [sha256]
    assert [each.name for each in (folder / "unfinished").iterdir()] == []


def test_bytes_that_were_altered_or_are_missing_are_never_handed_out_as_if_they_were_whole(folder: Path) -> None:
    sha256 = keep(folder, ROTA)
    path = folder / sha256[:2] / sha256
    path.write_bytes(b"something else")
    with pytest.raises(EvidenceGone, match=f"The evidence file {sha256[:12]}… was altered. Put it back from a backup"):
        fetch(folder, sha256)
    assert keep(folder, ROTA) == sha256, "whoever has the bytes mends it"
    assert fetch(folder, sha256) == ROTA
    forget(folder, sha256)
    forget(folder, sha256)
    with pytest.raises(EvidenceGone, match="is missing"):
        fetch(folder, sha256)


def test_only_a_hash_leads_to_bytes(folder: Path) -> None:
    for name in ("../../etc/passwd", "A" * 64, "", "0" * 63):
        with pytest.raises(ValueError, match="SHA-256 of 64 hexadecimal digits, and this is none"):
            fetch(folder, name)


def test_what_a_stop_left_half_written_is_no_evidence_and_is_cleared(folder: Path) -> None:
    keep(folder, ROTA)
    left = folder / "unfinished" / "tmp1"
    left.write_bytes(b"half")
    os.utime(left, (NOON.timestamp(), NOON.timestamp()))
    assert len(list(kept(folder))) == 1
    assert clear_unfinished(folder, NOON) == 0
    assert clear_unfinished(folder, NOON + timedelta(hours=1)) == 1
    assert not left.exists()


def test_where_there_is_no_room_nothing_is_half_written_and_it_recovers_by_itself(folder: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(StorageFull, match=r"holds the evidence is full\. Nothing was stored\. Free some space; no"):
            keep(folder, bytes(100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [each for each in folder.rglob("*") if not each.is_dir()] == []
    assert len(fetch(folder, keep(folder, bytes(100_000)))) == 100_000


def test_a_folder_that_cannot_be_written_is_told_and_recovers_by_itself(folder: Path) -> None:
    keep(folder, ROTA)
    shutil.rmtree(folder / "unfinished")
    (folder / "unfinished").write_text("in the way")
    with pytest.raises(StorageUnavailable, match=r"cannot be read or written just now\. Nothing was stored") as error:
        keep(folder, b"other")
    assert isinstance(error.value.__cause__, OSError)
    assert error.value.__cause__.errno != errno.ENOSPC
    (folder / "unfinished").unlink()
    assert fetch(folder, keep(folder, b"other")) == b"other"
