"""The decisions of a case and all that was done to each, as JSON can hold it. What was issued is a file of its own."""

from collections.abc import Mapping

from sqlalchemy import Connection, Table, select

from keeping.held_rows import Row, rows_of
from storage import (
    decision,
    decision_adopted,
    decision_comment,
    decision_conclusion,
    decision_departure,
    decision_review,
    decision_slip,
    decision_text,
    issued_decision,
    letter,
)

_PARTS: Mapping[str, Table] = {
    "adopted": decision_adopted,
    "departures": decision_departure,
    "conclusions": decision_conclusion,
    "texts": decision_text,
    "comments": decision_comment,
    "reviews": decision_review,
    "slips": decision_slip,
    "letters": letter,
}
_JSON = ("decided_by", "sections")


def decisions_held(connection: Connection, case_id: str) -> list[Row]:
    """Every decision, the first first, with the rows of every part of it in the order in which they were added."""
    parts = {
        name: rows_of(connection, table, case_id, "place", without=("html",), as_json=_JSON)
        for name, table in _PARTS.items()
    }
    wanted = select(issued_decision.c.decision_id, issued_decision.c.sha256)
    issued = connection.execute(wanted.where(issued_decision.c.case_id == case_id))
    hashes = {row.decision_id: row.sha256 for row in issued}
    return [
        {**row, "sha256": hashes.get(row["id"]), **{name: _of(row, rows) for name, rows in parts.items()}}
        for row in rows_of(connection, decision, case_id, "place")
    ]


def _of(made: Row, rows: list[Row]) -> list[Row]:
    return [each for each in rows if each["decision_id"] == made["id"]]
