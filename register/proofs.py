"""A proof as a file: a record, its place in the log, the signed head over it, and the keys. Whole in itself.

The file is canonical JSON, so that no byte of it can be another without being told.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
from sqlalchemy import Connection

from documents import FORMATS, Record, RecordRefused, as_json, canonical, read_record
from register import log
from register.errors import NotHeld
from register.heads import HEAD_FORMAT, head_json, keys, newest_head
from register.reading import publication

PROOF_FORMAT = "rationale-proof-1"

_HEAD = {"format": str, "tree_size": int, "root": str, "at": str, "key_id": str, "signature": str}
_KEY = {"format": str, "key_id": str, "public": str, "replaces": str, "since": str, "signature": str}
_PROOF = {"format": str, "record": dict, "leaf_index": int, "path": list, "head": dict, "keys": list}
_KEY_HELD = {"leaf": dict, "leaf_index": int, "path": list}
_GROWN = {"first": int, "first_root": str, "second": int, "second_root": str, "path": list}
_HEX = re.compile(r"[0-9a-f]{64}")


class ProofRefused(ValueError):
    """A file that is no proof, or no head, as this register writes them."""


@dataclass(frozen=True, slots=True)
class KeyHeld:
    """A key of the log as a proof holds it: what its leaf says, and that leaf's place and audit path."""

    leaf: Mapping[str, str]
    leaf_index: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that was read. ``head`` is as it is published; it has no signature where none covers the record yet."""

    record: Record
    leaf_index: int
    path: tuple[bytes, ...]
    head: Mapping[str, Any]
    keys: tuple[KeyHeld, ...]


@dataclass(frozen=True, slots=True)
class Grown:
    """What is said of how the log grew: two sizes, the smaller first, their roots and the path between them."""

    sizes: tuple[int, int]
    roots: tuple[str, str]
    path: tuple[bytes, ...]


def proof_of(connection: Connection, id: str, version: int) -> bytes:
    """The proof of one version. Raises NotHeld where the register does not hold it, or no longer."""
    found = publication(connection, id)
    held = None if found is None else found.held(version)
    if held is None or held.record is None:
        told = "holds it no longer" if held else "does not hold it"
        raise NotHeld(f"There is no proof of version {version} of {id}: the register {told}.")
    head = _head_over(connection, held.leaf_index)
    size = head["tree_size"]
    return rfc8785.dumps(
        {
            "format": PROOF_FORMAT,
            "record": as_json(held.record),
            "leaf_index": held.leaf_index,
            "path": list(log.inclusion_at(connection, held.leaf_index, size)),
            "head": head,
            "keys": list(_keys_in(connection, size)),
        }
    )


def head_since(connection: Connection, tree_size: int) -> dict[str, Any] | None:
    """The newest head with the proof that the log of an earlier size is its beginning; none where none was signed.

    Raises NotInLog where the head is of a smaller log.
    """
    head = newest_head(connection)
    if head is None:
        return None
    path = log.consistency_between(connection, tree_size, head.tree_size)
    return {**head_json(head), "since": {"tree_size": tree_size, "path": list(path)}}


def read_proof(file: bytes) -> Proof:
    """A proof from its file. Raises ProofRefused, which says what is wrong with it."""
    said = _parsed(file)
    if said.get("format") in FORMATS:
        raise ProofRefused("This is a record without its proof. Download the proof of it, at its address with /proof.")
    if said.get("format") != PROOF_FORMAT:
        raise ProofRefused(f"This is no proof: its format is not {PROOF_FORMAT}. Download it from the register again.")
    if canonical_of(said) != file:
        raise ProofRefused("This file is not as the register wrote it: its bytes were changed. Download it again.")
    _shaped(said, _PROOF, "the proof")
    _shaped(said["head"], _HEAD, "the head")
    if said["head"]["format"] != HEAD_FORMAT:
        raise ProofRefused(f"The head in this file is of another kind than {HEAD_FORMAT}.")
    try:
        record = read_record(said["record"])
        same = canonical(record) == canonical_of(said["record"])
    except (RecordRefused, rfc8785.CanonicalizationError) as wrong:
        raise ProofRefused(f"The record in this file cannot be read ({wrong}).") from None
    if not same:
        raise ProofRefused("The record in this file lacks something that every record says.")
    return Proof(record, said["leaf_index"], hashes(said["path"]), said["head"], tuple(_keys(said["keys"])))


def read_head(file: bytes) -> Mapping[str, Any]:
    """A head from its file, or the head in a proof; with ``since`` where it came with one. Raises ProofRefused."""
    said = _parsed(file, "The head that you gave", "head")
    if said.get("format") == PROOF_FORMAT:
        within = said.get("head")
        said = within if isinstance(within, dict) else {}
    since = said.get("since")
    _shaped({name: each for name, each in said.items() if name != "since"}, _HEAD, "the head")
    if since is not None:
        _shaped(since, {"tree_size": int, "path": list}, "what the head says since")
        hashes(since["path"])
    return said


def read_consistency(file: bytes) -> Grown:
    """How the log grew, from what the register answers at /api/v1/log/consistency. Raises ProofRefused."""
    said = _parsed(file, "The consistency that you gave", "consistency")
    _shaped(said, _GROWN, "the consistency")
    sizes, roots = (said["first"], said["second"]), (said["first_root"], said["second_root"])
    return Grown(sizes, roots, hashes(said["path"]))


def canonical_of(said: Any) -> bytes:
    """Canonical JSON of what was parsed; nothing where it has none."""
    try:
        return rfc8785.dumps(said)
    except (rfc8785.CanonicalizationError, ValueError, RecursionError):
        return b""


def hashes(said: Any) -> tuple[bytes, ...]:
    """Hashes from hexadecimal. Raises ProofRefused where one is none."""
    if not isinstance(said, list) or not all(isinstance(each, str) and _HEX.fullmatch(each) for each in said):
        raise ProofRefused("A path in this file is no list of hashes, each of 64 hexadecimal digits.")
    return tuple(bytes.fromhex(each) for each in said)


def _head_over(connection: Connection, leaf_index: int) -> dict[str, Any]:
    """The newest signed head, where it covers a leaf; otherwise the log as it stands, unsigned."""
    head = newest_head(connection)
    if head is not None and head.tree_size > leaf_index:
        return head_json(head)
    size = log.size(connection)
    bare = {"format": HEAD_FORMAT, "tree_size": size, "root": log.root_at(connection, size)}
    return bare | {"at": "", "key_id": "", "signature": ""}


def _keys_in(connection: Connection, size: int) -> Iterator[dict[str, Any]]:
    for key in keys(connection):
        if key.leaf_index < size:
            path = list(log.inclusion_at(connection, key.leaf_index, size))
            yield {"leaf": json.loads(key.leaf), "leaf_index": key.leaf_index, "path": path}


def _keys(said: list[Any]) -> Iterator[KeyHeld]:
    for each in said:
        _shaped(each, _KEY_HELD, "a key")
        _shaped(each["leaf"], _KEY, "the leaf of a key")
        yield KeyHeld(each["leaf"], each["leaf_index"], hashes(each["path"]))


def _parsed(file: bytes, named: str = "This file", what: str = "proof") -> dict[str, Any]:
    try:
        said = json.loads(file)
    except (ValueError, RecursionError):
        raise ProofRefused(f"{named} is not JSON: it is no {what}, or was changed. Download it again.") from None
    if not isinstance(said, dict):
        raise ProofRefused(f"{named} holds no JSON object: it is no {what}. Download it again.")
    return said


def _shaped(said: Any, names: Mapping[str, type], what: str) -> None:
    """Raises ProofRefused unless an object has these names and no others, each of its kind."""
    if not isinstance(said, dict) or set(said) != set(names):
        raise ProofRefused(f"{what} in this file has not the parts that it should: {', '.join(names)}.".capitalize())
    for name, kind in names.items():
        if type(said[name]) is not kind:
            raise ProofRefused(f"“{name}” of {what} in this file is not of its kind.")
