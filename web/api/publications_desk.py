"""Publications as they are prepared: redacted, approved by two, sent to the register, corrected and withdrawn.

A change carries If-Match with the ETag of the publication, which has versions of its own.
"""

from collections.abc import Callable
from typing import Any

from flask import Response

from casework import Case, CaseRefused, NotAllowed, NotFound, allowed, find
from casework.deciding import decisions_of
from casework.publishing import (
    Prepared,
    answer_request,
    approve,
    correct,
    draft,
    drawn_of,
    explain,
    gate,
    prepared_for,
    publish,
    record_request,
    redact,
    release,
    seen,
    settle,
    undo,
    withdraw,
    write_summary,
)
from documents import PDFUnavailable, as_json
from engine import Fault
from schemas import publishing as said
from web.api import stored
from web.api.asking import actor
from web.api.body import read, read_nothing
from web.api.errors import refuse
from web.api.operations import Blueprint, operation
from web.api.rights import act
from web.kept_determinations import live, make_ready
from web.office import now, office
from web.outlet import outlet

blueprint = Blueprint(
    "publications-desk", __name__, url_prefix="/api/v1/cases", description="Publications, while they are prepared."
)

ALL, ONE = "/<id>/publications", "/<id>/publications/<publication_id>"
READ = (*stored.COMMON, "bad-parameter", "case", "damaged")
CHANGE = (*stored.COMMON, *stored.OF_POST, *stored.OF_CHANGE, "damaged")
_NOT_ISSUED = "the case has no issued decision of this id: take one from its decisions"


@operation(blueprint, "GET", ALL, said.PreparedItems, None, *READ, act="publication.read")
def list_publications_of_case(id: str) -> Response:
    """The publications of a case that were begun. That they were read is kept in the activity."""

    def look(connection: Any, found: Case) -> stored.Made:
        every = (prepared_for(connection, each.id) for each in decisions_of(connection, found))
        kept = [seen(connection, actor(), each.id)[0] for each in every if each is not None]
        return stored.items(kept, said.PreparedItems)

    return stored.opening(id, "publications", look)


@operation(
    blueprint, "POST", ALL, said.PreparedSchema, said.NewPublicationSchema,
    *stored.COMMON, *stored.OF_POST, "case", act="publication.draft", status=201,
)  # fmt: skip
def post_publication(id: str) -> Response:
    """Begin to prepare an issued decision for publication, once. Nothing goes out by that."""
    decision_id = read(said.NewPublicationSchema)["decision_id"]

    def work(connection: Any) -> stored.Made:
        issued = {each.id for each in decisions_of(connection, _case(connection, id)) if each.issued_at}
        if decision_id not in issued:
            raise CaseRefused([Fault("/decision_id", _NOT_ISSUED)])
        made = draft(connection, now(), actor(), id, decision_id)
        return stored.Made(made, said.PreparedSchema, 201, stored.etag(made.version))

    return stored.storing(work)


@operation(blueprint, "GET", ONE, said.WholePublicationSchema, None, *READ, act="publication.read")
def get_publication_of_case(id: str, publication_id: str) -> Response:
    """A publication with all that would go out now, and what is lacking. That it was read is kept in the activity."""

    def look(connection: Any, found: Case) -> stored.Made:
        prepared = _one(connection, found, publication_id)
        drawn = drawn_of(connection, now(), prepared, found, live)
        whole = {
            "publication": prepared, "content": drawn.content, "approvals_needed": drawn.approvals_needed,
            "erases": drawn.erases, "gate": gate(connection, now(), drawn), "personal": drawn.personal,
            "record": as_json(drawn.record),
        }  # fmt: skip
        return stored.Made(whole, said.WholePublicationSchema, 200, stored.etag(prepared.version))

    return stored.working(id, "publication", look)


@operation(
    blueprint, "PUT", f"{ONE}/summary", said.PreparedSchema, said.NewSummarySchema, *CHANGE, act="publication.draft"
)
def put_publication_summary(id: str, publication_id: str) -> Response:
    """Write the summary in plain English."""
    return _changing(write_summary, id, publication_id, read(said.NewSummarySchema)["summary"])


@operation(blueprint, "PUT", f"{ONE}/why", said.PreparedSchema, said.NewWhySchema, *CHANGE, act="publication.draft")
def put_publication_why(id: str, publication_id: str) -> Response:
    """Say why there will be another version."""
    asked = read(said.NewWhySchema)
    return _changing(explain, id, publication_id, (asked["what"], asked["says"]))


@operation(
    blueprint, "POST", f"{ONE}/redactions", said.PreparedSchema, said.NewRedactionsSchema,
    *CHANGE, act="publication.redact",
)  # fmt: skip
def post_redactions(id: str, publication_id: str) -> Response:
    """Redact places of the record, or words that stand there: all of them, or none."""
    return _changing(redact, id, publication_id, read(said.NewRedactionsSchema)["redactions"], live)


@operation(
    blueprint, "POST", f"{ONE}/releases", said.PreparedSchema, said.NewReleaseSchema, *CHANGE, act="publication.redact"
)
def post_release(id: str, publication_id: str) -> Response:
    """Release something that is about somebody, or let words stand that look as if they were."""
    return _changing(release, id, publication_id, read(said.NewReleaseSchema), live)


@operation(
    blueprint, "POST", f"{ONE}/redactions/undone", said.PreparedSchema, said.PlaceSchema,
    *CHANGE, act="publication.redact",
)  # fmt: skip
def post_redaction_undone(id: str, publication_id: str) -> Response:
    """Take a redaction or a release back."""
    asked = read(said.PlaceSchema)
    return _changing(undo, id, publication_id, (asked["pointer"], asked["words"]))


@operation(
    blueprint, "PUT", f"{ONE}/settings", said.PreparedSchema, said.NewSettingSchema, *CHANGE, act="publication.embargo"
)
def put_publication_settings(id: str, publication_id: str) -> Response:
    """Hold it back until a moment, or not; and say whether search engines are asked to leave it out."""
    asked = read(said.NewSettingSchema)
    return _changing(settle, id, publication_id, (asked["embargo_until"], asked["noindex"]))


@operation(
    blueprint, "POST", f"{ONE}/approvals", said.PreparedSchema, said.NewApprovalSchema,
    *CHANGE, act="publication.approve",
)  # fmt: skip
def post_approval(id: str, publication_id: str) -> Response:
    """Approve what you have looked at. Whoever prepared it alone does not approve it."""
    return _changing(approve, id, publication_id, read(said.NewApprovalSchema)["content"], live)


@operation(
    blueprint, "POST", f"{ONE}/requests", said.PreparedSchema, said.NewTakedownSchema, *CHANGE, act="takedown.record"
)
def post_takedown(id: str, publication_id: str) -> Response:
    """Record that somebody asks for something to be taken down. While it has no answer nothing more goes out."""
    asked = read(said.NewTakedownSchema)
    return _changing(record_request, id, publication_id, (asked["asker"], asked["said"]))


@operation(
    blueprint, "POST", f"{ONE}/requests/<request_id>/answer", said.PreparedSchema, said.TakedownAnswerSchema,
    *CHANGE, act="takedown.answer",
)  # fmt: skip
def post_takedown_answer(id: str, publication_id: str, request_id: str) -> Response:
    """Answer a request to take something down. The answer changes nothing by itself."""
    asked = read(said.TakedownAnswerSchema)
    return _changing(answer_request, id, publication_id, (request_id, asked["answer"], asked["said"]))


@operation(
    blueprint, "POST", f"{ONE}/published", said.PreparedSchema, None,
    *CHANGE, "pdf-unavailable", act="publication.publish",
)  # fmt: skip
def post_published(id: str, publication_id: str) -> Response:
    """Publish it for the first time, where nothing is lacking."""
    read_nothing()
    return _sending(publish, id, publication_id, live)


@operation(
    blueprint, "POST", f"{ONE}/corrected", said.PreparedSchema, None,
    *CHANGE, "pdf-unavailable", act="publication.correct",
)  # fmt: skip
def post_corrected(id: str, publication_id: str) -> Response:
    """Publish the next version, where nothing is lacking."""
    read_nothing()
    return _sending(correct, id, publication_id, live)


@operation(
    blueprint, "POST", f"{ONE}/withdrawn", said.PreparedSchema, said.WithdrawalSchema,
    *CHANGE, act="publication.withdraw",
)  # fmt: skip
def post_withdrawn(id: str, publication_id: str) -> Response:
    """Withdraw it for good. Its address stays, with the reason."""
    return _sending(withdraw, id, publication_id, read(said.WithdrawalSchema)["reason"], live)


def _changing(change: Callable[..., object], id: str, publication_id: str, *asked: Any) -> Response:
    """Change a publication by a function of casework, under the version that was read."""
    version = stored.expected()
    make_ready(actor(), id)

    def work(connection: Any) -> stored.Made:
        prepared = _one(connection, _case(connection, id), publication_id)
        change(connection, now(), actor(), prepared.id, *asked, version)
        return _as_it_is(connection, prepared.id)

    return stored.storing(work)


def _sending(send: Callable[..., object], id: str, publication_id: str, *asked: Any) -> Response:
    """Send a publication to the register, in transactions of its own: who asks twice is told by its version."""
    version = stored.expected()
    make_ready(actor(), id)
    with office().private.writing() as connection:
        prepared = _one(connection, _case(connection, id), publication_id)
        before = stored.answered(connection)
    if before is not None:
        return before
    try:
        send(outlet(), now(), actor(), prepared.id, *asked, version)
    except PDFUnavailable as unavailable:
        raise refuse("pdf-unavailable", str(unavailable)) from unavailable
    return stored.storing(lambda connection: _as_it_is(connection, prepared.id))


def _as_it_is(connection: Any, private_id: str) -> stored.Made:
    prepared, _ = seen(connection, actor(), private_id)
    return stored.Made(prepared, said.PreparedSchema, 200, stored.etag(prepared.version))


def _case(connection: Any, id: str) -> Case:
    """The case. Raises NotFound, and NotAllowed where what the operation is for is not theirs in it."""
    found = find(connection, actor(), id)
    if not allowed(connection, actor(), act(), found):
        raise NotAllowed(act())
    return found


def _one(connection: Any, found: Case, publication_id: str) -> Prepared:
    """A publication of a case. Raises NotFound."""
    prepared, of = seen(connection, actor(), publication_id)
    if of is None or of.id != found.id:
        raise NotFound
    return prepared
