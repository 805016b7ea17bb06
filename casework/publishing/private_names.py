"""Names and words of a case that must not go out, found although they are written otherwise than they were entered.

A name stands where a first name or an initial of it stands beside its surname, in any order, with words of the name
between; or where the surname stands behind a title, or by itself as a name does. One typing mistake is forgiven (two
letters swapped, one more, one less, or another), in words of five letters or more only: of five letters one is a fifth,
and few words are so near to each other, whereas of four one is a quarter, and Jane is Lane and June. A surname that
stands by itself is forgiven one from seven letters on, since nothing beside it confirms that it is a name: Marsh is not
March. What the same publication also writes with a small letter is a word of the language, and no name by itself;
what stands in addresses, hashes and styles makes it none. A surname of two or three letters is found by itself as well,
exactly and as Ng is written: in capitals throughout only beside other words in capitals. So is a plural (the Shahs).
A surname parted by a hyphen is found as if it were not, and one of seven letters or more also in an address or the name
of a file, in small letters and within other words.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from casework.publishing.name_parts import TITLES, Words, known, words_of
from casework.publishing.recognisers import squeezed
from casework.publishing.tokens import Token, addresses_in, folded, joined, prose_of, readings, tokens, words_in

_TYPO_FROM, _TYPO_ALONE_FROM, _ALONE_FROM = 5, 7, 2  # letters
_SHORT = 3  # letters of a surname that is an abbreviation where it stands in capitals
_IN_ADDRESSES_FROM = 7  # letters
_REACH = 3  # words on either side of a surname in which a first name belongs to it

_DAYS = known(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday"
)
_DATED = known("jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun")  # beside a number
_LITTLE = known(  # with which a sentence or a reference begins, also in a text that holds nothing else
    "act all an and any app are art as at be but by can cap ch did do ed few fig for get go had has he her him his how "
    "if in is it its ltd me my new no nor nos not now of off old on one or our out own para per plc pt rd ref reg sch "
    "sec see she so st tel the to too two up us vol was we who why yes yet you"
)


class Text:
    """A text in one reading of it. It is taken apart into its words only where one of them is looked for."""

    def __init__(self, plain: str) -> None:
        self.plain, self.words = plain, words_in(plain)

    @cached_property
    def prose(self) -> frozenset[str]:
        """Its words but those of addresses, hashes and styles."""
        return words_in(prose_of(self.plain))

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """What could be an address or the name of a file."""
        return addresses_in(self.plain)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words, each with what stands beside it."""
        return tokens(self.plain)


class Vocabulary:
    """Every word of the texts, how it is compared, and which of them also stand with a small letter.

    A text in which one of the ``names`` is parted by a hyphen gets another reading, in which it is not.
    """

    def __init__(self, texts: Mapping[str, list[Text]], names: Collection[str]) -> None:
        self.texts = texts
        self.keys: dict[str, set[str]] = {}
        self._small: dict[str, bool] = {}
        self._take(text for found in texts.values() for text in found)
        if parted := {each for each in names if any(each[:at] in self.keys and each[at:] in self.keys
                                                    for at in range(2, len(each) - 1))}:  # fmt: skip
            for found in texts.values():
                more = [Text(whole) for text in found if (whole := joined(text.plain, parted)) != text.plain]
                self._take(more)
                found.extend(more)

    def _take(self, texts: Iterable[Text]) -> None:
        for word in set().union(*(text.words for text in texts)):
            self.keys.setdefault(folded(word), set()).add(word)

    def is_small(self, key: str) -> bool:
        """Whether it also stands with a small letter where people write, which is no address, hash or style."""
        if key not in self._small:
            small = {word for word in self.keys.get(key, ()) if word[:1].islower()}
            every = (text for found in self.texts.values() for text in found if not small.isdisjoint(text.words))
            self._small[key] = any(not small.isdisjoint(text.prose) for text in every)
        return self._small[key]

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
    texts: Collection[str], private: Mapping[str, str], let: Collection[str] = (), *, by_itself: bool = True
) -> Iterator[tuple[Words, str, str]]:
    """What of the private words stands in which text, and as what; once for each text.

    ``let``: words that may stand, such as names of organisations, and are passed over. ``by_itself``: whether a surname
    is somebody's without a first name, an initial or a title.
    """
    wanted = [each for words, what in private.items() if (each := words_of(words, what))]
    if not wanted:
        return
    passed = _passed_over(let)
    names = frozenset(part for each in wanted for part in (*each.given, *each.last) if len(part) > _SHORT)
    taken = Vocabulary({text: [_taken(each, passed) for each in readings(text)] for text in texts}, names)
    for each in wanted:
        finder = _Finder(each, taken, by_itself)
        for text, found in taken.texts.items():
            if said := next((said for one in found if (said := finder.in_text(one))), ""):
                yield each, text, said


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

    def __init__(self, words: Words, taken: Vocabulary, by_itself: bool) -> None:
        self._words, self._taken, self._by_itself = words, taken, by_itself
        self._given, self._last = taken.like(words.given), taken.like(words.last)
        self._plurals = {plural: each for each in words.last for plural in _plurals(each) if plural in taken.keys}
        self._last |= dict.fromkeys(self._plurals, True)
        self._rare = [each for each in words.last if len(each) >= _IN_ADDRESSES_FROM and not taken.is_small(each)]
        self._holding = taken.written(key for each in self._rare for key in taken.keys if each in key)
        self._order = [taken.like([each]) for each in words.order]
        self._initials = {each[0] for each in words.given if each}
        first = self._order[0] if self._order else self._last
        self._first = taken.written(first)

    def in_text(self, text: Text) -> str:
        """The words as they stand in a text; empty where they do not."""
        if self._words.squeezed:
            return self._words.said if self._words.squeezed in squeezed(text.plain) else ""
        if self._first.isdisjoint(text.words):
            return self._in_address(text)
        if self._order:
            return self._in_order(text)
        places = (place for place, each in enumerate(text.tokens) if each.key in self._last)
        return next((said for place in places if (said := self._named_at(text, place))), self._in_address(text))

    def _in_address(self, text: Text) -> str:
        """An address, a path or the name of a file that holds a rare surname."""
        if self._holding.isdisjoint(text.words):
            return ""
        return next((said for said in text.addresses if any(each in folded(said) for each in self._rare)), "")

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
            return not wrong or (len(run[0].key) >= _TYPO_ALONE_FROM and not self._taken.is_small(run[0].key))
        return wrong <= 1 + len(run) // _TYPO_FROM

    def _named_at(self, text: Text, place: int) -> str:
        """The name, where its surname stands at a place."""
        every, last = text.tokens, text.tokens[place]
        exact = self._last[last.key]
        for other in range(max(0, place - _REACH), min(len(every), place + _REACH + 1)):
            if other != place and _within(every, other, place) and self._belongs(every, other, place, exact):
                start, end = sorted((other, place))
                return text.plain[every[start].start : every[end].end]
        if self._titled(every, place) or (self._by_itself and self._alone(every, place, exact)):
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
        return place > 0 and last.near and last.capital and every[place - 1].key in TITLES

    def _alone(self, every: Sequence[Token], place: int, exact: bool) -> bool:
        """Whether it stands by itself as a name does."""
        token = every[place]
        long_enough = len(token.key) >= (_ALONE_FROM if exact else _TYPO_ALONE_FROM)
        if not (long_enough and token.capital) or self._is_a_word(token.key) or _is_short_of_another(every, place):
            return False
        behind = every[place + 1] if place + 1 < len(every) else None
        goes_on = behind is not None and behind.touches and behind.capital and not token.shouted
        if goes_on and behind is not None and behind.key not in self._last:
            return False  # a longer name, of a place or a company
        start = place
        while start and every[start].near and every[start - 1].key in self._last:
            start -= 1
        before = every[start - 1] if start and every[start].near else None
        anothers = before is not None and _could_be_initials(before) and before.key not in TITLES
        return not (anothers and self._initials)

    def _is_a_word(self, key: str) -> bool:
        """Whether it is a word of the language in these texts, or the plural of one."""
        one = self._plurals.get(key, key)
        return key in _DAYS | _LITTLE or self._taken.is_small(key) or self._taken.is_small(one)


def _is_short_of_another(every: Sequence[Token], place: int) -> bool:
    """Whether so short a word is an abbreviation: in capitals among words that are not, or a month beside a number."""
    token = every[place]
    if len(token.key) > _SHORT:
        return False
    beside = [every[other] for other in (place - 1, place + 1) if 0 <= other < len(every)]
    dated = token.key in _DATED and any(each.key.isdigit() for each in beside)
    return dated or (token.said.isupper() and not any(each.shouted and len(each.key) > _SHORT for each in beside))


def _plurals(part: str) -> tuple[str, ...]:
    """The plural of a surname, which is also how its possessive is written without an apostrophe."""
    return (f"{part}s", f"{part}es") if len(part) >= _SHORT else (f"{part}s",)


def _could_be_initials(token: Token) -> bool:
    return token.said.isupper() and len(token.said) <= _REACH


def _within(every: Sequence[Token], one: int, other: int) -> bool:
    """Whether nothing but what names hold parts the words from one place to the other."""
    start, end = sorted((one, other))
    return all(each.near for each in every[start + 1 : end + 1])
