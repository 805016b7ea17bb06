"""What the public sends: that a rule is wrong, or that something published should be taken down; and the answers.

Both tables are append-only. Of a report its words and how its sender is reached go when their time is over.
"""

from sqlalchemy import Column, Integer, String, Table, UniqueConstraint

from storage.columns import Name, at, key, of, words
from storage.people_tables import private

reported = Table(
    "reported",
    private,
    key(),
    Column("sort", String(20), nullable=False),  # rule or publication
    Column("rule_set", Name, nullable=False),  # empty where it is of no rule
    Column("provision", Name, nullable=False),
    Column("publication", String(40), nullable=False),  # its public id; empty where it is of none
    words("said", null=True),
    words("contact", null=True),  # how its sender is reached, where they want an answer
    at("at"),
)

report_answer = Table(
    "report_answer",  # the last row stands
    private,
    key(),
    of("report_id", "reported"),
    Column("place", Integer, nullable=False),
    Column("verdict", String(20), nullable=False),
    words("said", null=True),
    at("at"),
    of("by", "person"),
    UniqueConstraint("report_id", "place"),
)
