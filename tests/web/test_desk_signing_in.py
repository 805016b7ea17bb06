"""Signing in at the desk: step by step, told alike whoever comes, and each session in place of the one before."""

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

import people
from people import Password
from storage import person
from tests.people.making import WORDS, password
from tests.web.comers import Comer, browser, comer, end_sessions, last_place, recorded, went_on, wrong
from tests.web.desks import COOKIE, again_at_the_desk, desk
from tests.web.officers import Place
from tests.web.paging import BROWSER, Page, read

OTHERS = "quarry heron lantern"
CODE, NEW, APP = "/sign-in/code", "/sign-in/new-password", "/sign-in/second-factor"


@pytest.fixture(scope="module")
def rowan(office: Place) -> Comer:
    """An officer with an authenticator app."""
    return comer(office, "officer", app=True, name="Rowan Ashby")


def field(page: Page, name: str) -> dict[str, str]:
    return next(held for tag, held in page.tags if tag == "input" and held.get("name") == name)


def at_a_step(office: Place, person_id: str) -> FlaskClient:
    """A browser in which somebody has given the right password, and nothing else yet."""
    return again_at_the_desk(office, person_id, second_factor=False)


def fails(office: Place, email: str, times: int) -> None:
    """So many attempts that fail."""
    with office.database.writing() as connection:
        for _ in range(times):
            people.begin(connection, datetime.now(UTC), email, "192.0.2.9")


def test_with_a_one_time_password_one_chooses_another_and_sets_up_an_app_on_the_way_to_the_page(office: Place) -> None:
    mine, before = comer(office, "officer", kept=Password(password().hash, one_time=True)), last_place(office)
    asked = mine.client.get("/account/absence", headers=BROWSER)
    sent = mine.signs_in(went_on(asked))
    assert went_on(sent) == f"{NEW}?next=/account/absence"
    page, first = mine.led(sent), mine.cookie
    for typed, told in (
        ({}, ["Type the password that you have now", "Choose a new password"]),
        ({"current": WORDS, "password": OTHERS, "again": "x"}, ["This is not the same as the new password"]),
        ({"current": WORDS, "password": "short", "again": "short"}, ["12 are the fewest: three random words make a"]),
        ({"current": WORDS, "password": WORDS, "again": WORDS}, ["This is the password that you have now: choose"]),
    ):
        page = wrong(mine.sends(page, NEW, typed))
        assert all(each in page.text for each in told), page.text
    page = mine.led(mine.sends(page, NEW, {"current": WORDS, "password": OTHERS, "again": OTHERS}))
    second, letters = mine.cookie, re.search("[A-Z2-7]{4}( [A-Z2-7]{4}){7}", page.text)
    assert letters, "the secret stands in letters too, in groups of four"
    assert "<svg" in page.source
    assert "Type the code of six digits that the app shows" in wrong(mine.sends(page, APP)).text
    again = wrong(mine.sends(page, APP, {"code": "000000"}))
    assert "This is not the code that the app shows now" in again.text
    assert letters[0] in again.text, "what was scanned already is still the one"
    mine.secret = letters[0].replace(" ", "")
    assert went_on(mine.sends(again, APP, {"code": mine.code})) == "/account/absence"
    assert mine.opens("/account/absence").status == 200
    assert len({first, second, mine.cookie}) == 3, "each step gives another cookie"
    for earlier in (first, second):
        mine.client.set_cookie(COOKIE, earlier)
        assert went_on(mine.client.get("/work")).startswith("/sign-in"), "and the one before is worth nothing"
    acts = ["session.opened", "session.risen", "session.risen"]
    assert recorded(office, before) == [(mine.person_id, act) for act in acts]


def test_an_offer_of_an_app_that_is_too_old_gives_a_new_one(office: Place) -> None:
    mine = comer(office, "officer")
    mine.client = at_a_step(office, mine.person_id)
    page = mine.opens(APP)
    old = wrong(mine.sends(page, APP, {"code": "123456", "sealed": "x"}))
    assert "This offer no longer stands: begin again, and scan the new code" in old.text
    assert field(old, "sealed")["value"] != "x"


def test_with_an_app_a_code_is_asked_for(office: Place, rowan: Comer) -> None:
    before = last_place(office)
    answer = rowan.signs_in("/sign-in?next=/account")
    assert re.fullmatch(r"rationale_session=ras_[\w-]+; HttpOnly; Path=/; SameSite=Lax", answer.headers["Set-Cookie"])
    page = rowan.led(answer)
    assert "Type the code of six digits that the app shows" in wrong(rowan.sends(page, CODE)).text
    page = wrong(rowan.sends(page, CODE, {"code": "12345x"}))
    assert "The code is not the one that the authenticator app shows now" in page.text
    half = rowan.cookie
    assert went_on(rowan.client.get("/work")) == f"{CODE}?next=/work", "nothing is shown before it"
    assert went_on(rowan.client.get("/sign-in")) == CODE
    assert rowan.sends(page, CODE, {"code": rowan.code, "form_token": "x"}).status_code == 403
    assert went_on(rowan.sends(page, CODE, {"code": rowan.code})) == "/account"
    planted = browser(office)
    planted.set_cookie(COOKIE, half)
    assert went_on(planted.get("/work")) == "/sign-in?next=/work", "whoever planted it is nowhere after the code"
    assert rowan.cookie != half
    assert recorded(office, before) == [
        (rowan.person_id, "session.opened"), ("nobody", "session.refused"), (rowan.person_id, "session.risen"),
    ]  # fmt: skip
    assert went_on(rowan.client.get(CODE)) == "/work", "whoever has done the step is led on"
    assert went_on(rowan.client.get("/sign-in?next=/account/tokens")) == "/account/tokens"
    end_sessions(office, rowan.person_id)
    assert went_on(rowan.sends(page, CODE, {"code": rowan.code})) == "/sign-in?next=/account"


def test_whoever_comes_is_told_the_same_whether_or_not_there_is_an_account(office: Place) -> None:
    known, gone = (comer(office, "officer") for _ in range(2))
    with office.database.writing() as connection:
        people.leave(connection, datetime.now(UTC), gone.person_id)
    before, pages = last_place(office), set()
    for email in (known.email, gone.email, "nobody@example.org"):
        mine = Comer(browser(office), "", email)
        answer = mine.signs_in(words="heron lantern quarrx")
        headers = [each for each in answer.headers if each[0] not in ("X-Request-ID", "Content-Length")]
        pages.add((answer.status_code, answer.text.replace(email, "EMAIL"), str(headers)))
    assert len(pages) == 1
    status, text, _ = pages.pop()
    assert status == 422
    assert "The e-mail address and the password do not belong together. Check both, and try again." in text
    assert 'value="EMAIL"' in text, "what was typed is still there, but for the password"
    assert "quarrx" not in text
    assert recorded(office, before) == [("nobody", "session.refused")] * 3


def test_after_too_many_attempts_one_is_told_when_to_try_again(office: Place, rowan: Comer) -> None:
    mine = comer(office, "officer")
    pages = set()
    for email in (mine.email, "no-such@example.org"):
        fails(office, email, 10)
        answer = Comer(browser(office), "", email).signs_in()
        assert 890 < int(answer.headers["Retry-After"]) <= 900
        assert "Too many attempts failed, so no more are taken for now. Wait 15 minutes" in wrong(answer, 429).text
        pages.add(answer.text.replace(email, "EMAIL"))
    assert len(pages) == 1
    rowan.client = at_a_step(office, rowan.person_id)
    page = rowan.opens(CODE)
    for _ in range(6):
        answer = rowan.sends(page, CODE, {"code": "000000"})
    assert "Wait 60 minutes" in wrong(answer, 429).text


def test_what_is_left_empty_is_told_and_not_counted(office: Place) -> None:
    answer = Comer(browser(office), "", "").signs_in(words="")
    page = wrong(answer)
    assert "Type your e-mail address" in page.text
    assert "Type your password" in page.text
    fields = {name: field(page, name) for name in ("email", "password")}
    assert {name: held["autocomplete"] for name, held in fields.items()} == {
        "email": "username", "password": "current-password",
    }  # fmt: skip
    assert (fields["email"]["type"], fields["password"]["type"]) == ("email", "password")
    assert fields["email"]["aria-describedby"] == "email-error"


def test_the_fields_of_the_steps_say_to_password_managers_what_they_are(office: Place) -> None:
    mine = comer(office, "officer", kept=Password(password().hash, one_time=True))
    mine.client = again_at_the_desk(office, mine.person_id)
    page = mine.opens(NEW)
    named = {each: field(page, each)["autocomplete"] for each in ("username", "current", "password", "again")}
    assert list(named.values()) == ["username", "current-password", "new-password", "new-password"]
    assert field(page, "username")["value"] == mine.email
    half = comer(office, "officer")
    half.client = at_a_step(office, half.person_id)
    code = field(half.opens(APP), "code")
    assert (code["autocomplete"], code["inputmode"]) == ("one-time-code", "numeric")
    assert half.client.get(APP).headers["Cache-Control"] == "no-store"


ELSEWHERE = [
    "//evil.example", "///evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "evil.example",
    "/ok//evil.example", "/\t/evil.example", "/\r\nSet-Cookie: a=b", "javascript:alert(1)", "/\x7f", "",
    "/" + "a" * 3000,
]  # fmt: skip


def test_one_is_led_on_to_pages_of_ours_alone(office: Place) -> None:
    client = again_at_the_desk(office, desk(office, "officer").person_id)
    for said in ELSEWHERE:
        answer = client.get("/sign-in", query_string={"next": said})
        assert (said, went_on(answer)) == (said, "/work")
    for ours in ("/cases?words=larkmere", "/account", "/cases?words=caf%C3%A9"):
        assert went_on(client.get("/sign-in", query_string={"next": ours})) == ours
    page = read(browser(office).get("/sign-in", query_string={"next": "//evil.example"}, headers=BROWSER))
    assert "evil.example" not in page.source
    admin = again_at_the_desk(office, desk(office, "admin").person_id)
    assert went_on(admin.get("/sign-in")) == "/account", "an administrator has no work list"


def test_the_cookie_of_before_signing_in_is_worth_nothing_afterwards(office: Place) -> None:
    mine, planted = comer(office, "officer"), comer(office, "officer")
    planted.client = at_a_step(office, planted.person_id)
    mine.client.set_cookie(COOKIE, planted.cookie)
    page = Page(200, '<form action="/sign-in"></form>')  # as one that was opened before the cookie was planted
    assert went_on(mine.sends(page, "/sign-in", {"email": mine.email, "password": WORDS})) == APP
    assert mine.cookie != planted.cookie
    assert went_on(planted.client.get("/work")) == "/sign-in?next=/work", "it opens nothing for whoever planted it"
    mine.client.set_cookie(COOKIE, "ras_chosen-by-another")
    assert went_on(mine.client.get("/work")) == "/sign-in?next=/work"


def test_a_key_that_is_missing_is_told_as_a_fault_of_ours(office: Place) -> None:
    mine = comer(office, "officer", app=True)
    with office.database.writing() as connection:
        connection.execute(update(person).where(person.c.id == mine.person_id).values(second_factor="sealed otherwise"))
    mine.client = at_a_step(office, mine.person_id)
    told = wrong(mine.sends(mine.opens(CODE), CODE, {"code": "123456"}), 503)
    assert "This is a fault of ours and not of your code. Tell whoever runs this service" in told.text


def test_no_page_of_signing_in_is_kept_anywhere(office: Place) -> None:
    client = browser(office)
    answers = [client.get("/sign-in"), client.get("/signed-out"), client.post("/sign-in")]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
