"""What is withdrawn is gone with the next request, whichever of two workers answers it and whatever that had ready."""

import io
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from register import Publishing, Withdrawing, publish
from storage import Database
from tests.proof.register_served import DECISIONS, Served, served_register
from tests.register.making import NOON, at, decision_id, decision_record

pytestmark = pytest.mark.proof

NUMBER = DECISIONS + 20
SAID = b"Quillfeather"
ONE = f"/decisions/{decision_id(NUMBER)}"
ITSELF = (
    ONE, f"{ONE}.json", f"{ONE}.jsonld", f"{ONE}.txt", f"{ONE}.xml", f"{ONE}.html", f"{ONE}/proof", f"{ONE}/bundle.zip",
)  # fmt: skip
LISTS = (
    "/decisions?q=quillfeather", "/decisions/feed.atom?q=quillfeather", "/api/v1/publications?q=quillfeather",
    "/api/v1/bulk/decisions.jsonl", "/api/v1/bulk/decisions.csv", "/api/v1/bulk/decisions.parquet", "/decisions",
)  # fmt: skip
TIMES = 12


@pytest.fixture
def served(tmp_path: Path, empty_register: Path) -> Iterator[tuple[Served, Database]]:
    """The public site with two workers, and its database to write."""
    with served_register(tmp_path, empty_register) as server:
        database = Database(f"sqlite:///{tmp_path / 'register.sqlite'}")
        yield server, database
        database.close()


def asked_at_once(server: Served) -> list[tuple[str, int, bytes]]:
    """Every path, again and again and at once, so that both workers answer."""
    before = ticks(server)
    with ThreadPoolExecutor(8) as callers:
        found = [*callers.map(lambda path: (path, *read(path, *server.ask(path))), (*ITSELF, *LISTS) * TIMES)]
    assert all(later > before[worker] for worker, later in ticks(server).items()), "one worker answered nothing"
    return found


def read(path: str, status: int, body: bytes) -> tuple[int, bytes]:
    """An answer, with what is compressed in it unpacked."""
    if status == 200 and path.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(body)) as held:
            return status, b"".join(map(held.read, held.namelist()))
    if status == 200 and path.endswith(".parquet"):
        return status, repr(pq.read_table(io.BytesIO(body)).to_pydict()).encode()
    return status, body


def ticks(server: Served) -> dict[int, int]:
    """What each worker has taken of the processors."""
    fields = {
        each: Path(f"/proc/{each}/stat").read_text("utf-8").rpartition(")")[2].split() for each in server.workers()
    }
    return {each: int(held[11]) + int(held[12]) for each, held in fields.items()}


def test_what_was_withdrawn_is_in_no_answer_of_either_worker(
    served: tuple[Served, Database], tmp_path: Path, record_property: Any
) -> None:
    server, database = served
    title = "Application by Quillfeather Chemists for a pharmacy at 4 Mill Lane, Larkmere"
    with database.writing() as connection:
        publish(connection, at(500), Publishing(decision_record(NUMBER, title=title)))
    for path in LISTS:
        server.ask(path)  # the files of the whole register are made once, and meanwhile nobody else is given them
    shown = asked_at_once(server)
    assert [(path, status) for path, status, body in shown if status != 200 or SAID not in body] == []
    began = time.perf_counter()
    with database.writing() as connection:
        publish(connection, at(600), Withdrawing(decision_id(NUMBER), "It named a person.", NOON.date()))
    after = asked_at_once(server)
    assert [(path, status) for path, status, body in after if SAID in body] == []
    assert {status for path, status, _ in after if path in ITSELF} == {410}
    statuses = {status for path, status, _ in after if path in LISTS}
    assert statuses <= {200, 503}, "503 while the other worker makes the files anew"
    assert {status for path, status, _ in after if path in LISTS and "/bulk/" not in path} == {200}
    status, body = server.ask("/api/v1/bulk/decisions.jsonl")
    assert (status, SAID in body, body.count(b"\n")) == (200, False, DECISIONS - 8)
    assert len([each for each in (tmp_path / "bulk").iterdir() if each.is_dir()]) == 1, "the files of before are gone"
    record_property("figures", f"{len(after)} answers after the withdrawal in {time.perf_counter() - began:.1f} s")
