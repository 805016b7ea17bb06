"""A head that was kept is compared with a proof of another day: the larger log has to begin with the smaller."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import rfc8785

from register import (
    Check,
    Head,
    Publishing,
    add_key,
    consistency_between,
    head_json,
    holds,
    proof_of,
    publish,
    root_at,
    sign_head,
    verify,
)
from storage import Database
from tests.register.making import at, decision_id, decision_record
from tests.register.signed import KEY, NEXT_KEY, fill

FLIPS = [(1, 6), pytest.param(8, 1, marks=pytest.mark.proof)]  # bits of each byte, and of every how many bytes


def proof(database: Database) -> bytes:
    with database.reading() as connection:
        return proof_of(connection, decision_id(), 2)


def grown(database: Database, first: int, second: int) -> dict[str, Any]:
    """What the register answers at /api/v1/log/consistency."""
    with database.reading() as connection:
        return {
            "first": first, "first_root": root_at(connection, first),
            "second": second, "second_root": root_at(connection, second),
            "path": list(consistency_between(connection, first, second)),
        }  # fmt: skip


def two_days(database: Database) -> tuple[Head, bytes, Head, bytes]:
    """The head and a proof of one day, and those of a later one, in between which the key was replaced."""
    old = fill(database)
    assert old is not None
    earlier = proof(database)
    with database.writing() as connection:
        publish(connection, at(20), Publishing(decision_record(3)))
        add_key(connection, at(21), NEXT_KEY, KEY)
        publish(connection, at(22), Publishing(decision_record(4)))
        new = sign_head(connection, at(23), NEXT_KEY)
    return old, earlier, new, proof(database)


def file_of(head: Head) -> bytes:
    return json.dumps(head_json(head), indent=2).encode()


def compared(file: bytes, head: bytes, consistency: Any = None) -> Check:
    sent = None if consistency is None else json.dumps(consistency).encode()
    return verify(file, head, consistency=sent)[-1]


def test_an_old_head_is_compared_with_a_proof_of_today(register_database: Database) -> None:
    old, _, new, today = two_days(register_database)
    sizes = old.tree_size, new.tree_size
    alone = compared(today, file_of(old))
    assert alone.holds is None
    assert alone.says == (
        f"The head that you gave is of {sizes[0]} leaves, and this proof’s of {sizes[1]}. To compare them, download "
        f"/api/v1/log/consistency?first={sizes[0]}&second={sizes[1]} from the register, "
        "and give that as the consistency."
    )
    found = compared(today, file_of(old), grown(register_database, *sizes))
    assert found == Check("head", True, "The log of this proof begins with the log of the head that you gave.")


def test_a_newer_head_is_compared_in_the_same_way(register_database: Database) -> None:
    old, earlier, _, _ = two_days(register_database)
    with register_database.reading() as connection:
        root = root_at(connection, old.tree_size + 1)
    newer = signed(head_json(old) | {"tree_size": old.tree_size + 1, "root": root})
    sizes = old.tree_size, old.tree_size + 1
    assert f"first={sizes[0]}&second={sizes[1]} from the register" in compared(earlier, newer).says
    found = compared(earlier, newer, grown(register_database, *sizes))
    assert found == Check("head", True, "The log of the head that you gave begins with the log of this proof.")


def test_a_register_that_was_rewritten_since_is_found_whatever_it_answers(register_database: Database) -> None:
    """The old head, signed by the register itself, is of what stood there then."""
    old, _, new, today = two_days(register_database)
    kept = {**head_json(old), "root": "ab" * 32}
    honest = grown(register_database, old.tree_size, new.tree_size)
    for answer in (honest, honest | {"first_root": kept["root"]}, honest | {"path": []}):
        found = compared(today, signed(kept), answer)
        assert found.holds is False
        assert found.says == (
            "This is not the same log: that of this proof does not begin with that of the head that you gave. "
            "What stood in it was altered, or a file that you gave was."
        )
    assert not holds(verify(today, signed(kept), consistency=json.dumps(honest).encode()))


def test_a_consistency_that_does_not_fit_says_which_does(register_database: Database) -> None:
    old, earlier, new, today = two_days(register_database)
    other = compared(today, file_of(old), grown(register_database, old.tree_size - 1, new.tree_size))
    assert other.holds is False
    assert other.says == (
        f"The consistency that you gave is between {old.tree_size - 1} and {new.tree_size} leaves, and not between "
        f"{old.tree_size} and {new.tree_size}. Download /api/v1/log/consistency?first={old.tree_size}"
        f"&second={new.tree_size} from the register."
    )
    same = compared(earlier, file_of(old), grown(register_database, 1, 2))
    assert same.holds is True, "heads of one size need none"
    without = verify(today, consistency=b"{}")[-1]
    assert without.holds is None
    assert without.says == (
        "You gave no head to compare with. "
        "The consistency that you gave shows nothing without the head that you kept: give both."
    )


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (b"[", "The consistency that you gave is not JSON: it is no consistency, or was changed. Download it again."),
        (b"[]", "The consistency that you gave holds no JSON object: it is no consistency. Download it again."),
        (b"{}", "The consistency in this file has not the parts that it should: first, first_root, second, second_r"),
        (b'{"first":true,"first_root":"","second":2,"second_root":"","path":[]}', "“first” of the consistency in this"),
        (b'{"first":1,"first_root":"","second":2,"second_root":"","path":["a"]}', "A path in this file is no list of"),
    ],
)
def test_a_file_that_is_no_consistency_is_told_for_what_it_is(
    register_database: Database, sent: bytes, says: str
) -> None:
    old, _, _, today = two_days(register_database)
    found = verify(today, file_of(old), consistency=sent)[-1]
    assert found.holds is False
    assert found.says.startswith(says)


def test_a_head_that_cannot_be_read_is_named(register_database: Database) -> None:
    _, _, _, today = two_days(register_database)
    assert verify(today, b"no head")[-1].says.startswith("The head that you gave is not JSON: it is no head, or was")
    assert verify(today, b"[]")[-1].says.startswith("The head that you gave holds no JSON object: it is no head.")


@pytest.mark.parametrize(("bits", "step"), FLIPS)
def test_no_flipped_byte_of_an_old_head_or_of_how_the_log_grew_holds(
    register_database: Database, bits: int, step: int
) -> None:
    if not register_database.sqlite:
        return  # a proof is the same from either
    old, _, new, today = two_days(register_database)
    head, answer = file_of(old), rfc8785.dumps(grown(register_database, old.tree_size, new.tree_size))
    assert holds(verify(today, head, consistency=answer))
    for place, other in flipped(head, bits, step):
        assert not holds(verify(today, other, consistency=answer)), place
    for place, other in flipped(answer, bits, step):
        assert not holds(verify(today, head, consistency=other)), place


def flipped(file: bytes, bits: int, step: int) -> Iterator[tuple[int, bytes]]:
    """A file with one bit flipped, of every so many bytes in turn."""
    for place in range(0, len(file), step):
        for bit in range(bits):
            other = bytearray(file)
            other[place] ^= 1 << bit
            yield place, bytes(other)


def signed(head: dict[str, Any]) -> bytes:
    bare = {name: each for name, each in head.items() if name != "signature"}
    return rfc8785.dumps({**bare, "signature": KEY.sign(rfc8785.dumps(bare)).hex()})
