"""The drafts that people still work on, for the list of what is to be done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from casework.deciding.model import Decision
from casework.deciding.reading import newest_decision
from casework.model import Case
from casework.seeing import those
from people import Actor
from storage import case, decision


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft in a case that somebody may read, and who has to do something: to write, to review or to issue.

    ``by``: the next act. A draft that was sent back, or changed since it was approved, is with those who write.
    """

    case: Case
    decision: Decision
    by: str
    since: datetime


def drafts(connection: Connection, actor: Actor) -> tuple[Draft, ...]:
    """Every draft in cases that stand at determined, which the actor may read; the oldest first."""
    wanted = select(decision.c.case_id).join(case, case.c.id == decision.c.case_id)
    open_ones = wanted.where(decision.c.issued_at.is_(None), case.c.state == "determined")
    found = those(connection, actor, "decision.read", set(connection.scalars(open_ones)))
    every = ((each, newest_decision(connection, each)) for each in found.values())
    told = [_draft(each, made) for each, made in every if made is not None and not made.issued_at]
    return tuple(sorted(told, key=lambda each: (each.since, each.case.reference)))


def _draft(found: Case, made: Decision) -> Draft:
    last = made.reviews[-1] if made.reviews else None
    changed = max(made.made_at, made.text.at, made.conclusion.at, *(each.at for each in made.departures))
    if made.state == "reviewed":
        return Draft(found, made, "decision.issue", last.at if last else changed)
    sent_back = last is not None and not last.approved and last.content == made.content
    ready = made.conclusion.decided_by is not None and not sent_back
    return Draft(found, made, "decision.review" if ready else "decision.draft", changed)
