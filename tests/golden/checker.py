"""What every explanation must be, whatever it says: the rules of voice that a program can check."""

import re
from collections.abc import Iterator

from engine import Determination
from engine.plain import words

FORBIDDEN = (
    "true",
    "false",
    "null",
    "none of the above",
    "node",
    "rule fired",
    "the system",
    "boolean",
    "undefined",
    "error",
)
LONGEST = 60
_PERCENT = re.compile(r"\d+(\.\d+)?%")
_NUMBERS = re.compile(r"\d[\d,]*( \w+)? of \d|\d+%[^.]* must|[Aa]t least \d+%")


def complaints(found: Determination) -> Iterator[str]:
    """Everything that an explanation does that it should not."""
    paragraphs = found.explanation
    yield from _outcome_first(found)
    yield from _numbered(paragraphs)
    text = " ".join(paragraphs)
    used = (word for word in FORBIDDEN if re.search(rf"\b{word}\b", text, re.IGNORECASE))
    yield from (f"the word '{word}' is not for people" for word in used)
    yield from _citations(found, text)
    for paragraph in paragraphs:
        words = len(paragraph.split()) - 1  # the number is not a word of it
        if words > LONGEST:
            yield f"{words} words in one paragraph: {paragraph[:60]}…"
        if _PERCENT.search(paragraph) and not _NUMBERS.search(paragraph):
            yield f"a percentage without its numbers: {paragraph}"
        if "  " in paragraph or " ." in paragraph or ".." in paragraph:
            yield f"untidy: {paragraph}"


def _outcome_first(found: Determination) -> Iterator[str]:
    answer = found.arising[0]
    outcome = words(answer.outcome) if answer.outcome else "nothing can be decided yet"
    opening = outcome[0].upper() + outcome[1:]
    for place, said in (("the headline", found.headline), ("the first paragraph", found.explanation[0])):
        if not said.removeprefix("1. ").startswith(opening):
            yield f"{place} does not start with the outcome '{opening}'"


def _numbered(paragraphs: tuple[str, ...]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs, start=1):
        if not paragraph.startswith(f"{number}. "):
            yield f"paragraph {number} is not numbered {number}"


def _citations(found: Determination, text: str) -> Iterator[str]:
    for answer in found.questions:
        for ground in answer.determined_by:
            if ground.provision:
                cited = found.rule_set.provisions[ground.provision].citation.provision
                if cited.lower() not in text.lower():
                    yield f"{cited} carried the outcome, and is not cited"
