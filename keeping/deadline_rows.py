"""Deadlines as they are read: with their extensions, and with what is to be known before there is a date."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, func, select

from engine import Need
from keeping.due_dates import PowerToExtend
from keeping.exact import canonical
from keeping.kept import is_stale
from storage import case, deadline, determined, extension

Standing = Literal["due", "not_yet_known", "met", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is due in a case. ``says`` and ``cites`` are the rules' own words; no party is named.

    ``due_on`` is the day on which it is due, extensions included, and ``given_on`` the day that the rules give. Neither
    is there while it is not known; it then lies between ``earliest`` and ``latest``, where these are known, and
    ``waits_for`` is what could make it known. ``stale``: something changed in the case since it was worked out.
    Withdrawn, it is what it was when it was last given.
    """

    id: str
    case_id: str
    reference: str
    officer_id: str | None
    rule_set: str
    name: str
    says: str
    cites: str
    due_on: date | None
    given_on: date | None
    extended_to: date | None
    earliest: date | None
    latest: date | None
    waits_for: tuple[Need, ...]
    powers: tuple[PowerToExtend, ...]
    determined_id: str
    stale: bool
    sequence: int
    changed_at: datetime
    withdrawn_at: datetime | None
    met_on: date | None
    met_by: str | None

    @property
    def standing(self) -> Standing:
        """Whether it is due, not yet known, met, or withdrawn because the rules no longer give it."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.met_on is not None:
            return "met"
        return "not_yet_known" if self.due_on is None else "due"

    @property
    def may_be_due_on(self) -> date:
        """The first day on which it may be due: the last of all days where nothing is known of it."""
        return self.due_on or self.earliest or date.max


class NoSuchDeadline(LookupError):
    """There is no deadline of this id."""

    def __init__(self, id: str) -> None:
        super().__init__(f"There is no deadline {id}. Take the id from the list of what is due.")


def by_id(connection: Connection, id: str) -> Deadline | None:
    """One deadline; None where there is none of that id."""
    return next(iter(read(connection, deadline.c.id == id)), None)


def required(connection: Connection, id: str) -> Deadline:
    """One deadline. Raises NoSuchDeadline."""
    found = by_id(connection, id)
    if found is None:
        raise NoSuchDeadline(id)
    return found


def of_case(connection: Connection, case_id: str) -> tuple[Deadline, ...]:
    """Every deadline that the case has or had, by date; what is not yet known by the earliest day that it may be."""
    return read(connection, deadline.c.case_id == case_id)


def read(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Deadline, ...]:
    """The deadlines of which the conditions hold, by date; those that may be any day come last."""
    extended = select(func.max(extension.c.due_on)).where(extension.c.deadline_id == deadline.c.id).scalar_subquery()
    of = (case.c.reference, case.c.officer_id, extended.label("extended_to"), is_stale().label("stale"))
    wanted = select(deadline, *of).join(case, case.c.id == deadline.c.case_id)
    wanted = wanted.join(determined, determined.c.id == deadline.c.determined_id).where(*conditions)
    found = (_deadline(row) for row in connection.execute(wanted))
    return tuple(sorted(found, key=_by_date))


def written(things: Iterable[Need | PowerToExtend]) -> str:
    """What a deadline waits for, or its powers, as canonical JSON."""
    return canonical([{name: _plain(value) for name, value in asdict(thing).items()} for thing in things])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _by_date(found: Deadline) -> tuple[date, str, str]:
    return found.may_be_due_on, found.reference, found.says


def _deadline(row: Row[Any]) -> Deadline:
    given, extended = row.due_on, row.extended_to
    return Deadline(
        id=row.id,
        case_id=row.case_id,
        reference=row.reference,
        officer_id=row.officer_id,
        rule_set=row.rule_set,
        name=row.name,
        says=row.says,
        cites=row.cites,
        due_on=None if given is None else _later(given, extended),
        given_on=given,
        extended_to=extended,
        earliest=_later(row.earliest, extended),
        latest=None if row.latest is None else _later(row.latest, extended),
        waits_for=tuple(Need(**each) for each in _listed(row.waits_for)),
        powers=tuple(_power(each) for each in _listed(row.powers)),
        determined_id=row.determined_id,
        stale=bool(row.stale),
        sequence=row.sequence,
        changed_at=row.changed_at,
        withdrawn_at=row.withdrawn_at,
        met_on=row.met_on,
        met_by=row.met_by,
    )


def _later(one: date | None, other: date | None) -> date | None:
    """An extension never makes anything due sooner than the rules do."""
    return max((each for each in (one, other) if each is not None), default=None)


def _listed(said: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(said) if said else []
    return listed


def _power(said: dict[str, Any]) -> PowerToExtend:
    until = said["until"]
    return PowerToExtend(**said | {"until": None if until is None else date.fromisoformat(until)})
