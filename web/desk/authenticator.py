"""An authenticator app, to be set up: its secret as a picture and as letters, and the first code that it shows."""

from textwrap import wrap
from typing import Any

import segno
from flask import request
from markupsafe import Markup

import people
from engine import capital
from people import NewSession, NotSignedIn, Offer, PeopleRefused, Session
from web.desk import signed_in
from web.desk.entries import keep, keep_answer
from web.desk.sending import Places, typed
from web.office import now, office

_QUIET, _SCALE = 4, 4  # the margin that scanners need, and points for each square


def shown() -> dict[str, Any]:
    """What the page shows: the offer that its form carried, where that still stands, else a new one."""
    offer = _offer(signed_in.actor().id)
    picture = segno.make(offer.uri, error="m").svg_inline(scale=_SCALE, border=_QUIET, light="#fff")
    return {"offer": offer, "letters": " ".join(wrap(offer.secret, 4)), "picture": Markup(picture)}  # noqa: S704  # drawn here, of squares


def set_up(session: Session) -> NewSession | Places:
    """Keep the secret that the form in hand carries, where its first code is right; or what is wrong."""
    before, code = typed("before"), typed("code")
    if errors := _slips(session, before, code):
        return errors
    try:
        with office().private.writing() as connection:
            refused = _taken(connection, session, before) if has_app(session) else None
            if refused is not None:
                return {"before": refused.says}
            new = people.set_up(connection, now(), session, typed("sealed"), code, office().keys)
            keep_answer(connection, new)
    except PeopleRefused as refused:
        return {"code" if refused.where == "code" else "form": capital(refused.message)}
    return new


def has_app(session: Session) -> bool:
    """Whether an app is set up already, whose code is to be given before another takes its place."""
    with office().private.reading() as connection:
        found = people.by_id(connection, session.actor.id)
    return found is not None and found.has_second_factor and not session.next


def _slips(session: Session, before: str, code: str) -> dict[str, str]:
    wrong = {} if code else {"code": "Type the code of six digits that the app shows"}
    if has_app(session) and not before:
        wrong["before"] = "Type the code of six digits that the app shows which you have used until now"
    return wrong


def _taken(connection: Any, session: Session, code: str) -> NotSignedIn | None:
    """Take the code of the app that was used until now, or keep that it was refused."""
    refused = people.take_code(connection, now(), session, code, request.remote_addr or "", office().keys)
    if refused is not None:
        keep(connection, refused.entry, session.actor.id)
    return refused


def _offer(person_id: str) -> Offer:
    with office().private.reading() as connection:
        found = people.by_id(connection, person_id)
    email, sealed = (found.email if found else ""), request.form.get("sealed", "")
    again = people.offered(now(), person_id, email, sealed, office().keys) if sealed else None
    return again or people.offer(now(), person_id, email, office().keys)
