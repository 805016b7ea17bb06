"""In the interview of an appeal, whether it can be heard is asked first; where it cannot, nothing else is asked."""

from typing import Any

import pytest

from engine import comes_to
from tests.ours import our_rule_sets
from tests.web.desks import Desk, desk
from tests.web.officers import Caller, Place
from tests.web.surgeries import Case, received
from tests.web.test_api_cases import LARKMERE

ENTRY, PROCEDURE = "pharmacy/market-entry", "pharmacy/appeal-procedure"
FIRST = [
    "decision_under_appeal_made_on", "who_appeals", "decision_appealed", "appellant_notified_on", "no_valid_grounds",
]  # fmt: skip
SOURCE = "the file"
APPEAL = {
    "decision_under_appeal_made_on": "2024-03-12",
    "commissioner_decision": "refuse",
    "who_appeals": "applicant",
    "decision_appealed": "refusal_on_parts_3_to_5_or_7",
    "application_class": "routine",
    "appellant_notified_on": "2024-03-14",
    "statement_of_grounds_included": True,
}
IN_TIME = {"notice_received_on": "2024-04-05"}
TOO_LATE = {"notice_sent_on": "2024-05-20", "notice_received_on": "2024-05-21"}
BENEFITS = {"significant_benefits", "explains_unforeseen_benefits", "benefits_were_foreseen"}


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


def asked(olive: Desk, case: Case) -> list[str]:
    """What the list asks for, in its order, the answered ones too."""
    links = [link.removeprefix(f"{case.list}/") for link in olive.opens(case.list).links if f"{case.list}/" in link]
    return list(dict.fromkeys(links[links.index("check") + 1 :]))


def stated(officer: Caller, facts: dict[str, Any]) -> Case:
    """An appeal of which this is known, and that its statement is a good one."""
    case = received(officer, LARKMERE)
    case.change("facts", {"facts": {name: {"value": said, "source": SOURCE} for name, said in facts.items()}})
    decided = {"answer": True, "decided_by": {"officer": "A. Officer", "reasons": "It says why"}}
    case.change("judgements", {"judgements": {"statement_is_concise_and_reasoned": decided}})
    return case


def test_who_appeals_when_and_on_what_grounds_is_asked_before_the_merits(officer: Caller, olive: Desk) -> None:
    case = received(officer, LARKMERE)
    names = asked(olive, case)
    places = [names.index(name) for name in FIRST]
    assert places[0] == 0
    assert max(places) < min(names.index(name) for name in BENEFITS), names
    page = olive.opens(case.list)
    assert page.text.index("Whether the appeal can be heard") < page.text.index(our_rule_sets()[ENTRY].title)
    begin = next(link for link in page.links if link.startswith(f"{case.list}/"))
    assert begin == case.question("decision_under_appeal_made_on")


def test_an_appeal_out_of_time_is_not_asked_about_regulation_18(officer: Caller, olive: Desk) -> None:
    in_time, late = stated(officer, APPEAL | IN_TIME), stated(officer, APPEAL | TOO_LATE)
    assert set(asked(olive, in_time)) >= BENEFITS
    assert not BENEFITS & set(asked(olive, late))
    of_entry = comes_to(our_rule_sets()[ENTRY], question="final")
    of_procedure = comes_to(our_rule_sets()[PROCEDURE], question="jurisdiction")
    assert not (of_entry - of_procedure) & set(asked(olive, late)) - set(APPEAL)
    assert "As it stands, the appeal cannot be heard" in olive.opens(late.list).text
    assert "Should the application be granted" not in olive.opens(late.check).text
    assert "Should the application be granted" in olive.opens(in_time.check).text


def test_what_another_rule_set_says_of_the_right_to_appeal_is_asked_first_too(officer: Caller, olive: Desk) -> None:
    rule_sets = ["pharmacy/terms-of-service", PROCEDURE]
    case = received(officer, {**LARKMERE, "kind": "pharmacy_terms", "rule_sets": rule_sets})
    names = asked(olive, case)
    for first in ("who_appeals", "appellant_notified_on", "appeal_by_chemist_concerned"):
        assert names.index(first) < names.index("notice_provides_for_withholding"), first
