"""Taking in a body whose sender may be slow, broken or without measure; and letting a refusal of it be heard."""

import time

from flask import g, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

_PIECE = 256 * 1024
_MOST = 256 * 1024 * 1024
_SECONDS = 2.0


def whole_body() -> bytes:
    """The body of the request in hand. Raises HTTPException: 413 over the limit, 400 where it does not arrive whole."""
    most = request.max_content_length
    if most is not None and request.content_length is None:
        request.max_content_length = most + 1  # Werkzeug stops in silence at the limit of an unknown length
    try:
        body: bytes = request.stream.read()
    except RequestEntityTooLarge:
        raise
    except Exception:  # noqa: BLE001  # servers raise errors of their own where a body stops or its chunks do not add up
        g.body_taken = True  # nothing more is coming, and waiting for it again would keep the caller twice as long
        told = "The body did not arrive whole: it stopped, or its chunks do not add up. Send it again."
        raise BadRequest(told) from None
    if most is not None and len(body) > most:
        raise RequestEntityTooLarge
    g.body_taken, g.body = True, body
    return body


def drain() -> None:
    """Read what is still being sent and drop it, for a while, where nobody has taken the body in.

    gunicorn closes the connection after its answer; where bytes are still unread, the kernel then resets it, and the
    caller sees a broken pipe in place of the refusal. Memory stays small, and the time is limited.
    """
    stream, started, left = request.environ["wsgi.input"], time.monotonic(), _left()
    while left > 0 and time.monotonic() - started < _SECONDS:
        try:
            piece = stream.read(min(_PIECE, left))
        except Exception:  # noqa: BLE001  # the caller has gone, or sends what is no body; it is refused already
            return
        if not piece:
            return
        left -= len(piece)


def _left() -> int:
    """How much may still come: never beyond the length said, where a server without ends to its bodies would wait."""
    if g.get("body_taken"):
        return 0
    unsaid = _MOST if request.environ.get("wsgi.input_terminated") else 0
    return min(_MOST, unsaid if request.content_length is None else request.content_length)
