"""Following a search: what was published, corrected or withdrawn of late, of those publications that it finds."""

from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from register import full_text
from register.entries import FACETS, plain
from register.folding import facet_token
from register.full_text import Match
from register.model import Publication
from register.query import parse
from register.reading import whole_of
from register.rows import LARGEST
from register.searching import Looking
from storage import publication


@dataclass(frozen=True, slots=True)
class Changed:
    """Publications by their last change, the newest first. ``before`` is what asks for the next, or none."""

    publications: tuple[Publication, ...]
    before: int | None


def changed(connection: Connection, looking: Looking, before: int | None = None, most: int = 50) -> Changed:
    """What a search finds, by the last change; behind ``before``, a leaf of the log, where given.

    Of what was withdrawn nothing is known that could be searched, so that all of it is told to everybody.
    """
    asked = parse(looking.words)
    chosen = {name: plain(value) for name, value in looking.facets.items() if name in FACETS and plain(value)}
    of = publication.c
    wanted = select(publication).order_by(of.leaf_index.desc()).limit(most + 1)
    if asked.must or asked.without or chosen:
        match = Match(asked.must, asked.without, tuple(facet_token(*each) for each in chosen.items()))
        wanted = wanted.where(or_(of.state == "withdrawn", full_text.found(connection, match)))
    if before is not None:
        wanted = wanted.where(of.leaf_index < min(before, LARGEST))
    rows = connection.execute(wanted).mappings().all()
    found = tuple(whole_of(connection, rows[:most]))
    return Changed(found, found[-1].leaf_index if len(rows) > most else None)
