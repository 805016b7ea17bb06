"""A publication at its address, in the format that was asked for: by the ending of the address, or by Accept.

The page for people is the caller's, and comes in as a function; so does the page that says why it is gone. The other
formats are those of ``documents.FORMATS_OF``. An ETag is the SHA-256 of the very bytes that go out: of JSON it is the
hash that stands in the log. Caches must ask again each time, so what is withdrawn is gone with the next request.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from documents import FORMATS_OF, LICENCE, PUBLISHED_STYLE_HASH
from register import Publication, VersionHeld, rendition
from schemas.problems import KINDS, problem
from web.api.errors import accepted, answer
from web.made_once import held_once, made_once, page_once
from web.setting_pdfs import ToBeSet, its_turn, need_turn
from web.shelf import shelf, site

Page = Callable[[Any, Publication, VersionHeld], str]
"""Makes the page of a version that stands: it is given a connection, the publication and the version."""

Gone = Callable[[Publication, VersionHeld | None], str]
"""Makes the page of what was withdrawn; of a version that was erased, where one is given."""

CACHES = "public, no-cache"  # they may keep it, and ask each time whether it still stands
_FOLDERS = {"decision": "/decisions", "scheme_result": "/scheme-results"}
_PAGE = "page"
_ACCEPTED = {
    "text/html": _PAGE,
    "application/xhtml+xml": _PAGE,
    "application/json": "json",
    "application/ld+json": "jsonld",
    "application/akn+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/pdf": "pdf",
    "text/plain": "txt",
}
_DOCUMENT = (
    f"sandbox allow-popups; default-src 'none'; style-src '{PUBLISHED_STYLE_HASH}'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def path_of(found: Publication) -> str:
    """Where a publication stands for good: ``/decisions/d-…`` or ``/scheme-results/s-…``."""
    return f"{_FOLDERS[found.kind]}/{found.id}"


def answered(said: str, number: str, page: Page, gone: Gone) -> ResponseReturnValue:
    """The answer at ``/decisions/SAID`` and ``/decisions/SAID/versions/NUMBER``, and so with scheme results.

    ``said`` is an id or another name, and ``number`` empty where the newest version is asked for. Either may end in a
    format's name, as in ``d-….json`` or ``2.pdf``. Any other name than the id leads to the address with the id. A PDF
    that nobody kept has to be set, each in its turn. Raises PDFBeingSet where it does not come soon.
    """
    try:
        return _answered(said, number, page, gone)
    except ToBeSet:
        with its_turn():
            return _answered(said, number, page, gone)


def _answered(said: str, number: str, page: Page, gone: Gone) -> ResponseReturnValue:
    """As ``answered``, of the register as it stands now. Raises ToBeSet without a turn to set what has to be set."""
    name, ending = _parted(said) if not number else (said, "")
    place, ending = _parted(number) if number else ("", ending)
    with shelf().reading() as connection:
        found = held_or_404(connection, name)
        where = f"{path_of(found)}{f'/versions/{place}' if place else ''}"
        address = f"{where}{f'.{ending}' if ending else ''}"
        if request.path != address:
            return redirect(address, 301)
        version = version_or_404(found, place)
        wanted = ending or _accepted()
        if version.canonical is None:
            return _gone(found, version, wanted, gone)
        made = _once(connection, found, version, wanted, page)
    return _response(found, version, wanted, where, made)


def held_or_404(connection: Any, name: str) -> Publication:
    """A publication by its id or another name; NotFound (404) says that the register does not hold it."""
    found = held_once(connection, name)
    if found is None:
        said = "".join(each if each.isprintable() else "?" for each in name[:100])
        abort(404, f"The register holds nothing called {said}. Look for it at /decisions, by a word or its reference.")
    return found


def version_or_404(found: Publication, number: str) -> VersionHeld:
    """A version by its number as it stands in an address, or the newest; NotFound (404) says which there are."""
    if not number:
        return found.newest
    plain = number.isascii() and number.isdecimal() and len(number) < 10 and not number.startswith("0")
    version = found.held(int(number)) if plain else None
    if version is None:
        abort(404, f"{found.reference} has no version {number[:20]}: its newest is version {found.version}.")
    return version


def told_gone(found: Publication, version: VersionHeld | None = None) -> str:
    """Why something is gone, in a sentence or two."""
    if found.state == "withdrawn":
        on = found.withdrawn_on.isoformat() if found.withdrawn_on else ""
        return f"{found.reference} was withdrawn from the register on {on}. The reason: {found.withdrawn_reason}"
    number = version.version if version else found.version
    return (
        f"Version {number} of {found.reference} was erased, because it held what should not have been published. "
        f"Version {found.version} stands at {path_of(found)}."
    )


def headers_of(found: Publication, version: VersionHeld, where: str) -> dict[str, str]:
    """What goes with every format of a version: where it stands, in which formats, under which licence."""
    headers = {"Link": ", ".join(_links(found, version, where)), "Cache-Control": CACHES, "Vary": "Accept"}
    if found.noindex or version.version != found.version:
        headers["X-Robots-Tag"] = "noindex"
    return headers


def sent(response: Response) -> Response:
    """A response under the hash of what it holds; 304 where the caller has that already.

    If-Match says what is to be changed, and nothing is changed here.
    """
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest())
    if "If-Match" not in request.headers:
        response.make_conditional(request)
    return response


def _parted(said: str) -> tuple[str, str]:
    """What stands before the ending, and the ending, where it is that of a format."""
    name, _, ending = said.rpartition(".")
    return (name, ending) if name and ending in FORMATS_OF else (said, "")


def _accepted() -> str:
    """The format that Accept asks for; the page, where any will do. NotAcceptable (406) says what there is.

    Parameters are left aside, such as the profile of JSON-LD or a charset: no format is to be had in several ways. A
    type under which none is sent, such as text/xml, counts where it is named, and not where text/* is.
    """
    if not request.accept_mimetypes.provided:
        return _PAGE
    accept = accepted()
    named = {each for each, _ in accept}
    refused = {each for each in _ACCEPTED if each in named and not accept.quality(each)}
    offered = [
        each for each in _ACCEPTED if _sent_as(each) == each or (each in named and _sent_as(each) not in refused)
    ]
    best = accept.best_match(offered)
    if best is None:
        abort(406, f"It is to be had as {', '.join(_ACCEPTED)}. Ask for one of them in Accept, or by an ending.")
    return _ACCEPTED[best]


def _sent_as(accepted: str) -> str:
    """The media type under which goes out what was asked for under another, or the same."""
    return _media_type(_ACCEPTED[accepted])


def _media_type(wanted: str) -> str:
    return "text/html" if wanted == _PAGE else FORMATS_OF[wanted].media_type


def _once(connection: Any, found: Publication, version: VersionHeld, wanted: str, page: Page) -> bytes:
    """A version in a format, made once for each state of the register."""
    key = (found.id, str(version.version), wanted, site())
    if wanted == _PAGE:
        return page_once(connection, key, lambda: page(connection, found, version)).encode()
    if wanted == "json":
        return _made(connection, found, version, wanted)
    return made_once(connection, key, lambda: _made(connection, found, version, wanted))


def _made(connection: Any, found: Publication, version: VersionHeld, wanted: str) -> bytes:
    """A version in a format. Where no PDF was kept it raises ToBeSet without a turn to set one, and PDFUnavailable
    where this machine makes none.
    """
    if wanted == "json" and version.canonical is not None:
        return version.canonical
    kept = rendition(connection, found.id, version.version, wanted)
    if kept is not None:
        return kept
    record = version.record
    if record is None:
        raise LookupError(f"version {version.version} of {found.id} was erased, and nothing can be made of it")
    if wanted == "pdf":
        need_turn()
    return FORMATS_OF[wanted].make(record, f"{site()}{path_of(found)}")


def _response(found: Publication, version: VersionHeld, wanted: str, where: str, made: bytes) -> Response:
    kind = _media_type(wanted)
    textual = kind.startswith("text/") or kind.endswith("xml")
    response = Response(made, content_type=f"{kind}; charset=utf-8" if textual else kind)
    response.headers.update(headers_of(found, version, where))
    if wanted != _PAGE:  # which shows other decisions and the log too, and may differ while this record does not
        response.last_modified = found.changed_at if version.version == found.version else version.at
    if wanted == "html":
        response.headers["Content-Security-Policy"] = _DOCUMENT
    if wanted == "pdf":
        name = found.reference.replace("/", "-")
        response.headers.set("Content-Disposition", "inline", filename=f"{name} version {version.version}.pdf")
    return sent(response)


def _gone(found: Publication, version: VersionHeld, wanted: str, gone: Gone) -> Response:
    """410, with the reason, in the format that was asked for or one that is read as easily."""
    if wanted in ("json", "jsonld"):
        response = answer(problem("withdrawn", told_gone(found, version)))
    elif wanted in (_PAGE, "html"):
        shown = None if found.state == "withdrawn" else version
        response = Response(gone(found, shown), content_type="text/html; charset=utf-8")
    else:
        response = Response(f"{told_gone(found, version)}\n", content_type="text/plain; charset=utf-8")
    response.status_code = KINDS["withdrawn"].status
    response.headers.update({"Cache-Control": CACHES, "X-Robots-Tag": "noindex", "Vary": "Accept"})
    return response


def _links(found: Publication, version: VersionHeld, where: str) -> Iterator[str]:
    address = f"{site()}{where}"
    yield f'<{site()}{path_of(found)}>; rel="canonical"'
    yield from (f'<{address}{each.ending}>; rel="alternate"; type="{each.media_type}"' for each in FORMATS_OF.values())
    yield f'<{LICENCE}>; rel="license"'
    if version.version != found.version:
        yield f'<{site()}{path_of(found)}>; rel="latest-version"'
    if version.version > 1:
        yield f'<{site()}{path_of(found)}/versions/{version.version - 1}>; rel="predecessor-version"'
