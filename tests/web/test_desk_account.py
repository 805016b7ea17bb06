"""One's own account at the desk: who one is, sessions, password, authenticator app and absence."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

import people
from tests.people.making import WORDS
from tests.web.comers import Comer, comer, last_place, recorded, sends_anew, went_on, wrong
from tests.web.desks import Desk, again_at_the_desk, desk
from tests.web.officers import Place
from tests.web.paging import Page

NEW_TOKEN, CALENDAR, ABSENCE = "/account/tokens/new", "/account/calendar", "/account/absence"
SIGN_IN, APP = "/account/sign-in", "/account/sign-in/app"


@pytest.fixture(scope="module")
def mine(office: Place) -> Desk:
    return desk(office, "officer", name="Rowan Ashby")


def day(place: str, on: date) -> dict[str, str]:
    return {f"{place}.day": str(on.day), f"{place}.month": str(on.month), f"{place}.year": str(on.year)}


def tabs(page: Page) -> list[str]:
    """What the tabs are called."""
    found = re.search('<nav class="app-tabs".*?</nav>', page.source, re.DOTALL)
    assert found
    return re.findall(">([^<>]+)</a>", found[0])


# -- who one is


def test_the_account_says_who_one_is_and_in_words_what_one_may_do(office: Place) -> None:
    icb = desk(office, "icb", organisation="QWO", name="Ivy Board")
    page = icb.opens("/account")
    with office.database.reading() as connection:
        who = people.by_id(connection, icb.person_id)
    assert who is not None
    assert f"Name Ivy Board E-mail address {who.email} Roles Integrated care board of QWO" in page.text
    assert icb.person_id not in page.source


@pytest.mark.parametrize(
    ("role", "there"),
    [
        ("officer", ["You", "Password and app", "Absence", "Calendar", "Programs"]),
        ("auditor", ["You", "Password and app", "Programs"]),
        ("admin", ["You", "Password and app", "Absence", "Programs"]),
    ],
)
def test_everybody_has_the_pages_that_their_role_opens(office: Place, role: str, there: list[str]) -> None:
    whose = desk(office, role)
    page = whose.opens("/account")
    assert tabs(page) == there
    for address in (APP, NEW_TOKEN):
        assert whose.opens(address).status == 200
    assert whose.opens(CALENDAR, 200 if "Calendar" in there else 403).status
    assert whose.opens(ABSENCE, 200 if "Absence" in there else 403).status


# -- sessions


def test_one_session_is_ended_or_all_others_at_once(office: Place) -> None:
    mine = desk(office, "officer")
    others = [again_at_the_desk(office, mine.person_id) for _ in range(3)]
    page = mine.opens("/account")
    (ends, *_) = re.findall("/account/sessions/[0-9a-f]{32}/end", page.source)
    before = last_place(office)
    done = mine.does("/account", ends)
    assert "The session was ended." in done.text
    assert sum(each.get("/account").status_code == 303 for each in others) == 1, "it is out at once"
    twice = wrong(sends_anew(mine, ends))
    assert "There is no such session, or it has ended: sign in again" in twice.text
    assert "All your other sessions were ended." in mine.does("/account", "/account/sessions/end-others").text
    assert [each.get("/account").status_code for each in others] == [303] * 3
    assert mine.opens("/account").status == 200
    acts = [(mine.person_id, "session.ended"), (mine.person_id, "session.all_ended")]
    assert recorded(office, before) == acts


def test_nobody_ends_the_session_of_another(office: Place, mine: Desk) -> None:
    other = desk(office, "officer")
    again_at_the_desk(office, other.person_id)
    (theirs, *_) = re.findall("/account/sessions/[0-9a-f]{32}/end", other.opens("/account").source)
    assert "There is no such session" in wrong(sends_anew(mine, theirs)).text
    assert other.opens("/account").text.count("Ends at the latest") == 3


@pytest.mark.parametrize(
    "address", ["/account/sessions/{}/end", "/account/tokens/{}/revoke", "/account/absence/{}/end"]
)
def test_what_is_no_id_is_asked_of_no_database_and_is_not_found(mine: Desk, address: str) -> None:
    for id in ("%00", "x", "A" * 32):
        assert sends_anew(mine, address.format(id)).status_code == 404


# -- password and app


def test_a_password_is_changed_and_the_other_sessions_end(office: Place) -> None:
    mine = comer(office, "officer")
    mine.client, other = (again_at_the_desk(office, mine.person_id) for _ in range(2))
    page, cookie, before = mine.opens(SIGN_IN), mine.cookie, last_place(office)
    told = wrong(mine.sends(page, SIGN_IN, {"current": "x", "password": "quarry heron lantern", "again": "other"}))
    assert "This is not the same as the new password: type both again" in told.text
    chosen = {"current": WORDS, "password": "quarry heron lantern", "again": "quarry heron lantern"}
    done = mine.led(mine.sends(page, SIGN_IN, chosen))
    assert "Your password was changed. Your other sessions have ended." in done.text
    assert mine.cookie != cookie
    assert other.get("/account").status_code == 303
    assert recorded(office, before) == [(mine.person_id, "session.risen")]
    told = wrong(mine.sends(done, SIGN_IN, chosen))
    assert "This is not your current password. Nothing was changed." in told.text
    assert recorded(office, before)[1:] == [(mine.person_id, "session.refused")]
    with office.database.writing() as connection:
        for _ in range(9):
            people.begin(connection, datetime.now(UTC), mine.email, "")
    assert "Too many attempts failed" in wrong(mine.sends(done, SIGN_IN, chosen), 429).text


def test_another_app_takes_the_place_of_the_one_before(office: Place) -> None:
    mine = comer(office, "officer", app=True)
    mine.client = again_at_the_desk(office, mine.person_id)
    assert "An app is set up." in mine.opens(SIGN_IN).text
    page, cookie, before = mine.opens(APP), mine.cookie, last_place(office)
    assert mine.client.get(APP).headers["Cache-Control"] == "no-store"
    unsaid = wrong(mine.sends(page, APP, {"code": "000000"}))
    assert "Type the code of six digits that the app shows which you have used until now" in unsaid.text
    refused = wrong(mine.sends(unsaid, APP, {"code": "000000", "before": "000000"}))
    assert "The code is not the one that the authenticator app shows now" in refused.text
    old = mine.code
    told = wrong(mine.sends(refused, APP, {"code": "000000", "before": old}))
    assert "This is not the code that the app shows now: check its clock, and try the next" in told.text
    new = re.search("[A-Z2-7]{4}( [A-Z2-7]{4}){7}", told.text)
    assert new
    assert new[0] in page.text
    mine.secret = new[0].replace(" ", "")
    done = mine.led(mine.sends(told, APP, {"code": mine.code, "before": old}))
    assert "From now on its codes are asked for." in done.text
    assert mine.cookie != cookie
    assert recorded(office, before) == [(mine.person_id, "session.refused"), (mine.person_id, "session.risen")]
    half = Comer(again_at_the_desk(office, mine.person_id, second_factor=False), "", "")
    assert went_on(half.sends(half.opens("/sign-in/code"), "/sign-in/code", {"code": mine.next_code})) == "/work"


def test_whoever_signs_in_elsewhere_has_no_password_to_change(mine: Desk) -> None:
    page = mine.opens(SIGN_IN)
    assert "You have no password here: you sign in elsewhere." in page.text
    assert "No app is set up." in page.text


# -- absence


def test_an_absence_is_recorded_with_cover_and_ended(office: Place) -> None:
    mine, cover = desk(office, "officer"), desk(office, "officer", name="Olive Officer")
    reviewer = desk(office, "reviewer")
    first, last = (datetime.now(UTC).date() + timedelta(days=days) for days in (2, 9))
    typed = {**day("starts_at", first), **day("ends_at", last), "cover": cover.person_id}
    page, before = mine.opens(ABSENCE), last_place(office)
    assert "Olive Officer" in page.text
    assert {mine.person_id, reviewer.person_id}.isdisjoint(re.findall('option value="([^"]*)"', page.source))
    done = mine.does(ABSENCE, ABSENCE, typed)
    assert "The absence was recorded." in done.text
    assert f"{first.day} {first:%B %Y}" in done.text
    assert f"{last.day} {last:%B %Y}" in done.text
    told = wrong(mine.sends(done, ABSENCE, typed))
    assert "An absence in this time stands already: end it first, or choose other days" in told.text
    (ends,) = re.findall(f"{ABSENCE}/[0-9a-f]{{32}}/end", told.source)
    assert "No absence of yours is recorded." in mine.does(ABSENCE, ends).text
    assert recorded(office, before) == [(mine.person_id, "absence.stated"), (mine.person_id, "absence.ended")]
    assert "There is no such absence, or it is over already" in wrong(sends_anew(mine, ends)).text


TODAY = datetime.now(UTC).date()
NEXT_WEEK = day("starts_at", TODAY + timedelta(days=7)) | day("ends_at", TODAY + timedelta(days=8))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, ["Give the day, the month and the year"]),
        (NEXT_WEEK | {"starts_at.month": "13"}, ["There is no such day as"]),
        (NEXT_WEEK | day("ends_at", TODAY + timedelta(days=5)), ["An absence ends after it starts: correct one of"]),
        (
            day("starts_at", date(2024, 5, 1)) | day("ends_at", date(2024, 5, 2)),
            ["This day is past: give the last day"],
        ),
        (NEXT_WEEK | day("ends_at", date.max), ["This day is more than ten years away: check the year"]),
        (NEXT_WEEK | {"cover": "0" * 32}, ["Choose somebody from the list, or nobody"]),
    ],
)
def test_what_is_wrong_with_an_absence_is_told(mine: Desk, typed: dict[str, str], told: list[str]) -> None:
    page = wrong(mine.sends(mine.opens(ABSENCE), ABSENCE, typed))
    assert all(each in page.text for each in told), page.text
    fields = mine.form(page, ABSENCE).fields
    assert {name: said for name, said in typed.items() if name != "cover"}.items() <= fields.to_dict().items()
