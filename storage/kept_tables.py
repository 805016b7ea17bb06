"""What must not be lost: facts as they were stated, evidence, determinations, deadlines, and who did what."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint

from storage.columns import Bytes, Hash, Key, Name, at, key, of, words
from storage.people_tables import private

stated = Table(
    "stated",  # what was said of one fact or judgement, one row for each time; the last row of a name stands
    private,
    key(),
    of("case_id", "case"),
    Column("place", Integer, nullable=False),  # of all that was stated in the case, from 1
    Column("sort", String(20), nullable=False),  # fact or judgement
    Column("name", Name, nullable=False),
    words("said", null=True),  # canonical JSON, as the engine takes it; none where it was taken back
    words("source", null=True),
    words("decided_by", null=True),  # canonical JSON: an officer, or a Committee with members, quorum and dissent
    words("correction", null=True),  # why what stood before was replaced
    words("replaces", null=True),
    at("at"),
    of("by", "person"),
    UniqueConstraint("case_id", "place"),
)

evidence_item = Table(
    "evidence_item",
    private,
    key(),
    of("case_id", "case"),
    Column("place", Integer, nullable=False),
    Column("sha256", Hash, nullable=False, index=True),
    Column("name", Name),
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("searched", Boolean, nullable=False),  # false where its text cannot be read, as in a scanned image
    words("about", null=True),
    Column("dated", Date),
    Column("covers_from", Date),
    Column("covers_to", Date),
    at("received_at"),
    of("by", "person"),
    at("bytes_gone_at", null=True),
    UniqueConstraint("case_id", "place"),
)

stated_on = Table(
    "stated_on",  # which items of evidence support what was stated
    private,
    Column("stated_id", Key, ForeignKey("stated.id"), primary_key=True),
    Column("evidence_id", Key, ForeignKey("evidence_item.id"), primary_key=True),
)

rules_used = Table(
    "rules_used",  # the files of every revision of a rule set that a stored determination was made with
    private,
    Column("revision", Hash, primary_key=True),
    Column("rule_set", Name, nullable=False),
    Column("files", Bytes, nullable=False),  # a ZIP
    at("at"),
)

determined = Table(
    "determined",
    private,
    key(),
    of("case_id", "case"),
    Column("place", Integer, nullable=False),
    Column("rule_set", Name, nullable=False),
    Column("revision", Hash, ForeignKey("rules_used.revision"), nullable=False),
    Column("sha256", Hash, nullable=False),
    Column("canonical", Bytes),  # RFC 8785; none once its values had to go
    words("explanation", null=True),  # JSON: the headline and the paragraphs
    words("given", null=True),  # JSON: the facts as they were put to the engine
    Column("as_at", Date),
    Column("record_closed", Boolean, nullable=False),
    Column("stated_to", Integer, nullable=False),  # the place of the last statement that it knew
    at("at"),
    of("by", "person"),
    UniqueConstraint("case_id", "place"),
)

deadline = Table(
    "deadline",
    private,
    key(),
    of("case_id", "case"),
    Column("rule_set", Name, nullable=False),
    Column("name", Name, nullable=False),  # the result or the fact that is the date
    words("says"),
    words("cites"),
    Column("due_on", Date),  # as the rules give it; none while it is not known
    Column("earliest", Date),  # the ends of what it may be, while it is not known
    Column("latest", Date),
    words("waits_for"),  # canonical JSON: what could make it known
    words("powers"),  # canonical JSON: the provisions that let it be extended, and how they stand
    of("determined_id", "determined"),  # the last that gave it
    Column("sequence", Integer, nullable=False),  # goes up with every change that a calendar shows
    at("changed_at"),
    at("withdrawn_at", null=True),
    Column("met_on", Date),
    of("met_by", "person", null=True),
    UniqueConstraint("case_id", "rule_set", "name"),
)

extension = Table(
    "extension",
    private,
    key(),
    of("deadline_id", "deadline"),
    Column("due_on", Date, nullable=False),
    Column("power", Name, nullable=False),  # the provision that lets it be extended
    words("why"),
    at("at"),
    of("by", "person"),
)

activity = Table(
    "activity",  # append-only, each entry bound to the one before; ids and salted hashes, never values
    private,
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    at("at"),
    Column("actor", Name, nullable=False),
    Column("act", String(60), nullable=False),
    Column("case_id", Key, index=True),
    words("about"),  # canonical JSON
    Column("before", Hash, nullable=False),
    Column("hash", Hash, nullable=False),
)

activity_head = Table(
    "activity_head",  # one row: the place and hash of the last entry, locked while the next is written
    private,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("place", BigInteger, nullable=False),
    Column("hash", Hash, nullable=False),
    Column("seal", Hash, nullable=False),  # of place and hash, under a secret of this installation
)

answered = Table(
    "answered",  # what a request with an Idempotency-Key was answered, for whoever sends it again
    private,
    Column("person_id", Key, ForeignKey("person.id"), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("request", Hash, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", String(2000), nullable=False, server_default=""),
    Column("body", Bytes, nullable=False),
    at("at"),
)
