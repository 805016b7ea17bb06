"""The whole service: how fast rules are loaded, and how long callers wait for an answer on the largest rule set."""

import http.client
import multiprocessing
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from engine import RuleSet, load_rule_sets
from tests.web.serving import JSON, ask, sample_requests, served

RULES = Path(__file__).parents[1] / "rules"
CLIENTS, WORKERS, REQUESTS, WARMING = 4, 2, 400, 40


@dataclass(frozen=True)
class Service:
    """What was measured. Times in seconds for loading, in milliseconds for an answer."""

    rule_sets: int
    provisions: int
    loading: float
    largest: str
    clients: int
    workers: int
    answers: int
    a_second: float
    p50: float
    p99: float
    slowest: float


def measure() -> Service:
    """Load all rules seven times; then four clients, each with one request after the other."""
    times = []
    for _ in range(7):
        start = perf_counter()
        rule_sets = load_rule_sets(RULES)
        times.append(perf_counter() - start)
    largest = max(rule_sets.values(), key=_size)
    bodies = [body for id, body in sample_requests() if id == largest.id]
    with tempfile.TemporaryDirectory() as data, served(Path(data, "served"), workers=WORKERS, rules=None) as server:
        ask(server.port, "GET", "/readyz")
        spawned = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(CLIENTS, mp_context=spawned) as pool:
            jobs = [pool.submit(_client, server.port, bodies, start) for start in range(CLIENTS)]
            found = [job.result() for job in jobs]
    waits = sorted(wait for each, _ in found for wait in each)
    ends = quantiles(waits, n=100)
    return Service(
        len(rule_sets),
        sum(len(rule_set.provisions) for rule_set in rule_sets.values()),
        median(times),
        largest.id,
        CLIENTS,
        WORKERS,
        len(waits),
        sum(len(each) / taken for each, taken in found),
        ends[49],
        ends[98],
        waits[-1],
    )


def _size(rule_set: RuleSet) -> int:
    return len(rule_set.plan.frames)


def _client(port: int, bodies: Sequence[bytes], start: int) -> tuple[list[float], float]:
    """How long each answer took, in milliseconds, after some that are not counted; and how many seconds all took."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    waits, began = [], 0.0
    for number in range(WARMING + REQUESTS):
        if number == WARMING:
            began = perf_counter()
        sent = perf_counter()
        connection.request("POST", "/api/v1/determinations", bodies[(start + number) % len(bodies)], JSON)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise AssertionError(f"the service answered {answer.status}")
        if number >= WARMING:
            waits.append((perf_counter() - sent) * 1000)
    taken = perf_counter() - began
    connection.close()
    return waits, taken
