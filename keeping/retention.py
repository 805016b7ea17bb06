"""Retention: when the time of a closed case is over its values go. Hashes, days and the rules that were used stay.

How many years each kind of case is kept after its closing is an argument. What goes: what was stated and why, the words
of determinations, decisions and letters, names and contacts of parties, names and bytes of evidence, the title, reasons
that were typed, and the salt, without which no hash in the activity can be tried on anything. That a decision was
issued stays, with its reference, its hash, what became of the case and where it departed. What was published stays in
the register; what was kept back of it goes. Answers that were kept for requests that may come again go after seven
days, the salts of searches with the year after theirs, and the words of what the public reported two years after they
were answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, exists, func, or_, select, update

from keeping.activity import record
from keeping.files import kept
from keeping.files_held import held
from keeping.idempotency import forget_answers
from keeping.letting_go import let_go
from keeping.old_reports import forget_reports
from keeping.searches import forget_salts
from storage import (
    case,
    case_link,
    commitment,
    deadline,
    decision_comment,
    decision_conclusion,
    decision_departure,
    decision_review,
    decision_slip,
    decision_text,
    determined,
    evidence_item,
    extension,
    interest,
    issued_decision,
    letter,
    party,
    publishing_intent,
    publishing_redaction,
    publishing_text,
    record_change,
    state_change,
    stated,
    takedown,
    told,
)

CLOSED = "closed"

# What is emptied in the rows of a case: the values that take the place of the old.
GOES: tuple[tuple[Table, Mapping[str, Any]], ...] = (
    (stated, {"said": None, "source": None, "decided_by": None, "correction": None}),
    (determined, {"canonical": None, "explanation": None, "given": None}),
    (party, {"name": None, "contact": None}),
    (state_change, {"why": ""}),
    (record_change, {"why": ""}),
    (told, {"what": "", "taken_back_why": ""}),
    (decision_departure, {"reasons": None}),
    (decision_conclusion, {"decided_by": None}),
    (decision_text, {"sections": None}),
    (decision_comment, {"said": None}),
    (decision_review, {"said": None}),
    (decision_slip, {"stands": None, "should_be": None, "why": None}),
    (issued_decision, {"canonical": None, "html": None}),
    (letter, {"said": None, "html": None}),
    (interest, {"said": None}),
    (publishing_redaction, {"words": None, "says": None, "replacement": None}),
    (publishing_text, {"summary": None, "why": None}),
    (publishing_intent, {"canonical": None, "determinations": None, "pdf": None}),
    (takedown, {"asker": None, "said": None}),
    (commitment, {"key": None}),
)


@dataclass(frozen=True, slots=True)
class Due:
    """A case whose time was over on ``over_on``, and how much of it goes."""

    case_id: str
    reference: str
    kind: str
    closed_on: date
    over_on: date
    statements: int
    determinations: int
    evidence: int


@dataclass(frozen=True, slots=True)
class Stays:
    """A closed case that is left alone although its time may be over, and why."""

    reference: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Whose values go, and which closed cases a person has to look at."""

    due: tuple[Due, ...]
    stays: tuple[Stays, ...]


def plan(connection: Connection, today: date, years: Mapping[str, int]) -> Plan:
    """What would go today. ``years`` says for each kind how many years a case is kept after its closing."""
    looked_at = [_look_at(connection, row, today, years) for row in connection.execute(_closed()).mappings().all()]
    return Plan(
        tuple(each for each in looked_at if isinstance(each, Due)),
        tuple(each for each in looked_at if isinstance(each, Stays)),
    )


def apply(connection: Connection, now: datetime, by: str, today: date, years: Mapping[str, int]) -> Plan:
    """Let go of the values of every case that ``plan`` finds, and say what went. Once it is stored, call ``sweep``."""
    connection.execute(select(case.c.id).where(case.c.state == CLOSED).order_by(case.c.id).with_for_update())
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")  # else what was emptied can still be read in the file
    forget_answers(connection, now)  # which may hold values of any case
    forget_reports(connection, now)
    forget_salts(connection, today)
    found = plan(connection, today, years)
    for each in found.due:
        _empty(connection, now, each)
        about = {"kind": each.kind, "ends_on": each.over_on, "count": each.evidence}
        record(connection, now, by, "case.values_gone", each.case_id, about)
    return found


def unnamed(connection: Connection, folder: Path) -> int:
    """How many files of evidence no item holds: their time is over, or they came with a change that was not stored."""
    named = held(connection)
    return sum(sha256 not in named for sha256 in kept(folder))


def sweep(connection: Connection, folder: Path) -> int:
    """Take away the bytes of evidence that no item holds, also those that an earlier run left behind; how many."""
    return let_go(connection, folder, kept(folder))


def _closed() -> Select[Any]:
    """Closed cases that still have their values, each with the day of its closing and whether it goes with another."""
    closing = select(func.max(state_change.c.on)).where(
        state_change.c.case_id == case.c.id, state_change.c.after == CLOSED
    )
    others = select(case_link.c.how).where(or_(case_link.c.case_id == case.c.id, case_link.c.other_id == case.c.id))
    columns = (case.c.id, case.c.reference, case.c.kind, closing.label("on"), exists(others).label("goes_with_another"))
    wanted = select(*columns).where(case.c.state == CLOSED, case.c.values_gone_at.is_(None))
    return wanted.order_by(case.c.reference)


def _look_at(connection: Connection, row: RowMapping, today: date, years: Mapping[str, int]) -> Due | Stays | None:
    """None where its time is not over yet."""
    reference, kind, closed_on = row["reference"], row["kind"], row["on"]
    if closed_on is None:
        return Stays(reference, "no day of its closing is recorded")
    if kind not in years:
        return Stays(reference, f"no time is set for the kind {kind}")
    over_on = years_after(closed_on, years[kind])
    if over_on > today:
        return None
    if row["goes_with_another"]:
        return Stays(reference, "it is linked or joined with another case")
    counts = (_count(connection, table, row["id"]) for table in (stated, determined, evidence_item))
    return Due(row["id"], reference, kind, closed_on, over_on, *counts)


def years_after(day: date, years: int) -> date:
    """The same day, years later; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _count(connection: Connection, table: Table, case_id: str) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(table.c.case_id == case_id)) or 0


def _empty(connection: Connection, now: datetime, due: Due) -> None:
    for table, values in GOES:
        connection.execute(update(table).where(table.c.case_id == due.case_id).values(**values))
    deadlines = select(deadline.c.id).where(deadline.c.case_id == due.case_id)
    connection.execute(update(extension).where(extension.c.deadline_id.in_(deadlines)).values(why=""))
    items = update(evidence_item).where(evidence_item.c.case_id == due.case_id)
    connection.execute(items.values(name=None, about=None))
    connection.execute(items.where(evidence_item.c.bytes_gone_at.is_(None)).values(bytes_gone_at=now))
    gone = {"title": due.reference, "salt": None, "values_gone_at": now, "version": case.c.version + 1}
    connection.execute(update(case).where(case.c.id == due.case_id).values(**gone))
