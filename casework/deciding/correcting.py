"""A slip of the pen in an issued decision is corrected by a slip beside it: what was issued stays as it is."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

import documents
from casework.deciding.matter import of_issued, on_the_matter
from casework.deciding.model import Decision, Slip
from casework.deciding.reading import issued_of
from casework.deciding.words import DISPOSALS, said_of_application
from casework.deciding.working import on_issued
from casework.errors import refuse
from casework.kinds import KINDS
from casework.model import Case
from casework.texts import words_faults
from engine import Fault
from people import Actor
from storage import decision_slip


def correct(
    connection: Connection,
    now: datetime,
    actor: Actor,
    ids: tuple[str, str],
    slip: tuple[str, str, str],
    expected: int,
) -> Slip:
    """Record a slip: what stands there, what it should be, and why. ``ids`` of the case and of the decision.

    The outcome is not changed by one. Raises NotFound, NotAllowed, Stale; CaseRefused where the decision is not issued,
    a word is missing, the words do not stand in the decision, or what they say is what was decided.
    """
    work = on_issued(connection, now, actor, "decision.correct", ids, expected)
    stands, should_be, why = (each.strip() for each in slip)
    same = [Fault("/should_be", "this is what stands there: say what it should be")] if stands == should_be else []
    words = (("/stands", stands), ("/should_be", should_be), ("/why", why))
    refuse((*same, *(fault for where, said in words for fault in words_faults(where, said))))
    refuse(tuple(_no_slip(connection, work.found, work.decision, stands)))
    columns = {"stands": stands, "should_be": should_be, "why": why}
    return work.carry_out(decision_slip, "decision.corrected", {"said_hash": should_be}, **columns).slips[-1]


def _no_slip(connection: Connection, found: Case, decision: Decision, stands: str) -> Iterator[Fault]:
    """What is wrong with calling these words a slip: they must stand there, and be none of what was decided."""
    issued, wanted = issued_of(connection, found, decision.id), " ".join(stands.split())
    if issued.html is None:
        return
    if wanted not in documents.words(issued.html):
        yield Fault("/stands", "the decision does not say this: copy the words as they stand in one paragraph of it")
        return
    concluded = decision.conclusion
    said = [DISPOSALS[concluded.disposal], said_of_application(concluded.disposal, concluded.final)]
    said += on_the_matter(KINDS[found.kind], concluded.disposal, concluded.final, of_issued(issued.canonical))
    if any(wanted in each or each in wanted for each in said if each):
        told = (
            "these are words of what was decided, which no slip changes: only the High Court can. Where they are meant "
            "elsewhere, copy more of the words around them"
        )
        yield Fault("/stands", told)
