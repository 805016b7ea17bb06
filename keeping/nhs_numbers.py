"""NHS numbers in running text, however they are written there: parted by spaces, dashes or lines, or in boxes."""

import re
import unicodedata

from evidence import holds_nhs_number

_NO_DIGIT = re.compile(r"\D+")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_AROUND_DASH = re.compile(" ?- ?")
_IN_BOXES = re.compile(r"(?<![\w-])\d(?:[ |]{1,3}\d){9}(?![\w-])", re.ASCII)
WHAT_TO_DO = (
    "holds a valid NHS number. Nothing here needs to know who a patient is: take the number out of a copy, so that it "
    "is gone and not only covered, and send the copy"
)


def in_text(text: str) -> bool:
    """Whether an NHS number with the right check digit stands in a text."""
    if len(text) < 10 or len(_NO_DIGIT.sub("", text)) < 10:
        return False
    plain = " ".join((text if text.isascii() else _in_plain_signs(text)).split())
    if holds_nhs_number(plain):
        return True
    spaced = _AROUND_DASH.sub("-", plain)
    if spaced != plain and holds_nhs_number(spaced):
        return True
    return any(holds_nhs_number(_NO_DIGIT.sub("", found[0])) for found in _IN_BOXES.finditer(plain))


def _in_plain_signs(text: str) -> str:
    """A text with the plain signs in the place of others that look alike, and without those that nobody sees."""
    return _DASHES.sub("-", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)))
