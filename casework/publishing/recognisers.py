"""What tells who somebody is, recognised by its shape: numbers of people, postcodes, ways to reach them, birthdays.

A false alarm costs a look; what is missed cannot be taken back. So whatever could be such a number alarms, and whoever
looked at it may let it stand with a reason. What law and papers are full of does not: instruments, days, references,
hashes, and addresses of legislation.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from keeping import nhs_numbers

_SAFE = re.compile(
    r"https?://(?:www\.)?legislation\.gov\.uk/\S*"  # the law
    r"|(?<![0-9a-z])(?=[0-9a-f]*\d)[0-9a-f]{16,}(?![0-9a-z])",  # hashes, and ids of ours
    re.IGNORECASE,
)
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATE = (
    r"(?:\d{1,2}[./ -]\d{1,2}[./ -](?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?,? (?:of )?(?:{_MONTHS})[a-z]*\.?,? \d{{4}}"
    rf"|(?:{_MONTHS})[a-z]* \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
_AREA = r"(?:[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d(?:\d|[ABEHMNPRV-Y])?|\d[A-HJKPS-UW])|GIR)"
_UNIT = r"\d[ABD-HJLNP-UW-Z]{2}"
_NI = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
_TEN_DIGITS = re.compile(r"(?<![\w-])\d(?:[ |-]{0,3}\d){9}(?![\w-])", re.ASCII)
_FIRST_DIGITS = re.compile(r"\D?(\d+)")

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an e-mail address", re.compile(r"[\w.+'’-]+@(?!\d{4}-\d\d-\d\d)[\w-]+(?:\.[\w-]+)+")),
    (
        "a National Insurance number",
        re.compile(rf"(?<![\w/-]){_NI}[ .-]?\d{{2}}[ .-]?\d{{2}}[ .-]?\d{{2}}[ .-]?[A-D](?![\w-])"),
    ),
    ("a National Insurance number", re.compile(rf"(?<![\w/-]){_NI}\d{{6}}[A-D](?![\w-])", re.IGNORECASE)),
    (
        "a number of the GMC or the GPhC",
        re.compile(r"\b(?:GMC|GPhC|RPS|PSNI)\b[^\d\n]{0,40}\d(?:[ -]?\d){6}(?!\d)", re.IGNORECASE),
    ),
    (
        "seven digits, as the GMC and the GPhC give to one person",
        re.compile(r"(?<![\w.,/£$€#-])\d{7}(?![\w/-]|[.,]\d)"),
    ),
    ("an NMC PIN", re.compile(r"(?<![\w/-])\d{2}[A-L]\d{4}[A-Z](?![\w/-])", re.IGNORECASE)),
    ("an NMC PIN", re.compile(r"\bNMC\b[^\d\n]{0,40}\d{2} ?[A-Z] ?\d{4} ?[A-Z]\b", re.IGNORECASE)),
    ("a postcode", re.compile(rf"(?<!\w){_AREA}[ \u00a0]{{0,2}}{_UNIT}(?!\w)")),
    ("a postcode", re.compile(rf"(?<!\w){_AREA}[ \u00a0]{_UNIT}(?!\w)", re.IGNORECASE)),
    (
        "a phone number",
        re.compile(r"(?<![\w/.,:+-])(?:\+44|0044|\(?0)(?:[ ()\u00a0-]{0,3}\d){9,10}(?![\w/:]|[.,-]\d)"),
    ),
    ("a phone number", re.compile(r"(?<![\w.])0\d{2,4}\.\d{3,4}\.\d{3,6}(?![\w.])")),
    (
        "a date of birth",
        re.compile(
            rf"\b(?:dates? of birth|birth ?(?:date|day)|d\.? ?o\.? ?b\b|born)\b\D{{0,40}}{_DATE}", re.IGNORECASE
        ),
    ),
    ("a year of birth", re.compile(r"\b(?:year of birth|born)\b[^\d\n.]{0,20}(?:19|20)\d\d(?!\d)", re.IGNORECASE)),
)


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
    if not any(sign.isdigit() or sign == "@" for sign in text):
        return ()
    plain = _SAFE.sub(" ", text)
    found: list[Recognised] = []
    for each in (*_nhs_numbers(plain), *_by_shape(plain)):
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
    digits = "".join(filter(str.isdigit, said))
    return digits if len(digits) >= _LONG else squeezed(said)


def postcodes(text: str) -> tuple[str, ...]:
    """Every postcode in a text."""
    return tuple(each.said for each in recognised(text) if each.what == "a postcode")


def _nhs_numbers(plain: str) -> Iterator[Recognised]:
    if not nhs_numbers.in_text(plain):
        return
    line = " ".join(plain.split())
    found = [each[0] for each in _TEN_DIGITS.finditer(line) if nhs_numbers.in_text(each[0])]
    yield from (Recognised("an NHS number", each) for each in found or [""])


def _by_shape(plain: str) -> Iterator[Recognised]:
    for what, pattern in _PATTERNS:
        for each in pattern.finditer(plain):
            if _TESTS.get(what, bool)(each[0]):
                yield Recognised(what, each[0].strip(" -("))


def _is_phone(said: str) -> bool:
    """Groups of digits that are a day or hours begin with two: a number begins with the three of its area at least."""
    first = _FIRST_DIGITS.match(said)
    return said.startswith(("+44", "0044")) or (first is not None and len(first[1]) >= len("020"))


_TESTS: Mapping[str, Callable[[str], bool]] = {"a phone number": _is_phone}
