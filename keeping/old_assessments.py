"""Retention of assessments: when their time is over their values go. Hashes, days and the rules that were used stay.

How many years one is kept after the last thing that was done in it, a check of years later among them, is an argument.
What goes: facts and their sources, rows, what items are called and their bytes, notes, reasons, sums that were stated,
what snapshots froze, the names of who signed, and the salt. What stays: that it was there, of which trust and year, how
each action was said to stand and what was paid back, the hash of each table, item and snapshot, which roles signed
which hash when, and the receipts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, RowMapping, Table, func, select, update

from keeping.activity import record
from keeping.retention import years_after
from keeping.texts import today as day_of
from storage import (
    assessment,
    assessment_item,
    assessment_item_approved,
    assessment_money,
    assessment_note,
    assessment_signature,
    assessment_snapshot,
    assessment_stated,
    assessment_status,
    assessment_submission,
    assessment_table,
    assessment_voided,
)

# What is emptied in the rows of an assessment; and, by its snapshots, in those of its signatures.
_GOES: tuple[tuple[Table, Mapping[str, Any]], ...] = (
    (assessment_stated, {"said": None, "source": None, "correction": None}),
    (assessment_table, {"document": None, "complete_by": None, "source": None}),
    (assessment_item, {"title": None, "original": None, "file_name": None}),
    (assessment_note, {"owner": None, "comment": None}),
    (assessment_status, {"why": None}),
    (
        assessment_money,
        {"contribution": None, "maternity_part": None, "of_those_that_meet_all": None, "left_over": None},
    ),
    (assessment_snapshot, {"canonical": None}),
)
_OF_SNAPSHOTS = assessment_snapshot.c.assessment_id
_OF_ITEMS = assessment_item.c.assessment_id
# When something was done: of which assessment, when, and in which rows that stands.
_DONE: tuple[tuple[ColumnElement[Any], ColumnElement[Any], FromClause], ...] = (
    (assessment.c.id, assessment.c.made_at, assessment),
    *(
        (each.c.assessment_id, each.c.at, each)
        for each in (
            assessment_stated,
            assessment_table,
            assessment_note,
            assessment_status,
            assessment_money,
            assessment_snapshot,
        )
    ),
    (_OF_ITEMS, assessment_item.c.received_at, assessment_item),
    (assessment_submission.c.assessment_id, assessment_submission.c.received_at, assessment_submission),
    *((_OF_SNAPSHOTS, each.c.at, each.join(assessment_snapshot)) for each in (assessment_voided, assessment_signature)),
    (_OF_ITEMS, assessment_item_approved.c.at, assessment_item_approved.join(assessment_item)),
)


@dataclass(frozen=True, slots=True)
class OldAssessment:
    """An assessment whose time was over on ``over_on``, and how much of it goes. ``last_on``: its last day of work."""

    id: str
    organisation: str
    year: str
    last_on: date
    over_on: date
    statements: int
    tables: int
    items: int


def plan(connection: Connection, today: date, years: int) -> tuple[OldAssessment, ...]:
    """What would go today, where each is kept so many years after the last thing that was done in it."""
    last = _last_done(connection)
    wanted = select(assessment).where(assessment.c.values_gone_at.is_(None))
    found = []
    for row in connection.execute(wanted.order_by(assessment.c.organisation, assessment.c.year)).mappings().all():
        on = day_of(last[row["id"]])
        if (over_on := years_after(on, years)) <= today:
            found.append(_old(connection, row, on, over_on))
    return tuple(found)


def apply(connection: Connection, now: datetime, by: str, today: date, years: int) -> tuple[OldAssessment, ...]:
    """Let go of the values of each that ``plan`` finds. Once it is stored, call ``retention.sweep`` for their files."""
    connection.execute(select(assessment.c.id).order_by(assessment.c.id).with_for_update())
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")  # else what was emptied can still be read in the file
    found = plan(connection, today, years)
    for each in found:
        _empty(connection, now, each.id)
        whose = {"assessment_id": each.id, "organisation": each.organisation}
        about = {**whose, "ends_on": each.over_on, "count": each.items}
        record(connection, now, by, "assessment.values_gone", None, about)
    return found


def _last_done(connection: Connection) -> Mapping[str, datetime]:
    """When something was done last in each assessment."""
    last: dict[str, datetime] = {}
    for of, at, rows in _DONE:
        for id, done in connection.execute(select(of, func.max(at)).select_from(rows).group_by(of)):
            last[id] = max(done, last.get(id, done))
    return last


def _old(connection: Connection, row: RowMapping, last_on: date, over_on: date) -> OldAssessment:
    id = row["id"]
    statements, tables, items = (
        _count(connection, each, id) for each in (assessment_stated, assessment_table, assessment_item)
    )
    return OldAssessment(id, row["organisation"], row["year"], last_on, over_on, statements, tables, items)


def _count(connection: Connection, table: Table, id: str) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(table.c.assessment_id == id)) or 0


def _empty(connection: Connection, now: datetime, id: str) -> None:
    for table, values in _GOES:
        connection.execute(update(table).where(table.c.assessment_id == id).values(**values))
    snapshots = select(assessment_snapshot.c.id).where(assessment_snapshot.c.assessment_id == id)
    signatures = update(assessment_signature).where(assessment_signature.c.snapshot_id.in_(snapshots))
    connection.execute(signatures.values(name=None))
    files = update(assessment_item).where(assessment_item.c.assessment_id == id, assessment_item.c.sha256.is_not(None))
    connection.execute(files.values(bytes_gone_at=now))
    gone = {"salt": None, "values_gone_at": now, "version": assessment.c.version + 1}
    connection.execute(update(assessment).where(assessment.c.id == id).values(**gone))
