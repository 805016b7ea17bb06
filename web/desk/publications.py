"""The publications of a case: each issued decision, and where it stands on its way to the register."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework import Case
from casework.deciding import Decision, decisions_of
from casework.publishing import STATES, Prepared, draft, prepared_for
from web.desk import sending
from web.desk.addresses import Address
from web.desk.case_frame import names_of
from web.desk.decision_frame import reading
from web.desk.publication_frame import page_of
from web.desk.sending import Places, at_fields
from web.desk.signed_in import actor
from web.ids import as_id
from web.office import now


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued decision, and its publication where one is prepared."""

    decision: Decision
    prepared: Prepared | None


def publications_page(id: str, errors: Places | None = None) -> str:
    """Every issued decision of a case, the newest first, with where its publication stands."""
    opened, (every, names) = reading(id, "publications", _look)
    return render_template(
        "desk/publications.html", opened=opened, every=every, names=names, states=STATES, errors=errors or {},
        typed=request.form,
    )  # fmt: skip


def begin_publication(id: str) -> ResponseReturnValue:
    """Begin to prepare an issued decision for publication."""
    decision_id = as_id(request.form.get("decision_id", ""))

    def work(connection: Any) -> str:
        return page_of(id, draft(connection, now(), actor(), id, decision_id).id, "begun")

    return sending.sent(work, lambda errors: publications_page(id, at_fields(errors, {})))


def _look(connection: Any, found: Case) -> tuple[tuple[Issued, ...], dict[str, str]]:
    issued = [each for each in decisions_of(connection, found) if each.issued_at]
    every = tuple(Issued(each, prepared_for(connection, each.id)) for each in reversed(issued))
    return every, names_of(connection, (each.issued_by for each in issued))


ADDRESSES = (
    Address("/cases/<id>/publications", publications_page, "publication.read"),
    Address("/cases/<id>/publications", begin_publication, "publication.draft", "POST"),
)
