"""Finding publications: by words and facets, page by page, with what to try where nothing is found.

Whoever looks for a whole name or reference is shown the publications that have it first. Then the best come first,
unless each of the words stands in so many publications that no word tells them apart: then the newest do.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Connection, func, select

from register import facets, full_text, helping
from register.entries import FACETS, plain
from register.facets import FacetShown
from register.folding import facet_token, name_token
from register.full_text import Match
from register.hits import Hit, hits_of
from register.query import LONGEST, Asked, Term, parse
from storage import search_word

LARGEST_PAGE = 100

_ALL = 1_000_000_000
_CURSOR = re.compile(r"o(?P<offset>[0-9]{1,9})|b(?P<before>[0-9]{1,18})|a(?P<after>[0-9]{1,18})")
_Cursor = re.Match[str] | None


@dataclass(frozen=True, slots=True)
class Limits:
    """How many that are found are counted, by facet too, and up to how many a word may stand in to rank by it."""

    counted: int = 2_000
    ranked: int = 5_000


LIMITS = {"sqlite": Limits(), "postgresql": Limits(1_000, 2_000)}  # PostgreSQL takes far longer to look into a text
_COMMON = "Every word of the search stands in more than {:,} publications, so the newest are shown first."


@dataclass(frozen=True, slots=True)
class Looking:
    """What is looked for: ``facets`` by their names, and ``after``, which a page gave as its next or previous."""

    words: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    after: str = ""
    size: int = 20
    order: Literal["best", "newest"] = "best"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found. ``total`` is none where it is more than are counted and no count is kept.

    ``more_than`` is how many are counted. ``next`` and ``previous`` are empty where there is no such page. ``by_date``:
    the newest stand first.
    """

    hits: tuple[Hit, ...]
    total: int | None
    more_than: int
    facets: tuple[FacetShown, ...]
    next: str
    previous: str
    helps: tuple[str, ...]
    by_date: bool = False


def search(connection: Connection, looking: Looking, limits: Limits | None = None) -> Found:
    """A page of publications. It takes any words, facets and cursors at all, and tells what it could not use.

    ``limits`` are those of the database where they are left out.
    """
    limits = limits or LIMITS[connection.dialect.name]
    asked = parse(looking.words)
    chosen, helps = _chosen(looking.facets)
    plan = _planned(connection, looking, asked, chosen, limits.ranked)
    cursor = _CURSOR.fullmatch(looking.after)
    if looking.after and cursor is None:
        helps.append("The place in the list is not one that a page gave, so the first page is shown.")
    size = max(1, min(looking.size, LARGEST_PAGE))
    page = _by_day(connection, plan, cursor, size) if plan.by_day else _by_rank(connection, plan, cursor, size)
    total, shown = _counts(connection, plan, chosen, limits.counted)
    if plan.common:
        helps.append(_COMMON.format(limits.ranked))
    if not page.docids and cursor is None:
        helps += helping.helps(connection, asked, chosen)
    hits = hits_of(connection, page.docids, asked.stems)
    told = tuple(dict.fromkeys((*asked.helps, *helps)))
    return Found(hits, total, limits.counted, shown, page.next, page.previous, told, plan.by_day or plan.common)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a search is done: first what has the very name that was asked for, then the rest, ranked by rare words.

    ``by_day``: from day to day, since somebody wished it or there is no word. ``common``: no word is rare.
    """

    rest: Match
    named: Match | None = None
    named_count: int = 0
    rare: tuple[tuple[Term, ...], ...] = ()
    by_day: bool = False
    common: bool = False


@dataclass(frozen=True, slots=True)
class _Page:
    docids: list[int]
    next: str
    previous: str


def _chosen(wanted: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The facets that there are, and what to tell of others."""
    chosen = {name: plain(value) for name, value in wanted.items() if name in FACETS and plain(value)}
    others = [helping.printable(name) for name in wanted if name not in FACETS]
    return chosen, [f"There is no filter “{name}”: there are {', '.join(FACETS)}." for name in others]


def _planned(connection: Connection, looking: Looking, asked: Asked, chosen: Mapping[str, str], ranked: int) -> _Plan:
    tokens = tuple(facet_token(*each) for each in chosen.items())
    rest = Match(asked.must, asked.without, tokens)
    if looking.order == "newest" or not asked.must:
        return _Plan(rest, by_day=True)
    rare = _rare(connection, asked, ranked)
    name = name_token(looking.words[:LONGEST])
    named = Match(tokens=(name, *tokens))
    count = full_text.count(connection, named, _ALL)
    if not count:
        return _Plan(rest, rare=rare, common=not rare)
    rest = Match(asked.must, asked.without, tokens, (name,))
    return _Plan(rest, named, count, rare, common=not rare)


def _rare(connection: Connection, asked: Asked, ranked: int) -> tuple[tuple[Term, ...], ...]:
    """The groups of words that stand in few publications. How many is known from above: forms of a word add up."""
    stem, docs = search_word.c.stem, func.sum(search_word.c.docs)
    wanted = select(stem, docs).where(stem.in_(sorted(asked.stems))).group_by(stem)
    held = {row[0]: int(row[1]) for row in connection.execute(wanted)}
    return tuple(
        group for group in asked.must if sum(min(held.get(each, 0) for each in term.stems) for term in group) <= ranked
    )


def _by_day(connection: Connection, plan: _Plan, cursor: _Cursor, size: int) -> _Page:
    before, after = (cursor["before"], cursor["after"]) if cursor else (None, None)
    if after is not None:
        docids = full_text.by_day(connection, plan.rest, size + 1, after=int(after))
        more_before, docids = len(docids) > size, docids[-size:]
        return _Page(docids, f"b{docids[-1]}" if docids else "", f"a{docids[0]}" if more_before else "")
    bounds: dict[str, int] = {} if before is None else {"before": int(before)}
    docids = full_text.by_day(connection, plan.rest, size + 1, **bounds)
    more, docids = len(docids) > size, docids[:size]
    previous = f"a{docids[0]}" if docids and before is not None else ""
    return _Page(docids, f"b{docids[-1]}" if more else "", previous)


def _by_rank(connection: Connection, plan: _Plan, cursor: _Cursor, size: int) -> _Page:
    offset = int(cursor["offset"]) if cursor and cursor["offset"] else 0
    docids: list[int] = []
    if plan.named is not None and offset < plan.named_count:
        docids += full_text.by_day(connection, plan.named, size + 1, offset=offset)
    left = size + 1 - len(docids)
    if left > 0:
        behind = max(0, offset - plan.named_count)
        if plan.rare:
            docids += full_text.by_rank(connection, plan.rest, Match(plan.rare), left, behind)
        else:
            docids += full_text.by_day(connection, plan.rest, left, offset=behind)
    previous = f"o{max(0, offset - size)}" if offset else ""
    return _Page(docids[:size], f"o{offset + size}" if len(docids) > size else "", previous)


def _counts(
    connection: Connection, plan: _Plan, chosen: Mapping[str, str], most: int
) -> tuple[int | None, tuple[FacetShown, ...]]:
    """How many were found, and their facets; from the counts that are kept, or counted where they are not too many."""
    words = bool(plan.rest.must or plan.rest.without)
    if not words and not chosen:
        return facets.everything(connection), facets.kept(connection, chosen, counts=True)
    known = facets.docs_of(connection, *next(iter(chosen.items()))) if not words and len(chosen) == 1 else None
    if max(known or 0, plan.named_count) <= most and not _too_many(connection, plan, most):
        every = [plan.rest] if plan.named is None else [plan.rest, plan.named]
        found = [full_text.tokens_of(connection, each, most + 1) for each in every]
        total = sum(many for many, _ in found)
        if total <= most:
            return total, facets.counted(connection, (tokens for _, tokens in found), chosen)
    return known, facets.kept(connection, chosen, counts=False)


def _too_many(connection: Connection, plan: _Plan, most: int) -> bool:
    """Whether so many are found that none is looked up: where every word is common, it is quicker to ask that first."""
    return plan.common and full_text.count(connection, plan.rest, most + 1) > most
