"""What is due in each case, and when: kept in step with its determinations, and with what people did about it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from engine import Determination, RuleSet
from keeping.deadline_acts import DeadlineRefused, meet, reopen
from keeping.deadline_rows import Deadline, NoSuchDeadline, by_id, of_case, read, written
from keeping.due_dates import DueDate, PowerToExtend, due_dates
from keeping.extensions import Extension, extend, extensions_of
from storage import case, case_rule_set, deadline, new_key

__all__ = [
    "Deadline",
    "DeadlineRefused",
    "Extension",
    "NoSuchDeadline",
    "PowerToExtend",
    "by_id",
    "due",
    "extend",
    "extensions_of",
    "meet",
    "of_case",
    "refresh",
    "reopen",
]


def refresh(
    connection: Connection,
    now: datetime,
    case_id: str,
    determination: Determination,
    rule_set: RuleSet,
    determined_id: str,
) -> None:
    """Bring the deadlines under a rule set to what a new determination of the case gives.

    One that it surely no longer gives is withdrawn, and so are those of rule sets that the case is no longer put to;
    what they were stays. A date that two rule sets of an area share is listed once, under the first of them. The entry
    in the activity is that of the determination.
    """
    its_own = select(case_rule_set.c.rule_set).where(case_rule_set.c.case_id == case_id)
    _withdraw(connection, now, case_id, deadline.c.rule_set.not_in(its_own))
    elsewhere = _elsewhere(connection, case_id, rule_set.id)
    found = [each for each in due_dates(determination, rule_set) if (each.name, each.says, each.cites) not in elsewhere]
    here = and_(deadline.c.case_id == case_id, deadline.c.rule_set == rule_set.id)
    before = {row.name: row for row in connection.execute(select(deadline).where(here))}
    for each in found:
        _bring(connection, now, before.get(each.name), each, (case_id, rule_set.id, determined_id))
    given = [each.name for each in found]
    _withdraw(connection, now, case_id, and_(deadline.c.rule_set == rule_set.id, deadline.c.name.not_in(given)))


def due(
    connection: Connection,
    *,
    person_ids: Sequence[str] | None,
    until: date | None,
    but_not_in: Collection[str] = (),
) -> tuple[Deadline, ...]:
    """What is still to be done in the cases of these people (of everybody, where None), by date.

    ``until``: only what is due by that day, or may be. ``but_not_in``: states of cases in which nothing is due.
    """
    wanted = [deadline.c.withdrawn_at.is_(None), deadline.c.met_on.is_(None), *whose(person_ids, but_not_in)]
    if until is not None:
        unknown = and_(deadline.c.due_on.is_(None), or_(deadline.c.earliest.is_(None), deadline.c.earliest <= until))
        wanted.append(or_(deadline.c.due_on <= until, unknown))
    found = read(connection, *wanted)
    return tuple(each for each in found if until is None or (each.due_on or each.earliest or until) <= until)


def whose(person_ids: Sequence[str] | None, but_not_in: Collection[str]) -> list[ColumnElement[bool]]:
    """That a case is one of these people's, and in none of these states."""
    wanted: list[ColumnElement[bool]] = [case.c.state.not_in(but_not_in)] if but_not_in else []
    return wanted if person_ids is None else [*wanted, case.c.officer_id.in_(person_ids)]


def _bring(connection: Connection, now: datetime, before: Row[Any] | None, found: DueDate, of: tuple[str, ...]) -> None:
    case_id, rule_set, determined_id = of
    row = {name: getattr(found, name) for name in ("says", "cites", "due_on", "earliest", "latest")}
    row |= {"waits_for": written(found.waits_for), "powers": written(found.powers)}
    row |= {"determined_id": determined_id, "withdrawn_at": None}
    if before is None:
        of_it = {"id": new_key(), "case_id": case_id, "rule_set": rule_set, "name": found.name}
        connection.execute(insert(deadline).values(row | of_it | {"sequence": 0, "changed_at": now}))
        return
    if any(getattr(before, name) != row[name] for name in ("says", "cites", "due_on", "withdrawn_at")):
        row |= {"sequence": before.sequence + 1, "changed_at": now}
    connection.execute(update(deadline).where(deadline.c.id == before.id).values(row))


def _withdraw(connection: Connection, now: datetime, case_id: str, which: ColumnElement[bool]) -> None:
    standing = and_(deadline.c.case_id == case_id, deadline.c.withdrawn_at.is_(None), which)
    gone = {"withdrawn_at": now, "changed_at": now, "sequence": deadline.c.sequence + 1}
    connection.execute(update(deadline).where(standing).values(gone))


def _elsewhere(connection: Connection, case_id: str, rule_set: str) -> set[tuple[str, str, str]]:
    """What other rule sets of the case list already."""
    listed = select(deadline.c.name, deadline.c.says, deadline.c.cites).where(
        deadline.c.case_id == case_id, deadline.c.rule_set != rule_set, deadline.c.withdrawn_at.is_(None)
    )
    return {(row.name, row.says, row.cites) for row in connection.execute(listed)}
