"""One's own account, as all its pages show it: with the tabs that one's acts open."""

from typing import Any

from flask import render_template, request, url_for

import people
from people import Person
from web.desk.case_frame import Tab
from web.desk.signed_in import actor
from web.office import office

_TABS = (
    ("account", "You", "me.read"),
    ("own_sign_in", "Password and app", "me.change"),
    ("absence_page", "Absence", "absence.state"),
    ("calendar_page", "Calendar", "calendar.feed"),
    ("tokens_page", "Programs", "token.read"),
)


def shown(template: str, **more: Any) -> str:
    """A page of the account."""
    return render_template(f"desk/{template}.html", **{"tabs": _tabs(), "errors": {}, **more})


def myself(connection: Any) -> Person:
    """The account of whoever is signed in. LookupError where it is gone, which no account ever is."""
    found = people.by_id(connection, actor().id)
    if found is None:
        raise LookupError("whoever is signed in has no account")
    return found


def me() -> Person:
    """As ``myself``, for a page that reads nothing else."""
    with office().private.reading() as connection:
        return myself(connection)


def _tabs() -> tuple[Tab, ...]:
    addresses = [(url_for(f"desk.{view}"), title, act) for view, title, act in _TABS]
    return tuple(
        Tab(title, address, request.path == address or (address != "/account" and request.path.startswith(address)))
        for address, title, act in addresses
        if people.may_at_all(actor(), act)
    )
