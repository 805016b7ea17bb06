"""Two versions of a text, paragraph by paragraph: what stayed, what was taken out and what was put in, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

Kind = Literal["same", "out", "in"]
_APART = re.compile(r"\n[ \t]*\n")
_WORD = re.compile(r"\s+|\S+")
_ALIKE = 0.4  # paragraphs that share less are shown whole, as one taken out and one put in


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, was taken out or was put in."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A paragraph of the older version beside that of the newer one; either may be empty."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]

    @property
    def same(self) -> bool:
        """Whether nothing was changed in it."""
        return all(piece.kind == "same" for piece in (*self.old, *self.new))


def compared(old: str, new: str) -> tuple[Beside, ...]:
    """The paragraphs of two versions, in their order."""
    before, after = _paragraphs(old), _paragraphs(new)
    return tuple(
        each
        for tag, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes()
        for each in _rows(tag, before[i:j], after[k:m])
    )


def _rows(tag: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Beside]:
    if tag == "equal":
        return (Beside((Piece("same", each),), (Piece("same", each),)) for each in before)
    return (_beside(one, other) for one, other in zip_longest(before, after, fillvalue=""))


def _beside(one: str, other: str) -> Beside:
    words, more = _WORD.findall(one), _WORD.findall(other)
    matcher = SequenceMatcher(None, words, more)
    if matcher.ratio() < _ALIKE:
        return Beside((Piece("out", one),) if one else (), (Piece("in", other),) if other else ())
    codes = matcher.get_opcodes()
    old = tuple(_piece(tag, "out", words[i:j]) for tag, i, j, _, _ in codes if j > i)
    return Beside(old, tuple(_piece(tag, "in", more[k:m]) for tag, _, _, k, m in codes if m > k))


def _piece(tag: str, changed: Kind, words: Sequence[str]) -> Piece:
    return Piece("same" if tag == "equal" else changed, "".join(words))


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in _APART.split(text) if each.strip()]
