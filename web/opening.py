"""A letter, or a preview of what is to be published, that a party opens by a one-time link, without an account.

Programs that check mail follow links before people do, so the address shows a button, and only pressing it uses the
link up. The log has the route and never the address. Whatever is wrong with a link, the answer is the same.
"""

from flask import Blueprint, Response, make_response, render_template

import people
from casework import CaseRefused, NotFound
from casework.deciding import open_letter
from casework.publishing import open_preview
from documents import published_notices, published_parts
from keeping import NotMadeAgain
from web.kept_determinations import live
from web.office import now, office
from web.outlet import path_of
from web.papers import given

opening = Blueprint("opening", __name__)


@opening.after_request
def keep_nowhere(response: Response) -> Response:
    """Neither the letter nor that there is none stays in a cache or is found by a search, nor does its address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@opening.get("/open/<secret>")
def button(secret: str) -> Response:
    """The page with the button. Nothing is used up by looking."""
    with office().private.reading() as connection:
        stands = people.link_stands(connection, now(), secret)
    return make_response(render_template("pages/opening.html")) if stands else _opens_nothing()


@opening.post("/open/<secret>")
def letter(secret: str) -> Response:
    """The letter, as it went out. Its link opens nothing any more."""
    try:
        with office().private.writing() as connection:
            html = open_letter(connection, now(), secret)
    except NotFound:
        return _opens_nothing()
    return given(html, "html", "letter")


@opening.get("/preview/<secret>")
def preview_button(secret: str) -> Response:
    """The page with the button that opens a preview. Nothing is used up by looking."""
    with office().private.reading() as connection:
        stands = people.link_stands(connection, now(), secret)
    return make_response(render_template("pages/previewing.html")) if stands else _opens_nothing()


@opening.post("/preview/<secret>")
def preview(secret: str) -> Response:
    """What is to be published, as it stands now. Its link opens nothing any more."""
    try:
        with office().private.writing() as connection:
            record, same = open_preview(connection, now(), secret, live)
    except (NotFound, CaseRefused, NotMadeAgain):
        return _opens_nothing()
    parts = published_parts(record, f"{office().public_url}{path_of(record.id)}")
    notices = published_notices(record)
    return make_response(render_template("pages/preview.html", record=record, same=same, parts=parts, notices=notices))


def _opens_nothing() -> Response:
    return make_response(render_template("pages/opens_nothing.html"), 404)
