"""Review by somebody who wrote and decided none of it: approved, or sent back with what is to be mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from casework.deciding.deciders import is_decider
from casework.deciding.interests import interests
from casework.deciding.model import Decision
from casework.deciding.working import on_draft
from casework.errors import refuse
from casework.model import Case
from casework.rows import assignments_of
from casework.texts import words_faults
from engine import Fault
from people import Actor
from storage import decision_review

_DECIDED = "you are one of those who decided this, or sit on the case, so somebody else has to review it"


@dataclass(frozen=True, slots=True)
class Reviewing:
    """A review as it is made. ``content`` is the hash of what the reviewer saw; ``said``: what is to be mended."""

    approved: bool
    said: str
    content: str


def review(
    connection: Connection, now: datetime, actor: Actor, case_id: str, asked: Reviewing, expected: int
) -> Decision:
    """The draft, reviewed. What the reviewer saw must be what stands there.

    Raises NotFound, NotAllowed, Stale; CaseRefused where the reviewer wrote a part of it or decided it, declared
    nothing or an interest, or says nothing on what to mend.
    """
    work = on_draft(connection, now, actor, "decision.review", case_id, expected)
    draft, approved = work.decision, asked.approved
    said = words_faults("/said", asked.said, may_be_empty=approved)
    theirs = is_decider(draft, assignments_of(connection, work.found.id), actor.id, actor.name)
    decided = [Fault("", _DECIDED)] if theirs else []
    mine = (*_faults(draft, actor, asked.content), *decided, *_interest_faults(connection, work.found, actor))
    refuse((*mine, *said))
    act = "decision.approved" if approved else "decision.sent_back"
    columns = {"content": draft.content, "approved": approved, "said": asked.said.strip()}
    return work.carry_out(decision_review, act, {"content": draft.content, "said_hash": asked.said}, **columns)


def _faults(draft: Decision, actor: Actor, content: str) -> Iterator[Fault]:
    if actor.id in draft.authors:
        yield Fault("", "you wrote a part of this draft, so somebody else has to review it")
    if content != draft.content:
        yield Fault("/content", "the draft is no longer the one that you looked at: read it again, then review it")


def _interest_faults(connection: Connection, found: Case, actor: Actor) -> Iterator[Fault]:
    mine = interests(connection, found).get(actor.id)
    if mine is None:
        yield Fault("", "declare first whether you have an interest in this case")
    elif mine.has_one:
        yield Fault("", "you declared an interest in this case, so somebody else has to review it")
