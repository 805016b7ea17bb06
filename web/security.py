"""What browsers are told with every answer: no script from anywhere, no framing, no guessing of types."""

from http import HTTPStatus

from flask import Flask, Response, abort, request

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def set_up(app: Flask) -> None:
    """Add the headers to every response of the application, and let no form come without its length."""

    @app.before_request
    def refuse_forms_of_unknown_length() -> None:
        """Werkzeug would cut them off at the limit in silence; browsers always say the length."""
        chunked = "Transfer-Encoding" in request.headers and request.content_length is None
        if chunked and not request.path.startswith("/api/"):
            abort(HTTPStatus.LENGTH_REQUIRED)

    @app.after_request
    def add(response: Response) -> Response:
        for name, held in HEADERS.items():
            response.headers.setdefault(name, held)  # a file of evidence is told more strictly
        if request.method == "POST":  # what answers a case's facts stays out of every cache
            response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Cache-Control", "private, no-cache")  # it may change at any time
        return response
