"""Threads and forks: durable-rules starts threads that take work from its caller, and knows nothing of processes."""

import threading

from engine.frames import Plan
from engine.inference import Decider
from tests.engine.hazards.plans import frame, met
from tests.engine.hazards.raw import told

STOCK = """
import threading
from durable.engine import Host
host = Host({RULES: {"rule": {**one({"x": 1}), "run": lambda c: None}}})
print(sum(isinstance(each, threading.Timer) for each in threading.enumerate()))
"""

# The child tells how many set-ups it found, how many it has made, and by which id it knows its determination.
FORK = """
import os, signal, threading
from datetime import date
from engine import determine, inference, load_rule_set, read_facts
from tests.engine.hazards.raw import ROOT

rule_set = load_rule_set(ROOT / "rules/pharmacy/appeal-procedure")
facts = read_facts(rule_set, {"facts": {}, "judgements": {}})

def id():
    return determine(rule_set, facts, date(2024, 5, 1)).id

def tell(pipe):
    signal.alarm(20)  # a child that waits for ever is not left behind
    found = len(inference._deciders)
    told = f"{found} {len(inference._discarded)} {id()} {len(inference._deciders)}"
    os.write(pipe, told.encode())
    os._exit(0)

def fork():
    reads, writes = os.pipe()
    if not os.fork():
        tell(writes)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        told = pipe.read()
    os.wait()
    return told

expected = f"0 0 {id()} 1"
"""

HELD = """
holds, let_go = threading.Event(), threading.Event()

def hold():
    with inference._lock:
        holds.set()
        let_go.wait()

holder = threading.Thread(target=hold)
holder.start()
holds.wait()
told = fork()
let_go.set()
holder.join()
print(told == expected, told)
print(id() == expected.split()[2])
"""


def test_durable_rules_starts_two_threads_for_each_host() -> None:
    assert int(told(STOCK)) >= 2  # each starts the next before it ends, so that there may be more for a moment


def test_we_start_none_neither_when_rules_are_set_up_nor_when_they_decide() -> None:
    before = set(threading.enumerate())
    asked = frame(met(0))
    decider = Decider(Plan((asked,)))
    assert set(threading.enumerate()) <= before
    assert decider.decide([(asked, [1])]) == {0: 0}
    decider.check_nothing_left()
    assert set(threading.enumerate()) <= before


def test_a_child_sets_up_its_own_and_decides_as_its_parent_does() -> None:
    assert told(FORK + "told = fork(); print(told == expected, told)").startswith("True ")


def test_a_child_is_not_held_up_by_a_lock_that_another_thread_held_at_the_fork() -> None:
    """A lock is copied as it stands, and the thread that would let it go does not exist in the child."""
    in_child, in_parent = told(FORK + HELD).splitlines()
    assert in_child.startswith("True ")
    assert in_parent == "True"
