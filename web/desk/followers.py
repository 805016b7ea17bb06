"""Who follows by e-mail what is published. An administrator erases an address when its owner asks for that."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

import people
from casework.following import HOW_OFTEN, erase_follower, followers
from web.desk import signed_in
from web.desk.addresses import Address
from web.desk.sending import Places, sent, typed
from web.desk.signed_in import actor
from web.office import now, office
from web.shelf import shelf

_DONE = {
    "erased": "The address is erased, and nothing more is sent to it.",
    "nothing": "That address follows nothing here, so there was nothing to erase.",
}


def followers_page(errors: Places | None = None) -> str:
    """Everybody who follows something or was asked to confirm, and the form by which an address is erased."""
    with office().private.writing() as connection:
        every = followers(connection, now(), actor())
    return render_template(
        "desk/followers.html", followers=every, how_often=HOW_OFTEN, on=shelf().by_email, typed=request.form,
        may_erase=people.may(actor(), "subscription.erase"),
        errors=errors or {}, done=_DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def erase_follower_now() -> ResponseReturnValue:
    """Erase an address with all that it follows."""
    email = typed("email")

    def work(connection: Any) -> str:
        many = erase_follower(connection, now(), actor(), email)
        return url_for("desk.followers_page", done="erased" if many else "nothing")

    return sent(work, followers_page)


def shown_in_menu() -> bool:
    """Whether the menu leads whoever is signed in to those who follow: where any can, and to whom it is allowed."""
    session = signed_in.session()
    return shelf().by_email and session is not None and people.may(session.actor, "subscription.read")


ADDRESSES = (
    Address("/followers", followers_page, "subscription.read"),
    Address("/followers/erase", erase_follower_now, "subscription.erase", "POST", carries=False),
)
