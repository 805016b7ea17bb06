"""What the search knows of publications."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make it so."""
    _entries()
    _counts()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_text USING fts5("
            "reference, parties, title, summary, body, tokens, tokenize = 'unicode61 remove_diacritics 0')"
        )
        return
    op.execute("CREATE TABLE search_text (docid BIGINT PRIMARY KEY, vector TSVECTOR NOT NULL)")
    op.execute("CREATE INDEX ix_search_text_vector ON search_text USING gin (vector)")


def _entries() -> None:
    op.create_table(
        "search_entry",
        sa.Column("docid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("publication_id", sa.String(length=34), nullable=False),
        sa.Column("tokens", sa.Text(), server_default="", nullable=False),
        sa.Column("sort", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_on", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("area", sa.Text(), server_default="", nullable=False),
        sa.Column("kind_id", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("disposal_id", sa.Text(), server_default="", nullable=False),
        sa.Column("disposal", sa.Text(), server_default="", nullable=False),
        sa.Column("final_id", sa.Text(), server_default="", nullable=False),
        sa.Column("final", sa.Text(), server_default="", nullable=False),
        sa.Column("under_appeal", sa.Text(), server_default="", nullable=False),
        sa.Column("commissioner", sa.Text(), server_default="", nullable=False),
        sa.Column("determined", sa.String(length=20), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["publication_id"], ["publication.id"], name=op.f("fk_search_entry_publication_id")),
        sa.PrimaryKeyConstraint("docid", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("publication_id", name=op.f("uq_search_entry_publication_id")),
    )
    op.create_table(
        "search_applied",
        sa.Column("docid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rule_set", sa.String(length=200), nullable=False),
        sa.Column("provision", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("cited", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["docid"], ["search_entry.docid"], name=op.f("fk_search_applied_docid")),
        sa.PrimaryKeyConstraint("docid", "rule_set", "provision", name=op.f("pk_search_applied")),
    )
    op.create_index("ix_search_applied_provision", "search_applied", ["rule_set", "provision", "docid"], unique=False)


def _counts() -> None:
    op.create_table(
        "search_facet",
        sa.Column("token", sa.String(length=20), nullable=False),
        sa.Column("facet", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("says", sa.Text(), server_default="", nullable=False),
        sa.Column("docs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_search_facet")),
    )
    op.create_table(
        "search_word",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("stem", sa.String(length=40), nullable=False),
        sa.Column("docs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    op.create_index(op.f("ix_search_word_stem"), "search_word", ["stem"], unique=False)
    op.create_table(
        "search_words",
        sa.Column("docid", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["docid"], ["search_entry.docid"], name=op.f("fk_search_words_docid")),
        sa.PrimaryKeyConstraint("docid", name=op.f("pk_search_words")),
    )


def downgrade() -> None:
    """Undo it."""
    op.execute("DROP TABLE search_text")
    for table in ("search_words", "search_word", "search_facet", "search_applied", "search_entry"):
        op.drop_table(table)
