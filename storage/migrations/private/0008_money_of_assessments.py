"""Money of assessments: what a trust says that it and all trusts paid, and what was paid back after a second check."""

import sqlalchemy as sa
from alembic import op

from storage.append_only import append_only, no_longer

revision = "0008"
down_revision = "0007"

_SUMS = ("contribution", "maternity_part", "of_those_that_meet_all", "left_over")
_STATUS = ("id", "assessment_id", "place", "sort", "site", "action", "stands", "at", "by")
_PAID_BACK = ("paid_back", "paid_back_on")
# What may go when its time is over; all else of a row stays as it was.
WHAT_MAY_GO: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "assessment_money": (("id", "assessment_id", "place", "at", "by"), _SUMS),
    "assessment_status": ((*_STATUS, *_PAID_BACK), ("why",)),
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "assessment_money",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("assessment_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in _SUMS),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"]),
        sa.ForeignKeyConstraint(["by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("assessment_id", "place"),
    )
    for name in ("assessment_id", "by"):
        op.create_index(f"ix_assessment_money_{name}", "assessment_money", [name])
    no_longer("assessment_status")
    op.add_column("assessment_status", sa.Column("paid_back", sa.BigInteger(), nullable=True))
    op.add_column("assessment_status", sa.Column("paid_back_on", sa.Date(), nullable=True))
    for table, (kept, may_go) in WHAT_MAY_GO.items():
        append_only(table, kept, may_go)


def downgrade() -> None:
    """Undo it: the sums are gone."""
    for table in WHAT_MAY_GO:
        no_longer(table)
    for name in _PAID_BACK:
        op.drop_column("assessment_status", name)
    op.drop_table("assessment_money")
    append_only("assessment_status", _STATUS, ("why",))
