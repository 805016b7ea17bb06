"""How entries of the activity are bound to one another: each hash covers its entry and the hash of the one before."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

import rfc8785

ORIGIN = "0" * 64  # stands before the first entry
KEPT_AS = "activity"  # the name of the secret that seals the head


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person did at one moment. ``about`` is canonical JSON: ids and salted hashes, never values."""

    place: int
    at: datetime
    actor: str
    act: str
    case_id: str | None
    about: str
    before: str
    hash: str


def hash_of(entry: Entry) -> str:
    """SHA-256 over the canonical JSON of all that an entry holds but its own hash; the place and ``before`` count."""
    held = {
        "about": entry.about,
        "act": entry.act,
        "actor": entry.actor,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "before": entry.before,
        "case_id": entry.case_id,
        "place": entry.place,
    }
    return hashlib.sha256(rfc8785.dumps(held)).hexdigest()


def seal_of(secret: str, place: int, last: str) -> str:
    """What only this installation can write over its head: whoever changes rows by hand does not know the secret."""
    return keyed(secret, f"{place} {last}")


def sealed(secret: str | None, place: int, last: str, seal: str) -> bool:
    """Whether the head was written by this installation."""
    return secret is not None and hmac.compare_digest(seal_of(secret, place, last).encode(), seal.encode())


def keyed(secret: str, text: str) -> str:
    """HMAC-SHA256 in hexadecimal."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
