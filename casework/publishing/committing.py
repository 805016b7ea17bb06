"""Commitments: the unredacted decision under a random key of its own, which stays private until somebody must prove it.

Whoever is shown the key and the decision can see that it is what was committed to; nobody can try words on it without.
Nor can they on the hash of a published version that was erased: each version has a salt.
"""

import hmac
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, select

from documents import DecisionRecord, SchemeResultRecord
from storage import commitment as commitments

_Kind = TypeVar("_Kind", bound=DecisionRecord | SchemeResultRecord)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What is published of the unredacted decision, and the key, which is empty once the case's time was over."""

    hmac: str
    key: str = field(repr=False)


def commit(connection: Connection, now: datetime, case_id: str, decision_id: str, canonical: bytes) -> Commitment:
    """Commit to an issued decision, once: HMAC-SHA256 of its canonical JSON under 32 random bytes."""
    if (held := commitment_of(connection, decision_id)) is not None:
        return held
    key = secrets.token_hex(32)
    made = Commitment(opened(key, canonical), key)
    row = {"decision_id": decision_id, "case_id": case_id, "key": made.key, "hmac": made.hmac, "at": now}
    connection.execute(commitments.insert().values(row))
    return made


def commitment_of(connection: Connection, decision_id: str) -> Commitment | None:
    """The commitment to a decision; none where nobody began to publish it."""
    wanted = select(commitments.c.hmac, commitments.c.key).where(commitments.c.decision_id == decision_id)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else Commitment(row.hmac, row.key or "")


def opened(key: str, canonical: bytes) -> str:
    """The commitment that a key and a decision give: whoever has both compares it with the one that is published."""
    return hmac.digest(bytes.fromhex(key), canonical, "sha256").hex()


def salt_of(made: Commitment, of_what: str) -> str:
    """32 hexadecimal digits that nobody can guess without the key; the same for the same."""
    return hmac.digest(bytes.fromhex(made.key), f"salt: {of_what}".encode(), "sha256").hex()[:32]


def salted(record: _Kind) -> _Kind:
    """The record of a new version with a random salt, unless it has one that its commitment gives."""
    return record if record.salt else replace(record, salt=secrets.token_hex(16))
