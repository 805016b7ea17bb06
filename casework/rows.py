"""From the tables to what casework speaks of, and nothing else: whoever asks has seen to the rights."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from casework.model import Assignment, Case, Party, StateChange, Told
from storage import assigned, case, case_rule_set, party, state_change, told

CASE_COLUMNS = tuple(
    case.c[name]
    for name in (
        "id", "reference", "kind", "title", "state", "received_on", "organisation", "officer_id", "record_closed",
        "version", "made_at", "made_by",
    )
)  # fmt: skip


def cases_of(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Case, ...]:
    """Cases from their rows, in the same order, each with its rule sets."""
    rule_sets = _rule_sets(connection, [row.id for row in rows])
    return tuple(Case(**row._mapping, rule_sets=rule_sets.get(row.id, ())) for row in rows)


def _rule_sets(connection: Connection, ids: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    wanted = select(case_rule_set.c.case_id, case_rule_set.c.rule_set).where(case_rule_set.c.case_id.in_(ids))
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in connection.execute(wanted.order_by(case_rule_set.c.place)):
        found[row.case_id] += (row.rule_set,)
    return found


def parties_of(connection: Connection, case_id: str) -> tuple[Party, ...]:
    """Every party there was, in the order in which they came in."""
    wanted = select(party).where(party.c.case_id == case_id).order_by(party.c.place)
    return tuple(
        Party(
            row.id, row.role, row.name or "", row.personal, row.organisation, row.contact or "", row.made_at,
            row.left_at,
        )
        for row in connection.execute(wanted)
    )  # fmt: skip


def told_of(connection: Connection, case_id: str) -> tuple[Told, ...]:
    """Every notice that was given, by the day on which it was; those taken back too."""
    wanted = select(told).where(told.c.case_id == case_id).order_by(told.c.on, told.c.at, told.c.id)
    return tuple(
        Told(
            row.id, row.party_id, row.what, row.on, row.how, row.at, row.by, row.taken_back_at, row.taken_back_why
        )
        for row in connection.execute(wanted)
    )  # fmt: skip


def changes_of(connection: Connection, case_id: str) -> tuple[StateChange, ...]:
    """Every change of state, in the order in which they were made."""
    wanted = select(state_change).where(state_change.c.case_id == case_id).order_by(state_change.c.place)
    return tuple(
        StateChange(row.before, row.after, row.on, row.why, row.at, row.by) for row in connection.execute(wanted)
    )


def assignments_of(connection: Connection, case_id: str) -> tuple[Assignment, ...]:
    """Whose case it was and who sat on it, in order."""
    wanted = select(assigned).where(assigned.c.case_id == case_id).order_by(assigned.c.starts_at, assigned.c.id)
    return tuple(
        Assignment(row.person_id, row.part, row.starts_at, row.ends_at, row.by) for row in connection.execute(wanted)
    )
