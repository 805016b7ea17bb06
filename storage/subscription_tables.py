"""Who follows a search by e-mail, the links in what they are sent, and the e-mails that are still to go out.

An address stands in one place alone, and goes with its row: when what it follows ends, or where it never confirmed.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table

from storage.columns import Hash, Key, at, key, words
from storage.people_tables import private

subscription = Table(
    "subscription",
    private,
    key(),
    Column("email", String(320), nullable=False, index=True),
    Column("asked", String(2000), nullable=False),  # the search, as an address has it; or publication= and an id
    words("says"),  # what that is, in words for whoever follows it
    Column("how_often", String(20), nullable=False),
    Column("told_to", BigInteger, nullable=False),  # the leaf of the register's log up to which it was told
    at("told_at"),  # when somebody last looked whether there is something to tell
    at("made_at"),
    at("expires_at", null=True),  # of one that was not confirmed yet; then its row goes
    at("confirmed_at", null=True),
)


def _with_its_subscription() -> "Column[str]":
    """A column that names a subscription, and whose row goes with it."""
    whose = ForeignKey("subscription.id", ondelete="CASCADE")
    return Column("subscription_id", Key, whose, nullable=False, index=True)


subscription_link = Table(
    "subscription_link",
    private,
    Column("hash", Hash, primary_key=True),  # SHA-256 of what the link opens with, which is kept nowhere
    _with_its_subscription(),
    Column("sort", String(20), nullable=False),  # confirm or stop
    at("made_at"),
)

outbox = Table(
    "outbox",
    private,
    key(),  # which is the reference under which it goes out, however often
    _with_its_subscription(),
    Column("sort", String(20), nullable=False),  # confirm or news
    Column("after_leaf", BigInteger, nullable=False),  # it tells what changed behind this leaf
    Column("upto_leaf", BigInteger, nullable=False),  # and up to this one
    at("made_at"),
    Column("tries", Integer, nullable=False),
    at("next_at"),  # nobody tries before
    at("claimed_until", null=True),  # somebody is at it
    at("failed_at", null=True),  # it was refused for good
    words("why"),
)
