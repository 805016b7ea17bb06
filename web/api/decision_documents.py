"""The documents of decisions: HTML to be read, which is the original, and PDF and DOCX of it to be saved."""

from collections.abc import Callable
from typing import Any, get_args

from flask import Response

import casework
from casework import Case
from casework.deciding import Decision, decision_of
from web import papers
from web.api import parameters, stored
from web.api.asking import actor
from web.api.decisions import ONE
from web.api.errors import refuse
from web.api.operations import AsItIs, Blueprint, operation
from web.api.rights import act
from web.decision_papers import decision_html, file_name, letter_html, slip_html
from web.kept_determinations import NotWhole
from web.papers import Form

blueprint = Blueprint(
    "decision-documents", __name__, url_prefix="/api/v1/cases", description="Decisions and letters, to be read."
)

_ASKED = ("form",)
_FORMS: tuple[Form, ...] = get_args(Form)
_READ = (*stored.COMMON, "bad-parameter", "pdf-unavailable")


@operation(blueprint, "GET", f"{ONE}/document", AsItIs("*/*"), None, *_READ, "gone", act="decision.read", asks=_ASKED)
def get_decision_document(id: str, decision_id: str) -> Response:
    """A decision as it was issued, or as its draft stands; ?form= is html, pdf or docx. Reading it is kept."""
    return _given(id, decision_id, "document", decision_html, "")


@operation(
    blueprint, "GET", f"{ONE}/corrections/<number>/document", AsItIs("*/*"), None,
    *_READ, act="decision.read", asks=_ASKED,
)  # fmt: skip
def get_correction_document(id: str, decision_id: str, number: str) -> Response:
    """A correction slip of an issued decision, from 1; ?form= is html, pdf or docx. Reading it is kept."""

    def slip(connection: Any, found: Case, decision: Decision) -> str:
        return slip_html(connection, found, decision, number)

    return _given(id, decision_id, "correction", slip, f" correction {number}")


@operation(
    blueprint, "GET", f"{ONE}/letters/<party_id>/document", AsItIs("*/*"), None,
    *_READ, act="letter.read", asks=_ASKED,
)  # fmt: skip
def get_letter_document(id: str, decision_id: str, party_id: str) -> Response:
    """The letter to a party as it went out, or as it would; ?form= is html, pdf or docx. Reading it is kept.

    It shows how the party is reached, so that it is for those who may do party.contact, and for the party itself.
    """

    def letter(connection: Any, found: Case, decision: Decision) -> str:
        return letter_html(connection, actor(), found, decision, party_id)

    return _given(id, decision_id, "letter", letter, f" letter {party_id[:8]}")


def _given(
    id: str, decision_id: str, what: str, html_of: Callable[[Any, Case, Decision], str], called: str
) -> Response:
    """A document in the form that is asked for. That it was read is kept in the activity."""
    form = _form()
    with stored.reading() as connection:
        found = casework.seen(connection, actor(), act(), id)
        decision = decision_of(connection, found, decision_id)
        try:
            html = html_of(connection, found, decision)
        except NotWhole as gone:
            raise refuse(gone.kind, str(gone)) from gone
    stored.noted(found, what)
    return papers.given(html, form, f"{file_name(found, decision)}{called}")


def _form() -> Form:
    """The form that is asked for. Raises Refused."""
    said = parameters.asked(*_ASKED).get("form", _FORMS[0])
    for form in _FORMS:
        if said == form:
            return form
    raise refuse("bad-parameter", f"form is one of these: {', '.join(_FORMS)}.")
