"""What a reader would see of a publication, in the page and as each of its files; and its approval."""

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from casework import NotFound
from casework.publishing import approve, approved_by
from documents import (
    FORMATS_OF,
    PUBLISHED_STYLE_HASH,
    PDFUnavailable,
    Record,
    published_notices,
    published_parts,
)
from web.desk.addresses import Address
from web.desk.publication_frame import changed, one, page_of
from web.desk.sending import Places, at_fields
from web.desk.signed_in import actor
from web.kept_determinations import live
from web.office import now, office
from web.outlet import outlet, path_of
from web.saved import to_be_saved

FORMATS = {
    "html": "The page by itself",
    "pdf": "PDF",
    "txt": "Plain text",
    "json": "JSON, the record itself",
    "jsonld": "JSON-LD",
    "xml": "Akoma Ntoso (XML)",
}
NO_FORMAT = "A publication is given as html, pdf, txt, json, jsonld or xml. Go back, and choose one of them."
NOTHING = "Nothing of this publication can be shown any more. Its page says why."


def reader_page(id: str, publication_id: str, errors: Places | None = None) -> str:
    """All that would be published, as its readers would see it, with the form to approve it as it stands."""
    opened, shown = one(id, publication_id, "reader")
    drawn = shown.drawn
    return render_template(
        "desk/publication_reader.html", opened=opened, shown=shown, errors=errors or {}, formats=FORMATS,
        notices=published_notices(drawn.record) if drawn else (),
        sections=published_parts(drawn.record, _address(drawn.record)) if drawn else (),
        approved=approved_by(drawn) if drawn else frozenset(), me=actor().id, typed=request.form,
    )  # fmt: skip


def approve_publication(id: str, publication_id: str) -> ResponseReturnValue:
    """Approve what was seen, and nothing that it was changed to since."""
    content = request.form.get("content", "")
    return changed(
        page_of(id, publication_id, "approved"), id, publication_id,
        lambda it, private_id, expected: approve(it, now(), actor(), private_id, content, live, expected),
        lambda errors: reader_page(id, publication_id, at_fields(errors, {})),
    )  # fmt: skip


def publication_document(id: str, publication_id: str, form: str) -> ResponseReturnValue:
    """A publication as one of its files, as it would go out."""
    made = FORMATS_OF.get(form)
    if made is None:
        abort(404, NO_FORMAT)
    _, shown = one(id, publication_id, "document")
    if shown.drawn is None:
        abort(410, NOTHING)
    record = shown.drawn.record
    try:
        data = _pdf(record) if form == "pdf" else made.make(record, _address(record))
    except PDFUnavailable as unavailable:
        abort(503, str(unavailable))
    if form == "html":
        return _to_be_read(data)
    return to_be_saved(data, made.media_type, f"{record.reference} to be published".replace("/", "-") + made.ending)


def _pdf(record: Record) -> bytes:
    sets = outlet().pdf
    if sets is None:
        raise NotFound
    return sets(record)


def _to_be_read(html: bytes) -> Response:
    policy = (
        f"sandbox allow-popups; default-src 'none'; style-src '{PUBLISHED_STYLE_HASH}'; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return Response(html, headers=headers, content_type="text/html; charset=utf-8")


def _address(record: Record) -> str:
    """Where it will stand for good."""
    return f"{office().public_url or request.host_url.rstrip('/')}{path_of(record.id)}"


_ONE = "/cases/<id>/publications/<publication_id>"
ADDRESSES = (
    Address(f"{_ONE}/reader", reader_page, "publication.read"),
    Address(f"{_ONE}/approved", approve_publication, "publication.approve", "POST"),
    Address(f"{_ONE}/reader/<form>", publication_document, "publication.read"),
)
