"""Judgements in the interview: what is weighed, who decided, officer or Committee, and every fault at its field."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ours import our_rule_sets
from tests.web.desks import Desk, desk
from tests.web.officers import Place
from tests.web.paging import read
from tests.web.surgeries import Case, opened, received, refused, says
from tests.web.visits import typed
from web.desk import answer_form, deciding
from web.desk.asked import asked_of

NAME = "reasonable_to_visit"
PLACE = f"judgements.{NAME}"
BY = f"{PLACE}.decided_by"
SAT = f"{BY}.committee"
COMMITTEE: dict[str, Any] = {
    PLACE: "yes",
    f"{BY}.reasons": "The patient could not travel.\r\nNobody else was near.",
    f"{SAT}.name": "The Visits Committee",
    f"{SAT}.quorum": "3",
    f"{SAT}.members.0.name": "A. Chair",
    f"{SAT}.members.1.name": "B. Member",
    f"{SAT}.members.1.interest": "Owns the practice next door",
    f"{SAT}.members.1.withdrew": "yes",
    f"{SAT}.members.2.name": "C. Member",
    f"{SAT}.members.4.name": "E. Member",
    f"{SAT}.members.4.dissent": "It was a mile away",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Place]:
    yield from opened(tmp_path_factory.mktemp("surgery"), empty_file)


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


@pytest.fixture
def case(office: Place) -> Case:
    return received(office.caller("officer"))


def test_a_committee_decides_with_its_members_interests_and_dissent(olive: Desk, case: Case) -> None:
    page = olive.opens(case.question(NAME))
    assert "None of these is a test on its own: How far the patient could travel" in page.text
    assert olive.form(page, case.question(NAME)).fields[f"{BY}.officer"] == "", "it is not an officer's to decide"
    says(olive, case, NAME, COMMITTEE)
    decided = case.stands("judgements")[NAME]["decided_by"]
    members = decided["committee"]["members"]
    assert [each["name"] for each in members] == ["A. Chair", "B. Member", "C. Member", "E. Member"]
    assert (members[1]["withdrew"], members[3]["dissent"]) == (True, "It was a mile away")
    assert decided["reasons"] == "The patient could not travel.\nNobody else was near."
    facts = olive.opens(case.facts)
    for told in (
        "For the Committee to decide Was it reasonable to visit? Yes Decided by The Visits Committee, of which 3 make",
        "B. Member, who declared an interest: Owns the practice next door, who withdrew",
        "E. Member, who dissented: It was a mile away",
        "Stated by Olive Officer on",
    ):
        assert told in facts.text
    again = olive.form(olive.opens(case.question(NAME)), case.question(NAME)).fields
    assert (again[f"{SAT}.members.3.name"], again[f"{SAT}.members.1.withdrew"]) == ("E. Member", "yes")


def test_a_judgement_is_changed_to_an_officers_and_taken_back_each_with_a_reason(olive: Desk, case: Case) -> None:
    typed = {PLACE: "no", f"{BY}.reasons": "It was near.", f"{BY}.officer": "Olive Officer"}
    says(olive, case, NAME, typed)
    assert "This replaces what was stated" in refused(olive, case, NAME, {PLACE: "yes"}).text
    says(olive, case, NAME, {PLACE: "yes", f"{PLACE}.correction": "On review"})
    stands = case.stands("judgements")[NAME]
    assert (stands["said"], stands["decided_by"]["officer"]) == ({"answer": True}, "Olive Officer")
    at = case.question(NAME)
    olive.does(at, f"{at}/taken-back", {"why": "It was the Committee's to decide"})
    history = olive.opens(case.history(NAME))
    assert "Taken back Taken back, because: It was the Committee's to decide" in history.text
    assert history.text.index("No Decided by Olive Officer") < history.text.index("Changed, because: On review")


def test_nobody_decided_where_the_answer_is_not_known(olive: Desk, case: Case) -> None:
    says(olive, case, NAME, {PLACE: "state.not_known", f"{BY}.officer": "Olive Officer"})
    stands = case.stands("judgements")[NAME]
    assert (stands["said"], stands["decided_by"]) == ({"state": "not_known"}, None)
    assert "Was it reasonable to visit? For the Committee to decide Not known" in olive.opens(case.list).text


def test_every_fault_of_who_decided_stands_at_its_field_with_nothing_lost(olive: Desk, case: Case) -> None:
    at = case.question(NAME)
    before = olive.opens(at)
    for other, place, told in (
        ({f"{SAT}.quorum": "three"}, f"{SAT}.quorum", "Write how many members must take part, in figures, such as 3"),
        ({f"{SAT}.quorum": ""}, f"{SAT}.quorum", "How many members make a quorum? Give the number"),
        ({f"{SAT}.quorum": "4"}, f"{SAT}.members", "3 took part and the quorum is 4, so this Committee has decided"),
        ({f"{SAT}.name": ""}, f"{SAT}.name", "Which Committee was it? Give its name"),
        ({f"{SAT}.members.4.name": ""}, f"{SAT}.members.4.name", "A member has a name: give it"),
        ({f"{SAT}.members.1.withdrew": None}, f"{SAT}.members.1.name", "B. Member declared an interest and did not"),
        ({f"{BY}.officer": "Olive Officer"}, f"{BY}.officer", "Name one officer, or a Committee with its members"),
        ({f"{BY}.reasons": ""}, f"{BY}.reasons", "A judgement is never stored without its reasons"),
        ({PLACE: None}, PLACE, "Give an answer. Where there is none"),
    ):
        page = read(olive.sends(before, at, {**COMMITTEE, **other}), 422)
        assert f"#{place}" in page.links, (place, page.text)
        assert place in page.ids
        assert told in page.text
        form = olive.form(page, at).fields
        kept = {key: said for key, said in {**COMMITTEE, **other}.items() if key in form and key != f"{BY}.reasons"}
        assert {key: form[key] for key in kept} == kept
    assert case.stands("judgements") == {}


def test_more_members_than_rows_are_still_shown() -> None:
    assert deciding.rows_for(typed({f"{SAT}.members.8.name": "I. Member"}), BY) == 9
    assert deciding.rows_for(typed({}), BY) == deciding.ROWS


@pytest.mark.parametrize("row", ["100", "9999999", "9" * 5000, "\u0661"])
def test_a_member_in_a_row_that_no_form_has_is_refused_and_the_page_stays_as_long_as_it_is(
    olive: Desk, case: Case, row: str
) -> None:
    at = case.question(NAME)
    fields = {PLACE: "yes", f"{BY}.reasons": "x", f"{BY}.officer": "Olive Officer", f"{SAT}.members.{row}.name": "A"}
    page = read(olive.sends(olive.opens(at), at, fields), 422)
    assert "The form has no such field. Use the fields on this page" in page.text
    assert page.source.count('name="' + f"{SAT}.members.") == 5 * deciding.ROWS


def test_of_any_number_of_fields_that_no_form_has_only_so_many_are_told(olive: Desk, case: Case) -> None:
    at = case.question(NAME)
    strangers = {f"{PLACE}.stranger{number}": "x" for number in range(2_000)}
    page = read(olive.sends(olive.opens(at), at, {PLACE: "yes", **strangers}), 422)
    assert 0 < page.text.count("he form has no such field") <= 200
    assert case.stands("judgements") == {}


def test_what_is_wrong_at_a_number_that_no_list_has_is_told_at_its_question() -> None:
    asked = asked_of(tuple(our_rule_sets().values()))["in_scope"]
    assert answer_form.at_fields(asked, typed({}), {f"facts.in_scope.{'9' * 5000}": "No"}) == {"facts.in_scope": "No"}
