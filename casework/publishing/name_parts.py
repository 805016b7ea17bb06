"""A name as it was entered, taken apart into what is looked for: titles, first names, and the surname by its parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from casework.publishing.recognisers import squeezed
from casework.publishing.tokens import folded, readings, tokens

_MOST_WORDS = 3  # of a name that nobody said is one; more are words of an organisation or of a sentence
_LEAST = 4  # letters and digits of words that can be looked for at all
_OF_A_NUMBER = 7  # digits


def known(words: str) -> frozenset[str]:
    """Words of a list."""
    return frozenset(words.split())


TITLES = known("mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend cllr councillor mp")
_BEHIND = known("jr snr sr obe mbe cbe bsc msc phd frpharms mrpharms mpharm frcp frcgp mbbs")
PARTICLES = known("van von der den de di da la le al el bin bint ibn ben abu st o mac mc del dos")


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for: a name by its parts, or other words in their order; ``squeezed``: a number, bare."""

    said: str
    what: str
    given: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    squeezed: str = ""


def words_of(said: str, what: str) -> Words | None:
    """What is to be looked for; none where it is too short to be told from any text."""
    bare = squeezed(said)
    if len(bare) < _LEAST and not (what.startswith("the name of") and len(_parts(said)[0]) == 1):
        return Words(said, what, order=_keys(said)) if is_titled(said) else None
    if "@" in said or (sum(map(str.isdigit, bare)) >= _OF_A_NUMBER and not re.search(r"[^\W\d_]{3}", said)):
        return Words(said, what, squeezed=bare)
    if what.startswith("the name of") or looks_like_a_name(said):
        given, last = _parts(said)
        if any(len(each) > 1 for each in last):
            return Words(said, what, given, last)
    return Words(said, what, order=_keys(said))


def _parts(said: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first names and the surname of a name, each whole and by the parts between hyphens and apostrophes."""
    surname, comma, first = said.partition(",")
    if comma and first.strip() and folded(first.split()[0].strip(".")) not in _BEHIND:
        said = f"{first} {surname}"
    words = [word.strip(".,()") for word in said.split()]
    kept = [word for word in words if word and folded(word) not in TITLES | _BEHIND]
    if not kept:
        return (), ()
    *given, last = kept
    first_names = [part for word in given if folded(word) not in PARTICLES for part in _pieces(word)]
    return tuple(dict.fromkeys(first_names)), tuple(dict.fromkeys(_pieces(last)))


def _pieces(word: str) -> Iterator[str]:
    whole = folded(re.sub("[-‐‑]", "", word))
    yield whole
    parts = [part for part in re.split("[-‐‑'’]", word) if part]
    if len(parts) > 1:
        yield from (folded(part) for part in parts if len(part) >= _LEAST - 1)


def is_titled(said: str) -> bool:
    """Whether words begin with a title, and go on."""
    return any(folded(word.strip(".")) in TITLES for word in said.split()[:1]) and len(said.split()) > 1


def looks_like_a_name(said: str) -> bool:
    """Whether words are two or three, beside titles, that are written as a name is."""
    words = [each for each in said.replace(",", " ").split() if folded(each.strip(".")) not in TITLES | PARTICLES]
    shaped = all(re.fullmatch(r"[^\W\d_][^\W\d_'’.-]*(?:['’.-][^\W\d_]+)*\.?", each) for each in words)
    return 1 < len(words) <= _MOST_WORDS and shaped and all(each[0].isupper() for each in words)


def _keys(said: str) -> tuple[str, ...]:
    return tuple(each.key for each in tokens(readings(said)[0]))
