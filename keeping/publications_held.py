"""What was done to publish the decisions of a case, as JSON can hold it. What is published stands in the register."""

from collections.abc import Mapping

from sqlalchemy import Connection, Table, select

from keeping.held_rows import Row, rows, rows_of
from storage import (
    KEPT_ACT,
    commitment,
    publishing,
    publishing_approval,
    publishing_intent,
    publishing_preview,
    publishing_redaction,
    publishing_setting,
    publishing_text,
    takedown,
)

_PARTS: Mapping[str, Table] = {
    "redactions": publishing_redaction,
    "texts": publishing_text,
    "settings": publishing_setting,
    "previews": publishing_preview,
    "approvals": publishing_approval,
    "takedowns": takedown,
    "intents": publishing_intent,
}
_BYTES = ("canonical", "determinations", "pdf")


def publications_held(connection: Connection, case_id: str) -> list[Row]:
    """Every publication of the case, with the rows of every part of it in the order in which they were added.

    The key of a commitment is left out: it is a secret, and not about anybody.
    """
    parts = {
        name: rows_of(connection, table, case_id, "place", without=_BYTES, as_json=()) for name, table in _PARTS.items()
    }
    parts["intents"] = [each for each in parts["intents"] if not each["act"].endswith(KEPT_ACT)]
    columns = (commitment.c.decision_id, commitment.c.hmac)
    wanted = select(*columns).where(commitment.c.case_id == case_id)
    committed = {row["decision_id"]: row["hmac"] for row in rows(connection, wanted)}
    return [
        {**row, "commitment": committed.get(row["decision_id"]), **_of(row, parts)}
        for row in rows_of(connection, publishing, case_id, "made_at")
    ]


def _of(made: Row, parts: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    return {name: [each for each in held if each["publishing_id"] == made["id"]] for name, held in parts.items()}
