"""durable-rules under threads, forks, load and time: what its hazards would show, if the guards let them."""

import gc
import json
import multiprocessing
import os
import threading
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from functools import cache
from itertools import chain, cycle, islice
from pathlib import Path

import pytest

from engine import Facts, RuleSet, determine, load_rule_sets
from engine.facts import read_given
from engine.rule_tests import read_tests
from tests.agreement import told
from tests.reference import read_rules
from tests.web.serving import ask, sample_requests, served

pytestmark = pytest.mark.proof

RULES = Path(__file__).parents[2] / "rules"
EVERY = 48  # the threads and the workers are given each so-manyth case: which one makes no difference to how they meet
Case = tuple[RuleSet, Facts, date | None, bool]


def every_case() -> list[Case]:
    """The cases of every test beside the rules that is not refused."""
    return [
        (rule_set, read_given(rule_set, test.data["given"]), test.data.get("as_at"), test.data.get("closed", False))
        for id, rule_set in load_rule_sets(RULES).items()
        for test in read_tests(RULES / id)
        if "refused" not in test.data["expect"]
    ]


def ids(cases: list[Case]) -> list[str]:
    return [determine(*case).id for case in cases]


def resident(process: int | str = "self") -> float:
    """How much memory a process holds, in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text("utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def test_eight_threads_say_what_one_says() -> None:
    cases, before = every_case()[::EVERY], threading.active_count()
    alone = ids(cases)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ids, [cases] * 8)) == [alone] * 8
    assert threading.active_count() == before


def _in_child(cases: list[Case], write: int) -> None:
    with os.fdopen(write, "w") as pipe:
        json.dump(ids(cases), pipe)


def test_four_forked_workers_and_their_parent_say_what_one_says() -> None:
    """As gunicorn forks its workers, here from a parent that has set up everything already."""
    cases = every_case()[::EVERY]
    alone = ids(cases)
    children = []
    for _ in range(4):
        read, write = os.pipe()
        if (child := os.fork()) == 0:
            _in_child(cases, write)
            os._exit(0)
        os.close(write)
        children.append((child, read))
    assert ids(cases) == alone
    for child, read in children:
        with os.fdopen(read) as pipe:
            assert json.load(pipe) == alone
        assert os.waitpid(child, 0)[1] == 0


LONG = 20_000


def _taken(case: Case) -> float:
    """How many seconds of a processor a determination takes."""
    before = time.process_time()
    determine(*case)
    return time.process_time() - before


def _grown() -> float:
    """By how many MB this process grows over twenty thousand determinations, once every rule set is set up.

    Of every case that was chosen three times, and then of the quicker half of them again and again.
    """
    cases = every_case()[:: EVERY // 8]
    ids(cases)
    quick = sorted(cases, key=_taken)[: len(cases) // 2]
    gc.collect()
    warm = resident()
    for case in islice(chain(cases * 3, cycle(quick)), LONG):
        determine(*case)
    gc.collect()
    return resident() - warm


def test_one_worker_holds_no_more_after_twenty_thousand_determinations() -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as alone:
        assert alone.submit(_grown).result() < 5


# -- an hour of a busy service, in five minutes

CLIENTS, SECONDS = 4, 300
LEAST = 3_600  # of an hour in which a determination is asked for every second
EACH = CLIENTS / 14  # seconds between what one client asks: no more in all, so that others can prove beside it
OF_EACH = 6  # requests under each rule set


@cache
def requests() -> list[bytes]:
    """Sample appeals under each rule set, and cases of the scheme's rules with tables among them."""
    some = defaultdict[str, list[bytes]](list)
    scheme = [
        (id, json.dumps({"rule_set": id, **told(read_rules(RULES / id), test.data["given"])}).encode())
        for id in load_rule_sets(RULES)
        if id.startswith("maternity-")
        for test in read_tests(RULES / id)[::40]
        if "refused" not in test.data["expect"]
    ]
    for id, body in [*sample_requests(), *scheme]:
        some[id].append(body)
    return [body for bodies in some.values() for body in bodies[:OF_EACH]]


def _client(port: int, start: int, seconds: float) -> tuple[int, set[tuple[int, str]]]:
    """How many answers came in that time, and which: each request by its number, with the id of its determination."""
    answers, count, began = set[tuple[int, str]](), 0, time.monotonic()
    while time.monotonic() < began + seconds:
        time.sleep(max(0, began + count * EACH - time.monotonic()))
        answers.add(_asked(port, start + count))
        count += 1
    return count, answers


def _asked(port: int, place: int) -> tuple[int, str]:
    """What comes of a request: its number, with the id of its determination."""
    number = place % len(requests())
    status, answer = ask(port, "POST", "/api/v1/determinations", requests()[number])
    assert status == 200, answer
    return number, json.loads(answer)["id"]


def _every_request(port: int, start: int) -> None:
    """Twice, so that each worker has set up all that it ever will."""
    for place in range(2 * len(requests())):
        _asked(port, start + place)


def test_five_minutes_of_load_bring_no_fault_no_mix_up_and_no_growth(tmp_path: Path) -> None:
    with served(tmp_path, rules=None) as server:
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(lambda start: _every_request(server.port, start), range(CLIENTS)))
            workers = server.workers()
            warm = {worker: resident(worker) for worker in workers}
            found = list(pool.map(lambda start: _client(server.port, start, SECONDS), range(CLIENTS)))
        assert server.workers() == workers
        grown = [resident(worker) - warm[worker] for worker in workers]
        assert max(grown) < 5, grown
        metrics = ask(server.port, "GET", "/metrics")[1].decode()
    assert not [line for line in metrics.splitlines() if line.startswith("rationale_disagreements_total")]
    assert sum(count for count, _ in found) > LEAST
    answers = set().union(*(each for _, each in found))
    assert len(answers) == len({number for number, _ in answers}), "the same request has the same id, always"
