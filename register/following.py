"""Following a search: what was published, corrected or withdrawn of late, of those publications that it finds.

Nothing is kept of what was withdrawn or erased, so nobody can tell which searches had found it. Hence everybody is told
of it who may hold it: of each withdrawal, and of each erasure where the search does not find what came in its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Select, exists, func, or_, select

from register import full_text
from register.entries import FACETS, plain
from register.folding import facet_token
from register.full_text import Match
from register.model import Publication, VersionHeld
from register.query import parse
from register.reading import whole_of
from register.rows import LARGEST
from register.searching import Looking
from storage import publication, publication_version


@dataclass(frozen=True, slots=True)
class Changed:
    """Publications by their last change, the newest first. ``before`` is what asks for the next, or none.

    ``erased``: those of them that the search does not find, and of which earlier versions were erased: by id, the
    version that came in their place. For these the last change is that one, and nothing that the version says is told.
    """

    publications: tuple[Publication, ...]
    before: int | None
    erased: Mapping[str, VersionHeld] = field(default_factory=dict)

    def leaf_of(self, one: Publication) -> int:
        """The leaf of the log by which one of them has its place here."""
        return self.erased[one.id].leaf_index if one.id in self.erased else one.leaf_index


def changed(connection: Connection, looking: Looking, before: int | None = None, most: int = 50) -> Changed:
    """What a search finds, by the last change; behind ``before``, a leaf of the log, where given."""
    limit = LARGEST if before is None else min(before, LARGEST)
    match = _match(looking)
    found = _whole(connection, _found(connection, match, limit), most)
    erased = _whole(connection, _erased(connection, match, limit), most) if match else ()
    every = Changed((*found, *erased), None, {each.id: _in_place_of_erased(each) for each in erased})
    shown = sorted(every.publications, key=every.leaf_of, reverse=True)
    last = every.leaf_of(shown[most - 1]) if len(shown) > most else None
    return replace(every, publications=tuple(shown[:most]), before=last)


def _match(looking: Looking) -> Match | None:
    """What publications have that are looked for; none where all of them are."""
    asked = parse(looking.words)
    chosen = {name: plain(value) for name, value in looking.facets.items() if name in FACETS and plain(value)}
    if not (asked.must or asked.without or chosen):
        return None
    return Match(asked.must, asked.without, tuple(facet_token(*each) for each in chosen.items()))


def _found(connection: Connection, match: Match | None, before: int) -> Select[Any]:
    of = publication.c
    wanted = select(publication).where(of.leaf_index < before).order_by(of.leaf_index.desc())
    if match is None:
        return wanted
    return wanted.where(or_(of.state == "withdrawn", full_text.found(connection, match)))


def _erased(connection: Connection, match: Match, before: int) -> Select[Any]:
    """Publications that are not looked for as they stand now, and of which an earlier version was erased."""
    of, version = publication.c, publication_version.c
    mine = version.publication_id == of.id
    stands_since = select(func.min(version.leaf_index)).where(mine, version.canonical.is_not(None)).scalar_subquery()
    wanted = select(publication).where(
        of.state == "corrected",
        exists().where(mine, version.canonical.is_(None)),
        stands_since < before,
        full_text.not_found(connection, match),
    )
    return wanted.order_by(stands_since.desc())


def _whole(connection: Connection, wanted: Select[Any], most: int) -> tuple[Publication, ...]:
    """Publications, one more than ``most`` at most."""
    return tuple(whole_of(connection, connection.execute(wanted.limit(most + 1)).mappings().all()))


def _in_place_of_erased(of: Publication) -> VersionHeld:
    """The version with which everything before it was erased: the first that stands."""
    return next(each for each in of.versions if not each.erased)
