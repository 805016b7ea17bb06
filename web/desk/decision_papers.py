"""The documents of a decision: the draft as it would be issued, the original as it was, and the slips beside it."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from casework import Case
from casework.deciding import correct, decision_of
from documents import PDFUnavailable
from web.decision_papers import decision_html, file_name, slip_html
from web.desk import sending
from web.desk.addresses import Address
from web.desk.decision import decision_page
from web.desk.decision_frame import reading
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import actor
from web.ids import as_id
from web.kept_determinations import NotWhole
from web.office import now
from web.papers import Form, given

FORMS: dict[str, Form] = {"html": "html", "pdf": "pdf", "docx": "docx"}
NO_FORM = "A document is given as html, pdf or docx. Go back, and choose one of them."
_SLIP = ("stands", "should_be", "why")


def decision_document(id: str, decision_id: str) -> ResponseReturnValue:
    """The document of a decision: as it was issued, or of a draft as it would be."""

    def look(connection: Any, found: Case) -> tuple[str, str]:
        decision = decision_of(connection, found, as_id(decision_id))
        return decision_html(connection, found, decision), file_name(found, decision)

    try:
        _, (html, name) = reading(id, "document", look)
    except NotWhole as gone:
        abort(410, str(gone))
    return paper(html, name)


def slip_document(id: str, decision_id: str, number: str) -> ResponseReturnValue:
    """A slip of an issued decision, as a document."""

    def look(connection: Any, found: Case) -> tuple[str, str]:
        decision = decision_of(connection, found, as_id(decision_id))
        return slip_html(connection, found, decision, number), f"{file_name(found, decision)} correction {number}"

    _, (html, name) = reading(id, "correction", look)
    return paper(html, name)


def correct_decision(id: str, decision_id: str) -> ResponseReturnValue:
    """Record a slip of the pen beside an issued decision."""
    expected = sending.expected()
    said = (typed("slip.stands"), typed("slip.should_be"), typed("slip.why"))

    def work(connection: Any) -> str:
        correct(connection, now(), actor(), (id, as_id(decision_id)), said, expected)
        return url_for("desk.decision_page", id=id, done="corrected")

    def again(errors: Places) -> str:
        return decision_page(id, at_fields(errors, {name: f"slip.{name}" for name in _SLIP}))

    return sending.sent(work, again)


def paper(html: str, name: str) -> ResponseReturnValue:
    """A paper in the form that the address asks for."""
    form = FORMS.get(request.args.get("form", "html"))
    if form is None:
        abort(400, NO_FORM)
    try:
        return given(html, form, name)
    except PDFUnavailable as unavailable:
        abort(503, str(unavailable))


ADDRESSES = (
    Address("/cases/<id>/decisions/<decision_id>/document", decision_document, "decision.read"),
    Address("/cases/<id>/decisions/<decision_id>/corrections", correct_decision, "decision.correct", "POST"),
    Address("/cases/<id>/decisions/<decision_id>/corrections/<number>", slip_document, "decision.read"),
)
