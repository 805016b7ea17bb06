"""What the search knows of publications, put in and taken out in the transaction that publishes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text

from documents import Record
from register import full_text
from register.entries import MOST_TEXT, Entry, entry_of
from register.folding import folded, stem
from storage import alias, search_applied, search_entry, search_words


def put(connection: Connection, docid: int, record: Record) -> None:
    """Put a record into the search, under its number. Its publication is not there now."""
    of = select(alias.c.name).where(alias.c.publication_id == record.id).order_by(alias.c.name)
    entry = entry_of(record, connection.scalars(of).all())
    tokens = [each.token for each in entry.facets]
    row = {"docid": docid, "publication_id": record.id, "tokens": " ".join(tokens), **entry.shown}
    connection.execute(insert(search_entry).values(row))
    if entry.applied:
        connection.execute(insert(search_applied), [{"docid": docid, **each} for each in entry.applied])
    _count_facets(connection, entry)
    texts = [folded(each[:MOST_TEXT]) for each in entry.texts]
    _count_words(connection, docid, texts)
    stems = [[stem(word) for word in words] for words in texts]
    full_text.put(connection, docid, stems, (full_text.EVERYTHING, *tokens, *entry.names))


def remove(connection: Connection, publication_id: str) -> None:
    """Take a publication out of the search, and out of every count."""
    found = select(search_entry.c.docid, search_entry.c.tokens).where(search_entry.c.publication_id == publication_id)
    held = connection.execute(found).one_or_none()
    if held is None:
        return
    words = connection.execute(select(search_words.c.words).where(search_words.c.docid == held.docid)).scalar_one()
    full_text.remove(connection, held.docid)
    _take_back(connection, _FACET_LESS, _FACET_GONE, ({"token": each} for each in held.tokens.split()))
    _take_back(connection, _WORD_LESS, _WORD_GONE, ({"word": each} for each in words.split()))
    for table in (search_words, search_applied, search_entry):
        connection.execute(delete(table).where(table.c.docid == held.docid))


def forget(connection: Connection) -> None:
    """Leave no trace of what was taken out, even where a database would only mark it as gone."""
    full_text.forget(connection)


def _count_facets(connection: Connection, entry: Entry) -> None:
    rows = [
        {"token": each.token, "facet": each.facet, "value": each.value, "says": each.says or each.value}
        for each in entry.facets
    ]
    connection.execute(_FACET_MORE, rows)


def _count_words(connection: Connection, docid: int, texts: Iterable[Iterable[str]]) -> None:
    words = sorted({word for each in texts for word in each})
    connection.execute(insert(search_words).values(docid=docid, words=" ".join(words)))
    if words:
        connection.execute(_WORD_MORE, [{"word": word, "stem": stem(word)} for word in words])


def _take_back(connection: Connection, less: Any, gone: Any, each_one: Iterable[Mapping[str, str]]) -> None:
    rows = list(each_one)
    if rows:
        connection.execute(less, rows)
        connection.execute(gone, rows)


_FACET_MORE = text(
    "INSERT INTO search_facet (token, facet, value, says, docs) VALUES (:token, :facet, :value, :says, 1) "
    "ON CONFLICT (token) DO UPDATE SET docs = search_facet.docs + 1, says = excluded.says"
)
_FACET_LESS = text("UPDATE search_facet SET docs = docs - 1 WHERE token = :token")
_FACET_GONE = text("DELETE FROM search_facet WHERE token = :token AND docs <= 0")
_WORD_MORE = text(
    "INSERT INTO search_word (word, stem, docs) VALUES (:word, :stem, 1) "
    "ON CONFLICT (word) DO UPDATE SET docs = search_word.docs + 1"
)
_WORD_LESS = text("UPDATE search_word SET docs = docs - 1 WHERE word = :word")
_WORD_GONE = text("DELETE FROM search_word WHERE word = :word AND docs <= 0")
