"""Requests to take something down, and previews for parties: what others say of a publication, and how they see it."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import casework
import people
from casework import Case
from casework.publishing import ANSWERS, answer_request, record_request, send_preview
from web.desk import days, sending, shown_once
from web.desk.addresses import Address
from web.desk.case_frame import looking
from web.desk.days import along_with, day_typed
from web.desk.decision_frame import allow
from web.desk.publication_frame import changed, of_case, one, page_of
from web.desk.sending import Places, at_fields, typed
from web.desk.shown_once import Secret
from web.desk.signed_in import actor
from web.ids import as_id
from web.kept_determinations import live, make_ready
from web.office import now, office

DONE = {
    "recorded": "The request is recorded. While it has no answer nothing more goes out.",
    "answered": "The answer is kept. Tell it to who asked; it changes nothing of the publication by itself.",
    "preview-made-already": "The link was made already. If you did not see it, make another.",
}
_OF_LINK = {"party_id": "preview.party", "until": "preview.until", "expires_at": "preview.until"}


def requests_page(id: str, publication_id: str, errors: Places | None = None) -> str:
    """The requests to take something down with their answers, and the previews that were made."""
    opened, shown = one(id, publication_id)
    _, (parties, sent) = looking(
        id, lambda it, case: (_parties(it, case), casework.unanswered_of(it, shown.prepared.public_id))
    )
    until = casework.today(now() + people.LINK_USUAL)
    return render_template(
        "desk/publication_requests.html", opened=opened, shown=shown, errors=errors or {}, answers=ANSWERS,
        sent=sent, parties=parties, typed={**days.typed_day("preview.until", until), **request.form},
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def record_takedown(id: str, publication_id: str) -> ResponseReturnValue:
    """Record that somebody asks for something to be taken down."""
    asked = (typed("asker"), typed("said"))
    return changed(
        page_of(id, publication_id, "recorded", "requests_page"), id, publication_id,
        lambda it, private_id, expected: record_request(it, now(), actor(), private_id, asked, expected),
        lambda errors: requests_page(id, publication_id, at_fields(errors, {"asker": "asker", "said": "said"})),
    )  # fmt: skip


def answer_takedown(id: str, publication_id: str, request_id: str) -> ResponseReturnValue:
    """Answer a request."""
    answer = (request_id, typed(f"answer.{request_id}"), typed(f"words.{request_id}"))
    fields = {"answer": f"answer.{request_id}", "said": f"words.{request_id}"}
    return changed(
        page_of(id, publication_id, "answered", "requests_page"), id, publication_id,
        lambda it, private_id, expected: answer_request(it, now(), actor(), private_id, answer, expected),
        lambda errors: requests_page(id, publication_id, at_fields(errors, fields)),
    )  # fmt: skip


def make_preview(id: str, publication_id: str) -> ResponseReturnValue:
    """Make a link with which a party sees once what is to be published, and show it."""
    expected, party_id = sending.expected(), request.form.get("preview.party", "")
    until, slips = day_typed("preview.until", "/until")
    back = page_of(id, publication_id, "", "requests_page")
    make_ready(actor(), id)

    def make(connection: Any) -> Secret:
        allow(connection, id)
        prepared = of_case(connection, id, publication_id)
        asked = (as_id(party_id) if party_id else "", days.last_moment(until))
        made = along_with(slips, lambda: send_preview(connection, now(), actor(), prepared.id, asked, live, expected))
        told = f"It shows once what is to be published, until {days.moment(made.expires_at)}, to anybody who has it."
        return Secret("A link to the preview", _open(made.secret), told, back)

    def page(secret: Secret) -> str:
        opened, _ = looking(id, lambda _connection, _found: None)
        return render_template("desk/publication_preview.html", opened=opened, secret=secret, errors={})

    return shown_once.made(
        make,
        page_of(id, publication_id, "preview-made-already", "requests_page"),
        lambda errors: requests_page(id, publication_id, at_fields(errors, _OF_LINK)),
        page,
    )


def _parties(connection: Any, found: Case) -> list[tuple[str, str]]:
    here = casework.parties(connection, actor(), found)
    return [(each.id, each.name) for each in here if each.left_at is None]


def _open(secret: str) -> str:
    root = office().public_url or request.host_url.rstrip("/")
    return f"{root}{url_for('opening.preview_button', secret=secret)}"


_ONE = "/cases/<id>/publications/<publication_id>"
ADDRESSES = (
    Address(f"{_ONE}/requests", requests_page, "publication.read"),
    Address(f"{_ONE}/requests", record_takedown, "takedown.record", "POST"),
    Address(f"{_ONE}/requests/<request_id>", answer_takedown, "takedown.answer", "POST"),
    Address(f"{_ONE}/previews", make_preview, "publication.draft", "POST"),
)
