"""Which passwords may be chosen, and how they are compared."""

import re
import time
import unicodedata

import pytest
from argon2 import PasswordHasher

from people import PeopleRefused, choose, one_time
from people.passwords import NOBODYS, compare
from tests.people.making import EMAIL, NAME, WORDS, password

REFUSED = [
    ("heron quay", "the password has 10 characters, and 12 are the fewest: three random words make a good one"),
    ("h" + "eron" * 50, "the password has 201 characters, and 200 are the most: choose a shorter one"),
    ("rowan.ashby@example.nhs.uk", "the password is the e-mail address or the name of its owner"),
    ("Rowan.Ashby.2026", "the password is the e-mail address or the name of its owner"),
    ("Ashby--Rowan--1", "the password is the e-mail address or the name of its owner"),
    ("Password1234!", "the password is one of the commonest, which are tried first: three random words"),
    ("!!!Welcome2026", "one of the commonest"),
    ("qwertyuiop[]12", "one of the commonest"),
    ("1q2w3e4r5t6y", "one of the commonest"),
    ("NHS-Resolution-1", "one of the commonest"),
    ("123456789012", "one of the commonest"),
    ("987654321098", "one of the commonest"),
    ("aaaaaaaaaaaa", "one of the commonest"),
    ("heronheronheron", "one of the commonest"),
    ("heron\0lantern quarry", "the password holds a character that nobody can type: type it again"),
    ("heron lantern \ud800quarry", "the password holds a character that nobody can type: type it again"),
]


@pytest.mark.parametrize(("typed", "told"), REFUSED)
def test_a_password_that_is_soon_guessed_is_refused_and_told_why(typed: str, told: str) -> None:
    with pytest.raises(PeopleRefused, match=re.escape(told)) as refused:
        choose(typed, email=EMAIL, name=NAME)
    assert refused.value.where == "password"
    assert typed not in str(refused.value)


def test_three_words_will_do_without_signs_or_capitals() -> None:
    assert compare(password().hash, WORDS).fits
    assert not compare(password().hash, WORDS.upper()).fits
    assert WORDS not in password().hash


def test_the_password_that_one_has_now_is_no_new_one() -> None:
    with pytest.raises(PeopleRefused, match="this is the password that you have now: choose another"):
        choose(WORDS, email=EMAIL, name=NAME, current=WORDS)


def test_the_same_letters_are_the_same_password_on_every_keyboard() -> None:
    composed = unicodedata.normalize("NFC", "café heron quarry")
    decomposed = unicodedata.normalize("NFD", composed)
    assert composed != decomposed
    assert compare(choose(composed, email=EMAIL, name=NAME).hash, decomposed).fits


def test_a_one_time_password_is_long_and_never_the_same() -> None:
    (first, kept), (second, _) = one_time(), one_time()
    assert first != second
    assert re.fullmatch(r"[a-z2-9]{5}(-[a-z2-9]{5}){3}", first)
    assert kept.one_time
    assert compare(kept.hash, first).fits


@pytest.mark.parametrize("typed", ["", "\0", "\ud800", "x" * 2_000_000])
def test_whatever_is_typed_is_compared_and_does_not_fit(typed: str) -> None:
    assert not compare(password().hash, typed).fits


def test_a_hash_that_became_weak_is_renewed_when_its_owner_comes() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(WORDS)
    compared = compare(weak, WORDS)
    assert compared.fits
    assert compared.renewed is not None
    assert compare(compared.renewed, WORDS).renewed is None
    assert compare(weak, "another one altogether").renewed is None


def test_an_account_that_is_not_there_takes_the_same_work() -> None:
    assert not PasswordHasher().check_needs_rehash(NOBODYS)
    theirs, nobodys = _work(password().hash), _work(NOBODYS)
    assert 0.5 < theirs / nobodys < 2


def _work(kept: str) -> float:
    """Seconds of processor time that a wrong password takes."""
    before = time.process_time()
    compare(kept, "wrong wrong wrong")
    return time.process_time() - before
