"""NHS numbers in running text, however they are written there: parted by spaces, dashes or lines, or in boxes."""

import re
import unicodedata

from evidence import holds_nhs_number

_NO_DIGIT = re.compile(r"\D+")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_IN_BOXES = re.compile(r"(?<![\w-])\d(?:[ |]{1,3}\d){9}(?![\w-])", re.ASCII)
WHAT_TO_DO = (
    "holds a valid NHS number. Nothing here needs to know who a patient is: take the number out of a copy, so that it "
    "is gone and not only covered, and send the copy"
)


def in_text(text: str) -> bool:
    """Whether an NHS number with the right check digit stands in a text."""
    if len(text) < 10 or len(_NO_DIGIT.sub("", text)) < 10:
        return False
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    plain = " ".join(_DASHES.sub("-", plain).split())
    boxes = (re.sub(r"\D", "", found[0]) for found in _IN_BOXES.finditer(plain))
    spaced = re.sub(r" ?- ?", "-", plain)
    return holds_nhs_number(plain) or holds_nhs_number(spaced) or any(map(holds_nhs_number, boxes))
