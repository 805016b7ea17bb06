"""Decisions, from draft to letter, what people declared, and the law that they read."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.append_only import append_only, final_once, no_longer, no_longer_shut, shut_once_issued

revision = "0002"
down_revision = "0001"

_PART = ("id", "case_id", "decision_id", "place")
_DONE = ("at", "by")

# What may go when a case's time is over; all else of a row stays as it was.
WHAT_MAY_GO = {
    "decision_adopted": ((*_PART, "round", "determined_id", *_DONE), ()),
    "decision_departure": ((*_PART, "rule_set", "about", "name", "proposed", "decided", *_DONE), ("reasons",)),
    "decision_conclusion": ((*_PART, "disposal", "final", *_DONE), ("decided_by",)),
    "decision_text": ((*_PART, *_DONE), ("sections",)),
    "decision_comment": ((*_PART, "section", "answers_id", "content", *_DONE), ("said",)),
    "decision_review": ((*_PART, "content", "approved", *_DONE), ("said",)),
    "decision_slip": ((*_PART, *_DONE), ("stands", "should_be", "why")),
    "issued_decision": (("decision_id", "case_id", "reference", "sha256", *_DONE), ("canonical", "html")),
    "letter": ((*_PART, "party_id", "told_id", "sha256", *_DONE), ("said", "html")),
    "interest": (("id", "case_id", "person_id", "place", "has_one", "at"), ("said",)),
    "law_read": ((), ()),
}
# What goes into an issued decision: none of it is added to afterwards.
OF_A_DRAFT = (
    "decision_adopted",
    "decision_departure",
    "decision_conclusion",
    "decision_text",
    "decision_comment",
    "decision_review",
)

# Rows that name a row of their own table may come before it, as in a backup that is put back.
AT_THE_END: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "law_read",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rule_set", sa.String(length=200), nullable=False),
        sa.Column("provision", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("read_in", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_law_read_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_read")),
    )
    with op.batch_alter_table("law_read", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_law_read_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_law_read_fingerprint"), ["fingerprint"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.String(length=32), nullable=True),
        sa.Column("reference", sa.String(length=30), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_decision_case_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name=op.f("fk_decision_issued_by")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_decision_made_by")),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["decision.id"], name=op.f("fk_decision_supersedes_id"), **AT_THE_END
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("case_id", "place", name=op.f("uq_decision_case_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_decision_reference")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_issued_by"), ["issued_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_made_by"), ["made_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_supersedes_id"), ["supersedes_id"], unique=False)

    op.create_table(
        "interest",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("has_one", sa.Boolean(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_interest_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_interest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
        sa.UniqueConstraint("case_id", "place", name=op.f("uq_interest_case_id")),
    )
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interest_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_interest_person_id"), ["person_id"], unique=False)

    op.create_table(
        "decision_adopted",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("determined_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_decision_adopted_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_decision_adopted_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_adopted_decision_id")),
        sa.ForeignKeyConstraint(["determined_id"], ["determined.id"], name=op.f("fk_decision_adopted_determined_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_adopted")),
        sa.UniqueConstraint("decision_id", "place", name=op.f("uq_decision_adopted_decision_id")),
    )
    with op.batch_alter_table("decision_adopted", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_adopted_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_adopted_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_adopted_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_adopted_determined_id"), ["determined_id"], unique=False)

    op.create_table(
        "decision_comment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("answers_id", sa.String(length=32), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["decision_comment.id"], name=op.f("fk_decision_comment_answers_id"), **AT_THE_END
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_decision_comment_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_decision_comment_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_comment_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_comment")),
        sa.UniqueConstraint("decision_id", "place", name=op.f("uq_decision_comment_decision_id")),
    )
    with op.batch_alter_table("decision_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_comment_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_comment_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_comment_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "decision_conclusion",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("disposal", sa.String(length=40), nullable=False),
        sa.Column("final", sa.String(length=40), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_decision_conclusion_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_decision_conclusion_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_conclusion_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_conclusion")),
        sa.UniqueConstraint("decision_id", "place", name=op.f("uq_decision_conclusion_decision_id")),
    )
    with op.batch_alter_table("decision_conclusion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_conclusion_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_conclusion_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_conclusion_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "decision_departure",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rule_set", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("proposed", sa.String(length=200), nullable=False),
        sa.Column("decided", sa.String(length=200), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_decision_departure_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_decision_departure_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_departure_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_departure")),
        sa.UniqueConstraint("decision_id", "place", name=op.f("uq_decision_departure_decision_id")),
    )
    with op.batch_alter_table("decision_departure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_departure_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_departure_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_departure_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "decision_review",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_decision_review_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_decision_review_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_review_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_review")),
        sa.UniqueConstraint("decision_id", "place", name=op.f("uq_decision_review_decision_id")),
    )
    with op.batch_alter_table("decision_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_review_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_review_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_review_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "decision_slip",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("stands", sa.Text(), nullable=True),
        sa.Column("should_be", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_decision_slip_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_decision_slip_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_slip_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_slip")),
        sa.UniqueConstraint("decision_id", "place", name=op.f("uq_decision_slip_decision_id")),
    )
    with op.batch_alter_table("decision_slip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_slip_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_slip_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_slip_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "decision_text",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sections", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_decision_text_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_decision_text_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_text_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_text")),
        sa.UniqueConstraint("decision_id", "place", name=op.f("uq_decision_text_decision_id")),
    )
    with op.batch_alter_table("decision_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_text_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_text_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_text_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "issued_decision",
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=30), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=True),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_issued_decision_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_issued_decision_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_issued_decision_decision_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_issued_decision")),
        sa.UniqueConstraint("reference", name=op.f("uq_issued_decision_reference")),
    )
    with op.batch_alter_table("issued_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_decision_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_decision_case_id"), ["case_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("told_id", sa.String(length=32), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_letter_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_letter_case_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_letter_decision_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_letter_party_id")),
        sa.ForeignKeyConstraint(["told_id"], ["told.id"], name=op.f("fk_letter_told_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("decision_id", "place", name=op.f("uq_letter_decision_id")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_told_id"), ["told_id"], unique=False)

    final_once("decision", "issued_at")
    for table in OF_A_DRAFT:
        shut_once_issued(table)
    for table, (kept, may_go) in WHAT_MAY_GO.items():
        append_only(table, kept, may_go)


def downgrade() -> None:
    """Undo it."""
    for table in WHAT_MAY_GO:
        no_longer(table)
    for table in OF_A_DRAFT:
        no_longer_shut(table)
    no_longer("decision")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_told_id"))
        batch_op.drop_index(batch_op.f("ix_letter_party_id"))
        batch_op.drop_index(batch_op.f("ix_letter_decision_id"))
        batch_op.drop_index(batch_op.f("ix_letter_case_id"))
        batch_op.drop_index(batch_op.f("ix_letter_by"))

    op.drop_table("letter")
    with op.batch_alter_table("issued_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issued_decision_case_id"))
        batch_op.drop_index(batch_op.f("ix_issued_decision_by"))

    op.drop_table("issued_decision")
    with op.batch_alter_table("decision_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_text_decision_id"))
        batch_op.drop_index(batch_op.f("ix_decision_text_case_id"))
        batch_op.drop_index(batch_op.f("ix_decision_text_by"))

    op.drop_table("decision_text")
    with op.batch_alter_table("decision_slip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_slip_decision_id"))
        batch_op.drop_index(batch_op.f("ix_decision_slip_case_id"))
        batch_op.drop_index(batch_op.f("ix_decision_slip_by"))

    op.drop_table("decision_slip")
    with op.batch_alter_table("decision_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_review_decision_id"))
        batch_op.drop_index(batch_op.f("ix_decision_review_case_id"))
        batch_op.drop_index(batch_op.f("ix_decision_review_by"))

    op.drop_table("decision_review")
    with op.batch_alter_table("decision_departure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_departure_decision_id"))
        batch_op.drop_index(batch_op.f("ix_decision_departure_case_id"))
        batch_op.drop_index(batch_op.f("ix_decision_departure_by"))

    op.drop_table("decision_departure")
    with op.batch_alter_table("decision_conclusion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_conclusion_decision_id"))
        batch_op.drop_index(batch_op.f("ix_decision_conclusion_case_id"))
        batch_op.drop_index(batch_op.f("ix_decision_conclusion_by"))

    op.drop_table("decision_conclusion")
    with op.batch_alter_table("decision_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_comment_decision_id"))
        batch_op.drop_index(batch_op.f("ix_decision_comment_case_id"))
        batch_op.drop_index(batch_op.f("ix_decision_comment_by"))

    op.drop_table("decision_comment")
    with op.batch_alter_table("decision_adopted", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_adopted_determined_id"))
        batch_op.drop_index(batch_op.f("ix_decision_adopted_decision_id"))
        batch_op.drop_index(batch_op.f("ix_decision_adopted_case_id"))
        batch_op.drop_index(batch_op.f("ix_decision_adopted_by"))

    op.drop_table("decision_adopted")
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interest_person_id"))
        batch_op.drop_index(batch_op.f("ix_interest_case_id"))

    op.drop_table("interest")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_supersedes_id"))
        batch_op.drop_index(batch_op.f("ix_decision_made_by"))
        batch_op.drop_index(batch_op.f("ix_decision_issued_by"))
        batch_op.drop_index(batch_op.f("ix_decision_case_id"))

    op.drop_table("decision")
    with op.batch_alter_table("law_read", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_law_read_fingerprint"))
        batch_op.drop_index(batch_op.f("ix_law_read_by"))

    op.drop_table("law_read")
