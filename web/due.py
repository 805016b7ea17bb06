"""What is due in the cases that somebody may see: one reading of it, for programs and for people."""

from datetime import date, datetime
from typing import Any

import casework
import people
from keeping import Deadline, deadlines
from people import Actor


def due(
    connection: Any, at: datetime, asking: Actor, *, whose: str = "", until: date | None = None
) -> tuple[Deadline, ...]:
    """What is still to be done, by date, wherever they may read it; ``whose``: where the work is theirs to do.

    Cover brings work and no rights: of a case that they cover and may not read, nothing is told.
    """
    officers = people.whose_work_falls_to(connection, at, whose) if whose else None
    found = deadlines.due(connection, person_ids=officers, until=until, but_not_in=casework.NOTHING_DUE)
    if every_case(asking):
        return found
    seen = casework.those(connection, asking, "deadline.read", {each.case_id for each in found})
    return tuple(each for each in found if each.case_id in seen)


def every_case(asking: Actor) -> bool:
    """Whether they may read what is due in every case: by a role that reaches whichever organisation's it is."""
    return people.may(asking, "case.read") and people.may(asking, "deadline.read")
