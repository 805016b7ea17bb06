"""Two people make a decision over HTTP: drafted, departed from, concluded, written, reviewed, issued and sent."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from app import create_app
from casework.deciding import SECTIONS
from config import Config
from documents import PDFUnavailable
from keeping import activity
from tests.casework.office import at_once
from tests.web.asking import problem
from tests.web.conftest import RULES
from tests.web.deciding import (
    CONCLUDING,
    DEPARTING,
    MARKET,
    PROCEDURE,
    Deciding,
    commented,
    determined_by,
    drafted,
    plainly,
    reviewed,
)
from tests.web.kept import TODAY, without_triggers
from tests.web.officers import Caller, Place


@pytest.fixture(scope="module")
def reviewer(office: Place) -> Caller:
    return office.caller("reviewer")


@pytest.fixture(scope="module")
def draft(office: Place, officer: Caller, reviewer: Caller) -> Deciding:
    """A draft that lacks much, on which most of these tests work."""
    return drafted(determined_by(office, officer), reviewer)


def test_two_people_bring_a_case_from_its_determination_to_letters(
    office: Place, officer: Caller, reviewer: Caller
) -> None:
    case = determined_by(office, officer)
    begun = officer.change("POST", f"{case.address}/decisions", None, case.version)
    draft = Deciding(case, reviewer, begun.get_json()["id"])
    assert (begun.status_code, begun.headers["Location"]) == (201, f"/api/v1{draft.address}")
    assert begun.headers["ETag"] == f'"{case.version}"'
    it = draft.now()
    assert (it["state"], it["reference"], it["place"], it["supersedes"]) == ("draft", "", 1, "")
    assert it["authors"] == [officer.person_id]
    assert [each["rule_set"] for each in it["adopted"]] == [MARKET, PROCEDURE]
    assert {each["question"]: each["decided"] for each in it["answers"]}["final"] == "grant"
    assert (it["conclusion"]["disposal"], it["conclusion"]["decided_by"]) == ("quash_and_redetermine", None)
    assert {"decided_by", "interests", "law", "reviewed"} <= set(draft.lacking())

    departed = draft.does("POST", "/departures", DEPARTING)["departures"]
    assert [(each["proposed"], each["decided"], each["reasons"]) for each in departed] == [
        ("grant", "refuse", "On the merits")
    ]
    assert draft.does("POST", "/departures", {**DEPARTING, "decided": ""})["departures"] == []
    concluded = draft.does("PUT", "/conclusion", CONCLUDING)["conclusion"]
    assert [each["name"] for each in concluded["decided_by"]["committee"]["members"]][-1] == "S. Lindqvist"
    sections = {each.id: f"{each.title}, in *our* words." for each in SECTIONS}
    written = draft.does("PUT", "/text", {"sections": sections})["text"]
    assert (written["number"], written["sections"]) == (2, sections)
    first = officer.get(f"{draft.address}/texts/1").get_json()
    assert (first["number"], first["sections"]) == (1, it["text"]["sections"])
    commented(draft, plainly)
    assert [each["answered"] for each in draft.now()["comments"]] == ["The answer."]
    reviewed(draft, plainly)
    assert [each["approved"] for each in draft.now()["reviews"]] == [False, True]
    assert (draft.now()["state"], draft.lacking()) == ("reviewed", {})

    version, key = case.version, {"Idempotency-Key": "once"}
    issued = [officer.change("POST", f"{draft.address}/issue", None, version, key) for _ in range(2)]
    assert issued[0].get_json() == issued[1].get_json(), "sent twice, it is issued once"
    reference = f"SAMPLE/{TODAY.year}/0001"
    assert (issued[0].get_json()["reference"], issued[0].headers["ETag"]) == (reference, f'"{version + 1}"')
    assert officer.get(case.address).get_json()["state"] == "decided"
    whole = officer.get(f"{draft.address}/issued").get_json()
    assert (whole["format"], whole["reference"], whole["sections"]) == ("rationale-decision-1", reference, sections)
    listed = officer.get(f"{case.address}/decisions").get_json()["items"]
    assert [(each["id"], each["state"], each["issued_by"]) for each in listed] == [
        (draft.id, "issued", officer.person_id)
    ]

    for each in officer.get(f"{draft.address}/letters").get_json()["items"]:
        sent = draft.does("POST", f"/letters/{each['party_id']}/sent", {"on": str(TODAY), "how": "email"})
        assert (sent["told"]["what"], len(sent["sha256"])) == (f"Decision {reference}", 64)
    closed = officer.change("POST", f"{case.address}/states", {"to": "closed", "on": str(TODAY)}, case.version)
    assert closed.get_json()["state"] == "closed"
    with office.database.reading() as connection:
        done = [each.act for each in activity.latest(connection, case.id) if each.act != "case.read"]
    assert done[:4] == ["case.state_changed", "letter.sent", "party.told", "letter.sent"]
    assert {"decision.read", "letter.read", "decision.issued"} <= set(done), "who read what is kept too"


def test_of_two_reviewers_at_once_one_is_told_that_the_other_was_quicker(draft: Deciding, office: Place) -> None:
    two = [office.caller("reviewer") for _ in range(2)]
    for each in two:
        draft.declares(each)
    told, version = {"approved": True, "content": draft.now()["content"]}, draft.case.version
    apart = [replace(each, client=office.client.application.test_client()) for each in two]
    reviews = [partial(draft.asks, "POST", "/reviews", told, each, version) for each in apart]
    answers = at_once(reviews)
    assert sorted(each.status_code for each in answers) == [200, 412]
    assert len(draft.now()["reviews"]) == 1


@pytest.mark.parametrize(
    ("form", "media_type", "begins"),
    [
        ("", "text/html", b"<!DOCTYPE html>"),
        ("?form=docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        pytest.param("?form=pdf", "application/pdf", b"%PDF", marks=pytest.mark.proof),
    ],
)
def test_a_draft_is_given_as_a_document(draft: Deciding, form: str, media_type: str, begins: bytes) -> None:
    given = draft.case.officer.get(f"{draft.address}/document{form}")
    assert (given.status_code, given.mimetype) == (200, media_type), given.text
    assert given.data.lstrip()[: len(begins)].lower() == begins.lower()
    assert "sandbox" in given.headers["Content-Security-Policy"]


def test_a_machine_that_makes_no_pdf_says_what_it_lacks(data_dir: Path) -> None:
    app = create_app(Config(data_dir=data_dir, rules_dir=RULES))

    def lacks() -> str:
        raise PDFUnavailable("Install Pango.")

    app.add_url_rule("/api/v1/lacks", view_func=lacks)
    told = problem(app.test_client().get("/api/v1/lacks"), 503)
    assert (told["type"], told["detail"]) == ("/docs#problem-pdf-unavailable", "Install Pango.")


def test_a_draft_rests_on_the_newest_determination_when_it_adopts_that(draft: Deciding) -> None:
    draft.does("POST", "/departures", DEPARTING)
    before = draft.now()
    assert draft.case.determine({}).status_code == 201
    assert "determined again" in " ".join(draft.lacking()["current"])
    after = draft.does("POST", "/adopted", {"text_anew": True})
    assert [each["determination_id"] for each in after["adopted"]] != [
        each["determination_id"] for each in before["adopted"]
    ]
    assert after["text"]["number"] == before["text"]["number"] + 1
    assert [each["decided"] for each in after["departures"]] == ["refuse"], "it departs from the same still"
    assert "current" not in draft.lacking()


@pytest.fixture
def altered(office: Place, draft: Deciding) -> Iterator[None]:
    """A determination of the case is no longer what was kept."""
    kept = draft.now()["adopted"][0]
    said = {"id": kept["determination_id"]}
    with office.database.writing() as connection:
        whole = connection.scalar(text("SELECT canonical FROM determined WHERE id = :id"), said)
        without_triggers(connection, "determined")
        connection.execute(text("UPDATE determined SET canonical = :bytes WHERE id = :id"), {**said, "bytes": b"{}"})
    yield
    with office.database.writing() as connection:
        connection.execute(text("UPDATE determined SET canonical = :bytes WHERE id = :id"), {**said, "bytes": whole})


@pytest.mark.usefixtures("altered")
def test_nothing_is_drafted_on_a_determination_that_was_altered(draft: Deciding) -> None:
    told = problem(draft.asks("POST", "/adopted", {"text_anew": True}), 500)
    assert told["type"] == "/docs#problem-damaged"
    assert draft.lacking()["agreed"], "and the gate says so"
