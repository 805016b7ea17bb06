"""Long comparisons cut into chunks, each in a process of its own: two cores, and no memory that is not given back.

What durable-rules was set up with stays in its process for good, so a process ends after some twenty rule sets.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import chain as joined
from pathlib import Path

from engine import RuleSet, determine, load_rule_set, read_facts
from tests.agreement import contradictions, differences, random_differences, told
from tests.reference import Rules, read_rules
from tests.reference.knowledge import chain, some_random
from tests.reference.table_knowledge import table_knowledge
from tests.reference.trees import write_trees
from tests.test_agreement_tables import record_states

Found = tuple[int, list[str]]  # how many cases were compared, and every difference


def in_processes(task: Callable[[Path, range], Found], folder: Path, seeds: range, size: int) -> Found:
    """The task over all seeds, so many of them at a time, on every core."""
    chunks = [seeds[at : at + size] for at in range(0, len(seeds), size)]
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=spawned, max_tasks_per_child=1) as pool:
        found = list(pool.map(task, [folder] * len(chunks), chunks))
    return sum(count for count, _ in found), list(joined.from_iterable(differing for _, differing in found))


def _counted(cases: Iterable[tuple[str, list[str]]]) -> Found:
    count, found = 0, list[str]()
    for name, differing in cases:
        count += 1
        found += [f"{name}: {each}" for each in differing]
    return count, found


def everything(folder: Path, seeds: range) -> Found:
    """Random rule sets with all that the language has."""
    return _counted(case for seed in seeds for case in random_differences(folder, seed, large=seed % 50 == 0))


def of_ours(folder: Path, seeds: range) -> Found:
    """Growing knowledge of random cases under the rule set that stands in the folder, rows of tables among it.

    ``determine`` holds the two readings against each other each time; the third takes many times as long, and is asked
    in a tenth of the cases.
    """
    return _counted(case for seed in seeds for case in _under(folder, seed))


def _under(folder: Path, seed: int) -> Iterable[tuple[str, list[str]]]:
    rule_set, rules = _read_once(folder)
    learnt, steps = (table_knowledge if rule_set.tables else chain), steps_under(folder)
    for step, given in enumerate(learnt(rules, some_random(seed), steps)):
        if seed % THIRD:
            determine(rule_set, read_facts(rule_set, told(rules, given)))
            yield f"seed {seed}, step {step}", []
            continue
        found = differences(rule_set, rules, given, needs=step == seed % (steps + 1))
        yield f"seed {seed}, step {step}", [each for each in found if not (rule_set.tables and _asks_more(each))]


def steps_under(folder: Path) -> int:
    """How much knowledge grows in a chain: a truth with whole tables takes long to draw, so more is learnt of each."""
    return 4 * STEPS + 3 if _read_once(folder)[0].tables else STEPS


@cache
def _read_once(folder: Path) -> tuple[RuleSet, Rules]:
    return load_rule_set(folder), read_rules(folder)


def facts_twice(folder: Path, seeds: range) -> Found:
    """The same where one fact may stand twice in a VALUE: only what cannot both be so counts as a difference."""
    return _counted(case for seed in seeds for case in contradictions(folder, seed))


def records(folder: Path, seeds: range) -> Found:
    """Tables that are learnt row by row; states without one are compared and not counted.

    The engine may ask for a fact too many (1 state in 2,100), never too few.
    """
    count, found = 0, list[str]()
    for name, tabled, differing in (state for seed in seeds for state in record_states(folder, seed, STATES)):
        count += tabled
        found += [f"{name}: {each}" for each in differing if not _asks_more(each)]
    return count, found


def _asks_more(difference: str) -> bool:
    return difference.startswith("needs ") and difference.endswith("reference None")


STATES = 10  # of each rule set with random tables
THIRD = 10  # the reference is asked in each so-manyth chain
CHAINS, STEPS = 50, 4  # of growing knowledge for each rule set of trees; a chain has one case more than steps


def trees(folder: Path, seeds: range) -> Found:
    """Conditions up to 25 wide and 8 deep, exceptions, versions by two dates, questions of many lines."""
    return _counted(case for seed in seeds for case in _of_trees(folder, seed))


def _of_trees(folder: Path, seed: int) -> Iterable[tuple[str, list[str]]]:
    rng = some_random(seed)
    written = write_trees(folder / f"trees-{seed}", f"set-{seed}", rng)
    rule_set, rules = load_rule_set(written), read_rules(written)
    for number in range(CHAINS):
        for step, given in enumerate(chain(rules, rng, STEPS, of_nothing=number == 0)):
            needs = step == number % (5 * (STEPS + 1))  # which cost half as much again: in one case of twenty-five
            yield f"seed {seed}, chain {number}, step {step}", differences(rule_set, rules, given, needs=needs)
