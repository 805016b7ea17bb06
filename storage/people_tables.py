"""Who may come in: people, what they may do, and the keys they hold."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, MetaData, String, Table, UniqueConstraint

from storage.columns import Hash, Key, Name, at, key, of, words

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
private = MetaData(naming_convention=NAMES)

person = Table(
    "person",
    private,
    key(),
    Column("email", String(320), nullable=False, unique=True),  # as written, in small letters
    Column("name", Name, nullable=False),
    words("password", null=True),  # argon2; none for whoever signs in elsewhere
    at("password_ends_at", null=True),  # of a one-time password, which its owner must replace
    words("second_factor", null=True),  # the TOTP secret, encrypted
    Column("last_step", BigInteger),  # of the TOTP code last taken, which is never taken twice
    Column("issuer", String(500)),
    Column("subject", String(500)),
    at("made_at"),
    at("left_at", null=True),
    UniqueConstraint("issuer", "subject"),
)

role_held = Table(
    "role_held",
    private,
    Column("person_id", Key, ForeignKey("person.id"), primary_key=True),
    Column("role", String(40), primary_key=True),
    Column("organisation", String(20), primary_key=True, server_default=""),  # an ODS code, where the role is of one
    at("given_at"),
    of("given_by", "person", null=True),
)

token = Table(
    "token",
    private,
    key(),
    of("person_id", "person"),
    Column("name", Name, nullable=False),
    Column("hash", Hash, nullable=False, unique=True),
    words("scopes"),  # acts, parted by spaces
    at("made_at"),
    at("expires_at"),
    at("revoked_at", null=True),
    at("used_at", null=True),
)

signed_in = Table(
    "signed_in",
    private,
    key(),
    of("person_id", "person"),
    Column("hash", Hash, nullable=False, unique=True),
    at("made_at"),
    at("expires_at"),
    at("seen_at"),
    at("revoked_at", null=True),
    Column("second_factor", Boolean, nullable=False),
)

sign_in_tried = Table(
    "sign_in_tried",
    private,
    key(),
    Column("who", Hash, nullable=False),  # salted hash of the e-mail address
    Column("whence", Hash, nullable=False),  # and of the network address
    at("at"),
    Column("came_in", Boolean, nullable=False),
    Index("ix_sign_in_tried_who_at", "who", "at"),
    Index("ix_sign_in_tried_whence_at", "whence", "at"),
)

one_time_link = Table(
    "one_time_link",
    private,
    key(),
    Column("hash", Hash, nullable=False, unique=True),
    Column("document", Name, nullable=False),
    of("made_by", "person"),
    at("made_at"),
    at("expires_at"),
    at("used_at", null=True),
)

calendar_feed = Table(
    "calendar_feed",
    private,
    key(),
    of("person_id", "person"),
    Column("hash", Hash, nullable=False, unique=True),
    at("made_at"),
    at("revoked_at", null=True),
)

absence = Table(
    "absence",
    private,
    key(),
    of("person_id", "person"),
    of("cover_id", "person", null=True),
    at("starts_at"),
    at("ends_at"),
)

secret = Table(
    "secret",  # salts of this installation; none of them ever leaves it
    private,
    Column("name", String(40), primary_key=True),
    Column("value", String(128), nullable=False),
    at("made_at"),
)
