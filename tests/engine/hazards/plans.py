"""Plans by hand: what no rule set comes to, to stand at a limit or beyond it."""

from datetime import date

from engine.frames import Both, Compare, Either, Frame, InVersion, Pattern, Plan
from engine.inference import Decider
from engine.limits import too_much

PLACE = InVersion("rule", date(2020, 1, 1))


def met(slot: int) -> Pattern:
    """A slot that is met."""
    return Compare(slot, "is", 1)


def frame(*patterns: Pattern, slots: int = 1, number: int = 0) -> Frame:
    """A frame whose first pattern has the answer 0, the second 1, and so on."""
    return Frame(number, 0, PLACE, tuple(range(slots)), tuple(enumerate(patterns)))


def sentences(*frames: Frame) -> list[str]:
    """What an author would be told of these frames."""
    return list(too_much(Plan(frames)))


def decided(one: Frame, status: int = 1) -> dict[int, int]:
    """What durable-rules makes of one frame whose slots all hold one status, whatever an author would be told."""
    return Decider(Plan((one,))).decide([(one, [status] * len(one.slots))])


# -- at the limits


def nested(groups: int) -> Pattern:
    """Groups one within another, a choice outermost: durable-rules needs one more, around it and its frame."""
    pattern = met(0)
    for left in range(groups, 0, -1):
        pattern = (Either if left % 2 else Both)((pattern, met(1)))
    return pattern


def all_so(tests: int) -> Frame:
    """A frame of so many slots, with a rule for each of them that is met."""
    return frame(*map(met, range(tests)), slots=tests)


def one_behind_many(before: int, behind: int) -> Frame:
    """A frame of several tests, with several more behind the last of them."""
    last = [Both((met(before), met(before + 1 + slot))) for slot in range(behind)]
    return frame(*map(met, range(before)), *last, slots=before + 1 + behind)
