"""What durable-rules does at each of the limits that engine/limits.py keeps to, and one step beyond it."""

import pytest

from engine.frames import Both, Either, Frame
from engine.limits import FIXED, MOST_BESIDE, MOST_ENDING, MOST_GROUPS, MOST_PROPERTIES, MOST_RULES, MOST_SATISFIED
from tests.engine.hazards.plans import all_so, decided, frame, met, nested, one_behind_many, sentences
from tests.engine.hazards.raw import PARTS, RULES, alone, never_ends, one, said, set_up, told

# So many different tests in one place. The message has its session and its id before what is tested, as ours have.
BESIDE = """
rules = {{f"r{{n}}": one({{"g": n}}) for n in range({tests})}}
message = said("1", {{"g": 1}})
"""
POST = """
host, fired = set_up(rules)
half_a_second_more()
host.post(RULES, message)
print(fired)
"""
SET_UP = """
half_a_second_more()
set_up(rules)
"""


def refusal(asked: Frame) -> str:
    """What durable-rules says of a frame that it will not set up or decide."""
    with pytest.raises(Exception, match="error code") as error:
        decided(asked)
    return str(error.value).rpartition(" ")[2]


def test_it_takes_4096_rules_and_decides_by_the_last() -> None:
    """In a process of its own: so many rules would be kept to the end of this one."""
    script = f"""
host, fired = set_up({{f"r{{n}}": one({{"$and": [{{"g": n // 32}}, {{"p": n}}]}}) for n in range({MOST_RULES})}})
host.post(RULES, said("1", {{"g": {(MOST_RULES - 1) // 32}, "p": {MOST_RULES - 1}}}))
print(fired)
"""
    assert told(script) == str([f"r{MOST_RULES - 1}"])


def test_one_rule_more_is_error_106() -> None:
    with pytest.raises(Exception, match="106"):
        set_up({f"r{n}": one({"$and": [{"g": n // 32}, {"p": n}]}) for n in range(MOST_RULES + 1)})


ENDING = """
try:
    set_up({{f"r{{n}}": one({{"$and": [{{"g": 1}}, {{"p": 1}}]}}) for n in range({rules})}})
    print("set up")
except Exception as error:
    print(str(error).rpartition(" ")[2])
"""


def test_256_rules_may_end_at_one_test_and_two_more_are_error_108() -> None:
    """One more is an error on Python 3.11 and none on 3.12; ``engine.limits`` refuses it on both."""
    assert told(ENDING.format(rules=MOST_ENDING)) == "set up"
    assert told(ENDING.format(rules=MOST_ENDING + 2)) == "108"


def test_it_takes_15_groups_in_a_pattern_and_16_are_error_113() -> None:
    assert decided(frame(nested(MOST_GROUPS - 1), slots=2)) == {0: 0}
    assert refusal(frame(nested(MOST_GROUPS), slots=2)) == "113"


def test_it_follows_64_tests_at_a_time_and_65_are_error_303() -> None:
    """In the middle of a case, and only where a case has so many: nothing is said when rules are set up."""
    assert 0 in decided(all_so(MOST_SATISFIED))
    assert refusal(all_so(MOST_SATISFIED + 1)) == "303"


def test_tests_that_wait_count_as_limits_says() -> None:
    assert 0 in decided(one_behind_many(40, MOST_SATISFIED - 40))
    assert refusal(one_behind_many(40, MOST_SATISFIED - 39)) == "303"


def test_choices_in_a_row_do_not_add_up() -> None:
    """Where the ways of a choice meet again, the first is followed to its end before the next is taken up."""
    row = Both(tuple(Either((met(2 * n), met(2 * n + 1))) for n in range(9)))
    wide = Both((row, Either(tuple(met(18 + n) for n in range(MOST_SATISFIED - 9)))))
    asked = frame(wide, slots=18 + MOST_SATISFIED - 9)
    assert not sentences(asked)
    assert decided(asked, 1) == {0: 0}


def test_a_message_may_have_254_parts_and_one_more_is_error_302() -> None:
    assert MOST_PROPERTIES <= PARTS
    assert decided(frame(met(0), slots=MOST_PROPERTIES - len(FIXED))) == {0: 0}
    assert decided(frame(met(0), slots=PARTS - len(FIXED))) == {0: 0}
    assert refusal(frame(met(0), slots=PARTS - len(FIXED) + 1)) == "302"


def test_it_takes_511_tests_side_by_side() -> None:
    host, fired = set_up({f"r{n}": one({"g": n}) for n in range(MOST_BESIDE)})
    host.post(RULES, said("1", {"g": MOST_BESIDE - 1}))
    assert fired == [f"r{MOST_BESIDE - 1}"]


def test_a_message_that_meets_512_tests_side_by_side_is_never_done_with() -> None:
    assert never_ends(BESIDE.format(tests=MOST_BESIDE + 1) + POST)


def test_where_what_is_tested_stands_first_in_the_message_they_are_error_303_instead() -> None:
    script = BESIDE.format(tests=MOST_BESIDE + 1) + 'message = {"g": 1, **message}' + POST
    assert "error code: 303" in alone(script).stderr


def test_513_tests_side_by_side_are_never_set_up() -> None:
    assert never_ends(BESIDE.format(tests=MOST_BESIDE + 2) + SET_UP)


def test_what_comes_to_an_end_is_not_taken_for_endless() -> None:
    assert not never_ends(BESIDE.format(tests=MOST_BESIDE) + POST)
