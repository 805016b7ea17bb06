"""How long searches of the register take: a log of searches, on so many invented decisions, in SQLite.

Decisions are put where publishing puts them, without the leaf in the log, which no search reads.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time

from sqlalchemy import Connection, insert

from benchmarks.invented_decisions import invented
from documents import DecisionRecord, canonical
from register import Looking, search
from register.indexing import put
from storage import REGISTER, Database, bring_up, publication, publication_version

EVERY = "1000,10000,100000"  # decisions, one register after another
QUERY_LOG = Path(__file__).with_name("query_log.txt")
_AT_ONCE = 1_000
_NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Waits:
    """What searching a register of so many decisions takes, in milliseconds, over the whole log."""

    decisions: int
    filling: float  # seconds
    megabytes: float
    searches: int
    p50: float
    p95: float
    p99: float
    processor_p95: float  # without what other work on the machine takes
    worst: float
    worst_search: str
    nothing_found: int
    slowest: tuple[tuple[str, float], ...] = field(default=())


def measure(sizes: Sequence[int], rounds: int = 3) -> Iterable[Waits]:
    """The waits at each size, the smallest first: one register grows."""
    asked = read_log(QUERY_LOG.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "register.sqlite")
        database = Database(f"sqlite:///{path}")
        bring_up(database, REGISTER)
        records, held, filling = invented(max(sizes)), 0, 0.0
        for size in sorted(sizes):
            began = perf_counter()
            while held < size:
                with database.writing() as connection:
                    held += fill(connection, islice(records, min(_AT_ONCE, size - held)), held)
            filling += perf_counter() - began
            yield _waits(
                database,
                asked,
                rounds,
                (size, filling, sum(each.stat().st_size for each in Path(folder).iterdir()) / 1e6),
            )
        database.close()


def read_log(text: str) -> list[tuple[str, Looking]]:
    """The searches of a log: words, then facets and the order behind bars, such as ``hours | year=2024 | newest``."""
    found = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        words, *more = (part.strip() for part in line.split("|"))
        pairs = {part.partition("=")[0]: part.partition("=")[2] for part in more if "=" in part}
        found.append((line, Looking(words, pairs, order="newest" if "newest" in more else "best")))
    return found


def fill(connection: Connection, records: Iterable[DecisionRecord], held: int) -> int:
    """Put decisions into the register behind those that it holds, and say how many they were."""
    many = 0
    for place, record in enumerate(records, start=held):
        content = canonical(record)
        docid = datetime.fromisoformat(record.decided_on).toordinal() * 1_000_000 + place
        row = {
            "id": record.id, "docid": docid, "kind": "decision", "reference": record.reference, "state": "published",
            "version": 1, "noindex": False, "changed_at": _NOW, "leaf_index": place,
        }  # fmt: skip
        version = {
            "publication_id": record.id, "version": 1, "sha256": hashlib.sha256(content).hexdigest(),
            "canonical": content, "why": "", "at": _NOW, "leaf_index": place,
        }  # fmt: skip
        connection.execute(insert(publication).values(row))
        connection.execute(insert(publication_version).values(version))
        put(connection, docid, record)
        many += 1
    return many


def told(waits: Waits) -> str:
    """What was measured, in words."""
    slowest = ", ".join(f"{line} {took:.0f} ms" for line, took in waits.slowest)
    return (
        f"{waits.decisions:,} decisions ({waits.megabytes:,.0f} MB, filled in {waits.filling:,.0f} s): of "
        f"{waits.searches} searches half take {waits.p50:.1f} ms at most, 95% {waits.p95:.1f} ms, 99% {waits.p99:.1f} "
        f"ms; by a processor 95% take {waits.processor_p95:.1f} ms. The worst took {waits.worst:.1f} ms: "
        f"{waits.worst_search}. {waits.nothing_found} found nothing. "
        f"The slowest in the middle: {slowest}."
    )


def _waits(
    database: Database, asked: Sequence[tuple[str, Looking]], rounds: int, made: tuple[int, float, float]
) -> Waits:
    took: list[tuple[float, str]] = []
    working: list[float] = []
    nothing = 0
    for line, looking in [*asked] * rounds:
        began, worked = perf_counter(), process_time()
        with database.reading() as connection:
            found = search(connection, looking)
        took.append(((perf_counter() - began) * 1000, line))
        working.append((process_time() - worked) * 1000)
        nothing += not found.hits
    times = [each for each, _ in took]
    hundredths = quantiles(times, n=100, method="inclusive")
    by_line: dict[str, list[float]] = {}
    for each, line in took:
        by_line.setdefault(line, []).append(each)
    middle = sorted(((line, sorted(each)[len(each) // 2]) for line, each in by_line.items()), key=lambda pair: -pair[1])
    worst, worst_line = max(took)
    size, filling, megabytes = made
    return Waits(
        size, filling, megabytes, len(took), hundredths[49], hundredths[94], hundredths[98],
        quantiles(working, n=100, method="inclusive")[94], worst, worst_line,
        nothing // rounds, tuple(middle[:5]),
    )  # fmt: skip
