"""Signing in elsewhere: leaving for the issuer that the settings name, and coming back with its answer.

One leaves by a link, not by a form: the Content-Security-Policy lets forms lead nowhere but to us, and browsers hold
whoever is sent on from a form to that.
"""

from urllib.parse import quote, unquote

from flask import Response, abort, make_response, redirect, request

import people
from people import Issuer, NotSignedIn, OidcRefused
from web.api import logs
from web.desk import signed_in
from web.desk.addresses import Address
from web.desk.coming_in import Way, asked, end_before, is_ours, kept_nowhere, lead_on, page, refused
from web.desk.entries import keep_answer
from web.office import now, office

_PATH = "/sign-in/elsewhere"
_COOKIE = "rationale_elsewhere"
_STANDS = 600  # seconds, as the departure does


def leave_for_issuer() -> Response:
    """Send the browser to the issuer; what it must bring back is in a cookie."""
    issuer, way = _issuer(), asked()
    try:
        departure = people.depart(issuer, now(), office().keys)
    except OidcRefused as refusal:
        return _told(refusal, way)
    response = make_response(redirect(departure.url, 303))
    response.set_cookie(
        _name(), f"{departure.kept}|{quote(way.next, safe='')}", _STANDS,
        path=_PATH, secure=signed_in.encrypted(), httponly=True, samesite="Lax",
    )  # fmt: skip
    return kept_nowhere(response)


def arrive_from_issuer() -> Response:
    """Take the issuer's answer: a session for whoever came, where an account here is theirs."""
    issuer = _issuer()
    kept, _, said = request.cookies.get(_name(), "").partition("|")
    way = Way(unquote(said) if is_ours(unquote(said)) else "")
    response = _arrived(issuer, kept, way)
    response.delete_cookie(_name(), path=_PATH, secure=signed_in.encrypted(), httponly=True, samesite="Lax")
    return kept_nowhere(response)


def _arrived(issuer: Issuer, kept: str, way: Way) -> Response:
    """No transaction waits for the issuer."""
    try:
        identity = people.arrive(issuer, now(), request.args.to_dict(), kept, office().keys)
    except OidcRefused as refusal:
        return _told(refusal, way)
    with office().private.writing() as connection:
        answer = people.sign_in_from(connection, now(), identity, office().session_rules)
        keep_answer(connection, answer)
    if isinstance(answer, NotSignedIn):
        return refused("", way, answer)
    end_before()
    return lead_on(way, answer)


def _told(refusal: OidcRefused, way: Way) -> Response:
    logs.note(problem=f"oidc-{refusal.reason}")
    return page("", way, {"form": str(refusal)}, 503 if refusal.reason == "unreachable" else 422)


def _issuer() -> Issuer:
    return office().issuer or abort(404)


def _name() -> str:
    return f"__Secure-{_COOKIE}" if signed_in.encrypted() else _COOKIE


ADDRESSES = (
    Address(_PATH, leave_for_issuer, None),
    Address(f"{_PATH}/arrived", arrive_from_issuer, None),
)
