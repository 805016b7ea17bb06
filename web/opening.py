"""A letter that its party opens by a one-time link, without an account.

Programs that check mail follow links before people do, so the address shows a button, and only pressing it uses the
link up. The log has the route and never the address. Whatever is wrong with a link, the answer is the same.
"""

from flask import Blueprint, Response, make_response, render_template

import people
from casework import NotFound
from casework.deciding import open_letter
from web.office import now, office
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


def _opens_nothing() -> Response:
    return make_response(render_template("pages/opens_nothing.html"), 404)
