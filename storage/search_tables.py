"""What the search knows of publications: made from the newest records alone, and gone with them.

The text itself stands in ``search_text``, which each database keeps in its own way (FTS5, or tsvector and GIN): the
migration makes it, and ``register/full_text.py`` alone reads and writes it.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table

from storage.columns import Name, words
from storage.register_tables import PublicId, register

FULL_TEXT = "search_text"


def ours_to_compare(name: str | None, kind: str, _parents: object) -> bool:
    """Whether Alembic compares a table with what is said here: not the full-text index, and what that keeps."""
    return not (kind == "table" and name is not None and name.startswith(FULL_TEXT))


search_entry = Table(
    "search_entry",
    register,
    Column("docid", BigInteger, primary_key=True, autoincrement=False),  # the publication's; later days are larger
    Column("publication_id", PublicId, ForeignKey("publication.id"), nullable=False, unique=True),
    words("tokens"),  # one for each value of a facet, with spaces between
    Column("sort", String(20), nullable=False),  # decision or scheme_result
    Column("reference", Name, nullable=False),
    words("title"),
    words("summary"),
    Column("decided_on", String(10), nullable=False),  # an ISO date, or empty
    Column("year", Integer, nullable=False),  # 0 where it is not known
    words("area"),
    words("kind_id"),
    words("kind"),
    words("disposal_id"),
    words("disposal"),
    words("final_id"),
    words("final"),
    words("under_appeal"),
    words("commissioner"),
    Column("determined", String(20), nullable=False),  # here or elsewhere
    Column("sample", Boolean, nullable=False),
)

search_applied = Table(
    "search_applied",  # the provisions that a decision applied
    register,
    Column("docid", BigInteger, ForeignKey("search_entry.docid"), primary_key=True, autoincrement=False),
    Column("rule_set", Name, primary_key=True),
    Column("provision", Name, primary_key=True),
    Column("status", String(20), nullable=False),
    words("cited"),
    words("title"),
    Index("ix_search_applied_provision", "rule_set", "provision", "docid"),
)

search_facet = Table(
    "search_facet",  # every value of a facet, and of how many publications it is
    register,
    Column("token", String(20), primary_key=True),
    Column("facet", String(20), nullable=False),
    words("value"),
    words("says"),
    Column("docs", Integer, nullable=False),
)

search_word = Table(
    "search_word",  # every word, folded, and in how many publications it stands
    register,
    Column("word", String(40), primary_key=True),
    Column("stem", String(40), nullable=False, index=True),
    Column("docs", Integer, nullable=False),
)

search_words = Table(
    "search_words",  # the different words of a publication, to be taken back with it
    register,
    Column("docid", BigInteger, ForeignKey("search_entry.docid"), primary_key=True, autoincrement=False),
    words("words"),
)
