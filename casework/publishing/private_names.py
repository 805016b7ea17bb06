"""Names and words of a case that must not go out, found although they are written otherwise than they were entered.

A name stands where a first name or an initial of it stands beside its surname, in any order, with words of the name
between; or where the surname stands behind a title, or by itself as a name does. One typing mistake is forgiven (two
letters swapped, one more, one less, or another), in words of five letters or more only: of five letters one is a fifth,
and few words are so near to each other, whereas of four one is a quarter, and Jane is Lane and June. A surname that
stands by itself is forgiven one from seven letters on, since nothing beside it confirms that it is a name: Marsh is not
March. What the same publication also writes with a small letter is a word of the language, and no name by itself.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from casework.publishing.recognisers import squeezed
from casework.publishing.tokens import Token, folded, readings, tokens, words_in

_TYPO_FROM, _TYPO_ALONE_FROM, _ALONE_FROM = 5, 7, 4  # letters
_REACH = 3  # words on either side of a surname in which a first name belongs to it
_MOST_WORDS = 3  # of a name that nobody said is one; more are words of an organisation or of a sentence
_LEAST = 4  # letters and digits of words that can be looked for at all


def _known(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = _known("mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend cllr councillor mp")
_BEHIND = _known("jr snr sr obe mbe cbe bsc msc phd frpharms mrpharms mpharm frcp frcgp mbbs")
PARTICLES = _known("van von der den de di da la le al el bin bint ibn ben abu st o mac mc del dos")
_DAYS = _known(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for: a name by its parts, or other words in their order; ``digits`` where it is a number."""

    said: str
    what: str
    given: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    squeezed: str = ""


class Text:
    """A text in one reading of it. It is taken apart into its words only where one of them is looked for."""

    def __init__(self, plain: str) -> None:
        self.plain, self.words = plain, words_in(plain)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words, each with what stands beside it."""
        return tokens(self.plain)


class Vocabulary:
    """Every word of the texts, how it is compared, and which of them also stand with a small letter."""

    def __init__(self, texts: Mapping[str, Sequence[Text]]) -> None:
        self.texts = texts
        every = set().union(*(text.words for found in texts.values() for text in found))
        self.keys: dict[str, set[str]] = {}
        for word in every:
            self.keys.setdefault(folded(word), set()).add(word)
        self.small = {folded(word) for word in every if word[:1].islower()}

    def written(self, keys: Iterable[str]) -> set[str]:
        """The words of the texts that are compared as these."""
        return {word for key in keys for word in self.keys.get(key, ())}

    def like(self, parts: Iterable[str]) -> dict[str, bool]:
        """The words that are one of these, or differ by a typing mistake: whether it is the very word."""
        found: dict[str, bool] = {}
        for part in parts:
            if len(part) >= _TYPO_FROM:
                near = process.extract(part, list(self.keys), scorer=OSA.distance, score_cutoff=1, limit=None)
                found |= {key: False for key, *_ in near if key not in found and key[:1].isalpha()}
            if part in self.keys:
                found[part] = True
        return found


def standing(
    texts: Collection[str], private: Mapping[str, str], let: Collection[str] = ()
) -> Iterator[tuple[Words, str, str]]:
    """What of the private words stands in which text, and as what; once for each text.

    ``let``: words that may stand, such as names of organisations, and are passed over.
    """
    wanted = [each for words, what in private.items() if (each := words_of(words, what))]
    if not wanted:
        return
    passed = _passed_over(let)
    taken = Vocabulary({text: [_taken(each, passed) for each in readings(text)] for text in texts})
    for each in wanted:
        finder = _Finder(each, taken)
        for text, found in taken.texts.items():
            if said := next((said for one in found if (said := finder.in_text(one))), ""):
                yield each, text, said


def words_of(said: str, what: str) -> Words | None:
    """What is to be looked for; none where it is too short to be told from any text."""
    bare = squeezed(said)
    if len(bare) < _LEAST:
        return Words(said, what, order=_keys(said)) if is_titled(said) else None
    if "@" in said or (sum(map(str.isdigit, bare)) >= _TYPO_ALONE_FROM and not re.search(r"[^\W\d_]{3}", said)):
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
    kept = [word for word in words if word and folded(word) not in _TITLES | _BEHIND]
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
    return any(folded(word.strip(".")) in _TITLES for word in said.split()[:1]) and len(said.split()) > 1


def looks_like_a_name(said: str) -> bool:
    """Whether words are two or three, beside titles, that are written as a name is."""
    words = [each for each in said.replace(",", " ").split() if folded(each.strip(".")) not in _TITLES | PARTICLES]
    shaped = all(re.fullmatch(r"[^\W\d_][^\W\d_'’.-]*(?:['’.-][^\W\d_]+)*\.?", each) for each in words)
    return 1 < len(words) <= _MOST_WORDS and shaped and all(each[0].isupper() for each in words)


def _keys(said: str) -> tuple[str, ...]:
    return tuple(each.key for each in tokens(readings(said)[0]))


def _passed_over(let: Collection[str]) -> re.Pattern[str] | None:
    found = sorted((r"\s+".join(map(re.escape, readings(each)[0].split())) for each in let if each.strip()), key=len)
    if not found:
        return None
    return re.compile("|".join(rf"(?<!\w)(?:{each})(?!\w)" for each in reversed(found)), re.IGNORECASE)


def _taken(text: str, passed: re.Pattern[str] | None) -> Text:
    left = passed.sub(" | ", text) if passed else text
    return Text(left)


class _Finder:
    """Looks for one of the private words, with all that its parts could be in these texts."""

    def __init__(self, words: Words, taken: Vocabulary) -> None:
        self._words, self._small = words, taken.small
        self._given, self._last = taken.like(words.given), taken.like(words.last)
        self._order = [taken.like([each]) for each in words.order]
        self._initials = {each[0] for each in words.given if each}
        first = self._order[0] if self._order else self._last
        self._first = taken.written(first)

    def in_text(self, text: Text) -> str:
        """The words as they stand in a text; empty where they do not."""
        if self._words.squeezed:
            return self._words.said if self._words.squeezed in squeezed(text.plain) else ""
        if self._first.isdisjoint(text.words):
            return ""
        if self._order:
            return self._in_order(text)
        places = (place for place, each in enumerate(text.tokens) if each.key in self._last)
        return next((said for place in places if (said := self._named_at(text, place))), "")

    def _in_order(self, text: Text) -> str:
        every, length = text.tokens, len(self._order)
        for place in range(len(every) - length + 1):
            run = every[place : place + length]
            if all(each.key in like for each, like in zip(run, self._order, strict=True)) and self._fits(run):
                return text.plain[run[0].start : run[-1].end]
        return ""

    def _fits(self, run: Sequence[Token]) -> bool:
        """One typing mistake in five words at most, and none in one that is a word of the language."""
        wrong = sum(not like[each.key] for each, like in zip(run, self._order, strict=True))
        if len(run) == 1:
            return not wrong or (len(run[0].key) >= _TYPO_ALONE_FROM and run[0].key not in self._small)
        return wrong <= 1 + len(run) // _TYPO_FROM

    def _named_at(self, text: Text, place: int) -> str:
        """The name, where its surname stands at a place."""
        every, last = text.tokens, text.tokens[place]
        exact = self._last[last.key]
        for other in range(max(0, place - _REACH), min(len(every), place + _REACH + 1)):
            if other != place and _within(every, other, place) and self._belongs(every, other, place, exact):
                start, end = sorted((other, place))
                return text.plain[every[start].start : every[end].end]
        if self._titled(every, place) or self._alone(every, place, exact):
            return last.said
        return ""

    def _belongs(self, every: Sequence[Token], other: int, place: int, exact: bool) -> bool:
        """Whether another word is a first name or an initial that belongs to the surname at a place."""
        first, last, beside = every[other], every[place], abs(other - place) == 1
        if first.key in self._given and (exact or self._given[first.key]):
            return beside or (first.capital and last.capital)
        between = every[min(other, place) + 1 : max(other, place)]
        sure = exact or len(last.key) >= _TYPO_ALONE_FROM
        return self._is_initial(first) and last.capital and sure and all(_could_be_initials(each) for each in between)

    def _is_initial(self, token: Token) -> bool:
        return _could_be_initials(token) and token.key[:1] in self._initials

    def _titled(self, every: Sequence[Token], place: int) -> bool:
        """Whether it stands behind a title; behind an initial of somebody else between, it is theirs."""
        last = every[place]
        return place > 0 and last.near and last.capital and every[place - 1].key in _TITLES

    def _alone(self, every: Sequence[Token], place: int, exact: bool) -> bool:
        """Whether it stands by itself as a name does."""
        token = every[place]
        long_enough = len(token.key) >= (_ALONE_FROM if exact else _TYPO_ALONE_FROM)
        if not (long_enough and token.capital) or token.key in self._small or token.key in _DAYS:
            return False
        behind = every[place + 1] if place + 1 < len(every) else None
        goes_on = behind is not None and behind.touches and behind.capital and not token.shouted
        if goes_on and behind is not None and behind.key not in self._last:
            return False  # a longer name, of a place or a company
        start = place
        while start and every[start].near and every[start - 1].key in self._last:
            start -= 1
        before = every[start - 1] if start and every[start].near else None
        anothers = before is not None and _could_be_initials(before) and before.key not in _TITLES
        return not (anothers and self._initials)


def _could_be_initials(token: Token) -> bool:
    return token.said.isupper() and len(token.said) <= _REACH


def _within(every: Sequence[Token], one: int, other: int) -> bool:
    """Whether nothing but what names hold parts the words from one place to the other."""
    start, end = sorted((one, other))
    return all(each.near for each in every[start + 1 : end + 1])
