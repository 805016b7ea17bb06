"""When one is away, and who covers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request, url_for
from flask.typing import ResponseReturnValue

import casework
import people
from casework import Away, CaseRefused
from engine import Fault
from people import Absence
from web.desk import days, sending
from web.desk.account_frame import shown
from web.desk.addresses import Address
from web.desk.case_frame import names_of
from web.desk.sending import Places, typed
from web.desk.signed_in import actor
from web.ids import as_id
from web.office import now, office

DONE = {
    "recorded": "The absence was recorded.",
    "ended": "The absence was ended.",
}
PAST = "this day is past: give the last day away"
FAR = "this day is more than ten years away: check the year"
NOT_LISTED = "choose somebody from the list, or nobody"
_LONDON = ZoneInfo("Europe/London")
_DAY = timedelta(days=1)
_MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """An absence as people see it, by its first and its last day."""

    id: str
    first: date
    last: date
    cover: str
    begun: bool


def absence_page(errors: Places | None = None) -> str:
    """One's absences, and the form for another."""
    with office().private.reading() as connection:
        found = people.absences(connection, now(), actor().id)
        names, covers = names_of(connection, (each.cover_id for each in found)), _covers(connection)
    return shown(
        "account_absence", absences=[as_days(each, names) for each in found], typed=request.form, errors=errors or {},
        covers=[("", "Nobody"), *covers.items()], others=people.may(actor(), "absence.state"),
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def state_own_absence() -> ResponseReturnValue:
    """Record an absence from the beginning of its first day to the end of its last."""
    starts_at, ends_at, slips = typed_time()
    cover = typed("cover") or None

    def work(connection: Any) -> str:
        if cover and cover not in _covers(connection):
            slips.append(Fault("/cover", NOT_LISTED))
        if slips:
            raise CaseRefused(slips)
        casework.away(connection, now(), actor(), Away(actor().id, starts_at, ends_at, cover))
        return url_for("desk.absence_page", done="recorded")

    return sending.sent(work, absence_page)


def end_own_absence(id: str) -> ResponseReturnValue:
    """End an absence now."""

    def work(connection: Any) -> str:
        casework.back(connection, now(), actor(), as_id(id))
        return url_for("desk.absence_page", done="ended")

    return sending.sent(work, absence_page)


def typed_time() -> tuple[datetime, datetime, list[Fault]]:
    """The first moment of the first day that was typed, the first after the last day, and what is wrong with them."""
    first, slips = days.day_typed("starts_at", "/starts_at")
    last, more = days.day_typed("ends_at", "/ends_at")
    slips += more or _end_slips(last)
    return _begins(first), _begins(last + _DAY) if last.year < date.max.year else _begins(last), slips


def _end_slips(last: date) -> list[Fault]:
    """What is wrong with the last day."""
    if last < days.today():
        return [Fault("/ends_at", PAST)]
    return [Fault("/ends_at", FAR)] if last.year > days.today().year + _MOST_YEARS else []


def _covers(connection: Any) -> dict[str, str]:
    """The officers who may cover, by their ids: not oneself."""
    return {id: name for id, name in people.here_as(connection, "officer").items() if id != actor().id}


def as_days(each: Absence, names: Mapping[str, str]) -> Shown:
    """An absence by its days, and who covers."""
    inside = (each.starts_at, each.ends_at - timedelta(seconds=1))
    first, last = (moment.astimezone(_LONDON).date() for moment in inside)
    return Shown(each.id, first, last, names.get(each.cover_id or "", ""), each.starts_at <= now())


def _begins(on: date) -> datetime:
    """The first moment of a day in London."""
    return datetime.combine(on, time(), _LONDON)


ADDRESSES = (
    Address("/account/absence", absence_page, "absence.state"),
    Address("/account/absence", state_own_absence, "absence.state", "POST"),
    Address("/account/absence/<id>/end", end_own_absence, "absence.state", "POST"),
)
