"""What must not come in: patients' numbers, names, dates of birth, postcodes. Such a value is never shown in full."""

import re
from operator import mul

_BETWEEN = r"[\s._/\u2010-\u2015-]{0,2}"  # what may part the three, three and four digits
_NHS_NUMBER = re.compile(rf"(?<!\d)\d{{3}}{_BETWEEN}\d{{3}}{_BETWEEN}\d{{4}}(?!\d)")
# In these ten digits may stand by chance: a hash, and the id that programs give, with its hyphens (a UUID).
_FINGERPRINT = re.compile(r"[0-9a-f]{32,}|(?<!\w)(?i:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?!\w)", re.ASCII)
_WEIGHTS = range(10, 1, -1)
_SOMEBODY = (
    r"(?:(?:in|out)?patient|pt|client|(?:service|person) user|mother|mum|father|parent|birthing person|woman|"
    r"baby|infant|neonate|child|maternal|paternal)"
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
    """Whether ten digits of the text, perhaps parted by spaces or signs, have the right check digit.

    Letters may stand beside them. What stands within a fingerprint (32 or more of 0-9 and a-f, or a UUID) is none.
    """
    return len(text) >= 10 and any(_is_one(found) for found in _NHS_NUMBER.finditer(text))


def masked(text: str) -> str:
    """The text with every NHS number in it cut to its last two digits."""
    return _NHS_NUMBER.sub(lambda found: f"…{found[0][-2:]}" if _is_one(found) else found[0], text)


def _is_one(found: re.Match[str]) -> bool:
    return _checks(found[0]) and not any(
        hashed.start() <= found.start() and found.end() <= hashed.end()
        for hashed in _FINGERPRINT.finditer(found.string)
    )


def _checks(number: str) -> bool:
    """Modulus 11: the digits times 10, 9, … 2; a remainder that would need the digit 10 is never given out."""
    digits = [int(sign) for sign in number if sign.isdecimal()]
    total: int = sum(map(mul, digits, _WEIGHTS))
    return (11 - total % 11) % 11 == digits[9]
