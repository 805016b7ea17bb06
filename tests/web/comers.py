"""People who are about to sign in, each in front of a browser of their own."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import people
from keeping import activity
from people import Password, Role
from tests.people.making import WORDS, password
from tests.web.desks import COOKIE, Desk
from tests.web.officers import Place
from tests.web.paging import BROWSER, Page, read


@dataclass
class Comer(Desk):
    """Somebody with an account who has not signed in. ``secret``: of their authenticator app, where they have one."""

    email: str
    secret: str = ""

    @property
    def cookie(self) -> str:
        """What the browser holds to be known by; empty where it holds nothing."""
        found = self.client.get_cookie(COOKIE)
        return found.value if found else ""

    @property
    def code(self) -> str:
        """What their app shows now."""
        return pyotp.TOTP(self.secret).now()

    @property
    def next_code(self) -> str:
        """What their app shows in half a minute, which is taken already."""
        return pyotp.TOTP(self.secret).at(datetime.now(UTC) + timedelta(seconds=30))

    def signs_in(self, address: str = "/sign-in", words: str = WORDS, **more: Any) -> TestResponse:
        """The answer to their e-mail address and a password, typed on the page at an address."""
        return self.sends(self.opens(address), "/sign-in", {"email": self.email, "password": words}, **more)

    def led(self, answer: TestResponse) -> Page:
        """The page that an answer leads to."""
        return self.opens(went_on(answer))


def comer(
    place: Place, *roles: str, kept: Password | None = None, app: bool = False, name: str = "", client: Any = None
) -> Comer:
    """Somebody with these roles and the password WORDS, or another; with an authenticator app, or without."""
    with place.database.writing() as connection:
        number = sum(len(people.everybody(connection, gone=gone)) for gone in (False, True)) + 1
        email = f"comer-{number}@example.org"
        added = people.add(
            connection, datetime.now(UTC), None, email=email, name=name or f"Comer {number}",
            roles=[Role(*each.split()) for each in roles], password=kept or password(),
        )  # fmt: skip
        secret = _set_up(place, connection, added.person.id) if app else ""
    return Comer(client or browser(place), added.person.id, email, secret)


def browser(place: Place) -> FlaskClient:
    """A browser in which nobody has signed in."""
    return place.client.application.test_client()


def went_on(answer: TestResponse) -> str:
    """Where an answer leads, which it must."""
    assert answer.status_code == 303, answer.text[:3000]
    return answer.headers["Location"]


def wrong(answer: TestResponse, status: int = 422) -> Page:
    """The page of an answer that says what is wrong."""
    page = read(answer, status)
    assert "There is a problem" in page.text
    return page


def sends_anew(mine: Desk, action: str) -> TestResponse:
    """The answer to a form that somebody's page of before still shows, or that they made up."""
    fields = mine.form(mine.opens("/account"), "/sign-out").fields
    return mine.client.post(action, data={**fields, "once": "a-page-of-before"}, headers=BROWSER)


def end_sessions(place: Place, person_id: str) -> None:
    """Every session of somebody ends, as when the time is over."""
    with place.database.writing() as connection:
        people.end_all(connection, datetime.now(UTC), person_id)


def recorded(place: Place, after: int = 0) -> list[tuple[str, str]]:
    """Who did what, as the activity has it."""
    with place.database.reading() as connection:
        return [(each.actor, each.act) for each in activity.entries(connection, after=after, most=1000)]


def last_place(place: Place) -> int:
    """How many entries the activity has."""
    return len(recorded(place))


def _set_up(place: Place, connection: Any, person_id: str) -> str:
    """An app that was set up an hour ago."""
    then, keys = datetime.now(UTC) - timedelta(hours=1), place.client.application.extensions["rationale.office"].keys
    offer = people.offer(then, person_id, "", keys)
    new = people.open_session(connection, then, person_id, how="tests", second_factor=False)
    session = people.whose_session(connection, then, new.token)
    assert session is not None
    people.set_up(connection, then, session, offer.sealed, pyotp.TOTP(offer.secret).at(then), keys)
    people.end_all(connection, then, person_id)
    return offer.secret
