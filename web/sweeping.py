"""What is of no more use goes while the service runs, a little at a time: no thread and no timer is needed for it.

Whoever changes something takes it away, once an hour in each process, after their own change is done. An answer
kept for a repeated request may hold what was stated in a case: it does not stay until somebody restarts the service.
"""

import threading
from contextlib import suppress
from datetime import datetime, timedelta

from flask import Flask, Response, current_app, request

import people
from casework import following
from keeping import idempotency
from web import waiting_files
from web.office import now, office

MOST = 500  # rows of each kind at once: nobody waits for long
_EVERY = timedelta(hours=1)
CHANGES_NOTHING = {"GET", "HEAD", "OPTIONS"}
_NAME = "rationale.sweeping"


class Sweeping:
    """When this process is to sweep again. ``troubles``: the faults for which it is left until the next time."""

    def __init__(self, begun: datetime, troubles: tuple[type[Exception], ...]) -> None:
        self.next, self.troubles = begun + _EVERY, troubles
        self._turn = threading.Lock()

    def due(self, at: datetime) -> bool:
        """Whether it is time. Of those who ask at once one is told so."""
        with self._turn:
            due = at >= self.next
            if due:
                self.next = at + _EVERY
            return due

    def go_on(self, at: datetime) -> None:
        """There is more: whoever changes something next takes it away."""
        with self._turn:
            self.next = at


def set_up(app: Flask, *troubles: type[Exception]) -> None:
    """Sweep while this application runs. What was left over before it is for its start: see ``cli_storage.swept``."""
    app.extensions[_NAME] = Sweeping(now(), troubles)
    app.after_request(_swept)


def _swept(response: Response) -> Response:
    """The response as it is, whatever comes of the sweeping."""
    sweeping, at = current_app.extensions[_NAME], now()
    if request.method not in CHANGES_NOTHING and sweeping.due(at):
        with suppress(*sweeping.troubles):
            waiting_files.clear(at)
            if MOST in _taken_away(at):
                sweeping.go_on(at)
    return response


def _taken_away(at: datetime) -> tuple[int, ...]:
    """How many of each kind went: answers kept for repeated requests, attempts to sign in, sessions, and addresses that
    did not confirm in time that they wish to follow something.
    """
    with office().private.writing() as connection:
        sweeps = (
            idempotency.forget_answers, people.forget_attempts, people.forget_sessions, following.forget_followers,
        )  # fmt: skip
        return tuple(sweep(connection, at, MOST) for sweep in sweeps)
