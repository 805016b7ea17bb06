"""Interests: whoever has to do with a case says whether they have one in it. Whoever has, takes no part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from casework.change import begin, carry_out, note, takes
from casework.errors import refuse
from casework.model import Case
from casework.texts import words_faults
from engine import Fault
from people import Actor
from storage import interest, new_key


@dataclass(frozen=True, slots=True)
class Interest:
    """What somebody declared: ``has_one`` and which, or that they have none, and why where they had declared one."""

    person_id: str
    has_one: bool
    said: str
    at: datetime


def declare(
    connection: Connection, now: datetime, actor: Actor, case_id: str, has_one: bool, said: str, expected: int
) -> Interest:
    """Declare for oneself. Raises NotFound, NotAllowed, Stale; CaseRefused where an interest is not described.

    Whoever reads a case may declare there: nobody else is asked whether it is theirs. Whoever declared an interest and
    has none now says why.
    """
    found = begin(connection, actor, "interest.declare", case_id, expected)
    takes(connection, found, "facts")
    before = interests(connection, found).get(actor.id)
    refuse(_faults(has_one, said, undone=before is not None and before.has_one))
    carry_out(connection, found)
    last = connection.scalar(select(func.max(interest.c.place)).where(interest.c.case_id == case_id)) or 0
    made = Interest(actor.id, has_one, said.strip(), now)
    columns = {"id": new_key(), "case_id": case_id, "person_id": actor.id, "place": last + 1}
    connection.execute(interest.insert().values(**columns, has_one=has_one, said=made.said, at=now))
    note(connection, now, actor, "interest.declared", case_id, {"person_id": actor.id, "said_hash": said})
    return made


def _faults(has_one: bool, said: str, undone: bool) -> Iterable[Fault]:
    if has_one or (undone and said.strip()):
        return words_faults("/said", said)
    if undone:
        return [Fault("/said", "you declared an interest in this case before: say why you have none now")]
    return [Fault("/said", "you say that you have none and describe one: which is it?")] if said.strip() else ()


def interests(connection: Connection, found: Case) -> dict[str, Interest]:
    """What stands declared in a case, by the id of the person."""
    wanted = select(interest).where(interest.c.case_id == found.id).order_by(interest.c.place)
    return {
        row.person_id: Interest(row.person_id, row.has_one, row.said or "", row.at)
        for row in connection.execute(wanted)
    }
