"""What may be left to do after the password: a code from the app, a password of one's own, an authenticator app."""

from flask import Response

import people
from people import NewSession, NotSignedIn, OtherKey, Session
from web.api import logs
from web.desk import authenticator, own_password, signed_in, whence
from web.desk.addresses import Address
from web.desk.coming_in import LARGEST, address, asked, lead_on, page, refused
from web.desk.entries import keep_answer
from web.desk.sending import typed
from web.office import now, office

NO_CODE = "Type the code of six digits that the app shows"
OTHER_KEY = (
    "Your authenticator app cannot be checked just now: the key to it is missing. This is a fault of ours and not of "
    "your code. Tell whoever runs this service; until then nobody with an app can sign in."
)


def code_form() -> Response:
    """The page that asks for a code."""
    return _shown("second_factor")


def give_code() -> Response:
    """Take a code."""
    session = _at("second_factor")
    if session is None:
        return lead_on(asked())
    if not typed("code"):
        return page("second_factor", asked(), {"code": NO_CODE}, 422)
    try:
        answer = _code(session)
    except OtherKey as other:
        logs.broke(other)
        return page("second_factor", asked(), {"form": OTHER_KEY}, 503)
    return refused("second_factor", asked(), answer, "code") if isinstance(answer, NotSignedIn) else _risen(answer)


def new_password_form() -> Response:
    """The page that asks for a password of one's own, in place of a one-time one."""
    return _shown("new_password")


def choose_password() -> Response:
    """Take a password of one's own."""
    session = _at("new_password")
    if session is None:
        return lead_on(asked())
    answer = own_password.change(session)
    if isinstance(answer, NewSession):
        return _risen(answer)
    return page("new_password", asked(), answer.errors, answer.status)


def second_factor_form() -> Response:
    """The page on which an authenticator app is set up."""
    return _shown("set_up_second_factor")


def set_up_second_factor() -> Response:
    """Take the first code of an authenticator app."""
    session = _at("set_up_second_factor")
    if session is None:
        return lead_on(asked())
    answer = authenticator.set_up(session)
    if isinstance(answer, NewSession):
        return _risen(answer)
    return page("set_up_second_factor", asked(), answer, 422)


def _shown(step: str) -> Response:
    session = signed_in.session()
    return page(step, asked()) if session and session.next == step else lead_on(asked())


def _at(step: str) -> Session | None:
    """The session in hand, where this is what it waits for. 403 where its form is none of ours."""
    session = signed_in.session()
    if session is None or session.next != step:
        return None
    whence.refuse_unless_ours()
    return session


def _code(session: Session) -> NewSession | NotSignedIn:
    with office().private.writing() as connection:
        answer = people.give_code(connection, now(), session, typed("code"), address(), office().keys)
        keep_answer(connection, answer)
    return answer


def _risen(new: NewSession) -> Response:
    return lead_on(asked(), new)


ADDRESSES = (
    Address("/sign-in/code", code_form, None),
    Address("/sign-in/code", give_code, None, "POST", LARGEST),
    Address("/sign-in/new-password", new_password_form, None),
    Address("/sign-in/new-password", choose_password, None, "POST", LARGEST),
    Address("/sign-in/second-factor", second_factor_form, None),
    Address("/sign-in/second-factor", set_up_second_factor, None, "POST", LARGEST),
)
