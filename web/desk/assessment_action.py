"""One safety action at one site: how it stands and why, what is missing, whose it is, and what others recorded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment import (
    ACTIONS,
    ActionStands,
    AssessmentRefused,
    Requirement,
    Site,
    SiteStands,
    pounds,
    requirements_of,
    subject,
    to_come_of,
)
from assessment.kept import Held, Note, NotFound, notes, statuses
from assessment.kept import Status as Recorded
from engine import Fault
from web import loaded
from web.desk import days, sending
from web.desk.addresses import Address
from web.desk.assessment_frame import AT, changed, opening
from web.desk.assessment_links import links_to, mended_at
from web.desk.assessment_money import pence_typed
from web.desk.assessment_page import SORTS, standing
from web.desk.case_frame import names_of
from web.desk.days import along_with
from web.desk.sending import Places, typed
from web.desk.signed_in import actor
from web.office import now
from web.pages import grouping

DONE = {
    "noted": "The note is kept.",
    "self-assessed": "What the trust says of itself is kept.",
    "validated": "What was found is kept.",
}
TRUST = "trust"  # in the place of a site, for what is about the trust as a whole
TAKEN_BACK = "taken_back"
_OF_STATUS = ("sort", "stands", "site", "why", "paid_back", "paid_back_on")
CHECKS = (statuses.VALIDATED, statuses.REVERIFIED)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the page shows beside the engine's view: notes and statuses, with who made each; the last by requirement."""

    said: Mapping[str, Note]
    notes: tuple[notes.KeptNote, ...]
    recorded: tuple[statuses.KeptStatus, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One action at one site. ``there`` is none where it cannot be said how it stands, which ``faults`` tell.

    ``to_come``: what is stated of days to come, and does not count yet.
    """

    number: int
    site: Site
    as_at: date
    there: SiteStands | None
    requirements: tuple[Requirement, ...]
    kept: Kept
    faults: tuple[Fault, ...]
    to_come: tuple[str, ...]

    @property
    def action(self) -> ActionStands | None:
        """How it stands."""
        return self.there.action(f"sa{self.number}") if self.there else None

    @property
    def about(self) -> str:
        """What it is on."""
        return subject(self.action) if self.action else ""


def assessment_action(id: str, action: str, site: str, errors: Places | None = None) -> str:
    """How one action stands at one site today. That it was read is kept in the activity."""

    def look(connection: Any, held: Held) -> Shown:
        return _look(connection, held, _number(action), _site(held, site))

    opened, shown = opening(id, action, look)
    needs = [need.fact for each in shown.requirements for need in each.needs]
    return render_template(
        "desk/assessment_action.html", opened=opened, shown=shown, sorts=SORTS, errors=errors or {}, trust=TRUST,
        engine_findings=grouping.by_provision(shown.there.determination) if shown.there else {},
        here={"action": action, "site": site}, answered_at=links_to(opened.held, needs, site, action),
        mended_at=mended_at(opened.held, shown.faults), pounds=pounds,
        typed={"note.requirement": request.args.get("about", ""), **request.form},
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def note_on_action(id: str, action: str, site: str) -> ResponseReturnValue:
    """Say who sees to a requirement and by when, or comment on it."""
    due_on, slips = days.day_if_typed("note.due_on", "/due_on")
    of = "" if request.form.get("note.site") == TRUST else site
    said = Note(request.form.get("note.requirement", ""), of, typed("note.owner"), due_on, typed("note.comment"))

    def change_it(connection: Any, expected: int) -> object:
        return along_with(slips, lambda: notes.add(connection, now(), actor(), id, said, loaded().rule_sets, expected))

    fields = {each: f"note.{each}" for each in ("requirement", "owner", "due_on", "comment", "site")}
    return _changed("noted", (id, action, site), change_it, fields)


def self_assess_action(id: str, action: str, site: str) -> ResponseReturnValue:
    """Say how the action stands as the trust itself sees it."""
    return _recorded("self-assessed", (id, action, site), "self", statuses.SELF)


def validate_action(id: str, action: str, site: str) -> ResponseReturnValue:
    """Record what external checks found, or a second check."""
    sort = request.form.get("validation.sort", "")
    return _recorded("validated", (id, action, site), "validation", sort if sort in CHECKS else "")


def _recorded(word: str, at: tuple[str, str, str], form: str, sort: str) -> ResponseReturnValue:
    id, action, site = at
    of = "" if request.form.get(f"{form}.site") == TRUST else site
    stands = request.form.get(f"{form}.stands", "")
    paid_back, slips = pence_typed(f"{form}.paid_back", "/paid_back")
    on, no_day = days.day_if_typed(f"{form}.paid_back_on", "/paid_back_on")
    why = typed(f"{form}.why")
    said = Recorded(sort, action, "" if stands == TAKEN_BACK else stands, of, why, paid_back, on)
    unsaid = [] if sort else [Fault("/sort", "choose which check it was")]
    unsaid += [] if stands in (*statuses.STANDS, TAKEN_BACK) else [Fault("/stands", "choose how the action stands")]

    def change_it(connection: Any, expected: int) -> object:
        if unsaid:
            raise AssessmentRefused([*unsaid, *slips, *no_day])
        record = partial(statuses.record, connection, now(), actor(), id, said, expected)
        return along_with([*slips, *no_day], record)

    return _changed(word, at, change_it, {each: f"{form}.{each}" for each in _OF_STATUS})


def _changed(
    word: str, at: tuple[str, str, str], change_it: Callable[[Any, int], object], fields: Mapping[str, str]
) -> ResponseReturnValue:
    id, action, site = at
    return changed(
        id, url_for("desk.assessment_action", id=id, action=action, site=site, done=word), change_it,
        lambda errors: assessment_action(id, action, site, sending.at_fields(errors, fields)),
    )  # fmt: skip


def _look(connection: Any, held: Held, number: int, site: Site) -> Shown:
    found, faults = standing(connection, held, days.today())
    there = next((each for each in found.sites if each.site == site), None) if found else None
    every = requirements_of(found) if found else ()
    here = tuple(each for each in every if each.action == number and each.site == site)
    to_come = to_come_of(found, f"sa{number}", site.code) if found else ()
    return Shown(number, site, days.today(), there, here, _kept(connection, held, number, site, here), faults, to_come)


def _kept(connection: Any, held: Held, number: int, site: Site, here: tuple[Requirement, ...]) -> Kept:
    ids = {each.id for each in here}
    said = notes.standing(connection, held.id)
    made = [each for each in notes.notes(connection, held.id) if each.note.requirement in ids]
    made = [each for each in made if each.note.site in ("", site.code)]
    recorded = [
        each
        for each in statuses.history(connection, held.id)
        if each.status.action == f"sa{number}" and each.status.site in ("", site.code)
    ]
    last = {id: said.get((id, site.code)) or said.get((id, "")) for id in ids}
    return Kept(
        {id: each for id, each in last.items() if each},
        tuple(made),
        tuple(recorded),
        names_of(connection, [*(each.by for each in made), *(each.by for each in recorded)]),
    )


def _number(action: str) -> int:
    if action not in ACTIONS:
        raise NotFound
    return int(action.removeprefix("sa"))


def _site(held: Held, code: str) -> Site:
    for each in held.sites:
        if each.code == code:
            return each
    raise NotFound


_ONE = f"{AT}/actions/<action>/<site>"
ADDRESSES = (
    Address(_ONE, assessment_action, "assessment.read"),
    Address(f"{_ONE}/notes", note_on_action, "assessment.change", "POST"),
    Address(f"{_ONE}/self-assessment", self_assess_action, "assessment.change", "POST"),
    Address(f"{_ONE}/validation", validate_action, "assessment.validate", "POST"),
)
