"""Money of an assessment: the sums that an estimate needs, the estimate with its formula, and what was paid back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from assessment import Estimate, Recovery, Sums, pounds, recoveries
from assessment.kept import Held, money_kept, statuses
from engine import Fault
from web.desk import days
from web.desk.addresses import Address
from web.desk.assessment_frame import AT, changed, opening
from web.desk.assessment_links import mended_at
from web.desk.assessment_page import standing
from web.desk.case_frame import names_of
from web.desk.days import along_with
from web.desk.sending import Places
from web.desk.signed_in import actor
from web.office import now
from web.pages import typed_values
from web.pages.typed_values import Slip

DONE = {"stated": "The sums are kept."}
NAMES = ("contribution", "maternity_part", "of_those_that_meet_all", "left_over")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows. ``estimate`` is none where nothing is stated, or it cannot be assessed: ``faults`` say why.

    ``paid_back``: what a scheme officer recorded here. ``told``: recoveries of this trust of which others tell.
    """

    as_at: date
    stated: money_kept.KeptSums | None
    estimate: Estimate | None
    faults: tuple[Fault, ...]
    paid_back: tuple[statuses.KeptStatus, ...]
    told: tuple[Recovery, ...]
    names: Mapping[str, str]

    @property
    def typed(self) -> Mapping[str, str]:
        """The sums that stand, as they stand in the fields of the form."""
        sums = self.stated.sums if self.stated else Sums()
        pence = {name: getattr(sums, name) for name in NAMES}
        return {name: pounds(each).removeprefix("£") for name, each in pence.items() if each is not None}


def assessment_money(id: str, errors: Places | None = None) -> str:
    """What may come back, as an estimate on what stands today. That it was read is kept in the activity."""
    opened, shown = opening(id, "money", _look)
    return render_template(
        "desk/assessment_money.html", opened=opened, shown=shown, pounds=pounds, errors=errors or {},
        typed=request.form if request.method == "POST" else shown.typed, mended_at=mended_at(opened.held, shown.faults),
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def state_money(id: str) -> ResponseReturnValue:
    """State the sums that the estimate needs; with every field empty, what was stated is taken back."""
    found = {name: pence_typed(name, f"/{name}") for name in NAMES}
    said = Sums(**{name: pence for name, (pence, _) in found.items()})
    slips = [slip for _, wrong in found.values() for slip in wrong]

    def change_it(connection: Any, expected: int) -> object:
        return along_with(slips, lambda: money_kept.state(connection, now(), actor(), id, said, expected))

    return changed(
        id, url_for("desk.assessment_money", id=id, done="stated"), change_it,
        lambda errors: assessment_money(id, errors),
    )  # fmt: skip


def pence_typed(place: str, where: str) -> tuple[int | None, list[Fault]]:
    """A sum in pounds as exact pence, and what is wrong with it; then nought stands for it, to look for more."""
    try:
        return typed_values.pence(request.form, place), []
    except Slip as slip:
        return 0, [Fault(where, str(slip))]


def _look(connection: Any, held: Held) -> Shown:
    stated, back = money_kept.standing(connection, held.id), statuses.paid_back(connection, held.id)
    found, faults = standing(connection, held, days.today()) if stated else (None, ())
    estimate = stated.sums.paid.estimate(found) if stated and found else None
    told = tuple(each for each in recoveries() if each.trust == held.organisation)
    people = [*(each.by for each in back), *([stated.by] if stated else [])]
    return Shown(days.today(), stated, estimate, faults, back, told, names_of(connection, people))


ADDRESSES = (
    Address(f"{AT}/money", assessment_money, "assessment.read"),
    Address(f"{AT}/money", state_money, "assessment.change", "POST"),
)
