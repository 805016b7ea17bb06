"""What is published, under which names, and the log in which all of it stands."""

import sqlalchemy as sa
from alembic import op

from storage.append_only import append_only, final_once, gone_with_its_version, no_longer

revision = "0001"
down_revision = None

_OF = ("publication_id", "version")

# What may become nothing when a version is erased or its publication withdrawn; all else of a row stays as it was.
WHAT_MAY_GO = {
    "publication_version": ((*_OF, "sha256", "at", "leaf_index"), ("canonical", "why")),
    "rules_published": ((), ()),
    "alias": ((), ()),
    "log_leaf": ((), ()),
    "log_node": ((), ()),
    "log_key": ((), ()),
    "log_head": ((), ()),
}
GONE_WITH_ITS_VERSION = ("rendition", "determination_published")


def upgrade() -> None:
    """Make it so."""
    _publications()
    _versions()
    _log()
    final_once("publication", "withdrawn_on")
    for table, (kept, may_go) in WHAT_MAY_GO.items():
        append_only(table, kept, may_go)
    for table in GONE_WITH_ITS_VERSION:
        gone_with_its_version(table)


def _publications() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.String(length=34), nullable=False),
        sa.Column("docid", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("noindex", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("docid", name=op.f("uq_publication_docid")),
        sa.UniqueConstraint("leaf_index", name=op.f("uq_publication_leaf_index")),
    )
    op.create_table(
        "alias",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("publication_id", sa.String(length=34), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["publication_id"], ["publication.id"], name=op.f("fk_alias_publication_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_alias")),
    )
    op.create_index(op.f("ix_alias_publication_id"), "alias", ["publication_id"], unique=False)


def _versions() -> None:
    op.create_table(
        "publication_version",
        sa.Column("publication_id", sa.String(length=34), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_publication_version_publication_id")
        ),
        sa.PrimaryKeyConstraint("publication_id", "version", name=op.f("pk_publication_version")),
        sa.UniqueConstraint("leaf_index", name=op.f("uq_publication_version_leaf_index")),
    )
    op.create_table(
        "rendition",
        sa.Column("publication_id", sa.String(length=34), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _of_a_version("rendition"),
        sa.PrimaryKeyConstraint("publication_id", "version", "format", name=op.f("pk_rendition")),
    )
    op.create_table(
        "determination_published",
        sa.Column("publication_id", sa.String(length=34), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        _of_a_version("determination_published"),
        sa.PrimaryKeyConstraint("publication_id", "version", "sha256", name=op.f("pk_determination_published")),
    )
    op.create_table(
        "rules_published",
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("rule_set", sa.String(length=200), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_rules_published")),
    )


def _of_a_version(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["publication_id", "version"],
        ["publication_version.publication_id", "publication_version.version"],
        name=op.f(f"fk_{table}_publication_id"),
    )


def _log() -> None:
    op.create_table(
        "log_leaf",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sort", sa.String(length=20), nullable=False),
        sa.Column("publication_id", sa.String(length=34), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_log_leaf")),
    )
    op.create_index(op.f("ix_log_leaf_publication_id"), "log_leaf", ["publication_id"], unique=False)
    op.create_table(
        "log_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("level", "place", name=op.f("pk_log_node")),
    )
    op.create_table(
        "log_key",
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["leaf_index"], ["log_leaf.place"], name=op.f("fk_log_key_leaf_index")),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_log_key")),
        sa.UniqueConstraint("leaf_index", name=op.f("uq_log_key_leaf_index")),
    )
    op.create_table(
        "log_head",
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tree_size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["log_key.key_id"], name=op.f("fk_log_head_key_id")),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_log_head")),
    )
    op.create_index(op.f("ix_log_head_tree_size"), "log_head", ["tree_size"], unique=False)


def downgrade() -> None:
    """Undo it."""
    for table in ("publication", *GONE_WITH_ITS_VERSION, *WHAT_MAY_GO):
        no_longer(table)
    for table in (
        "log_head", "log_key", "log_node", "log_leaf",
        "rules_published", "determination_published", "rendition", "publication_version",
        "alias", "publication",
    ):  # fmt: skip
        op.drop_table(table)
