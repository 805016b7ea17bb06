"""One's own deadlines in a calendar program: making the secret address that it reads, and stopping it."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from keeping import calendar
from web.desk import sending, shown_once
from web.desk.account_frame import shown
from web.desk.addresses import Address
from web.desk.sending import Places
from web.desk.shown_once import Secret
from web.desk.signed_in import actor
from web.office import now, office

DONE = {
    "made-already": "The address was made already. If you did not see it, make another: the one before then stops.",
    "revoked": "The address was stopped.",
}
ADVICE = "In your calendar program, choose to subscribe to a calendar from the internet, and paste the address there."


def calendar_page(errors: Places | None = None) -> str:
    """Whether one has an address, and forms to make and to stop it."""
    with office().private.reading() as connection:
        made_at = calendar.feed_made_at(connection, actor().id)
    done = DONE.get(request.args.get("done", ""))
    return shown("account_calendar", made_at=made_at, errors=errors or {}, done=done)


def make_own_calendar() -> ResponseReturnValue:
    """Make an address, and show it; one that was made before stops."""

    def make(connection: Any) -> Secret:
        address = _address(calendar.new_feed(connection, now(), actor().id))
        return Secret("The address of your calendar", address, ADVICE, url_for("desk.calendar_page"))

    return shown_once.made(make, url_for("desk.calendar_page", done="made-already"), calendar_page)


def revoke_own_calendar() -> ResponseReturnValue:
    """Stop the address."""

    def work(connection: Any) -> str:
        calendar.revoke_feed(connection, now(), actor().id, actor().id)
        return url_for("desk.calendar_page", done="revoked")

    return sending.sent(work, calendar_page)


def _address(secret: str) -> str:
    path = url_for("calendar.get_calendar", secret=secret)
    return f"{office().public_url or request.host_url.rstrip('/')}{path}"


ADDRESSES = (
    Address("/account/calendar", calendar_page, "calendar.feed"),
    Address("/account/calendar", make_own_calendar, "calendar.feed", "POST"),
    Address("/account/calendar/stop", revoke_own_calendar, "calendar.feed", "POST"),
)
