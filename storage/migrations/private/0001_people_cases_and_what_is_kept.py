"""People, cases and what is kept of them."""

import sqlalchemy as sa
from alembic import op

from storage.append_only import append_only, no_longer

revision = "0001"
down_revision = None

# When a case's time is over its values go; which facts, whose act, when and with which rules stays.
WHAT_MAY_GO = {
    "stated": (
        ("id", "case_id", "place", "sort", "name", "replaces", "at", "by"),
        ("said", "source", "decided_by", "correction"),
    ),
    "determined": (
        (
            "id", "case_id", "place", "rule_set", "revision", "sha256", "as_at", "record_closed", "stated_to", "at",
            "by",
        ),
        ("canonical", "explanation", "given"),
    ),
}  # fmt: skip


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "activity",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_activity")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_case_id"), ["case_id"], unique=False)

    op.create_table(
        "activity_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_head")),
    )
    op.create_table(
        "case_number",
        sa.Column("series", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_case_number")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("password_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_factor", sa.Text(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("issuer", sa.String(length=500), nullable=True),
        sa.Column("subject", sa.String(length=500), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_person_issuer")),
    )
    op.create_table(
        "rules_used",
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("rule_set", sa.String(length=200), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_rules_used")),
    )
    op.create_table(
        "secret",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=128), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secret")),
    )
    op.create_table(
        "sign_in_tried",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("whence", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("came_in", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_tried")),
    )
    with op.batch_alter_table("sign_in_tried", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_tried_whence_at", ["whence", "at"], unique=False)
        batch_op.create_index("ix_sign_in_tried_who_at", ["who", "at"], unique=False)

    op.create_table(
        "absence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("cover_id", sa.String(length=32), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cover_id"], ["person.id"], name=op.f("fk_absence_cover_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_cover_id"), ["cover_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_absence_person_id"), ["person_id"], unique=False)

    op.create_table(
        "answered",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.String(length=2000), server_default="", nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answered_person_id")),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_answered")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("hash", name=op.f("uq_calendar_feed_hash")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_person_id"), ["person_id"], unique=False)

    op.create_table(
        "case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("organisation", sa.String(length=20), server_default="", nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=True),
        sa.Column("record_closed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("values_gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_case_made_by")),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_case_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_reference")),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_made_by"), ["made_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_officer_id"), ["officer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_organisation"), ["organisation"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_state"), ["state"], unique=False)

    op.create_table(
        "one_time_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_one_time_link_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("hash", name=op.f("uq_one_time_link_hash")),
    )
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_link_made_by"), ["made_by"], unique=False)

    op.create_table(
        "role_held",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("organisation", sa.String(length=20), server_default="", nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_role_held_given_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_held_person_id")),
        sa.PrimaryKeyConstraint("person_id", "role", "organisation", name=op.f("pk_role_held")),
    )
    with op.batch_alter_table("role_held", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_held_given_by"), ["given_by"], unique=False)

    op.create_table(
        "signed_in",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signed_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in")),
        sa.UniqueConstraint("hash", name=op.f("uq_signed_in_hash")),
    )
    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signed_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "token",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("hash", name=op.f("uq_token_hash")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "assigned",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_assigned_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_assigned_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assigned_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assigned")),
    )
    with op.batch_alter_table("assigned", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assigned_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_assigned_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assigned_person_id"), ["person_id"], unique=False)

    op.create_table(
        "case_link",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_case_link_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_link_case_id")),
        sa.ForeignKeyConstraint(["other_id"], ["case.id"], name=op.f("fk_case_link_other_id")),
        sa.PrimaryKeyConstraint("case_id", "other_id", name=op.f("pk_case_link")),
    )
    with op.batch_alter_table("case_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_link_by"), ["by"], unique=False)

    op.create_table(
        "case_rule_set",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rule_set", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_rule_set_case_id")),
        sa.PrimaryKeyConstraint("case_id", "place", name=op.f("pk_case_rule_set")),
        sa.UniqueConstraint("case_id", "rule_set", name=op.f("uq_case_rule_set_case_id")),
    )
    op.create_table(
        "determined",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rule_set", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("given", sa.Text(), nullable=True),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("record_closed", sa.Boolean(), nullable=False),
        sa.Column("stated_to", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_determined_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_determined_case_id")),
        sa.ForeignKeyConstraint(["revision"], ["rules_used.revision"], name=op.f("fk_determined_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_determined")),
        sa.UniqueConstraint("case_id", "place", name=op.f("uq_determined_case_id")),
    )
    with op.batch_alter_table("determined", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_determined_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_determined_case_id"), ["case_id"], unique=False)

    op.create_table(
        "evidence_item",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("searched", sa.Boolean(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("covers_from", sa.Date(), nullable=True),
        sa.Column("covers_to", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("bytes_gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_evidence_item_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_evidence_item_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_item")),
        sa.UniqueConstraint("case_id", "place", name=op.f("uq_evidence_item_case_id")),
    )
    with op.batch_alter_table("evidence_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_item_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_item_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_item_sha256"), ["sha256"], unique=False)

    op.create_table(
        "party",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("organisation", sa.String(length=20), server_default="", nullable=False),
        sa.Column("personal", sa.Boolean(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_party_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_case_id"), ["case_id"], unique=False)

    op.create_table(
        "record_change",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_record_change_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_record_change_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_change")),
        sa.UniqueConstraint("case_id", "place", name=op.f("uq_record_change_case_id")),
    )
    with op.batch_alter_table("record_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_change_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_change_case_id"), ["case_id"], unique=False)

    op.create_table(
        "state_change",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=40), server_default="", nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_state_change_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_state_change_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_change")),
        sa.UniqueConstraint("case_id", "place", name=op.f("uq_state_change_case_id")),
    )
    with op.batch_alter_table("state_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_state_change_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_state_change_case_id"), ["case_id"], unique=False)

    op.create_table(
        "stated",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("correction", sa.Text(), nullable=True),
        sa.Column("replaces", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_stated_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_stated_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated")),
        sa.UniqueConstraint("case_id", "place", name=op.f("uq_stated_case_id")),
    )
    with op.batch_alter_table("stated", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stated_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_stated_case_id"), ["case_id"], unique=False)

    op.create_table(
        "deadline",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("rule_set", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("says", sa.Text(), server_default="", nullable=False),
        sa.Column("cites", sa.Text(), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("earliest", sa.Date(), nullable=True),
        sa.Column("latest", sa.Date(), nullable=True),
        sa.Column("waits_for", sa.Text(), server_default="", nullable=False),
        sa.Column("powers", sa.Text(), server_default="", nullable=False),
        sa.Column("determined_id", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("met_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_deadline_case_id")),
        sa.ForeignKeyConstraint(["determined_id"], ["determined.id"], name=op.f("fk_deadline_determined_id")),
        sa.ForeignKeyConstraint(["met_by"], ["person.id"], name=op.f("fk_deadline_met_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint("case_id", "rule_set", "name", name=op.f("uq_deadline_case_id")),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_determined_id"), ["determined_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deadline_met_by"), ["met_by"], unique=False)

    op.create_table(
        "stated_on",
        sa.Column("stated_id", sa.String(length=32), nullable=False),
        sa.Column("evidence_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence_item.id"], name=op.f("fk_stated_on_evidence_id")),
        sa.ForeignKeyConstraint(["stated_id"], ["stated.id"], name=op.f("fk_stated_on_stated_id")),
        sa.PrimaryKeyConstraint("stated_id", "evidence_id", name=op.f("pk_stated_on")),
    )
    op.create_table(
        "told",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_why", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_told_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_told_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_told_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told")),
    )
    with op.batch_alter_table("told", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_told_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_told_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_told_party_id"), ["party_id"], unique=False)

    op.create_table(
        "extension",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("deadline_id", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("power", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_extension_by")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_extension_deadline_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_extension_deadline_id"), ["deadline_id"], unique=False)

    append_only("activity")
    append_only("rules_used")
    for table, (kept, may_go) in WHAT_MAY_GO.items():
        append_only(table, kept, may_go)


def downgrade() -> None:
    """Undo it."""
    for table in ("activity", "rules_used", *WHAT_MAY_GO):
        no_longer(table)
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extension_deadline_id"))
        batch_op.drop_index(batch_op.f("ix_extension_by"))

    op.drop_table("extension")
    with op.batch_alter_table("told", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_told_party_id"))
        batch_op.drop_index(batch_op.f("ix_told_case_id"))
        batch_op.drop_index(batch_op.f("ix_told_by"))

    op.drop_table("told")
    op.drop_table("stated_on")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_met_by"))
        batch_op.drop_index(batch_op.f("ix_deadline_determined_id"))
        batch_op.drop_index(batch_op.f("ix_deadline_case_id"))

    op.drop_table("deadline")
    with op.batch_alter_table("stated", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stated_case_id"))
        batch_op.drop_index(batch_op.f("ix_stated_by"))

    op.drop_table("stated")
    with op.batch_alter_table("record_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_change_case_id"))
        batch_op.drop_index(batch_op.f("ix_record_change_by"))

    op.drop_table("record_change")
    with op.batch_alter_table("state_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_state_change_case_id"))
        batch_op.drop_index(batch_op.f("ix_state_change_by"))

    op.drop_table("state_change")
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_case_id"))

    op.drop_table("party")
    with op.batch_alter_table("evidence_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_item_sha256"))
        batch_op.drop_index(batch_op.f("ix_evidence_item_case_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_item_by"))

    op.drop_table("evidence_item")
    with op.batch_alter_table("determined", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_determined_case_id"))
        batch_op.drop_index(batch_op.f("ix_determined_by"))

    op.drop_table("determined")
    op.drop_table("case_rule_set")
    with op.batch_alter_table("case_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_link_by"))

    op.drop_table("case_link")
    with op.batch_alter_table("assigned", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assigned_person_id"))
        batch_op.drop_index(batch_op.f("ix_assigned_case_id"))
        batch_op.drop_index(batch_op.f("ix_assigned_by"))

    op.drop_table("assigned")
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_token_person_id"))

    op.drop_table("token")
    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signed_in_person_id"))

    op.drop_table("signed_in")
    with op.batch_alter_table("role_held", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_held_given_by"))

    op.drop_table("role_held")
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_link_made_by"))

    op.drop_table("one_time_link")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_state"))
        batch_op.drop_index(batch_op.f("ix_case_organisation"))
        batch_op.drop_index(batch_op.f("ix_case_officer_id"))
        batch_op.drop_index(batch_op.f("ix_case_made_by"))

    op.drop_table("case")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feed_person_id"))

    op.drop_table("calendar_feed")
    op.drop_table("answered")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_person_id"))
        batch_op.drop_index(batch_op.f("ix_absence_cover_id"))

    op.drop_table("absence")
    with op.batch_alter_table("sign_in_tried", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_tried_who_at")
        batch_op.drop_index("ix_sign_in_tried_whence_at")

    op.drop_table("sign_in_tried")
    op.drop_table("secret")
    op.drop_table("rules_used")
    op.drop_table("person")
    op.drop_table("case_number")
    op.drop_table("activity_head")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_case_id"))

    op.drop_table("activity")
