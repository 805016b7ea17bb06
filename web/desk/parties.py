"""The parties of a case at the desk: who has which part, and who was told what, when and how."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import casework
from casework import Case, NewParty
from web.desk import sending
from web.desk.addresses import Address
from web.desk.case_frame import opening
from web.desk.sending import Places, typed
from web.desk.signed_in import actor
from web.office import now

DONE = {
    "party-added": "The party was added.",
}


def parties_page(id: str, errors: Places | None = None) -> str:
    """Who has a part in the case. That they were read is kept in the activity."""

    def look(connection: Any, found: Case) -> Any:
        return casework.parties(connection, found), casework.notices(connection, found)

    opened, (parties, notices) = opening(id, "parties", look)
    return render_template(
        "desk/parties.html", opened=opened, parties=parties, notices=notices, errors=errors or {}, typed=request.form,
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def add_party(id: str) -> ResponseReturnValue:
    """Add a party."""
    expected = sending.expected()
    new = NewParty(
        typed("role"), typed("name"), request.form.get("personal") == "yes", typed("organisation"), typed("contact")
    )

    def work(connection: Any) -> str:
        casework.add_party(connection, now(), actor(), id, new, expected)
        return url_for("desk.parties_page", id=id, done="party-added")

    return sending.sent(work, lambda errors: parties_page(id, errors))


ADDRESSES = (
    Address("/cases/<id>/parties", parties_page, "case.read"),
    Address("/cases/<id>/parties", add_party, "party.change", "POST"),
)
