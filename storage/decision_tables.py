"""Decisions: what people made of determinations, who reviewed and issued it, and the letters that went out.

All but ``decision`` itself is append-only: a later row stands in the place of an earlier one, and none is changed.
"""

from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, UniqueConstraint

from storage.columns import Bytes, Hash, Key, Name, at, key, of, words
from storage.people_tables import private

# Rows that name a row of their own table may come before it, as in a backup that is put back.
_AT_THE_END: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}


def _part(name: str, *more: "Column[Any]") -> Table:
    """A table of something that was done to a decision, in the order in which it was done."""
    return Table(
        name,
        private,
        key(),
        of("case_id", "case"),
        of("decision_id", "decision"),
        Column("place", Integer, nullable=False),
        *more,
        at("at"),
        of("by", "person"),
        UniqueConstraint("decision_id", "place"),
    )


decision = Table(
    "decision",  # it changes once: when it is issued, it gets its reference
    private,
    key(),
    of("case_id", "case"),
    Column("place", Integer, nullable=False),  # of all decisions in the case, from 1
    Column("supersedes_id", Key, ForeignKey("decision.id", **_AT_THE_END), index=True),
    Column("reference", String(30), unique=True),
    at("made_at"),
    of("made_by", "person"),
    at("issued_at", null=True),
    of("issued_by", "person", null=True),
    UniqueConstraint("case_id", "place"),
)

decision_adopted = _part(
    "decision_adopted",  # which determinations it rests on; those of the last round stand
    Column("round", Integer, nullable=False),
    of("determined_id", "determined"),
)

decision_departure = _part(
    "decision_departure",  # where people find otherwise than was proposed; the last row of a thing stands
    Column("rule_set", Name, nullable=False),
    Column("about", String(20), nullable=False),  # question, provision or condition
    Column("name", Name, nullable=False),
    Column("proposed", Name, nullable=False),
    Column("decided", Name, nullable=False),  # empty where it was taken back
    words("reasons", null=True),
)

decision_conclusion = _part(
    "decision_conclusion",  # the last row stands
    Column("disposal", String(40), nullable=False),
    Column("final", String(40), nullable=False),
    words("decided_by", null=True),  # canonical JSON: an officer, or a Committee with members, quorum and dissent
)

decision_text = _part(
    "decision_text",  # every version of the text; the last row stands
    words("sections", null=True),  # canonical JSON: what was typed in each section
)

decision_comment = _part(
    "decision_comment",  # of a reviewer, or the answer to one
    Column("section", String(40), nullable=False),
    Column("answers_id", Key, ForeignKey("decision_comment.id", **_AT_THE_END)),
    words("said", null=True),
    Column("content", Hash, nullable=False),  # of what was looked at
)

decision_review = _part(
    "decision_review",
    Column("content", Hash, nullable=False),  # of what was reviewed: what is changed afterwards was not
    Column("approved", Boolean, nullable=False),
    words("said", null=True),
)

decision_slip = _part(
    "decision_slip",  # a slip of the pen in an issued decision: what stands there, and what it should be
    words("stands", null=True),
    words("should_be", null=True),
    words("why", null=True),
)

issued_decision = Table(
    "issued_decision",  # what was issued, whole
    private,
    Column("decision_id", Key, ForeignKey("decision.id"), primary_key=True),
    of("case_id", "case"),
    Column("reference", String(30), nullable=False, unique=True),
    Column("sha256", Hash, nullable=False),
    Column("canonical", Bytes),  # RFC 8785; none once its values had to go
    words("html", null=True),  # the document, which is the original
    at("at"),
    of("by", "person"),
)

letter = _part(
    "letter",  # what is written to a party with a decision; sent once it has a notice
    of("party_id", "party"),
    of("told_id", "told", null=True),
    words("said", null=True),  # what was typed to go with it
    words("html", null=True),  # the letter as it was sent
    Column("sha256", Hash),
)

interest = Table(
    "interest",  # what somebody declared who has to do with a case; their last row stands
    private,
    key(),
    of("case_id", "case"),
    of("person_id", "person"),
    Column("place", Integer, nullable=False),
    Column("has_one", Boolean, nullable=False),
    words("said", null=True),
    at("at"),
    UniqueConstraint("case_id", "place"),
)

law_read = Table(
    "law_read",  # somebody read a provision in the published law and says that it is encoded rightly
    private,
    key(),
    Column("rule_set", Name, nullable=False),
    Column("provision", Name, nullable=False),
    Column("fingerprint", Hash, nullable=False, index=True),  # of the provision as it was encoded
    words("read_in"),  # where it was read, and as at which day
    at("at"),
    of("by", "person"),
)
