"""Officers' programs receive, find and move cases over HTTP; nobody sees or does what is not theirs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from config import Config
from tests import postgres
from tests.ours import our_rule_sets
from tests.web.asking import problem
from tests.web.officers import Place, place

LARKMERE: dict[str, Any] = {
    "kind": "pharmacy_market_entry",
    "title": "Larkmere",
    "received_on": "2026-03-02",
    "rule_sets": ["pharmacy/market-entry", "pharmacy/appeal-procedure"],
    "parties": [{"role": "appellant", "name": "Wrenlow Pharmacy Limited", "personal": False, "organisation": "FXX01"}],
}


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    url = ""
    if request.param == "postgresql":
        server: postgres.Server = request.getfixturevalue("server")
        url = server.empty(request.getfixturevalue("template"))
    made = place(tmp_path, url)
    yield made
    made.close()


def test_a_case_is_received_read_and_moved(office: Place) -> None:
    officer = office.caller("officer")
    received = officer.post("/cases", LARKMERE)
    assert received.status_code == 201, received.text
    case = received.get_json()
    assert (case["reference"], case["state"], received.headers["ETag"]) == ("APP/2026/0001", "received", '"1"')
    read = office.client.get(received.headers["Location"], headers={"Authorization": f"Bearer {officer.token}"})
    assert read.get_json() == case
    moved = officer.post(
        f"/cases/{case['id']}/states",
        {"to": "withdrawn", "on": "2026-03-03", "why": "The appellant wrote that it withdraws."},
        {"If-Match": '"1"'},
    )
    assert (moved.get_json()["state"], moved.headers["ETag"]) == ("withdrawn", '"2"')


def test_the_same_request_under_the_same_key_receives_one_case(office: Place) -> None:
    officer = office.caller("officer")
    first, again = (officer.post("/cases", LARKMERE, {"Idempotency-Key": "one"}) for _ in range(2))
    assert (first.status_code, first.get_json(), first.headers["Location"]) == (
        again.status_code,
        again.get_json(),
        again.headers["Location"],
    )
    assert officer.post("/cases", LARKMERE, {"Idempotency-Key": "two"}).get_json()["reference"] == "APP/2026/0002"
    other = officer.post("/cases", {**LARKMERE, "title": "Another"}, {"Idempotency-Key": "one"})
    assert "came before with another request" in problem(other, 422)["detail"]


def test_a_refused_case_takes_no_number_and_leaves_its_key_free(office: Place) -> None:
    officer = office.caller("officer")
    wrong = officer.post("/cases", {**LARKMERE, "kind": "parking"}, {"Idempotency-Key": "one"})
    assert problem(wrong, 422)["errors"][0]["pointer"] == "/kind"
    right = officer.post("/cases", LARKMERE, {"Idempotency-Key": "one"})
    assert right.get_json()["reference"] == "APP/2026/0001"


def test_a_change_says_which_version_it_is_of(office: Place) -> None:
    officer = office.caller("officer")
    id = officer.post("/cases", LARKMERE).get_json()["id"]
    move = {"to": "withdrawn", "on": "2026-03-03", "why": "A letter."}
    assert "If-Match with the ETag" in problem(officer.post(f"/cases/{id}/states", move), 428)["detail"]
    stale = officer.post(f"/cases/{id}/states", move, {"If-Match": '"7"'})
    assert "changed by somebody else since you read it" in problem(stale, 412)["detail"]


def test_whoever_says_nothing_or_something_else_is_told_how_to_say_who_they_are(office: Place) -> None:
    for headers in ({}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer rat_nobody"}):
        answered = office.client.get("/api/v1/cases", headers=headers)
        assert "rationale token add" in problem(answered, 401)["detail"]
        assert answered.headers["WWW-Authenticate"] == "Bearer"


def test_what_somebody_may_not_see_is_not_there(office: Place) -> None:
    id = office.caller("officer").post("/cases", LARKMERE).get_json()["id"]
    trust = office.caller("trust", organisation="RXX01")
    theirs, nobodys = trust.get(f"/cases/{id}"), trust.get("/cases/" + "0" * 32)
    assert problem(theirs, 404)["detail"] == problem(nobodys, 404)["detail"]
    assert trust.get("/cases").get_json() == {"items": []}


def test_roles_and_scopes_say_what_may_be_done(office: Place) -> None:
    auditor = office.caller("auditor")
    assert "do not allow this (case.receive)" in problem(auditor.post("/cases", LARKMERE), 403)["detail"]
    reading = office.caller("officer", scopes=("case.read", "me.read"))
    assert problem(reading.post("/cases", LARKMERE), 403)
    me = reading.get("/me").get_json()
    assert (me["roles"], me["scopes"]) == ([{"name": "officer", "organisation": ""}], ["case.read", "me.read"])


def test_cases_are_found_a_page_at_a_time(office: Place) -> None:
    officer = office.caller("officer")
    for title in ("Larkmere", "Wrenlow", "Larkfield"):
        officer.post("/cases", {**LARKMERE, "title": title})
    first = officer.get("/cases?title=lark&size=1")
    following = first.headers["Link"].removeprefix("</api/v1").partition(">")[0]
    second = officer.get(following)
    titles = {found["title"] for page in (first, second) for found in page.get_json()["items"]}
    assert titles == {"Larkmere", "Larkfield"}
    assert "Link" not in second.headers


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("colour=red", "'colour' is read by nothing here"),
        ("size=many", "size is a whole number"),
        ("due_by=soon", "due_by is a date"),
        ("title=a&title=b", "comes twice"),
    ],
)
def test_a_search_that_cannot_be_read_is_refused(office: Place, asked: str, told: str) -> None:
    assert told in problem(office.caller("officer").get(f"/cases?{asked}"), 400)["detail"]


def test_a_database_that_was_not_brought_up_answers_503(tmp_path: Path) -> None:
    client = create_app(Config(data_dir=tmp_path), our_rule_sets()).test_client()
    answered = client.get("/api/v1/cases", headers={"Authorization": "Bearer rat_x"})
    assert "rationale migrate" in problem(answered, 503)["detail"]
