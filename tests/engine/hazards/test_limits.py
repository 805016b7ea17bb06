"""Every limit of durable-rules is told at load: nothing at the limit, one sentence one step beyond it.

What durable-rules itself does there is in test_limits_raw.py.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine import RuleError
from engine.frames import Both, Compare, Frame, Plan
from engine.limits import (
    FAN_OUT,
    FIXED,
    MOST_BESIDE,
    MOST_ENDING,
    MOST_GROUPS,
    MOST_PROPERTIES,
    MOST_RULES,
    MOST_SATISFIED,
    SPLIT,
)
from tests.engine.building import build, mistake
from tests.engine.hazards.plans import all_so, frame, met, nested, one_behind_many, sentences


def one_rule_each(frames: int) -> list[Frame]:
    return [frame(met(0), number=number) for number in range(frames)]


def side_by_side(tests: int) -> Frame:
    """A frame of different tests of one slot. No more than one can be so at a time, which nobody looks at."""
    return frame(*(Compare(0, "is", status) for status in range(tests)))


def side_by_side_behind_another(tests: int) -> Frame:
    return frame(*(Both((met(1), Compare(0, "is", status))) for status in range(tests)), slots=2)


def test_as_many_rules_as_it_takes() -> None:
    assert not sentences(*one_rule_each(MOST_RULES))
    assert sentences(*one_rule_each(MOST_RULES + 1)) == [
        f"these rules come to 4,097 for the rules engine, which takes 4,096; {SPLIT}"
    ]


def test_rules_are_counted_over_all_frames() -> None:
    three = [replace(each, rules=each.rules * 3) for each in one_rule_each(1365)]
    assert not sentences(*three, frame(met(0), number=1365))
    assert sentences(*three, replace(three[0], number=1365))


def test_as_many_rules_of_one_frame_as_may_end_at_one_test() -> None:
    assert not sentences(frame(*[met(0)] * MOST_ENDING))
    assert sentences(frame(*[met(0)] * (MOST_ENDING + 1))) == [
        f"frame 0 has 257 rules for the rules engine, of which 256 may end at one test; {SPLIT}"
    ]


def test_as_many_groups_as_it_takes_in_one_pattern() -> None:
    assert not sentences(frame(nested(MOST_GROUPS - 1), slots=2))
    assert sentences(frame(nested(MOST_GROUPS), slots=2)) == [
        f"frame 0 needs a pattern of 16 groups for the rules engine, which takes 15; {SPLIT}"
    ]


def test_as_many_tests_as_may_be_so_at_a_time() -> None:
    assert not sentences(all_so(MOST_SATISFIED))
    assert sentences(all_so(MOST_SATISFIED + 1)) == [
        f"frame 0 may satisfy 65 tests at a time in the rules engine, which takes 64; {SPLIT}"
    ]


def test_tests_that_wait_while_one_before_them_is_followed_count_too() -> None:
    assert not sentences(one_behind_many(40, MOST_SATISFIED - 40))
    assert sentences(one_behind_many(40, MOST_SATISFIED - 39)) == [
        f"frame 0 may satisfy 65 tests at a time in the rules engine, which takes 64; {SPLIT}"
    ]


def test_tests_that_rules_share_count_once() -> None:
    """As durable-rules has it: the same test behind the same others is one."""
    shared = [Both((met(0), met(1 + slot))) for slot in range(MOST_SATISFIED)]
    assert not sentences(frame(*shared, slots=MOST_SATISFIED + 1))
    assert sentences(frame(met(MOST_SATISFIED + 1), *shared, slots=MOST_SATISFIED + 2))


def test_as_many_parts_as_a_message_may_have() -> None:
    slots = MOST_PROPERTIES - len(FIXED)
    assert not sentences(frame(met(0), slots=slots))
    (sentence,) = sentences(frame(met(0), slots=slots + 1))
    parts = f"a message of {MOST_PROPERTIES + 1} parts for the rules engine, which takes {MOST_PROPERTIES}"
    assert sentence == f"frame 0 needs {parts}; {SPLIT}"


@pytest.mark.parametrize("made", [side_by_side, side_by_side_behind_another])
def test_as_many_tests_side_by_side_as_it_takes(made: Callable[[int], Frame]) -> None:
    """So many are refused before, since they might all be so at a time; this limit stands behind that one."""
    too_many_so = f"frame 0 may satisfy {MOST_BESIDE} tests at a time in the rules engine, which takes 64; {SPLIT}"
    ending, *others = sentences(made(MOST_BESIDE))
    assert "has 511 rules" in ending
    assert others == [too_many_so]
    assert sentences(made(MOST_BESIDE + 1)) == [
        ending.replace("511", "512"),
        too_many_so.replace("511", "512"),
        f"frame 0 needs 512 tests side by side in the rules engine, which takes 511; {SPLIT}",
    ]


def test_as_many_groups_of_frames_as_it_takes() -> None:
    """They stand side by side too. So many frames have too many rules in any case."""
    many = f"these rules come to {MOST_BESIDE * FAN_OUT:,} for the rules engine, which takes 4,096; {SPLIT}"
    at_the_limit = one_rule_each(MOST_BESIDE * FAN_OUT)
    assert sentences(*at_the_limit) == [many]
    assert sentences(*at_the_limit, frame(met(0), number=len(at_the_limit))) == [
        many.replace("16,352", "16,353"),
        f"these rules come to 512 groups for the rules engine, which takes 511; {SPLIT}",
    ]


BEYOND = {
    "rules": one_rule_each(MOST_RULES + 1),
    "rules that end at one test": [frame(*[met(0)] * (MOST_ENDING + 1))],
    "groups": [frame(nested(MOST_GROUPS), slots=2)],
    "tests that may be so": [all_so(MOST_SATISFIED + 1)],
    "parts of a message": [frame(met(0), slots=MOST_PROPERTIES - len(FIXED) + 1)],
    "tests side by side": [side_by_side(MOST_BESIDE + 1)],
    "groups of frames": one_rule_each(MOST_BESIDE * FAN_OUT + 1),
}


@pytest.mark.parametrize("limit", BEYOND)
def test_what_is_beyond_a_limit_is_not_loaded(limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it came to be so large: the lowering is made to give what it cuts up before it comes so far."""
    facts, provisions = "a yes_no\n", {"rule": "when: <so> {fact: a, is: true}"}
    build(tmp_path / "within", facts, provisions)
    monkeypatch.setattr("engine.loader.lower", lambda _: Plan(tuple(BEYOND[limit])))
    with pytest.raises(RuleError, match="the rules engine"):
        build(tmp_path / "beyond", facts, provisions)


def test_an_author_is_told_when_the_rules_are_loaded_where_and_what_to_do(tmp_path: Path) -> None:
    names = [f"f{number}" for number in range(60)]
    of = ", ".join(f"<{name}> {{fact: {name}, is: true}}" for name in names)
    half = f"when: {{at_least_of: {{count: 30, of: [{of}]}}}}"
    told = mistake(tmp_path, "".join(f"{name} yes_no\n" for name in names), {"rule": half, "other": half})
    assert told.startswith("pharmacy/entry/ruleset.yaml:1: these rules come to 5,")
    assert told.endswith(
        "for the rules engine, which takes 4,096; split the rule set, or the provision, into smaller ones"
    )
