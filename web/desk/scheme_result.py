"""One result of a trust at the desk: as it would be published, entered otherwise, approved, sent out and taken back."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import people
from casework import NotAllowed, NotFound
from casework.publishing import (
    STATES,
    WHATS,
    Line,
    Outlet,
    approve,
    approved_by,
    correct,
    drawn_of,
    enter_again,
    entered_of,
    explain,
    publish,
    seen,
    withdraw,
)
from documents import PDFUnavailable, published_notices, published_parts
from people import Actor
from web.desk import sending
from web.desk.addresses import Address
from web.desk.case_frame import names_of
from web.desk.days import along_with
from web.desk.publication_frame import lines_of
from web.desk.scheme_entering import at_result, offered, result_typed, typed_result
from web.desk.sending import Places, at_fields, typed
from web.desk.signed_in import act, actor
from web.ids import as_id
from web.kept_determinations import live
from web.office import now, office
from web.outlet import outlet, path_of

DONE = {
    "entered": "The result is entered. A publisher approves it and publishes it.",
    "changed": "The result is changed. What is published stays as it is until the next version is published.",
    "explained": "It is kept why there is another version.",
    "approved": "You approved it as it stands.",
    "published": "It is published.",
    "corrected": "The next version is published.",
    "withdrawn": "It is withdrawn: its address says so, and why.",
}


def result_page(result_id: str, errors: Places | None = None) -> str:
    """A result as its readers would see it, what is lacking, and the forms of whoever may do something about it."""
    with office().private.reading() as connection:
        prepared, found = seen(connection, actor(), as_id(result_id))
        if found is not None:
            raise NotFound
        drawn = drawn_of(connection, now(), prepared, None, live)
        names = names_of(connection, {prepared.made_by, *(each.by for each in prepared.approvals)})
        held = entered_of(connection, prepared.id)
        lines: tuple[Line, ...] = () if prepared.state == "withdrawn" else lines_of(connection, drawn)
    record = drawn.record
    return render_template(
        "desk/scheme_result.html", prepared=prepared, drawn=drawn, lines=lines, names=names, whats=WHATS,
        state=STATES[prepared.state], ready=bool(lines) and not any(line.lacking for line in lines),
        public=path_of(prepared.public_id) if prepared.out else "", errors=errors or {},
        may={each for each in people.ACTS if people.may(actor(), each, held.ods_code)},
        approved=actor().id in approved_by(drawn), notices=published_notices(record),
        sections=published_parts(record, f"{office().public_url}{path_of(record.id)}"),
        typed={**typed_result(held), **request.form}, done=DONE.get(request.args.get("done", "")), **offered(),
    )  # fmt: skip


def enter_otherwise(result_id: str) -> ResponseReturnValue:
    """Enter the result otherwise."""

    def change(connection: Any, id: str, expected: int) -> object:
        said, slips = result_typed(entered_of(connection, id))
        return along_with(slips, lambda: enter_again(connection, now(), actor(), id, said, expected))

    return _changed("changed", result_id, change, at_result)


def explain_result(result_id: str) -> ResponseReturnValue:
    """Say why there will be another version."""
    why = (typed("what"), typed("says"))
    return _changed("explained", result_id, lambda it, id, expected: explain(it, now(), actor(), id, why, expected))


def approve_result(result_id: str) -> ResponseReturnValue:
    """Approve the result as it was seen."""
    content = request.form.get("content", "")
    return _changed(
        "approved", result_id, lambda it, id, expected: approve(it, now(), actor(), id, content, live, expected)
    )  # fmt: skip


def publish_result(result_id: str) -> ResponseReturnValue:
    """Publish it for the first time."""
    return _sent("published", result_id, lambda to, by, id, expected: publish(to, now(), by, id, live, expected))


def correct_result(result_id: str) -> ResponseReturnValue:
    """Publish the next version of it."""
    return _sent("corrected", result_id, lambda to, by, id, expected: correct(to, now(), by, id, live, expected))


def withdraw_result(result_id: str) -> ResponseReturnValue:
    """Take it back for good; its address says why."""
    reason = typed("reason")
    return _sent(
        "withdrawn", result_id, lambda to, by, id, expected: withdraw(to, now(), by, id, reason, live, expected)
    )  # fmt: skip


def _changed(
    word: str,
    result_id: str,
    change: Callable[[Any, str, int], object],
    at: Callable[[Places], Mapping[str, str]] = lambda errors: at_fields(errors, {"what": "what", "says": "says"}),
) -> ResponseReturnValue:
    expected = sending.expected()

    def work(connection: Any) -> str:
        change(connection, _own(connection, result_id), expected)
        return url_for("desk.result_page", result_id=result_id, done=word)

    return sending.sent(work, lambda errors: result_page(result_id, at(errors)))


def _sent(word: str, result_id: str, send: Callable[[Outlet, Actor, str, int], object]) -> ResponseReturnValue:
    expected = sending.expected()

    def work() -> str:
        with office().private.reading() as connection:
            id = _own(connection, result_id)
        send(outlet(), actor(), id, expected)
        return url_for("desk.result_page", result_id=result_id, done=word)

    fields = {"reason": "reason"}
    return sending.sent_apart(work, lambda errors: result_page(result_id, at_fields(errors, fields)), PDFUnavailable)


def _own(connection: Any, result_id: str) -> str:
    """The id of a result, which it must be. Raises NotFound, and NotAllowed where this is not theirs to do."""
    prepared, found = seen(connection, actor(), as_id(result_id))
    if found is not None:
        raise NotFound
    if not people.may(actor(), act(), entered_of(connection, prepared.id).ods_code):
        raise NotAllowed(act())
    return prepared.id


_ONE = "/trust-results/<result_id>"
ADDRESSES = (
    Address(_ONE, result_page, "scheme_result.read"),
    Address(_ONE, enter_otherwise, "scheme_result.enter", "POST"),
    Address(f"{_ONE}/why", explain_result, "publication.draft", "POST"),
    Address(f"{_ONE}/approved", approve_result, "publication.approve", "POST"),
    Address(f"{_ONE}/published", publish_result, "publication.publish", "POST"),
    Address(f"{_ONE}/corrected", correct_result, "publication.correct", "POST"),
    Address(f"{_ONE}/withdrawn", withdraw_result, "publication.withdraw", "POST"),
)
