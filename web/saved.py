"""Files that go out only to be saved: no browser shows or runs them, and no cache keeps them."""

from urllib.parse import quote

from flask import Response

_ONLY_TO_BE_SAVED = {
    "Content-Security-Policy": "sandbox; default-src 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def to_be_saved(data: bytes, media_type: str, name: str) -> Response:
    """Bytes, whole and unaltered, to be saved under a name."""
    saved_as = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, headers={**_ONLY_TO_BE_SAVED, "Content-Disposition": saved_as}, content_type=media_type)
