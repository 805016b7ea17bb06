"""Days that have not come yet: what is planned shows nothing, is told of, and may be tried."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from assessment import (
    AddRows,
    Assessed,
    AssessmentRefused,
    Evidence,
    Site,
    StateFact,
    assess,
    assessment_json,
    to_come_of,
    told,
    what_if,
)
from assessment.evidence_index import evidence_index
from assessment.freezing import of_engine
from engine import RuleSet, load_rule_set
from tests.assessment.looking_ahead import clock_on, evidence, of
from tests.assessment.making import DAY, folder
from tests.assessment.small_scheme import SCHEME, rule_sets
from tests.engine.building import write_rules
from tests.ours import our_rule_sets

SEEN = date(2025, 10, 30)
BEFORE, AFTER = SEEN - timedelta(days=1), SEEN + timedelta(days=1)
TO_COME = "30 October 2025 is still to come on 29 October 2025, so that it counts as not known."
MANY_TO_COME = (
    "the days of 3 rows (row 2 is the first) are still to come on 29 October 2025, so that they count as not known."
)
FACTS = """
board_met_on date about: trust, may_be_none: true
year_ended_on date about: trust
reports records ask: "Which reports did the Board have?", shown_by: trust, one_row_per: [report], \
fields: {report: {type: text}, kind: {type: choice, options: [staffing, safety]}, had_on: {type: date}}
last_report date by: [kind], ask: "When was the last {kind} report?", shown_by: trust, \
latest_of: {records: reports, field: had_on}
seen number unit: reports, counted_from: {records: reports, where: {field: had_on, in_period: main_window}}
"""
RULES = {
    "sa1-a": "when: <met> {fact: board_met_on, in_period: main_window}",
    "sa2-a": "when: <had> {fact: seen, at_least: 1}",
    "sa3-a": 'when: {for_each: {kind: staffing}, id: last, says: "The last was in time", cites: para 1, '
    "fact: last_report, in_period: main_window}",
    "sa4-a": "when: <ended> {fact: year_ended_on, in_period: main_window}",
}
QUESTIONS = {name.removesuffix("-a"): [f"met: {{provision: {name}}}", "not_met"] for name in RULES}
MORE = "periods: {main_window: {from: 2025-04-02, to: 2025-11-30}}"
HELD = '  - {when: {fact: year_ended_on, on_or_before: {fact: decided_on}}, message: "It must have ended."}'


@cache
def year() -> Mapping[str, RuleSet]:
    """A small year of which every action asks for a day."""
    root = Path(mkdtemp(prefix="to-come-"))
    made = write_rules(root, FACTS, RULES, QUESTIONS, must_hold=HELD, more=MORE, id=f"{SCHEME}/year-7")
    return {**rule_sets(), f"{SCHEME}/year-7": load_rule_set(made)}


def stated(of_trust: Mapping[str, Any], **north: Any) -> Evidence:
    return Evidence("ZZZ", "Fellgate (invented)", "year-7", (Site("north", "North site"),), of_trust, {"north": north})


def on(found: Evidence, day: date) -> Assessed:
    return assess(year(), found, day)


def sentences(found: Assessed) -> list[str]:
    return [each.told for each in found.to_come]


@pytest.mark.parametrize("said", ["2025-10-30", SEEN, {"value": "2025-10-30", "source": "the minutes"}])
def test_a_meeting_of_the_board_counts_on_its_day_and_not_the_day_before(said: Any) -> None:
    planned, held, later = (on(stated({"board_met_on": said}), day) for day in (BEFORE, SEEN, AFTER))
    assert [each.of_trust["sa1"] for each in (planned, held, later)] == ["not_shown", "met", "met"]
    assert sentences(planned) == [f"The trust, Board met on: {TO_COME}"]
    assert (held.to_come, later.to_come) == ((), ())


def rows(*days: Any) -> dict[str, Any]:
    each = [{"report": f"R{at}", "kind": "staffing", "had_on": day} for at, day in enumerate(days)]
    return {"rows": each, "complete": True, "by": "A. Matron"}


def test_a_row_of_a_day_to_come_is_not_counted_and_the_row_is_named() -> None:
    said = rows("2025-03-01", "2025-10-30")
    planned, held = (on(stated({}, reports=said), day) for day in (BEFORE, SEEN))
    assert (planned.of_trust["sa2"], held.of_trust["sa2"]) == ("not_shown", "met")
    assert sentences(planned) == [f"North site, Reports, row 2, had on: {TO_COME}"]
    assert said == rows("2025-03-01", "2025-10-30"), "what was stated stays as it was"


def test_many_rows_are_told_of_in_one_sentence_with_their_count() -> None:
    many = on(stated({}, reports=rows("2025-05-01", "2025-10-30", {"value": "2025-11-02"}, SEEN)), BEFORE)
    assert sentences(many) == [f"North site, Reports, had on: {MANY_TO_COME}"]
    assert many.of_trust["sa2"] == "met", "the report of May is enough"


def test_one_number_of_those_told_apart_by_fields_counts_as_any_other_day() -> None:
    cells = stated({}, last_report=[{"kind": "staffing", "is": "2025-10-30"}, {"kind": "safety", "is": "2025-05-01"}])
    planned, held = (on(cells, day) for day in (BEFORE, SEEN))
    assert (planned.of_trust["sa3"], held.of_trust["sa3"]) == ("not_shown", "met")
    assert sentences(planned) == [f"North site, Last report (staffing): {TO_COME}"]


def test_a_range_that_has_begun_is_taken_as_it_is_and_one_that_lies_ahead_is_not() -> None:
    straddles = {"from": "2025-10-01", "to": "2025-11-15"}
    ahead = {"from": "2025-10-30", "to": "2025-11-15", "may_be_none": True}
    assert on(stated({"board_met_on": straddles}), BEFORE).of_trust["sa1"] == "met"
    planned = on(stated({"board_met_on": ahead}), BEFORE)
    assert planned.of_trust["sa1"] == "not_shown"
    (said,) = sentences(planned)
    assert "between 30 October 2025 and 15 November 2025 is still to come" in said
    assert on(stated({"board_met_on": ahead}), SEEN).to_come == ()
    assert on(stated({"board_met_on": "none"}), BEFORE).to_come == ()


def test_a_day_that_the_rules_hold_to_the_assessment_keeps_its_fault() -> None:
    with pytest.raises(AssessmentRefused, match="It must have ended"):
        on(stated({"year_ended_on": "2025-10-30"}), BEFORE)
    assert on(stated({"year_ended_on": "2025-10-30"}), SEEN).of_trust["sa4"] == "met"


@pytest.mark.parametrize(("name", "wrong"), [("board_met_on", "2300-01-01"), ("board_met_on", "30/10/2025")])
def test_what_is_no_day_is_refused_as_before(name: str, wrong: str) -> None:
    for found in (stated({name: wrong}), stated({}, reports=rows(wrong))):
        with pytest.raises(AssessmentRefused):
            on(found, BEFORE)


def test_the_agreed_end_of_an_engagement_that_has_begun_may_lie_ahead_and_its_beginning_may_not() -> None:
    locum = {"locum": "L1", "began_on": "2025-06-02", "ended_on": "2025-09-30"}
    later = {"locum": "L2", "began_on": "2025-08-04", "ended_on": "2025-08-08"}
    north = {"locums": {"rows": [locum, later], "complete": True, "by": "A. Matron"}}
    found = assess(our_rule_sets(), evidence(north=north), date(2025, 7, 1))
    assert [each.told.partition(":")[0] for each in found.to_come] == ["North site, Locums, row 2, began on"]


def test_a_trust_that_enters_its_whole_year_ahead_is_met_on_almost_nothing_and_told_of_every_column() -> None:
    plan = folder("alderholme").evidence
    ahead = replace(plan, of_trust={**plan.of_trust, "training_year_ended_on": "2025-06-30"})
    july = date(2025, 7, 1)
    now, believed = (assess(our_rule_sets(), ahead, july, as_stated=each) for each in (False, True))
    assert believed.counts["met"] - now.counts["met"] >= 6
    assert now.counts["not_shown"] >= 6
    assert {(each.site, each.name) for each in now.to_come} >= {
        ("", "july_2025_submitted_on"), ("", "board_reports"), ("alderholme", "shifts"), ("alderholme", "deaths"),
    }  # fmt: skip
    lines = "\n".join(told(now))
    assert lines.index("14 August 2025 is still to come on 1 July 2025") < lines.index("Alderholme Maternity\n")
    assert assessment_json(now, ())["to_come"][0]["name"] == "july_2025_submitted_on"
    of_two = to_come_of(now, "sa2", "alderholme")
    assert [each.partition(":")[0] for each in of_two] == ["The trust, July 2025 submitted on"]


def test_the_index_of_the_evidence_says_what_was_stated_and_not_how_it_counts() -> None:
    planned = on(stated({"board_met_on": {"value": "2025-10-30", "source": "the calendar"}}), BEFORE)
    lines = {each.name: (each.says, each.source) for each in evidence_index(year(), planned)}
    assert lines["board_met_on"] == ("30 October 2025", "the calendar")
    nobody = on(stated({"board_met_on": {"state": "not_known"}}), BEFORE)
    assert [each.says for each in evidence_index(year(), nobody)] == ["Not known"]


@pytest.mark.parametrize("trust", ["alderholme", "brackenford", "carrowmere"])
def test_once_every_stated_day_has_come_nothing_differs_to_the_byte(trust: str) -> None:
    every = folder(trust).evidence
    found, believed = (assess(our_rule_sets(), every, DAY, as_stated=each) for each in (False, True))
    assert found.to_come == ()
    assert of_engine(found) == of_engine(believed)
    assert assessment_json(found, ()) == assessment_json(believed, ())


def test_what_is_tried_may_lie_ahead_and_what_was_planned_before_still_shows_nothing() -> None:
    planned = stated({"board_met_on": "2025-10-30"}, reports=rows())
    meets = what_if(year(), planned, [AddRows("reports", rows("2025-11-05")["rows"], "north")], BEFORE)
    assert (meets.before.of_trust["sa2"], meets.after.of_trust["sa2"]) == ("not_met", "met")
    assert [each.of_trust["sa1"] for each in (meets.before, meets.after)] == ["not_shown", "not_shown"]
    tried = what_if(year(), planned, [StateFact("board_met_on", "2025-10-30")], BEFORE)
    assert [each.of_trust["sa1"] for each in (tried.before, tried.after)] == ["not_shown", "met"]


def test_the_clock_goes_on_asking_for_what_is_planned_until_its_day_has_come() -> None:
    told_on = {"improvement_told_system_on": "2025-06-30", "improvement_told_champions_on": "2025-10-21"}
    found = evidence({"training_year_ended_on": "2025-11-30"}, told_on)
    asked = {day: of(clock_on(date(2025, 10, day), found), "sa3-c-project-told") for day in (20, 21)}
    assert [(each.state, each.day) for each in asked[20]] == [("due", date(2025, 11, 30))]
    assert asked[21] == []
    projected = clock_on(date(2025, 10, 20), found).projected.sites[0].determination
    assert projected.facts["training_year_ended_on"].state == "stated", "a trust chooses that day ahead"
