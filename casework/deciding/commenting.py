"""Comments on a draft, each of which is answered before the decision is issued."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from casework.deciding.model import Decision
from casework.deciding.sections import IDS
from casework.deciding.working import on_draft
from casework.errors import NotFound, refuse
from casework.texts import words_faults
from engine import Fault
from people import Actor
from storage import decision_comment


def comment(
    connection: Connection, now: datetime, actor: Actor, case_id: str, section: str, said: str, expected: int
) -> Decision:
    """The draft with a comment on a section, or on all of it. Raises NotFound, NotAllowed, Stale, CaseRefused."""
    work = on_draft(connection, now, actor, "decision.comment", case_id, expected)
    refuse((*_section_faults(section), *words_faults("/said", said)))
    columns = {"section": section, "said": said.strip(), "content": work.decision.content}
    return work.carry_out(decision_comment, "decision.commented", {"name": section, "said_hash": said}, **columns)


def answer(
    connection: Connection, now: datetime, actor: Actor, case_id: str, comment_id: str, said: str, expected: int
) -> Decision:
    """The draft with a comment answered. Raises as ``comment`` does, and NotFound where there is no such comment."""
    work = on_draft(connection, now, actor, "decision.comment", case_id, expected)
    about = next((each for each in work.decision.comments if each.id == comment_id), None)
    if about is None:
        raise NotFound
    again = [Fault("", "this comment is answered already: add another comment")] if about.answered_by else []
    refuse((*again, *words_faults("/said", said)))
    columns = {"section": about.section, "said": said.strip(), "content": work.decision.content}
    told = {"comment_id": comment_id, "said_hash": said}
    return work.carry_out(decision_comment, "decision.comment_answered", told, **columns, answers_id=comment_id)


def _section_faults(section: str) -> Iterator[Fault]:
    if section and section not in IDS:
        yield Fault("/section", f"a decision has no section '{section}': choose one of {', '.join(IDS)}, or none")
