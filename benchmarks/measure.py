"""Agreement first, then speed: rounds in which every contender has its turn, so that a busy moment falls on all."""

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import Any

from benchmarks.generate import Case, Statuses
from benchmarks.peers import Prepared


@dataclass(frozen=True)
class Speed:
    """Cases a second: the median, lowest and highest of the rounds, and the median for a second of processor time.

    Processor time, of all threads, is what other work on the machine disturbs least.
    """

    median: float
    lowest: float
    highest: float
    by_processor: float


def disagreement(contender: Prepared, cases: Sequence[Case], expected: Sequence[Statuses]) -> str:
    """The first case that the contender decides otherwise than expected, in words; empty where it agrees on all."""
    decided = [each for given in _inputs(contender, cases) for each in contender.run(given)]
    if len(decided) != len(expected):
        return f"{len(decided)} cases were decided, not {len(expected)}"
    for number, (ours, theirs) in enumerate(zip(expected, decided, strict=True), 1):
        if wrong := next((name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)), ""):
            return f"case {number}, {wrong}: {theirs.get(wrong)}, where the ifs say {ours.get(wrong)}"
    return ""


def speeds(contenders: Sequence[Prepared], cases: Sequence[Case], rounds: int, seconds: float) -> list[Speed]:
    """How fast each contender is, over so many rounds with so many seconds for each contender."""
    inputs = [_inputs(contender, cases) for contender in contenders]
    gc.collect()
    gc.freeze()  # what the benchmark itself holds is not walked again while a contender is timed
    figures: list[list[tuple[float, float]]] = [[] for _ in contenders]
    for _ in range(rounds):
        for at, contender in enumerate(contenders):
            figures[at].append(_cases_a_second(contender, inputs[at], seconds))
    return [_speed(*zip(*each, strict=True)) for each in figures]


def _speed(by_clock: tuple[float, ...], by_processor: tuple[float, ...]) -> Speed:
    return Speed(median(by_clock), min(by_clock), max(by_clock), median(by_processor))


def _inputs(contender: Prepared, cases: Sequence[Case]) -> list[Any]:
    size = contender.per_call
    return [contender.encode(cases[at : at + size]) for at in range(0, len(cases), size)]


def _cases_a_second(contender: Prepared, inputs: Sequence[Any], seconds: float) -> tuple[float, float]:
    """By the clock and by processor time, over at least so many seconds."""
    gc.collect()
    calls, elapsed, start, used = 0, 0.0, perf_counter(), process_time()
    while elapsed < seconds:
        contender.run(inputs[calls % len(inputs)])
        calls += 1
        elapsed = perf_counter() - start
    done = calls * contender.per_call
    return done / elapsed, done / (process_time() - used)
