"""Publishing: redactions, approvals, previews, take-down requests, and what was to go out."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.append_only import append_only, no_longer

revision = "0003"
down_revision = "0002"

_PART = ("id", "case_id", "publishing_id", "place")
_DONE = ("at", "by")

# What may go when a case's time is over, or, of an intent, when it is done; all else of a row stays as it was.
WHAT_MAY_GO = {
    "publishing_redaction": (
        (*_PART, "of_version", "act", "pointer", "reason", *_DONE),
        ("words", "says", "replacement"),
    ),
    "publishing_text": ((*_PART, "of_version", "what", *_DONE), ("summary", "why")),
    "publishing_setting": ((), ()),
    "publishing_preview": ((), ()),
    "publishing_approval": ((), ()),
    "takedown": ((*_PART, "answers_id", "answer", *_DONE), ("asker", "said")),
    "publishing_intent": (
        (*_PART, "act", "of_version", "erases", "sha256", "on", *_DONE),
        ("canonical", "determinations", "pdf"),
    ),
    "commitment": (("decision_id", "case_id", "hmac", "at"), ("key",)),
    "scheme_entry": ((), ()),
}

# Rows that name a row of their own table may come before it, as in a backup that is put back.
AT_THE_END: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}


def upgrade() -> None:
    """Make it so."""
    _publishing()
    _parts()
    _commitments()
    _scheme_entries()
    for table, (kept, may_go) in WHAT_MAY_GO.items():
        append_only(table, kept, may_go)


def _publishing() -> None:
    op.create_table(
        "publishing",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("decision_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("out", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        _foreign("publishing", "case_id", "case.id"),
        _foreign("publishing", "decision_id", "decision.id"),
        _foreign("publishing", "made_by", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishing")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_publishing_decision_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_publishing_reference")),
    )
    _index("publishing", "case_id", "made_by")


def _parts() -> None:
    _part(
        "publishing_redaction",
        sa.Column("of_version", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("pointer", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("says", sa.Text(), nullable=True),
        sa.Column("replacement", sa.Text(), nullable=True),
    )
    _part(
        "publishing_text",
        sa.Column("of_version", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
    )
    _part(
        "publishing_setting",
        sa.Column("embargo_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noindex", sa.Boolean(), nullable=False),
    )
    _part(
        "publishing_preview",
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("link_id", sa.String(length=32), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        _foreign("publishing_preview", "party_id", "party.id"),
        _foreign("publishing_preview", "link_id", "one_time_link.id"),
    )
    _index("publishing_preview", "party_id", "link_id")
    _part("publishing_approval", sa.Column("content", sa.String(length=64), nullable=False))
    _part(
        "takedown",
        sa.Column("answers_id", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("asker", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        _foreign("takedown", "answers_id", "takedown.id", **AT_THE_END),
    )
    _part(
        "publishing_intent",
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("of_version", sa.Integer(), nullable=False),
        sa.Column("erases", sa.Boolean(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=True),
        sa.Column("determinations", sa.LargeBinary(), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused", sa.Boolean(), nullable=False),
    )


def _commitments() -> None:
    op.create_table(
        "commitment",
        sa.Column("decision_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("hmac", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _foreign("commitment", "case_id", "case.id"),
        _foreign("commitment", "decision_id", "decision.id"),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_commitment")),
    )
    _index("commitment", "case_id")


def _scheme_entries() -> None:
    op.create_table(
        "scheme_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("publishing_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=20), nullable=False),
        sa.Column("entered", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        _foreign("scheme_entry", "publishing_id", "publishing.id"),
        _foreign("scheme_entry", "by", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_entry")),
        sa.UniqueConstraint("publishing_id", "place", name=op.f("uq_scheme_entry_publishing_id")),
    )
    _index("scheme_entry", "publishing_id", "organisation", "by")


def _part(name: str, *more: Any) -> None:
    """A table of something that was done to a publication."""
    op.create_table(
        name,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("publishing_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *more,
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        _foreign(name, "case_id", "case.id"),
        _foreign(name, "publishing_id", "publishing.id"),
        _foreign(name, "by", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("publishing_id", "place", name=op.f(f"uq_{name}_publishing_id")),
    )
    _index(name, "case_id", "publishing_id", "by")


def _foreign(table: str, column: str, to: str, **more: Any) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"), **more)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    """Undo it."""
    for table in WHAT_MAY_GO:
        no_longer(table)
    for table in reversed(("publishing", *WHAT_MAY_GO)):
        op.drop_table(table)
