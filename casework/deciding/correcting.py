"""A slip of the pen in an issued decision is corrected by a slip beside it: what was issued stays as it is."""

from datetime import datetime

from sqlalchemy import Connection

from casework.deciding.model import Slip
from casework.deciding.working import on_issued
from casework.errors import refuse
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
    or a word is missing.
    """
    work = on_issued(connection, now, actor, "decision.correct", ids, expected)
    stands, should_be, why = (each.strip() for each in slip)
    same = [Fault("/should_be", "this is what stands there: say what it should be")] if stands == should_be else []
    words = (("/stands", stands), ("/should_be", should_be), ("/why", why))
    refuse((*same, *(fault for where, said in words for fault in words_faults(where, said))))
    columns = {"stands": stands, "should_be": should_be, "why": why}
    return work.carry_out(decision_slip, "decision.corrected", {"said_hash": should_be}, **columns).slips[-1]
