"""What the rules engine is given: frames of slots, each with rules of which exactly one fires. ADR 0007 says why.

A frame asks one thing: whether a version, an exception or a part of either is met, or where a question ends. Its slots
hold statuses only, and its rules shut one another out, so that the order of firing cannot change an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from math import prod
from typing import Literal

from engine.model import Leaf

# -- patterns over the slots of one frame


@dataclass(frozen=True, slots=True)
class Compare:
    """One slot compared with one status: the same, above it or below it."""

    slot: int
    how: Literal["is", "above", "below"]
    status: int


@dataclass(frozen=True, slots=True)
class Both:
    """Every one of several patterns."""

    of: tuple["Pattern", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of several patterns."""

    of: tuple["Pattern", ...]


Pattern = Compare | Both | Either


def both(*patterns: Pattern) -> Pattern:
    """Every one of these, each once; no group for one alone, nor one of the same kind inside."""
    flat = tuple(dict.fromkeys(part for each in patterns for part in (each.of if isinstance(each, Both) else (each,))))
    return flat[0] if len(flat) == 1 else Both(flat)


def either(*patterns: Pattern) -> Pattern:
    """At least one of these, each once; no group for one alone, nor one of the same kind inside."""
    flat = dict.fromkeys(part for each in patterns for part in (each.of if isinstance(each, Either) else (each,)))
    return next(iter(flat)) if len(flat) == 1 else Either(tuple(flat))


def groups_in(pattern: Pattern) -> int:
    """How many groups a pattern is made of."""
    return 0 if isinstance(pattern, Compare) else 1 + sum(map(groups_in, pattern.of))


def ways_through(pattern: Pattern) -> int:
    """In how many ways one message may satisfy a pattern at the most. An engine follows every one of them."""
    if isinstance(pattern, Compare):
        return 1
    ways = map(ways_through, pattern.of)
    return sum(ways) if isinstance(pattern, Either) else prod(ways)


# -- frames


@dataclass(frozen=True, slots=True)
class InVersion:
    """The frame decides a version of a provision, or a part of it; it counts where that version may apply."""

    provision: str
    start: date


@dataclass(frozen=True, slots=True)
class Together:
    """The frame decides what the versions of a provision agree on; it counts where more than one may apply."""

    provision: str


@dataclass(frozen=True, slots=True)
class InQuestion:
    """The frame decides a line of a question, or where lines from the ``first`` on (from 0) end it."""

    question: str
    first: int = -1


Place = InVersion | Together | InQuestion
Slot = Leaf | int | str | InVersion  # a test of facts, a frame decided before, a provision by its id, or a version


@dataclass(frozen=True, slots=True)
class Sign:
    """A slot as it is, or turned over: met for not met."""

    slot: Slot
    positive: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing to decide. ``rules`` holds each answer and what it takes.

    The answer of a question's frame is 0 where none of its lines is met; n where its n-th line (from 1) ends the
    question with one outcome left; -n where that line ends it with several. Every other answer is a status.
    """

    number: int
    wave: int
    place: Place
    slots: tuple[Slot, ...]
    rules: tuple[tuple[int, Pattern], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A rule set as frames, and where each answer is found. Itself alone: one plan, one set-up of the engine."""

    frames: tuple[Frame, ...] = ()
    versions: Mapping[tuple[str, date], int] = field(default_factory=dict)
    exceptions: Mapping[tuple[str, date, str], Sign] = field(default_factory=dict)
    together: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[tuple[str, int], Sign] = field(default_factory=dict)
    questions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    counts_first: bool = True  # nothing that is counted from records rests on a provision

    @property
    def waves(self) -> tuple[tuple[Frame, ...], ...]:
        """The frames in steps: each step rests on earlier steps alone."""
        in_order = sorted(self.frames, key=lambda frame: frame.wave)
        return tuple(tuple(step) for _, step in groupby(in_order, key=lambda frame: frame.wave))
