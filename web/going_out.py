"""What is due for the register goes out while the service runs, so that no timer outside of it is needed.

What was held back until a moment that has come is published, what a stop left on its way arrives, and the log is
signed once a day. Whoever changes something sets it off, or whoever asks how the service is, such as a monitor: once
an hour in each process, and when the answer is out already, so that nobody waits for it. Where several processes do it
at once, each thing is done by one of them.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import Flask, Response, request

from casework.publishing import Outlet, release_due, sign_daily, sweep
from register import RegisterRefused, SigningKeyRefused
from web.api import logs
from web.kept_determinations import live
from web.office import now
from web.outlet import outlet
from web.sweeping import CHANGES_NOTHING, Sweeping

_NAME = "rationale.going_out"
_ASKED_BY_MONITORS = ("/readyz", "/metrics")
_WITHOUT_END = (204, 304)  # statuses of answers without a body, after which nothing is called


def set_up(app: Flask, *troubles: type[Exception]) -> None:
    """Do so while this application runs; ``troubles`` are the faults for which it is left until the next time."""
    turns = Sweeping(now(), (*troubles, SigningKeyRefused, RegisterRefused))
    app.extensions[_NAME] = turns
    app.after_request(partial(_set_off, app, turns))


def _set_off(app: Flask, turns: Sweeping, response: Response) -> Response:
    """The response as it is; what is due comes after it."""
    asked = request.method == "GET" and request.path in _ASKED_BY_MONITORS
    sets_off = (asked or request.method not in CHANGES_NOTHING) and response.status_code not in _WITHOUT_END
    at = now()
    if sets_off and turns.due(at):
        response.call_on_close(partial(_all_that_is_due, app, turns, at))
    return response


def _all_that_is_due(app: Flask, turns: Sweeping, at: datetime) -> None:
    """In an application whose request is over. A fault in one thing leaves the others as they are."""
    with app.app_context():
        for does in (sweep, _release, sign_daily):
            _tried(does, turns, at)


def _tried(does: Callable[[Outlet, datetime], object], turns: Sweeping, at: datetime) -> None:
    try:
        does(outlet(), at)
    except turns.troubles as trouble:
        logs.broke_apart(trouble)


def _release(to: Outlet, at: datetime) -> object:
    return release_due(to, at, live)
