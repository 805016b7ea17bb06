"""A decision is issued whole under the next reference, and is final: only corrected beside itself, or superseded."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework import CaseRefused, Move, NotFound, change_state, determine, state
from casework.deciding import (
    Concluding,
    Departing,
    Reviewing,
    adopt_anew,
    answer,
    comment,
    conclude,
    correct,
    declare,
    depart,
    departed,
    draft,
    issue,
    issued_of,
    review,
    similar,
    write,
)
from keeping import DecidedBy, Verified, activity
from keeping.sayings import Saying
from storage import new_key
from tests.casework import deciding
from tests.casework.deciding import COMMITTEE, SERIES, live
from tests.casework.office import NOON, PHARMACY, RULES, TODAY, at_once, rules
from tests.casework.standing import Standing, disputed, reopened

Stands = Callable[[str], Standing]
ENTRY = PHARMACY[0]
SLIP = ("Larkmere", "Larkmeer", "The town was misspelt")


def test_two_people_bring_a_determined_appeal_to_its_issued_decision(stands: Stands) -> None:
    at = stands("reviewed")
    before = at.decision
    made = at.does(issue, SERIES, live)
    assert (made.reference, made.state, made.issued_at, made.issued_by) == (
        "SAMPLE/2026/0001", "issued", NOON, at.officer.id,
    )  # fmt: skip
    assert (at.here.state, made.content) == ("decided", before.content)
    with at.office.database.reading() as connection:
        out = issued_of(connection, at.here, made.id)
        assert not departed(connection, at.officer)
        assert not similar(connection, at.officer, at.here)
        assert isinstance(activity.verify(connection), Verified)
        acts = [each.act for each in activity.latest(connection, at.id)]
    assert acts[:2] == ["decision.issued", "decision.approved"]
    assert out.canonical is not None
    assert out.sha256 == hashlib.sha256(out.canonical).hexdigest()
    record = json.loads(out.canonical)
    assert record["reference"] == made.reference
    assert record["case"]["reference"] == at.here.reference
    assert (record["disposal"], record["final"]) == ("quash_and_redetermine", "grant")
    assert record["adopted"][0] == {
        "rule_set": ENTRY, "revision": made.adopted[0].revision, "sha256": made.adopted[0].sha256,
    }  # fmt: skip
    assert record["reviewed_by"] == at.reviewer.id
    assert record["sections"] == dict(made.text.sections)
    assert out.html is not None
    for told in (made.reference, at.here.reference, "Wrenlow Pharmacy Limited", "R. Adeyemi"):
        assert told in out.html


def test_a_dispute_that_no_rule_set_covers_is_drafted_concluded_and_issued_by_people_alone(here: Stands) -> None:
    at = here("disputed")
    made = deciding.issued(at.office, at.officer, at.reviewer, at.here)
    assert (made.reference, made.adopted, made.departures) == ("SAMPLE/2026/0001", (), ())
    with at.office.database.reading() as connection:
        record = json.loads(issued_of(connection, at.here, made.id).canonical or b"")
    assert (record["answers"], record["determinations"], record["disposal"]) == ([], [], "dismiss")


def test_references_have_no_gap_and_two_that_are_issued_at_once_get_two(stands: Stands) -> None:
    at = stands("disputed")
    both = [at, *(replace(at, id=disputed(at.office, at.officer).id) for _ in range(2))]
    for each in both:
        deciding.reviewed(at.office, at.officer, at.reviewer, each.here)
    versions = [each.here.version for each in both]

    def issues(place: int) -> str:
        with at.office.database.writing() as connection:
            return issue(connection, NOON, at.officer, both[place].id, SERIES, live, versions[place]).reference

    with at.office.database.writing() as connection:
        given_up = connection.begin_nested()
        issue(connection, NOON, at.officer, both[2].id, SERIES, live, versions[2])
        given_up.rollback()
    came = at_once([lambda: issues(0), lambda: issues(1)])
    assert sorted(came) == ["SAMPLE/2026/0001", "SAMPLE/2026/0002"]
    assert issues(2) == "SAMPLE/2026/0003"


def test_whoever_declared_an_interest_does_not_issue(here: Stands) -> None:
    at = here("reviewed")
    other = at.office.actor("officer")
    at.does(declare, True, "My sister works there", by=other)
    told = "you declared an interest in this case, so somebody else has to issue its decision"
    assert at.refused(issue, SERIES, live, by=other) == [told]
    assert at.does(issue, SERIES, live).reference == "SAMPLE/2026/0001"


def test_an_invented_appeal_gets_no_reference_that_looks_real(here: Stands) -> None:
    at = here("reviewed")
    assert at.here.title.startswith("Invented: ")
    (told,) = at.refused(issue, "PCA", live)
    assert told == (
        f"{at.here.reference} is invented, as its title says, and PCA is a series of real decisions: issue it where "
        "DECISION_SERIES is SAMPLE, or name the case otherwise"
    )
    assert at.does(issue, SERIES, live).reference == "SAMPLE/2026/0001"


def test_of_two_who_issue_the_same_decision_one_does(stands: Stands) -> None:
    at = stands("disputed")
    deciding.reviewed(at.office, at.officer, at.reviewer, at.here)
    version = at.here.version

    def issues() -> object:
        with at.office.database.writing() as connection:
            return issue(connection, NOON, at.officer, at.id, SERIES, live, version)

    came = at_once([issues, issues])
    assert sum(isinstance(each, Exception) for each in came) == 1, came
    assert at.decision.reference == "SAMPLE/2026/0001"


def test_the_year_of_a_reference_is_london_s_and_each_year_begins_with_one(here: Stands) -> None:
    at = here("issued")
    other = replace(at, id=disputed(at.office, at.officer).id)
    at_midnight = NOON.replace(year=2026, month=12, day=31, hour=23, minute=59)
    deciding.reviewed(at.office, at.officer, at.reviewer, other.here)
    assert other.does(issue, "QA", live, now=at_midnight).reference == "QA/2026/0001"
    third = replace(at, id=disputed(at.office, at.officer).id)
    deciding.reviewed(at.office, at.officer, at.reviewer, third.here)
    later = at_midnight + timedelta(minutes=1)
    assert third.does(issue, SERIES, live, now=later).reference == "SAMPLE/2027/0001"


def test_a_slip_is_corrected_beside_what_was_issued_which_stays(stands: Stands) -> None:
    at = stands("issued")
    with at.office.database.reading() as connection:
        before = issued_of(connection, at.here, at.decision.id)
    slip = at.on(correct, SLIP, now=NOON + timedelta(days=1))
    assert (slip.number, slip.stands, slip.should_be, slip.why) == (1, *SLIP)
    assert [each.number for each in at.decision.slips] == [1]
    with at.office.database.reading() as connection:
        assert issued_of(connection, at.here, at.decision.id) == before
    assert at.refused_on(correct, ("a", " a", "x")) == ["/should_be: this is what stands there: say what it should be"]
    empty = "this is empty: say it in words"
    assert at.refused_on(correct, ("", "a", " ")) == [f"/stands: {empty}", f"/why: {empty}"]
    with pytest.raises(NotFound):
        at.does(lambda c, now, actor, id, version: correct(c, now, actor, (id, new_key()), SLIP, version))


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("Larkmoor", "the decision does not say this: copy the words as they stand in one paragraph of it"),
        ("is granted", "these are words of what was decided, which no slip changes: "),
        ("The application  is granted. Decided on", "these are words of what was decided, which no slip changes: "),
    ],
)
def test_a_slip_stands_in_the_decision_and_is_nothing_that_was_decided(here: Stands, says: str, told: str) -> None:
    at = here("issued")
    [fault] = at.refused_on(correct, (says, "is refused", "It was meant so"))
    assert fault.startswith(f"/stands: {told}")
    assert at.decision.slips == ()


def test_whoever_issues_it_has_declared_that_they_have_no_interest(here: Stands) -> None:
    at = here("reviewed")
    other = at.office.actor("officer")
    told = "you have not declared whether you have an interest in this case: declare it, then issue"
    assert at.refused(issue, SERIES, live, by=other) == [told]
    at.does(declare, False, "", by=other)
    assert at.does(issue, SERIES, live, by=other).reference == "SAMPLE/2026/0001"


def test_what_is_not_issued_takes_no_correction_and_what_is_no_other_draft(here: Stands) -> None:
    at = here("reviewed")
    told = f"{at.here.reference} is determined, and takes no letters or corrections. From determined you can go to "
    assert at.refused_on(correct, SLIP)[0].startswith(told)
    with pytest.raises(NotFound), at.office.database.reading() as connection:
        issued_of(connection, at.here, at.decision.id)
    at.does(issue, SERIES, live)
    decided = (
        f"{at.here.reference} is decided, and takes no draft of a decision. From decided you can go to determined,"
    )
    for act, said in (
        (draft, (live,)), (adopt_anew, (live,)), (issue, (SERIES, live)), (write, ({"reasons": "x"},)),
        (conclude, (Concluding("dismiss", "none", None),)), (review, (Reviewing(True, "", ""),)),
        (depart, (Departing(ENTRY, "question", "final", "refuse", "x"), live)),
    ):  # fmt: skip
        by = at.reviewer if act is review else at.officer
        assert at.refused(act, *said, by=by)[0].startswith(decided)
    assert at.refused(declare, False, "")[0].startswith(f"{at.here.reference} is decided, and takes no ")
    (told,) = at.refused(change_state, Move("decided", TODAY))
    assert told.endswith("is decided already. From decided you can go to determined, closed.")


def test_no_case_is_decided_by_itself(here: Stands) -> None:
    at = here("reviewed")
    (told,) = at.refused(change_state, Move("decided", TODAY, "It was decided"))
    assert told == (
        f"{at.here.reference} cannot become decided yet: a case is decided by issuing its decision, and not by itself. "
        "Draft the decision, have it reviewed, issue it"
    )


def test_a_decided_case_is_taken_up_again_and_another_decision_comes_in_the_place_of_the_first(stands: Stands) -> None:
    at = stands("issued")
    first = at.decision
    unnamed = "/ground: APP/2026/0001 cannot become determined yet: you have not named the ground"
    (told,) = at.refused(change_state, Move("determined", TODAY))
    assert told.startswith(unnamed)
    reopened(at)
    corrected = Saying("fact", "notice_received_on", "2024-04-04", source="the stamp", correction="Misread")
    at.does(state, [corrected], rules())
    at.does(determine, rules(), RULES)
    at.does(draft, live)
    later = at.decision
    assert (later.place, later.supersedes, later.reference) == (2, first.id, "")
    assert [each.place for each in later.adopted] == [3, 4]
    at.does(conclude, Concluding("quash_and_redetermine", "grant", DecidedBy("", committee=COMMITTEE)))
    deciding.reads_law(at.office, at.officer, at.here)
    at.does(review, Reviewing(True, "", at.decision.content), by=at.reviewer)
    out = at.does(issue, SERIES, live, now=NOON + timedelta(days=400))
    assert (out.reference, at.here.state) == ("SAMPLE/2027/0001", "decided")
    with at.office.database.reading() as connection:
        record = json.loads(issued_of(connection, at.here, out.id).canonical or b"")
        html = issued_of(connection, at.here, out.id).html or ""
        assert issued_of(connection, at.here, first.id).reference == first.reference
    assert record["supersedes"] == first.id
    assert first.reference in html
    for id in (new_key(), "", "\0", "\ud83d"):
        with pytest.raises(NotFound), at.office.database.reading() as connection:
            issued_of(connection, at.here, id)
    with pytest.raises(CaseRefused, match="SAMPLE/2027/0001 came in the place of this decision: do that there"):
        at.does(lambda c, now, actor, id, version: correct(c, now, actor, (id, first.id), SLIP, version))
    assert at.decision.issued_at is not None
    assert at.decision.issued_at.date() == date(2027, 4, 6)


def test_the_activity_tells_every_step_and_holds_no_word_that_anybody_typed(here: Stands) -> None:
    at = here("determined")
    typed = "Quillfeather"
    at.does(draft, live)
    at.does(depart, Departing(ENTRY, "provision", "reg-19-6-benefits", "not_met", typed), live)
    at.does(depart, Departing(ENTRY, "provision", "reg-19-6-benefits", ""), live)
    at.does(write, {"reasons": typed})
    asked = at.does(comment, "", typed, by=at.reviewer).comments[0]
    at.does(answer, asked.id, typed)
    committee = replace(COMMITTEE, name=typed)
    at.does(conclude, Concluding("quash_and_redetermine", "grant", DecidedBy("", committee=committee)))
    for each in (at.officer, at.reviewer):
        at.does(declare, True, typed, by=each)
        at.does(declare, False, typed, by=each)
    deciding.reads_law(at.office, at.officer, at.here)
    at.does(review, Reviewing(False, typed, at.decision.content), by=at.reviewer)
    at.does(review, Reviewing(True, typed, at.decision.content), by=at.reviewer)
    at.does(issue, SERIES, live)
    at.on(correct, (typed, "x", typed))
    with at.office.database.reading() as connection:
        entries = activity.entries(connection, most=1000)
        assert isinstance(activity.verify(connection), Verified)
    acts = {each.act for each in entries}
    assert acts >= {
        "decision.drafted", "decision.departed", "decision.departure_taken_back", "decision.written",
        "decision.commented", "decision.comment_answered", "decision.concluded", "interest.declared", "law.confirmed",
        "decision.sent_back", "decision.approved", "decision.issued", "decision.corrected",
    }  # fmt: skip
    assert not [each for each in entries if typed in f"{each.about} {each.actor}"]
    out = next(json.loads(each.about) for each in entries if each.act == "decision.issued")
    assert (out["decision_reference"], out["before"], out["after"]) == ("SAMPLE/2026/0001", "determined", "decided")
