"""Whether a proof holds, offline: each thing that it says is checked, and what cannot be checked is said to be open."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from documents import canonical
from register import merkle
from register.heads import HEAD_FORMAT, KEY_FORMAT, key_id, signed_by
from register.proofs import (
    Grown,
    KeyHeld,
    Proof,
    ProofRefused,
    canonical_of,
    hashes,
    read_consistency,
    read_head,
    read_proof,
)

_HEX = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: whether it holds, or none where that cannot be told; and what that means."""

    id: str
    holds: bool | None
    says: str


def verify(
    file: bytes,
    head: bytes | None = None,
    key: str | None = None,
    record: bytes | None = None,
    consistency: bytes | None = None,
) -> tuple[Check, ...]:
    """Check a proof: ``read``, ``included``, ``signed``, ``keys``; ``key`` and ``head`` against what is known besides.

    ``key``: a key's id or the public key itself, in hexadecimal, from somewhere else than this file. ``head``: a head
    of the log, as the register gives it or kept from another day. ``record``: a publication as JSON, which is compared
    byte for byte with the one in the proof, as one more check. ``consistency``: what the register answers at
    /api/v1/log/consistency of the log of the head and that of the proof, by which heads of two sizes are compared.
    """
    try:
        proof = read_proof(file)
    except ProofRefused as wrong:
        return (Check("read", False, str(wrong)),)
    said = proof.record
    return (
        Check("read", True, f"It holds version {said.version} of {said.reference}, “{said.title}”."),
        *(() if record is None else (_same(proof, record),)),
        _included(proof),
        _signed(proof),
        _keys_hold(proof),
        _key_known(proof, key),
        _head_known(proof, head, consistency),
    )


def holds(checks: tuple[Check, ...]) -> bool:
    """Whether everything that could be checked holds."""
    return all(each.holds is not False for each in checks)


def _same(proof: Proof, record: bytes) -> Check:
    if record == canonical(proof.record):
        return Check("record", True, "The record that you gave is, byte for byte, the one that this proof is of.")
    told = "The record that you gave is not the one that this proof is of: it was changed, or is another version."
    return Check("record", False, f"{told} Only the JSON of a publication can be compared.")


def _included(proof: Proof) -> Check:
    leaf = merkle.leaf_hash(canonical(proof.record))
    if _in_tree(leaf, proof.leaf_index, proof.path, proof.head):
        return Check("included", True, f"The record, byte for byte, is leaf {proof.leaf_index} under the head’s root.")
    return Check("included", False, "The record does not stand under the head’s root: it or the proof was changed.")


def _signed(proof: Proof) -> Check:
    said = proof.head
    if said["signature"] == said["key_id"] == said["at"] == "":
        return Check("signed", None, "No head over this record had been signed yet: download the proof again later.")
    signer = next((each.leaf for each in proof.keys if each.leaf["key_id"] == said["key_id"]), None)
    if signer is not None and said["format"] == HEAD_FORMAT and _is_signed(said, signer["public"]):
        return Check("signed", True, f"The head was signed on {said['at'][:10]} with the key {said['key_id'][:16]}.")
    return Check("signed", False, "The head was not signed with the key that it names: it was changed.")


def _keys_hold(proof: Proof) -> Check:
    before: Mapping[str, str] | None = None
    for each in proof.keys:
        if not _key_holds(each, before, proof.head):
            return Check("keys", False, f"The key {each.leaf['key_id'][:16]} does not stand in the log as it should.")
        before = each.leaf
    if not proof.keys:
        return Check("keys", None, "The log had no key yet.")
    return Check("keys", True, f"Every key, {len(proof.keys)} in all, is in the log and signed by the one before it.")


def _key_holds(key: KeyHeld, before: Mapping[str, str] | None, head: Mapping[str, Any]) -> bool:
    said = key.leaf
    if said["format"] != KEY_FORMAT or not _HEX.fullmatch(said["public"]):
        return False
    if said["key_id"] != key_id(bytes.fromhex(said["public"])):
        return False
    if before is None and said["replaces"] + said["signature"] != "":
        return False
    if before is not None and not (said["replaces"] == before["key_id"] and _is_signed(said, before["public"])):
        return False
    return _in_tree(merkle.leaf_hash(canonical_of(said)), key.leaf_index, key.path, head)


def _key_known(proof: Proof, key: str | None) -> Check:
    signer = proof.head["key_id"]
    if key is None:
        told = f"You gave no key to compare with. It is {signer}: compare that with one published elsewhere."
        return Check("key", None, told if signer else "The head is not signed, so there is no key to compare.")
    known = key.strip().lower()
    until = list(_until(proof.keys, signer))
    if any(known in (each.leaf["key_id"], each.leaf["public"]) for each in until):
        return Check("key", True, "The key that you gave signed the head, or comes before the one that did.")
    return Check("key", False if signer else None, f"The head was not signed with the key that you gave, but {signer}.")


def _head_known(proof: Proof, file: bytes | None, consistency: bytes | None) -> Check:
    if file is None:
        shows = "A head that was kept elsewhere shows that nobody was told otherwise."
        if consistency is not None:
            shows = "The consistency that you gave shows nothing without the head that you kept: give both."
        return Check("head", None, f"You gave no head to compare with. {shows}")
    try:
        other = read_head(file)
        return _heads_agree(proof, other, None if consistency is None else read_consistency(consistency))
    except ProofRefused as wrong:
        return Check("head", False, str(wrong))


def _heads_agree(proof: Proof, other: Mapping[str, Any], grown: Grown | None) -> Check:
    """Whether a head is of the same log, and signed. Only a newer one can name a key that the proof has not."""
    if other["signature"] == other["key_id"] == other["at"] == "":
        return Check("head", False, "The head that you gave is not signed, so it shows nothing. Give one that is.")
    signer = next((each.leaf for each in proof.keys if each.leaf["key_id"] == other["key_id"]), None)
    bare = {name: each for name, each in other.items() if name != "since"}
    if not _is_well_formed(other) or (signer is not None and not _is_signed(bare, signer["public"])):
        return Check("head", False, "The head that you gave was changed: its signature is not that of its key.")
    its_key = f"its key, {other['key_id'][:16]},"
    if signer is None and other["tree_size"] <= proof.head["tree_size"]:
        told = f"The head that you gave was changed or made up: {its_key} is one that was not in the log by then."
        return Check("head", False, told)
    found = _same_log(proof.head, other, grown)
    if signer is not None or found.holds is False:
        return found
    told = f"{found.says} But {its_key} is not in this proof, so its signature is unchecked: it may be a newer key, or "
    return Check("head", None, f"{told}made up. Download the proof again, and compare that with the head.")


def _is_well_formed(head: Mapping[str, Any]) -> bool:
    """Whether the parts of a head look as the register writes them, whoever signed it."""
    hashed = _HEX.fullmatch(head["root"]) and _HEX.fullmatch(head["key_id"])
    return bool(head["format"] == HEAD_FORMAT and hashed and _SIGNATURE.fullmatch(head["signature"]))


def _same_log(mine: Mapping[str, Any], other: Mapping[str, Any], grown: Grown | None) -> Check:
    """Whether two heads are of one log: where they are of two sizes, the larger has to begin with the smaller."""
    size, theirs, since = mine["tree_size"], other["tree_size"], other.get("since")
    if size == theirs:
        if mine["root"] == other["root"]:
            return Check("head", True, "The head that you gave is of the very same log.")
        return Check("head", False, "The head that you gave is of another log: two different ones were shown.")
    (first, first_root), (second, second_root) = sorted((each["tree_size"], each["root"]) for each in (mine, other))
    if grown is None and since is not None and since["tree_size"] == size == first:
        grown = Grown((first, second), (first_root, second_root), hashes(since["path"]))
    address = f"/api/v1/log/consistency?first={first}&second={second}"
    if grown is None:
        told = f"The head that you gave is of {theirs} leaves, and this proof’s of {size}. To compare them, download "
        return Check("head", None, f"{told}{address} from the register, and give that as the consistency.")
    if grown.sizes != (first, second):
        told = f"The consistency that you gave is between {grown.sizes[0]} and {grown.sizes[1]} leaves, and not "
        return Check("head", False, f"{told}between {first} and {second}. Download {address} from the register.")
    given = "the head that you gave"
    longer, shorter = (given, "this proof") if theirs == second else ("this proof", given)
    if grown.roots == (first_root, second_root) and _grew(grown):
        return Check("head", True, f"The log of {longer} begins with the log of {shorter}.")
    told = f"This is not the same log: that of {longer} does not begin with that of {shorter}."
    return Check("head", False, f"{told} What stood in it was altered, or a file that you gave was.")


def _grew(grown: Grown) -> bool:
    """Whether the path leads from the smaller root to the larger."""
    if not all(_HEX.fullmatch(each) for each in grown.roots):
        return False
    first_root, second_root = (bytes.fromhex(each) for each in grown.roots)
    return merkle.verify_consistency(*grown.sizes, first_root, second_root, grown.path)


def _in_tree(leaf: bytes, index: int, path: tuple[bytes, ...], head: Mapping[str, Any]) -> bool:
    if not _HEX.fullmatch(head["root"]):
        return False
    return merkle.verify_inclusion(leaf, index, head["tree_size"], path, bytes.fromhex(head["root"]))


def _is_signed(said: Mapping[str, Any], public: str) -> bool:
    """Whether an object was signed as it stands, without its signature."""
    if not _SIGNATURE.fullmatch(said["signature"]) or not _HEX.fullmatch(public):
        return False
    bare = {name: each for name, each in said.items() if name != "signature"}
    return signed_by(public, said["signature"], canonical_of(bare))


def _until(keys: tuple[KeyHeld, ...], signer: str) -> Iterator[KeyHeld]:
    """The keys up to the one that signed."""
    for each in keys:
        yield each
        if each.leaf["key_id"] == signer:
            return
