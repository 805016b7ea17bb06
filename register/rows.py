"""Rows of the register that publishing looks up and numbers."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, func, insert, select

from documents import DecisionRecord, Record
from register.errors import RegisterRefused
from register.model import Publishing
from storage import alias, publication, publication_version

A_DAY = 1_000_000  # publications that one day may have
LARGEST = 2**63 - 1  # number that a database can be asked for


def row_of(connection: Connection, id: str) -> RowMapping | None:
    """A publication's row."""
    return connection.execute(select(publication).where(publication.c.id == id)).mappings().one_or_none()


def version_of(connection: Connection, id: str, version: int) -> Row[Any, Any] | None:
    """A version's row."""
    of = publication_version.c
    wanted = select(of.sha256, of.leaf_index).where(of.publication_id == id, of.version == version)
    return connection.execute(wanted).one_or_none()


def docid_for(connection: Connection, record: Record, held: RowMapping | None) -> int:
    """The number that orders a record by its day: the one that it has, unless its day is another now.

    Only whoever holds the lock of the log may ask. Raises RegisterRefused where the day is full.
    """
    day = _day(record)
    if held is not None and held["docid"] // A_DAY == day:
        return int(held["docid"])
    of_day = publication.c.docid.between(day * A_DAY, day * A_DAY + A_DAY - 1)
    last = connection.scalar(select(func.max(publication.c.docid)).where(of_day))
    made = day * A_DAY if last is None else last + 1
    if made // A_DAY != day:
        raise RegisterRefused(f"The register holds {A_DAY} publications of the day of {record.id}, and takes no more.")
    return made


def name_of(said: str) -> str:
    """A name as aliases are kept and looked for: in small letters, single spaces."""
    return " ".join(said.casefold().split())


def names_of(what: Publishing) -> Iterator[str]:
    """The names under which a record will be found beside its id."""
    yield from dict.fromkeys(name_of(each) for each in (what.record.reference, *what.aliases))


def name(connection: Connection, now: datetime, what: Publishing) -> None:
    """Keep the names that are new. Those that it had before stay."""
    for each in names_of(what):
        if named(connection, each) is None:
            connection.execute(insert(alias).values(name=each, publication_id=what.record.id, at=now))


def named(connection: Connection, said: str) -> str | None:
    """The id of the publication that has this name, as ``name_of`` writes it."""
    return connection.scalar(select(alias.c.publication_id).where(alias.c.name == said))


def _day(record: Record) -> int:
    """The number of the day decided, or of the last day of its history; the first of its year where no day is known."""
    if not isinstance(record, DecisionRecord):
        return max((each.on for each in record.history), default=record.published_on).toordinal()
    if record.decided_on:
        return date.fromisoformat(record.decided_on).toordinal()
    return date(record.year, 1, 1).toordinal() if record.year else 0
