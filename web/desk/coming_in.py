"""The way in: the page of each step of signing in, what it carries to the next, and where all of it leads."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for

import casework
import people
from casework import Case, NotFound
from people import NewSession, NotSignedIn, PeopleRefused, Session
from web.desk import authenticator, carried, signed_in
from web.desk.carried import Carried
from web.desk.entries import end_session
from web.desk.sending import Places
from web.office import now, office

STEPS: Mapping[str, str] = {
    "": "desk.sign_in_form",
    "second_factor": "desk.code_form",
    "new_password": "desk.new_password_form",
    "set_up_second_factor": "desk.second_factor_form",
}
LARGEST = 2_000_000  # bytes of a form of these pages: it carries what was typed into the largest of the others
_OURS = re.compile(r"/[^\\\x00-\x1f\x7f]{0,1999}")
_OF_A_CASE = re.compile("/cases/([0-9a-f]{32})(/.*)?")


@dataclass(frozen=True, slots=True)
class Way:
    """What goes with somebody through the steps: the page that they were going to, and what they had typed."""

    next: str = ""
    carried: Carried | None = None


def asked() -> Way:
    """The way of the request in hand, of a page or a form of signing in."""
    said = request.values.get("next", "")
    return Way(said if is_ours(said) else "", carried.sent() if request.method == "POST" else None)


def is_ours(address: str) -> bool:
    """Whether an address is one of a page of ours, as a path from the root: all else would lead to another site."""
    return _OURS.fullmatch(address) is not None and "//" not in address


def page(step: str, way: Way, errors: Places | None = None, status: int = 200, **more: Any) -> Response:
    """The page of a step, which nobody keeps."""
    shown = {**_SHOWN.get(step, dict)(), **more}
    errors, typed = errors or {}, shown.pop("typed", {})
    html = render_template(f"desk/{_TEMPLATES[step]}.html", errors=errors, typed=typed, way=way, **shown)
    return kept_nowhere(make_response(html, status))


def refused(step: str, way: Way, answer: NotSignedIn, place: str = "form", **more: Any) -> Response:
    """The page of a step that did not succeed, in the words of whoever refused it; and when to try again."""
    response = page(step, way, {place if answer.until is None else "form": answer.says}, status_of(answer), **more)
    if answer.until is not None:
        response.headers["Retry-After"] = str(max(1, round((answer.until - now()).total_seconds())))
    return response


def status_of(answer: NotSignedIn) -> int:
    """422 where what was typed is not right, 429 where too much was tried."""
    return 422 if answer.until is None else 429


def lead_on(way: Way, new: NewSession | None = None, status: int = 200) -> Response:
    """What comes next for whoever asks, in the session that just began where there is one: a step, or the way's end."""
    if new is not None:
        signed_in.take(new)
    session = signed_in.session()
    if way.carried is None:
        answer = make_response(redirect(_address(session, way), 303))
    elif session is None or session.next:
        answer = page(session.next if session else "", way, status=status)
    else:
        answer = _check(way.carried, session, status)
    return signed_in.signed_in(answer, new) if new else answer


def end_before() -> None:
    """End the session that this browser had before another began in it, so that its cookie opens nothing any more."""
    before = signed_in.session()
    if before is not None:
        with suppress(PeopleRefused), office().private.writing() as connection:
            end_session(connection, before)


def home(session: Session) -> str:
    """Where somebody begins who was going nowhere in particular."""
    return url_for("desk.work_list" if people.may_at_all(session.actor, "case.read") else "desk.account")


def address() -> str:
    """The network address that the request in hand comes from."""
    return request.remote_addr or ""


def kept_nowhere(response: Response) -> Response:
    """The response, of which neither the browser nor anything between us keeps a copy."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _address(session: Session | None, way: Way) -> str:
    if session is None or session.next:
        return url_for(STEPS[session.next if session else ""], next=way.next or None)
    return way.next or home(session)


def _check(form: Carried, session: Session, status: int) -> Response:
    """The page that shows what is about to be sent, and sends it where it was going."""
    with office().private.reading() as connection:
        names, case = people.names(connection, form.ids()), _case(connection, session, form.to)
    html = render_template(
        "desk/sign_in_check.html", form_sent=form, rows=form.rows(names), case=case, name=session.actor.name,
        back=carried.page_of(form.to) or home(session), errors={},
    )  # fmt: skip
    return kept_nowhere(make_response(html, status))


def _case(connection: Any, session: Session, to: str) -> Case | None:
    """The case that the form is of, where there is one that its new sender may see."""
    found = _OF_A_CASE.fullmatch(to)
    try:
        return casework.find(connection, session.actor, found[1]) if found else None
    except NotFound:
        return None


def _of_sign_in() -> dict[str, Any]:
    return {"issuer": office().issuer, "lost": request.args.get("lost") == "yes"}


def _of_new_password() -> dict[str, Any]:
    with office().private.reading() as connection:
        found = people.by_id(connection, signed_in.actor().id)
    return {"email": found.email if found else ""}


_TEMPLATES: Mapping[str, str] = {
    "": "sign_in",
    "second_factor": "sign_in_code",
    "new_password": "sign_in_new_password",
    "set_up_second_factor": "sign_in_second_factor",
}
_SHOWN: Mapping[str, Callable[[], dict[str, Any]]] = {
    "": _of_sign_in,
    "new_password": _of_new_password,
    "set_up_second_factor": authenticator.shown,
}
