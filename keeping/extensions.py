"""Extending a deadline: only where the rules hold a power to do so, and only as far as that power goes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from engine import day
from keeping import activity
from keeping.deadline_acts import DeadlineRefused, change, named
from keeping.deadline_rows import Deadline, required
from keeping.due_dates import PowerToExtend, today
from storage import extension, new_key


@dataclass(frozen=True, slots=True)
class Extension:
    """That a deadline was extended to a day, under which provision, why and by whom."""

    id: str
    due_on: date
    power: str
    why: str
    at: datetime
    by: str


def extend(connection: Connection, now: datetime, by: str, deadline_id: str, to: date, why: str) -> Deadline:
    """Extend a deadline to a later day, under a power that the newest determination found to be there.

    Raises NoSuchDeadline, and DeadlineRefused where the rules hold no power over it or the power is not there in this
    case, where the determination is stale, where nothing is due, and where the day is not later than the day on which
    it is due now, is past, or is later than the power allows.
    """
    found = required(connection, deadline_id)
    if found.standing in ("met", "withdrawn"):
        raise DeadlineRefused(f"{named(found)} is {found.standing}, so it is not extended. Nothing was changed.")
    power = _power(found, to)
    _check_day(found, to, today(now))
    if not why.strip():
        raise DeadlineRefused(f"Say why {named(found)} is extended: the reasons are kept with it.", "/why")
    key = new_key()
    row = {"id": key, "deadline_id": found.id, "due_on": to, "power": power.provision, "why": why.strip()}
    connection.execute(insert(extension).values(row | {"at": now, "by": by}))
    change(connection, now, found, {})
    about = {"deadline_id": found.id, "extension_id": key}
    activity.record(connection, now, by, "deadline.extended", found.case_id, about)
    return required(connection, found.id)


def extensions_of(connection: Connection, deadline_id: str) -> tuple[Extension, ...]:
    """Every extension of a deadline, the first first."""
    wanted = (
        select(extension).where(extension.c.deadline_id == deadline_id).order_by(extension.c.at, extension.c.due_on)
    )
    rows = connection.execute(wanted)
    return tuple(Extension(row.id, row.due_on, row.power, row.why, row.at, row.by) for row in rows)


def _power(found: Deadline, to: date) -> PowerToExtend:
    """The power that goes furthest. Raises DeadlineRefused where there is none."""
    if not found.powers:
        raise DeadlineRefused(
            f"No power to extend {named(found)} is encoded in {found.rule_set}, so it cannot be extended. Nothing was "
            "changed. Where the law gives such a power, the rule set must have it: a provision with effect: may that "
            "says which date it extends."
        )
    if found.stale:
        raise DeadlineRefused(
            f"Something was stated, or the record closed or opened, since {named(found)} was worked out. Determine the "
            "case again, then extend it."
        )
    met = [power for power in found.powers if power.status == "met"]
    if not met:
        raise DeadlineRefused(_not_there(found))
    furthest = max(met, key=lambda power: power.until or date.max)
    if furthest.until is not None and to > furthest.until:
        told = (
            f"{named(found)} may be extended to {day(furthest.until)} at the latest ({furthest.cites}). Give no later "
            "day."
        )
        raise DeadlineRefused(told, "/to")
    return furthest


def _not_there(found: Deadline) -> str:
    """Why a power that the rules hold cannot be used."""
    open_still = [power.cites for power in found.powers if power.status == "not_known"]
    if open_still:
        return (
            f"Whether {named(found)} may be extended under {' or '.join(open_still)}, and to which day, is not known "
            "yet. State what the provision asks for, and determine the case again."
        )
    cites = " or ".join(power.cites for power in found.powers)
    return f"{named(found)} may not be extended in this case: {cites} is not met."


def _check_day(found: Deadline, to: date, now: date) -> None:
    if found.due_on is None:
        told = (
            f"The day on which {named(found)} is due is not known yet, so it cannot be extended. First settle the day."
        )
        raise DeadlineRefused(told)
    if to <= found.due_on:
        told = (
            f"{named(found)} is due on {day(found.due_on)} already. It can be extended only to a later day than that."
        )
        raise DeadlineRefused(told, "/to")
    if to < now:
        raise DeadlineRefused(f"{day(to)} is past. Extend {named(found)} to today or to a day to come.", "/to")
