"""The log: JSON lines on standard error. Only listed keys get in, so that no fact of a case and no name ever does."""

import logging
import sys
import time
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from types import TracebackType
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

from engine import EngineDisagreement

_SHOWN = 20
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

ALLOWED = {
    "event", "level", "timestamp", "request_id", "method", "route", "status", "milliseconds", "rule_set",
    "determination", "problem", "error", "raised_at", "case", "differing",
}  # fmt: skip


def only_allowed(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not listed."""
    return {key: value for key, value in event.items() if key in ALLOWED}


def _logger() -> Any:
    return structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
    )


def _say(level: str, event: str, **fields: Any) -> None:
    """One line. Where it cannot be written, since the disk under standard error is full, the request goes on."""
    with suppress(OSError):
        getattr(_logger(), level)(event, **fields)


def note(**fields: str | int) -> None:
    """Put something into the log line of the request in hand: the rule set, the determination's id, the problem."""
    g.noted = {**g.get("noted", {}), **fields}


def request_id() -> str:
    """The id of the request in hand: in its log line, and in what the caller is told when something breaks."""
    if "request_id" not in g:
        g.request_id = str(uuid4())
    known: str = g.request_id
    return known


def route() -> str:
    """The route as it is written in the code, never the address that was asked for: addresses can hold anything."""
    return request.url_rule.rule if request.url_rule else "(none)"


def method() -> str:
    """The method of the request in hand; of those that nobody knows, that it is another: it can be any word."""
    return request.method if request.method in _METHODS else "other"


def broke(error: BaseException) -> None:
    """Log where an error was raised, without its words: they may quote a fact."""
    _say("error", "broke", request_id=request_id(), route=route(), error=type(error).__name__, raised_at=_places(error))


def broke_apart(error: BaseException) -> None:
    """The same of what is done after a request, for nobody in particular."""
    _say("error", "broke", error=type(error).__name__, raised_at=_places(error))


def of_server(record: logging.LogRecord) -> bool:
    """Of a fault that gunicorn tells, only its kind and place, in a line of ours: its own words quote the request."""
    error = sys.exc_info()[1]
    if error is None:
        return True
    _say(record.levelname.lower(), "server", error=type(error).__name__, raised_at=_places(error))
    return False


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno} {frame.name}" for frame in frames[-12:]]


def _unhandled(told: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
    """An error outside of every view, in place of Flask's own words, which quote the address."""
    if told[1] is not None:
        broke(told[1])


def disagreed(error: EngineDisagreement) -> None:
    """Log where the two readings of the rules differ: names of rules, and nothing of what was said in the case."""
    _say(
        "error",
        "disagreed",
        request_id=request_id(),
        route=route(),
        rule_set=error.rule_set,
        case=error.case,
        differing=list(error.differing[:_SHOWN]),
    )


def set_up(app: Flask) -> None:
    """One line for each request, and nothing in anybody else's words."""
    logging.getLogger("gunicorn.error").addFilter(of_server)
    app.log_exception = _unhandled  # type: ignore[assignment, method-assign]  # Flask tells it nowhere else

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def tell(response: Response) -> Response:
        taken = round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000)
        response.headers["X-Request-ID"] = request_id()
        _say(
            "info",
            "request",
            request_id=request_id(),
            method=method(),
            route=route(),
            status=response.status_code,
            milliseconds=taken,
            **g.get("noted", {}),
        )
        return response
