"""The index of either database among more publications than are looked into before it is asked."""

from collections.abc import Callable

import pytest

from register import full_text
from register.full_text import Indexed, Match
from register.query import Term
from storage import Database

MANY = 1_200
FIRST, ALL, SOME, PHRASE = "harbour", "pharmacy", "saturday", ("station", "road")


@pytest.fixture
def many(register_database: Database) -> Database:
    """One word stands in the first 30 publications, one in all, one in every tenth; a phrase in every third."""
    with register_database.writing() as connection:
        full_text.put_all(connection, map(_indexed, range(1, MANY + 1)))
    return register_database


def _indexed(docid: int) -> Indexed:
    body = [ALL, *(FIRST,) * (docid <= 30), *(SOME,) * (docid % 10 == 0)]
    body += PHRASE if docid % 3 == 0 else reversed(PHRASE)
    return Indexed(docid, ([], [], [], [], body), [full_text.EVERYTHING])


def match(*words: str) -> Match:
    return Match(must=((Term(words, words),),))


@pytest.mark.parametrize(
    ("words", "has"),
    [
        ((FIRST,), lambda docid: docid <= 30),
        ((ALL,), lambda _: True),
        ((SOME,), lambda docid: docid % 10 == 0),
        (PHRASE, lambda docid: docid % 3 == 0),
        (("nowhere",), lambda _: False),
    ],
)
def test_from_day_to_day_every_publication_that_has_the_words_comes_once(
    many: Database, words: tuple[str, ...], has: Callable[[int], bool]
) -> None:
    wanted = [docid for docid in range(MANY, 0, -1) if has(docid)]
    asked = match(*words)
    with many.reading() as connection:
        paged: list[int] = []
        while page := full_text.by_day(connection, asked, 21, before=paged[-1] if paged else MANY + 1):
            paged += page
        assert paged == wanted, "back from the newest, page by page"
        assert full_text.by_day(connection, asked, 21, after=0) == wanted[-21:], "and on from before the first"
        for offset in (0, 7, 490, 1_190):
            assert full_text.by_day(connection, asked, 21, offset=offset) == wanted[offset : offset + 21]
        assert full_text.count(connection, asked, 1_000) == min(len(wanted), 1_000)
