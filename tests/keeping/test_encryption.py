"""What is sealed opens with its key, under its name, whole and in order; anything else does not open at all."""

import io
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from keeping.encryption import Key, KeyRefused, NotAsSealed, key_of, new_key_file, read_key_file, seal, unseal

KEY = key_of(b"k" * 32)
PIECE = 65_536
HEAD, WITH_VOUCHER = 64, PIECE + 16


def sealed(data: bytes, key: Key = KEY, name: str = "tables/case.jsonl") -> bytes:
    return b"".join(seal(key, name, [data]))


def opened(data: bytes, key: Key = KEY, name: str = "tables/case.jsonl") -> bytes:
    return b"".join(unseal(key, name, io.BytesIO(data)))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_what_was_sealed_comes_back_whatever_its_size(size: int) -> None:
    data = bytes(place % 251 for place in range(size))
    assert opened(sealed(data)) == data


def test_it_matters_not_in_which_portions_it_came() -> None:
    def portions() -> Iterator[bytes]:
        yield from (b"", b"a" * 10, b"b" * 200_000, b"", b"c")

    assert opened(b"".join(seal(KEY, "tables/case.jsonl", portions()))) == b"a" * 10 + b"b" * 200_000 + b"c"


def test_a_change_of_any_byte_is_found() -> None:
    whole = sealed(b"Larkmere")
    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= 1
        with pytest.raises(NotAsSealed, match="altered"):
            opened(bytes(altered))


def test_cut_off_anywhere_it_does_not_open() -> None:
    whole = sealed(b"x" * (2 * PIECE + 5))
    ends = (0, 10, HEAD, HEAD + 3, HEAD + WITH_VOUCHER, HEAD + 2 * WITH_VOUCHER, len(whole) - 1)
    for end in ends:
        with pytest.raises(NotAsSealed):
            opened(whole[:end])


def test_pieces_that_changed_places_were_repeated_or_added_do_not_open() -> None:
    whole = sealed(b"a" * PIECE + b"b" * PIECE + b"c")
    head, first, second, last = (
        whole[:HEAD], whole[HEAD : HEAD + WITH_VOUCHER], whole[HEAD + WITH_VOUCHER : HEAD + 2 * WITH_VOUCHER],
        whole[HEAD + 2 * WITH_VOUCHER :],
    )  # fmt: skip
    assert opened(head + first + second + last)
    for other in (second + first + last, first + first + second + last, first + second + last + last, second + last):
        with pytest.raises(NotAsSealed, match="cut off or put in another's place"):
            opened(head + other)


def test_a_file_does_not_open_under_the_name_of_another() -> None:
    with pytest.raises(NotAsSealed, match=r"tables/person\.jsonl was altered"):
        opened(sealed(b"x"), name="tables/person.jsonl")


def test_another_key_is_told_from_an_altered_file() -> None:
    with pytest.raises(NotAsSealed, match="was sealed with another key than the one given"):
        opened(sealed(b"x"), key=key_of(b"j" * 32))


def test_the_same_bytes_are_never_sealed_the_same_twice() -> None:
    assert sealed(b"x") != sealed(b"x")


def test_a_key_file_is_its_owners_alone_and_gives_its_key_again(tmp_path: Path) -> None:
    new_key_file(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    key = read_key_file(tmp_path / "key")
    assert key == read_key_file(tmp_path / "key")
    assert len(key.secret) == 32
    assert key.secret.hex() not in repr(key)


def test_a_key_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    new_key_file(tmp_path / "key")
    before = (tmp_path / "key").read_bytes()
    with pytest.raises(KeyRefused, match=r"is there already, and is left as it is\. Name a file that is not there yet"):
        new_key_file(tmp_path / "key")
    assert (tmp_path / "key").read_bytes() == before


def test_a_key_file_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="cannot be written: No such file or directory"):
        new_key_file(tmp_path / "nowhere" / "key")


def test_a_key_file_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    new_key_file(tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(KeyRefused, match=r"can be read by others \(mode 0640\)\. Run: chmod 600"):
        read_key_file(tmp_path / "key")


@pytest.mark.parametrize("held", [b"", b"\xff\xfe", b"RATIONALE-KEY-1\nabc\n", b"ANOTHER\n" + b"a" * 64, b"a" * 64])
def test_what_is_no_key_file_is_not_used(tmp_path: Path, held: bytes) -> None:
    (tmp_path / "key").write_bytes(held)
    (tmp_path / "key").chmod(0o600)
    with pytest.raises(KeyRefused, match="is no key file: `rationale backup --new-key FILE` makes one"):
        read_key_file(tmp_path / "key")


def test_a_key_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match=r"The key file .*key cannot be read: No such file or directory\."):
        read_key_file(tmp_path / "key")
