"""Over HTTP from receipt to letters, with a departure, a review, a correction, and a decision in another's place."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from casework.deciding import SECTIONS
from keeping import Verified, activity
from tests import postgres
from tests.casework.deciding import PARTIES
from tests.casework.office import appeal
from tests.web.asking import faults
from tests.web.deciding import CONCLUDING, DEPARTING, Deciding, commented, drafted, plainly, reviewed
from tests.web.kept import TODAY, Case
from tests.web.officers import Caller, Place, place
from tests.web.whole_case import does

ON = {"on": str(TODAY)}
FIRST, SECOND = f"SAMPLE/{TODAY.year}/0001", f"SAMPLE/{TODAY.year}/0002"
ORDER = {"court": "High Court (Administrative Court)", "reference": "AC-2026-LON-000123", "dated": str(TODAY)}

pytestmark = pytest.mark.proof  # every run brings a case from its determination to letters: test_api_decisions.py


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path, empty_file: Path) -> Iterator[Place]:
    url = ""
    if request.param == "sqlite":
        shutil.copy(empty_file, tmp_path / "private.sqlite")
    else:
        server: postgres.Server = request.getfixturevalue("server")
        url = server.empty(request.getfixturevalue("template"))
    made = place(tmp_path, url)
    yield made
    made.close()


def received(officer: Caller) -> Case:
    """The appeal comes in, with its parties and their addresses."""
    told = appeal("invented", "larkmere-grant")
    parties = [{"role": each.role, "name": each.name, "personal": False, "contact": each.contact} for each in PARTIES]
    new = {"kind": "pharmacy_market_entry", "title": told["title"], "received_on": str(TODAY), "parties": parties}
    answered = officer.post("/cases", {**new, "rule_sets": told["rule_sets"]})
    assert answered.status_code == 201, answered.text
    return Case(answered.get_json()["id"], officer)


def admitted(case: Case) -> None:
    """It is somebody's, it is admitted, and every party is told of it."""
    does(case, "POST", "/assignments", {"part": "officer", "person_id": case.officer.person_id})
    does(case, "POST", "/states", {"to": "admissible", **ON})
    for party in case.officer.get(f"{case.address}/parties").get_json()["items"]:
        notice = {"party_id": party["id"], "what": "That the appeal was received", "how": "email", **ON}
        does(case, "POST", "/notices", notice)
    does(case, "POST", "/states", {"to": "representations", **ON})


def answered_and_determined(case: Case) -> None:
    """All that is known of it is stated, and it is determined."""
    told = appeal("invented", "larkmere-grant")
    does(case, "POST", "/facts", {"facts": told["facts"]})
    judged = {
        name: {"answer": said["answer"], "decided_by": {"reasons": said["reasons"], "officer": said["by"]}}
        for name, said in told["judgements"].items()
    }
    does(case, "POST", "/judgements", {"judgements": judged})
    assert case.determine({}).status_code == 201
    does(case, "POST", "/states", {"to": "determined", **ON})


def decided_otherwise(draft: Deciding) -> None:
    """The Committee refuses what was proposed to be granted; it is commented on, reviewed by another, and issued."""
    (departed,) = draft.does("POST", "/departures", DEPARTING)["departures"]
    assert (departed["proposed"], departed["decided"]) == ("grant", "refuse")
    assert draft.lacking()["concluded"], "the outcome that is recorded is not what is decided now"
    draft.does("PUT", "/conclusion", {**CONCLUDING, "final": "refuse"})
    draft.does("PUT", "/text", {"sections": {each.id: f"{each.title} of Larkmere." for each in SECTIONS}})
    commented(draft, plainly)
    draft.declares(draft.case.officer)
    mine = draft.asks("POST", "/reviews", {"approved": True, "content": draft.now()["content"]})
    assert faults(mine) == {"": "you wrote a part of this draft, so somebody else has to review it"}
    told = faults(draft.asks("POST", "/issue"))
    assert told["/gate/reviewed"].endswith("have somebody review it who wrote and decided none of it")
    page = draft.case.officer.get(f"{draft.address}/document").text
    assert "Sample." in page, "a draft of a sample is one already"
    assert "Draft: not issued." in page
    reviewed(draft, plainly)
    assert draft.lacking() == {}
    assert draft.does("POST", "/issue")["reference"] == FIRST


def sent(decision: Deciding, *says: str) -> None:
    """A letter goes to each party, with these words in it."""
    listed = decision.case.officer.get(f"{decision.address}/letters").get_json()["items"]
    assert [each["role"] for each in listed] == ["Applicant", "Appellant", "Commissioner"]
    for each in listed:
        assert each["told"] is None
        at = f"/letters/{each['party_id']}"
        decision.does("POST", f"{at}/sent", {**ON, "how": "email"})
        html = decision.case.officer.get(f"{decision.address}{at}/document").text
        assert [word for word in says if word not in html] == []


def corrected(decision: Deciding) -> None:
    """A slip is corrected beside what was issued."""
    slip = {"stands": "The law of Larkmere", "should_be": "The law in Larkmere", "why": "A slip of the pen"}
    assert decision.does("POST", "/corrections", slip)["number"] == 1
    html = decision.case.officer.get(f"{decision.address}/corrections/1/document").text
    assert "The law in Larkmere" in html
    assert "What was decided stays as it is." in html


def taken_up_again(case: Case) -> None:
    """A court sends it back: no other words do."""
    again: dict[str, Any] = {"to": "determined", **ON}
    words = case.officer.change("POST", f"{case.address}/states", {**again, "why": "We think otherwise"}, case.version)
    assert "you have not named the ground" in faults(words)["/ground"]
    does(case, "POST", "/states", {**again, "ground": "court_remitted", **ORDER})
    history = case.officer.get(f"{case.address}/states").get_json()["history"]
    assert "High Court (Administrative Court), AC-2026-LON-000123, " in history[-1]["why"]


def decided_anew(draft: Deciding) -> None:
    """What is proposed is adopted this time."""
    assert draft.now()["departures"] == []
    draft.does("PUT", "/conclusion", CONCLUDING)
    reviewed(draft, plainly)
    assert draft.does("POST", "/issue")["reference"] == SECOND


def test_an_appeal_goes_from_receipt_to_letters_is_corrected_and_decided_anew(office: Place) -> None:
    officer, reviewer = office.caller("officer", "reviewer"), office.caller("reviewer")
    case = received(officer)
    admitted(case)
    answered_and_determined(case)
    first = drafted(case, reviewer)
    decided_otherwise(first)
    sent(first, "The application is refused", FIRST, "Only the High Court can change it, by judicial review.")
    corrected(first)
    sent(first, "The law in Larkmere", "Only these words change.", "I enclose a correction of a slip in our decision.")
    (departed, *_) = office.caller("rule_owner").get("/departures").get_json()["items"]
    assert (departed["reference"], departed["about"], departed["provision"]) == (FIRST, "question", "")
    assert departed["provisions"], "on which the answer rested that was departed from"
    taken_up_again(case)
    second = drafted(case, reviewer)
    assert second.now()["supersedes"] == first.id
    decided_anew(second)
    sent(second, "The application is granted", SECOND, "which comes in the place of the one that we sent you before.")
    assert f"This decision comes in the place of decision {FIRST}." in officer.get(f"{second.address}/document").text
    assert FIRST in officer.get(f"{first.address}/document").text, "what was issued stays"
    does(case, "POST", "/states", {"to": "closed", **ON})
    with office.database.reading() as connection:
        assert isinstance(activity.verify(connection), Verified)
