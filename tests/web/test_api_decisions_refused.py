"""What does not fit a draft is refused over HTTP at its place, and nothing of it is stored."""

from dataclasses import replace
from typing import Any

import pytest

from tests.web.asking import faults, problem
from tests.web.deciding import (
    COMMITTEE,
    CONCLUDING,
    DEPARTING,
    NOBODY,
    Deciding,
    commented,
    determined_by,
    drafted,
    plainly,
)
from tests.web.officers import Caller, Place


@pytest.fixture(scope="module")
def officer(office: Place) -> Caller:
    """An officer who may review, though not what they wrote themselves."""
    return office.caller("officer", "reviewer")


@pytest.fixture(scope="module")
def reviewer(office: Place) -> Caller:
    return office.caller("reviewer")


@pytest.fixture(scope="module")
def draft(office: Place, officer: Caller, reviewer: Caller) -> Deciding:
    """A draft that lacks much, on which most of these tests work."""
    return drafted(determined_by(office, officer), reviewer)


@pytest.mark.parametrize(
    ("method", "at", "body", "place", "told"),
    [
        ("PUT", "/text", {"sections": {"facts": "x"}}, "/sections/facts", "not a key here; the keys are application, "),
        ("PUT", "/text", {"sections": {}}, "", "the text is as it was: nothing was stored"),
        ("PUT", "/text", {"sections": {"law": "a\0b"}}, "/sections/law", "a character that nobody sees"),
        ("POST", "/departures", {**DEPARTING, "about": "fact"}, "/about", "not on 'fact'"),
        ("POST", "/departures", {**DEPARTING, "name": "end"}, "/name", "no question 'end' of pharmacy/market"),
        ("POST", "/departures", {**DEPARTING, "decided": "grant"}, "/decided", "'grant' is what was proposed"),
        ("POST", "/departures", {**DEPARTING, "decided": "allow"}, "/decided", "It can be: refuse, defer"),
        ("POST", "/departures", {**DEPARTING, "decided": ""}, "/decided", "there is nothing to take back"),
        ("POST", "/departures", {**DEPARTING, "reasons": " "}, "/reasons", "this is empty: say it in words"),
        ("PUT", "/conclusion", {**CONCLUDING, "final": "granted"}, "/final", "'granted' is none of these: grant, "),
        ("PUT", "/conclusion", {**CONCLUDING, "disposal": ""}, "/disposal", "choose one"),
        ("PUT", "/conclusion", {**CONCLUDING, "decided_by": {}}, "/decided_by", "Name one officer, or a Committee"),
        (
            "PUT", "/conclusion", {**CONCLUDING, "decided_by": {"committee": {**COMMITTEE, "quorum": 4}}},
            "/decided_by/committee/members", "3 took part and the quorum is 4",
        ),
        ("POST", "/adopted", {}, "", "the draft rests on the newest determinations already"),
        ("POST", "/comments", {"section": "facts", "said": "x"}, "/section", "a decision has no section 'facts'"),
        ("POST", "/comments", {"said": " "}, "/said", "this is empty"),
        ("POST", "/reviews", {"approved": True, "content": NOBODY}, "/content", "no longer the one that you looked at"),
        ("POST", "/law", {"provisions": [], "read_in": "a book"}, "/provisions", "choose the provisions that you have"),
        ("POST", "/law", {"provisions": [], "read_in": ""}, "/read_in", "this is empty"),
        ("POST", "/corrections", {"stands": "a", "should_be": "b", "why": "c"}, "", "takes no letters or corrections"),
        ("POST", "/letters/x/sent", {"on": "2026-04-01", "how": "post"}, "", "takes no letters or corrections"),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_draft_is_refused_at_its_place(
    draft: Deciding, method: str, at: str, body: Any, place: str, told: str
) -> None:
    assert told in faults(draft.asks(method, at, body))[place]


def test_a_second_draft_and_an_interest_that_is_not_described_are_refused(draft: Deciding) -> None:
    case, officer = draft.case, draft.case.officer
    again = faults(officer.change("POST", f"{case.address}/decisions", None, case.version))
    assert "has a draft already: work on that" in again[""]
    before = officer.get(f"{case.address}/interests").get_json()
    said = officer.change("POST", f"{case.address}/interests", {"has_one": True}, case.version)
    assert faults(said) == {"/said": "this is empty: say it in words"}
    assert officer.get(f"{case.address}/interests").get_json() == before


def test_what_is_not_there_is_not_found(draft: Deciding) -> None:
    officer, case = draft.case.officer, draft.case
    for at in ("/texts/2", "/texts/x", "/issued", "/corrections/1/document", f"/letters/{NOBODY}/document"):
        assert problem(officer.get(f"{draft.address}{at}"), 404), at
    assert officer.get(f"{draft.address}/letters").get_json() == {"items": []}, "letters go with what is issued"
    other = replace(draft, id=NOBODY)
    for at in ("", "/gate", "/law", "/document"):
        assert problem(officer.get(f"{other.address}{at}"), 404), at
    for method, at, body in (
        ("POST", "/issue", None),
        ("PUT", "/text", {"sections": {"law": "x"}}),
        ("POST", "/law", {"provisions": [], "read_in": "x"}),
    ):
        assert problem(other.asks(method, at, body), 404), at
    answered = draft.asks("POST", f"/comments/{NOBODY}/answer", {"said": "Yes"})
    assert problem(answered, 404)
    assert officer.get(case.address).get_json()["state"] == "determined"


def test_what_the_gate_lacks_is_told_with_its_line_and_nothing_is_issued(draft: Deciding) -> None:
    refused = problem(draft.asks("POST", "/issue"), 422)
    lines = {each["pointer"]: each["detail"] for each in refused["errors"]}
    assert set(lines) == {f"/gate/{line}" for line in draft.lacking()}
    assert "cannot be issued yet: nobody has reviewed it" in lines["/gate/reviewed"]
    assert draft.now()["state"] == "draft"


def test_law_is_confirmed_as_it_was_read_and_stays_confirmed(draft: Deciding, reviewer: Caller) -> None:
    first, *_ = reviewer.get(f"{draft.address}/law").get_json()["items"]
    assert first["url"].startswith("https://www.legislation.gov.uk/")
    assert first["conditions"][0]["how"]
    mine = {key: first[key] for key in ("rule_set", "provision", "fingerprint")}
    otherwise = {"provisions": [{**mine, "fingerprint": "0" * 64}], "read_in": "legislation.gov.uk"}
    told = faults(draft.asks("POST", "/law", otherwise, reviewer))
    assert "is encoded otherwise now than when you read it" in told["/provisions/0"]
    assert problem(draft.asks("POST", "/law", {**otherwise, "extra": 1}, reviewer), 422)["errors"]
    version = draft.case.version
    read = draft.does("POST", "/law", {"provisions": [mine], "read_in": "legislation.gov.uk, today"}, reviewer)
    marks = [each["read"] for each in read["items"] if each["provision"] == first["provision"]]
    assert (marks[0][-1]["by"], marks[0][-1]["read_in"]) == (reviewer.person_id, "legislation.gov.uk, today")
    assert draft.case.version == version, "it is not the case that changed"


def test_a_draft_is_reviewed_by_somebody_who_declared_that_they_have_no_interest(
    draft: Deciding, reviewer: Caller, office: Place
) -> None:
    told = {"approved": True, "content": draft.now()["content"]}
    assert "declare first" in faults(draft.asks("POST", "/reviews", told, reviewer))[""]
    concerned = office.caller("reviewer")
    draft.declares(concerned, has_one=True, said="The applicant is my brother")
    assert "you declared an interest" in faults(draft.asks("POST", "/reviews", told, concerned))[""]
    declared = reviewer.get(f"{draft.case.address}/interests").get_json()["items"]
    assert [(each["person_id"], each["said"]) for each in declared] == [
        (concerned.person_id, "The applicant is my brother")
    ]
    draft.declares(reviewer)
    draft.declares(draft.case.officer)
    assert "you wrote a part of this draft" in faults(draft.asks("POST", "/reviews", told))[""]
    assert faults(draft.asks("POST", "/reviews", {**told, "approved": False}, reviewer))["/said"]


def test_a_comment_is_answered_once(draft: Deciding) -> None:
    id = commented(draft, plainly)
    again = draft.asks("POST", f"/comments/{id}/answer", {"said": "Once more"})
    assert faults(again) == {"": "this comment is answered already: add another comment"}


@pytest.mark.parametrize("asked", ["form=rtf", "form=pdf&form=html", "colour=red"])
def test_a_form_that_there_is_not_is_told(draft: Deciding, asked: str) -> None:
    told = problem(draft.case.officer.get(f"{draft.address}/document?{asked}"), 400)["detail"]
    assert "form is one of these: html, pdf, docx." in told or "There are: form." in told
