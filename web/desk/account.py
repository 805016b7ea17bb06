"""One's own account at the desk: who one is, where one is signed in, and what else there is to settle about oneself."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

import people
from people import ROLES, Role
from web.desk import own_absence, own_calendar, own_sign_in, own_tokens, sending, signed_in
from web.desk.account_frame import myself, shown
from web.desk.addresses import Address
from web.desk.entries import keep
from web.desk.sending import Places
from web.desk.signed_in import actor
from web.ids import as_id
from web.office import now, office

DONE = {
    "session": "The session was ended.",
    "sessions": "All your other sessions were ended.",
}


def account(errors: Places | None = None) -> str:
    """Who one is, and one's sessions."""
    with office().private.reading() as connection:
        who, sessions = myself(connection), people.sessions_of(connection, now(), actor().id)
    here = signed_in.session()
    return shown(
        "account", who=who, sessions=sessions, here=here.id if here else "", errors=errors or {},
        roles=[_in_words(each) for each in sorted(who.roles, key=lambda each: (each.name, each.organisation))],
        done=DONE.get(request.args.get("done", "")),
    )  # fmt: skip


def end_own_session(id: str) -> ResponseReturnValue:
    """End one session of one's own."""

    def work(connection: Any) -> str:
        keep(connection, people.end(connection, now(), actor().id, as_id(id)), actor().id)
        return url_for("desk.account", done="session")

    return sending.sent(work, lambda errors: account(sending.at_fields(errors, {})))


def end_other_sessions() -> ResponseReturnValue:
    """End every session of one's own but this one."""

    def work(connection: Any) -> str:
        here = signed_in.session()
        ended = people.end_all(connection, now(), actor().id, but=here.id if here else "")
        keep(connection, ended, actor().id)
        return url_for("desk.account", done="sessions")

    return sending.sent(work, account)


def _in_words(role: Role) -> str:
    title = ROLES[role.name].title
    return f"{title} of {role.organisation}" if role.organisation else title


ADDRESSES = (
    Address("/account", account, "me.read"),
    Address("/account/sessions/<id>/end", end_own_session, "session.end", "POST"),
    Address("/account/sessions/end-others", end_other_sessions, "session.end", "POST"),
    *own_sign_in.ADDRESSES,
    *own_absence.ADDRESSES,
    *own_calendar.ADDRESSES,
    *own_tokens.ADDRESSES,
)
