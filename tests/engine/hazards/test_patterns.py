"""What patterns of durable-rules may do that no answer can rest on; ours are all and any of plain comparisons."""

import signal

import pytest

from engine.frames import Both, Either
from engine.rails import MOST_WAYS
from tests.engine.hazards.plans import decided, frame, met
from tests.engine.hazards.raw import RULES, alone, fires, never_ends, one, said, set_up, told

NEX = """
import os
def act(closure):
    act.fired += 1
    if act.fired == 1_000:
        print("it would go on", flush=True)
        os._exit(0)
act.fired = 0
Quiet({RULES: {"rule": {**one({"$nex": {"x": 1}}), "run": act}}}).post(RULES, said("1", {"y": 1}))
print(act.fired)
"""
DIVIDE = """
quotient = {"$div": {"$l": {"$m": "y"}, "$r": {"$m": "z"}}}
host, _ = set_up({"rule": one({"$gt": {"x": quotient}})})
print("set up", flush=True)
host.post(RULES, said("1", {"x": 1, "y": 1, "z": 0}))
print("decided")
"""
EMPTY = """
host, _ = set_up({"rule": one(PATTERN)})
half_a_second_more()
host.post(RULES, said("1", {"x": 1}))
"""


@pytest.mark.parametrize(("order", "times"), [(["bar", "claim"], 0), (["claim", "bar"], 1)])
def test_an_exception_that_comes_second_does_not_stop_a_rule(order: list[str], times: int) -> None:
    host, fired = set_up({"rule": {"all": [{"a": {"k": "claim"}}, {"b$not": {"k": "bar"}}]}})
    for kind in order:
        host.assert_fact(RULES, said(kind, {"k": kind}))
    assert len(fired) == times


def test_there_is_no_negation_of_a_pattern() -> None:
    with pytest.raises(Exception, match="Could not create ruleset, error code"):
        set_up({"rule": one({"$not": [{"x": 1}]})})


def test_what_is_not_there_fires_for_the_engines_own_messages_for_ever() -> None:
    assert told(NEX) == "it would go on"


def test_a_division_of_whole_numbers_by_0_kills_the_process() -> None:
    ended = alone(DIVIDE)
    assert (ended.returncode, ended.stdout) == (-signal.SIGFPE, "set up\n")


@pytest.mark.parametrize("pattern", [{"$and": []}, {"$and": [{"x": 1}, {"$and": []}]}])
def test_all_of_nothing_never_ends(pattern: dict[str, object]) -> None:
    assert never_ends(f"PATTERN = {pattern!r}\n" + EMPTY)


def test_any_of_nothing_never_fires_and_is_not_refused() -> None:
    host, fired = set_up({"nothing": one({"$or": []}), "something": one({"x": 1})})
    host.post(RULES, said("1", {"x": 1}))
    assert fired == ["something"]


def test_a_name_that_does_not_exist_is_no_mistake_and_the_rule_fires() -> None:
    assert fires({"$gt": {"x": {"nobody": "y"}}}, {"x": 1}) == 1


def test_where_two_rules_fit_the_first_uses_the_message_up() -> None:
    """So nothing tells that a second would have fired: the rules of a frame must shut one another out."""
    host, fired = set_up({"first": one({"x": 1}), "second": one({"$gt": {"x": 0}})})
    host.post(RULES, said("1", {"x": 1}))
    assert fired == ["first"]


@pytest.mark.parametrize("choices", [1, 2, 6, 10])
def test_a_fact_fires_a_rule_once_for_each_way_through_it_and_an_event_once(choices: int) -> None:
    pattern = {"$and": [{"$or": [{f"a{n}": 1}, {f"b{n}": 1}]} for n in range(choices)]}
    all_so = {f"{side}{n}": 1 for n in range(choices) for side in "ab"}
    assert fires(pattern, all_so, as_fact=True) == 2**choices
    assert fires(pattern, all_so) == 1


def test_ours_are_events_and_are_answered_once_however_many_ways_there_are() -> None:
    """The work is done for every way all the same, which is why there are never more than a few."""
    pairs = Both(tuple(Either((met(2 * n), met(2 * n + 1))) for n in range(10)))
    assert decided(frame(pairs, slots=20)) == {0: 0}
    assert MOST_WAYS < 2**10
