"""Heads of the log: how many leaves it has and their root, signed at a moment. And the keys that sign them.

Each key is a leaf of the log, signed by the key before it, so that whoever trusts one knows the next. The private key
comes in as an argument, from the publisher's process only; the process that serves the register never has one.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection, Row, func, insert, select

from register import log
from register.errors import RegisterRefused
from storage import log_head, log_key, log_leaf

HEAD_FORMAT = "rationale-head-1"
KEY_FORMAT = "rationale-key-1"
_LAST_PLACE = 2**31 - 1  # that the column can hold
DAILY = timedelta(days=1)  # after which a head is signed though nothing was published


@dataclass(frozen=True, slots=True)
class Head:
    """The log as it stood: its size, its root, when that was signed, with which key. Hashes are in hexadecimal.

    ``place`` is its own place among all heads, from 1: of the log of one size many may be signed.
    """

    place: int
    tree_size: int
    root: str
    at: datetime
    key_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class LogKey:
    """A public key, and the leaf of the log that brought it. ``replaces`` and ``signature`` are empty in the first.

    ``signature`` is that of the key before, over the leaf without it.
    """

    key_id: str
    public: str
    since: datetime
    replaces: str
    signature: str
    leaf_index: int
    leaf: bytes


def head_bytes(head: Head) -> bytes:
    """What is signed: canonical JSON of all but the signature."""
    return rfc8785.dumps({name: said for name, said in head_json(head).items() if name != "signature"})


def head_json(head: Head) -> dict[str, Any]:
    """A head as it is published."""
    return {
        "format": HEAD_FORMAT, "tree_size": head.tree_size, "root": head.root,
        "at": head.at.astimezone(UTC).isoformat(), "key_id": head.key_id, "signature": head.signature,
    }  # fmt: skip


def key_json(key: LogKey) -> dict[str, Any]:
    """A key as it is published: what its leaf says, and where that stands."""
    return {**json.loads(key.leaf), "leaf_index": key.leaf_index}


def key_id(public: bytes) -> str:
    """What a public key is known by: the SHA-256 of its 32 bytes."""
    return hashlib.sha256(public).hexdigest()


def signed_by(public: str, signature: str, content: bytes) -> bool:
    """Whether a signature over a content is that of a public key; both in hexadecimal."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def sign_head(connection: Connection, now: datetime, key: Ed25519PrivateKey) -> Head:
    """Sign the log as it stands. The very first key brings itself in; another comes in by ``add_key``.

    Raises RegisterRefused where the key is not the newest.
    """
    log.lock(connection)
    held = keys(connection)
    mine = key_id(_public(key))
    if not held:
        add_key(connection, now, key)
    elif held[-1].key_id != mine:
        known = "was replaced" if mine in {each.key_id for each in held} else "is not known to the log"
        raise RegisterRefused(
            f"The key {mine[:16]} {known}. Sign with {held[-1].key_id[:16]}, or bring this one in, signed by that."
        )
    size = log.size(connection)
    place = (connection.scalar(select(func.max(log_head.c.place))) or 0) + 1
    unsigned = Head(place, size, log.root_at(connection, size), now.astimezone(UTC), mine, "")
    head = replace(unsigned, signature=key.sign(head_bytes(unsigned)).hex())
    connection.execute(insert(log_head).values({name: getattr(head, name) for name in Head.__slots__}))
    return head


def add_key(
    connection: Connection, now: datetime, key: Ed25519PrivateKey, before: Ed25519PrivateKey | None = None
) -> LogKey:
    """Bring in a key, which signs from now on; ``before`` is the newest so far, and none for the very first.

    Raises RegisterRefused where the key was there before, or ``before`` is not the newest.
    """
    log.lock(connection)
    held = keys(connection)
    _refuse_wrong_keys(held, key_id(_public(key)), None if before is None else key_id(_public(before)))
    said: dict[str, Any] = {
        "format": KEY_FORMAT, "key_id": key_id(_public(key)), "public": _public(key).hex(),
        "replaces": held[-1].key_id if held else "", "since": now.astimezone(UTC).isoformat(),
    }  # fmt: skip
    signature = "" if before is None else before.sign(rfc8785.dumps(said)).hex()
    leaf = rfc8785.dumps(said | {"signature": signature})
    index = log.append(connection, now, log.KEY, leaf)
    connection.execute(insert(log_key).values(key_id=said["key_id"], leaf_index=index, at=now))
    return key_of(leaf, index)


def keys(connection: Connection) -> tuple[LogKey, ...]:
    """Every key, the oldest first; the last signs now."""
    wanted = select(log_key.c.leaf_index, log_leaf.c.content).join(log_leaf, log_leaf.c.place == log_key.c.leaf_index)
    rows = connection.execute(wanted.order_by(log_key.c.leaf_index))
    return tuple(key_of(row.content, row.leaf_index) for row in rows)


def heads(connection: Connection, after: int | None = None, most: int = 100) -> tuple[Head, ...]:
    """Signed heads, the newest first; where ``after`` is the place of one, those that follow it in this order."""
    wanted = select(log_head).order_by(log_head.c.place.desc()).limit(most)
    if after is not None:
        wanted = wanted.where(log_head.c.place < min(after, _LAST_PLACE))
    return tuple(_head(row) for row in connection.execute(wanted))


def newest_head(connection: Connection) -> Head | None:
    """The head that was signed last; none where none was."""
    return next(iter(heads(connection, most=1)), None)


def head_due(connection: Connection, now: datetime) -> bool:
    """Whether a head is to be signed: the newest is a day old, or does not hold all of the log; never of an empty one.

    Whoever asks, to sign in the same transaction, keeps others waiting until it ends: so of two one signs.
    """
    log.lock(connection)
    held, size = newest_head(connection), log.size(connection)
    return size > 0 and (held is None or held.tree_size < size or now - held.at >= DAILY)


def key_of(leaf: bytes, index: int) -> LogKey:
    """A key from its leaf."""
    said: Mapping[str, str] = json.loads(leaf)
    since = datetime.fromisoformat(said["since"])
    return LogKey(said["key_id"], said["public"], since, said["replaces"], said["signature"], index, leaf)


def _refuse_wrong_keys(held: tuple[LogKey, ...], mine: str, before: str | None) -> None:
    newest = held[-1].key_id if held else None
    if mine in {each.key_id for each in held}:
        raise RegisterRefused(f"The key {mine[:16]} was in the log before. Make a new one.")
    if before != newest:
        told = "The first key is signed by none" if newest is None else f"The newest key is {newest[:16]}"
        raise RegisterRefused(
            f"{told}, and not {(before or 'none')[:16]}: give that, so that it signs for the new one."
        )


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def _head(row: Row[Any]) -> Head:
    return Head(row.place, row.tree_size, row.root, row.at, row.key_id, row.signature)
