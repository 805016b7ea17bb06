"""One publication at the desk: where it stands, what is lacking, and the acts that send it out or take it back."""

from collections.abc import Callable, Mapping

from flask import render_template, request
from flask.typing import ResponseReturnValue

import casework
from casework.publishing import WHATS, Outlet, Prepared, correct, publish, settle, withdraw
from documents import PDFUnavailable
from people import Actor
from register import Published
from web.desk import days, sending
from web.desk.addresses import Address
from web.desk.days import along_with, day_if_typed
from web.desk.decision_frame import allow
from web.desk.publication_frame import changed, of_case, one, page_of
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import actor
from web.kept_determinations import live, make_ready
from web.office import now, office
from web.outlet import outlet

DONE = {
    "begun": "It is prepared now. Look at what is about people first, and then at all of it as a reader would see it.",
    "written": "What you wrote is kept.",
    "explained": "It is kept why there is another version.",
    "settled": "It is kept until when it is held back, and whether it is to be found.",
    "approved": "You approved it as it stands. Whatever is changed from here on is approved again.",
    "published": "It is published.",
    "corrected": "The next version is published.",
    "withdrawn": "It is withdrawn: its address says so, and why.",
}
# Where each line of the table is mended: the page, and the place on it.
WHERE: Mapping[str, tuple[str, str]] = {
    "personal": ("redactions_page", "personal"),
    "fitting": ("redactions_page", "redacted"),
    "recognised": ("redactions_page", "words"),
    "private": ("redactions_page", "words"),
    "explained": ("publication_page", "summary"),
    "approved": ("reader_page", "approve"),
    "embargo": ("publication_page", "settings"),
    "takedowns": ("requests_page", ""),
}
_SETTINGS = {"embargo_until": "until"}


def publication_page(id: str, publication_id: str, errors: Places | None = None) -> str:
    """Where a publication stands, what is lacking before it can go out, and what went out."""
    opened, shown = one(id, publication_id)
    return render_template(
        "desk/publication.html", opened=opened, shown=shown, errors=errors or {}, where=WHERE, whats=WHATS,
        typed={**_stands(shown.prepared), **request.form}, done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def settle_publication(id: str, publication_id: str) -> ResponseReturnValue:
    """Hold a publication back until a day, or not; and say whether search engines may find it."""
    on, slips = day_if_typed("until", "/embargo_until")
    until = days.first_moment(on) if on else None
    noindex = request.form.get("noindex") == "yes"
    return changed(
        page_of(id, publication_id, "settled"), id, publication_id,
        lambda it, private_id, expected: along_with(
            slips, lambda: settle(it, now(), actor(), private_id, (until, noindex), expected)
        ),
        _again(id, publication_id, _SETTINGS),
    )  # fmt: skip


def publish_decision(id: str, publication_id: str) -> ResponseReturnValue:
    """Publish it for the first time."""
    return _sent(
        "published", id, publication_id,
        lambda to, by, private_id, expected: publish(to, now(), by, private_id, live, expected),
    )  # fmt: skip


def correct_publication(id: str, publication_id: str) -> ResponseReturnValue:
    """Publish the next version of it."""
    return _sent(
        "corrected", id, publication_id,
        lambda to, by, private_id, expected: correct(to, now(), by, private_id, live, expected),
    )  # fmt: skip


def withdraw_publication(id: str, publication_id: str) -> ResponseReturnValue:
    """Take it back for good; its address says why."""
    reason = typed("reason")
    return _sent(
        "withdrawn", id, publication_id,
        lambda to, by, private_id, expected: withdraw(to, now(), by, private_id, reason, live, expected),
        {"reason": "reason"},
    )  # fmt: skip


def _sent(
    word: str,
    id: str,
    publication_id: str,
    send: Callable[[Outlet, Actor, str, int], Published],
    fields: Mapping[str, str] = {},
) -> ResponseReturnValue:
    expected, to = sending.expected(), page_of(id, publication_id, word)
    make_ready(actor(), id)

    def work() -> str:
        with office().private.reading() as connection:
            allow(connection, id)
            prepared = of_case(connection, id, publication_id)
        send(outlet(), actor(), prepared.id, expected)
        return to

    return sending.sent_apart(work, _again(id, publication_id, fields), PDFUnavailable)


def _again(id: str, publication_id: str, fields: Mapping[str, str]) -> Callable[[Places], str]:
    return lambda errors: publication_page(id, publication_id, at_fields(errors, fields))


def _stands(prepared: Prepared) -> dict[str, str]:
    """What the fields of the page hold before anybody types in them."""
    text, until = prepared.text, prepared.embargo_until
    held = {"what": text.what, "says": text.why} if text and text.of_version == prepared.following else {}
    return held | (days.typed_day("until", casework.today(until)) if until else {})


_ONE = "/cases/<id>/publications/<publication_id>"
ADDRESSES = (
    Address(_ONE, publication_page, "publication.read"),
    Address(f"{_ONE}/settings", settle_publication, "publication.embargo", "POST"),
    Address(f"{_ONE}/published", publish_decision, "publication.publish", "POST"),
    Address(f"{_ONE}/corrected", correct_publication, "publication.correct", "POST"),
    Address(f"{_ONE}/withdrawn", withdraw_publication, "publication.withdraw", "POST"),
)
