"""How one signs in: another password, another authenticator app."""

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from people import NewSession, Session
from web.desk import authenticator, own_password, signed_in
from web.desk.account_frame import me, shown
from web.desk.addresses import Address
from web.desk.coming_in import kept_nowhere
from web.desk.sending import Places

DONE = {
    "password": "Your password was changed. Your other sessions have ended.",
    "app": "The app was set up. From now on its codes are asked for.",
}


def own_sign_in(errors: Places | None = None) -> str:
    """The password and the authenticator app."""
    return shown("account_sign_in", who=me(), errors=errors or {}, done=DONE.get(request.args.get("done", "")))


def change_own_password() -> ResponseReturnValue:
    """Change the password."""
    answer = own_password.change(_session())
    if isinstance(answer, NewSession):
        return _done("password", answer)
    return own_sign_in(answer.errors), answer.status


def authenticator_page(errors: Places | None = None) -> ResponseReturnValue:
    """A new secret for an authenticator app."""
    page = shown(
        "account_authenticator", errors=errors or {}, app=authenticator.has_app(_session()), **authenticator.shown()
    )
    return kept_nowhere(make_response(page, 422 if errors else 200))


def set_up_authenticator() -> ResponseReturnValue:
    """Take the first code of another app."""
    answer = authenticator.set_up(_session())
    return _done("app", answer) if isinstance(answer, NewSession) else authenticator_page(answer)


def _session() -> Session:
    found = signed_in.session()
    if found is None:
        raise LookupError("nobody is signed in, and this is for those who are")
    return found


def _done(what: str, new: NewSession) -> ResponseReturnValue:
    """On to the page that says what was done, in the session that took the place of the one before."""
    return signed_in.signed_in(make_response(redirect(url_for("desk.own_sign_in", done=what), 303)), new)


ADDRESSES = (
    Address("/account/sign-in", own_sign_in, "me.change"),
    Address("/account/sign-in", change_own_password, "me.change", "POST", carries=False),
    Address("/account/sign-in/app", authenticator_page, "me.change"),
    Address("/account/sign-in/app", set_up_authenticator, "me.change", "POST", carries=False),
)
