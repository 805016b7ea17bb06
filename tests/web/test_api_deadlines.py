"""What is due follows from the law, is extended where the law allows it, met, and shown to those who may see it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.asking import problem
from tests.web.kept import LONGEST, NOBODY, STAY_ENDS, TODAY, Case, acts, assign, away, built, on_either, received
from tests.web.officers import Caller, Place


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = built(tmp_path_factory.mktemp("office"))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield from on_either(request, tmp_path)


@pytest.fixture
def case(office: Place) -> Case:
    return received(office.caller("officer"))


def test_deadlines_follow_are_extended_met_and_reopened(either: Place) -> None:
    case = received(either.caller("officer"))
    case.determine()
    stay = case.deadlines()["stay_ends"]
    assert (stay["due_on"], stay["standing"], stay["cites"], stay["case_id"]) == (
        str(STAY_ENDS), "due", "reg. 7(1)", case.id,
    )  # fmt: skip
    assert stay["powers"] == [
        {
            "provision": "longer-stay", "title": "A provision", "cites": "regulation 1", "status": "met",
            "until": str(LONGEST),
        }
    ]  # fmt: skip
    version, at = case.version, f"/deadlines/{stay['id']}"
    longer = case.officer.change(
        "POST", f"{at}/extensions", {"to": str(LONGEST), "why": "The site must be seen twice"}, version
    )
    assert (longer.status_code, longer.headers["ETag"]) == (200, f'"{version + 1}"'), longer.text
    assert [longer.get_json()[name] for name in ("due_on", "given_on", "extended_to")] == [
        str(day) for day in (LONGEST, STAY_ENDS, LONGEST)
    ]
    met = case.officer.change("POST", f"{at}/met", {"on": str(TODAY)}, version + 1)
    assert [met.get_json()[name] for name in ("standing", "met_on", "met_by")] == [
        "met", str(TODAY), case.officer.person_id,
    ]  # fmt: skip
    opened = case.officer.change("POST", f"{at}/reopened", None, version + 2)
    assert (opened.get_json()["standing"], opened.headers["ETag"]) == ("due", f'"{version + 3}"'), opened.text
    assert case.version == version + 3
    assert [act for act in acts(either, case) if act.startswith("deadline")] == [
        "deadline.extended", "deadline.met", "deadline.reopened",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "at", "body", "told"),
    [
        (
            "last_day_to_appeal",
            "extensions",
            {"to": "2030-01-01", "why": "x"},
            "No power to extend “The last day to ap",
        ),
        ("stay_ends", "extensions", {"to": "2090-01-01", "why": "x"}, "may be extended to"),
        ("stay_ends", "extensions", {"to": str(TODAY), "why": "x"}, "is due on"),
        ("stay_ends", "extensions", {"to": str(LONGEST), "why": " "}, "Say why “The last day of a stay”"),
        ("stay_ends", "met", {"on": "2090-01-01"}, "which is still to come. Give the day on which it was done."),
        ("stay_ends", "reopened", None, "was not recorded as met, so there is nothing to take back."),
    ],
)
def test_what_cannot_be_done_about_a_deadline_is_told(case: Case, name: str, at: str, body: Any, told: str) -> None:
    case.determine()
    found, version = case.deadlines()[name], case.version
    refused = problem(case.officer.change("POST", f"/deadlines/{found['id']}/{at}", body, version), 422)
    assert told in refused["detail"]
    assert refused["type"] == "/docs#problem-deadline"
    assert (case.deadlines()[name], case.version) == (found, version)


@pytest.mark.parametrize(
    ("at", "body", "where", "told"),
    [
        ("extensions", {"to": "2030-01-01", "why": "a\u0000b"}, "/why", "a character that nobody sees (U+0000): type"),
        ("extensions", {"to": "2030-01-01", "why": "x" * 20_001}, "/why", "this has 20,001 characters, and 20,000 are"),
        ("extensions", {"why": "x"}, "/to", ""),
        ("extensions", {"to": "soon", "why": "x"}, "/to", ""),
        ("extensions", {"to": "2030-01-01", "why": "x", "power": "y"}, "/power", "this is not a key here"),
        ("met", {"on": None}, "/on", ""),
    ],
)
def test_a_request_about_a_deadline_is_read_strictly(case: Case, at: str, body: Any, where: str, told: str) -> None:
    case.determine()
    id = case.deadlines()["stay_ends"]["id"]
    (fault,) = problem(case.officer.change("POST", f"/deadlines/{id}/{at}", body, case.version), 422)["errors"]
    assert fault["pointer"] == where
    assert told in fault["detail"]


def test_a_change_of_a_deadline_is_of_the_version_that_was_read_and_done_once(case: Case) -> None:
    case.determine()
    at, met, version = f"/deadlines/{case.deadlines()['stay_ends']['id']}/met", {"on": str(TODAY)}, case.version
    assert "If-Match with the ETag" in problem(case.officer.post(at, met), 428)["detail"]
    assert "changed by somebody else" in problem(case.officer.change("POST", at, met, version - 1), 412)["detail"]
    once = {"Idempotency-Key": f"met-{case.id}"}
    first, again = (case.officer.change("POST", at, met, version, once) for _ in range(2))
    assert (first.status_code, first.data) == (200, again.data)
    assert case.version == version + 1


def test_what_was_due_in_a_case_that_ended_is_still_met_and_in_a_closed_one_nothing_changes(case: Case) -> None:
    case.determine()
    id = case.deadlines()["stay_ends"]["id"]
    moves(case, "withdrawn")
    assert case.officer.change("POST", f"/deadlines/{id}/met", {"on": str(TODAY)}, case.version).status_code == 200
    moves(case, "closed")
    refused = case.officer.change("POST", f"/deadlines/{id}/reopened", None, case.version)
    assert "is closed, and takes no changes to what is due" in problem(refused, 422)["detail"]


def moves(case: Case, to: str) -> None:
    said = {"to": to, "on": str(TODAY), "why": "A letter."}
    moved = case.officer.change("POST", f"{case.address}/states", said, case.version)
    assert moved.status_code == 200, moved.text


def test_a_deadline_that_one_may_not_see_is_not_there(office: Place, case: Case) -> None:
    case.determine()
    id = case.deadlines()["stay_ends"]["id"]
    everywhere = office.caller("officer", scopes=("deadline.meet",))  # and not case.read
    for key in (id, NOBODY, "%00", id.upper()):
        told = problem(everywhere.change("POST", f"/deadlines/{key}/met", {"on": str(TODAY)}, 1), 404)["detail"]
        assert told == "There is nothing here that you may see. Check the reference, or ask who gave it to you."
    reviewer = office.caller("reviewer")
    refused = reviewer.change("POST", f"/deadlines/{id}/met", {"on": str(TODAY)}, case.version)
    assert "(deadline.meet)" in problem(refused, 403)["detail"]


def test_one_list_says_what_is_due_to_each_who_may_see_it(tmp_path: Path) -> None:
    office = built(tmp_path)
    officer, other = office.caller("officer"), office.caller("officer")
    ours, theirs = received(officer), received(officer, organisation="QEL")
    for each in (ours, theirs):
        each.determine()
    assign(ours, officer)
    assign(theirs, other)

    def due(caller: Caller, asked: str = "") -> set[tuple[str, str]]:
        answered = caller.get(f"/deadlines{asked}")
        assert answered.status_code == 200, answered.text
        return {(each["case_id"], each["name"]) for each in answered.get_json()["items"]}

    names = {"last_day_to_appeal", "stay_ends", "longest_stay"}
    everything = {(each.id, name) for each in (ours, theirs) for name in names}
    for role in ("officer", "reviewer", "publisher", "auditor"):
        assert due(office.caller(role)) == everything
    assert due(officer, f"?until={STAY_ENDS}") == {(each.id, "stay_ends") for each in (ours, theirs)}
    assert due(officer, f"?until={TODAY}") == set()
    assert due(officer, "?mine=true") == {(ours.id, name) for name in names}
    assert due(officer, f"?mine=true&until={STAY_ENDS}") == {(ours.id, "stay_ends")}
    assert due(office.caller("icb", organisation="QEL")) == {(theirs.id, name) for name in names}
    assert due(office.caller("icb", organisation="QXX")) == set()
    assert due(office.caller("committee_member")) == set()
    away(office, other, officer)
    assert due(officer, "?mine=true") == everything
    assert due(officer, f"?officer={other.person_id}") == {(theirs.id, name) for name in names}
    assert due(office.caller("auditor"), f"?officer={officer.person_id}") == everything, "cover counts"
    assert due(office.caller("icb", organisation="QXX"), f"?officer={other.person_id}") == set()
    assert due(officer, f"?officer={NOBODY}") == set()
    pages, at = list[list[str]](), "/deadlines?size=2&mine=true"
    while at:
        page = officer.get(at)
        pages.append([each["id"] for each in page.get_json()["items"]])
        at = page.headers.get("Link", "").partition(">")[0].removeprefix("</api/v1")
    whole = [each["id"] for each in officer.get("/deadlines?mine=true").get_json()["items"]]
    assert pages == [whole[:2], whole[2:4], whole[4:]]
    for asked, told in (
        ("?until=soon", "until is a date, such as 2026-03-31."),
        ("?mine=yes", "mine is true or false."),
        (
            "?whose=me",
            "'whose' is read by nothing here, or comes twice. There are: until, mine, officer, after, size.",
        ),
        ("?officer=me", "officer is the id of a person, as a case has it under officer_id."),
        (f"?mine=true&officer={NOBODY}", "Ask for mine or for an officer's, not for both."),
        ("?size=0", "size is a whole number from 1 to 100."),
        ("?after=2026-03-01", "after is no cursor of ours: take the one that came with the page before."),
    ):
        assert problem(officer.get(f"/deadlines{asked}"), 400)["detail"] == told
    office.close()
