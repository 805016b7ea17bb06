"""The register: what is published, and the log in which all of it stands. It knows no case and no person.

What was published is not rewritten. Where it has to go, its bytes become nothing and its hash stays.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
)

from storage.columns import Bytes, Hash, Name, at, words
from storage.people_tables import NAMES

register = MetaData(naming_convention=NAMES)

PublicId = String(34)  # d- or s-, and 32 hexadecimal digits


def _version_of(name: str, *more: "Column[Any]") -> Table:
    """A table of something that belongs to one version of a publication, and goes where that is erased."""
    return Table(
        name,
        register,
        Column("publication_id", PublicId, primary_key=True),
        Column("version", Integer, primary_key=True, autoincrement=False),
        *more,
        ForeignKeyConstraint(
            ["publication_id", "version"], ["publication_version.publication_id", "publication_version.version"]
        ),
    )


publication = Table(
    "publication",  # it changes with each version, until it is withdrawn
    register,
    Column("id", PublicId, primary_key=True),
    Column("docid", BigInteger, nullable=False, unique=True),  # the day decided * 1,000,000, and a number in that day
    Column("kind", String(20), nullable=False),  # decision or scheme_result
    Column("reference", Name, nullable=False),
    Column("state", String(20), nullable=False),  # published, corrected or withdrawn
    Column("version", Integer, nullable=False),  # the newest
    Column("noindex", Boolean, nullable=False),
    at("changed_at"),
    Column("leaf_index", BigInteger, nullable=False, unique=True),  # of its last change
    Column("withdrawn_on", Date),
    words("withdrawn_reason", null=True),
)

publication_version = Table(
    "publication_version",
    register,
    Column("publication_id", PublicId, ForeignKey("publication.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Hash, nullable=False),
    Column("canonical", Bytes),  # the record, RFC 8785; none once it was erased
    words("why", null=True),  # there is this version
    at("at"),
    Column("leaf_index", BigInteger, nullable=False, unique=True),
)

rendition = _version_of(
    "rendition",  # a format that takes long to make, kept
    Column("format", String(20), primary_key=True),
    Column("sha256", Hash, nullable=False),
    Column("content", Bytes, nullable=False),
)

determination_published = _version_of(
    "determination_published",  # as the published facts give it
    Column("sha256", Hash, primary_key=True),
    Column("canonical", Bytes, nullable=False),
)

rules_published = Table(
    "rules_published",  # the files of every revision of a rule set that a published determination was made with
    register,
    Column("revision", Hash, primary_key=True),
    Column("rule_set", Name, nullable=False),
    Column("files", Bytes, nullable=False),  # a ZIP
    at("at"),
)

alias = Table(
    "alias",  # every name that a publication ever had; none ever names another
    register,
    Column("name", Name, primary_key=True),  # in small letters
    Column("publication_id", PublicId, ForeignKey("publication.id"), nullable=False, index=True),
    at("at"),
)

log_leaf = Table(
    "log_leaf",
    register,
    Column("place", BigInteger, primary_key=True, autoincrement=False),  # from 0, without a gap
    Column("sort", String(20), nullable=False),  # publication, withdrawal or key
    Column("publication_id", PublicId, index=True),
    Column("version", Integer),
    Column("content", Bytes),  # of a withdrawal or a key; a record stands in publication_version
    at("at"),
)

log_node = Table(
    "log_node",  # the hash of every complete subtree: of the 2^level leaves from place * 2^level on
    register,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", Hash, nullable=False),
)

log_key = Table(
    "log_key",  # the public keys that heads are signed with, the last of them now
    register,
    Column("key_id", Hash, primary_key=True),  # SHA-256 of the key
    Column("leaf_index", BigInteger, ForeignKey("log_leaf.place"), nullable=False, unique=True),
    at("at"),
)

log_head = Table(
    "log_head",  # every head that was signed
    register,
    Column("place", Integer, primary_key=True, autoincrement=False),  # from 1
    Column("tree_size", BigInteger, nullable=False, index=True),
    Column("root", Hash, nullable=False),
    at("at"),
    Column("key_id", Hash, ForeignKey("log_key.key_id"), nullable=False),
    Column("signature", String(128), nullable=False),
)
