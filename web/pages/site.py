"""Pages about the site itself: how accessible it is, and what to show where something went wrong."""

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

_TOLD = {
    400: ("This cannot be taken", "Go back to the page with the form, and send it from there."),
    403: ("You may not do this", "Ask somebody whose role allows it, or an administrator for the role."),
    404: ("Page not found", "If you typed the address, check it. If you pasted it, check that you copied all of it."),
    405: ("This address does not take that kind of request", "Go back to the page with the form and use its button."),
    413: ("Too much was sent", "Send less text: no answer or reason needs more than a few pages."),
    503: ("Nothing is determined", "Do not rely on an earlier answer to the same question until this is looked into."),
    500: ("Something went wrong here", "Nothing you sent was stored. Try again later."),
}
_SAID = (400, 403, 404, 409, 422, 503, 507)  # whose own words are for whoever reads the page


def accessibility() -> str:
    """The accessibility statement."""
    return render_template("pages/accessibility.html")


def error_page(error: HTTPException) -> ResponseReturnValue:
    """The page for a failed request, with the error's own status and headers."""
    code = error.code or 500
    heading, advice = _TOLD.get(code, (error.name, "Go back and try again."))
    told = error.description if code in _SAID and error.description != type(error).description else ""
    page = render_template("pages/error.html", heading=heading, advice=advice, told=told)
    headers = [(name, held) for name, held in error.get_headers() if name.lower() != "content-type"]
    return page, code, headers
