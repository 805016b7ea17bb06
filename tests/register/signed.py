"""A register with a few publications, a withdrawal and a signed head, for tests of proofs."""

from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from register import Head, Publishing, Withdrawing, publish, sign_head
from storage import Database
from tests.register.making import at, decision_id, decision_record, later, scheme_record

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NEXT_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = KEY.public_key().public_bytes_raw().hex()

ACTS: tuple[Publishing | Withdrawing, ...] = (
    Publishing(decision_record()),
    Publishing(decision_record(2)),
    Publishing(scheme_record()),
    Publishing(later(decision_record())),
    Withdrawing(decision_id(2), "It was published by mistake.", date(2026, 11, 26)),
)


def fill(database: Database, *, signed: bool = True) -> Head | None:
    """Do these acts and sign the log as it stands then."""
    with database.writing() as connection:
        for number, act in enumerate(ACTS):
            publish(connection, at(number), act)
        return sign_head(connection, at(9), KEY) if signed else None
