"""Publications: found by words and facets, page by page, and one by its id or any name that it ever had."""

import json
from typing import Any
from urllib.parse import urlencode

from flask import Response
from werkzeug.datastructures import MultiDict

from documents import as_json
from register import FACETS, Looking, publication, search
from schemas.publications import PublishedItems, PublishedSchema
from web.api import parameters
from web.api.body import refuse_parameters
from web.api.errors import refuse
from web.api.operations import Blueprint, operation
from web.made_once import made_once
from web.negotiation import headers_of, path_of, told_gone
from web.register import asking
from web.register.asking import AFTER, ORDER, SIZE, WORDS, looking
from web.register_api.answering import COMMON, answer, given, pages
from web.shelf import shelf

_LARGEST = 100
_SHOWN = ("id", "kind", "reference", "state", "version", "noindex", "changed_at", "versions")
_ORDERS = ("best", "newest")
_ASKED = (WORDS, *FACETS, ORDER, AFTER, "size")

blueprint = Blueprint("publications", __name__, url_prefix="/api/v1", description="What is published.")


@operation(blueprint, "GET", "/publications", PublishedItems, None, *COMMON, act=None, asks=_ASKED)
def list_publications() -> Response:
    """Publications by words and facets: ``q`` as on the page, ``order`` best or newest, ``size`` up to 100."""
    said = parameters.asked(*_ASKED)
    size = parameters.whole(said, "size", SIZE, 1, _LARGEST)
    if said.get(ORDER, _ORDERS[0]) not in _ORDERS:
        raise refuse("bad-parameter", f"{ORDER} is one of these: {', '.join(_ORDERS)}.")
    wanted = looking(MultiDict(said), size)
    key = ("publications", str(size), urlencode(asking.parameters(wanted)))
    with shelf().reading() as connection:
        text, following, before = json.loads(made_once(connection, key, lambda: _listed(connection, wanted)))
    return given(text, pages("/api/v1/publications", next=following, prev=before))


def _listed(connection: Any, wanted: Looking) -> bytes:
    """The answer, and what asks for the next and the previous page."""
    found = search(connection, wanted)
    return json.dumps((PublishedItems().dumps(found), found.next, found.previous)).encode()


@operation(
    blueprint, "GET", "/publications/<path:id>", PublishedSchema, None,
    *COMMON, "not-found", "withdrawn", act=None,
)  # fmt: skip
def get_publication(id: str) -> Response:
    """One publication with its newest record, by its id or by any name that it ever had, such as its reference."""
    refuse_parameters()
    with shelf().reading() as connection:
        found = publication(connection, id)
    if found is None:
        raise refuse("not-found", "The register holds nothing of that name. GET /api/v1/publications lists it.")
    if found.record is None:
        raise refuse("withdrawn", told_gone(found))
    path = path_of(found)
    made = {name: getattr(found, name) for name in _SHOWN} | {"url": path, "record": as_json(found.record)}
    return answer(PublishedSchema, made, {**headers_of(found, found.newest, path), "Content-Location": path})
