"""What people do about a deadline: record that it was met, or take that back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, update

from engine import day
from keeping import activity
from keeping.deadline_rows import Deadline, required
from keeping.due_dates import today
from storage import deadline


class DeadlineRefused(Exception):
    """What cannot be done about a deadline, and why. Nothing was changed.

    ``where`` is the place of what was said wrongly: ``/on``, ``/to`` or ``/why``; empty where no words would do.
    """

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.where = where


def meet(connection: Connection, now: datetime, by: str, deadline_id: str, on: date) -> Deadline:
    """Record that what was due has been done. Raises NoSuchDeadline and DeadlineRefused."""
    found = required(connection, deadline_id)
    if found.standing in ("met", "withdrawn"):
        raise DeadlineRefused(f"{named(found)} is {found.standing}, so it cannot be met. Nothing was changed.")
    if on > today(now):
        told = (
            f"{named(found)} cannot have been met on {day(on)}, which is still to come. Give the day on which it was "
            "done."
        )
        raise DeadlineRefused(told, "/on")
    change(connection, now, found, {"met_on": on, "met_by": by})
    activity.record(connection, now, by, "deadline.met", found.case_id, {"deadline_id": found.id})
    return required(connection, found.id)


def reopen(connection: Connection, now: datetime, by: str, deadline_id: str) -> Deadline:
    """Take back that it has been done, where that was a mistake. Raises NoSuchDeadline and DeadlineRefused."""
    found = required(connection, deadline_id)
    if found.met_on is None:
        raise DeadlineRefused(f"{named(found)} was not recorded as met, so there is nothing to take back.")
    change(connection, now, found, {"met_on": None, "met_by": None})
    activity.record(connection, now, by, "deadline.reopened", found.case_id, {"deadline_id": found.id})
    return required(connection, found.id)


def change(connection: Connection, now: datetime, found: Deadline, columns: Mapping[str, Any]) -> None:
    """Store a change that a calendar is to show."""
    values = {"sequence": deadline.c.sequence + 1, "changed_at": now, **columns}
    connection.execute(update(deadline).where(deadline.c.id == found.id).values(values))


def named(found: Deadline) -> str:
    """A deadline as a message names it."""
    return f"“{found.says}” ({found.cites})"
