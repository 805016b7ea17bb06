"""Killed at any moment of concurrent writes, the program has kept all that it acknowledged, and nothing by halves."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests import postgres
from tests.proof.killing import Killing, killing
from tests.proof.nursery import Nursery, nursery
from tests.reference.knowledge import some_random

pytestmark = pytest.mark.proof

ROUNDS, BATCH = 200, 100  # in the middle of something; a new database for each batch
MOST = 3 * BATCH // 2  # of a batch: in some rounds nobody is in the middle of anything, and they do not count
OF_SERVER = 20
Kill = Callable[[], None]
SOONEST, LATEST = 0.02, 0.25  # seconds of writing


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    folder = tmp_path_factory.mktemp("nursery")
    with nursery(folder) as started:
        yield started


def killed_in_the_middle(it: Killing, number: int, kill: Kill, start: Kill = lambda: None) -> None:
    """Let all write, and kill it in the middle of that; whoever writes then hears nothing, or that it is away."""
    seconds = some_random(number).uniform(SOONEST, LATEST)
    writing = [threading.Thread(target=each.write, args=(it.port,)) for each in it.writers]
    for each in writing:
        each.start()
    time.sleep(seconds)
    it.wait_for_the_middle()
    kill()
    for each in writing:
        each.join()
    start()
    it.look(f"round {number}, killed after {seconds:.3f} s of writing")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_killed_two_hundred_times_in_the_middle_of_writes_it_has_all_that_it_acknowledged(
    kind: str, made: Nursery, rules: Path, request: pytest.FixtureRequest, tmp_path: Path, record_property: Any
) -> None:
    counts, started = dict[str, int](), time.monotonic()
    for batch in range(0, ROUNDS, BATCH):
        folder = tmp_path / str(batch)
        url = postgres.copied(request) if kind == "postgresql" else ""
        with killing(folder, rules, request.getfixturevalue("empty_file"), url) as it:
            it.share()
            made.say("open", str(folder), str(rules), it.url, it.token())
            with it.served_cold() as kill:
                it.settle()
                killed_in_the_middle(it, batch, kill)
            while it.counts["half stored when killed"] < BATCH:
                assert it.counts["rounds"] < MOST, it.counts
                it.port = made.start()
                it.settle()
                killed_in_the_middle(it, batch + it.counts["rounds"], made.kill)
            it.swept()
            counts = {name: counts.get(name, 0) + count for name, count in it.counts.items()}
    assert counts["half stored when killed"] == ROUNDS
    assert counts["of which put a deadline off"] > ROUNDS / 40, counts
    assert counts["times the other on the case was quicker"] > ROUNDS / 40, counts
    record_property("figures", f"{_told(counts)}; {time.monotonic() - started:.0f} s")


def test_a_database_server_that_is_killed_loses_nothing_and_the_program_goes_on_by_itself(
    made: Nursery, rules: Path, empty_file: Path, tmp_path: Path, record_property: Any
) -> None:
    started = time.monotonic()
    with postgres.server(settings=()) as server, killing(tmp_path / "a", rules, empty_file, server.empty()) as it:
        it.share()
        made.say("open", str(tmp_path / "a"), str(rules), it.url, it.token())
        it.port = made.start()
        for number in range(OF_SERVER):
            killed_in_the_middle(it, number, server.kill, server.start)
            it.settle()
        made.kill()
        it.swept()
        assert it.counts["half stored when killed"] > OF_SERVER / 2
        record_property("figures", f"{_told(it.counts)}; {time.monotonic() - started:.0f} s")


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())
