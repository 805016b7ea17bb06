"""Passwords: which may be chosen, as the NCSC advises, and how one is checked. Only argon2 hashes are kept.

Length is what counts: no signs or capitals are demanded, and nobody has to change a password because time went by.
"""

import secrets
import unicodedata
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from people.actor import PeopleRefused
from people.commonest import COMMONEST

FEWEST, MOST = 12, 200
_HASHER = PasswordHasher()
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
_COUNTED = "0123456789" * (MOST // 10)
_ADVICE = "three random words make a good one"
# The hash of a password that nobody knows: an account that is not there costs the same work as one that is.
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$RqN0nLv/WtqgdLPAPYf3HA$tJu+QW0yJYD6HVVLNWAHacqiGHFws50XNVvSuzSrxaE"


@dataclass(frozen=True, slots=True)
class Password:
    """The hash of a password. ``one_time``: it was made for somebody, who must choose another at the first sign-in."""

    hash: str = field(repr=False)
    one_time: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """Whether a password is the one, and the hash to keep instead where the old one is weaker than is now usual."""

    fits: bool
    renewed: str | None = field(repr=False)


def choose(password: str, *, email: str, name: str, current: str = "") -> Password:
    """The hash of a password that somebody chose, in place of their current one. PeopleRefused where it will not do."""
    written = _written(password)
    if fault := _fault(written, email, name):
        raise PeopleRefused("password", fault)
    if written == _written(current):
        raise PeopleRefused("password", f"this is the password that you have now: choose another; {_ADVICE}")
    return Password(_HASHER.hash(_bytes(written)))


def one_time() -> tuple[str, Password]:
    """A random password to be shown once, and its hash."""
    made = "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
    return made, Password(_HASHER.hash(made), one_time=True)


def compare(kept: str, password: str) -> Compared:
    """Whether this is the password whose hash is kept. It takes the same work whichever it is."""
    written = _bytes(_written(password[: 5 * MOST])[: MOST + 1])
    try:
        _HASHER.verify(kept, written)
    except (VerificationError, InvalidHashError):
        return Compared(False, None)
    return Compared(True, _HASHER.hash(written) if _HASHER.check_needs_rehash(kept) else None)


def _written(password: str) -> str:
    """The same characters in the same way, whichever keyboard they were typed on."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


def _fault(password: str, email: str, name: str) -> str:
    """What is wrong with a password; empty where nothing is."""
    if any(unicodedata.category(each) in ("Cc", "Cs") for each in password):
        return "the password holds a character that nobody can type: type it again"
    if len(password) < FEWEST:
        return f"the password has {len(password)} characters, and {FEWEST} are the fewest: {_ADVICE}"
    if len(password) > MOST:
        return f"the password has {len(password)} characters, and {MOST} are the most: choose a shorter one"
    if _bare(password) in _theirs(email, name):
        return f"the password is the e-mail address or the name of its owner: {_ADVICE}"
    if _common(password):
        return f"the password is one of the commonest, which are tried first: {_ADVICE}"
    return ""


def _bare(text: str) -> str:
    """Its letters alone, so that nothing is hidden by digits, dots or capitals."""
    return "".join(each for each in text.casefold() if each.isalpha())


def _theirs(email: str, name: str) -> set[str]:
    names = name.casefold().split()
    ways = (email, email.partition("@")[0], "".join(names), "".join(reversed(names)))
    return {bare for each in ways if (bare := _bare(each))}


def _common(password: str) -> bool:
    folded = password.casefold()
    trimmed = folded.strip("".join(each for each in set(folded) if not each.isalpha()))
    again_and_again = folded in (folded + folded)[1:-1]
    counted = folded in _COUNTED or folded in _COUNTED[::-1]
    return again_and_again or counted or not {folded, trimmed, _bare(folded)}.isdisjoint(COMMONEST)
