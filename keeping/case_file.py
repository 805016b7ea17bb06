"""All that is held about one case, gathered from the tables as JSON can hold it; but for its salt, which is a key."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from keeping.decisions_held import decisions_held
from keeping.held_rows import Row, rows, rows_of
from keeping.publications_held import publications_held
from storage import (
    activity,
    assigned,
    case,
    case_link,
    case_rule_set,
    deadline,
    determined,
    evidence_item,
    extension,
    interest,
    party,
    person,
    record_change,
    state_change,
    stated,
    stated_on,
    told,
)

_WHO = {"by", "made_by", "officer_id", "person_id", "met_by", "issued_by", "actor"}


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What is held about a case. ``people`` gives the names for the ids that stand in it."""

    case: Row
    statements: list[Row]
    evidence: list[Row]
    determinations: list[Row]
    decisions: list[Row]
    deadlines: list[Row]
    activity: list[Row]
    people: dict[str, str]


def gather(connection: Connection, reference: str) -> CaseFile | None:
    """Everything held about the case with this reference; none where there is no such case."""
    columns = [column for column in case.columns if column.name != "salt"]
    found = rows(connection, select(*columns).where(case.c.reference == reference))
    if not found:
        return None
    about, id = found[0], found[0]["id"]
    about |= {
        "rule_sets": [row["rule_set"] for row in rows_of(connection, case_rule_set, id, "place")],
        "state_changes": rows_of(connection, state_change, id, "place"),
        "record_changes": rows_of(connection, record_change, id, "place"),
        "parties": rows_of(connection, party, id, "place"),
        "told": rows_of(connection, told, id, "on", "at"),
        "assigned": rows_of(connection, assigned, id, "starts_at"),
        "links": _links(connection, id),
        "interests": rows_of(connection, interest, id, "place", as_json=()),
        "publications": publications_held(connection, id),
    }
    parts = (
        _statements(connection, id),
        rows_of(connection, evidence_item, id, "place"),
        _determinations(connection, id),
        decisions_held(connection, id),
        _deadlines(connection, id),
        [{**row, "about": json.loads(row["about"] or "{}")} for row in rows_of(connection, activity, id, "place")],
    )
    return CaseFile(about, *parts, _people(connection, about, *parts))


def _links(connection: Connection, id: str) -> list[Row]:
    """Whichever of the two cases was named first."""
    either = or_(
        (case_link.c.case_id == id) & (case.c.id == case_link.c.other_id),
        (case_link.c.other_id == id) & (case.c.id == case_link.c.case_id),
    )
    columns = (case.c.reference, case_link.c.how, case_link.c.at, case_link.c.by)
    return rows(connection, select(*columns).where(either).order_by(case.c.reference))


def _statements(connection: Connection, id: str) -> list[Row]:
    """In the order in which they were made, each with the places of the evidence it rests on."""
    joined = stated_on.join(stated).join(evidence_item, evidence_item.c.id == stated_on.c.evidence_id)
    wanted = select(stated_on.c.stated_id, evidence_item.c.place).select_from(joined).where(stated.c.case_id == id)
    rests_on: dict[str, list[int]] = {}
    for stated_id, place in connection.execute(wanted.order_by(evidence_item.c.place)):
        rests_on.setdefault(stated_id, []).append(place)
    return [{**row, "evidence": rests_on.get(row["id"], [])} for row in rows_of(connection, stated, id, "place")]


def _determinations(connection: Connection, id: str) -> list[Row]:
    """Without their canonical bytes, which are files of their own."""
    return rows_of(connection, determined, id, "place", without=("canonical",))


def _deadlines(connection: Connection, id: str) -> list[Row]:
    wanted = select(extension).join(deadline).where(deadline.c.case_id == id).order_by(extension.c.at)
    extended = rows(connection, wanted)
    return [
        {**row, "extensions": [each for each in extended if each["deadline_id"] == row["id"]]}
        for row in rows_of(connection, deadline, id, "rule_set", "name")
    ]


def _people(connection: Connection, *held: Any) -> dict[str, str]:
    ids = {each for part in held for each in _ids(part)}
    found = select(person.c.id, person.c.name).where(person.c.id.in_(ids)).order_by(person.c.name)
    return {row.id: row.name for row in connection.execute(found)}


def _ids(held: Any) -> Iterator[str]:
    if isinstance(held, list):
        for each in held:
            yield from _ids(each)
    elif isinstance(held, Mapping):
        for name, value in held.items():
            if name in _WHO and isinstance(value, str):
                yield value
            elif isinstance(value, list):
                yield from _ids(value)
