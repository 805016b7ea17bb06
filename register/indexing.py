"""What the search knows of publications, put in and taken out in the transaction that publishes them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, select, text, update

from documents import Record
from register import full_text
from register.entries import MOST_TEXT, Entry, entry_of, said_of_provision
from register.folding import facet_token, folded, stem
from register.full_text import Match
from storage import alias, search_applied, search_entry, search_facet, search_words


def put(connection: Connection, docid: int, record: Record) -> None:
    """Put a record into the search, under its number. Its publication is not there now."""
    put_all(connection, [(docid, record)])


def put_all(connection: Connection, each_one: Sequence[tuple[int, Record]]) -> None:
    """Put records into the search, one at least, in few statements. None of their publications is there now."""
    known = _aliases(connection, [record.id for _, record in each_one])
    entries = [(docid, record.id, entry_of(record, known.get(record.id, ()))) for docid, record in each_one]
    _rows(connection, search_entry, (_entry_row(*each) for each in entries))
    _rows(connection, search_applied, ({"docid": docid, **each} for docid, _, made in entries for each in made.applied))
    _count_facets(connection, [made for _, _, made in entries])
    texts = {docid: [folded(each[:MOST_TEXT]) for each in made.texts] for docid, _, made in entries}
    _count_words(connection, texts)
    full_text.put_all(connection, (_indexed(docid, made, texts[docid]) for docid, _, made in entries))


def remove(connection: Connection, publication_id: str) -> None:
    """Take a publication out of the search, and out of every count."""
    found = select(search_entry.c.docid, search_entry.c.tokens).where(search_entry.c.publication_id == publication_id)
    held = connection.execute(found).one_or_none()
    if held is None:
        return
    words = connection.execute(select(search_words.c.words).where(search_words.c.docid == held.docid)).scalar_one()
    of = search_applied.c
    applied = connection.execute(select(of.rule_set, of.provision).where(of.docid == held.docid)).all()
    full_text.remove(connection, held.docid)
    _take_back(connection, _FACET_LESS, _FACET_GONE, ({"token": each} for each in held.tokens.split()))
    _take_back(connection, _WORD_LESS, _WORD_GONE, ({"word": each} for each in words.split()))
    for table in (search_words, search_applied, search_entry):
        connection.execute(delete(table).where(table.c.docid == held.docid))
    provisions = {facet_token(_PROVISION, f"{rule_set}/{name}"): (rule_set, name) for rule_set, name in applied}
    _say_anew(connection, held.tokens.split(), provisions)


def forget(connection: Connection) -> None:
    """Leave no trace of what was taken out, even where a database would only mark it as gone."""
    full_text.forget(connection)


def _aliases(connection: Connection, ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The names of publications, in their order."""
    found: dict[str, list[str]] = {}
    wanted = select(alias.c.publication_id, alias.c.name).where(alias.c.publication_id.in_(ids))
    for row in connection.execute(wanted.order_by(alias.c.name)):
        found.setdefault(row.publication_id, []).append(row.name)
    return found


def _entry_row(docid: int, publication_id: str, entry: Entry) -> Mapping[str, Any]:
    tokens = " ".join(each.token for each in entry.facets)
    return {"docid": docid, "publication_id": publication_id, "tokens": tokens, **entry.shown}


def _indexed(docid: int, entry: Entry, texts: Sequence[Sequence[str]]) -> full_text.Indexed:
    stems = [[stem(word) for word in words] for words in texts]
    tokens = (full_text.EVERYTHING, *(each.token for each in entry.facets), *entry.names)
    return full_text.Indexed(docid, stems, tokens)


def _rows(connection: Connection, table: Table, each_one: Iterable[Mapping[str, Any]]) -> None:
    if rows := list(each_one):
        connection.execute(insert(table), rows)


def _count_facets(connection: Connection, entries: Sequence[Entry]) -> None:
    values = {each.token: each for entry in entries for each in entry.facets}
    counts = Counter(each.token for entry in entries for each in entry.facets)
    rows = [
        {
            "token": token,
            "facet": each.facet,
            "value": each.value,
            "says": each.says or each.value,
            "docs": counts[token],
        }
        for token, each in values.items()
    ]
    if rows:
        connection.execute(_FACET_MORE, rows)


def _count_words(connection: Connection, texts: Mapping[int, Iterable[Iterable[str]]]) -> None:
    words = {docid: sorted({word for each in held for word in each}) for docid, held in texts.items()}
    _rows(connection, search_words, ({"docid": docid, "words": " ".join(held)} for docid, held in words.items()))
    counts = Counter(word for held in words.values() for word in held)
    if counts:
        rows = [{"word": word, "stem": stem(word), "docs": many} for word, many in sorted(counts.items())]
        connection.execute(_WORD_MORE, rows)


def _take_back(connection: Connection, less: Any, gone: Any, each_one: Iterable[Mapping[str, str]]) -> None:
    rows = list(each_one)
    if rows:
        connection.execute(less, rows)
        connection.execute(gone, rows)


def _say_anew(connection: Connection, tokens: Sequence[str], provisions: Mapping[str, tuple[str, str]]) -> None:
    """Let values that others still have say what the latest of those says: the words of what was taken out go."""
    of = search_facet.c
    left = select(of.token, of.facet, of.value).where(of.token.in_(tokens), of.facet.in_([*_SAID_IN, _PROVISION]))
    for token, facet, value in connection.execute(left).all():
        says: str | None
        if facet == _PROVISION:
            says = _provision_said(connection, *provisions[token])
        else:
            last = full_text.by_day(connection, Match(tokens=(token,)), 1)
            says = connection.scalar(select(_SAID_IN[facet]).where(search_entry.c.docid.in_(last)))
        connection.execute(update(search_facet).where(of.token == token).values(says=says or value))


def _provision_said(connection: Connection, rule_set: str, provision: str) -> str:
    of = search_applied.c
    wanted = select(of.cited, of.title).where(of.rule_set == rule_set, of.provision == provision)
    last = connection.execute(wanted.order_by(of.docid.desc()).limit(1)).one_or_none()
    return said_of_provision(*last) if last else ""


_PROVISION = "provision"
_SAID_IN: Mapping[str, Column[str]] = {  # where the words of a value stand; those of other facets follow from the value
    "kind": search_entry.c.kind,
    "outcome": search_entry.c.final,
    "disposal": search_entry.c.disposal,
}
_FACET_MORE = text(
    "INSERT INTO search_facet (token, facet, value, says, docs) VALUES (:token, :facet, :value, :says, :docs) "
    "ON CONFLICT (token) DO UPDATE SET docs = search_facet.docs + excluded.docs, says = excluded.says"
)
_FACET_LESS = text("UPDATE search_facet SET docs = docs - 1 WHERE token = :token")
_FACET_GONE = text("DELETE FROM search_facet WHERE token = :token AND docs <= 0")
_WORD_MORE = text(
    "INSERT INTO search_word (word, stem, docs) VALUES (:word, :stem, :docs) "
    "ON CONFLICT (word) DO UPDATE SET docs = search_word.docs + excluded.docs"
)
_WORD_LESS = text("UPDATE search_word SET docs = docs - 1 WHERE word = :word")
_WORD_GONE = text("DELETE FROM search_word WHERE word = :word AND docs <= 0")
