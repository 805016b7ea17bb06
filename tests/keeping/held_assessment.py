"""An assessment of a trust with a row or more in every table, beside a case."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Table, insert

from storage import (
    assessment,
    assessment_item,
    assessment_item_approved,
    assessment_item_serves,
    assessment_money,
    assessment_note,
    assessment_signature,
    assessment_site,
    assessment_snapshot,
    assessment_stated,
    assessment_status,
    assessment_submission,
    assessment_table,
    assessment_voided,
    icb_trust,
    new_key,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = date(2026, 3, 2)
HASH = "d" * 64


def put_assessment(connection: Connection, by: str) -> str:
    """The assessment of a trust of its own, signed and submitted; its id."""
    trust = f"R{new_key()[:6].upper()}"
    id = _put(
        connection, assessment, organisation=trust, name="Wrenlow Hospitals NHS Trust", year="year-7",
        state="submitted", version=9, content=7, salt="5b" * 32, made_at=NOON, made_by=by,
    )  # fmt: skip
    _put(connection, icb_trust, trust=trust, icb="QWO", at=NOON, by=by)
    _put(connection, assessment_site, assessment_id=id, code="north", place=1, name="North site")
    mine: dict[str, Any] = {"assessment_id": id, "place": 1, "at": NOON, "by": by}
    first = _put(
        connection, assessment_stated, **mine, site="", name="plan_signed", said="true", source="the plan",
        correction="",
    )  # fmt: skip
    _put(
        connection, assessment_stated, **{**mine, "place": 2}, site="", name="plan_signed", said="false",
        source="the plan", correction="It was misread", replaces=first,
    )  # fmt: skip
    _put(
        connection, assessment_table, **mine, site="north", name="training", sha256=HASH, size=0,
        document='{"by":"","complete":false,"rows":[]}', complete_by="", source="training.csv", file_sha256=HASH,
    )  # fmt: skip
    _put_brought(connection, mine)
    _put_signed(connection, mine)
    return id


def _put_brought(connection: Connection, mine: Mapping[str, Any]) -> None:
    item = _put(
        connection, assessment_item, assessment_id=mine["assessment_id"], place=1, title="Minutes",
        original="The archive", media_type="", size=0, searched=False, dated=DAY, covers_from=DAY, covers_to=DAY,
        received_at=NOON, by=mine["by"],
    )  # fmt: skip
    _put(connection, assessment_item_serves, item_id=item, requirement="sa8-b-plan", site="")
    _put(connection, assessment_item_approved, item_id=item, at=NOON, by=mine["by"])
    _put(
        connection, assessment_note, **mine, requirement="sa8-b-plan", site="", owner="A. Matron", due_on=DAY,
        comment="It goes to the Board",
    )  # fmt: skip
    _put(connection, assessment_status, **mine, sort="self_assessed", site="", action="sa8", stands="met")
    again = {"sort": "reverified", "stands": "not_met", "why": "A second look", "paid_back": 100, "paid_back_on": DAY}
    _put(connection, assessment_status, **{**mine, "place": 2}, site="", action="sa8", **again)
    _put(connection, assessment_money, **mine, maternity_part=400_000_000_00, of_those_that_meet_all=2**40, left_over=1)


def _put_signed(connection: Connection, mine: Mapping[str, Any]) -> None:
    done = {"at": NOON, "by": mine["by"]}
    snapshot = _put(connection, assessment_snapshot, **mine, content=6, as_at=DAY, canonical=b"{}", sha256=HASH)
    _put(
        connection, assessment_signature, snapshot_id=snapshot, place=1, role="safety_champion", name="A. Champion",
        sha256=HASH, **done,
    )  # fmt: skip
    _put(
        connection, assessment_submission, assessment_id=mine["assessment_id"], snapshot_id=snapshot,
        receipt=f"RECEIPT/2026/{snapshot[:8]}", sha256=HASH, received_at=NOON, by=mine["by"],
    )  # fmt: skip
    _put(connection, assessment_voided, snapshot_id=snapshot, act="assessment.change", **done)


def _put(connection: Connection, table: Table, **values: Any) -> str:
    key = new_key()
    connection.execute(insert(table).values({"id": key, **values} if "id" in table.c else values))
    return key
