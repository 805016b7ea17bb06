"""The whole service: how fast rules are loaded, and how long callers wait for an answer on the largest rule sets."""

import http.client
import itertools
import json
import multiprocessing
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from engine import RuleSet, load_rule_sets
from engine.record import canonical
from engine.rule_tests import RuleTest, read_tests
from tests.web.serving import JSON, ask, served

RULES = Path(__file__).parents[1] / "rules"
CLIENTS, WORKERS = 4, 2
WARMING, SECONDS = 5, 20  # of each client on each rule set
LOADS = 3
FULLEST = 20  # of the tests beside the rules, those that state the most


@dataclass(frozen=True)
class Waits:
    """How long callers waited for answers about one rule set, in milliseconds."""

    rule_set: str
    answers: int
    a_second: float
    p50: float
    p99: float
    slowest: float


@dataclass(frozen=True)
class Service:
    """What was measured; ``loading`` in seconds. ``waits`` are of the largest rule set of each kind."""

    rule_sets: int
    provisions: int
    loading: float
    clients: int
    workers: int
    waits: tuple[Waits, ...]


def measure() -> Service:
    """Load all rules a few times; then four clients, each with one request after the other, on one server."""
    times = []
    for _ in range(LOADS):
        start = perf_counter()
        rule_sets = load_rule_sets(RULES)
        times.append(perf_counter() - start)
    kinds = sorted({each.kind for each in rule_sets.values()})
    of_each = ([each for each in rule_sets.values() if each.kind == kind] for kind in kinds)
    largest = [max(some, key=lambda each: len(each.plan.frames)) for some in of_each]
    with tempfile.TemporaryDirectory() as data, served(Path(data, "served"), workers=WORKERS, rules=None) as server:
        ask(server.port, "GET", "/readyz")
        with ProcessPoolExecutor(CLIENTS, mp_context=multiprocessing.get_context("spawn")) as clients:
            waits = tuple(_waits(clients, server.port, each) for each in largest)
    provisions = sum(len(each.provisions) for each in rule_sets.values())
    return Service(len(rule_sets), provisions, median(times), CLIENTS, WORKERS, waits)


def _waits(clients: ProcessPoolExecutor, port: int, rule_set: RuleSet) -> Waits:
    bodies = requests_about(rule_set)
    jobs = [clients.submit(_client, port, bodies, start) for start in range(CLIENTS)]
    found = [job.result() for job in jobs]
    waits = sorted(wait for each, _ in found for wait in each)
    ends = quantiles(waits, n=100)
    a_second = sum(len(each) / taken for each, taken in found)
    return Waits(rule_set.id, len(waits), a_second, ends[49], ends[98], waits[-1])


def requests_about(rule_set: RuleSet) -> list[bytes]:
    """The fullest of the tests beside a rule set, as requests for determinations."""
    tests = [each for each in read_tests(RULES / rule_set.id) if "refused" not in each.data["expect"]]
    fullest = sorted(tests, key=lambda each: len(each.data["given"]), reverse=True)[:FULLEST]
    return [_request(rule_set, each) for each in fullest]


def _sent(said: Any) -> Any:
    """What a test states as a caller states it: numbers as numbers."""
    if isinstance(said, dict):
        return {name: _sent(each) for name, each in said.items()}
    if isinstance(said, list):
        return [_sent(each) for each in said]
    return float(said) if isinstance(said, Fraction) and said.denominator > 1 else canonical(said)


def _request(rule_set: RuleSet, test: RuleTest) -> bytes:
    said: dict[str, Any] = {"facts": {}, "judgements": {}}
    for name, each in test.data["given"].items():
        judged = name in rule_set.facts and rule_set.facts[name].judgement
        said["judgements" if judged else "facts"][name] = _sent(each)
    for name, table in test.data.get("rows", {}).items():
        said["facts"][name] = _sent({**table, "by": "the test"})
    if "as_at" in test.data:
        said["as_at"] = canonical(test.data["as_at"])
    return json.dumps({"rule_set": rule_set.id, **said}).encode()


def _client(port: int, bodies: Sequence[bytes], start: int) -> tuple[list[float], float]:
    """How long each answer took, in milliseconds, after some that are not counted; and how many seconds all took."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    waits, began = [], perf_counter() + WARMING
    for number in itertools.count(start):
        sent = perf_counter()
        if sent > began + SECONDS:
            break
        connection.request("POST", "/api/v1/determinations", bodies[number % len(bodies)], JSON)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise AssertionError(f"the service answered {answer.status}")
        if sent >= began:
            waits.append((perf_counter() - sent) * 1000)
    taken = perf_counter() - began
    connection.close()
    return waits, taken
