"""What tells who somebody is, recognised by its shape: numbers of people, postcodes, ways to reach them, birthdays.

A false alarm costs a look; what is missed cannot be taken back. So whatever could be such a number alarms, and whoever
looked at it may let it stand with a reason. What law and papers are full of does not: instruments, days, references,
hashes, and addresses of legislation.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from casework.publishing.shapes import AT, DIGIT, E_MAIL, OF_DIGITS, Plain, in_plain_signs
from keeping import nhs_numbers

_TEN_DIGITS = re.compile(r"(?<![\w-])\d(?:[ |-]{0,3}\d){9}(?![\w-])", re.ASCII)
_FIRST_DIGITS = re.compile(r"\D?(\d+)")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was recognised, in words, and the words as they stand; those are empty where they cannot be cut out."""

    what: str
    said: str

    @property
    def shown(self) -> str:
        """Enough of it to find it, and no more."""
        return f"…{self.said[-2:]}" if len(self.said) > _SHOWN else "…"


_SHOWN = 4
_LONG = 6  # digits of a number that is known without its name


@lru_cache(maxsize=4096)
def recognised(text: str) -> tuple[Recognised, ...]:
    """Everything that is recognised in a text, each once."""
    signs = in_plain_signs(text)
    shapes = (*(E_MAIL if AT.search(signs) else ()), *(OF_DIGITS if DIGIT.search(signs) else ()))
    if not shapes:
        return ()
    plain, as_it_stands = Plain(text, fold=True), Plain(text, fold=False)
    both = (plain,) if plain.text == as_it_stands.text else (plain, as_it_stands)
    found: list[Recognised] = []
    for each in (*_nhs_numbers(as_it_stands.text), *(shape for one in both for shape in _by_shape(one, shapes))):
        if not each.said or not any(each.said in before.said for before in found):
            found.append(each)
    return tuple(found)


def let_through(found: Recognised, let: Collection[str]) -> bool:
    """Whether somebody let these very words stand: of a long number its digits count, and not what names it."""
    return bool(found.said) and _core(found.said) in {_core(each) for each in let}


def squeezed(said: str) -> str:
    """Letters and digits alone, in small letters."""
    return "".join(filter(str.isalnum, said)).casefold()


def _core(said: str) -> str:
    plain = in_plain_signs(said)
    digits = "".join(filter(str.isdigit, plain))
    return digits if len(digits) >= _LONG else squeezed(plain)


def postcodes(text: str) -> tuple[str, ...]:
    """Every postcode in a text."""
    return tuple(each.said for each in recognised(text) if each.what == "a postcode")


def _nhs_numbers(plain: str) -> Iterator[Recognised]:
    if not nhs_numbers.in_text(plain):
        return
    line = " ".join(plain.split())
    found = [each[0] for each in _TEN_DIGITS.finditer(line) if nhs_numbers.in_text(each[0])]
    yield from (Recognised("an NHS number", each) for each in found or [""])


def _by_shape(plain: Plain, shapes: Iterable[tuple[str, re.Pattern[str]]]) -> Iterator[Recognised]:
    for what, pattern in shapes:
        for each in pattern.finditer(plain.text):
            if _TESTS.get(what, bool)(each[0]):
                yield Recognised(what, plain.said(*each.span()).strip(" -("))


def _is_phone(said: str) -> bool:
    """Groups of digits that are a day or hours begin with two: a number begins with the three of its area at least."""
    if said.startswith(_ABROAD):
        return sum(map(str.isdigit, said)) >= _WITH_COUNTRY
    first = _FIRST_DIGITS.match(said)
    return said.startswith("44") or (first is not None and len(first[1]) >= len("020"))


_ABROAD = ("+", "00")
_WITH_COUNTRY = 9  # digits of a number at least


_TESTS: Mapping[str, Callable[[str], bool]] = {"a phone number": _is_phone}
