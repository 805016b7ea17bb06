"""What is sealed opens with its key, for its purpose, unchanged, and not otherwise."""

import pytest

from people import new_sealing_key, sealing_keys
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
