"""Decisions that applied a provision, as their own findings say: exact, and mined from no text."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from register.hits import Hit, hits_of
from storage import search_applied

LARGEST_PAGE = 100
_KEY = 200  # signs of a name, as it is kept


@dataclass(frozen=True, slots=True)
class Applied:
    """How many decisions applied a provision, how many of them by how it stood, and the latest of them with that."""

    total: int
    by_status: Mapping[str, int]
    hits: tuple[tuple[Hit, str], ...]


def decisions_that_applied(connection: Connection, rule_set: str, provision: str, size: int = 20) -> Applied:
    """The decisions that applied a provision, the latest first. It takes any names at all."""
    of = search_applied.c
    if "\0" in rule_set or "\0" in provision:
        return Applied(0, {}, ())
    those = (of.rule_set == rule_set[:_KEY], of.provision == provision[:_KEY])
    counted = select(of.status, func.count()).where(*those).group_by(of.status).order_by(of.status)
    by_status = {row[0]: row[1] for row in connection.execute(counted)}
    newest = select(of.docid, of.status).where(*those).order_by(of.docid.desc())
    found = {row.docid: row.status for row in connection.execute(newest.limit(max(1, min(size, LARGEST_PAGE))))}
    hits = tuple((hit, found[hit.docid]) for hit in hits_of(connection, list(found)))
    return Applied(sum(by_status.values()), by_status, hits)
