"""The interview of a case: what is asked and in which order, each kind of answer, and that nothing typed is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.web.desks import Desk, desk, forms_of
from tests.web.officers import Place
from tests.web.paging import BROWSER, Page, read
from tests.web.surgeries import Case, opened, received, refused, says
from tests.web.visits import day

SOURCE = "the claim form, line 3"
IN_ORDER = [
    "claimed_on", "cancelled_on", "ended_at", "patients", "miles", "claim", "reasonable_to_visit", "agreed_before",
    "kind_of_visit", "reference_given",
]  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Place]:
    yield from opened(tmp_path_factory.mktemp("surgery"), empty_file)


@pytest.fixture(scope="module")
def olive(office: Place) -> Desk:
    return desk(office, "officer", name="Olive Officer")


@pytest.fixture
def case(office: Place) -> Case:
    return received(office.caller("officer"))


def asked(page: Page, case: Case) -> list[str]:
    """What the list leads to, in its order."""
    return [link.removeprefix(f"{case.list}/") for link in page.links if link.startswith(f"{case.list}/")]


def test_the_list_asks_in_the_laws_order_and_says_who_shows_each(olive: Desk, case: Case) -> None:
    page = olive.opens(case.list)
    first, check, *tasks = asked(page, case)
    assert (first, check, tasks) == ("claimed_on", "check", IN_ORDER)
    assert "10 things are still open. Begin" in page.text
    assert "What sum was claimed? For the contractor to show Not yet" in page.text
    assert "Was it reasonable to visit? For the Committee to decide Not yet" in page.text
    assert "/rule-sets/surgery/visits/blank" in page.links


ANSWERS: list[tuple[str, dict[str, Any], Any]] = [
    ("claimed_on", dict(day("facts.claimed_on", "2/5/2024")), {"value": "2024-05-02"}),
    ("began_at", {**day("facts.began_at", "1/5/2024"), "facts.began_at.time": "9:30"}, {"value": "2024-05-01 09:30"}),
    ("cancelled_on", {"facts.cancelled_on.state": "none"}, {"value": "none"}),
    ("ended_at", {"facts.ended_at.state": "not_known"}, {"state": "not_known"}),
    ("patients", {"facts.patients": "1,200"}, {"value": 1200}),
    ("miles", {"facts.miles": "7.5"}, {"value": 7.5}),
    ("claim", {"facts.claim.from": "1.10", "facts.claim.to": "£200"}, {"from": 110, "to": 20000}),
    ("agreed_before", {"facts.agreed_before": "state.disputed"}, {"state": "disputed"}),
    ("kind_of_visit", {"facts.kind_of_visit.one_of": ["routine", "temporary"]}, {"one_of": ["routine", "temporary"]}),
    ("reference_given", {"facts.reference_given": "AB 12"}, {"value": "AB 12"}),
]


def test_each_kind_of_fact_is_answered_on_its_page_and_stands_as_it_was_said(olive: Desk, case: Case) -> None:
    for name, typed, _ in ANSWERS:
        open_still = any("state" in key and said != "none" for key, said in typed.items()) or "state." in str(typed)
        source = {} if open_still else {f"facts.{name}.source": SOURCE}
        says(olive, case, name, {**typed, **source})
    page, stands = olive.opens(case.list), case.stands()
    assert {name: each["said"] for name, each in stands.items()} == {name: said for name, _, said in ANSWERS}
    assert stands["claim"]["source"] == SOURCE
    for told in (
        "When did the visit end? For the contractor to show Not known",
        "Was it agreed before it was made? For the commissioner to show Disputed",
        "What sum was claimed? For the contractor to show Answered in part",
        "How far was the journey? For the contractor to show Answered",
    ):
        assert told in page.text
    again = olive.opens(case.question("claim"))
    form = olive.form(again, case.question("claim")).fields
    assert (form["facts.claim.from"], form["facts.claim.to"], form["facts.claim.source"]) == ("1.10", "200.00", SOURCE)
    assert "Between £1.10 and £200" in again.text
    checked = olive.opens(case.check)
    for words in ("2 May 2024", "09:30 on 1 May 2024", "There is none", "1,200 patients", "Routine or temporary"):
        assert words in checked.text
    assert "Is the visit paid for? Still possible: paid, not paid" in checked.text
    assert "It is never taken as no" in checked.text


def test_one_question_leads_to_the_next_and_the_last_to_all_answers(olive: Desk, case: Case) -> None:
    at = case.question("claimed_on")
    typed = {**day("facts.claimed_on", "2/5/2024"), "facts.claimed_on.source": SOURCE}
    answer = olive.sends(olive.opens(at), at, {**typed, "then": "next"})
    assert answer.headers["Location"] == f"{at}/next"
    assert olive.client.get(answer.headers["Location"]).headers["Location"] == case.question("cancelled_on")
    assert olive.client.get(f"{case.question('miles')}/next").headers["Location"] == case.question("claim")
    assert olive.client.get(f"{case.question('reference_given')}/next").headers["Location"] == case.check
    assert f"{case.question('cancelled_on')}/next" in olive.opens(case.question("cancelled_on")).links


def test_a_question_that_another_answer_makes_moot_goes_away_and_is_not_taken_as_no(olive: Desk, case: Case) -> None:
    says(olive, case, "claimed_on", {**day("facts.claimed_on", "2/5/2024"), "facts.claimed_on.source": SOURCE})
    typed = {**day("facts.cancelled_on", "1/5/2024"), "facts.cancelled_on.source": SOURCE}
    page = olive.opens(says(olive, case, "cancelled_on", typed))
    assert "Your answer is kept." in page.text
    assert "Nothing is open" in page.text
    assert asked(page, case)[1:] == ["claimed_on", "cancelled_on"]
    checked = olive.opens(case.check)
    assert "agreed before" not in checked.text
    assert "undetermined" not in checked.text
    assert olive.form(checked, f"/cases/{case.id}/determination").fields["version"]


def test_a_question_says_why_it_is_asked_with_a_deep_link_and_how_its_words_were_checked(
    olive: Desk, case: Case
) -> None:
    page = olive.opens(case.question("reference_given"))
    assert "Payment for a visit, in the version of 1 January 2020 to 31 December 2030: Paragraph 1, as" in page.text
    assert "https://example.org/visits/1" in page.links
    assert "There is no reference for it (para 1(g)(iii))" in page.text
    assert "From a secondary source: not checked against the published law" in page.text
    assert "For the contractor to show. Usual evidence: The claim form." in olive.opens(case.question("claim")).text
    first = olive.opens(case.question("claimed_on"))
    assert "The law of this day applies, unless another day is given." in first.text
    unused = olive.opens(case.question("began_at"))
    assert "No condition of these rules turns on it by itself." in unused.text


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("miles", {}, "facts.miles", "Give an answer. Where there is none, say that nobody knows"),
    ("miles", {"facts.miles": "far", "facts.miles.source": SOURCE}, "facts.miles", "Write a number in figures"),
    ("miles", {"facts.miles": "7"}, "facts.miles.source", "Where is this from? Give the source, or an item of"),
    ("patients", {"facts.patients": "1501", "facts.patients.source": "x"}, "facts.patients", "outside what it may be"),
    ("patients", {"facts.patients": "3", "facts.patients.state": "disputed"}, "facts.patients", "Give one answer"),
    ("claim", {"facts.claim.from": "3", "facts.claim.to": "2"}, "facts.claim.from", "The range is upside down"),
    ("agreed_before", {"facts.agreed_before": "maybe"}, "facts.agreed_before", "yes or no"),
    ("claim", {"facts.claim": "3", "facts.claim.form": "2"}, "facts.claim", "The form has no such field"),
    ("claim", {"facts.claim": "3", "facts.claim.evidence": "0" * 32}, "facts.claim.evidence", "no such evidence item"),
]


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_is_still_there(olive: Desk, case: Case) -> None:
    for name, typed, place, told in WRONG:
        page = refused(olive, case, name, typed)
        assert f"#{place}" in page.links, (name, typed, page.text)
        assert told in page.text
        form = olive.form(page, case.question(name)).fields
        offered = {key: said for key, said in typed.items() if key in form}
        assert {key: form[key] for key in offered} == offered
    assert case.stands() == {}


def test_what_replaces_an_answer_says_why_and_is_refused_without(olive: Desk, case: Case) -> None:
    says(olive, case, "miles", {"facts.miles": "7.5", "facts.miles.source": SOURCE})
    page = refused(olive, case, "miles", {"facts.miles": "8"})
    assert "#facts.miles.correction" in page.links
    assert "This replaces what was stated before. Say why" in page.text
    assert olive.form(page, case.question("miles")).fields["facts.miles"] == "8"
    says(olive, case, "miles", {"facts.miles": "8", "facts.miles.correction": "It was misread"})
    says(olive, case, "miles", {})
    assert case.stands()["miles"]["correction"] == "It was misread", "what is sent unchanged is not stated again"
    at, form = case.question("miles"), f"{case.question('miles')}/taken-back"
    unsaid = read(olive.sends(olive.opens(at), form), 422)
    assert "#why" in unsaid.links
    assert olive.form(unsaid, at).fields["facts.miles"] == "8", "the other form still holds what stands"
    assert "It was taken back." in olive.does(at, form, {"why": "It is another case's"}).text
    assert case.stands() == {}


def test_a_case_that_somebody_else_changed_is_told_of_and_what_was_typed_can_be_sent_again(
    olive: Desk, case: Case
) -> None:
    at = case.question("miles")
    before = olive.opens(at)
    says(olive, case, "patients", {"facts.patients": "3", "facts.patients.source": SOURCE})
    typed = {"facts.miles": "7.5", "facts.miles.source": SOURCE}
    page = read(olive.sends(before, at, typed), 409)
    assert "was changed by somebody else since you read it" in page.text
    assert olive.form(page, at).fields["facts.miles"] == "7.5"
    assert olive.sends(page, at).status_code == 303
    assert set(case.stands()) == {"patients", "miles"}


def test_answers_that_contradict_each_other_are_told_of_with_links_to_mend_them(olive: Desk, case: Case) -> None:
    for name, on in (("began_at", "2/5/2024"), ("ended_at", "1/5/2024")):
        place = f"facts.{name}"
        typed = {**day(place, on), f"{place}.time": "09:00", f"{place}.source": SOURCE}
        page = olive.opens(says(olive, case, name, typed))
    assert "Nothing can be worked out" in page.text
    assert "A visit cannot have ended before it began. Look at this answer" in page.text
    assert case.question("ended_at") in page.links
    assert olive.client.get(f"{case.question('miles')}/next").headers["Location"] == case.list
    checked = olive.opens(case.check)
    assert "cannot have ended before it began" in checked.text
    assert not [each for each in forms_of(checked) if each.action.endswith("/determination")]
    mended = {"facts.ended_at.day": "2", "facts.ended_at.time": "10:00", "facts.ended_at.correction": "Misread"}
    says(olive, case, "ended_at", mended)
    assert "Nothing can be worked out" not in olive.opens(case.list).text


def test_whoever_only_reads_sees_every_page_and_no_form_to_answer(office: Place, olive: Desk, case: Case) -> None:
    says(olive, case, "miles", {"facts.miles": "7.5", "facts.miles.source": SOURCE})
    auditor = desk(office, "auditor")
    page = auditor.opens(case.question("miles"))
    assert "You may read this, and an officer answers it." in page.text
    assert "7.5 miles" in page.text
    for address in (case.question("miles"), case.list, case.check, case.facts):
        assert not [each for each in forms_of(auditor.opens(address)) if "/interview" in each.action]
    assert "Change" not in auditor.opens(case.check).text
    olive.opens(case.question("no_such_thing"), 404)


def test_a_member_of_the_committee_answers_what_has_to_be_decided_and_nothing_else(office: Place, case: Case) -> None:
    member = desk(office, "committee_member", name="C. Member")
    case.change("assignments", {"part": "committee_member", "person_id": member.person_id})
    told = "You may read this, and an officer answers it. You may answer what has to be decided."
    assert told in member.opens(case.question("miles")).text
    assert asked(member.opens(case.list), case)[0] == "reasonable_to_visit", "the interview begins with what is theirs"
    at, place = case.question("reasonable_to_visit"), "judgements.reasonable_to_visit"
    page = member.opens(at)
    typed = {place: "yes", f"{place}.decided_by.reasons": "Far.", f"{place}.decided_by.officer": "C. Member"}
    assert member.sends(page, at, typed).status_code == 303
    assert case.stands("judgements")["reasonable_to_visit"]["decided_by"]["reasons"] == "Far."
    hidden = {key: said for key, said in member.form(member.opens(at), at).fields.items() if "." not in key}
    fact = {**hidden, "facts.miles": "7", "facts.miles.source": "x"}
    sent = member.client.post(case.question("miles"), data=fact, headers=BROWSER)
    assert "You may not state facts in a case." in read(sent, 403).text
    assert "You may read this" in member.opens(case.question("miles")).text


def test_a_record_that_is_closed_takes_no_fact_and_a_case_that_ended_takes_no_answer(olive: Desk, case: Case) -> None:
    says(olive, case, "claimed_on", {**day("facts.claimed_on", "2/5/2024"), "facts.claimed_on.source": SOURCE})
    says(olive, case, "cancelled_on", {**day("facts.cancelled_on", "1/5/2024"), "facts.cancelled_on.source": SOURCE})
    before = olive.opens(case.question("miles"))
    case.change("record", {"closed": True, "why": "All have been heard"})
    assert "The record is closed, so no more facts are stated." in olive.opens(case.question("miles")).text
    late = read(olive.sends(before, case.question("miles"), {"facts.miles": "7", "facts.miles.source": "x"}), 409)
    assert "The record is closed" in late.text
    form = olive.form(late, case.question("miles")).fields
    assert form["facts.miles"] == "7", "what was typed is still there, although it cannot be stated now"
    again = read(olive.sends(late, case.question("miles")), 422)
    assert "is closed, so no more facts are stated. Open it again first, with reasons" in again.text
    assert "Who decided" in olive.opens(case.question("reasonable_to_visit")).text
    case.change("states", {"to": "withdrawn", "on": "2026-03-03", "why": "It was asked for"})
    told = "This case stands at: Withdrawn. It takes no more answers."
    assert told in olive.opens(case.question("reasonable_to_visit")).text


def test_a_rule_set_that_is_not_loaded_is_told_of_with_a_way_to_the_case(
    office: Place, olive: Desk, case: Case
) -> None:
    says(olive, case, "miles", {"facts.miles": "7", "facts.miles.source": SOURCE})
    with office.database.writing() as connection:
        connection.execute(text("UPDATE case_rule_set SET rule_set = 'gone/away' WHERE case_id = :id"), {"id": case.id})
    page = olive.opens(case.list)
    assert "is put to gone/away, which is not loaded: restore it, or choose another" in page.text
    assert f"/cases/{case.id}" in page.links
    facts = olive.opens(case.facts)
    assert "Stated, and asked for by no rule set of this case any more" in facts.headings
    assert "It cannot be read under the rules as they are now: state it again" in facts.text
