"""What the public sends: problems with rules, requests to take something down, and the answers."""

import sqlalchemy as sa
from alembic import op

from storage.append_only import append_only, no_longer

revision = "0004"
down_revision = "0003"

# What may go when its time is over; all else of a row stays as it was.
WHAT_MAY_GO = {
    "reported": (("id", "sort", "rule_set", "provision", "publication", "at"), ("said", "contact")),
    "report_answer": (("id", "report_id", "place", "verdict", "at", "by"), ("said",)),
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "reported",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sort", sa.String(length=20), nullable=False),
        sa.Column("rule_set", sa.String(length=200), nullable=False),
        sa.Column("provision", sa.String(length=200), nullable=False),
        sa.Column("publication", sa.String(length=40), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported")),
    )
    op.create_table(
        "report_answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("report_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reported.id"], name=op.f("fk_report_answer_report_id")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_report_answer_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_answer")),
        sa.UniqueConstraint("report_id", "place", name=op.f("uq_report_answer_report_id")),
    )
    for column in ("report_id", "by"):
        op.create_index(op.f(f"ix_report_answer_{column}"), "report_answer", [column])
    for table, (kept, may_go) in WHAT_MAY_GO.items():
        append_only(table, kept, may_go)


def downgrade() -> None:
    """Undo it."""
    for table in ("report_answer", "reported"):
        no_longer(table)
        op.drop_table(table)
