"""Nothing typed is lost by a session that ended: it is carried through signing in, shown, and sent by its sender."""

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.people.making import WORDS
from tests.web.comers import Comer, browser, comer, end_sessions, went_on
from tests.web.desks import COOKIE, Desk, again_at_the_desk, desk
from tests.web.officers import Place
from tests.web.paging import BROWSER, Page, read
from tests.web.test_api_cases import LARKMERE

HERE = {"Sec-Fetch-Site": "same-origin"}
SURGERY = "Brook Street “Surgery” <b>&amp;"


@pytest.fixture(scope="module")
def case_id(office: Place) -> str:
    id: str = office.caller("officer").post("/cases", LARKMERE).get_json()["id"]
    return id


@pytest.fixture
def parties(case_id: str) -> str:
    """The address of the parties' page and of its form."""
    return f"/cases/{case_id}/parties"


def too_late(office: Place, mine: Desk, at: str, typed: dict[str, Any], **more: Any) -> TestResponse:
    """The answer to a form that comes when the session in which it was typed has ended."""
    page = mine.opens(at)
    end_sessions(office, mine.person_id)
    return mine.sends(page, at, typed, **more)


def carried(mine: Desk, page: Page, action: str = "/sign-in") -> dict[str, Any]:
    """What a page of signing in carries."""
    held: dict[str, Any] = json.loads(mine.form(page, action).fields["carried"])
    return held


def went(client: FlaskClient, said: object) -> TestResponse:
    """The answer to whoever has signed in and goes on with this."""
    written = said if isinstance(said, str) else json.dumps(said)
    return client.post("/sign-in/go-on", data={"carried": written}, headers=BROWSER)


def test_what_was_typed_goes_through_every_step_and_is_sent_after_a_look_at_it(office: Place, parties: str) -> None:
    mine = comer(office, "officer", app=True, name="Rowan Ashby")
    mine.client = again_at_the_desk(office, mine.person_id)
    answer = too_late(office, mine, parties, {"role": "interested_party", "name": SURGERY})
    page = read(answer, 401)
    assert "Your session had ended, so nothing was sent yet. What you typed is kept on this page" in page.text
    held = carried(mine, page)
    assert held["to"] == parties
    assert ["name", SURGERY] in held["fields"]
    assert "form_token" not in str(held)
    wrong = mine.sends(page, "/sign-in", {"email": mine.email, "password": ""})
    page = read(mine.sends(read(wrong, 422), "/sign-in", {"email": mine.email, "password": WORDS}))
    assert carried(mine, page, "/sign-in/code") == held
    page = read(mine.sends(read(mine.sends(page, "/sign-in/code"), 422), "/sign-in/code", {"code": mine.code}))
    assert "You are signed in as Rowan Ashby: if you send it now, it is kept in the name of Rowan Ashby." in page.text
    assert "It is for APP/" in page.text
    assert ", Larkmere." in page.text
    assert f"Role interested party Name {SURGERY}" in page.text, "as people read it, and escaped"
    assert "Once" not in page.text.split("Larkmere.")[1].split("Send it now")[0], "not what is of the program's own"
    assert parties in page.links, "or it is left, for the page that it was typed on"
    assert SURGERY not in mine.opens(parties).text
    assert went_on(mine.sends(page, parties)).startswith(parties)
    assert SURGERY in mine.opens(parties).text
    assert went_on(mine.sends(page, parties)).startswith(parties), "sent twice it is done once"
    assert [party["name"] for party in listed(office, parties)].count(SURGERY) == 1


def listed(office: Place, parties: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.caller("officer").get(parties).get_json()["items"]
    return found


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_without_the_token_of_its_session_it_is_dropped_and_that_is_said(
    office: Place, parties: str, token: str
) -> None:
    mine = desk(office, "officer")
    answer = too_late(office, mine, parties, {"name": SURGERY, "form_token": token})
    assert went_on(answer) == f"/sign-in?next={parties}&lost=yes"
    page = mine.opens(went_on(answer))
    assert "nothing was stored. Sign in, and fill in the form again." in page.text
    assert "Brook Street" not in page.source
    mine.client.delete_cookie(COOKIE)
    nobody = mine.client.post(parties, data={"form_token": token}, headers=BROWSER)
    assert went_on(nobody) == went_on(answer)


def test_another_who_signs_in_sees_it_and_sends_it_in_their_own_name(office: Place, parties: str) -> None:
    mine, other = desk(office, "officer"), desk(office, "officer", name="Olive Officer")
    page = read(too_late(office, mine, parties, {"role": "interested_party", "name": "Mill Lane"}), 401)
    other.client.set_cookie(COOKIE, cookie(other))
    page = read(went(other.client, mine.form(page, "/sign-in").fields["carried"]))
    assert "kept in the name of Olive Officer" in page.text
    assert went_on(other.sends(page, parties)).startswith(parties)
    auditor = desk(office, "admin")
    shown = read(went(auditor.client, {"to": parties, "fields": [["name", "x"]], "files": []}))
    assert "Larkmere" not in shown.text, "whoever may not see the case is not told what it is called"


def cookie(mine: Desk) -> str:
    found = mine.client.get_cookie(COOKIE)
    assert found is not None
    return found.value


NOT_OURS: list[object] = [
    {"to": to, "fields": [], "files": []}
    for to in (
        "https://evil.example/work", "//evil.example/cases", "/\\evil.example", "/cases/x/parties\r\nA: b", "/nowhere",
        "/work", "/sign-in", "/sign-out", "/sign-in/go-on", "/api/v1/determinations",
        "/rule-sets/pharmacy/appeal/determine", "", "cases/x/parties", "/static/css/rationale.css",
    )
] + [
    "", "{", "[]", "null", '"x"', "[" * 100_000, {"to": "/cases/x/parties"}, {"to": 1, "fields": [], "files": []},
    {"to": "/cases/x/parties", "fields": [["a", 1]], "files": []},
    {"to": "/cases/x/parties", "fields": {"ab": 1}, "files": []},
    '{"to": "/cases/x/parties", "fields": [["a", "\\ud800"]], "files": []}',
]  # fmt: skip


def test_it_is_sent_to_forms_of_the_desk_and_nowhere_else(office: Place) -> None:
    client = again_at_the_desk(office, desk(office, "officer").person_id)
    for said in NOT_OURS:
        answer = went(client, said)
        assert (said, answer.status_code, answer.headers.get("Location")) == (said, 303, "/work")
    assert read(went(client, {"to": "/cases/x/parties?a=b", "fields": [], "files": []})).status == 200


def test_a_file_is_not_kept_and_is_to_be_chosen_again(office: Place, case_id: str) -> None:
    mine = desk(office, "officer")
    at = f"/cases/{case_id}/evidence"
    page = mine.opens(at)
    end_sessions(office, mine.person_id)
    file = (io.BytesIO(b"%PDF-1.7 secret"), "letter.pdf")
    fields = MultiDict([*mine.form(page, at).fields.items(multi=True), ("about", "The letter")])
    answer = mine.client.post(at, data={**fields.to_dict(), "file": file}, headers=BROWSER)
    page = read(answer, 401)
    assert "Files cannot be kept. You can choose them again then: letter.pdf." in page.text
    assert "%PDF" not in page.source
    other = again_at_the_desk(office, mine.person_id)
    shown = read(went(other, mine.form(page, "/sign-in").fields["carried"]))
    assert "Choose the file again: letter.pdf" in shown.text
    assert ("input", "file", "file") in [(tag, held.get("type"), held.get("name")) for tag, held in shown.tags]
    assert [held["enctype"] for tag, held in shown.tags if tag == "form"] == ["multipart/form-data"]


def test_a_page_of_an_earlier_session_is_shown_once_more_before_it_is_sent(office: Place, parties: str) -> None:
    mine = desk(office, "officer", name="Rowan Ashby")
    page = mine.opens(parties)
    mine.client = again_at_the_desk(office, mine.person_id)
    typed = {"role": "interested_party", "name": "Hill Road"}
    assert mine.sends(page, parties, typed).status_code == 403, "where the browser does not vouch for it"
    shown = read(mine.sends(page, parties, typed, headers=HERE), 403)
    assert "Check what you typed, and send it" in shown.text
    assert went_on(mine.sends(shown, parties)).startswith(parties)
    half = again_at_the_desk(office, comer(office, "officer").person_id, second_factor=False)
    mine.client = half
    assert "Set up your authenticator app" in read(mine.sends(page, parties, typed, headers=HERE), 401).text
    assert mine.sends(page, parties, typed).status_code == 403


def test_passwords_and_codes_are_never_carried(office: Place) -> None:
    mine = comer(office, "officer")
    mine.client = again_at_the_desk(office, mine.person_id)
    at, typed = "/account/sign-in", {"current": WORDS, "password": "x", "again": "x"}
    old = mine.opens(at)
    answer = too_late(office, mine, at, typed)
    assert went_on(answer) == f"/sign-in?next={at}&lost=yes"
    mine.client = again_at_the_desk(office, mine.person_id)
    told = mine.sends(old, at, typed, headers=HERE)
    assert told.status_code == 403
    assert "was opened in an earlier session of yours, so nothing was done. Open it again" in told.text
    assert WORDS not in told.text


def test_whoever_signs_in_in_another_tab_comes_back_and_goes_on(office: Place, parties: str) -> None:
    mine = Comer(browser(office), "", "")
    told = read(went(mine.client, {"to": parties, "fields": [["name", "Mill"]], "files": []}), 401)
    assert "You have not signed in yet in this browser. Sign in first, and then come back and go on." in told.text
    assert carried(mine, told)["fields"] == [["name", "Mill"]]
    mine.client = again_at_the_desk(office, desk(office, "officer").person_id)
    assert "Name Mill" in read(went(mine.client, mine.form(told, "/sign-in").fields["carried"])).text


def test_days_are_said_whole_and_ids_by_whom_they_are_of(office: Place) -> None:
    mine = desk(office, "officer", name="Rowan Ashby")
    fields = [
        ["starts_at.day", "1"], ["starts_at.month", "5"], ["starts_at.year", "2026"], ["cover", mine.person_id],
        ["told", "f" * 32], ["kind", "a"], ["kind", "b"], ["empty", ""], ["once", "x" * 20], ["version", "3"],
    ]  # fmt: skip
    page = read(went(mine.client, {"to": "/account/absence", "fields": fields, "files": []}))
    assert "Starts at 1 5 2026 Cover Rowan Ashby Told as chosen on the page Kind a, b Send it now" in page.text
    sent = mine.form(page, "/account/absence").fields
    assert [list(each) for each in sent.items(multi=True) if each[0] != "form_token"] == fields
    empty = read(went(mine.client, {"to": "/account/sessions/end-others", "fields": [], "files": []}))
    assert "No field of the form was filled in: it asked for something to be done." in empty.text


def test_a_long_text_goes_through_and_too_long_a_form_is_refused(office: Place, parties: str) -> None:
    mine = desk(office, "officer")
    long = "“Ünïcode”\r\n" * 12_000
    page = read(too_late(office, mine, parties, {"name": long}), 401)
    assert ["name", long] in carried(mine, page)["fields"]
    answer = mine.sends(page, "/sign-in", {"email": "", "password": ""})
    assert ["name", long] in carried(mine, read(answer, 422))["fields"]
    assert mine.client.post("/sign-in", data={"carried": "a" * 2_100_000}, headers=BROWSER).status_code == 413
