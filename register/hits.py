"""Publications as a list shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from register.snippets import Piece, snippet
from storage import publication, publication_version, search_entry

_SHOWN = (
    "reference", "title", "summary", "decided_on", "year", "area", "kind", "disposal", "final", "commissioner",
    "determined", "sample",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A publication that was found: what it is, and where in it the words stand. ``decided_on`` may be empty.

    ``noindex``: search engines are asked to leave it out, so that no page which they read may have its title.
    """

    id: str
    docid: int
    reference: str
    title: str
    summary: str
    snippet: tuple[Piece, ...]
    decided_on: str
    year: int
    area: str
    kind: str
    disposal: str
    final: str
    commissioner: str
    determined: str
    sample: bool
    noindex: bool


def hits_of(connection: Connection, docids: Sequence[int], stems: frozenset[str] = frozenset()) -> tuple[Hit, ...]:
    """Publications by their numbers, in this order."""
    if not docids:
        return ()
    columns = [search_entry.c[name] for name in ("docid", "publication_id", *_SHOWN)]
    wanted = select(*columns, publication.c.noindex).where(search_entry.c.docid.in_(docids))
    wanted = wanted.join(publication, publication.c.id == search_entry.c.publication_id)
    if stems:
        newest = (publication_version.c.publication_id == publication.c.id) & (
            publication_version.c.version == publication.c.version
        )
        wanted = wanted.add_columns(publication_version.c.canonical).join(publication_version, newest)
    rows = {row["docid"]: row for row in connection.execute(wanted).mappings()}
    return tuple(_hit(rows[each], stems) for each in docids if each in rows)


def _hit(row: RowMapping, stems: frozenset[str]) -> Hit:
    shown: dict[str, Any] = {name: row[name] for name in (*_SHOWN, "noindex")}
    pieces = snippet(row["canonical"], stems) if stems and row["canonical"] is not None else ()
    return Hit(id=row["publication_id"], docid=row["docid"], snippet=pieces, **shown)
