"""How every change to a draft begins, and how what was done to it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, select

from casework.change import begin, carry_out, note, takes
from casework.deciding.model import Decision
from casework.deciding.reading import decision_of, newest_decision
from casework.errors import CaseRefused
from casework.model import Case
from engine import Fault
from people import Actor
from storage import new_key


@dataclass(frozen=True, slots=True)
class Work:
    """Work on one decision of a case by one person, at one moment, on one connection."""

    connection: Connection
    now: datetime
    actor: Actor
    found: Case
    decision: Decision

    def add(self, table: Table, **columns: Any) -> str:
        """Add one row about the decision, behind those that are there; its id."""
        return add(self.connection, self.now, self.actor, self.decision_key, table, **columns)

    @property
    def decision_key(self) -> tuple[str, str]:
        """The ids of the case and of the decision."""
        return self.found.id, self.decision.id

    def carry_out(self, table: Table, act: str, about: Mapping[str, Any], /, **columns: Any) -> Decision:
        """Raise the case's version, add one row, and write down who did it; the decision as it then is."""
        carry_out(self.connection, self.found)
        self.add(table, **columns)
        self.note(act, about)
        return decision_of(self.connection, self.found, self.decision.id)

    def note(self, act: str, about: Mapping[str, Any]) -> None:
        """Write down who did it."""
        whole = {"decision_id": self.decision.id, **about}
        note(self.connection, self.now, self.actor, act, self.found.id, whole)


def on_draft(connection: Connection, now: datetime, actor: Actor, act: str, case_id: str, expected: int) -> Work:
    """Work on the draft of a case. Raises NotFound, NotAllowed, Stale; CaseRefused where there is no draft."""
    found = begin(connection, actor, act, case_id, expected)
    takes(connection, found, "decision")
    draft = newest_decision(connection, found)
    if draft is None or draft.issued_at:
        raise CaseRefused([Fault("", f"{found.reference} has no draft of a decision: begin one")])
    return Work(connection, now, actor, found, draft)


def on_issued(
    connection: Connection, now: datetime, actor: Actor, act: str, ids: tuple[str, str], expected: int
) -> Work:
    """Work on the issued decision that stands; ``ids`` of the case and of the decision. Raises as ``on_draft`` does.

    Only where that is issued is a case decided, and takes letters and corrections.
    """
    found = begin(connection, actor, act, ids[0], expected)
    takes(connection, found, "letters")
    decision, newest = decision_of(connection, found, ids[1]), newest_decision(connection, found)
    if newest and newest.id != decision.id:
        how = "after" if newest.after_deferral else "in the place of"
        raise CaseRefused([Fault("", f"{newest.reference} came {how} this decision: do that there")])
    return Work(connection, now, actor, found, decision)


def add(connection: Connection, now: datetime, actor: Actor, ids: tuple[str, str], table: Table, **columns: Any) -> str:
    """Add one row about a decision, behind those that are there; ``ids`` of the case and of it. The row's id."""
    case_id, decision_id = ids
    last = connection.scalar(select(func.max(table.c.place)).where(table.c.decision_id == decision_id)) or 0
    id = new_key()
    row = {"id": id, "case_id": case_id, "decision_id": decision_id, "place": last + 1, "at": now, "by": actor.id}
    connection.execute(table.insert().values({**row, **columns}))
    return id
