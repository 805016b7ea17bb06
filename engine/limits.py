"""What durable-rules can bear, and what a plan would ask of it: told at load, never met in the middle of a case.

The numbers were read in the source of durable-rules 2.0.28 and seen by running it; ``tests/engine/hazards`` shows each.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from engine.frames import Both, Compare, Either, Frame, Pattern, Plan, groups_in

FAN_OUT = 32  # frames behind one value of the message's group
MOST_RULES = 4096  # in one set-up; the engine refuses one more with error 106
MOST_ENDING = 256  # rules that may end at one test; beyond it, error 108
MOST_GROUPS = 15  # in one pattern; a sixteenth is error 113
MOST_SATISFIED = 64  # tests that one message may satisfy at a time; one more is error 303 in the middle of a case
MOST_PROPERTIES = 252  # of one message; 255 are error 302, and in a batch they are dropped without a word
MOST_BESIDE = 511  # different tests behind one; 512 never come to an end

FIXED = ("sid", "id", "g", "p")  # whose session, which message, which group of frames, which frame
RESERVED = (*FIXED, "$s", "$forward", "m", "exception")
SPLIT = "split the rule set, or the provision, into smaller ones"


def slot_name(slot: int) -> str:
    """By which name a message holds a slot of its frame."""
    return f"c{slot}"


def message_id(frame: int) -> str:
    """By which id a message about a frame is known."""
    return f"f{frame}"


def too_much(plan: Plan) -> Iterator[str]:
    """Everything in which a plan asks more of the rules engine than it can bear, as sentences for an author."""
    rules = sum(len(frame.rules) for frame in plan.frames)
    if rules > MOST_RULES:
        yield f"these rules come to {rules:,} for the rules engine, which takes {MOST_RULES:,}; {SPLIT}"
    groups = -(-len(plan.frames) // FAN_OUT)
    if groups > MOST_BESIDE:
        yield f"these rules come to {groups:,} groups for the rules engine, which takes {MOST_BESIDE}; {SPLIT}"
    widest = max((len(frame.slots) for frame in plan.frames), default=0)
    yield from collisions(map(message_id, range(len(plan.frames))))
    yield from collisions((*RESERVED, *map(slot_name, range(widest))))
    for frame in plan.frames:
        yield from (f"frame {frame.number} {told}; {SPLIT}" for told in _of_frame(frame))


def _of_frame(frame: Frame) -> Iterator[str]:
    properties = len(FIXED) + len(frame.slots)
    if properties > MOST_PROPERTIES:
        yield f"needs a message of {properties} parts for the rules engine, which takes {MOST_PROPERTIES}"
    if len(frame.rules) > MOST_ENDING:  # behind the number of a frame only its own can meet
        yield f"has {len(frame.rules)} rules for the rules engine, of which {MOST_ENDING} may end at one test"
    groups, satisfied, beside = _asks(frame.rules)
    if groups > MOST_GROUPS:
        yield f"needs a pattern of {groups} groups for the rules engine, which takes {MOST_GROUPS}"
    if satisfied > MOST_SATISFIED:
        yield f"may satisfy {satisfied} tests at a time in the rules engine, which takes {MOST_SATISFIED}"
    if beside > MOST_BESIDE:
        yield f"needs {beside} tests side by side in the rules engine, which takes {MOST_BESIDE}"


@lru_cache(maxsize=1_000)  # most frames are alike but for what their slots hold
def _asks(rules: tuple[tuple[int, Pattern], ...]) -> tuple[int, int, int]:
    """How many groups one of the rules is made of, how many tests one message may satisfy, how many stand abreast."""
    network = _network(rules)
    return max((_groups(pattern) for _, pattern in rules), default=0), _waiting(network), _widest(network)


def _groups(pattern: Pattern) -> int:
    """With the group that holds what every rule of the frame begins with."""
    return groups_in(pattern) + (not isinstance(pattern, Both))


# -- names


def collisions(names: Iterable[str]) -> Iterator[str]:
    """Names that the rules engine could not tell apart: it knows them by a hash of 32 bits only."""
    named = list(dict.fromkeys(names))
    times = Counter(map(hash_of, named))
    alike = [name for name in named if times[hash_of(name)] > 1]
    if alike:
        yield f"the rules engine cannot tell these names apart: {', '.join(alike)}; name them otherwise"


def hash_of(name: str) -> int:
    """The hash by which durable-rules knows a name: FNV-1a, 32 bits."""
    hashed = 0x811C9DC5
    for byte in name.encode():
        hashed = ((hashed ^ byte) * 0x01000193) & 0xFFFFFFFF
    return hashed


# -- the network of tests that a frame's patterns become


@dataclass(slots=True, eq=False)
class _Node:
    behind: dict[object, "_Node"] = field(default_factory=dict)


def _network(rules: Iterable[tuple[int, Pattern]]) -> _Node:
    """As durable-rules builds it: the same test behind the same node is shared, the ways of an either meet again."""
    root = _Node()
    for _, pattern in rules:
        _link(root, pattern)
    return root


def _link(node: _Node, pattern: Pattern) -> _Node:
    if isinstance(pattern, Compare):
        return node.behind.setdefault(pattern, _Node())
    if isinstance(pattern, Either):
        meeting = _Node()
        for place, part in enumerate(pattern.of):
            _link(node, part).behind[meeting, place] = meeting
        return meeting
    for part in pattern.of:
        node = _link(node, part)
    return node


def _waiting(node: _Node) -> int:
    """How many tests may wait at a time for a message that satisfies them all, walking down one at a time."""
    beside = len(node.behind)
    return max(beside, beside - 1 + max(map(_waiting, node.behind.values()), default=0))


def _widest(node: _Node) -> int:
    return max(len(node.behind), max(map(_widest, node.behind.values()), default=0))
