"""A publication to be taken along: with the proof that it stands in the log, and with all that its answers rest on."""

from collections.abc import Callable
from typing import Any

from flask import Response, redirect
from flask.typing import ResponseReturnValue

from register import Publication, VersionHeld, bundle, proof_of
from schemas.problems import KINDS
from web.api.errors import OfRoom
from web.made_once import made_once
from web.negotiation import CACHES, held_or_404, path_of, sent, told_gone, version_or_404
from web.shelf import shelf

Made = Callable[[Any, str, int], bytes]


def proof(said: str, number: str = "") -> Response:
    """The proof of a version as a file that `rationale verify` reads, and anybody else who knows RFC 6962."""
    return _saved(said, number, proof_of, "proof", ".json", "application/json")


def whole_bundle(said: str, number: str = "") -> Response:
    """A version with its determinations and their rules, as a ZIP that `rationale rerun` reads."""
    return _saved(said, number, bundle, "bundle", ".zip", "application/zip")


def by_name(name: str) -> ResponseReturnValue:
    """A publication by its reference or another name that it ever had: leads to where it stands for good."""
    with shelf().reading() as connection:
        found = held_or_404(connection, name)
    return redirect(path_of(found), 301)


def _saved(said: str, number: str, make: Made, what: str, ending: str, media_type: str) -> Response:
    with shelf().reading() as connection:
        found = held_or_404(connection, said)
        version = version_or_404(found, number)
        if version.canonical is None:
            raise OfRoom(KINDS["withdrawn"], told_gone(found, version))
        key = (found.id, str(version.version), what)
        made = made_once(connection, key, lambda: make(connection, found.id, version.version))
    response = Response(made, content_type=media_type, headers={"Cache-Control": CACHES})
    response.headers.set("Content-Disposition", "attachment", filename=f"{_called(found, version)} {what}{ending}")
    response.headers["X-Robots-Tag"] = "noindex"
    return sent(response)


def _called(found: Publication, version: VersionHeld) -> str:
    """What a file of a version is called: its reference, as every system can write it."""
    plain = "".join(each if each.isascii() and each.isalnum() else "-" for each in found.reference)
    return f"{plain} version {version.version}"
