"""What people type into a case: as keeping has it for every room."""

from keeping.texts import (
    LONG,
    SHORT,
    date_faults,
    line_faults,
    organisation_faults,
    today,
    unseen_character,
    words_faults,
)

__all__ = [
    "LONG",
    "SHORT",
    "date_faults",
    "line_faults",
    "organisation_faults",
    "today",
    "unseen_character",
    "words_faults",
]
