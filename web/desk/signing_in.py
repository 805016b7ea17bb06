"""Signing in at the desk, with an e-mail address and a password; going on after signing in elsewhere; signing out."""

from contextlib import suppress

from flask import Response, make_response, redirect, render_template, request, url_for

import people
from people import NewSession, NotSignedIn, PeopleRefused
from web.desk import elsewhere, signed_in, steps, whence
from web.desk.addresses import Address
from web.desk.coming_in import LARGEST, Way, address, asked, end_before, kept_nowhere, lead_on, page, refused
from web.desk.entries import NOBODY, end_session, keep, keep_answer
from web.office import now, office

NOT_YET = "You have not signed in yet in this browser. Sign in first, and then come back and go on."


def sign_in_form() -> Response:
    """The page to sign in; whoever has signed in already is led on."""
    return lead_on(asked()) if signed_in.session() else page("", asked())


def sign_in() -> Response:
    """Sign in. Whoever was signed in before in this browser no longer is."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    if errors := _slips(email, password):
        return page("", asked(), errors, 422, typed={"email": email})
    came = _come_in(email, password)
    if isinstance(came, NotSignedIn):
        return refused("", asked(), came, typed={"email": email})
    return lead_on(asked(), came)


def go_on() -> Response:
    """Go on with what was typed, for whoever signed in meanwhile in another tab."""
    if signed_in.session() is None:
        return page("", asked(), {"form": NOT_YET}, 401)
    return lead_on(asked())


def sign_out() -> Response:
    """End the session, where there is one."""
    session = signed_in.session()
    if session is not None:
        whence.refuse_unless_ours()
        with suppress(PeopleRefused), office().private.writing() as connection:
            end_session(connection, session)
    return signed_in.signed_out(make_response(redirect(url_for("desk.signed_out_page"), 303)))


def signed_out_page() -> Response:
    """That nobody is signed in any more."""
    if signed_in.session():
        return lead_on(Way())
    return kept_nowhere(make_response(render_template("desk/signed_out.html", errors={})))


def _slips(email: str, password: str) -> dict[str, str]:
    wrong = {} if email.strip() else {"email": "Type your e-mail address"}
    return wrong if password else {**wrong, "password": "Type your password"}


def _come_in(email: str, password: str) -> NewSession | NotSignedIn:
    """No transaction waits for argon2."""
    with office().private.writing() as connection:
        attempt = people.begin(connection, now(), email, address())
        if isinstance(attempt, NotSignedIn):
            keep(connection, attempt.entry, NOBODY)
    if isinstance(attempt, NotSignedIn):
        return attempt
    compared = people.compare_password(attempt, password)
    with office().private.writing() as connection:
        answer = people.finish(connection, now(), compared, office().session_rules)
        keep_answer(connection, answer)
    if isinstance(answer, NewSession):
        end_before()
    return answer


ADDRESSES = (
    Address("/sign-in", sign_in_form, None),
    Address("/sign-in", sign_in, None, "POST", LARGEST),
    Address("/sign-in/go-on", go_on, None, "POST", LARGEST),
    Address("/sign-out", sign_out, None, "POST"),
    Address("/signed-out", signed_out_page, None),
    *steps.ADDRESSES,
    *elsewhere.ADDRESSES,
)
