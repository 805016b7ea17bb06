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

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Connection

from documents import Redacted, canonical
from register import BULK_FILES, BULK_MANIFEST, Publishing, Withdrawing, bulk, bulk_files, publish
from register.sheets import guarded
from storage import Database
from tests.register.finding import ALL, DOCTORS, LARKMERE, put
from tests.register.making import at, later, redacted, scheme_record

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


def test_parquet_has_the_rows_and_columns_of_csv(register_database: Database, tmp_path: Path) -> None:
    put(register_database, (*ALL, scheme_record(), scheme_record(2)))
    made = files(register_database, tmp_path)
    said = json.loads((made / BULK_MANIFEST).read_bytes())["files"]
    for stem, count in (("decisions", len(ALL)), ("scheme-results", 2)):
        table, held = pq.read_table(made / f"{stem}.parquet"), rows(made / f"{stem}.csv")
        assert table.column_names == [*held[0]]
        assert [{key: told(each) for key, each in row.items()} for row in table.to_pylist()] == held
        assert (table.num_rows, f"{stem}.parquet" in [each["name"] for each in said]) == (count, True)
    assert [pq.read_schema(made / "scheme-results.parquet").field(each).type for each in ("of", "year", "sample")] == [
        pa.int32(), pa.int32(), pa.bool_(),
    ]  # fmt: skip


def told(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_a_row_says_what_is_redacted_in_it_and_why(register_database: Database, tmp_path: Path) -> None:
    gone = Redacted("/summary", "safety", "=It would, endanger somebody", "left out")
    first = redacted("Larkmere Surgery", version=1, why=None)
    both = replace(first, redactions=(*first.redactions, gone))
    put(register_database, (both, DOCTORS, replace(scheme_record(), redactions=(replace(gone, pointer="=1"),))))
    made = files(register_database, tmp_path)
    says = (
        "/title: The name of a person who has no public part in it (personal); "
        "/summary: =It would, endanger somebody (safety)"
    )
    held = {each["id"]: each["redactions"] for each in rows(made / "decisions.csv")}
    assert held == {both.id: says, DOCTORS.id: ""}
    table = pq.read_table(made / "decisions.parquet")
    assert dict(zip(*(table.column(name).to_pylist() for name in ("id", "redactions")), strict=True)) == held
    (result,) = rows(made / "scheme-results.csv")
    assert result["redactions"] == "'=1: =It would, endanger somebody (safety)"


def test_files_with_other_columns_are_made_anew(
    register_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(bulk, "_KINDS", tuple((kind, columns[:-1], row_of) for kind, columns, row_of in bulk._KINDS))
        old = files(register_database, tmp_path)
    made = files(register_database, tmp_path)
    assert (made.name != old.name, old.exists()) == (True, False)


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
    for stem in ("decisions", "scheme-results"):
        table = pq.read_table(made / f"{stem}.parquet")
        assert (table.num_rows, "redactions" in table.column_names) == (0, True)
        assert (made / f"{stem}.csv").read_text("utf-8").strip().split(",") == table.column_names


def test_no_cell_is_a_formula(register_database: Database, tmp_path: Path) -> None:
    put(register_database, [replace(LARKMERE, title="=HYPERLINK(1)", summary="@SUM(A1)\nx")])
    (held,) = rows(files(register_database, tmp_path) / "decisions.csv")
    assert (held["title"], held["summary"]) == ("'=HYPERLINK(1)", "'@SUM(A1) x")
    assert [guarded(each) for each in ("+1", " =1", "\t=1", "-x", "a-b", "1")] == [
        "'+1", "' =1", "'\t=1", "'-x", "a-b", "1",
    ]  # fmt: skip
