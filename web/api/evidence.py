"""Evidence of a case: a file comes in as it is, is looked into, kept by its hash, and goes out only to be saved.

It is never shown in a page of ours. What kind of file it is shows in its bytes: what the sender says is not read.
"""

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header

import casework
from keeping import Checked, Days, evidence_items
from keeping.media_types import LARGEST
from schemas.evidence import EvidenceItems, EvidenceItemSchema
from web.api import body, parameters, stored
from web.api.asking import actor
from web.api.errors import refuse
from web.api.limits import whole_body
from web.api.operations import AsItIs, Blueprint, operation
from web.api.rights import act
from web.evidence_files import TimeOver, file_of, item_of
from web.office import now, office

blueprint = Blueprint("evidence", __name__, url_prefix="/api/v1", description="Files that support what is stated.")

_ASKED = ("name", "about", "dated", "covers_from", "covers_to")
_READ = (*stored.COMMON, "bad-parameter")
_OF_UPLOAD = ("bad-parameter", "idempotency-key", "too-large", "media-type", "evidence")


@blueprint.before_request  # type: ignore[untyped-decorator]  # flask-smorest publishes no types
def refuse_parameters() -> None:
    """Reading takes none: see web.api.body."""
    if request.method != "POST":
        body.refuse_parameters()


@operation(
    blueprint, "POST", "/cases/<id>/evidence", EvidenceItemSchema, AsItIs("application/octet-stream"),
    *stored.COMMON, *_OF_UPLOAD, *stored.OF_CHANGE, act="evidence.add", asks=_ASKED, status=201,
)  # fmt: skip
def post_evidence(id: str) -> Response:
    """Add a file to a case as evidence: the file is the body, and its name stands in Content-Disposition or ?name=.

    What it is about, and its days, may stand in ?about=, ?dated=, ?covers_from= and ?covers_to=.
    """
    expected, said = stored.expected(), parameters.asked(*_ASKED)
    days = Days(*(parameters.day(said, each) for each in ("dated", "covers_from", "covers_to")))
    name = name_sent(said)
    with stored.reading() as connection:
        casework.find(connection, actor(), id)
    data = file_sent()
    checked = evidence_items.check(name, data)  # a long PDF takes seconds: before others have to wait
    return stored.storing(
        lambda connection: _added(connection, id, expected, data, said.get("about", ""), days, checked)
    )


@operation(blueprint, "GET", "/cases/<id>/evidence", EvidenceItems, None, *_READ, act="evidence.read")
def list_evidence(id: str) -> Response:
    """The evidence of a case, in order. That it was read is kept in the activity."""
    return stored.opening(
        id, "items", lambda connection, found: stored.items(evidence_items.of_case(connection, found.id), EvidenceItems)
    )


@operation(blueprint, "GET", "/cases/<id>/evidence/<item_id>", EvidenceItemSchema, None, *_READ, act="evidence.read")
def get_evidence_item(id: str, item_id: str) -> Response:
    """One item of evidence, without its file. That it was read is kept in the activity."""
    return stored.opening(
        id, "items", lambda connection, found: stored.Made(item_of(connection, found, item_id), EvidenceItemSchema)
    )


@operation(
    blueprint, "GET", "/cases/<id>/evidence/<item_id>/content", AsItIs("*/*"), None,
    *_READ, "gone", "damaged", act="evidence.read",
)  # fmt: skip
def get_evidence_content(id: str, item_id: str) -> Response:
    """The file of an item, to be saved, whole and unaltered. That it was read is kept in the activity."""
    with stored.reading() as connection:
        found = casework.seen(connection, actor(), act(), id)
        item = item_of(connection, found, item_id)
    try:
        return file_of(actor(), found, item)
    except TimeOver as over:
        raise refuse("gone", str(over)) from over


def _added(
    connection: Any, id: str, expected: int, data: bytes, about: str, days: Days, checked: Checked
) -> stored.Made:
    case = casework.claim(connection, actor(), act(), id, expected, "facts")
    folder = office().data_dir / "evidence"
    item = evidence_items.add(connection, now(), actor().id, id, folder, checked.name, data, about, days, checked)
    at = {"Location": f"/api/v1/cases/{id}/evidence/{item.id}"}
    return stored.Made(item, EvidenceItemSchema, 201, stored.etag(case.version) | at)


def name_sent(said: Mapping[str, str]) -> str:
    """The name of the file, from one of the two places where it may stand. Raises Refused."""
    header = request.headers.get("Content-Disposition", "")
    if not header.isascii():
        raise refuse(
            "bad-request",
            "Content-Disposition is written in plain letters. Write others as filename*=UTF-8''… or say the name in "
            "?name=.",
        )
    named = parse_options_header(header)[1].get("filename", "")
    if named and "name" in said:
        raise refuse("bad-parameter", "The file is named twice, in Content-Disposition and in ?name=. Name it once.")
    if not (named or said.get("name")):
        raise refuse(
            "bad-parameter",
            'Say what the file is called: Content-Disposition: attachment; filename="notice-of-appeal.pdf", or '
            "?name=notice-of-appeal.pdf.",
        )
    return named or said["name"]


def file_sent() -> bytes:
    """The body as it is. Raises Refused where it is a form, packed for the way, or too large."""
    if request.mimetype.startswith("multipart/"):
        raise refuse("media-type", "Send the file itself as the body, not a form that holds it.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise refuse("media-type", "Send the file as it is, without a Content-Encoding.")
    request.max_content_length = LARGEST
    try:
        return whole_body()
    except RequestEntityTooLarge:
        told = (
            f"A file of evidence may have {LARGEST:,} bytes (20 MB), and this one has more. Send it in parts, or scan "
            "it with fewer dots."
        )
        raise refuse("too-large", told) from None
