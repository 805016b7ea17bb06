"""The first page of an assessment: three counts, the ten actions at each site, and the sites themselves."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment import ActionStands, Assessed, AssessmentRefused, Site, requirements_of, subject
from assessment.kept import Held, Note, beginning, gathering, notes, statuses
from assessment.kept import Status as Recorded
from engine import Fault
from web import loaded
from web.desk import days, sending
from web.desk.addresses import Address
from web.desk.assessment_frame import AT, changed, opening, refuse_what_is_gone
from web.desk.assessment_links import mended_at
from web.desk.assessments import code_of
from web.desk.sending import Places, typed
from web.desk.signed_in import actor
from web.office import now

DONE = {
    "begun": "The assessment is begun. State facts, bring records and evidence; what stands is shown here.",
    "site-added": "The site was added.",
    "site-removed": "The site was taken out.",
}
SORTS = {
    statuses.SELF: "Self-assessed by the trust",
    statuses.VALIDATED: "Externally validated",
    statuses.REVERIFIED: "Re-verified",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One action at one site: how the engine has it, what others recorded, whose it is and what is due of it first."""

    site: Site
    action: ActionStands
    recorded: tuple[Recorded, ...]
    owners: tuple[str, ...]
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Row:
    """One of the ten actions: what it is on, how it stands for the trust, what was recorded of that, and its sites."""

    number: int
    about: str
    stands: str
    recorded: tuple[Recorded, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows. ``assessed`` is none where it cannot be said how the actions stand; ``faults`` say why."""

    as_at: date
    assessed: Assessed | None
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def assessment_page(id: str, errors: Places | None = None) -> str:
    """How the ten actions stand today. That it was read is kept in the activity."""
    opened, shown = opening(id, "", _look)
    return render_template(
        "desk/assessment_page.html", opened=opened, shown=shown, sorts=SORTS, errors=errors or {}, typed=request.form,
        mended_at=mended_at(opened.held, shown.faults), done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def add_assessment_site(id: str) -> ResponseReturnValue:
    """Name one more site."""
    name = typed("site.name")
    site = Site(typed("site.code") or code_of(name), name)
    return _changed(
        id, "site-added", lambda it, expected: beginning.add_site(it, now(), actor(), id, site, expected),
        {"code": "site.code", "name": "site.name"},
    )  # fmt: skip


def remove_assessment_site(id: str, code: str) -> ResponseReturnValue:
    """Take out a site that was named by mistake."""
    return _changed(
        id, "site-removed", lambda it, expected: beginning.remove_site(it, now(), actor(), id, code, expected), {}
    )  # fmt: skip


def standing(connection: Any, held: Held, as_at: date) -> tuple[Assessed | None, tuple[Fault, ...]]:
    """How the ten actions stand on a day; or why that cannot be said."""
    try:
        refuse_what_is_gone(held)
        return gathering.assessed(connection, held.id, loaded().rule_sets, as_at), ()
    except AssessmentRefused as refused:
        return None, refused.faults


def _look(connection: Any, held: Held) -> Shown:
    found, faults = standing(connection, held, days.today())
    recorded = statuses.standing(connection, held.id)
    noted = notes.standing(connection, held.id)
    rows = tuple(_rows(found, [each.status for each in recorded.values()], noted)) if found else ()
    return Shown(days.today(), found, rows, faults)


def _rows(found: Assessed, recorded: list[Recorded], noted: Mapping[tuple[str, str], Note]) -> Iterator[Row]:
    every = requirements_of(found)
    for id, stands in found.of_trust.items():
        cells = []
        for site in found.sites:
            action = site.action(id)
            here = [each for each in every if each.action == action.number and each.site.code == site.site.code]
            said = [noted[at] for each in here for at in ((each.id, site.site.code), (each.id, "")) if at in noted]
            cells.append(
                Cell(
                    site.site, action, _of(recorded, id, site.site.code),
                    tuple(dict.fromkeys(each.owner for each in said if each.owner)),
                    min((each.due_on for each in said if each.due_on), default=None),
                )
            )  # fmt: skip
        yield Row(action.number, subject(action), stands, _of(recorded, id, ""), tuple(cells))


def _of(recorded: list[Recorded], action: str, site: str) -> tuple[Recorded, ...]:
    """What was recorded of an action at a site, in the order in which it comes about."""
    here = {each.sort: each for each in recorded if (each.action, each.site) == (action, site)}
    return tuple(here[sort] for sort in SORTS if sort in here)


def _changed(
    id: str, word: str, change_it: Callable[[Any, int], object], fields: Mapping[str, str]
) -> ResponseReturnValue:
    return changed(
        id, url_for("desk.assessment_page", id=id, done=word), change_it,
        lambda errors: assessment_page(id, sending.at_fields(errors, fields)),
    )  # fmt: skip


ADDRESSES = (
    Address(AT, assessment_page, "assessment.read"),
    Address(f"{AT}/sites", add_assessment_site, "assessment.change", "POST"),
    Address(f"{AT}/sites/<code>/removal", remove_assessment_site, "assessment.change", "POST"),
)
