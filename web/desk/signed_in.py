"""Who is at the desk: the session that the browser's cookie opens, and what its forms carry to be known as ours."""

import hashlib
from typing import Any

from flask import Response, g, request

import people
from people import Actor, NewSession, Session
from web.office import now, office

_COOKIE = "rationale_session"


def session() -> Session | None:
    """The session of the request in hand; none where nobody signed in, or it ended."""
    if "desk_session" not in g:
        g.desk_session = None  # where it cannot be read, the page that says so is shown as to nobody
        g.desk_session = _opened(token()) if token() else None
    found: Session | None = g.desk_session
    return found


def actor() -> Actor:
    """Whoever is signed in. LookupError where nobody is: the gate lets no such request through."""
    found = session()
    if found is None:
        raise LookupError("nobody is signed in, and this page is for those who are: give its address an act")
    return found.actor


def act() -> str:
    """The act that the address in hand takes."""
    named: str = g.act
    return named


def form_token() -> str:
    """What every form of this session carries, so that no other site can send one in its name."""
    return hashlib.sha256(f"form of {token()}".encode()).hexdigest() if token() else ""


def token() -> str:
    """What the browser's cookie holds, whether or not it opens anything; or will hold, where a session just began."""
    return g.get("desk_token") or request.cookies.get(_name(), "")


def take(new: NewSession) -> None:
    """Go on in a session just opened: the page that answers the request in hand is its owner's, and its forms too."""
    g.desk_token = new.token
    g.pop("desk_session", None)


def signed_in(response: Response, new: NewSession) -> Response:
    """The response, with which the browser keeps a new session until it is closed."""
    response.set_cookie(_name(), new.token, **_settings())
    return response


def signed_out(response: Response) -> Response:
    """The response, with which the browser forgets its session and the pages that it kept."""
    response.delete_cookie(_name(), **_settings())
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def encrypted() -> bool:
    """Whether people reach us by https, so that cookies are sent on no other way."""
    return request.is_secure or office().public_url.startswith("https://")


def _name() -> str:
    return f"__Host-{_COOKIE}" if encrypted() else _COOKIE


def _settings() -> dict[str, Any]:
    return {"path": "/", "secure": encrypted(), "httponly": True, "samesite": "Lax"}


def _opened(held: str) -> Session | None:
    with office().private.reading() as connection:
        found = people.whose_session(connection, now(), held, office().session_rules)
    if found and found.to_be_seen(now()):
        with office().private.writing() as connection:
            people.seen(connection, now(), found.id)
    return found
