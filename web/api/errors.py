"""Everything that goes wrong ends here: a problem document (RFC 9457) for programs, a page for people."""

import errno
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, json, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from documents import PDFUnavailable
from engine import ClosingRefused, EngineDisagreement, FactError, Fault
from register import BulkBeingMade, NotHeld, NotInLog
from schemas.base import faults_of
from schemas.problems import KINDS, Kind, Problem, ProblemSchema, problem
from web.api import logs
from web.api.limits import drain
from web.api.metrics import metrics
from web.setting_pdfs import PDFBeingSet

_OF_STATUS = {
    400: "bad-request", 404: "not-found", 405: "method", 413: "too-large", 415: "media-type",
    429: "too-many", 500: "internal",
}  # fmt: skip
_SHOWN, _LONGEST = 100, 1000
_BESIDE = {  # headers, by kind
    "no-token": {"WWW-Authenticate": "Bearer"}, "being-made": {"Retry-After": "60"}, "being-set": {"Retry-After": "10"},
}  # fmt: skip
_SHAPE = ProblemSchema()  # it takes longer to make than to use

_OF_EVERY: Mapping[type[Exception], str] = {
    NotHeld: "not-found",
    NotInLog: "not-found",
    BulkBeingMade: "being-made",
    PDFBeingSet: "being-set",
    PDFUnavailable: "pdf-unavailable",
}
_OF_DISK = {
    errno.ENOSPC: "disk-full", errno.EDQUOT: "disk-full", errno.EFBIG: "disk-full",
    errno.EROFS: "storage", errno.EACCES: "storage", errno.EPERM: "storage",
}  # fmt: skip

ErrorPage = Callable[[HTTPException], ResponseReturnValue]


class Refused(Exception):
    """A request is refused, for the problem that it carries."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


class OfRoom(HTTPException):
    """What a room refused, for its page: the words are the room's, and the kind of problem is what they are about."""

    def __init__(self, kind: Kind, told: str) -> None:
        super().__init__(told)
        self.kind, self.code = kind, kind.status

    def get_headers(self, *asked: Any, **more: Any) -> list[tuple[str, str]]:
        """HTTP's own, and those of the kind of problem, such as when to come again."""
        return [*super().get_headers(*asked, **more), *_BESIDE.get(self.kind.name, {}).items()]


def refuse(kind: str, detail: str, faults: Iterable[Fault] = ()) -> Refused:
    """A refusal of a named kind, to be raised."""
    return Refused(problem(kind, detail, *faults))


def set_up(app: Flask, page: ErrorPage, of_rooms: Mapping[type[Exception], str]) -> None:
    """Answer for every error, of ours, of HTTP's and of nobody's. ``page`` tells people of what HTTP refuses;
    ``of_rooms`` names the kind of problem of each fault that a room or a database of this application raises.
    """
    for error, kind in {**_OF_EVERY, **of_rooms}.items():
        app.register_error_handler(error, partial(_of_room, page, kind))
    app.register_error_handler(Refused, _of_ours)
    app.register_error_handler(ValidationError, lambda error: answer(_told("request", faults_of(error))))
    app.register_error_handler(ClosingRefused, lambda error: answer(_told("closing-refused", error.faults)))
    app.register_error_handler(FactError, lambda error: answer(_told("facts", error.faults)))
    app.register_error_handler(EngineDisagreement, partial(_of_readings, page))
    app.register_error_handler(OSError, partial(_of_disk, page))
    app.register_error_handler(HTTPException, partial(_of_http, page))
    app.register_error_handler(Exception, partial(_of_nobody, page))


def answer(problem: Problem) -> Response:
    """A problem as JSON, with the id under which our log has it."""
    _count(problem.kind)
    shown = tuple(replace(fault, message=shortened(fault.message)) for fault in problem.errors[:_SHOWN])
    told = replace(problem, detail=shortened(problem.detail), errors=shown)
    body = {**_SHAPE.dump(told), "instance": f"urn:uuid:{logs.request_id()}"}
    headers = _BESIDE.get(problem.kind.name, {})
    return Response(json.dumps(body), problem.status, headers, content_type="application/problem+json")


def _of_room(page: ErrorPage, kind: str, error: Exception) -> ResponseReturnValue:
    """What another room refused, in its own words."""
    drain()
    faults: tuple[Fault, ...] = tuple(getattr(error, "faults", ()))
    told = _told(kind, faults) if faults else problem(kind, str(error))
    if not _wants_page():
        return answer(told)
    _count(told.kind)
    return page(OfRoom(told.kind, str(error)))


def _told(kind: str, faults: tuple[Fault, ...]) -> Problem:
    if len(faults) == 1:
        return problem(kind, faults[0].message, *faults)
    which = "each" if len(faults) <= _SHOWN else f"the first {_SHOWN}"
    return problem(kind, f"There are {len(faults)} faults; errors names the place of {which}.", *faults)


def shortened(message: str) -> str:
    """A message that quotes what was sent, without all of it where that is long."""
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST // 2]} … {message[-_LONGEST // 2 :]}"


def disagreed(error: EngineDisagreement) -> str:
    """Count that the two readings differ, and log where, so that whoever runs this can look into it; what is told."""
    logs.disagreed(error)
    metrics().disagreements.labels(error.rule_set).inc()
    return (
        "The rules were read in two ways, which did not come to the same, so nothing is determined. This is a fault "
        f"of ours. Tell whoever runs this service of case {error.case}. Nothing you sent is kept."
    )


def _of_ours(error: Refused) -> Response:
    drain()
    return answer(error.problem)


def _of_http(page: ErrorPage, error: HTTPException) -> ResponseReturnValue:
    """HTTP's own refusals, with their headers (Allow, Retry-After); redirections stay what they are."""
    if error.code is None or error.code < 400:
        return error
    if error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or request.path.startswith("/api/"):
        drain()
    kind = error.kind if isinstance(error, OfRoom) else KINDS[_OF_STATUS.get(error.code, "http")]
    if _wants_page():
        _count(kind)
        return page(error)
    own = error.description if error.description != type(error).description else ""
    response = answer(Problem(kind, own or kind.means, code=error.code))
    response.headers.extend([(name, held) for name, held in error.get_headers() if name not in response.headers])
    return response


def _of_readings(page: ErrorPage, error: EngineDisagreement) -> ResponseReturnValue:
    """The two readings differ: nothing is determined."""
    told = disagreed(error)
    if _wants_page():
        _count(KINDS["disagreement"])
        return page(ServiceUnavailable(told))
    return answer(problem("disagreement", told))


def _of_disk(page: ErrorPage, error: OSError) -> ResponseReturnValue:
    """A disk that takes nothing more, where no room gave the fault a name; the log says where. Others are nobody's."""
    drain()
    kind = _OF_DISK.get(error.errno or 0)
    if kind is None:
        return _of_nobody(page, error)
    logs.broke(error)
    told = problem(kind, KINDS[kind].means)
    if not _wants_page():
        return answer(told)
    _count(told.kind)
    return page(OfRoom(told.kind, told.detail))


def _of_nobody(page: ErrorPage, error: Exception) -> ResponseReturnValue:
    """A fault of ours: the log says where, the caller only which entry of the log."""
    logs.broke(error)
    if _wants_page():
        _count(KINDS["internal"])
        return page(InternalServerError())
    return answer(
        problem("internal", f"The fault is ours; our log has it as {logs.request_id()}. Nothing you sent is kept.")
    )


def _count(kind: Kind) -> None:
    logs.note(problem=kind.name)
    metrics().refused.labels(kind.name).inc()


def _wants_page() -> bool:
    kinds = ["application/json", "application/problem+json", "text/html"]
    return not request.path.startswith("/api/") and accepted().best_match(kinds) == "text/html"


def accepted() -> MIMEAccept:
    """What Accept names, without parameters such as a charset: nothing here is to be had in several ways."""
    return MIMEAccept([(each.partition(";")[0].strip().lower(), quality) for each, quality in request.accept_mimetypes])
