"""What becomes of the appeal and of the application, and who decided: recorded on a page of its own."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from casework import Case, CaseRefused
from casework.deciding import DISPOSALS, FINALS, Concluding, Conclusion, conclude
from keeping import Committee, statements
from web.desk import deciding, sending
from web.desk.addresses import Address
from web.desk.decision_frame import Held, draft_in, of_a_draft, reading
from web.desk.sending import Places, typed
from web.desk.signed_in import actor
from web.office import now
from web.pages.typed_values import Typed

_WHO = "decided_by"  # what the fields of who decided are named after


@of_a_draft
def conclusion_page(id: str) -> ResponseReturnValue:
    """The form for the disposal, the outcome and who decided."""
    return _page(id, {})


@of_a_draft
def conclude_draft(id: str) -> ResponseReturnValue:
    """Record the disposal, the outcome and who decided."""
    expected, who = sending.expected(), deciding.decided_by(request.form, _WHO)
    asked = Concluding(typed("disposal"), typed("final"), who if who.officer or who.committee else None)

    def work(connection: Any) -> str:
        slips = list(deciding.quorum_faults(request.form, _WHO))
        try:
            conclude(connection, now(), actor(), id, asked, expected)
        except CaseRefused as refused:
            raise CaseRefused([*refused.faults, *slips]) from refused
        if slips:
            raise CaseRefused(slips)
        return url_for("desk.decision_page", id=id, done="concluded")

    return sending.sent(work, lambda errors: _page(id, _at_fields(errors)))


def _page(id: str, errors: Places) -> str:
    opened, (here, sat) = reading(id, "", _look)
    filled = request.form if request.method == "POST" else _filled(here.decision.conclusion, sat)
    return render_template(
        "desk/decision_conclusion.html", opened=opened, held=here, errors=errors, typed=filled, disposals=DISPOSALS,
        finals=FINALS, rows=deciding.rows_for(filled, _WHO),
        sat=None if here.decision.conclusion.decided_by else sat,
    )  # fmt: skip


def _look(connection: Any, found: Case) -> tuple[Held, Committee | None]:
    """The draft, and the Committee as it last sat on a judgement in the case."""
    who = [each.decided_by.committee for each in statements.standing(connection, found.id) if each.decided_by]
    sat = [each for each in who if each]
    return draft_in(connection, found), sat[-1] if sat else None


def _filled(conclusion: Conclusion, sat: Committee | None) -> Typed:
    """The form as it is opened: as it was recorded, or as was proposed with the Committee that sat."""
    filled: Typed = MultiDict({"disposal": conclusion.disposal, "final": conclusion.final})
    if conclusion.decided_by:
        deciding.type_decided_by(filled, _WHO, conclusion.decided_by)
    elif sat:
        deciding.type_committee(filled, _WHO, sat, dissent=False)
    return filled


def _at_fields(errors: Places) -> dict[str, str]:
    """What is wrong, by the fields of the form."""
    told: dict[str, str] = {}
    for place, message in errors.items():
        at = place
        if place == _WHO or place.startswith(f"{_WHO}."):
            at = deciding.field_of(request.form, _WHO, place.removeprefix(_WHO).strip("."))
        told[at] = f"{told[at]}. {message}" if at in told and message not in told[at] else message
    return told


ADDRESSES = (
    Address("/cases/<id>/decision/conclusion", conclusion_page, "committee.record"),
    Address("/cases/<id>/decision/conclusion", conclude_draft, "committee.record", "POST"),
)
