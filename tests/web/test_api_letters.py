"""Over HTTP: letters that go out with a decision, to whom they are shown, corrections, and what decisions show."""

import hashlib
from typing import Any

import pytest
from sqlalchemy import text, update

from storage import case
from tests.casework.deciding import PARTIES
from tests.web.asking import faults, problem
from tests.web.decided import issued
from tests.web.deciding import Deciding, determined_by, drafted
from tests.web.kept import TODAY, acts, without_triggers
from tests.web.officers import Caller, Place

TODAYS = {"on": str(TODAY), "how": "post"}
BOARD = PARTIES[2]


@pytest.fixture(scope="module")
def decided(office: Place, officer: Caller) -> Deciding:
    """An issued decision that was corrected, and sent to the last of the parties only."""
    return _decided(office, officer)


@pytest.fixture
def anew(office: Place, officer: Caller) -> Deciding:
    """Another like it, for a test that changes it."""
    return _decided(office, officer)


def _decided(office: Place, officer: Caller) -> Deciding:
    made, reviewer = determined_by(office, officer), office.caller("reviewer")
    return Deciding(made, reviewer, issued(office, made, reviewer, lambda field: f"The {field}."))


def letters(decided: Deciding, by: Caller | None = None) -> list[dict[str, Any]]:
    """The letters that go with a decision, as somebody is shown them."""
    listed = (by or decided.case.officer).get(f"{decided.address}/letters")
    found: list[dict[str, Any]] = listed.get_json()["items"]
    return found


def test_a_letter_is_written_sent_and_kept_as_it_went(anew: Deciding) -> None:
    officer = anew.case.officer
    *_, mine, theirs = letters(anew)
    assert (mine["role"], mine["said"], mine["told"], mine["sha256"]) == ("Appellant", "The letter.", None, "")
    at = f"/letters/{mine['party_id']}"
    put = anew.does("PUT", at, {"said": "I enclose our decision.\n\nPlease read it."})
    assert put["said"].startswith("I enclose our decision.")
    before = officer.get(f"{anew.address}{at}/document")
    assert "Please read it." in before.text
    sent = anew.does("POST", f"{at}/sent", TODAYS)
    assert (sent["told"]["how"], sent["told"]["by"]) == ("post", officer.person_id)
    html = officer.get(f"{anew.address}{at}/document")
    assert hashlib.sha256(html.data).hexdigest() == sent["sha256"]
    assert "1 High Street" in html.text
    again = "this letter went out on"
    assert again in faults(anew.asks("POST", f"{at}/sent", TODAYS))[""]
    assert again in faults(anew.asks("PUT", at, {"said": "Once more"}))[""]
    assert theirs["told"]


def test_a_letter_that_cannot_have_gone_out_is_refused(decided: Deciding) -> None:
    at = f"/letters/{letters(decided)[0]['party_id']}"
    early = faults(decided.asks("POST", f"{at}/sent", {"on": "2026-03-02", "how": "post"}))
    assert "no letter went out before" in early["/on"]
    assert "is no way to tell anybody" in faults(decided.asks("POST", f"{at}/sent", {**TODAYS, "how": "owl"}))["/how"]
    assert faults(decided.asks("PUT", at, {"said": " "})) == {"/said": "this is empty: say it in words"}
    assert problem(decided.asks("PUT", f"/letters/{'0' * 32}", {"said": "x"}), 404)


def test_an_address_is_shown_to_those_inside_and_to_the_party_itself(office: Place, decided: Deciding) -> None:
    *_, last = letters(decided)
    document = f"{decided.address}/letters/{last['party_id']}/document"
    publisher, auditor = office.caller("publisher"), office.caller("auditor")
    assert BOARD.contact in auditor.get(document).text
    assert BOARD.contact not in publisher.get(f"{decided.address}/letters").text
    told = problem(publisher.get(document), 403)["detail"]
    assert "You may not read how parties are reached." in told
    assert publisher.get(f"{decided.address}/document").status_code == 200, "the decision itself shows no address"


def test_an_organisation_is_shown_the_letter_that_went_to_it_and_no_other(office: Place, decided: Deciding) -> None:
    with office.database.writing() as connection:
        of_the_board = update(case).where(case.c.id == decided.case.id).values(organisation=BOARD.organisation)
        connection.execute(of_the_board)
    board = office.caller("icb", organisation=BOARD.organisation)
    shown = letters(decided, board)
    assert [each["name"] for each in shown] == [BOARD.name]
    whole = board.get(f"{decided.address}/letters/{shown[0]['party_id']}/document")
    assert (whole.status_code, BOARD.contact in whole.text) == (200, True)
    first = letters(decided)[0]["party_id"]
    assert problem(board.get(f"{decided.address}/letters/{first}/document"), 404)
    assert problem(board.get(f"{decided.address}/document"), 403), "the decision itself is none of its letters"


def test_a_slip_is_corrected_beside_the_decision_and_letters_go_out_again(anew: Deciding) -> None:
    officer = anew.case.officer
    before = officer.get(f"{anew.address}/document").text
    slip = anew.does("POST", "/corrections", {"stands": "Larkmere", "should_be": "Larkmore", "why": "A slip"})
    assert (slip["number"], slip["by"]) == (2, officer.person_id)
    *_, last = letters(anew)
    assert (last["told"], len(last["earlier"])) == (None, 1)
    html = officer.get(f"{anew.address}/corrections/2/document").text
    assert "Larkmore" in html
    assert officer.get(f"{anew.address}/document").text == before, "what was issued stays"
    same = {"stands": "Larkmere", "should_be": "Larkmere", "why": ""}
    assert faults(anew.asks("POST", "/corrections", same)) == {
        "/should_be": "this is what stands there: say what it should be",
        "/why": "this is empty: say it in words",
    }


def test_departures_are_told_by_provision_to_whoever_keeps_the_rules(office: Place, decided: Deciding) -> None:
    owner = office.caller("rule_owner")
    told = owner.get("/departures").get_json()["items"]
    mine = [each for each in told if each["reference"] == decided.now()["reference"]]
    assert [(each["about"], each["provision"], each["reasons"]) for each in mine] == [
        ("question", "", "The departure.")
    ]
    assert mine[0]["provisions"], "those on which the answer rested"
    assert mine[0]["proposed"] != mine[0]["decided"]
    assert problem(office.caller("publisher").get("/departures"), 403)


def test_decisions_like_a_case_are_told_with_what_they_share(office: Place, officer: Caller, decided: Deciding) -> None:
    like = determined_by(office, officer)
    alike = officer.get(f"{like.address}/similar").get_json()["items"]
    mine = next(each for each in alike if each["reference"] == decided.now()["reference"])
    assert (mine["alike"], mine["differ"]) == ("100%", [])
    assert mine["provisions"]
    assert mine["facts"]
    assert "similar.read" in acts(office, like)


def test_a_decision_is_superseded_by_another_and_never_changed(officer: Caller, anew: Deciding) -> None:
    again = {"to": "determined", "on": str(TODAY), "ground": "court_quashed"}
    refused = faults(officer.change("POST", f"{anew.case.address}/states", again, anew.case.version))
    assert list(refused) == ["/court", "/reference", "/dated"]
    ways = officer.get(f"{anew.case.address}/states").get_json()["ways"]
    grounds = {each["id"]: each for way in ways if way["to"] == "determined" for each in way["grounds"]}
    assert list(grounds["court_quashed"]["asks"]) == ["court", "reference", "dated"]
    again |= {"court": "High Court", "reference": "AC-2026-LON-000123", "dated": str(TODAY)}
    assert officer.change("POST", f"{anew.case.address}/states", again, anew.case.version).status_code == 200
    draft = drafted(anew.case, anew.reviewer)
    assert draft.now()["supersedes"] == anew.id
    listed = officer.get(f"{anew.case.address}/decisions").get_json()["items"]
    assert [each["state"] for each in listed] == ["issued", "draft"]
    for method, at, body in (("PUT", "/text", {"sections": {"law": "x"}}), ("POST", "/issue", None)):
        assert problem(anew.asks(method, at, body), 404), "what was issued is no draft"


def test_what_is_no_longer_whole_is_not_given_out(office: Place, anew: Deciding) -> None:
    officer, said = anew.case.officer, {"id": anew.id, "bytes": b"{}"}
    wanted = "UPDATE issued_decision SET canonical = :bytes, html = NULL WHERE decision_id = :id"
    with office.database.writing() as connection:
        without_triggers(connection, "issued_decision")
        connection.execute(text(wanted), said)
    damaged = problem(officer.get(f"{anew.address}/issued"), 500)
    assert "no longer has the hash that it was issued with. Restore it from a backup." in damaged["detail"]
    gone = "What was decided had to go when the case's time was over; its reference, hash and date stay."
    assert problem(officer.get(f"{anew.address}/document"), 410)["detail"] == gone
    with office.database.writing() as connection:
        connection.execute(text(wanted), {**said, "bytes": None})
    assert problem(officer.get(f"{anew.address}/issued"), 410)["detail"] == gone
