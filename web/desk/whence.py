"""Where a form came from: what the browser says of it, and the token that only the pages of its session carry."""

import secrets
from urllib.parse import urlsplit

from flask import abort, request

from web.desk import signed_in
from web.office import office

FROM_ELSEWHERE = (
    "This form did not come from a page of ours, so nothing was done. Open the page, and send it from there."
)


def refuse_from_elsewhere() -> None:
    """403 where the browser says that another site sent it. Browsers that say nothing are told by the token."""
    site, origin = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")
    unsaid = not origin or (origin == "null" and site == "same-origin")
    if site not in ("", "same-origin", "none") or not (unsaid or _is_ours(origin)):
        abort(403, FROM_ELSEWHERE)


def has_token() -> bool:
    """Whether it carries the token of the session whose cookie came with it, though the session may have ended."""
    known, sent = signed_in.form_token(), request.form.get("form_token", "") if signed_in.token() else ""
    return bool(known) and sent.isascii() and secrets.compare_digest(sent, known)


def from_here() -> bool:
    """Whether the browser vouches that a page of ours sent it, perhaps one of an earlier session."""
    site = request.headers.get("Sec-Fetch-Site", "")
    return site == "same-origin" if site else _is_ours(request.headers.get("Origin", ""))


def refuse_unless_ours() -> None:
    """403 where neither the token nor the browser says that it is ours."""
    if not (has_token() or from_here()):
        abort(403, FROM_ELSEWHERE)


def _is_ours(origin: str) -> bool:
    """Whether an origin is that of the address asked for, or that under which people reach us."""
    try:
        named = urlsplit(origin).netloc
    except ValueError:
        return False
    return named != "" and named in (request.host, urlsplit(office().public_url).netloc)
