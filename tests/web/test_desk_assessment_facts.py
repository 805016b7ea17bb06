"""Facts of an assessment at the desk: asked by safety action, stated, corrected, taken back, each with its history."""

from datetime import UTC, datetime

import pytest

import people
from assessment.kept import seeing, stating
from tests.assessment import small_scheme
from tests.web.evidence_bench import Una, una_of
from tests.web.officers import Place
from tests.web.paging import BROWSER


@pytest.fixture
def una(trusts: Place) -> Una:
    return una_of(trusts)


def test_the_facts_of_each_action_are_counted_by_place_and_stated_in_their_own_words(una: Una) -> None:
    index = una.opens("/facts")
    assert "Safety action 9 The trust 0 of 4 North Wing 0 of 1 South Wing 0 of 1" in index.text, index.text
    page = una.opens("/facts/sa9")
    assert "Did the Board sign the plan? Not stated yet State" in page.text
    assert "How many babies are in the submission?" in page.text, "what stands behind an answer that is taken up"
    assert "Numbers that a table gives: The trust as a whole" in page.text
    side = "/facts/the-trust/board_signed"
    form = una.opens(f"{side}?action=sa9")
    assert "Usual evidence: The Board's minutes." in form.text
    assert "People differ" in form.text
    answer = una.desk.sends(
        form,
        f"{una.at}{side}",
        {"facts.board_signed": "yes", "facts.board_signed.source": "Minutes, item 6", "then": "action"},
    )
    back = una.desk.opens(answer.headers["Location"])
    assert back.title.startswith("Facts: Safety action 9")
    assert "The fact was stated." in back.text
    assert "Did the Board sign the plan? Yes Source: Minutes, item 6 Stated by Una on" in back.text
    assert "Safety action 9 The trust 1 of 4" in una.opens("/facts").text


def test_what_is_wrong_with_a_fact_is_told_at_its_field_and_what_was_typed_is_kept(una: Una) -> None:
    side = "/facts/north/drills"
    nothing = una.refused(side, side)
    assert "Give an answer. Where there is none, say that nobody knows or that people differ" in nothing.text
    unsourced = una.refused(side, side, facts__drills="3")
    assert 'id="facts.drills.source-error"' in unsourced.source
    assert "Where is this from? Give the source" in unsourced.text
    assert 'value="3"' in unsourced.source
    half = una.refused(side, side, facts__drills="2.5", facts__drills__source="The log")
    assert 'id="facts.drills-error"' in half.source
    words = una.refused(side, side, facts__drills="three", facts__drills__source="The log")
    assert "Write a number in figures" in words.text
    assert una.kept("facts") == []


def test_a_fact_is_corrected_with_a_reason_and_its_history_stays(una: Una) -> None:
    side = "/facts/north/drills"
    log = {"facts__drills__source": "The log"}
    assert "The fact was stated." in una.does(side, side, facts__drills="3", **log).text
    same = una.does(side, side, facts__drills="3", **log, facts__drills__correction="None")
    assert "This says what stands already, so nothing was changed." in same.text
    unsaid = una.refused(side, side, facts__drills="4", **log)
    assert 'id="facts.drills.correction-error"' in unsaid.source
    page = una.does(side, side, facts__drills="4", **log, facts__drills__correction="One was missing")
    assert page.text.count("Stated by Una on") == 3, "what stands, and both in the history"
    assert "Changed, because: One was missing" in page.text
    assert 'id="why-error"' in una.refused(side, f"{side}/taken-back").source
    back = una.does(side, f"{side}/taken-back", why="It was of another year")
    assert "The fact was taken back." in back.text
    assert "Taken back, because: It was of another year" in back.text
    assert "Nothing is stated. It is not known, and never taken as no." in back.text
    assert una.kept("facts") == []


def test_none_unknown_and_differing_are_answers(una: Una) -> None:
    una.does(
        "/facts/the-trust/board_saw_on",
        "/facts/the-trust/board_saw_on",
        facts__board_saw_on__state="none",
        facts__board_saw_on__source="The minutes",
    )
    una.does("/facts/north/drills", "/facts/north/drills", facts__drills__state="not_known")
    page = una.does("/facts/south/last_plan", "/facts/south/last_plan", facts__last_plan="state.disputed")
    assert "People differ" in page.text
    said = {each["name"]: each["said"] for each in una.kept("facts")}
    assert said["board_saw_on"] in ("none", {"value": "none"})
    assert (said["drills"], said["last_plan"]) == ({"state": "not_known"}, {"state": "disputed"})
    chosen = una.does(
        "/facts/south/last_plan",
        "/facts/south/last_plan",
        facts__last_plan="no_plan",
        facts__last_plan__source="The plan",
        facts__last_plan__correction="It was found",
    )
    assert "No plan" in chosen.text


def test_a_judgement_says_who_reached_it_and_why(una: Una) -> None:
    side, place = "/facts/north/lost_regularly", "judgements__lost_regularly"
    assert "None of these is a test on its own" in una.opens(side).text
    refused = una.refused(side, side, **{place: "no", f"{place}__source": "Minutes"})
    assert "Say who decided this: a person or a meeting" in refused.text
    assert "Give the reasons: a judgement is never kept without them" in refused.text
    assert "Give an answer." in una.refused(side, side, **{f"{place}__by": "The Board"}).text
    typed = {place: "no", f"{place}__source": "Minutes", f"{place}__by": "The Board", f"{place}__reasons": "Twice only"}
    page = una.does(side, side, **typed)
    assert "No Decided by The Board Reasons: Twice only Source: Minutes" in page.text
    assert una.kept("facts")[0]["said"] == {"answer": False, "by": "The Board", "reasons": "Twice only"}


@pytest.mark.proof
def test_numbers_in_cells_are_given_a_few_at_a_time_beside_the_table_that_gives_them(una: Una) -> None:
    side = "/facts/north/in_scope"
    assert "you can bring the table of training" in una.opens(side).text
    page = una.does(side, side, **{"facts__in_scope-midwives": "30", "facts__in_scope__source": "The rota"})
    assert "1 of 2 numbers are given" in page.text
    assert "Midwives: 30" in page.text
    wrong = una.refused(side, side, **{"facts__in_scope-midwives": "many", "facts__in_scope__source": "The rota"})
    assert 'id="facts.in_scope-midwives-error"' in wrong.source


@pytest.mark.proof
def test_what_the_rules_no_longer_ask_for_stays_readable(una: Una) -> None:
    said = stating.Said("", "plan_signed", True, "the signed plan")
    with una.place.database.writing() as connection:
        actor = people.actor(connection, una.desk.person_id)
        assert actor is not None
        held = seeing.find(connection, actor, una.at.rpartition("/")[2])
        stating.state(connection, datetime.now(UTC), actor, held.id, [said], small_scheme.rule_sets(), held.version)
    index = una.opens("/facts")
    assert "Stated, and asked for by no rule of this year" in index.headings
    page = una.opens("/facts/the-trust/plan_signed")
    assert "The rules of year 7 do not ask for this any more. What was stated stays readable." in page.text
    assert "Source: the signed plan" in page.text
    answer = una.desk.client.post(
        f"{una.at}/facts/the-trust/plan_signed",
        data={**una.desk.form(page, f"{una.at}/facts/the-trust/plan_signed/taken-back").fields},
        headers=BROWSER,
    )
    assert answer.status_code == 404
