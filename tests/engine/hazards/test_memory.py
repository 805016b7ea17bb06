"""durable-rules gives nothing back: there is one session, no state is deleted, a set-up is kept and used again."""

import signal

import pytest

from tests.engine.hazards.raw import alone, told

SESSIONS = """
host, fired = set_up({"rule": one({"x": 1})})
try:
    for number in range(2_000):
        host.post(RULES, {"sid": f"s{number}", "id": "1", "x": 1})
except MemoryError:
    print(number, len(fired))
"""
SESSIONS_AND_ONE_MORE = (
    SESSIONS
    + """
print("so far", flush=True)
host.post(RULES, {"sid": f"s{number}", "id": "2", "x": 1})
"""
)
DELETE = """
host, _ = set_up({"rule": one({"x": 1})})
try:
    host.post(RULES, said("1", {"y": 1}))
except Exception:
    pass  # no rule fits it; the session is there
print("so far", flush=True)
host.delete_state(RULES, "w")
print("deleted")
"""
# How many MB more a process holds after some work.
GROWTH = """
import gc
def held():
    gc.collect()
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() / 2**20

from engine.frames import Compare, Plan
from engine.inference import Decider
from tests.engine.hazards.plans import frame, met
frames = [frame(met(0), Compare(0, "is", 0), Compare(0, "is", -1), number=n) for n in range(100)]
wave = [(each, [0]) for each in frames]
def once(decider):
    assert len(decider.decide(wave)) == 100
    decider.check_nothing_left()

kept = Decider(Plan(tuple(frames)))
for _ in range(5):
    once(kept)
before = held()
"""
DROPPED = "for _ in range(10): once(Decider(Plan(tuple(frames))))\nprint(held() - before)"
KEPT = "for _ in range(100): once(kept)\nprint(held() - before)"


def test_durable_rules_takes_1024_sessions_and_then_has_no_memory() -> None:
    assert told(SESSIONS) == "1024 1024"


def test_durable_rules_ends_the_process_where_the_session_is_named_again_for_which_it_had_no_memory() -> None:
    ended = alone(SESSIONS_AND_ONE_MORE)
    assert ended.stdout == "1024 1024\nso far\n"
    assert ended.returncode == -signal.SIGSEGV


@pytest.mark.parametrize("dirt", ["1", "165"])
def test_durable_rules_frees_what_it_never_had_where_a_state_is_deleted_before_any_action_ran(dirt: str) -> None:
    """Memory that is handed out is filled first, as it may be in a process that has run for a while (glibc does it)."""
    ended = alone(DELETE, MALLOC_PERTURB_=dirt)
    assert ended.stdout == "so far\n"
    assert ended.returncode < 0


def test_durable_rules_does_not_give_back_what_a_host_held_that_is_gone() -> None:
    """Which is why a set-up is kept, and why a process that has thrown several away should be ended."""
    assert float(told(GROWTH + DROPPED)) > 20


def test_a_set_up_that_is_kept_holds_no_more_after_a_hundred_cases() -> None:
    assert float(told(GROWTH + KEPT)) < 1
