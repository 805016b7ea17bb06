"""A proof is checked offline, and a byte of it that is another is found, wherever it stands."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import rfc8785

from documents import canonical
from register import (
    Check,
    NotHeld,
    Publishing,
    add_key,
    head_json,
    head_since,
    heads,
    holds,
    newest_head,
    proof_of,
    publish,
    sign_head,
    verify,
)
from register.heads import key_id
from storage import Database
from tests.register.making import at, decision_id, decision_record, later, scheme_id
from tests.register.signed import KEY, NEXT_KEY, PUBLIC, fill

EVERY = ["read", "included", "signed", "keys", "key", "head"]
BITS = [1, pytest.param(8, marks=pytest.mark.proof)]  # how many bits of each byte are flipped, one at a time


def proof(database: Database, id: str = decision_id(), version: int = 2) -> bytes:
    with database.reading() as connection:
        return proof_of(connection, id, version)


def told(checks: tuple[Check, ...]) -> dict[str, bool | None]:
    return {each.id: each.holds for each in checks}


def test_a_proof_holds_for_each_version_of_each_kind(register_database: Database) -> None:
    head = fill(register_database)
    assert head is not None
    given = json.dumps(head_json(head)).encode()
    for id, version in ((decision_id(), 1), (decision_id(), 2), (scheme_id(), 1)):
        checks = verify(proof(register_database, id, version), given, PUBLIC)
        assert [each.id for each in checks] == EVERY
        assert all(each.holds for each in checks), checks
    alone = verify(proof(register_database))
    assert holds(alone)
    assert told(alone) == {"read": True, "included": True, "signed": True, "keys": True, "key": None, "head": None}
    assert head.key_id in alone[4].says


def test_a_record_that_was_saved_is_compared_with_the_one_in_the_proof(register_database: Database) -> None:
    fill(register_database)
    file, saved = proof(register_database), canonical(later(decision_record()))
    same = verify(file, record=saved)
    assert [each.id for each in same] == ["read", "record", *EVERY[1:]]
    assert told(same)["record"] is True
    for other in (canonical(decision_record()), saved.replace(b"Larkmere", b"Larkmore", 1), saved + b"\n", b"%PDF-1.7"):
        found = verify(file, record=other)
        assert told(found) == told(same) | {"record": False}
        assert "it was changed, or is another version" in found[1].says
        assert not holds(found)


def test_a_flipped_byte_is_found_wherever_it_stands(register_database: Database) -> None:
    fill(register_database)
    _flip_each(proof(register_database), range(0, 100_000, 61))


@pytest.mark.proof
def test_every_flipped_byte_is_found(register_database: Database) -> None:
    if not register_database.sqlite:
        return  # a proof is the same from either
    fill(register_database)
    with register_database.writing() as connection:
        add_key(connection, at(20), NEXT_KEY, KEY)
        sign_head(connection, at(21), NEXT_KEY)
    for flipped in (0x01, 0x20):  # the next sign, and the same letter as a capital
        _flip_each(proof(register_database), range(100_000), flipped)


def _flip_each(file: bytes, places: range, flipped: int = 1) -> None:
    assert holds(verify(file))
    for place in places:
        if place >= len(file):
            return
        other = bytearray(file)
        other[place] ^= flipped
        assert not holds(verify(bytes(other))), (place, file[max(0, place - 20) : place + 20])


def test_what_is_withdrawn_or_not_there_has_no_proof(register_database: Database) -> None:
    fill(register_database)
    with pytest.raises(NotHeld, match="the register holds it no longer"):
        proof(register_database, decision_id(2), 1)
    with pytest.raises(NotHeld, match="the register does not hold it"):
        proof(register_database, decision_id(), 3)
    with pytest.raises(NotHeld, match="the register does not hold it"):
        proof(register_database, decision_id(9), 1)


def test_before_a_head_is_signed_that_is_said(register_database: Database) -> None:
    fill(register_database, signed=False)
    checks = verify(proof(register_database), key=PUBLIC)
    assert told(checks) == {"read": True, "included": True, "signed": None, "keys": None, "key": None, "head": None}


def test_another_key_or_a_head_of_another_log_is_told(register_database: Database) -> None:
    head = fill(register_database)
    assert head is not None
    file = proof(register_database)
    assert told(verify(file, key="a" * 64))["key"] is False
    assert told(verify(file, key=head.key_id.upper()))["key"] is True
    forged: dict[str, Any] = head_json(head) | {"root": "a" * 64}
    assert told(verify(file, rfc8785.dumps(forged)))["head"] is False
    forged.pop("signature")
    signature = KEY.sign(rfc8785.dumps(forged)).hex()
    checks = verify(file, rfc8785.dumps({**forged, "signature": signature}))
    assert checks[-1].says == "The head that you gave is of another log: two different ones were shown."
    assert told(verify(file, b"no head"))["head"] is False


def test_a_later_head_is_compared_by_the_proof_that_its_log_begins_with_this_one(register_database: Database) -> None:
    first = fill(register_database)
    assert first is not None
    file = proof(register_database)
    with register_database.writing() as connection:
        publish(connection, at(20), Publishing(decision_record(3)))
        add_key(connection, at(21), NEXT_KEY, KEY)
        sign_head(connection, at(22), NEXT_KEY)
        newest = head_since(connection, first.tree_size)
        bare = newest_head(connection)
    assert newest is not None
    assert bare is not None
    checks = verify(file, rfc8785.dumps(newest))
    assert checks[-1].holds is None, "its key is newer than the proof, or made up"
    assert checks[-1].says.startswith(
        "The log of the head that you gave begins with the log of this proof. But its key"
    )
    assert f"{bare.key_id[:16]}, is not in this proof" in checks[-1].says
    newest["since"]["path"][0] = "0" * 64
    assert told(verify(file, rfc8785.dumps(newest)))["head"] is False
    checks = verify(file, rfc8785.dumps(head_json(bare)))
    assert checks[-1].holds is None
    assert f"/api/v1/log/consistency?first={first.tree_size}&second={bare.tree_size}" in checks[-1].says
    assert f"{bare.key_id[:16]}, is not in this proof" in checks[-1].says
    later_proof = proof(register_database)
    assert told(verify(later_proof))["keys"] is True
    assert told(verify(later_proof, key=PUBLIC))["key"] is True  # the key before signed the one that signs now
    assert told(verify(later_proof, later_proof))["head"] is True


def test_a_head_that_the_log_cannot_have_signed_does_not_hold(register_database: Database) -> None:
    """Though its root is that of the proof: unsigned, or with a key that was not in the log by then."""
    head = fill(register_database)
    assert head is not None
    file, given = proof(register_database), head_json(head)
    unsigned = given | {"at": "", "key_id": "", "signature": ""}
    made_up = given | {"key_id": key_id(NEXT_KEY.public_key().public_bytes_raw())}
    made_up.pop("signature")
    made_up["signature"] = NEXT_KEY.sign(rfc8785.dumps(made_up)).hex()
    for changed, says in (
        (unsigned, "The head that you gave is not signed"),
        (made_up, "that was not in the log by then"),
        (made_up | {"tree_size": head.tree_size - 1}, "that was not in the log by then"),
        (given | {"key_id": "0" * 64}, "that was not in the log by then"),
        (made_up | {"tree_size": head.tree_size + 1, "signature": "0" * 127}, "was changed: its signature"),
        (given | {"key_id": head.key_id.upper()}, "was changed: its signature"),
        (given | {"format": "rationale-head-2"}, "was changed: its signature"),
    ):
        check = verify(file, rfc8785.dumps(changed))[-1]
        assert check.holds is False, changed
        assert says in check.says


@pytest.mark.parametrize("bits", BITS)
def test_every_flipped_byte_of_a_head_of_the_same_log_is_found(register_database: Database, bits: int) -> None:
    head = fill(register_database)
    assert head is not None
    file = proof(register_database)
    for given in (rfc8785.dumps(head_json(head)), json.dumps(head_json(head), indent=2).encode() + b"\n"):
        assert told(verify(file, given))["head"] is True
        for place, other in _flipped(given, bits):
            checks = verify(file, other)
            assert not holds(checks), (place, checks[-1].says)


@pytest.mark.parametrize("bits", BITS)
def test_no_flipped_byte_of_an_older_or_newer_head_holds(register_database: Database, bits: int) -> None:
    """Where a newer head then names a key that the proof has not, that is open. Any other is found."""
    first = fill(register_database)
    assert first is not None
    file = proof(register_database)
    with register_database.writing() as connection:
        publish(connection, at(20), Publishing(decision_record(3)))
        sign_head(connection, at(22), KEY)
        newest = head_since(connection, first.tree_size)
    assert newest is not None
    older, newer = json.dumps(head_json(first), indent=2).encode(), rfc8785.dumps(newest)
    anew = proof(register_database)
    assert told(verify(anew, older))["head"] is None  # signed, but not to be compared
    for place, other in _flipped(older, bits):
        assert told(verify(anew, other))["head"] is False, place
    assert told(verify(file, newer))["head"] is True
    for place, other in _flipped(newer, bits):
        check = verify(file, other)[-1]
        assert check.holds is not True, (place, check.says)
        if check.holds is None:
            assert "is not in this proof" in check.says or "/api/v1/log/consistency?first=" in check.says


def _flipped(file: bytes, bits: int) -> Iterator[tuple[int, bytes]]:
    """A file with one bit flipped, of each byte in turn. No white space becomes other white space so."""
    for place in range(len(file)):
        for bit in range(bits):
            other = bytearray(file)
            other[place] ^= 1 << bit
            yield place, bytes(other)


def _other_record(said: dict[str, Any]) -> None:
    said["record"]["title"] = "Another"


def _no_field(said: dict[str, Any]) -> None:
    del said["record"]["sample"]


def _shorter(said: dict[str, Any]) -> None:
    said["path"].pop()


def _other_index(said: dict[str, Any]) -> None:
    said["leaf_index"] = 0


def _other_time(said: dict[str, Any]) -> None:
    said["head"]["at"] = "2020-01-01T00:00:00+00:00"


def _no_key(said: dict[str, Any]) -> None:
    said["keys"].clear()


def _own_key(said: dict[str, Any]) -> None:
    said["keys"][0]["leaf"]["public"] = NEXT_KEY.public_key().public_bytes_raw().hex()


def _capitals(said: dict[str, Any]) -> None:
    said["path"] = [each.upper() for each in said["path"]]


@pytest.mark.parametrize(
    ("change", "fails"),
    [
        (_other_record, "included"), (_no_field, "read"), (_shorter, "included"), (_other_index, "included"),
        (_other_time, "signed"), (_no_key, "signed"), (_own_key, "keys"), (_capitals, "read"),
    ],
)  # fmt: skip
def test_a_proof_that_was_written_anew_does_not_hold(
    register_database: Database, change: Callable[[dict[str, Any]], None], fails: str
) -> None:
    fill(register_database)
    said = json.loads(proof(register_database))
    change(said)
    assert told(verify(rfc8785.dumps(said)))[fails] is False


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (b"", "This file is not JSON"),
        (b"[" * 100_000, "This file is not JSON"),
        (b"[]", "This file holds no JSON object"),
        (b'{"format":"another"}', "This is no proof: its format is not rationale-proof-1"),
        (b'{"format":"rationale-proof-1"}', "The proof in this file has not the parts that it should"),
        (b'{"format": "rationale-proof-1"}', "This file is not as the register wrote it"),
        (canonical(later(decision_record())), "This is a record without its proof"),
        ('{"format":"rationale-proof-1"}'.encode("utf-16"), "This file is not as the register wrote it"),
    ],
)
def test_a_file_that_is_no_proof_is_told_for_what_it_is(file: bytes, says: str) -> None:
    (check,) = verify(file)
    assert check.holds is False
    assert check.says.startswith(says)


def test_heads_of_a_register_without_any_are_none(register_database: Database) -> None:
    with register_database.reading() as connection:
        assert heads(connection) == ()
