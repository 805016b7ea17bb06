"""Cases: what was received, from whom, under which rule sets, and where each stands."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint

from storage.columns import Key, Name, at, key, of, words
from storage.people_tables import private

case_number = Table(
    "case_number",  # the last number given in a series and year; the row is locked while the next is taken
    private,
    Column("series", String(10), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

case = Table(
    "case",
    private,
    key(),
    Column("reference", String(30), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("title", Name, nullable=False),
    Column("state", String(40), nullable=False, index=True),
    Column("received_on", Date, nullable=False),
    Column("organisation", String(20), nullable=False, server_default="", index=True),  # whose case it is: an ODS code
    of("officer_id", "person", null=True),
    Column("record_closed", Boolean, nullable=False),
    Column("version", Integer, nullable=False),  # goes up with every change; what If-Match compares
    Column("salt", String(64)),  # for hashes of values in the activity; gone when the values are
    at("made_at"),
    of("made_by", "person"),
    at("values_gone_at", null=True),
)

case_rule_set = Table(
    "case_rule_set",
    private,
    Column("case_id", Key, ForeignKey("case.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("rule_set", Name, nullable=False),
    UniqueConstraint("case_id", "rule_set"),
)

state_change = Table(
    "state_change",
    private,
    key(),
    of("case_id", "case"),
    Column("place", Integer, nullable=False),
    Column("before", String(40), nullable=False, server_default=""),
    Column("after", String(40), nullable=False),
    Column("on", Date, nullable=False),
    words("why"),
    at("at"),
    of("by", "person"),
    UniqueConstraint("case_id", "place"),
)

record_change = Table(
    "record_change",  # the record of a case was closed or opened again, and why
    private,
    key(),
    of("case_id", "case"),
    Column("place", Integer, nullable=False),
    Column("closed", Boolean, nullable=False),
    words("why"),
    at("at"),
    of("by", "person"),
    UniqueConstraint("case_id", "place"),
)

party = Table(
    "party",
    private,
    key(),
    of("case_id", "case"),
    Column("place", Integer, nullable=False),
    Column("role", String(40), nullable=False),
    Column("name", Name),
    Column("organisation", String(20), nullable=False, server_default=""),
    Column("personal", Boolean, nullable=False),
    words("contact", null=True),
    at("made_at"),
    at("left_at", null=True),
)

told = Table(
    "told",  # who was told what, when and how: clocks start there
    private,
    key(),
    of("case_id", "case"),
    of("party_id", "party"),
    Column("what", Name, nullable=False),
    Column("on", Date, nullable=False),
    Column("how", String(40), nullable=False),
    at("at"),
    of("by", "person"),
    at("taken_back_at", null=True),  # where it was recorded by mistake
    words("taken_back_why"),
)

assigned = Table(
    "assigned",
    private,
    key(),
    of("case_id", "case"),
    of("person_id", "person"),
    Column("part", String(20), nullable=False),  # officer, or committee_member: who sits on the case
    at("starts_at"),
    at("ends_at", null=True),
    of("by", "person"),
)

case_link = Table(
    "case_link",
    private,
    Column("case_id", Key, ForeignKey("case.id"), primary_key=True),
    Column("other_id", Key, ForeignKey("case.id"), primary_key=True),
    Column("how", String(20), nullable=False),  # linked or joined
    at("at"),
    of("by", "person"),
)
