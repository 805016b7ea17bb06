"""durable-rules loses messages without a word and keeps errors to itself; we count answers, and look what is left."""

from collections.abc import Callable
from typing import Any

import pytest
from durable.engine import MessageNotHandledException, MessageObservedException

from engine.frames import Compare, Frame, Plan
from engine.inference import Decider, RulesEngineFault, message, registered
from engine.limits import FIXED, message_id
from tests.engine.hazards.plans import frame, met
from tests.engine.hazards.raw import PARTS, RULES, Quiet, one, said, set_up

THREE = [frame(met(0), Compare(0, "below", 1), number=number) for number in range(3)]


class FailsAfterwards(Decider):
    """One whose actions note their answer and then fail."""

    def _recording(self, frame: int, answer: int) -> Callable[[Any], None]:
        record = super()._recording(frame, answer)

        def fail(closure: Any) -> None:
            record(closure)
            raise ValueError(f"frame {frame} failed")

        return fail


def incomplete() -> tuple[Decider, list[Frame]]:
    """Two frames that have an answer for met only."""
    frames = [frame(met(0), number=number) for number in range(2)]
    return Decider(Plan(tuple(frames))), frames


# -- what durable-rules does


@pytest.mark.parametrize("number", [float("inf"), 1e22, 1e-07])
def test_after_a_number_that_it_cannot_read_durable_rules_drops_the_rest_of_a_batch(number: float) -> None:
    host, fired = set_up({"rule": one({"$gt": {"x": 0}})})
    host.post(RULES, [said("1", {"x": 1}), said("2", {"x": number}), said("3", {"x": 1})])
    assert fired == ["rule"]
    assert host.get_pending_events(RULES, "w") == []


@pytest.mark.parametrize("order", ["xy", "yx"])
def test_for_one_message_that_no_rule_fits_durable_rules_runs_no_action_of_the_batch(order: str) -> None:
    host, fired = set_up({"rule": one({"x": 1})})
    with pytest.raises(MessageNotHandledException):
        host.post(RULES, [said(name, {name: 1}) for name in order])
    assert fired == []
    assert host.get_pending_events(RULES, "w") == [said("x", {"x": 1})]


def test_of_a_batch_over_two_sessions_durable_rules_runs_the_actions_of_the_last() -> None:
    host, fired = set_up({"rule": one({"x": 1})})
    host.post(RULES, [{"sid": "v", "id": "1", "x": 1}, {"sid": "w", "id": "2", "x": 1}])
    assert fired == ["rule"]
    assert len(host.get_pending_events(RULES, "v")) == 1


@pytest.mark.parametrize("error", [ValueError, SystemExit, KeyboardInterrupt])
def test_an_error_in_an_action_goes_no_further_than_the_state(error: type[BaseException]) -> None:
    def act(_closure: Any) -> None:
        raise error("nobody hears this")

    host = Quiet({RULES: {"rule": {**one({"x": 1}), "run": act}}})
    host.post(RULES, said("1", {"x": 1}))
    assert "nobody hears this" in host.get_state(RULES, "w")["exception"]


# -- what we do about it


def test_a_wave_is_answered_frame_by_frame_and_leaves_nothing() -> None:
    decider = Decider(Plan(tuple(THREE)))
    for statuses in ([1, 0, -1], [0, 0, 1]):
        expected = {number: 0 if status == 1 else 1 for number, status in enumerate(statuses)}
        assert decider.decide([(each, [status]) for each, status in zip(THREE, statuses, strict=True)]) == expected
        decider.check_nothing_left()


def test_answers_that_are_missing_because_the_rest_was_dropped_are_noticed() -> None:
    """One message of too many parts in the midst of a wave, which no rule set comes to: nothing is said of it."""
    wide = frame(met(0), slots=PARTS - len(FIXED) + 1, number=1)
    frames = [THREE[0], wide, THREE[2]]
    decider = Decider(Plan(tuple(frames)))
    with pytest.raises(RulesEngineFault, match="3 frames were asked about, and 1 answers came"):
        decider.decide([(each, [1] * len(each.slots)) for each in frames])


@pytest.mark.parametrize("statuses", [[1, 0], [0, 1], [0, 0]])
def test_a_frame_that_no_rule_answers_is_never_passed_over(statuses: list[int]) -> None:
    decider, frames = incomplete()
    with pytest.raises((RulesEngineFault, MessageNotHandledException)):
        decider.decide([(each, [status]) for each, status in zip(frames, statuses, strict=True)])


def test_what_it_left_behind_is_noticed_and_spoils_the_next_wave_aloud() -> None:
    decider, frames = incomplete()
    with pytest.raises(MessageNotHandledException):
        decider.decide([(frames[0], [1]), (frames[1], [0])])
    with pytest.raises(RulesEngineFault, match="1 messages were not used"):
        decider.check_nothing_left()
    with pytest.raises(RulesEngineFault, match="1 frames were asked about, and 2 answers came"):
        decider.decide([(frames[1], [1])])


def test_a_frame_that_is_asked_about_twice_in_a_wave_is_noticed() -> None:
    decider = Decider(Plan(tuple(THREE)))
    with pytest.raises(MessageObservedException):
        decider.decide([(THREE[0], [1]), (THREE[0], [1])])


def test_an_error_in_an_action_ends_the_wave() -> None:
    decider = FailsAfterwards(Plan(tuple(THREE)))
    with pytest.raises(ValueError, match="frame 0 failed"):
        decider.decide([(THREE[0], [1]), (THREE[1], [0])])


def test_our_loop_over_what_fired_comes_to_what_the_one_of_durable_rules_does() -> None:
    """Its own writes the state back after every action; whether it does changes nothing of what fires."""
    ways = [Compare(0, "is", status) for status in (1, 0, -1)]
    frames = [frame(*ways, slots=2, number=number) for number in range(40)]
    plan = Plan(tuple(frames))
    decider = Decider(plan)
    found: list[str] = []
    stock = Quiet({RULES: {name: {**rule, "run": _noting(found, name)} for name, rule in registered(plan).items()}})
    for turn in range(9):
        asked = [(each, [(each.number + turn) % 3 - 1, (each.number * turn) % 3 - 1]) for each in frames]
        found.clear()
        stock.post(RULES, [message(each, statuses) for each, statuses in asked])
        answers = decider.decide(asked)
        assert sorted(found) == sorted(f"{message_id(number)}={answer}" for number, answer in answers.items())
        decider.check_nothing_left()


def _noting(found: list[str], name: str) -> Callable[[Any], None]:
    def note(_closure: Any) -> None:
        found.append(name)

    return note
