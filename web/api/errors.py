"""Everything that goes wrong ends here: a problem document (RFC 9457) for programs, a page for people."""

from collections.abc import Iterable

from flask import Flask, Response, json, render_template, request
from jinja2 import TemplateNotFound
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from engine import ClosingRefused, FactError, Fault
from schemas.base import faults_of
from schemas.problems import KINDS, Problem, ProblemSchema, problem
from web import loaded
from web.api import logs
from web.api.metrics import metrics

_OF_STATUS = {400: "bad-request", 404: "not-found", 405: "method", 413: "too-large", 415: "media-type", 500: "internal"}


class Refused(Exception):
    """A request is refused, for the problem that it carries."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def refuse(kind: str, detail: str, faults: Iterable[Fault] = ()) -> Refused:
    """A refusal of a named kind, to be raised."""
    return Refused(problem(kind, detail, *faults))


def set_up(app: Flask) -> None:
    """Answer for every error, of ours, of HTTP's and of nobody's."""
    app.register_error_handler(Refused, lambda error: answer(error.problem))
    app.register_error_handler(ValidationError, lambda error: answer(_told("request", faults_of(error))))
    app.register_error_handler(ClosingRefused, lambda error: answer(_told("closing-refused", error.faults)))
    app.register_error_handler(FactError, lambda error: answer(_told("facts", error.faults)))
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _of_nobody)


def answer(problem: Problem) -> Response:
    """A problem, as JSON or as a page."""
    logs.note(problem=problem.kind.name)
    metrics().refused.labels(problem.kind.name).inc()
    instance = problem.instance or f"urn:uuid:{logs.request_id()}"
    if _wants_page():
        page = render_template("error.html", problem=problem, case=logs.request_id())
        return Response(page, problem.status)
    body = {**ProblemSchema().dump(problem), "instance": instance}
    return Response(json.dumps(body), problem.status, content_type="application/problem+json")


def _told(kind: str, faults: tuple[Fault, ...]) -> Problem:
    several = f"There are {len(faults)} faults; errors names the place of each." if len(faults) > 1 else ""
    return problem(kind, several or faults[0].message, *faults)


def _of_http(error: HTTPException) -> Response | HTTPException:
    """HTTP's own refusals, with their headers (Allow, Retry-After); redirections stay what they are."""
    if error.code is None or error.code < 400:
        return error
    kind = _OF_STATUS.get(error.code, "http")
    told = Problem(KINDS[kind], error.description or error.name, code=error.code)
    response = answer(told)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _of_nobody(error: Exception) -> Response:
    """A fault of ours: the log says where, the caller only which entry of the log."""
    logs.broke(error)
    case = logs.request_id()
    return answer(problem("internal", f"The fault is ours and is in our log as {case}. Nothing was kept of what you sent."))


def _wants_page() -> bool:
    if request.path.startswith("/api/"):
        return False
    best = request.accept_mimetypes.best_match(["application/json", "application/problem+json", "text/html"])
    return best == "text/html"
