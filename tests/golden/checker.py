"""What every explanation must be, whatever it says: the rules of voice that a program can check."""

import re
from collections.abc import Iterator, Sequence

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
_NUMBERS = re.compile(r"\d[\d,]*( \w+)? of \d|\d+%[^.]* must|([Aa]t least|[Ff]ewer than) \d+%")
_QUOTED = re.compile(r"“[^”]*”")
_SENTENCE = re.compile(r"(?<=[.?]) (?=[A-Z“])")


def complaints(found: Determination) -> Iterator[str]:
    """Everything that an explanation, or the account behind it, does that it should not."""
    yield from _outcome_first(found)
    yield from _citations(found)
    yield from _reasons(found)
    for told in (found.explanation, found.reasons, found.account.paragraphs):
        yield from _voice(told)


def _voice(paragraphs: Sequence[str]) -> Iterator[str]:
    yield from _numbered(paragraphs)
    text = " ".join(paragraphs)
    used = (word for word in FORBIDDEN if re.search(rf"\b{word}\b", text, re.IGNORECASE))
    yield from (f"the word '{word}' is not for people" for word in used)
    for paragraph in paragraphs:
        count = len(paragraph.split()) - 1  # the number is not a word of it
        if count > LONGEST:
            yield f"{count} words in one paragraph: {paragraph[:60]}…"
        if _PERCENT.search(paragraph) and not _NUMBERS.search(paragraph):
            yield f"a percentage without its numbers: {paragraph}"
        if "  " in paragraph or " ." in paragraph or ".." in paragraph:
            yield f"untidy: {paragraph}"


def _reasons(found: Determination) -> Iterator[str]:
    """A reason is a sentence, and is said once. A question is only what is not yet known."""
    said: set[str] = set()
    for each in (told for told in found.told if told.sort == "reason"):
        text = _QUOTED.sub("“…”", each.text)
        for asked in re.findall(r"[^.?]*\? ", text):
            if not text.startswith("Nothing can be decided yet"):
                yield f"a question with its answer is no reason: {asked}"
        for sentence in (each for each in _SENTENCE.split(text) if len(each.split()) > 7):
            if sentence in said:
                yield f"said twice: {sentence}"
            said.add(sentence)


def _outcome_first(found: Determination) -> Iterator[str]:
    """The outcome is the first thing said, in a word or as the sentence of the rule has it."""
    answer = found.first[0]
    outcome = words(answer.outcome) if answer.outcome else "nothing can be decided yet"
    for place, said in (("the headline", found.headline), ("the first paragraph", found.explanation[0][3:])):
        if not re.search(rf"\b{re.escape(outcome)}\b", _SENTENCE.split(said)[0], re.IGNORECASE):
            yield f"{place} does not start with the outcome '{outcome}'"


def _numbered(paragraphs: Sequence[str]) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs, start=1):
        if not paragraph.startswith(f"{number}. "):
            yield f"paragraph {number} is not numbered {number}"


def _citations(found: Determination) -> Iterator[str]:
    """The account cites whatever carried an outcome; the explanation cites what the outcome itself rests on."""
    account, explanation = " ".join(found.account.paragraphs).lower(), " ".join(found.explanation).lower()
    firsts = {answer.id for answer in found.first}
    for answer in found.questions:
        last = max((ground.line for ground in answer.determined_by), default=0)
        for ground in (ground for ground in answer.determined_by if ground.provision):
            cited = found.rule_set.provisions[ground.provision].citation.provision
            if cited.lower() not in account:
                yield f"{cited} carried the outcome, and the account does not cite it"
            if ground.line == last and answer.id in firsts and cited.lower() not in explanation:
                yield f"{cited} decided the question {answer.id}, and the explanation does not cite it"
