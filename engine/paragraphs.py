"""Sentences put together in paragraphs that are short enough to be read aloud, and lists that fit into one."""

from collections.abc import Iterable, Iterator, Sequence

LONGEST = 60  # words in a paragraph
_NAMED = 40  # words of a list that names what stands behind a sentence


def packed(groups: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Sentences in paragraphs of 60 words or fewer. Those of one group stay together where they fit."""
    paragraph: list[str] = []

    def room(sentences: Iterable[str]) -> bool:
        return len(" ".join([*paragraph, *sentences]).split()) <= LONGEST

    for group in groups:
        pieces = [piece for sentence in group for piece in _pieces(sentence)]
        if paragraph and not room(pieces):
            yield " ".join(paragraph)
            paragraph = []
        for piece in pieces:
            if paragraph and not room([piece]):
                yield " ".join(paragraph)
                paragraph = []
            paragraph.append(piece)
    if paragraph:
        yield " ".join(paragraph)


def by_words(items: list[str], room: int) -> Iterator[list[str]]:
    """Items in groups of so many words or fewer, in their order."""
    group: list[str] = []
    for item in items:
        if group and len(" ".join([*group, item]).split()) > room:
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def naming(before: str, items: Sequence[str]) -> str:
    """``Before: one; two; and 3 more.``: as many as a reader takes in, and how many there are besides."""
    shown = next(by_words(list(items), _NAMED), [])
    more = len(items) - len(shown)
    return f"{before}: {'; '.join(shown)}{f'; and {more} more' if more else ''}."


def _pieces(sentence: str) -> Iterator[str]:
    """A sentence as it is; one of more than 60 words (a person's long reasons) in pieces that say they go on."""
    rest = sentence.split()
    while len(rest) > LONGEST:
        ends = [place for place in range(20, LONGEST - 1) if rest[place - 1][-1] in ".;,:"] or [LONGEST - 1]
        yield " ".join(rest[: ends[-1]]) + ("" if rest[ends[-1] - 1][-1] == "." else " …")
        rest = rest[ends[-1] :]
    yield " ".join(rest)
