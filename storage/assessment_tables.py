"""Assessments of trusts: what was stated, brought and found for one year of a scheme, who signed it, and what went out.

All but the assessment itself, its sites, what an item serves and which board a trust belongs to is append-only: the
last row of a name stands, and those before it are its history.
"""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Integer, String, Table, UniqueConstraint

from storage.columns import Bytes, Hash, Key, Name, at, key, of, words
from storage.people_tables import private

_Code = String(20)  # an ODS code, or a trust's own code of a site; empty where it is about the trust as a whole

assessment = Table(
    "assessment",
    private,
    key(),
    Column("organisation", _Code, nullable=False),  # the trust's ODS code
    Column("name", Name, nullable=False),
    Column("year", String(40), nullable=False),  # the last part of the rule set's id
    Column("state", String(20), nullable=False),  # open or submitted
    Column("version", Integer, nullable=False),  # goes up with every change; what If-Match compares
    Column("content", Integer, nullable=False),  # goes up with every change of what a snapshot freezes
    Column("salt", String(64)),  # for hashes of values in the activity
    at("made_at"),
    at("values_gone_at", null=True),
    of("made_by", "person"),
    UniqueConstraint("organisation", "year"),
)

assessment_site = Table(
    "assessment_site",
    private,
    Column("assessment_id", Key, ForeignKey("assessment.id"), primary_key=True),
    Column("code", _Code, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("name", Name, nullable=False),
)

assessment_stated = Table(
    "assessment_stated",  # what was said of one fact of the trust or of one site
    private,
    key(),
    of("assessment_id", "assessment"),
    Column("place", Integer, nullable=False),
    Column("site", _Code, nullable=False),
    Column("name", Name, nullable=False),
    words("said", null=True),  # canonical JSON, as the engine takes it; none where it was taken back
    words("source", null=True),
    words("correction", null=True),  # why what stood before was replaced
    Column("replaces", Key),  # the row that stood before
    Column("carried_from", Key),  # the row of last year that somebody took over
    at("at"),
    of("by", "person"),
    UniqueConstraint("assessment_id", "place"),
)

assessment_table = Table(
    "assessment_table",  # the rows of one table of the trust or of one site, all of them as one document
    private,
    key(),
    of("assessment_id", "assessment"),
    Column("place", Integer, nullable=False),
    Column("site", _Code, nullable=False),
    Column("name", Name, nullable=False),
    words("document", null=True),  # JSON: rows, complete and by
    Column("sha256", Hash, nullable=False),  # of the document
    Column("size", Integer, nullable=False),  # how many rows
    words("complete_by", null=True),  # who says that they are all; empty where nobody does
    words("source", null=True),  # the name of the file that they came from
    Column("file_sha256", Hash, nullable=False),
    at("at"),
    of("by", "person"),
    UniqueConstraint("assessment_id", "place"),
)

assessment_item = Table(
    "assessment_item",  # an item of evidence; its file lies beside the database, where there is one here
    private,
    key(),
    of("assessment_id", "assessment"),
    Column("place", Integer, nullable=False),
    words("title", null=True),
    words("original", null=True),  # where the original is kept
    Column("file_name", Name),
    Column("sha256", Hash, index=True),
    Column("media_type", String(100), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("searched", Boolean, nullable=False),
    Column("dated", Date),
    Column("covers_from", Date),
    Column("covers_to", Date),
    at("received_at"),
    of("by", "person"),
    at("bytes_gone_at", null=True),
    UniqueConstraint("assessment_id", "place"),
)

assessment_item_serves = Table(
    "assessment_item_serves",  # one item serves as many requirements, at as many sites, as it supports
    private,
    Column("item_id", Key, ForeignKey("assessment_item.id"), primary_key=True),
    Column("requirement", Name, primary_key=True),
    Column("site", _Code, primary_key=True),
)

assessment_item_approved = Table(
    "assessment_item_approved",
    private,
    key(),
    of("item_id", "assessment_item"),
    at("at"),
    of("by", "person"),
    UniqueConstraint("item_id", "by"),
)

assessment_note = Table(
    "assessment_note",  # who sees to a requirement and by when, and what is said of it; the last row stands
    private,
    key(),
    of("assessment_id", "assessment"),
    Column("place", Integer, nullable=False),
    Column("requirement", Name, nullable=False),
    Column("site", _Code, nullable=False),
    words("owner", null=True),
    Column("due_on", Date),
    words("comment", null=True),
    at("at"),
    of("by", "person"),
    UniqueConstraint("assessment_id", "place"),
)

assessment_status = Table(
    "assessment_status",  # how somebody says that an action stands; what the engine says is never stored here
    private,
    key(),
    of("assessment_id", "assessment"),
    Column("place", Integer, nullable=False),
    Column("sort", String(20), nullable=False),  # self_assessed, validated or reverified
    Column("site", _Code, nullable=False),
    Column("action", String(20), nullable=False),
    Column("stands", String(20)),  # none where it was taken back
    words("why", null=True),
    Column("paid_back", BigInteger),  # pence, after a second check; none where nothing was said of it
    Column("paid_back_on", Date),
    at("at"),
    of("by", "person"),
    UniqueConstraint("assessment_id", "place"),
)

assessment_money = Table(
    "assessment_money",  # what the trust and all trusts paid, in pence; a row without any takes back what was stated
    private,
    key(),
    of("assessment_id", "assessment"),
    Column("place", Integer, nullable=False),
    Column("contribution", BigInteger),
    Column("maternity_part", BigInteger),  # of which the contribution is a tenth
    Column("of_those_that_meet_all", BigInteger),
    Column("left_over", BigInteger),
    at("at"),
    of("by", "person"),
    UniqueConstraint("assessment_id", "place"),
)

assessment_snapshot = Table(
    "assessment_snapshot",
    private,
    key(),
    of("assessment_id", "assessment"),
    Column("place", Integer, nullable=False),
    Column("content", Integer, nullable=False),  # of the assessment when it was taken
    Column("as_at", Date, nullable=False),
    Column("canonical", Bytes),  # RFC 8785; none once its values had to go
    Column("sha256", Hash, nullable=False),
    at("at"),
    of("by", "person"),
    UniqueConstraint("assessment_id", "place"),
)

assessment_voided = Table(
    "assessment_voided",  # what changed after a snapshot, by whom: its signatures count no more
    private,
    Column("snapshot_id", Key, ForeignKey("assessment_snapshot.id"), primary_key=True),
    Column("act", String(60), nullable=False),
    at("at"),
    of("by", "person"),
)

assessment_signature = Table(
    "assessment_signature",
    private,
    key(),
    of("snapshot_id", "assessment_snapshot"),
    Column("place", Integer, nullable=False),
    Column("role", String(40), nullable=False),
    Column("name", Name),  # of who signed, as it was then; none once that had to go
    Column("sha256", Hash, nullable=False),  # what they signed
    at("at"),
    of("by", "person"),
    UniqueConstraint("snapshot_id", "place"),
)

assessment_submission = Table(
    "assessment_submission",
    private,
    key(),
    of("assessment_id", "assessment"),
    of("snapshot_id", "assessment_snapshot"),
    Column("receipt", String(30), nullable=False, unique=True),
    Column("sha256", Hash, nullable=False),
    at("received_at"),
    of("by", "person"),
)

icb_trust = Table(
    "icb_trust",  # the integrated care board whose accountable officer signs for a trust
    private,
    Column("trust", _Code, primary_key=True),
    Column("icb", _Code, nullable=False, index=True),
    at("at"),
    of("by", "person"),
)
