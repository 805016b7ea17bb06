"""Links with which a party, who has no account, opens the letter that went to it: made, shown once, and revoked."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.deciding import link_letter, unlink_letter
from web.desk import days, sending, shown_once
from web.desk.addresses import Address
from web.desk.case_frame import looking
from web.desk.days import along_with, day_typed
from web.desk.letters import letter_page
from web.desk.sending import Places, at_fields
from web.desk.shown_once import Secret
from web.desk.signed_in import actor
from web.ids import as_id
from web.office import now, office

_OF_LINK = {"until": "link.until", "expires_at": "link.until"}


def make_letter_link(id: str, decision_id: str, party_id: str) -> ResponseReturnValue:
    """Make a link to the letter, and show it; whoever has it opens the letter once, to the end of a day."""
    until, slips = day_typed("link.until", "/until")
    ends = days.last_moment(until)

    def make(connection: Any) -> Secret:
        ids = (id, as_id(decision_id))
        made = along_with(slips, lambda: link_letter(connection, now(), actor(), ids, party_id, ends))
        told = f"It opens the letter once, until {days.moment(made.expires_at)}, for anybody who has it."
        return Secret("A link to the letter", _address(made.secret), told, _letter(id, decision_id, party_id))

    def shown(secret: Secret) -> str:
        opened, _ = looking(id, lambda _connection, _found: None)
        return render_template("desk/letter_link.html", opened=opened, secret=secret, errors={})

    return shown_once.made(
        make,
        _letter(id, decision_id, party_id, done="link-made-already"),
        lambda errors: _again(id, decision_id, party_id, errors),
        shown,
    )


def revoke_letter_link(id: str, decision_id: str, party_id: str, link_id: str) -> ResponseReturnValue:
    """A link to the letter opens nothing any more."""

    def work(connection: Any) -> str:
        unlink_letter(connection, now(), actor(), (id, as_id(decision_id)), party_id, as_id(link_id))
        return _letter(id, decision_id, party_id, done="link-revoked")

    return sending.sent(work, lambda errors: _again(id, decision_id, party_id, errors))


def _again(id: str, decision_id: str, party_id: str, errors: Places) -> str:
    return letter_page(id, decision_id, party_id, at_fields(errors, _OF_LINK))


def _address(secret: str) -> str:
    root = office().public_url or request.host_url.rstrip("/")
    return f"{root}{url_for('opening.button', secret=secret)}"


def _letter(id: str, decision_id: str, party_id: str, done: str | None = None) -> str:
    return url_for("desk.letter_page", id=id, decision_id=decision_id, party_id=party_id, done=done)


_LINKS = "/cases/<id>/decisions/<decision_id>/letters/<party_id>/links"
ADDRESSES = (
    Address(_LINKS, make_letter_link, "link.make", "POST"),
    Address(f"{_LINKS}/<link_id>/revoke", revoke_letter_link, "link.revoke", "POST"),
)
