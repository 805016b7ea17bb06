"""Sessions of the desk: how they end, the cookie that holds one, and what of the network is believed."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import people
from app import create_app
from config import Config
from storage import sign_in_tried
from tests.people.making import WORDS
from tests.web.comers import browser, comer, end_sessions, last_place, recorded, went_on
from tests.web.desks import COOKIE, again_at_the_desk, desk
from tests.web.officers import Place, rules
from tests.web.paging import BROWSER


def test_signing_out_ends_the_session_and_a_page_says_so(office: Place) -> None:
    mine = desk(office, "officer")
    page, cookie = mine.opens("/account"), mine.client.get_cookie(COOKIE)
    assert mine.sends(page, "/sign-out", {"form_token": "x"}).status_code == 403
    before = last_place(office)
    answer = mine.sends(page, "/sign-out")
    assert went_on(answer) == "/signed-out"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert mine.client.get_cookie(COOKIE) is None
    assert "You have signed out" in mine.opens("/signed-out").text
    assert recorded(office, before) == [(mine.person_id, "session.ended")]
    assert cookie is not None
    mine.client.set_cookie(COOKIE, cookie.value)
    assert went_on(mine.client.get("/account")) == "/sign-in?next=/account"
    assert went_on(mine.sends(page, "/sign-out", {"form_token": "x"})) == "/signed-out", "nobody is left to sign out"
    assert went_on(again_at_the_desk(office, mine.person_id).get("/signed-out")) == "/work"


def test_a_session_that_was_revoked_and_somebody_who_left_are_out_at_once(office: Place) -> None:
    revoked, left = desk(office, "officer"), desk(office, "officer")
    for each in (revoked, left):
        assert each.opens("/account").status == 200
    end_sessions(office, revoked.person_id)
    with office.database.writing() as connection:
        people.leave(connection, datetime.now(UTC), left.person_id)
    for each in (revoked, left):
        assert went_on(each.client.get("/account")) == "/sign-in?next=/account"


def test_whoever_holds_no_role_is_told_so_and_can_sign_out(office: Place) -> None:
    mine = desk(office, name="Nona Ward")
    page = mine.opens("/work", 403)
    assert "You have no role here yet" in page.text
    assert "You are signed in as Nona Ward" in page.text
    assert went_on(mine.sends(page, "/sign-out")) == "/signed-out"


def test_behind_a_proxy_cookies_go_encrypted_and_each_address_is_counted_by_itself(
    tmp_path: Path, office: Place
) -> None:
    url = office.database.engine.url.render_as_string(hide_password=False)
    config = Config(tmp_path, private_database=url, proxies=1, public_url="https://rationale.example")
    behind = create_app(config, rules())
    mine = comer(office, "officer", client=behind.test_client())
    page = mine.opens("/sign-in")
    assert page.status == 200
    typed, seen = {"email": mine.email, "password": WORDS}, []
    for name in ("203.0.113.4", "203.0.113.5"):
        forwarded = {"X-Forwarded-For": f"198.51.100.1, {name}", "X-Forwarded-Proto": "https"}
        said = {"Origin": "https://rationale.example", **forwarded}
        answer = mine.sends(page, "/sign-in", typed, headers=said, base_url="http://inside.example:8000")
        with office.database.reading() as connection:
            newest = select(sign_in_tried.c.whence).order_by(sign_in_tried.c.at.desc()).limit(1)
            seen.append(connection.scalar(newest))
    assert len(set(seen)) == 2
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("__Host-")]
    assert re.fullmatch(r"__Host-rationale_session=ras_[\w-]+; Secure; HttpOnly; Path=/; SameSite=Lax", cookie)
    behind.extensions["rationale.office"].private.close()


def test_a_session_unused_for_an_hour_has_ended(office: Place) -> None:
    mine = desk(office, "officer")
    with office.database.writing() as connection:
        earlier = datetime.now(UTC) - timedelta(minutes=61)
        people.end_all(connection, datetime.now(UTC), mine.person_id)
        old = people.open_session(connection, earlier, mine.person_id, how="tests", second_factor=True)
    mine.client.set_cookie(COOKIE, old.token)
    assert went_on(mine.client.get("/work")) == "/sign-in?next=/work"


def test_the_browser_is_asked_to_say_to_us_alone_where_a_form_came_from(office: Place) -> None:
    assert browser(office).get("/sign-in").headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://[evil"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 422),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 422),
        ({}, 422),
    ],
)
def test_nobody_is_signed_in_by_a_form_of_another_site(office: Place, headers: dict[str, str], status: int) -> None:
    answer = browser(office).post("/sign-in", headers={**BROWSER, **headers})
    assert answer.status_code == status
    assert ("This form did not come from a page of ours, so nothing was done." in answer.text) == (status == 403)
