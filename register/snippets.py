"""The place of a text where most words stand that were looked for, in pieces: the caller escapes and marks them."""

import heapq
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from register.entries import passages
from register.folding import folded, stem

LENGTH = 240  # signs
_BEFORE = 60  # signs that stand before the first word found, at most
_MOST = 40  # places that are looked at, unless every word was seen before
_MARKDOWN = re.compile(r"^\s*[>#]+|[*`|]+", re.MULTILINE)
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[\w'’]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet; ``found`` where it is a word that was looked for."""

    text: str
    found: bool


def snippet(canonical: bytes, wanted: frozenset[str]) -> tuple[Piece, ...]:
    """Pieces of a record's text around the words that were looked for; nothing where none of them stands in it."""
    if not wanted:
        return ()
    text = " … ".join(filter(None, passages(json.loads(canonical))))
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    found = _places(text, wanted)
    if not found:
        return ()
    start, end = _window(text, found)
    return tuple(_cut(text, start, end, [each for each in found if start <= each.start and each.end <= end]))


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    stem: str


def _places(text: str, wanted: frozenset[str]) -> list[_Place]:
    """Where the words stand. Only words that begin as one of them does are looked at, for speed."""
    found: list[_Place] = []
    seen: set[str] = set()
    lower = text.lower()
    if len(lower) != len(text):  # a few letters are two in small
        lower = text
    end = 0
    for start in heapq.merge(*(_starts(lower, each.removesuffix("i")) for each in wanted)):
        if start < end:
            continue
        end = _end_of_word(lower, start)
        if start and lower[start - 1].isalnum():
            continue  # within a word
        word = folded(lower[start:end])
        if len(word) == 1 and stem(word[0]) in wanted:
            found.append(_Place(start, end, stem(word[0])))
            seen.add(found[-1].stem)
        if len(found) == _MOST or (len(seen) == len(wanted) and len(found) > 2 * len(wanted)):
            break
    return found


def _end_of_word(text: str, start: int) -> int:
    rest = _WORD.match(text, start)
    return rest.end() if rest else start + 1


def _starts(text: str, begin: str) -> Iterator[int]:
    """Every place where a text has these signs, in order: much quicker found than by a regular expression."""
    at = text.find(begin)
    while at >= 0:
        yield at
        at = text.find(begin, at + max(1, len(begin)))  # of “i” nothing is left to look for: every place


def _window(text: str, found: list[_Place]) -> tuple[int, int]:
    """Where to begin and end, between words, so that most of the different words are shown."""
    best = max(found, key=lambda first: (len({each.stem for each in _within(found, first)}), -first.start))
    start = max(0, best.start - _BEFORE)
    if start:
        start = min(text.find(" ", start) + 1 or best.start, best.start)
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), _within(found, best)[0].end)
    return start, end


def _within(found: list[_Place], first: _Place) -> list[_Place]:
    last = first.start + LENGTH - _BEFORE
    return [each for each in found if first.start <= each.start and each.end <= last] or [first]


def _cut(text: str, start: int, end: int, found: Iterable[_Place]) -> Iterable[Piece]:
    at = start
    for each in found:
        before = _shown(text[at : each.start])
        if before or (at == start and start):
            yield Piece(("… " if at == start and start else "") + before, False)
        yield Piece(text[each.start : each.end], True)
        at = each.end
    left = _shown(text[at:end]) + (" …" if end < len(text) else "")
    if left:
        yield Piece(left, False)


def _shown(part: str) -> str:
    """A part of a text without the marks of Markdown, and with single spaces."""
    return _SPACES.sub(" ", _MARKDOWN.sub("", part))
