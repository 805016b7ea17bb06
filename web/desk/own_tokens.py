"""Tokens of programs that act for oneself: listing them, making one that is shown once, revoking one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

import people
from casework import CaseRefused
from engine import Fault
from people import Token
from web.desk import days, sending, shown_once
from web.desk.account_frame import shown
from web.desk.act_words import Grouped, grouped
from web.desk.addresses import Address
from web.desk.entries import keep
from web.desk.sending import Places, typed
from web.desk.shown_once import Secret
from web.desk.signed_in import actor
from web.ids import as_id
from web.office import now, office

DONE = {
    "made-already": "The token was made already. If you did not see it, revoke it, and make another.",
    "revoked": "The token was revoked. It opens nothing any more.",
}
ADVICE = (
    "The program sends it with everything that it asks, in a header: Authorization: Bearer, a space and the token. "
    "It stands until {}."
)
NO_NAME = "say what the token is for"
NO_ACT = "tick at least one thing that the token is for"
NO_SUCH_ACT = "something was ticked that is not in this list: tick what is"
NO_DAYS = "give a whole number of days from 1 to 365"
_BESIDE = {"party.contact"}  # says how much the addresses of another act tell
_USUAL_DAYS, _MOST_DAYS, _MOST_FIGURES = "90", 365, 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A token as its owner sees it. ``stands``: until when, or why it opens nothing any more."""

    id: str
    name: str
    scopes: Grouped
    stands: str
    opens: bool
    used_at: datetime | None


def tokens_page(errors: Places | None = None) -> str:
    """One's tokens, those that open something first."""
    with office().private.reading() as connection:
        found = [_as_shown(each) for each in people.tokens_of(connection, actor().id)]
    done = DONE.get(request.args.get("done", ""))
    ordered = sorted(found, key=lambda each: not each.opens)
    return shown("account_tokens", tokens=ordered, errors=errors or {}, done=done)


def own_token_form(errors: Places | None = None) -> str:
    """The form for a token."""
    said = request.form if request.method == "POST" else MultiDict([("days", _USUAL_DAYS)])
    return shown("account_token_form", offered=grouped(_offered()), typed=said, errors=errors or {})


def add_own_token() -> ResponseReturnValue:
    """Make a token, and show it."""

    def make(connection: Any) -> Secret:
        if slips := _slips():
            raise CaseRefused(slips)
        scopes, expires = request.form.getlist("scopes"), now() + timedelta(days=int(typed("days")))
        made = people.add_token(connection, now(), actor().id, name=typed("name"), scopes=scopes, expires_at=expires)
        keep(connection, made.entry, actor().id)
        advice, back = ADVICE.format(days.day_of(expires)), url_for("desk.tokens_page")
        return Secret(f"Your token for {made.token.name}", made.secret, advice, back)

    return shown_once.made(make, url_for("desk.tokens_page", done="made-already"), own_token_form)


def revoke_own_token(id: str) -> ResponseReturnValue:
    """Revoke a token."""

    def work(connection: Any) -> str:
        keep(connection, people.revoke_token(connection, now(), as_id(id), of=actor().id), actor().id)
        return url_for("desk.tokens_page", done="revoked")

    return sending.sent(work, lambda errors: tokens_page(sending.at_fields(errors, {})))


def _offered() -> list[str]:
    """The acts that the API asks for, of those that its owner may do at all, in the table's order."""
    taken = {getattr(view, "act", None) for view in current_app.view_functions.values()} | _BESIDE
    return [act for act in people.for_tokens() if act in taken and people.may_at_all(actor(), act)]


def _slips() -> list[Fault]:
    """What is wrong with what was typed, all at once."""
    days, scopes = typed("days"), set(request.form.getlist("scopes"))
    whole = days.isascii() and days.isdecimal() and len(days) <= _MOST_FIGURES
    found = (
        ("/name", NO_NAME, not typed("name")),
        ("/scopes", NO_ACT, not scopes),
        ("/scopes", NO_SUCH_ACT, not scopes <= set(_offered())),
        ("/days", NO_DAYS, not (whole and 1 <= int(days) <= _MOST_DAYS)),
    )
    return [Fault(place, told) for place, told, wrong in found if wrong]


def _as_shown(each: Token) -> Shown:
    opens = each.revoked_at is None and each.expires_at > now()
    stands = days.day_of(each.expires_at) if opens else "Revoked" if each.revoked_at else "It ran out"
    return Shown(each.id, each.name, grouped(each.scopes), stands, opens, each.used_at)


ADDRESSES = (
    Address("/account/tokens", tokens_page, "token.read"),
    Address("/account/tokens/new", own_token_form, "token.add"),
    Address("/account/tokens/new", add_own_token, "token.add", "POST"),
    Address("/account/tokens/<id>/revoke", revoke_own_token, "token.revoke", "POST"),
)
