"""Before any page of the desk: no form from elsewhere, somebody who signed in whole, and an act that is theirs."""

import secrets
from urllib.parse import urlsplit

from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

import people
from casework import NotAllowed
from web.desk import signed_in
from web.desk.addresses import Address

STEPS = {
    "second_factor": "desk.code_form",
    "new_password": "desk.new_password_form",
    "set_up_second_factor": "desk.second_factor_form",
}
FROM_ELSEWHERE = (
    "This form did not come from a page of ours, so nothing was done. Open the page, and send it from there."
)


def check(address: Address) -> ResponseReturnValue | None:
    """What is answered instead of the page, where it may not be shown. Raises NotAllowed, HTTPException."""
    request.max_content_length = address.largest
    if request.method == "POST":
        _refuse_from_elsewhere()
    if address.act is None:
        return None
    session = signed_in.session()
    if session is None:
        return redirect(url_for("desk.sign_in_form", next=_whither()), 303)
    if request.method == "POST" and not secrets.compare_digest(_sent_token(), signed_in.form_token()):
        abort(403, FROM_ELSEWHERE)
    if session.next:
        return redirect(url_for(STEPS[session.next], next=_whither()), 303)
    if not people.may_at_all(session.actor, address.act):
        raise NotAllowed(address.act)
    g.act = address.act
    return None


def _refuse_from_elsewhere() -> None:
    """What browsers say of where a form came from; those that say nothing are told by the form's token."""
    site, origin = request.headers.get("Sec-Fetch-Site", "none"), request.headers.get("Origin", "")
    if site not in ("same-origin", "none") or (origin and urlsplit(origin).netloc != request.host):
        abort(403, FROM_ELSEWHERE)


def _sent_token() -> str:
    """The token that the form carries; of signs that no token has, nothing."""
    sent = request.form.get("form_token", "")
    return sent if sent.isascii() else ""


def _whither() -> str:
    """Where to go on after signing in: the page that was asked for; of a form, the page it stands on is not known."""
    return request.full_path.rstrip("?") if request.method == "GET" else "/"
