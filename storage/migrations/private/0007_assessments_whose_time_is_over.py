"""Assessments whose time is over: what of them goes, and when it went."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.append_only import append_only, no_longer

revision = "0007"
down_revision = "0006"

# What may go when its time is over; all else of a row stays as it was. Of an item, also when its file went is told.
WHAT_MAY_GO: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "assessment_item": (
        (
            "id", "assessment_id", "place", "sha256", "media_type", "size", "searched", "dated", "covers_from",
            "covers_to", "received_at", "by",
        ),
        ("title", "original", "file_name"),
    ),
    "assessment_status": (("id", "assessment_id", "place", "sort", "site", "action", "stands", "at", "by"), ("why",)),
    "assessment_snapshot": (
        ("id", "assessment_id", "place", "content", "as_at", "sha256", "at", "by"), ("canonical",),
    ),
    "assessment_signature": (("id", "snapshot_id", "place", "role", "sha256", "at", "by"), ("name",)),
}  # fmt: skip
_BEFORE = {**dict.fromkeys(WHAT_MAY_GO, ((), ())), "assessment_item": WHAT_MAY_GO["assessment_item"]}
_KINDS: dict[tuple[str, str], "tuple[sa.types.TypeEngine[Any], str]"] = {
    ("assessment_status", "why"): (sa.Text(), ""),
    ("assessment_snapshot", "canonical"): (sa.LargeBinary(), ""),
    ("assessment_signature", "name"): (sa.String(length=200), ""),
}


def upgrade() -> None:
    """Make it so."""
    _without_triggers()
    op.add_column("assessment", sa.Column("values_gone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("assessment_item", sa.Column("bytes_gone_at", sa.DateTime(timezone=True), nullable=True))
    for (table, column), (kind, _) in _KINDS.items():
        _remade(table, column, sa.Column(f"{column}_", kind, nullable=True))
    for table, (kept, may_go) in WHAT_MAY_GO.items():
        append_only(table, kept, may_go)


def downgrade() -> None:
    """Undo it: what has gone is empty."""
    _without_triggers()
    for (table, column), (kind, empty) in _KINDS.items():
        _remade(table, column, sa.Column(f"{column}_", kind, nullable=False, server_default=empty))
    op.drop_column("assessment_item", "bytes_gone_at")
    op.drop_column("assessment", "values_gone_at")
    for table, (kept, may_go) in _BEFORE.items():
        append_only(table, kept, may_go)


def _without_triggers() -> None:
    for table in WHAT_MAY_GO:
        no_longer(table)


def _remade(table: str, name: str, column: "sa.Column[Any]") -> None:
    """A column made anew, since SQLite changes none; what it holds is taken over."""
    op.add_column(table, column)
    op.execute(f'UPDATE {table} SET "{column.name}" = "{name}" WHERE "{name}" IS NOT NULL')  # noqa: S608  # all ours
    op.drop_column(table, name)
    op.execute(f'ALTER TABLE {table} RENAME COLUMN "{column.name}" TO "{name}"')
