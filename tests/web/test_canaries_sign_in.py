"""What is typed to sign in stands in no log either: an address, a password, a code, and where somebody was going."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

import people
from people import Password
from tests import postgres
from tests.people.making import WORDS, password
from tests.web.comers import browser, comer
from tests.web.desks import again_at_the_desk, forms_of
from tests.web.every_address import with_word
from tests.web.officers import Place
from tests.web.paging import BROWSER, Page
from tests.web.test_canaries import HEADERS, WORD, logged
from tests.web.whole_case import office_in

STEPS = ("/sign-in", "/sign-in/code", "/sign-in/new-password", "/sign-in/second-factor")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.proof)])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_file: Path
) -> Iterator[Place]:
    url = "" if request.param == "sqlite" else postgres.copied(request)
    made = office_in(tmp_path_factory.mktemp("office"), empty_file, url)
    yield made
    made.close()


def at_every_step(office: Place) -> Iterator[tuple[str, FlaskClient]]:
    """A browser in which each step of signing in comes next; whoever sits before it is called by the word."""
    one_time = Password(password().hash, one_time=True)
    comers = (None, comer(office, "officer", app=True, name=WORD), comer(office, "officer", kept=one_time, name=WORD))
    for step, who in zip(STEPS, (*comers, comer(office, "officer", name=WORD)), strict=True):
        yield step, again_at_the_desk(office, who.person_id, second_factor=False) if who else browser(office)


@pytest.mark.proof
def test_what_is_typed_at_any_step_of_signing_in_stands_in_no_log(office: Place) -> None:
    statuses = list[int]()
    with logged(office.client.application, at_least=12):
        for step, client in at_every_step(office):
            page = client.get(f"{step}?next=/{WORD}&{WORD}={WORD}", headers={**BROWSER, **HEADERS})
            assert page.status_code == 200, step
            form = next(each for each in forms_of(Page(200, page.text)) if each.action.partition("?")[0] == step)
            for fields in (with_word(form, WORD), _sent_anew(form.fields)):
                statuses.append(client.post(step, data=fields, headers={**BROWSER, **HEADERS}).status_code)
    assert set(statuses) <= {303, 403, 422, 429}
    assert statuses.count(422) >= len(STEPS)


def _sent_anew(fields: MultiDict[str, str]) -> MultiDict[str, str]:
    """The form with what nobody typed into it: what was to be sent when a session ended, and other fields."""
    return MultiDict([*fields.items(multi=True), ("carried", WORD), ("next", f"/{WORD}"), (WORD, WORD)])


def test_whoever_signs_in_and_whoever_does_not_stands_in_no_log(office: Place) -> None:
    mine = f"{WORD}@example.org".lower()
    with office.database.writing() as connection:
        now, held = datetime.now(UTC), [people.Role("officer")]
        people.add(connection, now, None, email=mine, name=WORD, roles=held, password=password())
    with logged(office.client.application, at_least=3):
        for typed, status in (("wrong words by far", 422), (WORD, 422), (WORDS, 303)):
            said = {"email": mine, "password": typed, "next": f"/cases?words={WORD}"}
            answer = browser(office).post("/sign-in", data=said, headers={**BROWSER, **HEADERS})
            assert answer.status_code == status, answer.text[-2000:]
