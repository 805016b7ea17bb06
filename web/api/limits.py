"""Letting a refusal of a body that is too large be heard."""

import time

from flask import request

_PIECE = 256 * 1024
_MOST = 256 * 1024 * 1024
_SECONDS = 2.0


def drain() -> None:
    """Read what is still being sent and drop it, for a while.

    gunicorn closes the connection after its answer; where bytes are still unread, the kernel then resets it, and the
    caller sees a broken pipe in place of the 413. Memory stays small, and the time is limited.
    """
    stream, started, dropped = request.environ["wsgi.input"], time.monotonic(), 0
    while dropped < _MOST and time.monotonic() - started < _SECONDS:
        try:
            piece = stream.read(_PIECE)
        except (OSError, ValueError):  # the caller has gone, or sent what is no body
            return
        if not piece:
            return
        dropped += len(piece)
