"""Somebody who is not whom they seem, or asks for what is not theirs, gets nothing and changes nothing.

Every operation of the API and every address of the desk is tried, as they are described and listed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

import people
from people import ACTS
from storage import case, private
from tests import postgres
from tests.people.making import WORDS, password
from tests.web.asking import faults
from tests.web.assessed import TRUST
from tests.web.described import described
from tests.web.desks import COOKIE, Desk, desk, forms_of
from tests.web.every_address import forms_to_send, operations, pages, posts, sent
from tests.web.officers import Caller, Place
from tests.web.paging import BROWSER, Page
from tests.web.whole_case import Whole, office_in, whole

OFFICER = people.Role("officer", "")
OURS, THEIRS = "RYY02", "RXX01"
ELSEWHERE = ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"})
NAMED = "Quillfeather"
EXTRA = (
    "id", "version", "state", "reference", "made_by", "made_at", "officer_id", "record_closed", "roles", "actor", "by",
    "person_id", "organisation_id", "salt", "values_gone_at", "__class__", "is_admin",
)  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.proof)])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_file: Path
) -> Iterator[Place]:
    url = "" if request.param == "sqlite" else postgres.copied(request)
    made = office_in(tmp_path_factory.mktemp("office"), empty_file, url)
    yield made
    made.close()


@pytest.fixture(scope="module")
def officer(office: Place) -> Caller:
    return office.caller("officer", "reviewer", "publisher", "scheme_officer", "trust", organisation=TRUST)


@pytest.fixture(scope="module")
def held(office: Place, officer: Caller) -> Whole:
    """A case of one organisation."""
    return whole(office, officer, office.caller("committee_member"), lambda at: f"{at} {NAMED}", organisation=OURS)


@pytest.fixture
def person(office: Place) -> Desk:
    return desk(office, "officer", "reviewer", "publisher", "scheme_officer", "rule_owner")


def everything(office: Place) -> dict[str, list[Any]]:
    """Every row of every table but those of who came and what was read."""
    passing = ("activity", "activity_head", "signed_in", "person", "role_held", "token")
    kept = [table for table in private.sorted_tables if table.name not in passing]
    with office.database.reading() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in kept}


def test_no_form_is_done_that_another_site_sends(office: Place, person: Desk, held: Whole) -> None:
    before, other = everything(office), desk(office, "officer")
    at_parties = held.address("/cases/<id>/parties")
    token, theirs = (forms_of(each.opens(at_parties))[-1].fields["form_token"] for each in (person, other))
    sound = {"once": "o" * 20, "version": str(held.case.version), "name": "Evil", "role": "interested_party"}
    for (address, at), elsewhere in zip(posts(held), cycle(ELSEWHERE)):  # one for each, in turn
        answer = person.client.post(at, data={**sound, "form_token": token}, headers={**BROWSER, **elsewhere})
        assert answer.status_code == 403, (at, elsewhere)
        for wrong in ({}, {"form_token": theirs}) if address.act else ():
            assert person.client.post(at, data={**sound, **wrong}, headers=BROWSER).status_code == 403, (at, wrong)
    assert person.opens(at_parties).status == 200, "who was let in is still there"
    assert everything(office) == before


def test_a_session_that_somebody_planted_is_worth_nothing_after_signing_in(office: Place) -> None:
    with office.database.writing() as connection:
        people.add(
            connection,
            datetime.now(UTC),
            None,
            email="rowan@example.org",
            name="Rowan Ashby",
            roles=[OFFICER],
            password=password(),
        )
    mine, victim = desk(office, "officer"), office.client.application.test_client()
    held = mine.client.get_cookie(COOKIE)
    assert held is not None
    for planted in ("ses_" + "x" * 43, held.value):
        victim.set_cookie(COOKIE, planted)
        answer = victim.post("/sign-in", data={"email": "rowan@example.org", "password": WORDS}, headers=BROWSER)
        given = victim.get_cookie(COOKIE)
        assert given is not None
        assert given.value not in ("", planted), answer.text
        intruder = office.client.application.test_client()
        intruder.set_cookie(COOKIE, planted)
        assert "Rowan Ashby" not in intruder.get("/account", headers=BROWSER, follow_redirects=True).text


def test_nothing_in_an_address_says_who_somebody_is(office: Place, officer: Caller, person: Desk, held: Whole) -> None:
    cookie = person.client.get_cookie(COOKIE)
    assert cookie is not None
    client = office.client.application.test_client()
    names = ("token", "access_token", "api_key", "authorization", "bearer", COOKIE, "session")
    asked = dict.fromkeys(names, officer.token) | {COOKIE: cookie.value}
    for each in operations(office.client.application):
        if each.act:
            answer = client.open(held.address(each.path), method=each.method, query_string=asked)
            assert answer.status_code == 401, each
            assert person.client.open(held.address(each.path), method=each.method).status_code == 401, "nor a cookie"
    for address, at in (*pages(held), *posts(held)):
        if address.act:
            headers = {**BROWSER, "Authorization": f"Bearer {officer.token}"}
            answer = client.open(at, method=address.method, query_string=asked, data={}, headers=headers)
            assert answer.status_code == 303, at
            assert answer.headers["Location"].startswith("/sign-in")
            assert NAMED not in answer.text


def test_a_key_that_nobody_asked_for_is_refused(office: Place, officer: Caller, held: Whole) -> None:
    before, api = everything(office), described(office.client.application)
    for each in operations(office.client.application):
        body = each.body(api, "x")
        if body is not None and each.act:
            extra = dict.fromkeys(EXTRA, "x")
            at, version = held.address(each.path).removeprefix("/api/v1"), {"If-Match": f'"{held.case.version}"'}
            told = faults(officer.open(each.method, at, version, json={**extra, **body}))
            assert {f"/{name}" for name in EXTRA if name not in body} <= set(told), each
            assert "not a key here" in told["/salt"]
    assert everything(office) == before


def test_a_field_that_no_form_has_does_nothing(office: Place, officer: Caller, person: Desk) -> None:
    held = whole(office, officer, office.caller("committee_member"), lambda at: at, decisions=False)
    page = person.opens(held.address("/cases/<id>/parties"))
    form = next(each for each in forms_to_send(page) if each.action.endswith("/parties"))
    extra = {name: "x" for name in EXTRA if name != "version"} | {
        "left_at": "2020-01-01",
        "case_id": held.ids["other_id"],
    }
    before = _row(office, held.ids["id"])
    answer = sent(person, form, {**form.fields, "role": "interested_party", "name": "Brook Street", **extra})
    assert answer.status_code == 303, answer.text
    assert _row(office, held.ids["id"]) == {**before, "version": before["version"] + 1}
    parties = officer.get(f"{held.case.address}/parties").get_json()["items"]
    assert [each["left_at"] for each in parties if each["name"] == "Brook Street"] == [None]


def _row(office: Place, id: str) -> dict[str, Any]:
    with office.database.reading() as connection:
        return dict(connection.execute(select(case).where(case.c.id == id)).mappings().one())


@pytest.mark.proof
def test_whoever_guesses_the_ids_of_another_organisation_finds_nothing(office: Place, held: Whole) -> None:
    office.caller("auditor").get("/cases")  # the first search of a year makes its salt
    before = everything(office)
    caller, person = office.caller("trust", organisation=THEIRS), desk(office, "trust", organisation=THEIRS)
    may = {act for act in ACTS if people.may_at_all(_actor(office, person.person_id), act)}
    for each in operations(office.client.application):
        at = held.address(each.path).removeprefix("/api/v1")
        if each.act and "{" in each.path:
            said: dict[str, Any] = {"data": b"a,b\n", "query_string": {"name": "a.csv"}} if each.takes_a_file else {}
            answer = caller.open(each.method, at, {"If-Match": f'"{held.case.version}"'}, **said)
            _nothing_there(answer, {404} if each.act in may else {403, 404})
    carried = {"form_token": _token(person), "once": "o" * 20, "version": str(held.case.version)}
    for address, at in (*pages(held), *posts(held)):
        if address.act and "<" in address.rule and "/account/" not in address.rule:
            answer = person.client.open(at, method=address.method, data=carried, headers=BROWSER)
            _nothing_there(answer, {404} if address.act in may else {403, 404})
    listed = (
        person.opens("/cases").text
        + person.opens("/work").text
        + caller.get("/cases").text
        + caller.get("/deadlines").text
    )
    assert NAMED not in listed
    assert everything(office) == before


def _nothing_there(answer: TestResponse, statuses: set[int]) -> None:
    assert answer.status_code in statuses, (answer.request.method, answer.request.path, answer.text[:500])
    assert NAMED not in answer.text


@pytest.mark.proof
def test_what_is_of_one_case_is_not_found_under_another(
    office: Place, officer: Caller, person: Desk, held: Whole
) -> None:
    other = whole(office, officer, office.caller("committee_member"), lambda at: f"{at} other", decisions=False)
    its = {"id": other.ids["id"], "name": "unheard_of"}
    mixed = Whole(other.case, {**held.ids, **its}, {**held.decided, **its})
    before, token = everything(office), _token(person)
    version = str(other.case.version)
    for each in operations(office.client.application):
        if each.act and "_id}" in each.path:
            at = mixed.address(each.path).removeprefix("/api/v1")
            answer = officer.open(
                each.method,
                at,
                {"If-Match": f'"{version}"'},
                json=each.body(described(office.client.application), "2026-03-02"),
            )
            assert answer.status_code in (404, 422), (each, answer.text)
            assert NAMED not in answer.text
    carried = {"form_token": token, "once": "o" * 20, "version": version, "why": "x"}
    for address, at in (*pages(mixed), *posts(mixed)):
        if address.act and "_id>" in address.rule:
            answer = person.client.open(at, method=address.method, data=carried, headers=BROWSER)
            refused = (403, 404) if address.rule.startswith("/assessments") else (404, 422)  # officers have none
            assert answer.status_code in refused, (at, answer.text[:500])
            assert NAMED not in answer.text
    assert everything(office) == before


@pytest.mark.parametrize("id", ["..%2f..%2fetc%2fpasswd", "%00", "'", "A" * 32])
def test_no_word_but_an_id_leads_anywhere(office: Place, officer: Caller, person: Desk, held: Whole, id: str) -> None:
    for each in operations(office.client.application):
        if each.act and "{id}" in each.path and each.method == "GET":
            assert officer.client.get(held.address(each.path, id), headers=_bearer(officer)).status_code == 404, each
    for address, at in ((each, held.address(each.rule, id)) for each, _ in pages(held) if "<id>" in each.rule):
        assert person.client.get(at, headers=BROWSER).status_code == 404, address.rule
    assert person.client.get(f"/static/{id}", headers=BROWSER).status_code == 404


def _bearer(caller: Caller) -> dict[str, str]:
    return {"Authorization": f"Bearer {caller.token}"}


def _actor(office: Place, id: str) -> people.Actor:
    with office.database.reading() as connection:
        found = people.actor(connection, id)
    assert found is not None
    return found


def _token(person: Desk) -> str:
    """What the forms of somebody's session carry."""
    page = Page(200, person.client.get("/account/tokens/new", headers=BROWSER).text)
    return next(form.fields["form_token"] for form in forms_to_send(page) if "form_token" in form.fields)
