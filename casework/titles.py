"""What a case is called."""

from datetime import datetime

from sqlalchemy import Connection

from casework.change import begin, carry_out, note, takes
from casework.errors import refuse
from casework.model import Case
from casework.seeing import find
from casework.texts import line_faults
from people import Actor


def retitle(connection: Connection, now: datetime, actor: Actor, case_id: str, title: str, expected: int) -> Case:
    """The case under another title. Raises NotFound, NotAllowed, Stale, CaseRefused."""
    found = begin(connection, actor, "case.change", case_id, expected)
    takes(connection, found, "parties")
    refuse(line_faults("/title", title))
    carry_out(connection, found, title=title.strip())
    note(connection, now, actor, "case.retitled", case_id, {"name_hash": title})
    return find(connection, actor, case_id)
