"""Determinations as they are kept: whole, immutable, and marked where something changed since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from keeping import from_notices
from storage import case, case_rule_set, determined, stated


@dataclass(frozen=True, slots=True)
class Kept:
    """A determination that was stored. ``canonical``, ``headline``, ``paragraphs`` and ``given`` go with their values.

    ``stale``: since it was made something was stated, the record was closed or opened, or a notice taken back of which
    it knew the day. ``as_at`` is the date that was given for the law; none where the rule set's own date fact picked
    it. ``stated_to`` is the place of the last statement that it knew, and ``given`` the facts as they were put to the
    engine.
    """

    id: str
    case_id: str
    place: int
    rule_set: str
    revision: str
    sha256: str
    canonical: bytes | None
    headline: str
    paragraphs: tuple[str, ...]
    given: Mapping[str, Any]
    as_at: date | None
    record_closed: bool
    stated_to: int
    at: datetime
    by: str
    stale: bool


class NoSuchDetermination(LookupError):
    """There is no determination of this id."""

    def __init__(self, id: str) -> None:
        super().__init__(f"No determination {id} is kept. Take the id from the case's determinations.")


def by_id(connection: Connection, id: str) -> Kept | None:
    """One determination; None where there is none of that id."""
    row = connection.execute(_wanted().where(determined.c.id == id)).one_or_none()
    return None if row is None else _kept(row)


def required(connection: Connection, id: str) -> Kept:
    """One determination. Raises NoSuchDetermination."""
    kept = by_id(connection, id)
    if kept is None:
        raise NoSuchDetermination(id)
    return kept


def newest(connection: Connection, case_id: str) -> tuple[Kept, ...]:
    """The last determination under each rule set of the case that it was determined under, in the case's order."""
    last = (
        select(determined.c.rule_set, func.max(determined.c.place).label("place"))
        .where(determined.c.case_id == case_id)
        .group_by(determined.c.rule_set)
        .subquery()
    )
    mine = and_(case_rule_set.c.case_id == case_id, case_rule_set.c.rule_set == determined.c.rule_set)
    wanted = _wanted().join(last, last.c.place == determined.c.place).join(case_rule_set, mine)
    wanted = wanted.where(determined.c.case_id == case_id).order_by(case_rule_set.c.place)
    return tuple(_kept(row) for row in connection.execute(wanted))


def of_case(connection: Connection, case_id: str) -> tuple[Kept, ...]:
    """Every determination of the case, the first first."""
    wanted = _wanted().where(determined.c.case_id == case_id).order_by(determined.c.place)
    return tuple(_kept(row) for row in connection.execute(wanted))


def _wanted() -> Select[Any]:
    return select(determined, is_stale().label("stale")).join(case, case.c.id == determined.c.case_id)


def is_stale() -> ColumnElement[bool]:
    """Whether something changed since a determination was made, of rows of ``determined`` and ``case`` together."""
    last = select(func.max(stated.c.place)).where(stated.c.case_id == determined.c.case_id).scalar_subquery()
    stated_since = func.coalesce(last, 0) > determined.c.stated_to
    return or_(stated_since, case.c.record_closed != determined.c.record_closed, from_notices.knew_one_taken_back())


def _kept(row: Row[Any]) -> Kept:
    explained: dict[str, Any] = json.loads(row.explanation) if row.explanation else {"headline": "", "paragraphs": ()}
    return Kept(
        id=row.id,
        case_id=row.case_id,
        place=row.place,
        rule_set=row.rule_set,
        revision=row.revision,
        sha256=row.sha256,
        canonical=None if row.canonical is None else bytes(row.canonical),
        headline=explained["headline"],
        paragraphs=tuple(explained["paragraphs"]),
        given=json.loads(row.given) if row.given else {},
        as_at=row.as_at,
        record_closed=row.record_closed,
        stated_to=row.stated_to,
        at=row.at,
        by=row.by,
        stale=bool(row.stale),
    )
