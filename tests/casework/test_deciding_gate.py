"""Every line of the table that must hold before a decision is issued fails once, and is told as the table says it."""

from collections.abc import Callable
from dataclasses import replace

from casework import Move, change_state, determine, put_to
from casework.deciding import LINES, Concluding, Departing, adopt_anew, conclude, depart, draft, issue
from keeping import DecidedBy
from tests.casework import deciding
from tests.casework.breaking import BREAKS, WHO, WITH_OTHERS, left_open, unreachable, wrote_a_part
from tests.casework.deciding import SERIES, live
from tests.casework.office import PHARMACY, RULES, TODAY, rules
from tests.casework.standing import Standing, Trying

ENTRY, PROCEDURE = PHARMACY
Stands = Callable[[str], Standing]

# A line that whoever issues is told of before the table is looked at, with where and what they are told.
TOLD_BEFORE = {"state": ("", "APP/2026/0001 is stayed, and takes no draft of a decision. ")}


def test_every_line_of_the_table_is_broken_here() -> None:
    alone = {line for name, (_, line, _) in BREAKS.items() if name not in WITH_OTHERS}
    assert alone == {line.id for line in LINES}


def test_each_line_fails_by_itself_and_the_decision_is_not_issued(stands: Stands) -> None:
    at = stands("reviewed")
    assert at.lacking() == {}
    with at.office.database.writing() as connection:
        for name, (breaks, line, told) in BREAKS.items():
            tried = connection.begin_nested()
            it = Trying(connection, at)
            breaks(it)
            lacking, refused = it.lacking(), it.refused()
            assert any(each.startswith(told) for each in lacking.get(line, ())), (name, lacking)
            assert name in WITH_OTHERS or set(lacking) - {line} <= {"reviewed"}, (name, lacking)
            where, says = TOLD_BEFORE.get(line, (f"/gate/{line}", f"{at.here.reference} cannot be issued yet: {told}"))
            assert any(each.startswith(says) for each in refused.get(where, ())), (name, refused)
            tried.rollback()
    assert at.lacking() == {}


def test_whatever_the_page_shows_as_lacking_is_told_to_whoever_issues(stands: Stands) -> None:
    at = stands("reviewed")
    with at.office.database.writing() as connection:
        it = Trying(connection, at)
        for breaks in (left_open, unreachable, wrote_a_part):
            breaks(it)
        lacking = it.lacking()
        assert set(lacking) == {"answered", "concluded", "law", "reviewed", "parties"}
        assert it.refused() == {
            f"/gate/{id}": [f"{at.here.reference} cannot be issued yet: {each}" for each in told]
            for id, told in lacking.items()
        }


def test_what_one_person_has_drafted_lacks_all_that_others_have_to_do(here: Stands) -> None:
    at = here("determined")
    at.does(draft, live)
    lacking = at.lacking()
    assert set(lacking) == {"decided_by", "law", "interests", "reviewed"}
    assert lacking["reviewed"] == ("nobody has reviewed it: have somebody review it who wrote and decided none of it",)
    assert lacking["interests"] == (f"{WHO} has not declared whether they have an interest: ask them to",)
    entry, procedure = lacking["law"]
    title = rules()[ENTRY].title
    assert entry.startswith(f"under {title}, nobody has confirmed that they read ")
    assert entry.endswith(" and 23 more in the published law: read it, and confirm it")
    assert rules()[PROCEDURE].title in procedure
    deciding.reads_law(at.office, at.reviewer, at.here)
    assert "law" not in at.lacking()
    told = at.refused(issue, SERIES, live)
    assert [each.partition(":")[0] for each in told] == [
        f"/gate/{line.id}" for line in LINES for _ in lacking.get(line.id, ()) if line.id != "law"
    ]


def test_where_the_case_stands_elsewhere_nothing_is_issued(here: Stands) -> None:
    at = here("reviewed")
    at.does(change_state, Move("stayed", TODAY, "The Court is asked"))
    only = "a decision is issued only while its case stands at determined"
    assert at.lacking() == {"state": (f"{at.here.reference} is stayed, and {only}",)}
    told = f"{at.here.reference} is stayed, and takes no draft of a decision. "
    assert at.refused(issue, SERIES, live)[0].startswith(told)


def test_a_question_that_is_left_open_is_answered_by_people_with_reasons(here: Stands) -> None:
    at = here("reviewed")
    with at.office.database.writing() as connection:
        it = Trying(connection, at)
        left_open(it)
        (told,) = [each for each in it.lacking()["answered"] if rules()[ENTRY].questions[0].asks in each]
        assert told.endswith(", or decide it yourself, with reasons")
        assert "state what could settle it (" in told
        it.does(depart, Departing(ENTRY, "question", "final", "refuse", "Nobody would be served."), live)
        assert not [each for each in it.lacking().get("answered", ()) if rules()[ENTRY].questions[0].asks in each]


def test_an_appeal_stays_open_while_its_application_is_deferred(here: Stands) -> None:
    at = here("disputed")
    skerrow = deciding.determined(at.office, at.officer, name="skerrow-deferred")
    made = deciding.reviewed(at.office, at.officer, at.reviewer, skerrow)
    assert (made.conclusion.disposal, made.conclusion.final) == ("not_disposed_of", "defer")
    assert replace(at, id=skerrow.id).lacking() == {}


def test_a_draft_that_rests_on_other_rule_sets_than_the_case_is_adopted_anew(here: Stands) -> None:
    at = here("disputed")
    at = replace(at, id=deciding.determined(at.office, at.officer, name="dunmarrow-misconceived").id)
    at.does(draft, live)
    both = [rules()[id] for id in PHARMACY]
    at.does(put_to, both)
    told = f"it does not rest on a determination under {ENTRY}: determine the case, and adopt that"
    assert at.lacking()["current"] == (told,)
    at.does(determine, rules(), RULES)
    at.does(adopt_anew, live)
    assert "current" not in at.lacking()
    at.does(put_to, both[1:])
    assert at.lacking()["current"] == (f"the case is no longer put to {ENTRY}: adopt anew",)
    at.does(adopt_anew, live)
    assert [each.rule_set for each in at.decision.adopted] == [PROCEDURE]
    assert "current" not in at.lacking()


def test_a_dispute_that_no_rule_set_covers_lacks_only_what_people_do(here: Stands) -> None:
    at = here("disputed")
    at.does(draft, live)
    at.does(conclude, Concluding("dismiss", "none", DecidedBy("", officer="A. Officer", no_interest=True)))
    assert set(at.lacking()) == {"written", "interests", "reviewed"}
