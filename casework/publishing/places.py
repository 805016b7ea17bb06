"""Places in a record: which of them can be redacted, what stands there, and where else the same words stand."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from documents import DecisionRecord, Record, as_json

FACT = re.compile(r"/facts/(\d+)")  # a fact goes as a whole, with its value, its words and its source
_TEXTS = re.compile(
    r"/title|/commissioner|/parties/\d+/name|/decided_by/\d+|/sections/\d+/text|/answers/\d+/says"
    r"|/departures/\d+/(?:what|reasons)|/facts/\d+/source|/facts/\d+/put/(?:reasons|by)"
    r"|/applied/\d+/read_by|/corrections/\d+/(?:stands|should_be|why)"
)
_ALLOWED = (
    "what can be redacted is a whole fact (/facts/3), and text: the title, names of parties, of the commissioner, of "
    "who decided and of who read a provision, sections, what answers say, reasons, sources, and corrections"
)


class NoPlace(ValueError):
    """A pointer at which nothing can be redacted. Says what can be."""


def text_at(tree: Mapping[str, Any], pointer: str) -> str:
    """The text at a pointer into a record as JSON. Raises NoPlace."""
    if not _TEXTS.fullmatch(pointer):
        raise NoPlace(f"nothing can be redacted at “{pointer[:80]}”: {_ALLOWED}")
    holder, key = held_by(tree, pointer)
    found = holder[key]
    if not isinstance(found, str):
        raise NoPlace(f"no text stands at “{pointer}”")
    return found


def held_by(tree: Any, pointer: str) -> tuple[Any, Any]:
    """What holds the thing at a pointer, and the name or the place under which it does. Raises NoPlace."""
    *way, last = pointer.removeprefix("/").split("/")
    here = tree
    for step in way:
        here = _step(here, step, pointer)[0]
    _, key = _step(here, last, pointer)
    return here, key


def everywhere(record: DecisionRecord, words: str) -> tuple[str, ...]:
    """Every place that can be redacted in which words stand; the sources and reasons of facts too."""
    tree = as_json(record)
    return tuple(pointer for pointer, text in _texts(tree, "") if _TEXTS.fullmatch(pointer) and words in text)


def stands(record: DecisionRecord, words: str) -> bool:
    """Whether words stand anywhere in a record."""
    return any(words in text for _, text in _texts(as_json(record), ""))


def _texts(here: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(here, str):
        yield pointer, here
    elif isinstance(here, Mapping):
        for name, each in here.items():
            yield from _texts(each, f"{pointer}/{name}")
    elif isinstance(here, list):
        for place, each in enumerate(here):
            yield from _texts(each, f"{pointer}/{place}")


def _step(here: Any, step: str, pointer: str) -> tuple[Any, Any]:
    if isinstance(here, list) and step.isdecimal() and int(step) < len(here):
        return here[int(step)], int(step)
    if isinstance(here, Mapping) and step in here:
        return here[step], step
    raise NoPlace(f"the record has nothing at “{pointer}”: take a pointer from the record as it stands")


_NAMED: Mapping[str, str] = {
    "title": "the title",
    "summary": "the summary",
    "commissioner": "the name of the commissioner",
    "parties": "the names of the parties",
    "decided_by": "who decided",
    "answers": "the answers",
    "departures": "where the decision departs from what was proposed",
    "applied": "the law that was applied",
    "findings": "what was found",
    "determinations": "how it was worked out",
    "does_not_decide": "what this does not decide",
    "next_steps": "what the parties can do next",
    "corrections": "the corrections",
    "redactions": "what is told in the place of what is redacted",
    "why": "why there is another version",
    "source": "where the record comes from",
    "history": "the history",
}


def named(record: Record, pointer: str) -> str:
    """A place of the record in words, for whoever has to find it."""
    first, *rest = [*pointer.strip("/").split("/"), ""]
    held = getattr(record, first, ())
    place = int(rest[0]) if rest[0].isdecimal() else -1
    if first == "sections" and 0 <= place < len(held):
        return f"the section “{held[place].title}”"
    if first == "facts" and 0 <= place < len(held):
        return f"the answer to “{held[place].asks}”"
    return _NAMED.get(first, f"the field {first}")
