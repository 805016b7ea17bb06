"""The whole register as files: what each holds, its hash, and that nothing withdrawn stays in any."""

import csv
import fcntl
import hashlib
import io
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
from sqlalchemy import Connection

from documents import canonical
from register import BULK_FILES, BULK_MANIFEST, Publishing, Withdrawing, bulk_files, publish
from register.sheets import guarded
from storage import Database
from tests.register.finding import ALL, DOCTORS, LARKMERE, put
from tests.register.making import at, later, scheme_record

NEWEST = (replace(ALL[2]), LARKMERE, DOCTORS)  # by the day decided


def files(database: Database, folder: Path) -> Path:
    return bulk_files(database.reading, folder / "bulk")


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def test_every_file_holds_the_newest_records(register_database: Database, tmp_path: Path) -> None:
    put(register_database, (*ALL, scheme_record()))
    made = files(register_database, tmp_path)
    assert {each.name for each in made.iterdir()} == set(BULK_FILES)
    lines = (made / "decisions.jsonl").read_bytes().splitlines()
    assert lines == [canonical(each) for each in NEWEST]
    held = rows(made / "decisions.csv")
    assert [each["id"] for each in held] == [each.id for each in NEWEST]
    assert [each["sha256"] for each in held] == [hashlib.sha256(line).hexdigest() for line in lines]
    assert (held[1]["outcome"], held[1]["parties"].split("; ")[0], held[1]["sample"]) == (
        "refuse", "Appellant: Larkmere Pharmacy Ltd", "true",
    )  # fmt: skip
    table = pq.read_table(made / "decisions.parquet")
    assert table.column("reference").to_pylist() == [each.reference for each in NEWEST]
    assert table.column("year").to_pylist() == [each.year for each in NEWEST]
    assert (made / "scheme-results.jsonl").read_bytes() == canonical(scheme_record()) + b"\n"
    assert rows(made / "scheme-results.csv")[0]["achieved"] == "1; 2; 3; 4; 5; 6; 7; 9; 10"
    said = json.loads((made / BULK_MANIFEST).read_bytes())
    assert said["log"]["size"] == 4
    for each in said["files"]:
        content = (made / each["name"]).read_bytes()
        assert (each["bytes"], each["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_what_is_withdrawn_or_erased_is_gone_with_the_next_request(register_database: Database, tmp_path: Path) -> None:
    put(register_database)
    before = files(register_database, tmp_path)
    assert files(register_database, tmp_path) == before
    with register_database.writing() as connection:
        corrected = replace(later(DOCTORS), title="Consent", sections=LARKMERE.sections, parties=())
        publish(connection, at(5), Publishing(corrected, erases=True))
        publish(connection, at(6), Withdrawing(LARKMERE.id, "It was a mistake.", date(2026, 11, 26)))
    made = files(register_database, tmp_path)
    assert not before.exists()
    assert len((made / "decisions.jsonl").read_bytes().splitlines()) == 2
    table = pq.read_table(made / "decisions.parquet")
    assert table.column("title").to_pylist() == [ALL[2].title, "Consent"]
    left = b"".join(each.read_bytes() for each in (tmp_path / "bulk").rglob("*") if each.is_file())
    left += repr(table.to_pydict()).encode()  # its bytes are compressed
    assert b"Larkmere Pharmacy" not in left
    assert b"Ostbury Surgery for outline" not in left


def test_whoever_waited_for_others_is_given_nothing_that_was_withdrawn_meanwhile(
    register_database: Database, tmp_path: Path
) -> None:
    put(register_database)
    folder, looked = tmp_path / "bulk", threading.Event()
    folder.mkdir()

    @contextmanager
    def reading() -> Iterator[Connection]:
        with register_database.reading() as connection:
            yield connection
        looked.set()

    with ThreadPoolExecutor(1) as pool, (folder / ".lock").open("w") as others:
        fcntl.flock(others, fcntl.LOCK_EX)
        asked = pool.submit(bulk_files, reading, folder)
        assert looked.wait(10)
        with register_database.writing() as connection:
            publish(connection, at(6), Withdrawing(LARKMERE.id, "It was a mistake.", date(2026, 11, 26)))
        fcntl.flock(others, fcntl.LOCK_UN)
        made = asked.result(30)
    assert json.loads((made / BULK_MANIFEST).read_bytes())["log"]["size"] == len(ALL) + 1
    assert made.name.startswith(f"{len(ALL) + 1}-")
    assert [each.name for each in folder.iterdir() if each.is_dir()] == [made.name]
    assert b"Larkmere Pharmacy" not in (made / "decisions.jsonl").read_bytes()


def test_an_empty_register_is_files_too(register_database: Database, tmp_path: Path) -> None:
    made = files(register_database, tmp_path)
    assert (made / "decisions.jsonl").read_bytes() == b""
    assert rows(made / "decisions.csv") == []
    assert pq.read_table(made / "decisions.parquet").num_rows == 0


def test_no_cell_is_a_formula(register_database: Database, tmp_path: Path) -> None:
    put(register_database, [replace(LARKMERE, title="=HYPERLINK(1)", summary="@SUM(A1)\nx")])
    (held,) = rows(files(register_database, tmp_path) / "decisions.csv")
    assert (held["title"], held["summary"]) == ("'=HYPERLINK(1)", "'@SUM(A1) x")
    assert [guarded(each) for each in ("+1", " =1", "\t=1", "-x", "a-b", "1")] == [
        "'+1", "' =1", "'\t=1", "'-x", "a-b", "1",
    ]  # fmt: skip
