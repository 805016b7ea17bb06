"""Closing the record of a case, and opening it again: acts of a person, with reasons.

When the record is closed, what was not shown falls by the burden of proof, so nothing more is stated as fact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from casework.change import begin, carry_out, note, takes
from casework.determining import put_to_engine
from casework.errors import refuse
from casework.model import Case
from casework.seeing import find
from casework.texts import words_faults
from engine import Fault, RuleSet
from people import Actor
from storage import new_key, record_change


@dataclass(frozen=True, slots=True)
class RecordChange:
    """The record was closed, or opened again."""

    closed: bool
    why: str
    at: datetime
    by: str


def close_record(
    connection: Connection,
    now: datetime,
    actor: Actor,
    case_id: str,
    why: str,
    rule_sets: Mapping[str, RuleSet],
    expected: int,
) -> Case:
    """The case with its record closed.

    Raises NotFound, NotAllowed, Stale, CaseRefused; ClosingRefused where the engine says what somebody has still to
    find, FactError where what is stated contradicts itself, and EngineDisagreement.
    """
    found = begin(connection, actor, "case.close_record", case_id, expected)
    takes(connection, found, "facts")
    already = [Fault("", f"the record of {found.reference} is closed already")] if found.record_closed else []
    refuse((*already, *words_faults("/why", why)))
    put_to_engine(connection, found, rule_sets, record_closed=True)
    return _change(connection, now, actor, found, True, why)


def reopen_record(connection: Connection, now: datetime, actor: Actor, case_id: str, why: str, expected: int) -> Case:
    """The case with its record open again. Raises NotFound, NotAllowed, Stale, CaseRefused."""
    found = begin(connection, actor, "case.close_record", case_id, expected)
    takes(connection, found, "facts")
    already = [] if found.record_closed else [Fault("", f"the record of {found.reference} is open")]
    refuse((*already, *words_faults("/why", why)))
    return _change(connection, now, actor, found, False, why)


def record_changes(connection: Connection, found: Case) -> tuple[RecordChange, ...]:
    """Every time that the record was closed or opened again, in order."""
    wanted = select(record_change).where(record_change.c.case_id == found.id).order_by(record_change.c.place)
    return tuple(RecordChange(row.closed, row.why, row.at, row.by) for row in connection.execute(wanted))


def _change(connection: Connection, now: datetime, actor: Actor, found: Case, closed: bool, why: str) -> Case:
    carry_out(connection, found, record_closed=closed)
    place = len(record_changes(connection, found)) + 1
    columns = {"id": new_key(), "case_id": found.id, "place": place, "closed": closed, "why": why.strip()}
    connection.execute(record_change.insert().values({**columns, "at": now, "by": actor.id}))
    act = "record.closed" if closed else "record.reopened"
    note(connection, now, actor, act, found.id, {"said_hash": why})
    return find(connection, actor, found.id)
