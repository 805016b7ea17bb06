"""Who is away, for everybody inside; and recording it for somebody else, for those whose role reaches that far."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import casework
import people
from casework import Away, CaseRefused
from engine import Fault
from people import ACTS
from web.desk import sending
from web.desk.addresses import Address
from web.desk.case_frame import names_of
from web.desk.own_absence import DONE, NOT_LISTED, as_days, typed_time
from web.desk.sending import Places, typed
from web.desk.signed_in import actor
from web.ids import as_id
from web.office import now, office

CHOOSE = "choose who is away"


def absences_page(errors: Places | None = None) -> str:
    """Everybody's absences that are not over, and the form for another where one may record it."""
    with office().private.reading() as connection:
        found = people.absences(connection, now())
        names = names_of(connection, (id for each in found for id in (each.person_id, each.cover_id)))
        theirs = {id: name for id, name in _people(connection).items() if _may(id)}
        covers = people.here_as(connection, "officer")
    shown = [(as_days(each, names), names[each.person_id], _may(each.person_id)) for each in found]
    return render_template(
        "desk/absences.html", absences=shown,
        people=[("", "Choose somebody"), *theirs.items()], covers=[("", "Nobody"), *covers.items()],
        others=people.may(actor(), "absence.state"), own=_may(actor().id), typed=request.form, errors=errors or {},
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def state_absence() -> ResponseReturnValue:
    """Record that somebody is away from the beginning of a first day to the end of a last."""
    starts_at, ends_at, slips = typed_time()
    person, cover = typed("person"), typed("cover") or None

    def work(connection: Any) -> str:
        if person not in _people(connection):
            slips.insert(0, Fault("/person", CHOOSE))
        if cover and cover not in people.here_as(connection, "officer"):
            slips.append(Fault("/cover", NOT_LISTED))
        if slips:
            raise CaseRefused(slips)
        casework.away(connection, now(), actor(), Away(person, starts_at, ends_at, cover))
        return url_for("desk.absences_page", done="recorded")

    return sending.sent(work, absences_page)


def end_absence(id: str) -> ResponseReturnValue:
    """End an absence now."""

    def work(connection: Any) -> str:
        casework.back(connection, now(), actor(), as_id(id))
        return url_for("desk.absences_page", done="ended")

    return sending.sent(work, absences_page)


def _people(connection: Any) -> dict[str, str]:
    """Those whose absence can be recorded, by their ids, in the order of their names: whoever may say it themselves."""
    roles = [role for role, reach in ACTS["absence.state"].reach.items() if reach in ("own", "every")]
    named = {id: name for role in roles for id, name in people.here_as(connection, role).items()}
    return dict(sorted(named.items(), key=lambda each: (each[1], each[0])))


def _may(person_id: str) -> bool:
    return people.may(actor(), "absence.state", own=person_id == actor().id)


ADDRESSES = (
    Address("/absences", absences_page, "absence.read"),
    Address("/absences", state_absence, "absence.state", "POST"),
    Address("/absences/<id>/end", end_absence, "absence.state", "POST"),
)
