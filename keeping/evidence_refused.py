"""Why a file is not taken as evidence."""

from collections.abc import Iterable

from evidence import masked
from keeping.nhs_numbers import WHAT_TO_DO

_TOLD = 10


class EvidenceRefused(Exception):
    """The file is not taken, and nothing of it is stored. Says why, where, and what to do.

    ``where``: what has to be mended: the ``file``, what is said ``about`` it, or its days (``covers_from``).
    """

    def __init__(self, told: str, where: str = "file") -> None:
        super().__init__(told)
        self.where = where


def two_in_one(what: str, also: str) -> EvidenceRefused:
    """A file that other programs take for something else than it looks."""
    return EvidenceRefused(
        f"this is {what}, and there is {also}, as in files that are made to do harm. Open it, save it or print it to a "
        "new file, and send that"
    )


def refuse_nhs_numbers(places: Iterable[str]) -> None:
    """Raise EvidenceRefused where an NHS number was found in any place. The number itself is never repeated."""
    found = list(dict.fromkeys(places))
    if found:
        more = f" and {len(found) - _TOLD} more places" if len(found) > _TOLD else ""
        raise EvidenceRefused(masked(f"{', '.join(found[:_TOLD])}{more}: here the file {WHAT_TO_DO}"))
