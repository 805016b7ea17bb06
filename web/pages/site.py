"""Pages about the site itself: how accessible it is, and what to show where something went wrong."""

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from web.api.errors import OfRoom

_TOO_MUCH = (
    "Send less text: no answer or reason needs more than a few pages. A file may have 20 MB: go back, and send a "
    "larger one in parts, or scan it with fewer dots."
)
_TOLD = {
    400: ("This cannot be taken", "Go back to the page with the form, and send it from there."),
    403: ("You may not do this", "Ask somebody whose role allows it, or an administrator for the role."),
    404: ("Page not found", "If you typed the address, check it. If you pasted it, check that you copied all of it."),
    405: ("This address does not take that kind of request", "Go back to the page with the form and use its button."),
    406: ("It is not to be had so", "Ask for one of these, or leave Accept out."),
    410: ("This is no longer kept", "That it was kept, and when, stays written down."),
    413: ("Too much was sent", _TOO_MUCH),
    429: ("Too much was asked at once", "Nothing you sent was kept."),
    503: ("Nothing is determined", "Do not rely on an earlier answer to the same question until this is looked into."),
    500: ("Something went wrong here", "Nothing you sent was stored. Try again later."),
}
_AGAIN = "Go back and try again."
_ENDED = "Go back, and send it again once that has ended. What you typed may still be there."
_READ = "Go back to the page, and choose it again once they have been set."
_SAID = (400, 403, 404, 406, 409, 410, 422, 429, 503, 507)  # whose own words are for whoever reads the page


def accessibility() -> str:
    """The accessibility statement."""
    return render_template("pages/accessibility.html")


def error_page(error: HTTPException) -> ResponseReturnValue:
    """The page for a failed request, with the error's own status and headers."""
    code = error.code or 500
    heading, advice = _heading(error, code)
    told = error.description if code in _SAID and error.description != type(error).description else ""
    page = render_template("pages/error.html", heading=heading, advice=advice, told=told)
    headers = [(name, held) for name, held in error.get_headers() if name.lower() != "content-type"]
    return page, code, headers


def _heading(error: HTTPException, code: int) -> tuple[str, str]:
    """What the page is called, and what to do: of what a room refused, the kind of problem unless all know it."""
    if isinstance(error, OfRoom) and (code > 500 or code not in _TOLD):
        ends = _READ if error.kind.name == "being-set" else _ENDED
        return error.kind.title, ends if code > 500 else _AGAIN
    return _TOLD.get(code, (error.name, _AGAIN))
