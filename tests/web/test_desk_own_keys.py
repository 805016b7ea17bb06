"""Keys of one's own at the desk, each shown once: tokens of programs, and the address of the calendar."""

import html
import re
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

import people
from keeping import calendar
from storage import activity, answered
from tests.web.comers import last_place, recorded, sends_anew, went_on, wrong
from tests.web.desks import Desk, desk
from tests.web.officers import Place
from tests.web.paging import read
from web.desk.act_words import WORDS as ACT_WORDS

NEW_TOKEN, TOKENS, CALENDAR = "/account/tokens/new", "/account/tokens", "/account/calendar"
TYPED = {"name": "nightly report", "scopes": ["case.read", "me.read"], "days": "30"}


@pytest.fixture(scope="module")
def mine(office: Place) -> Desk:
    return desk(office, "officer", name="Rowan Ashby")


def secret_in(answer: TestResponse) -> str:
    """What is shown this once, on a page that nobody keeps."""
    page = read(answer)
    assert "It is shown this once. Copy it now" in page.text
    assert answer.headers["Cache-Control"] == "no-store"
    found = re.search('<code class="app-secret">([^<]+)</code>', page.source)
    assert found
    return html.unescape(found[1])


# -- tokens


def test_a_token_is_shown_once_and_a_form_sent_twice_makes_and_shows_no_other(office: Place, mine: Desk) -> None:
    page, before = mine.opens(NEW_TOKEN), last_place(office)
    answer = mine.sends(page, NEW_TOKEN, TYPED)
    secret = secret_in(answer)
    assert "Your token for nightly report" in answer.text
    assert "Authorization: Bearer, a space and the token. It stands until " in answer.text
    again = mine.sends(page, NEW_TOKEN, TYPED)
    assert went_on(again) == f"{TOKENS}?done=made-already"
    assert secret not in again.text
    told = mine.opens(went_on(again))
    assert "The token was made already. If you did not see it, revoke it, and make another." in told.text
    assert "nightly report Cases: read cases, with their parties Yourself: read who you are" in _bare(told.text)
    assert secret not in told.source
    bearer = {"Authorization": f"Bearer {secret}"}
    assert mine.client.get("/api/v1/cases", headers=bearer).status_code == 200
    assert mine.client.post("/api/v1/cases", headers=bearer, json={}).status_code == 403, "its acts and no others"
    (revoke,) = re.findall(f"{TOKENS}/[0-9a-f]{{32}}/revoke", told.source)
    done = mine.does(TOKENS, revoke)
    assert "The token was revoked. It opens nothing any more." in done.text
    assert mine.client.get("/api/v1/cases", headers=bearer).status_code == 401
    acts = ("token.added", "case.searched", "token.revoked")
    assert recorded(office, before) == [(mine.person_id, act) for act in acts]
    with office.database.reading() as connection:
        kept = str(connection.execute(select(activity)).all()) + str(connection.execute(select(answered)).all())
    assert secret not in kept


def _bare(text: str) -> str:
    """Without the headings that a stacked table repeats."""
    return re.sub(r"What it may do |What it is for ", "", text)


def test_a_token_is_for_acts_of_the_api_that_are_ones_own(office: Place, mine: Desk) -> None:
    offered = set(re.findall('name="scopes" type="checkbox" value="([a-z_.]+)"', mine.opens(NEW_TOKEN).source))
    assert {"case.read", "fact.state", "me.read"} <= offered
    assert not offered & {"activity.verify", "publication.publish", "backup.make", "token.add"}
    auditor = desk(office, "auditor").opens(NEW_TOKEN)
    assert "Verify that the record of who did what is unaltered" in auditor.text
    assert "Receive a case" not in auditor.text


def test_every_act_that_the_api_takes_is_said_in_words(office: Place) -> None:
    views = office.client.application.view_functions.values()
    acts = {getattr(view, "act", None) for view in views} & set(people.for_tokens())
    known = {act for words in ACT_WORDS.values() for act in words}
    assert acts <= known


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": " ", "scopes": None, "days": ""}, ["Say what the token is for", "Tick at least one thing", "Give a"]),
        ({"name": "x" * 201}, ["Say what the token is for, in 1 to 200 characters, so that it is known"]),
        ({"scopes": ["activity.verify"]}, ["Something was ticked that is not in this list: tick what is"]),
        ({"days": "366"}, ["Give a whole number of days from 1 to 365"]),
        ({"days": "0"}, ["Give a whole number of days from 1 to 365"]),
        ({"days": "٣"}, ["Give a whole number of days from 1 to 365"]),
    ],
)
def test_what_is_wrong_with_a_token_is_told_all_at_once(mine: Desk, typed: dict[str, Any], told: list[str]) -> None:
    page = wrong(mine.sends(mine.opens(NEW_TOKEN), NEW_TOKEN, {**TYPED, **typed}))
    assert all(each in page.text for each in told)
    chosen = mine.form(page, NEW_TOKEN).fields.getlist("scopes")
    assert chosen == ([] if typed.get("scopes", ...) is None else [s for s in TYPED["scopes"] if "scopes" not in typed])


def test_nobody_revokes_the_token_of_another(office: Place, mine: Desk) -> None:
    other = desk(office, "officer")
    secret = secret_in(other.sends(other.opens(NEW_TOKEN), NEW_TOKEN, TYPED))
    (theirs,) = re.findall(f"{TOKENS}/[0-9a-f]{{32}}/revoke", other.opens(TOKENS).source)
    told = wrong(sends_anew(mine, theirs))
    assert "There is no such token, or it is revoked already: list the tokens to see" in told.text
    assert mine.client.get("/api/v1/cases", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


# -- the calendar


def test_the_address_of_the_calendar_is_shown_once_and_can_be_stopped(office: Place, mine: Desk) -> None:
    page, before = mine.opens(CALENDAR), last_place(office)
    assert "You have no address now." in page.text
    address = secret_in(mine.sends(page, CALENDAR))
    assert re.fullmatch(r"http://localhost/calendar/[\w-]{43}\.ics", address)
    again = mine.sends(page, CALENDAR)
    assert went_on(again) == f"{CALENDAR}?done=made-already"
    told = mine.opens(went_on(again))
    assert "The address was made already. If you did not see it, make another: the one before then stops." in told.text
    assert "Your address was made on " in told.text
    assert address not in told.source
    assert mine.client.get(address).status_code == 200
    newer = secret_in(mine.sends(told, CALENDAR))
    assert [mine.client.get(each).status_code for each in (address, newer)] == [404, 200]
    assert "The address was stopped." in mine.does(CALENDAR, f"{CALENDAR}/stop").text
    assert mine.client.get(newer).status_code == 404
    with office.database.reading() as connection:
        assert calendar.feed_made_at(connection, mine.person_id) is None
    acts = ["calendar.made", "calendar.made", "calendar.revoked"]
    assert recorded(office, before) == [(mine.person_id, act) for act in acts]
