"""Somebody at the desk: signed in, in a browser without scripts, who fills in the forms that the pages show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

import people
from people import Role
from tests.web.officers import Place
from tests.web.paging import BROWSER, Page, read

COOKIE = "rationale_session"


@dataclass
class Form:
    """A form of a page: where it is sent, and what it would send as it stands, hidden fields included.

    ``files``: its fields for files, which send nothing until one is chosen.
    """

    action: str
    fields: MultiDict[str, str] = field(default_factory=MultiDict)
    files: list[str] = field(default_factory=list)


class _Forms(HTMLParser):
    """Every form of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._inside = False
        self._text, self._select, self._first = "", "", False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(held.get("action", "")))
            self._inside = True
        if not self._inside:
            return
        fields = self.found[-1].fields
        if tag == "textarea":
            self._text = held["name"]
            fields.add(self._text, "")
        elif tag == "select":
            self._select, self._first = held["name"], True
        elif tag == "option" and self._select and (self._first or "selected" in held):
            fields[self._select], self._first = held.get("value", ""), False
        elif tag == "input" and _is_sent(held):
            fields.add(held["name"], held.get("value", ""))
        elif tag == "input" and held.get("type") == "file":
            self.found[-1].files.append(held["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "textarea":
            self._text = ""
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._inside and self._text:
            self.found[-1].fields[self._text] += data


def _is_sent(held: Mapping[str, str]) -> bool:
    ticked = held.get("type") not in ("radio", "checkbox") or "checked" in held
    return ticked and bool(held.get("name")) and held.get("type") != "file"


def forms_of(page: Page) -> list[Form]:
    """Every form of a page, also those that ask and send nothing."""
    return _Forms(page.source).found


@dataclass
class Desk:
    """A person in front of a browser."""

    client: FlaskClient
    person_id: str

    def opens(self, address: str, status: int = 200) -> Page:
        """The page at an address, which it must be."""
        return read(self.client.get(address, headers=BROWSER), status)

    def form(self, page: Page, action: str) -> Form:
        """The form of a page that is sent to an address."""
        found = [each for each in _Forms(page.source).found if each.action.partition("?")[0] == action]
        assert found, f"no form is sent to {action}: {[each.action for each in _Forms(page.source).found]}"
        return found[0]

    def sends(self, page: Page, action: str, typed: Mapping[str, Any] = {}, **more: Any) -> TestResponse:
        """The answer to a form of a page, with these fields filled in; a field with None is not sent."""
        fields = self.form(page, action).fields
        for name, said in typed.items():
            fields.poplist(name)
            for each in said if isinstance(said, list) else [] if said is None else [said]:
                fields.add(name, each)
        return self.client.post(action, data=fields, headers={**BROWSER, **more.pop("headers", {})}, **more)

    def does(self, address: str, action: str, typed: Mapping[str, Any] = {}) -> Page:
        """The page that somebody is led to who opens one, fills in its form and sends it: it must be done."""
        answer = self.sends(self.opens(address), action, typed)
        assert answer.status_code == 303, answer.text[:3000]
        return self.opens(answer.headers["Location"])


def desk(place: Place, *roles: str, organisation: str = "", name: str = "") -> Desk:
    """Somebody with these roles who has signed in whole, in a browser of their own."""
    with place.database.writing() as connection:
        person_id = _somebody(connection, roles, organisation, name)
    return Desk(again_at_the_desk(place, person_id), person_id)


def again_at_the_desk(place: Place, person_id: str, *, second_factor: bool = True) -> FlaskClient:
    """A browser in which a person who is known already has signed in: whole, or without a second factor."""
    with place.database.writing() as connection:
        opened = people.open_session(connection, datetime.now(UTC), person_id, how="tests", second_factor=second_factor)
    client = place.client.application.test_client()
    client.set_cookie(COOKIE, opened.token)
    return client


def _somebody(connection: Any, roles: tuple[str, ...], organisation: str, name: str) -> str:
    number = sum(len(people.everybody(connection, gone=gone)) for gone in (False, True)) + 1
    added = people.add(
        connection,
        datetime.now(UTC),
        None,
        email=f"desk-{number}@example.org",
        name=name or f"Person {number}",
        roles=[Role(role, organisation) for role in roles],
    )
    return added.person.id
