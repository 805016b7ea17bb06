"""Trees of all and any over slots, and the patterns that say when one is surely or perhaps so, or not so."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from engine.frames import Compare, Pattern, Sign, Slot, both, either, groups_in, ways_through

WIDEST = 12  # slots of one frame, or lines of a question
MOST_GROUPS = 12  # in one rule
MOST_WAYS = 24  # through one rule
MOST_VERSIONS = 4  # compared in one frame

MET, NOT_KNOWN, NOT_MET = 1, 0, -1

Rail = Literal["met", "not_met", "may_be_met", "may_fail"]
_TURNED: dict[Rail, Rail] = {"met": "not_met", "not_met": "met", "may_be_met": "may_fail", "may_fail": "may_be_met"}
_ANY_OF: frozenset[tuple[str, Rail]] = frozenset(
    {("any", "met"), ("any", "may_be_met"), ("all", "not_met"), ("all", "may_fail")}
)


@dataclass(frozen=True, slots=True)
class Many:
    """All or any of several."""

    operation: Literal["all", "any"]
    of: tuple["Tree", ...]


Tree = Sign | Many
Rules = tuple[tuple[int, Pattern], ...]


def many(operation: Literal["all", "any"], parts: Sequence[Tree]) -> Tree:
    """All or any of several, without a group for one alone, or one of the same kind inside."""
    flat: list[Tree] = []
    for part in parts:
        flat += part.of if isinstance(part, Many) and part.operation == operation else (part,)
    return flat[0] if len(flat) == 1 else Many(operation, tuple(flat))


def turned(sign: Sign) -> Sign:
    """The opposite of a slot."""
    return Sign(sign.slot, not sign.positive)


def size(tree: Tree) -> int:
    """How large a tree is: what is put into a frame of its own first, where one frame cannot hold all."""
    return 0 if isinstance(tree, Sign) else 1 + sum(1 + size(part) for part in tree.of)


def fits(tree: Tree) -> bool:
    """Whether a tree can stand in one frame."""
    slots: dict[Slot, int] = {}
    numbered = _numbered(tree, slots)
    return len(slots) <= WIDEST and _can_be_held(numbered)


def rules_of(tree: Tree) -> tuple[tuple[Slot, ...], Rules]:
    """The three rules of a tree, of which exactly one fires, and the slots that they read."""
    slots: dict[Slot, int] = {}
    rules = _rules(_numbered(tree, slots))
    return tuple(slots), rules


def _numbered(tree: Tree, slots: dict[Slot, int]) -> Tree:
    """A tree whose slots are their numbers, in the order in which it names them: many trees are the same but for that.

    New slots are added.
    """
    if isinstance(tree, Many):
        return Many(tree.operation, tuple(_numbered(part, slots) for part in tree.of))
    return Sign(slots.setdefault(tree.slot, len(slots)), tree.positive)


@lru_cache(maxsize=1_000)
def _can_be_held(numbered: Tree) -> bool:
    rules = _rules(numbered)
    groups, ways = (max(count(pattern) for _, pattern in rules) for count in (groups_in, ways_through))
    return groups <= MOST_GROUPS and ways <= MOST_WAYS


@lru_cache(maxsize=1_000)
def _rules(numbered: Tree) -> Rules:
    slots: list[Slot] = []
    met, not_met = pattern_of(numbered, "met", slots), pattern_of(numbered, "not_met", slots)
    neither = both(pattern_of(numbered, "may_be_met", slots), pattern_of(numbered, "may_fail", slots))
    return (MET, met), (NOT_MET, not_met), (NOT_KNOWN, neither)


def pattern_of(tree: Tree, rail: Rail, slots: list[Slot]) -> Pattern:
    """What it takes that a tree is surely or perhaps so, or not so. New slots are appended."""
    if isinstance(tree, Many):
        parts = (pattern_of(part, rail, slots) for part in tree.of)
        return either(*parts) if (tree.operation, rail) in _ANY_OF else both(*parts)
    if tree.slot not in slots:
        slots.append(tree.slot)
    at, wanted = slots.index(tree.slot), rail if tree.positive else _TURNED[rail]
    match wanted:
        case "met":
            return Compare(at, "is", MET)
        case "not_met":
            return Compare(at, "is", NOT_MET)
        case "may_be_met":
            return Compare(at, "above", NOT_MET)
    return Compare(at, "below", MET)
