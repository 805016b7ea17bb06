"""An assessment as it is kept, and from the tables to it: whoever asks has seen to the rights."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from assessment.model import Site
from storage import assessment, assessment_site

OPEN, SUBMITTED = "open", "submitted"
KEPT_FOR_YEARS = 8  # after the last thing that was done in it: to be settled by whoever answers for our records
TRUST = ""  # in the place of a site's code: about the trust as a whole


@dataclass(frozen=True, slots=True)
class Held:
    """The assessment of one trust for one year. ``version`` goes up with every change.

    ``content`` goes up with what a snapshot freezes only: facts, tables, evidence, sites and the trust's own word.
    ``values_gone_at``: when its time was over and its values went; none while they are there.
    """

    id: str
    organisation: str
    name: str
    year: str
    state: str
    version: int
    content: int
    salt: str
    made_at: datetime
    made_by: str
    values_gone_at: datetime | None
    sites: tuple[Site, ...]

    @property
    def called(self) -> str:
        """The trust and the year, as a message names them."""
        return f"{self.organisation} for {self.year}"


def read(connection: Connection, *where: ColumnElement[bool]) -> tuple[Held, ...]:
    """Those of which the conditions hold, by trust and then by year."""
    wanted = select(assessment).where(*where).order_by(assessment.c.organisation, assessment.c.year)
    rows = connection.execute(wanted).mappings().all()
    sites = _sites(connection, [row["id"] for row in rows])
    return tuple(Held(**{**row, "salt": row["salt"] or ""}, sites=sites.get(row["id"], ())) for row in rows)


def by_id(connection: Connection, id: str) -> Held:
    """One of them. Raises LookupError where there is none of that id."""
    found = read(connection, assessment.c.id == id)
    if not found:
        raise LookupError("there is no such assessment")
    return found[0]


def next_place(connection: Connection, table: Table, assessment_id: str) -> int:
    """The place of the next row of a table that an assessment has many of, from 1."""
    wanted = select(func.max(table.c.place)).where(table.c.assessment_id == assessment_id)
    return (connection.scalar(wanted) or 0) + 1


def rows_of(connection: Connection, table: Table, assessment_id: str) -> Sequence[Mapping[str, Any]]:
    """Every row of a table that an assessment has many of, in order."""
    wanted = select(table).where(table.c.assessment_id == assessment_id).order_by(table.c.place)
    return [dict(row) for row in connection.execute(wanted).mappings()]


def _sites(connection: Connection, ids: Sequence[str]) -> Mapping[str, tuple[Site, ...]]:
    wanted = select(assessment_site).where(assessment_site.c.assessment_id.in_(ids)).order_by(assessment_site.c.place)
    found: dict[str, tuple[Site, ...]] = defaultdict(tuple)
    for row in connection.execute(wanted):
        found[row.assessment_id] += (Site(row.code, row.name),)
    return found
