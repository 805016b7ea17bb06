"""durable-rules takes what it is given for what it expects; so it is given 1, 0 and -1, and nothing else."""

from typing import Any

import pytest
from durable.engine import MessageNotHandledException

from engine.inference import SESSION, RulesEngineFault, message
from engine.limits import FAN_OUT, message_id
from engine.values import Status
from tests.engine.hazards.plans import frame, met
from tests.engine.hazards.raw import fires

TWO = frame(met(0), slots=2, number=40)

NO_STATUS = [
    (True, 1), (1.0, 1), ("1", 1), (None, 1), (2, 1), (-2, 1), (1, Status.MET), (Status.NOT_KNOWN, 1), (0, [1]),
    (float("nan"), 1), (float("inf"), 1), (10**30, 1),
]  # fmt: skip

# What a rule compares with and what a message holds. The first the other way about (5, "5") depends on what lay on the
# stack before, so that the same rule may fire for the same message once and not the next time.
TAKEN_FOR = [
    ("5", 5),
    (1, True),
    (1, 1.0),
    (True, "true"),
    (2**63 - 1, 10**30),
    ("abc", "abc" + "x" * 65_536),
]


def test_a_message_is_the_session_the_frame_and_its_slots() -> None:
    assert message(TWO, [1, -1]) == {"sid": "w", "id": "f40", "g": 40 // FAN_OUT, "p": 40, "c0": 1, "c1": -1}


@pytest.mark.parametrize("statuses", [(1, 0), (0, -1), (-1, 1)])
def test_1_and_0_and_minus_1_are_taken_and_given_on_as_they_are(statuses: tuple[int, int]) -> None:
    made = message(TWO, statuses)
    assert (made["c0"], made["c1"]) == statuses
    assert type(made["c0"]) is type(made["c1"]) is int


@pytest.mark.parametrize("statuses", NO_STATUS)
def test_anything_else_is_refused_and_the_frame_named(statuses: tuple[Any, Any]) -> None:
    with pytest.raises(RulesEngineFault, match=r"^frame 40 has "):
        message(TWO, statuses)


@pytest.mark.parametrize("statuses", [(), (1,), (1, 1, 1)])
def test_a_slot_too_few_or_too_many_is_refused_and_the_frame_named(statuses: tuple[int, ...]) -> None:
    """A property that is missing makes every comparison false, which turns what is not known into no."""
    with pytest.raises(RulesEngineFault, match=r"^frame 40 has "):
        message(TWO, statuses)


def test_the_session_is_always_the_same_and_the_id_is_the_frame() -> None:
    frames = [frame(met(0), number=number) for number in (0, 1, 31, 32, 4095)]
    made = [message(one, [0]) for one in frames]
    assert {each["sid"] for each in made} == {SESSION} == {"w"}
    assert [each["id"] for each in made] == [message_id(one.number) for one in frames]


# -- what durable-rules makes of other values


@pytest.mark.parametrize(("wanted", "held"), TAKEN_FOR)
def test_durable_rules_takes_one_value_for_another(wanted: Any, held: Any) -> None:
    assert fires({"x": wanted}, {"x": held}) == 1


def test_durable_rules_orders_a_number_and_a_text() -> None:
    assert fires({"$gt": {"x": 5}}, {"x": "abc"}) == 1
    assert fires({"$gte": {"x": 10}}, {"x": "9"}) == 1


@pytest.mark.parametrize(("word", "held"), [("$lt", 4), ("$lte", 5), ("$gt", 6), ("$gte", 5), ("$neq", 4)])
def test_to_durable_rules_every_comparison_with_what_is_missing_is_false(word: str, held: int) -> None:
    assert fires({word: {"x": 5}}, {"x": held}) == 1
    with pytest.raises(MessageNotHandledException):
        fires({word: {"x": 5}}, {"y": held})
