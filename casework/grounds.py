"""Taking up a decided case again: on which grounds, in one closed list. The page, the API and the refusal all read it.

What was decided on an appeal stands unless a court overrules it (SI 2013/349, Schedule 3 paragraph 11), and the court
that quashes it may send the matter back (Civil Procedure Rules, rule 54.19(2)). No power is known to us to decide anew
what was got by deceit, or rests on a mistake that is no slip: whoever thinks that there is one asks a lawyer first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection, select

from casework.kinds import KINDS
from casework.model import Case, Move, StateChange
from casework.texts import date_faults, line_faults
from engine import Fault, day, nearest
from storage import decision, decision_conclusion

_OF_LAW = frozenset({"appeal", "dispute"})
_LEFT_OPEN = "not_disposed_of"
_TITLED = {"court": "court", "reference": "reference", "dated": "date"}


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground: the law for it, and what has to be named with it, by the name of its field in a move.

    ``only``: of which cases it can be said; empty of all.
    """

    id: str
    title: str
    cites: str
    asks: Mapping[str, str]
    only: Literal["", "left_open", "scheme"] = ""


_ORDER = {
    "court": "the court that made the order",
    "reference": "the number of the claim or of the judgment, such as AC-2026-LON-000123",
    "dated": "the day of the order",
}
GROUNDS: Mapping[str, Ground] = {
    ground.id: ground
    for ground in (
        Ground(
            "court_remitted",
            "A court quashed the decision and sent the matter back, to be decided in accordance with its judgment",
            "Civil Procedure Rules, rule 54.19(2)",
            _ORDER,
        ),
        Ground(
            "court_quashed",
            "A court quashed the decision, so that the matter is not decided",
            "SI 2013/349, Schedule 3 paragraph 11; of disputes about contracts, [2024] EWCA Civ 1477",
            _ORDER,
        ),
        Ground(
            "deferral_over",
            "What the appeal was left open for is over",
            "the provision on deferring, such as SI 2013/349, regulation 19(2) or 38(4), or Schedule 3 paragraph 7(4)",
            {"dated": "the day on which it was over", "why": "what it was left open for, and how that ended"},
            "left_open",
        ),
        Ground(
            "verified_again",
            "The scheme’s team verifies the year again",
            "the conditions of the scheme in the year of the case",
            {"reference": "the reference of the team’s letter", "dated": "the day of that letter"},
            "scheme",
        ),
    )
}
_NOT_HERE = {
    "left_open": "the decision that stands disposed of the appeal, and left nothing open",
    "scheme": "the case is not about a scheme",
}


def open_grounds(connection: Connection, found: Case) -> tuple[Ground, ...]:
    """The grounds of which one can be said of a case, in the order of the list."""
    holds = {"": True, "left_open": _left_open(connection, found), "scheme": not _of_law(found)}
    return tuple(ground for ground in GROUNDS.values() if holds[ground.only])


def ground_faults(
    connection: Connection, now: datetime, found: Case, move: Move, changes: Sequence[StateChange]
) -> Iterator[Fault]:
    """What is wrong with the ground of a move that takes a decided case up again. That none is named, a need tells."""
    here = {ground.id: ground for ground in open_grounds(connection, found)}
    if move.ground in here:
        yield from _named(here[move.ground], now, move, _issued_on(changes))
    elif move.ground in GROUNDS:
        ground = GROUNDS[move.ground]
        told = f"“{ground.title}” cannot be said here: {_NOT_HERE[ground.only]}. Choose one of: {', '.join(here)}"
        yield Fault("/ground", told)
    elif move.ground:
        told = f"there is no ground '{move.ground}' to take a case up again.{nearest(move.ground, here)}"
        yield Fault("/ground", told)


def no_ground_faults(move: Move) -> Iterator[Fault]:
    """What is wrong with a ground that is named on a way that has none."""
    for name in ("ground", *_TITLED):
        if getattr(move, name):
            told = (
                "a ground, a court, a reference and a date go with a decided case that is taken up again: leave it out"
            )
            yield Fault(f"/{name}", told)


def choices(connection: Connection, found: Case) -> str:
    """The grounds that can be said of a case, in words and each with its id."""
    return "; ".join(f"{ground.title} ({ground.id})" for ground in open_grounds(connection, found))


def reasons_of(move: Move) -> str:
    """What is kept as the reasons of a move: its ground with all that was named, and then what was said beside it."""
    ground, said = GROUNDS.get(move.ground), move.why.strip()
    if ground is None:
        return said
    named = [move.court.strip(), move.reference.strip(), day(move.dated) if move.dated else ""]
    return f"{ground.title}: {', '.join(filter(None, named))}.{f' {said}' if said else ''}"


def _named(ground: Ground, now: datetime, move: Move, issued_on: date) -> Iterator[Fault]:
    for name, what in ground.asks.items():
        said = getattr(move, name)
        if not (said.strip() if isinstance(said, str) else said):
            yield Fault(f"/{name}", f"name {what}")
    for name, title in _TITLED.items():
        if name not in ground.asks and getattr(move, name):
            yield Fault(f"/{name}", f"no {title} goes with this ground: leave it out")
    for name in ("court", "reference"):
        yield from line_faults(f"/{name}", getattr(move, name), may_be_empty=True)
    if move.dated:
        yield from date_faults("/dated", move.dated, first=issued_on, since="when the decision was issued", now=now)
        if move.dated > move.on:
            yield Fault("/dated", f"{day(move.dated)} is after {day(move.on)}, when it is taken up: check the days")


def _issued_on(changes: Sequence[StateChange]) -> date:
    """The day of the decision that stands: a case that was closed and opened again was decided before that."""
    return max(
        (each.on for each in changes if (each.before, each.after) == ("determined", "decided")), default=changes[-1].on
    )


def _left_open(connection: Connection, found: Case) -> bool:
    """Whether the newest issued decision of a case left its appeal open."""
    of_case = decision.c.case_id == found.id, decision.c.issued_at.is_not(None)
    newest = select(decision.c.id).where(*of_case).order_by(decision.c.place.desc()).limit(1).scalar_subquery()
    said = select(decision_conclusion.c.disposal).where(decision_conclusion.c.decision_id == newest)
    return connection.scalar(said.order_by(decision_conclusion.c.place.desc()).limit(1)) == _LEFT_OPEN


def _of_law(found: Case) -> bool:
    return bool(KINDS[found.kind].rule_set_kinds & _OF_LAW)
