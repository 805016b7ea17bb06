"""What is due, in a calendar at a secret address: no names in it, and nothing once it is revoked."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from icalendar import Calendar
from werkzeug.test import TestResponse

import people
from keeping import calendar
from tests.web.asking import problem
from tests.web.kept import (
    NOBODY,
    Case,
    assign,
    away,
    built,
    received,
)
from tests.web.officers import Caller, Place


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = built(tmp_path_factory.mktemp("office"))
    yield made
    made.close()


@pytest.fixture
def case(office: Place) -> Case:
    return received(office.caller("officer"))


def fetched(office: Place, secret: str) -> TestResponse:
    return office.client.get(f"/calendar/{secret}.ics")


def feed_of(office: Place, who: Caller) -> str:
    with office.database.writing() as connection:
        return calendar.new_feed(connection, datetime.now(UTC), who.person_id)


def summaries(answered: TestResponse) -> list[str]:
    return [str(event["summary"]) for event in Calendar.from_ical(answered.data).walk("VEVENT")]


def test_what_is_due_is_a_calendar_at_a_secret_address(
    office: Place, case: Case, capfd: pytest.CaptureFixture[str]
) -> None:
    case.determine()
    assign(case, case.officer)
    secret = feed_of(office, case.officer)
    sent = fetched(office, secret)
    assert (sent.status_code, sent.content_type, sent.headers["Cache-Control"]) == (
        200, "text/calendar; charset=utf-8", "no-store",
    )  # fmt: skip
    reference = case.officer.get(case.address).get_json()["reference"]
    names = ("The last day of a stay", "The longest stay", "The last day to appeal")
    assert summaries(sent) == [f"{reference}: {name}" for name in names]
    for told in ("Larkmere", "Person", "example.org", case.id, case.officer.person_id):
        assert told not in sent.text
    newer = feed_of(office, case.officer)
    nothing = {
        json.dumps({**problem(fetched(office, each), 404), "instance": ""}) for each in (secret, "x", "\u00e9", NOBODY)
    }
    assert len(nothing) == 1
    assert fetched(office, secret).headers["Cache-Control"] == "no-store"
    assert summaries(fetched(office, newer)) == summaries(sent)
    logged = capfd.readouterr().err
    assert '"route": "/calendar/<secret>.ics"' in logged
    assert secret not in logged
    assert newer not in logged
    page = office.client.get(f"/calendar/{secret}.ics", headers={"Accept": "text/html"})
    assert (page.status_code, secret in page.text) == (404, False)


def test_a_calendar_shows_no_more_than_its_owner_may_read_now(office: Place) -> None:
    officer, reviewer, owner = office.caller("officer"), office.caller("reviewer"), office.caller("rule_owner")
    case = received(officer)
    case.determine()
    assign(case, officer)
    away(office, officer, owner)
    addresses = {each: feed_of(office, each) for each in (officer, reviewer, owner)}
    assert summaries(fetched(office, addresses[reviewer])) == []
    assert summaries(fetched(office, addresses[owner])) == [], "cover brings work, and no rights"
    assert len(summaries(fetched(office, addresses[officer]))) == 3
    with office.database.writing() as connection:
        people.take(connection, None, officer.person_id, people.Role("officer"))
    assert problem(fetched(office, addresses[officer]), 404)


def test_a_token_makes_no_calendar_address(office: Place) -> None:
    officer = office.caller("officer")
    assert officer.post("/me/calendar-feed", {}).status_code == 404
    assert "calendar.feed" not in people.for_tokens()
