"""The states of a case and the ways between them, in one table. The check, the error text and the page read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from engine import Fault

Work = Literal["facts", "parties", "notices", "deadlines", "assignment", "decision", "letters"]


@dataclass(frozen=True, slots=True)
class State:
    """Where a case stands, what it takes while it stands there, and whether what is due in it is still to be done."""

    id: str
    title: str
    takes: frozenset[Work]
    due: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """A way from one state to another: who may take it, and what must hold (``casework.needs`` says each).

    ``back``: it leads out of a stay or a closing, and is open only to where the case was before.
    """

    before: str
    after: str
    needs: tuple[str, ...] = ()
    act: str = "case.state"
    back: bool = False


_ALL: frozenset[Work] = frozenset({"facts", "parties", "notices", "deadlines", "assignment"})
_OVER: frozenset[Work] = frozenset({"notices", "deadlines", "assignment"})

STATES: Mapping[str, State] = {
    state.id: state
    for state in (
        State("received", "Received", _ALL),
        State("admissible", "Admissible", _ALL),
        State("representations", "Representations", _ALL),
        State("determined", "Determined", _ALL | {"decision"}),
        State("decided", "Decided", _OVER | {"letters"}),
        State("closed", "Closed", frozenset(), due=False),
        State("withdrawn", "Withdrawn", _OVER, due=False),
        State("out_of_time", "Out of time", _OVER, due=False),
        State("no_jurisdiction", "No jurisdiction", _OVER, due=False),
        State("stayed", "Stayed", _ALL),
    )
}
FIRST, LAST = "received", "closed"
NOTHING_DUE = frozenset(state.id for state in STATES.values() if not state.due)
_OPEN = ("received", "admissible", "representations", "determined")
_ENDED = ("withdrawn", "out_of_time", "no_jurisdiction")

WAYS: tuple[Way, ...] = (
    Way("received", "admissible", ("officer", "parties")),
    Way("admissible", "representations", ("told",)),
    Way("admissible", "determined", ("determined",)),
    Way("representations", "determined", ("determined",)),
    Way("determined", "representations", ("why",)),
    Way("determined", "decided", ("issued",), act="decision.issue"),
    Way("decided", "determined", ("ground",), act="decision.supersede"),
    Way("decided", "closed", ("told_since",)),
    *(Way("closed", state, ("why", "kept"), back=True) for state in ("decided", *_ENDED)),
    *(Way(state, end, ("why",)) for state in _OPEN for end in (*_ENDED, "stayed")),
    *(Way("stayed", state, ("why",), back=True) for state in _OPEN),
    Way("stayed", "withdrawn", ("why",)),
    *(Way(end, "received", ("why",)) for end in _ENDED),
    *(Way(end, "closed", ("told_since",)) for end in _ENDED),
)


def ways_from(state: str, came_from: str) -> tuple[Way, ...]:
    """The ways that lead from a state, for a case that came into it from ``came_from``."""
    return tuple(way for way in WAYS if way.before == state and (not way.back or way.after == came_from))


def whither(state: str, came_from: str) -> str:
    """The end of an error text: where a case can go from here."""
    ends = ", ".join(way.after for way in ways_from(state, came_from))
    return f"From {state} you can go to {ends}."


def work_faults(reference: str, state: str, work: Work, came_from: str) -> Iterator[Fault]:
    """What is wrong with doing this in a case that stands there."""
    if work not in STATES[state].takes:
        yield Fault("", f"{reference} is {state}, and takes no {_WORK[work]}. {whither(state, came_from)}")


_WORK: Mapping[Work, str] = {
    "facts": "facts, judgements or determinations",
    "parties": "changes to its parties or rule sets",
    "notices": "notices",
    "deadlines": "changes to what is due",
    "assignment": "other officer",
    "decision": "draft of a decision",
    "letters": "letters or corrections",
}
