"""Departing from what a determination proposes: from an answer, a provision or one condition, with reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from casework.deciding.model import Decision, Live, Proposed
from casework.deciding.outcomes import ANY, departure_of, proposed_of
from casework.deciding.reading import proposals
from casework.deciding.working import on_draft
from casework.errors import refuse
from casework.texts import words_faults
from engine import Fault
from people import Actor
from storage import decision_departure

ABOUT = ("question", "provision", "condition")


@dataclass(frozen=True, slots=True)
class Departing:
    """A departure that is asked for. ``decided`` is an outcome or a status; empty takes the departure back."""

    rule_set: str
    about: str
    name: str
    decided: str
    reasons: str = ""


def depart(
    connection: Connection, now: datetime, actor: Actor, case_id: str, asked: Departing, live: Live, expected: int
) -> Decision:
    """The draft with the departure in it, or without it. What was proposed is kept beside it.

    Raises NotFound, NotAllowed, Stale; CaseRefused with every fault, each at its place in ``asked``.
    """
    work = on_draft(connection, now, actor, "decision.draft", case_id, expected)
    made = proposals(connection, work.decision, live)
    refuse(_faults(work.decision, made, asked))
    columns = {"rule_set": asked.rule_set, "about": asked.about, "name": asked.name}
    proposed = proposed_of(made, asked.rule_set, asked.about, asked.name) or ""
    act = "decision.departed" if asked.decided else "decision.departure_taken_back"
    about = {"rule_set": asked.rule_set, "name": asked.name.partition("#")[0], "said_hash": asked.reasons}
    columns |= {"proposed": proposed, "decided": asked.decided, "reasons": asked.reasons.strip()}
    return work.carry_out(decision_departure, act, about, **columns)


def open_to_departure(made: Sequence[Proposed], rule_set: str, about: str, name: str) -> tuple[str, ...]:
    """What may be decided instead of what was proposed; nothing where there is no such thing."""
    proposed = proposed_of(made, rule_set, about, name)
    if proposed is None:
        return ()
    live = next(each.live for each in made if each.kept.rule_set == rule_set)
    every = live.rule_set.questions if live and about == "question" else ()
    asked = next((each.outcomes for each in every if each.id == name), ANY[:2])
    return tuple(each for each in asked if each != proposed)


def _faults(draft: Decision, made: Sequence[Proposed], asked: Departing) -> Iterator[Fault]:
    if asked.about not in ABOUT:
        yield Fault("/about", f"a decision departs on a question, a provision or a condition, not on '{asked.about}'")
        return
    choices = open_to_departure(made, asked.rule_set, asked.about, asked.name)
    if not choices:
        yield Fault("/name", f"no {asked.about} '{asked.name}' of {asked.rule_set} was proposed in this draft")
    elif not asked.decided:
        if departure_of(draft, asked.rule_set, asked.about, asked.name) is None:
            yield Fault("/decided", "the draft does not depart here, so there is nothing to take back")
    else:
        if asked.decided not in choices:
            is_proposed = asked.decided == proposed_of(made, asked.rule_set, asked.about, asked.name)
            told = "is what was proposed: depart from it, or leave it" if is_proposed else "cannot be decided here"
            yield Fault("/decided", f"'{asked.decided}' {told}. It can be: {', '.join(choices)}")
        yield from words_faults("/reasons", asked.reasons)
