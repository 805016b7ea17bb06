"""The sums that were stated on a kept assessment: what the estimate of what may come back needs. Nothing is replaced.

Of what was stated last the estimate is made, with the formula of ``money``. Sums stay out of the activity.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert

from assessment.change import begin, carry_out, note
from assessment.held import Held, next_place, rows_of
from assessment.money_read import Sums
from people import Actor
from storage import assessment_money, new_key

ACT = "assessment.change"
_NAMES = ("contribution", "maternity_part", "of_those_that_meet_all", "left_over")


@dataclass(frozen=True, slots=True)
class KeptSums:
    """Sums that were stated, by whom and when."""

    place: int
    sums: Sums
    at: datetime
    by: str


def state(connection: Connection, now: datetime, actor: Actor, assessment_id: str, said: Sums, expected: int) -> Held:
    """State sums; with none of them, take back what was stated. No signature rests on them, so that none is void.

    Raises NotFound, NotAllowed, Stale, AssessmentRefused.
    """
    held = begin(connection, actor, ACT, assessment_id, expected)
    before = standing(connection, held.id)
    if before is not None and before.sums == said:
        return held
    if before is None or said != Sums():
        _ = said.paid  # refuses what cannot be
    changed = carry_out(connection, held)
    row = {
        "id": new_key(), "assessment_id": held.id, "place": next_place(connection, assessment_money, held.id),
        **asdict(said), "at": now, "by": actor.id,
    }  # fmt: skip
    connection.execute(insert(assessment_money).values(row))
    note(connection, now, actor, "assessment.money_stated", held, {"place": row["place"]})
    return changed


def history(connection: Connection, assessment_id: str) -> tuple[KeptSums, ...]:
    """All that was stated, the oldest first."""
    return tuple(
        KeptSums(row["place"], Sums(*(row[name] for name in _NAMES)), row["at"], row["by"])
        for row in rows_of(connection, assessment_money, assessment_id)
    )


def standing(connection: Connection, assessment_id: str, until: datetime | None = None) -> KeptSums | None:
    """What was stated last, or last by a moment; None where nothing was, or it was taken back."""
    found = [each for each in history(connection, assessment_id) if until is None or each.at <= until]
    return found[-1] if found and found[-1].sums != Sums() else None
