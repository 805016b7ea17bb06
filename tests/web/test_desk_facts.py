"""What stands in a case, in words: who shows it, where it is from, what supports it, and the history of each."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from keeping import Stated, activity
from tests.casework.office import appeal
from tests.web.desks import Desk, desk
from tests.web.officers import Place
from tests.web.paging import Page
from tests.web.surgeries import Case, received, refused, says
from tests.web.test_api_cases import LARKMERE
from web.desk.said import in_words

TOLD = appeal("invented", "larkmere-grant")
COMMITTEE: dict[str, Any] = {
    "reasons": "There is no gap.",
    "committee": {
        "name": "The Appeals Committee",
        "members": [{"name": "A. Chair"}, {"name": "B. Member", "interest": "A lease", "withdrew": True},
                    {"name": "C. Member", "dissent": "There is"}],
        "quorum": 2,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


@pytest.fixture(scope="module")
def case(office: Place) -> Case:
    """A whole appeal, of which one date was corrected on the strength of evidence."""
    made = received(office.caller("officer"), LARKMERE)
    made.change("facts", {"facts": TOLD["facts"]})
    decided = {name: _judged(said) for name, said in TOLD["judgements"].items()}
    made.change("judgements", {"judgements": decided | {"would_meet_need": {"answer": False, "decided_by": COMMITTEE}}})
    headers = {"If-Match": f'"{made.version}"', "Content-Type": "application/octet-stream"}
    added = made.officer.open(
        "POST", f"/cases/{made.id}/evidence?name=stamp.csv&about=The+date+stamp", data=b"a,b\n1,2\n", headers=headers
    )
    item = added.get_json()["id"]
    stamp = {"value": "2024-04-04", "source": "the stamp", "evidence": [item], "correction": "The stamp was misread"}
    denied = {"state": "disputed", "correction": "The applicant denies it"}
    made.change("facts", {"facts": {"notice_received_on": stamp, "is_consolidation": denied}})
    return made


def _judged(said: dict[str, Any]) -> dict[str, Any]:
    return {"answer": said["answer"], "decided_by": {"officer": said["by"], "reasons": said["reasons"]}}


def test_facts_stand_under_who_shows_them_and_judgements_apart_each_in_the_laws_order(olive: Desk, case: Case) -> None:
    page = olive.opens(case.facts)
    groups = [heading for heading in page.headings if heading.startswith("For the ")]
    assert groups == [
        "For the commissioner to show", "For the applicant to show", "For the Committee to show",
        "For the appellant to show", "For the officer to show", "For the Committee to decide",
        "For the officer to decide",
    ]  # fmt: skip
    first, second = "Is it a routine or an excepted application?", "What does the applicant ask to have entered"
    assert page.text.index(first) < page.text.index(second)
    for words in (
        "On which date was the notice of appeal received? 4 April 2024 Source: the stamp Evidence item 1: stamp.csv",
        "Changed, because: The stamp was misread Stated by Person",
        "Is it a consolidation application under regulation 26A(1)? The parties differ",
        "Decided by The Appeals Committee, of which 2 make a quorum. A. Chair",
        "C. Member, who dissented: There is Reasons: There is no gap.",
        "Which decision of the commissioner is appealed? Refusal on parts 3 to 5 or 7",
    ):
        assert words in page.text
    assert f"/cases/{case.id}/evidence#evidence-1" in page.links
    assert {case.question("notice_received_on"), case.history("notice_received_on"), case.list} <= set(page.links)


def test_the_history_has_every_statement_with_its_reason_and_reading_it_is_kept(
    office: Place, olive: Desk, case: Case
) -> None:
    page = olive.opens(case.history("notice_received_on"))
    assert page.text.index("3 April 2024 Source: the date stamp on the notice") < page.text.index("4 April 2024")
    assert "The stamp was misread" in page.text
    olive.opens(case.history("nothing_of_the_kind"), 404)
    with office.database.reading() as connection:
        kept = [each for each in activity.entries(connection, case.id) if each.actor == olive.person_id]
    assert "fact.read" in {each.act for each in kept}


def test_evidence_is_linked_in_the_interview_and_shown_with_the_fact(olive: Desk, case: Case) -> None:
    item = case.stands()["notice_received_on"]["evidence"][0]
    page = olive.opens(case.question("who_appeals"))
    assert "Evidence that supports it 1. stamp.csv: The date stamp" in page.text
    says(olive, case, "who_appeals", {"facts.who_appeals.evidence": [item]})
    assert case.stands()["who_appeals"]["evidence"] == [item]
    wrong = refused(olive, case, "who_appeals", {"facts.who_appeals": "someone_else"})
    assert olive.form(wrong, case.question("who_appeals")).fields.getlist("facts.who_appeals.evidence") == [item]


def test_a_committee_is_filled_in_as_it_last_sat_and_an_officer_by_name(olive: Desk, case: Case) -> None:
    other = received(case.officer, LARKMERE)
    other.change("judgements", {"judgements": {"would_meet_need": {"answer": False, "decided_by": COMMITTEE}}})
    at, by = other.question("would_secure_improvements"), "judgements.would_secure_improvements.decided_by"
    page = olive.opens(at)
    assert "It is filled in as it sat on: Would granting the application meet a need" in page.text
    fields = olive.form(page, at).fields
    assert (fields[f"{by}.committee.quorum"], fields[f"{by}.committee.members.1.withdrew"]) == ("2", "yes")
    assert fields[f"{by}.committee.members.2.dissent"] == "", "a dissent is from one decision"
    assert fields[f"{by}.reasons"] == ""
    officers = olive.opens(other.question("no_valid_grounds"))
    filled = olive.form(officers, other.question("no_valid_grounds")).fields
    assert filled["judgements.no_valid_grounds.decided_by.officer"] == "Olive Officer"


def test_what_another_rule_set_answers_is_asked_of_nobody(olive: Desk, case: Case) -> None:
    other = received(case.officer, LARKMERE)
    page = olive.opens(other.list)
    asked = "What is the outcome when the application is redetermined? To be determined first, under another rule set"
    assert asked in page.text
    assert other.question("redetermined_outcome") not in page.links
    assert "Nobody states this by hand." in olive.opens(other.question("redetermined_outcome")).text
    why = olive.opens(other.question("appellant_notified_on"))
    told = "Schedule 2 paragraphs 30, 32(5) and 36(1) and regulation 45(1) on legislation.gov.uk"
    assert told in why.text, "what is worked out from it is tested there"
    assert "https://www.legislation.gov.uk/uksi/2013/349/schedule/2/paragraph/36" in why.links


def test_nothing_of_how_it_is_kept_stands_on_a_page(olive: Desk, case: Case) -> None:
    addresses = (
        case.facts, case.history("notice_received_on"), case.history("would_meet_need"), case.list, case.check,
        case.question("is_consolidation"), case.question("would_meet_need"),
    )  # fmt: skip
    for address in addresses:
        page = olive.opens(address)
        assert not _raw(page), (address, _raw(page))


def _raw(page: Page) -> list[str]:
    """Signs and words that only a program says."""
    return [each for each in ("{", "}", "True", "False", "null", "[]", "_") if each in page.text]


def test_a_case_without_facts_says_so_and_leads_to_the_interview(olive: Desk, case: Case) -> None:
    other = received(case.officer, LARKMERE)
    page = olive.opens(other.facts)
    assert "Nothing has been stated yet." in page.text
    assert other.list in page.links
    assert "Nothing has been answered yet." in olive.opens(other.check).text


def test_what_had_its_time_says_so_and_is_not_shown_as_taken_back() -> None:
    gone = Stated(
        "0" * 32, 1, "fact", "patients", None, "", None, "", "", datetime(2026, 3, 2, tzinfo=UTC), "1" * 32, ()
    )
    assert in_words(None, gone).words == "What was said is no longer kept: its time was over"
    assert in_words(None, replace(gone, correction="It is another case's")).words == "Taken back"
