"""What must not come in: patients' numbers, names, dates of birth, postcodes. Such a value is never shown in full."""

import re
from operator import mul

_NHS_NUMBER = re.compile(r"(?<![\w-])\d{3}[ \u00a0-]?\d{3}[ \u00a0-]?\d{4}(?![\w-])", re.ASCII)
_DIGITS = frozenset("0123456789")
_WEIGHTS = range(10, 1, -1)
_SOMEBODY = (
    r"(?:(?:in|out)?patient|pt|client|(?:service|person) user|mother|mum|birthing person|woman|baby|infant|neonate|"
    r"child)"
)
_NAMES = r"(?:(?:fore|sur|full|first|last|family|given|middle)? ?names?|initials)"
_NUMBERS = "(?:no|num|number|nr|id|identifier|ref|reference)"
_HEADINGS = (
    ("an NHS number", r"\bnhs ?(?:no|num|number|nr|id)\b|^nhs$"),
    (
        "a patient's name",
        rf"\b{_SOMEBODY}s?\b.*\b{_NAMES}\b|\b{_SOMEBODY}{_NAMES}\b",
    ),
    ("a patient's name", rf"\b{_NAMES} of (?:the )?{_SOMEBODY}s?\b|^{_NAMES} (?:the )?{_SOMEBODY}s?$"),
    ("a patient's name", rf"^(?!pt$)(?:the )?{_SOMEBODY}s?$"),
    (
        "a hospital number",
        rf"\b(?:{_SOMEBODY}|hospital|medical record|case ?note|unit)s? {_NUMBERS}\b",
    ),
    ("a hospital number", r"\bmrn\b|\bhospitalnumber\b|\bpatientid\b"),
    ("a date of birth", r"\bdate of birth\b|\bbirth ?date\b|\bd ?o ?b\b|\bborn(?: on)?\b|\bdateofbirth\b"),
    ("a postcode", r"\bpost ?code\b|\bpostal code\b|\bzip(?: ?code)?\b"),
)
WHAT_TO_DO = "Delete the column in a copy of the file and send the copy: nothing here needs to know who a patient is"
NHS_NUMBER = (
    f"this cell holds a valid NHS number. {WHAT_TO_DO}. If these are numbers of staff that only look like one, give "
    "codes of your own, such as S-0001"
)
_PRIVATE = tuple((what, re.compile(pattern)) for what, pattern in _HEADINGS)
_BETWEEN_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W_]+")


def private_heading(heading: str) -> str:
    """What a heading promises that must not come in ("an NHS number"); empty where it is none of them."""
    plain = _BETWEEN_WORDS.sub(" ", heading.replace("'s", "s").replace("’s", "s")).casefold().strip()
    return next((what for what, pattern in _PRIVATE if pattern.search(plain)), "")


def holds_nhs_number(text: str) -> bool:
    """Whether ten digits of the text, perhaps parted by spaces or hyphens, have the right check digit."""
    return len(text) >= 10 and any(_checks(found[0]) for found in _NHS_NUMBER.finditer(text))


def masked(text: str) -> str:
    """The text with every NHS number in it cut to its last two digits."""
    return _NHS_NUMBER.sub(lambda found: f"…{found[0][-2:]}" if _checks(found[0]) else found[0], text)


def _checks(number: str) -> bool:
    """Modulus 11: the digits times 10, 9, … 2; a remainder that would need the digit 10 is never given out."""
    digits = [int(sign) for sign in number if sign in _DIGITS]
    total: int = sum(map(mul, digits, _WEIGHTS))
    return (11 - total % 11) % 11 == digits[9]
