"""Taking in a body whose sender may be slow, broken or without measure; and letting a refusal of it be heard."""

import time

from flask import request
from werkzeug.exceptions import BadRequest, HTTPException

_PIECE = 256 * 1024
_MOST = 256 * 1024 * 1024
_SECONDS = 2.0


def whole_body() -> bytes:
    """The body of the request in hand. Raises HTTPException: 413 over the limit, 400 where it does not arrive whole."""
    try:
        body: bytes = request.stream.read()
        request.stream.read(1)  # Werkzeug stops in silence at the limit of an unknown length; one more byte is a 413
    except HTTPException:
        raise
    except Exception:  # noqa: BLE001  # servers raise errors of their own where the chunks of a body do not add up
        raise BadRequest("The body did not arrive whole: its chunks do not add up. Send it again.") from None
    return body


def drain() -> None:
    """Read what is still being sent and drop it, for a while.

    gunicorn closes the connection after its answer; where bytes are still unread, the kernel then resets it, and the
    caller sees a broken pipe in place of the 413. Memory stays small, and the time is limited.
    """
    stream, started, dropped = request.environ["wsgi.input"], time.monotonic(), 0
    while dropped < _MOST and time.monotonic() - started < _SECONDS:
        try:
            piece = stream.read(_PIECE)
        except Exception:  # noqa: BLE001  # the caller has gone, or sends what is no body; the answer is 413 already
            return
        if not piece:
            return
        dropped += len(piece)
