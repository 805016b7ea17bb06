"""Text as the words that names are looked for in: folded, without possessives, each knowing what stands beside it.

What is no prose, such as an address of the web, a hash or a style, is told apart: its small letters say nothing.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’´`ʼ][^\W\d_]+)*|\d+")
_APOSTROPHES = re.compile("['’´`ʼ]")
_BROKEN = re.compile(r"(?<=\w)[-‐‑][ \t]*\n\s*(?=\w)")
_HYPHENED = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:[-‐‑][^\W\d_]++)++")
_ADDRESS = re.compile(r"(?<!\S)\S*?[./\\_@#=]\w\S*")
_HASH = re.compile(r"(?<![0-9a-z])(?=[0-9a-f]*\d)[0-9a-f]{16,}(?![0-9a-z])")
_STYLE = re.compile(r"(?:^|(?<=[{}]))[^{}]*+\{[^{}]*+\}")
_CLOSE = frozenset("-‐‑–'’´`ʼ.,:;()[]/_+\"“” \t\n\r\u00a0")  # signs across which a name goes on


@dataclass(frozen=True, slots=True)
class Token:
    """A word. ``key`` is how it is compared; ``near``: nothing but signs that names hold parts it from the one before.

    ``touches``: nothing but a space or a hyphen does. ``start`` and ``end`` are its place in ``plain`` of the text.
    """

    key: str
    said: str
    near: bool
    touches: bool
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.said[:1].isupper()

    @property
    def shouted(self) -> bool:
        """Whether it is in capital letters throughout."""
        return len(self.said) > 1 and self.said.isupper()


def plain(text: str) -> str:
    """The text without signs that nobody sees, and with the plain ones in the place of others that look alike."""
    return _INVISIBLE.sub("", text if text.isascii() else unicodedata.normalize("NFKC", text))


def readings(text: str) -> tuple[str, ...]:
    """The text; and where a line ends in a hyphen, also the text as if the word had not been parted there."""
    whole = plain(text)
    return (whole, _BROKEN.sub("", whole)) if _BROKEN.search(whole) else (whole,)


def joined(text: str, keys: Collection[str]) -> str:
    """The text as if the parts of a word with hyphens were one, where they give one of these keys together."""

    def close(found: re.Match[str]) -> str:
        parts = re.split("[-‐‑]", found[0])
        for start in range(len(parts) - 1):
            for end in range(min(len(parts), start + _MOST_PARTS), start + 1, -1):
                if folded("".join(parts[start:end])) in keys:
                    return "-".join((*parts[:start], "".join(parts[start:end]), *parts[end:]))
        return found[0]

    return _HYPHENED.sub(close, text)


def addresses_in(text: str) -> tuple[str, ...]:
    """What could be an address of the web, a name of a file or a path: words with a sign of those within them."""
    return tuple(_ADDRESS.findall(text))


def prose_of(text: str) -> str:
    """The text without addresses, hashes, and the styles of a page, in which Li is an item of a list."""
    return _HASH.sub(" ", _ADDRESS.sub(" ", _STYLE.sub(" ", text)))


_MOST_PARTS = 4  # into which hyphens part a name


def words_in(text: str) -> frozenset[str]:
    """The words of a text that is plain, as they are written there."""
    return frozenset(_WORD.findall(text))


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text that is plain."""
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    end = 0
    for found in _WORD.finditer(text):
        between = text[end : found.start()] if end else "|"
        near = len(between) <= _FAR and all(sign in _CLOSE for sign in between)
        touches = near and between.strip("-‐‑\u00a0 \t\n\r") == ""
        end = found.end()
        yield Token(folded(found[0]), found[0], near, touches, found.start(), end)


_FAR = 12  # signs between two words of one name, such as a line end with its indent


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """A word as it is compared: small letters without accents, apostrophes and possessive."""
    stem = re.sub("['’´`ʼ]s$", "", word, flags=re.IGNORECASE)
    bare = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", stem))
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).casefold()
