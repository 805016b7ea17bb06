"""Publishing, on the private side: what is redacted and why, who approved what, and what was to go out.

All but ``publishing`` itself is append-only: a later row stands in the place of an earlier one, and none is changed.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint

from storage.columns import Bytes, Hash, Key, Name, at, key, of, words
from storage.people_tables import private

KEPT_ACT = "_kept"  # behind the act of a row of publishing_intent that keeps what went out, until a copy has it

# Rows that name a row of their own table may come before it, as in a backup that is put back.
_AT_THE_END: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}


def _part(name: str, *more: "Column[Any]") -> Table:
    """A table of something that was done to a publication, in order; a scheme result is of no case."""
    return Table(
        name,
        private,
        key(),
        of("case_id", "case", null=True),
        of("publishing_id", "publishing"),
        Column("place", Integer, nullable=False),
        *more,
        at("at"),
        of("by", "person"),
        UniqueConstraint("publishing_id", "place"),
    )


publishing = Table(
    "publishing",  # an issued decision or a scheme result on its way to the register
    private,
    key(),  # with d- or s- before it, the public id
    of("case_id", "case", null=True),
    Column("decision_id", Key, ForeignKey("decision.id"), unique=True),
    Column("kind", String(20), nullable=False),  # decision or scheme_result
    Column("reference", Name, nullable=False, unique=True),
    Column("state", String(20), nullable=False),  # draft, published, corrected or withdrawn
    Column("out", Integer, nullable=False),  # the version that is out; 0 before the first
    Column("version", Integer, nullable=False),  # goes up with every change; what If-Match compares
    at("made_at"),
    of("made_by", "person"),
)

publishing_redaction = _part(
    "publishing_redaction",  # the last row of a pointer and words stands
    Column("of_version", Integer, nullable=False),  # the version that was being prepared
    Column("act", String(20), nullable=False),  # redact, release or undo
    Column("pointer", Name, nullable=False),
    words("words", null=True),  # within the text that stands there; empty: all of it
    Column("reason", String(40), nullable=False),
    words("says", null=True),
    words("replacement", null=True),
)

publishing_text = _part(
    "publishing_text",  # the plain-English summary, and why there is another version; the last row stands
    Column("of_version", Integer, nullable=False),
    words("summary", null=True),
    Column("what", String(20), nullable=False),  # correction, slip or redaction; empty in a first version
    words("why", null=True),
)

publishing_setting = _part(
    "publishing_setting",  # the last row stands
    at("embargo_until", null=True),
    Column("noindex", Boolean, nullable=False),
)

publishing_preview = _part(
    "publishing_preview",  # a one-time link that was made for a party
    of("party_id", "party"),
    of("link_id", "one_time_link"),
    Column("content", Hash, nullable=False),  # of what was to be published then
)

publishing_approval = _part(
    "publishing_approval",
    Column("content", Hash, nullable=False),  # of what was approved: what is changed afterwards was not
)

takedown = _part(
    "takedown",  # somebody asks that something be taken down, or the answer to that
    Column("answers_id", Key, ForeignKey("takedown.id", **_AT_THE_END)),
    Column("answer", String(20), nullable=False),  # empty in a request
    words("asker", null=True),
    words("said", null=True),
)

publishing_intent = _part(
    "publishing_intent",  # what is to be done in the register; then what was done, kept until a copy of that has it
    Column("act", String(20), nullable=False),  # publish, correct or withdraw; with KEPT_ACT, what went out so
    Column("of_version", Integer, nullable=False),
    Column("erases", Boolean, nullable=False),
    Column("sha256", Hash, nullable=False),  # of canonical
    Column("canonical", Bytes),  # the record, or the withdrawal; none in the row that is done
    Column("determinations", Bytes),  # canonical JSON: a list of theirs, as text; none once it is done
    Column("pdf", Bytes),  # none once it is done
    Column("on", Date, nullable=False),
    at("done_at", null=True),
    Column("refused", Boolean, nullable=False),  # the register refused it: nothing was published
)

commitment = Table(
    "commitment",  # the issued decision, unredacted, under a key of its own
    private,
    Column("decision_id", Key, ForeignKey("decision.id"), primary_key=True),
    of("case_id", "case"),
    Column("key", Hash),  # 32 random bytes in hexadecimal; gone with the decision's words
    Column("hmac", Hash, nullable=False),
    at("at"),
)

scheme_entry = Table(
    "scheme_entry",  # a scheme result as a scheme officer entered it; the last row stands
    private,
    key(),
    of("publishing_id", "publishing"),
    Column("place", Integer, nullable=False),
    Column("organisation", String(20), nullable=False, index=True),  # the trust's ODS code
    words("entered"),  # canonical JSON
    at("at"),
    of("by", "person"),
    UniqueConstraint("publishing_id", "place"),
)
