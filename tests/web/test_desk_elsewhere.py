"""Signing in elsewhere at the desk, at an issuer that the tests start; and the settings that name it."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

import people
from app import create_app
from config import Config
from tests.migrated import opened
from tests.people.stub_issuer import CLIENT, CLIENT_SECRET, StubIssuer, running
from tests.web.comers import Comer, comer, end_sessions, last_place, recorded, went_on, wrong
from tests.web.officers import Place, rules
from tests.web.paging import BROWSER, read

LEAVE, ARRIVED = "/sign-in/elsewhere", "/sign-in/elsewhere/arrived"
COOKIE = "rationale_elsewhere"


@pytest.fixture(scope="module")
def stub() -> Iterator[StubIssuer]:
    with running() as started:
        yield started


def settings(stub: StubIssuer, **more: str) -> dict[str, str]:
    return {
        "PUBLIC_URL": "http://localhost", "OIDC_ISSUER": stub.url, "OIDC_NAME": "NHS CIS2", "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET, **more,
    }  # fmt: skip


def made(data_dir: Path, stub: StubIssuer, **more: str) -> Place:
    config = Config.from_environment(settings(stub, DATA_DIR=str(data_dir), **more))
    database = opened(config.private_url)
    return Place(create_app(config, rules()).test_client(), database)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, stub: StubIssuer) -> Iterator[Place]:
    """An application whose people may sign in elsewhere, where a second factor is asked for."""
    opened = made(tmp_path_factory.mktemp("office"), stub, OIDC_SECOND_FACTOR="yes")
    yield opened
    opened.close()


def leaves(stub: StubIssuer, mine: Comer, onwards: str = "", **claims: Any) -> dict[str, str]:
    """What the browser of somebody brings back from the issuer, which says of them what ``claims`` say."""
    now = int(time.time())
    known = {"sub": f"subject of {mine.email}", "email": mine.email}
    stub.claims = {"iat": now, "exp": now + 300, **known, **claims}
    page = mine.opens(f"/sign-in?{urlencode({'next': onwards})}" if onwards else "/sign-in")
    (link,) = [each for each in page.links if each.startswith(LEAVE)]
    return stub.sign_in(went_on(mine.client.get(link, headers=BROWSER)))


def arrives(mine: Comer, answer: dict[str, str]) -> TestResponse:
    return mine.client.get(ARRIVED, query_string=answer, headers=BROWSER)


def test_somebody_signs_in_elsewhere_and_is_led_to_the_page_that_they_asked_for(
    office: Place, stub: StubIssuer
) -> None:
    mine, before = comer(office, "officer", name="Rowan Ashby"), last_place(office)
    assert "Sign in with NHS CIS2" in mine.opens("/sign-in").text
    brought = leaves(stub, mine, "/account/tokens")
    cookie = mine.client.get_cookie(COOKIE, path=LEAVE)
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path, cookie.max_age) == (True, "Lax", LEAVE, 600)
    assert brought["state"] not in cookie.value, "it is sealed"
    mine.client.set_cookie("rationale_session", "ras_planted-by-another")
    answer = arrives(mine, brought)
    assert mine.cookie not in ("", "ras_planted-by-another")
    assert went_on(answer) == "/account/tokens"
    assert answer.headers["Cache-Control"] == "no-store"
    assert mine.client.get_cookie(COOKIE, path=LEAVE) is None
    assert "You have no tokens" in mine.opens("/account/tokens").text
    assert recorded(office, before) == [(mine.person_id, "session.opened")]
    half = mine.cookie
    assert went_on(arrives(mine, leaves_again(stub, mine))) == "/work"
    assert mine.cookie != half
    mine.client.set_cookie("rationale_session", half)
    assert went_on(mine.client.get("/work")) == "/sign-in?next=/work", "the session of before has ended"


def leaves_again(stub: StubIssuer, mine: Comer) -> dict[str, str]:
    """As ``leaves``, of whoever is signed in still and follows the link of an old page."""
    stub.claims |= {"exp": int(time.time()) + 300}
    return stub.sign_in(went_on(mine.client.get(LEAVE)))


def test_where_the_issuer_asks_for_no_second_factor_we_do(tmp_path: Path, stub: StubIssuer) -> None:
    office = made(tmp_path, stub)
    mine, other = comer(office, "officer"), comer(office, "officer", app=True)
    assert went_on(arrives(mine, leaves(stub, mine))) == "/sign-in/second-factor"
    page = other.led(arrives(other, leaves(stub, other, "/account")))
    assert went_on(other.sends(page, "/sign-in/code", {"code": other.code})) == "/account"
    office.close()


def test_a_stranger_is_refused_in_words_and_makes_no_account(office: Place, stub: StubIssuer) -> None:
    known, before = comer(office, "officer"), last_place(office)
    stranger = Comer(office.client.application.test_client(), "", "stranger@example.org")
    page = wrong(arrives(stranger, leaves(stub, stranger)))
    assert "You are signed in there, and have no account here that is yours. Ask the administrator" in page.text
    told = wrong(arrives(known, leaves(stub, known, email_verified=False)))
    assert "have no account here that is yours" in told.text
    assert known.cookie == ""
    assert recorded(office, before) == [("nobody", "session.refused")] * 2
    with office.database.reading() as connection:
        assert people.by_email(connection, stranger.email) is None


def test_whoever_left_is_refused_like_a_stranger(office: Place, stub: StubIssuer) -> None:
    mine = comer(office, "officer")
    brought = leaves(stub, mine)
    with office.database.writing() as connection:
        people.leave(connection, datetime.now(UTC), mine.person_id)
    assert "have no account here that is yours" in wrong(arrives(mine, brought)).text


def test_what_was_not_begun_in_this_browser_is_refused(office: Place, stub: StubIssuer) -> None:
    mine, other = comer(office, "officer"), comer(office, "officer")
    brought = leaves(stub, mine)
    told = (
        "This sign-in was not begun here, or took longer than ten minutes. Start again from the sign-in page. (state)"
    )
    assert told in wrong(arrives(other, brought)).text, "another browser"
    for answer in ({**brought, "state": "forged"}, {"code": brought["code"]}, brought, {}):
        assert told in wrong(arrives(mine, answer)).text, "a forged state; and the cookie is gone from then on"
    assert mine.cookie == ""
    assert "NHS CIS2 did not sign you in" in wrong(denied(stub, mine)).text


def denied(stub: StubIssuer, mine: Comer) -> TestResponse:
    """The answer to whoever was refused at the issuer."""
    brought = leaves(stub, mine)
    return arrives(mine, {"state": brought["state"], "error": "access_denied"})


def test_an_issuer_that_cannot_be_reached_is_told_of_and_named_in_the_log(
    office: Place, stub: StubIssuer, capfd: pytest.CaptureFixture[str]
) -> None:
    mine = comer(office, "officer")
    stub.fails = {"/.well-known/openid-configuration": (500, b"")}
    told = "NHS CIS2 cannot be reached just now, so nobody was signed in. Try again shortly."
    assert told in wrong(mine.client.get(LEAVE, headers=BROWSER), 503).text
    stub.fails = {}
    assert '"problem": "oidc-unreachable"' in capfd.readouterr().err


def test_a_page_of_another_site_is_never_led_to(office: Place, stub: StubIssuer) -> None:
    mine = comer(office, "officer")
    leaves(stub, mine)
    for said in ("//evil.example", "https://evil.example", "/\\evil.example"):
        brought = stub.sign_in(went_on(mine.client.get(LEAVE, query_string={"next": said})))
        cookie = mine.client.get_cookie(COOKIE, path=LEAVE)
        assert cookie is not None
        mine.client.set_cookie(COOKIE, cookie.value.partition("|")[0] + "|%2F%2Fevil.example", path=LEAVE)
        assert went_on(arrives(mine, brought)) == "/work"
    end_sessions(office, mine.person_id)


def test_what_was_typed_waits_in_its_tab_for_whoever_signs_in_elsewhere(office: Place, stub: StubIssuer) -> None:
    mine = comer(office, "officer")
    arrives(mine, leaves(stub, mine))
    page = mine.opens("/account/absence")
    end_sessions(office, mine.person_id)
    waiting = read(mine.sends(page, "/account/absence", {"starts_at.day": "17"}), 401)
    (link,) = [held for tag, held in waiting.tags if tag == "a" and held["href"].startswith(LEAVE)]
    assert (link["target"], link["rel"]) == ("_blank", "noopener")
    assert "It opens in another tab, so that what you typed stays on this page." in waiting.text
    arrives(mine, stub.sign_in(went_on(mine.client.get(link["href"]))))
    assert "Starts at 17" in read(mine.sends(waiting, "/sign-in/go-on")).text


def test_where_no_issuer_is_named_nobody_is_offered_one(tmp_path: Path) -> None:
    client = create_app(Config(data_dir=tmp_path), rules()).test_client()
    assert LEAVE not in client.get("/sign-in").text
    assert {client.get(address).status_code for address in (LEAVE, ARRIVED)} == {404}


def test_on_an_encrypted_way_the_cookie_goes_on_no_other(tmp_path: Path, stub: StubIssuer) -> None:
    office = made(tmp_path, stub, PUBLIC_URL="https://rationale.example")
    answer = office.client.get(LEAVE, base_url="https://rationale.example")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert re.fullmatch(
        rf"__Secure-{COOKIE}=\S+; Expires=[^;]+; Max-Age=600; Secure; HttpOnly; Path={LEAVE}; SameSite=Lax", cookie
    )
    assert "redirect_uri=https%3A%2F%2Frationale.example%2Fsign-in%2Felsewhere%2Farrived" in went_on(answer)
    office.close()


WRONG = [
    ({"PUBLIC_URL": ""}, "something that it needs is not: PUBLIC_URL is where people reach this service"),
    ({"OIDC_NAME": " ", "OIDC_CLIENT_ID": ""}, "OIDC_NAME is what people call it, such as NHS CIS2; OIDC_CLIENT_ID is"),
    ({"OIDC_ISSUER": "http://issuer.example"}, "OIDC_ISSUER is 'http://issuer.example'; it is the issuer's address"),
    ({"OIDC_ISSUER": "https://issuer.example:x"}, "OIDC_ISSUER is 'https://issuer.example:x'"),
    ({"PUBLIC_URL": "rationale.example"}, "PUBLIC_URL is 'rationale.example'; it is where people reach this service"),
    ({"PUBLIC_URL": "https://example.org/rationale"}, "without a path"),
    ({"OIDC_SECOND_FACTOR": "true"}, "OIDC_SECOND_FACTOR is 'true'; it is yes or no"),
    ({"PROXIES": "-1"}, "PROXIES is '-1'; it is a whole number from 0 to 9"),
]


@pytest.mark.parametrize(("said", "told"), WRONG)
def test_settings_that_cannot_be_are_told_at_the_start(said: dict[str, str], told: str, stub: StubIssuer) -> None:
    with pytest.raises(ValueError, match=re.escape(told)) as refused:
        Config.from_environment(settings(stub) | said)
    assert CLIENT_SECRET not in str(refused.value)


def test_settings_of_an_issuer_are_read_and_keep_their_secret(stub: StubIssuer) -> None:
    config = Config.from_environment(
        settings(stub, PUBLIC_URL="https://rationale.example/", PROXIES="2", OIDC_EMAIL_VERIFIED="xms_edov")
    )
    assert (config.oidc_redirect, config.proxies) == (f"https://rationale.example{ARRIVED}", 2)
    assert (config.oidc_second_factor, config.oidc_email_verified) == (False, "xms_edov")
    assert CLIENT_SECRET not in repr(config)
