"""How long searches of the register take, and its pages: a log of searches, on so many invented decisions.

Decisions are put where publishing puts them, a thousand at a time and without the leaf in the log, which no search
reads; a second process makes the next ones up meanwhile. A page is what the public site answers, from the address to
the last byte of HTML.
"""

import hashlib
import shutil
import sys
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing, redirect_stderr
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from itertools import islice, pairwise
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from sqlalchemy import Connection, func, insert, select, text

from benchmarks.invented_decisions import invented
from config import Config
from documents import DecisionRecord, canonical
from register import Looking, search
from register.indexing import put_all
from register_app import create_register_app
from storage import REGISTER, Database, bring_up, publication, publication_version

Made = tuple[int, DecisionRecord, bytes]  # its place, a decision, and as what it is published

EVERY = "1000,10000,100000"  # decisions, one register after another
QUERY_LOG = Path(__file__).with_name("query_log.txt")
_AT_ONCE, _AHEAD = 1_000, 3
_PAGES = 100  # decisions whose pages are asked for
MANY, MOST = 100_000, 50.0  # from so many decisions on, 95% of searches take so many milliseconds at most
_NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
_HEADS = ("Decisions", "Search, 50%", "95%", "99%", "worst", "Page of a search, 50%", "95%", "Page of a decision, 95%")


@dataclass(frozen=True)
class Pages:
    """What pages take, in milliseconds, each asked for once: nothing of them is remembered yet."""

    search_p50: float
    search_p95: float
    decision_p95: float
    worst: float
    worst_page: str


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
    pages: Pages
    slowest: tuple[tuple[str, float], ...] = field(default=())


class NotEmptyError(ValueError):
    """A register stands where invented decisions would be put."""


def measure(sizes: Sequence[int], rounds: int = 3, address: str = "") -> Iterable[Waits]:
    """The waits at each size, the smallest first: one register grows.

    It stands at ``address``, where nothing stands yet, and in SQLite where that is left out.
    """
    asked = read_log(QUERY_LOG.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder, ExitStack() as whole:
        config = Config(data_dir=Path(folder), register_database=address, requests_a_minute=1_000_000)
        database = whole.enter_context(closing(Database(config.register_url)))
        bring_up(database, REGISTER)
        with database.reading() as connection:
            if connection.execute(select(publication.c.id).limit(1)).first():
                raise NotEmptyError("somebody's register stands there: name a database with nothing in it")
        filling = 0.0
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as maker:
            for before, size in pairwise((0, *sorted(sizes))):
                began = perf_counter()
                for part in _parts(maker, before, size):
                    with database.writing() as connection:
                        fill(connection, part)
                filling += perf_counter() - began
                _settle(database)
                pages = _pages(config, asked, size)
                yield _waits(database, asked, rounds, (size, filling, _megabytes(database, Path(folder))), pages)


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


def fill(connection: Connection, part: Sequence[Made]) -> None:
    """Put decisions into the register, one at least."""
    rows, versions = zip(*(_rows(*each) for each in part), strict=True)
    connection.execute(insert(publication), list(rows))
    connection.execute(insert(publication_version), list(versions))
    put_all(connection, [(_docid(record, place), record) for place, record, _ in part])


def make(places: range) -> list[Made]:
    """The next decisions that are made up, for these places, which follow those that this process was asked for."""
    return [(place, record, canonical(record)) for place, record in zip(places, _made_up(), strict=False)]


@cache
def _made_up() -> Iterator[DecisionRecord]:
    return invented(sys.maxsize)


def _parts(maker: ProcessPoolExecutor, start: int, end: int) -> Iterator[list[Made]]:
    """The decisions from one place to before another, in parts: while one is put in, the next ones are made up."""
    asked = (range(at, min(at + _AT_ONCE, end)) for at in range(start, end, _AT_ONCE))
    waiting = deque(maker.submit(make, each) for each in islice(asked, _AHEAD))
    while waiting:
        part = waiting.popleft().result()
        waiting.extend(maker.submit(make, each) for each in islice(asked, 1))
        yield part


def slow(every: Iterable[Waits]) -> Iterator[str]:
    """What is told of registers that are searched more slowly than they may be."""
    for each in every:
        if each.decisions >= MANY and each.p95 > MOST:
            took = f"95% of searches take {each.p95:.1f} ms"
            yield f"SLOW: among {each.decisions:,} decisions {took}, and may take {MOST:.0f} ms at most."


def told(waits: Waits) -> str:
    """What was measured, in words."""
    slowest = ", ".join(f"{line} {took:.0f} ms" for line, took in waits.slowest)
    pages = waits.pages
    return (
        f"{waits.decisions:,} decisions ({waits.megabytes:,.0f} MB, filled in {waits.filling:,.0f} s): of "
        f"{waits.searches} searches half take {waits.p50:.1f} ms at most, 95% {waits.p95:.1f} ms, 99% {waits.p99:.1f} "
        f"ms; by a processor 95% take {waits.processor_p95:.1f} ms. The worst took {waits.worst:.1f} ms: "
        f"{waits.worst_search}. {waits.nothing_found} found nothing. "
        f"The slowest in the middle: {slowest}. Of the same searches as pages half take {pages.search_p50:.1f} ms at "
        f"most, 95% {pages.search_p95:.1f} ms; of the pages of decisions 95% take {pages.decision_p95:.1f} ms. The "
        f"worst page took {pages.worst:.1f} ms: {pages.worst_page}."
    )


def as_table(every: Iterable[Waits]) -> str:
    """What was measured, as a table for a README: in milliseconds."""
    lines = [f"| {' | '.join(_HEADS)} |", f"|{' ---: |' * len(_HEADS)}"]
    for each in every:
        times = (
            each.p50, each.p95, each.p99, each.worst,
            each.pages.search_p50, each.pages.search_p95, each.pages.decision_p95,
        )  # fmt: skip
        lines.append(f"| {each.decisions:,} | {' | '.join(f'{time:.1f}' for time in times)} |")
    return "\n".join(lines)


def _settle(database: Database) -> None:
    """What a PostgreSQL server does by itself, within a minute or so of many changes."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _megabytes(database: Database, folder: Path) -> float:
    """What the register takes on the disk."""
    if database.engine.dialect.name == "sqlite":
        return sum(each.stat().st_size for each in folder.glob("register.sqlite*")) / 1e6
    with database.reading() as connection:
        return float(connection.execute(select(func.pg_database_size(func.current_database()))).scalar_one()) / 1e6


def _docid(record: DecisionRecord, place: int) -> int:
    return datetime.fromisoformat(record.decided_on).toordinal() * 1_000_000 + place


def _rows(place: int, record: DecisionRecord, content: bytes) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """A publication and its one version."""
    row = {
        "id": record.id, "docid": _docid(record, place), "kind": "decision", "reference": record.reference,
        "state": "published", "version": 1, "noindex": False, "changed_at": _NOW, "leaf_index": place,
    }  # fmt: skip
    version = {
        "publication_id": record.id, "version": 1, "sha256": hashlib.sha256(content).hexdigest(),
        "canonical": content, "why": "", "at": _NOW, "leaf_index": place,
    }  # fmt: skip
    return row, version


def _waits(
    database: Database,
    asked: Sequence[tuple[str, Looking]],
    rounds: int,
    made: tuple[int, float, float],
    pages: Pages,
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
    by_line: dict[str, list[float]] = {}
    for each, line in took:
        by_line.setdefault(line, []).append(each)
    middle = sorted(((line, sorted(each)[len(each) // 2]) for line, each in by_line.items()), key=lambda pair: -pair[1])
    worst, worst_line = max(took)
    size, filling, megabytes = made
    p50, p95, p99 = (_hundredth([each for each, _ in took], place) for place in (50, 95, 99))
    return Waits(
        size, filling, megabytes, len(took), p50, p95, p99, _hundredth(working, 95), worst, worst_line,
        nothing // rounds, pages, tuple(middle[:5]),
    )  # fmt: skip


def _pages(config: Config, asked: Sequence[tuple[str, Looking]], decisions: int) -> Pages:
    """Each search of the log as a page, and the pages of some decisions, of the public site in this process."""
    client = create_register_app(config).test_client()
    with redirect_stderr(StringIO()):  # where each request leaves a line
        client.get("/decisions")  # what is counted once for each state of the register: what it covers
        searches = [_page(client, f"/decisions?{urlencode(_said(looking))}") for _, looking in asked]
        shown = [_page(client, f"/decisions/{id}") for id in _ids(decisions)]
    worst, worst_page = max((*searches, *shown))
    client.application.extensions["rationale.register"].database.close()
    shutil.rmtree(config.bulk_dir, ignore_errors=True)
    times = [took for took, _ in searches]
    return Pages(
        _hundredth(times, 50), _hundredth(times, 95), _hundredth([took for took, _ in shown], 95), worst, worst_page
    )


def _ids(decisions: int) -> list[str]:
    """Some of the first ten thousand."""
    many = min(decisions, 10_000)
    return [record.id for record in islice(invented(many), 0, None, max(1, many // _PAGES))]


def _page(client: FlaskClient, path: str) -> tuple[float, str]:
    began = perf_counter()
    answer = client.get(path, headers={"Accept": "text/html"})
    answer.get_data()
    took = (perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{path} was answered with {answer.status_code}")
    return took, path


def _said(looking: Looking) -> dict[str, str]:
    return {"q": looking.words, **looking.facets, **({"order": "newest"} if looking.order == "newest" else {})}


def _hundredth(times: Sequence[float], place: int) -> float:
    return quantiles(times, n=100, method="inclusive")[place - 1]
