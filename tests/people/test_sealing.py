"""What is sealed opens with its key, for its purpose, unchanged, and not otherwise."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import pytest

from cli_serving import refuse_without_keys
from config import Config
from people import keys_at_hand, new_sealing_key, sealing_keys
from people.sealing import seal, unseal

OLD, NEW = b"o" * 32, b"n" * 32


def test_what_was_sealed_opens_for_its_purpose_alone() -> None:
    sealed = seal([OLD], "second factor of 1", "secret")
    assert unseal([OLD], "second factor of 1", sealed) == "secret"
    assert unseal([OLD], "second factor of 2", sealed) is None
    assert unseal([NEW], "second factor of 1", sealed) is None


def test_the_newest_key_seals_and_older_ones_still_open() -> None:
    assert unseal([NEW, OLD], "x", seal([OLD], "x", "secret")) == "secret"
    assert unseal([OLD], "x", seal([NEW, OLD], "x", "secret")) is None


def test_the_same_secret_is_never_sealed_alike() -> None:
    assert seal([OLD], "x", "secret") != seal([OLD], "x", "secret")


@pytest.mark.parametrize("said", ["", "a", "AAAA", "é", "A" * 400, "\ud800"])
def test_what_was_never_sealed_does_not_open(said: str) -> None:
    assert unseal([OLD], "x", said) is None


def test_a_byte_that_was_changed_is_noticed() -> None:
    sealed = seal([OLD], "x", "token")  # 33 bytes in all, so that every bit of the base64 counts
    for place in range(0, len(sealed), 5):
        other = "A" if sealed[place] != "A" else "B"
        assert unseal([OLD], "x", sealed[:place] + other + sealed[place + 1 :]) is None


def test_keys_are_read_from_a_setting_newest_first() -> None:
    first, second = new_sealing_key(), new_sealing_key()
    keys = sealing_keys(f"{first} {second}")
    assert [len(each) for each in keys] == [32, 32]
    assert keys[0] != keys[1]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", "there is no key: make one of 32 random bytes in base64"),
        ("c2hvcnQ=", "key 1 is not 32 bytes in base64: make one of 32 random bytes in base64"),
        ("é", "key 1 is not 32 bytes in base64"),
    ],
)
def test_a_setting_that_holds_no_key_is_told_without_repeating_it(said: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as refused:
        sealing_keys(said)
    assert not said or said not in str(refused.value)


def test_where_no_key_is_set_one_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "sealing.key"
    with ThreadPoolExecutor(8) as at_once:
        found = set(at_once.map(lambda _: keys_at_hand("", file), range(8)))
    assert len(found) == 1, "whoever starts at the same moment has the same key"
    (key,) = found.pop()
    assert len(key) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["sealing.key"], "nothing half-made is left"
    assert keys_at_hand("", file) == (key,)


def test_keys_that_are_set_come_before_the_file_which_is_not_made_then(tmp_path: Path) -> None:
    said = new_sealing_key()
    assert keys_at_hand(said, tmp_path / "sealing.key") == sealing_keys(said)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (b"", "holds no key (there is no key): put it back as it was, or name the keys in SEALING_KEYS"),
        (b"c2hvcnQ=\n", "holds no key (key 1 is not 32 bytes in base64): put it back as it was"),
        (b"\xff\xfe", "holds no key (it is not text): put it back as it was"),
    ],
)
def test_a_key_file_that_was_spoilt_is_told_and_left_as_it_is(tmp_path: Path, held: bytes, told: str) -> None:
    file = tmp_path / "sealing.key"
    file.write_bytes(held)
    with pytest.raises(ValueError, match=re.escape(f"the key file {file} {told}")):
        keys_at_hand("", file)
    assert file.read_bytes() == held


def test_a_folder_that_cannot_be_made_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="File exists"):
        keys_at_hand("", tmp_path / "file" / "sealing.key")


@pytest.mark.parametrize(
    ("said", "held", "told"),
    [
        ("c2hvcnQ=", None, "SEALING_KEYS: key 1 is not 32 bytes in base64: make one of 32 random bytes in base64."),
        ("", b"", "The key file {} holds no key (there is no key): put it back as it was, or name the keys in SEALING"),
        ("", "folder", "The key file {} cannot be used: Is a directory."),
    ],
)
def test_serving_without_a_key_is_refused_in_one_sentence(tmp_path: Path, said: str, held: object, told: str) -> None:
    config = Config(data_dir=tmp_path, sealing_keys=said)
    if isinstance(held, bytes):
        config.sealing_file.write_bytes(held)
    elif held:
        config.sealing_file.mkdir()
    with pytest.raises(click.ClickException) as refused:
        refuse_without_keys(config)
    assert refused.value.message.startswith(told.format(config.sealing_file))
