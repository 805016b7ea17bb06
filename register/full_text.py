"""The full-text index of either database: the same words, put in and asked for in the database's own way.

Nothing but folded words and tokens of ours ever stands in an expression, so none needs escaping. On PostgreSQL words
have no place of their own behind the 16,383rd of a text, so that a phrase is not found there.

PostgreSQL takes a tsvector for as quick to look into as a number, although it lies apart and is packed: left alone, it
looks into every one of them where its index knows better, and where the newest are asked for. So both are said to it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, TextClause, text

from register.query import Term
from register.rows import LARGEST

EVERYTHING = "xall"  # a token that every publication has

_LAST_PLACE, _MOST_PLACES = 16_383, 255  # of a word, in a tsvector
_MOST_BYTES = 700_000  # of a tsvector, which must stay under a megabyte
_NEAR = (
    500  # publications, in their order, that are looked into before the index is asked: words of many are found there
)
_BETWEEN = 10  # places between two texts, so that no phrase reaches from one into the next


@dataclass(frozen=True, slots=True)
class Match:
    """What publications have: a term of each group and all ``tokens``; and have not: ``without`` and ``not_in``."""

    must: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    tokens: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()

    def said(self, connection: Connection) -> str:
        """It as the database says it."""
        if connection.dialect.name == "sqlite":
            return self._said(_fts5_phrase, (" OR ", " AND ", " NOT "))
        return self._said(_tsquery_phrase, (" | ", " & ", " & ! "))

    def _said(self, phrase: Callable[[Sequence[str]], str], signs: tuple[str, str, str]) -> str:
        either, both, but_not = signs
        held = [f"({either.join(phrase(term.stems) for term in group)})" for group in self.must]
        held += [phrase((token,)) for token in self.tokens]
        out = [phrase(term.stems) for term in self.without] + [phrase((token,)) for token in self.not_in]
        said = both.join(held or [phrase((EVERYTHING,))])
        return f"({said}){but_not}({either.join(out)})" if out else said


@dataclass(frozen=True, slots=True)
class Indexed:
    """A publication as the index takes it: the stems of its five texts, and its tokens."""

    docid: int
    texts: Sequence[Sequence[str]]
    tokens: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Both:
    """One question as either database is asked."""

    sqlite: TextClause
    postgresql: TextClause


def _of(connection: Connection, asked: _Both) -> TextClause:
    return asked.sqlite if connection.dialect.name == "sqlite" else asked.postgresql


def put_all(connection: Connection, each_one: Iterable[Indexed]) -> None:
    """Put publications into the index."""
    if connection.dialect.name == "sqlite":
        rows = [{"docid": each.docid, **_columns(each)} for each in each_one]
        connection.execute(_FTS5_PUT, rows)
    else:
        rows = [{"docid": each.docid, "vector": _vector(each.texts, each.tokens)} for each in each_one]
        connection.execute(_TSVECTOR_PUT, rows)


def _columns(each: Indexed) -> dict[str, str]:
    columns = ("reference", "parties", "title", "summary", "body", "tokens")
    return {name: " ".join(words) for name, words in zip(columns, (*each.texts, each.tokens), strict=True)}


def remove(connection: Connection, docid: int) -> None:
    """Take a publication out of the index."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")  # or its text would lie in the file until overwritten
        connection.execute(text("DELETE FROM search_text WHERE rowid = :docid"), {"docid": docid})
    else:
        connection.execute(text("DELETE FROM search_text WHERE docid = :docid"), {"docid": docid})


def forget(connection: Connection) -> None:
    """Write the index anew, since FTS5 only marks words as gone. It takes seconds where the register is large."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search_text (search_text) VALUES ('optimize')"))


def by_day(
    connection: Connection,
    match: Match,
    most: int,
    *,
    offset: int = 0,
    before: int = LARGEST,
    after: int | None = None,
) -> list[int]:
    """Numbers of publications that match, the latest day first: those before one, or the next after one."""
    up = after is not None
    bounds = {"before": before, "after": -1 if after is None else after}
    said = bounds | {"match": match.said(connection), "most": most, "offset": offset}
    found = (
        [] if connection.dialect.name == "sqlite" else connection.scalars(_UP_NEAR if up else _DOWN_NEAR, said).all()
    )
    if len(found) < most:
        found = _ask(connection, _UP if up else _DOWN, said).scalars().all()
    return list(reversed(found) if up else found)


def by_rank(connection: Connection, match: Match, rare: Match, most: int, offset: int = 0) -> list[int]:
    """Numbers of publications that match, the best first, by how the words of ``rare`` stand in them."""
    said = {"match": match.said(connection), "rare": rare.said(connection), "most": most, "offset": offset}
    alone = said["match"] == said["rare"]  # then there is nothing else to look up
    return list(_ask(connection, _RANKED_ALONE if alone else _RANKED, said).scalars())


def count(connection: Connection, match: Match, most: int) -> int:
    """How many publications match, and ``most`` where they are more."""
    said = {"match": match.said(connection), "most": most}
    return int(_ask(connection, _COUNTED, said).scalar_one())


def tokens_of(connection: Connection, match: Match, most: int) -> tuple[int, str]:
    """How many publications match, not more than ``most``, and the tokens of their facets, all in one text."""
    said = {"match": match.said(connection), "most": most}
    many, tokens = _ask(connection, _TOKENS, said).one()
    return int(many), tokens


def found(connection: Connection, match: Match) -> TextClause:
    """What holds of rows of ``publication`` that match."""
    return _of(connection, _FOUND).bindparams(match=match.said(connection))


def not_found(connection: Connection, match: Match) -> TextClause:
    """What holds of rows of ``publication`` that do not match: it is quick where it is asked of few."""
    return _of(connection, _NOT_FOUND).bindparams(match=match.said(connection))


def _ask(connection: Connection, asked: _Both, said: Mapping[str, object]) -> CursorResult[*tuple[Any, ...]]:
    """The answer of either database. Of PostgreSQL, from its index."""
    if connection.dialect.name != "sqlite":
        connection.execute(_BY_INDEX)
    return connection.execute(_of(connection, asked), said)


def _fts5_phrase(words: Sequence[str]) -> str:
    return '"' + " ".join(words) + '"'


def _tsquery_phrase(words: Sequence[str]) -> str:
    return "(" + " <-> ".join("'" + each + "'" for each in words) + ")"


def _vector(texts: Iterable[Sequence[str]], tokens: Sequence[str]) -> str:
    """A tsvector: the names of a publication weigh most (A), then its title, its summary, and its body (D)."""
    places: dict[str, list[str]] = {}
    place, size = 1, 0
    for weight, words in zip("AABCD", texts, strict=True):
        for word in words:
            at = places.get(word)
            if at is None:
                size += len(word.encode()) + 4
                at = places[word] = []
            if size > _MOST_BYTES:
                break
            if not at or (place < _LAST_PLACE and len(at) < _MOST_PLACES):
                at.append(f"{min(place, _LAST_PLACE)}{weight}")
                size += 2
            place += 1
        place += _BETWEEN
    said = [f"'{word}':{','.join(at)}" for word, at in places.items() if at]
    return " ".join([*said, *(f"'{each}'" for each in tokens)])


_FTS5_PUT = text(
    "INSERT INTO search_text (rowid, reference, parties, title, summary, body, tokens) "
    "VALUES (:docid, :reference, :parties, :title, :summary, :body, :tokens)"
)
_TSVECTOR_PUT = text("INSERT INTO search_text (docid, vector) VALUES (:docid, CAST(:vector AS tsvector))")
_FTS5 = "FROM search_text WHERE search_text MATCH :match"
_TSVECTOR = "FROM search_text WHERE vector @@ CAST(:match AS tsquery)"
_BY_INDEX = text("SET LOCAL enable_seqscan = off")
_PLACES = "docid < :before AND docid > :after"
# OFFSET keeps PostgreSQL from going through the places in their order, which the outer question asks for.
_EVERY = f"FROM (SELECT docid {_TSVECTOR} AND {_PLACES} OFFSET 0) AS every"
_DOWN = _Both(
    text(f"SELECT rowid {_FTS5} AND rowid < :before AND rowid > :after ORDER BY rowid DESC LIMIT :most OFFSET :offset"),
    text(f"SELECT docid {_EVERY} ORDER BY docid DESC LIMIT :most OFFSET :offset"),
)
_UP = _Both(
    text(f"SELECT rowid {_FTS5} AND rowid < :before AND rowid > :after ORDER BY rowid LIMIT :most OFFSET :offset"),
    text(f"SELECT docid {_EVERY} ORDER BY docid LIMIT :most OFFSET :offset"),
)
_NEAREST = (
    f"SELECT docid FROM (SELECT docid, vector FROM search_text WHERE {_PLACES} "  # noqa: S608  # our own text
    f"ORDER BY docid {{0}} LIMIT {_NEAR}) AS near WHERE vector @@ CAST(:match AS tsquery) "
    "ORDER BY docid {0} LIMIT :most OFFSET :offset"
)
_DOWN_NEAR, _UP_NEAR = text(_NEAREST.format("DESC")), text(_NEAREST.format("ASC"))
_BEST = "ORDER BY bm25(search_text, 10.0, 8.0, 6.0, 3.0, 1.0, 0.0), rowid DESC LIMIT :most OFFSET :offset"
_RANKED = _Both(
    # The plus keeps SQLite from asking the index anew for each number that the inner question found.
    text(
        "SELECT rowid FROM search_text WHERE search_text MATCH :rare "  # noqa: S608  # our own text
        f"AND +rowid IN (SELECT rowid {_FTS5}) {_BEST}"
    ),
    text(
        f"SELECT docid {_TSVECTOR} ORDER BY ts_rank('{{0.1, 0.3, 0.6, 1.0}}', vector, CAST(:rare AS tsquery)) DESC, "
        "docid DESC LIMIT :most OFFSET :offset"
    ),
)
_RANKED_ALONE = _Both(text(f"SELECT rowid {_FTS5} {_BEST}"), _RANKED.postgresql)
_COUNTED = _Both(
    text(f"SELECT count(*) FROM (SELECT rowid {_FTS5} LIMIT :most) AS found"),  # noqa: S608  # our own text
    text(f"SELECT count(*) FROM (SELECT docid {_TSVECTOR} LIMIT :most) AS found"),  # noqa: S608  # our own text
)
_FOUND = _Both(
    text(f"publication.docid IN (SELECT rowid {_FTS5})"),  # our own text
    text(f"publication.docid IN (SELECT docid {_TSVECTOR})"),  # our own text
)
_NOT_FOUND = _Both(
    text(f"NOT EXISTS (SELECT 1 {_FTS5} AND rowid = publication.docid)"),
    # OFFSET keeps PostgreSQL from looking into every text there is.
    text(f"NOT EXISTS (SELECT 1 {_TSVECTOR} AND docid = publication.docid OFFSET 0)"),
)
_TOKENS = _Both(
    text(
        "SELECT count(*), coalesce(group_concat(tokens, ' '), '') FROM search_entry "  # noqa: S608  # our own text
        f"WHERE docid IN (SELECT rowid {_FTS5} LIMIT :most)"
    ),
    text(
        "SELECT count(*), coalesce(string_agg(tokens, ' '), '') FROM search_entry "  # noqa: S608  # our own text
        f"WHERE docid IN (SELECT docid {_TSVECTOR} LIMIT :most)"
    ),
)
