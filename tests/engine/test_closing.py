"""Closing the record: what falls by the burden of proof, in which order, and when it is refused."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from engine import ClosingRefused, RuleSet, determine, read_given
from engine.values import NEVER, exactly
from tests.engine.building import build, needs, put, refused


def test_what_is_needed_falls_by_the_burden_of_proof_and_is_named(refusal: RuleSet) -> None:
    given = {"class": "routine", "same_service": True}
    assert put(refusal, given).answer("final").status == "undetermined"
    found = put(refusal, given, record_closed=True)
    assert found.answer("final").outcome == "grant"
    assert found.fallen == {"next_door": exactly(False), "consolidation": exactly(False)}
    near = next(finding for finding in found.findings if finding.condition == "near")
    assert [(each.fact, each.fell) for each in near.because] == [("next_door", True)]
    assert "next_door" not in found.facts, "what fell was not stated"


def test_facts_that_are_not_needed_do_not_fall(refusal: RuleSet) -> None:
    assert put(refusal, {"class": "other"}, record_closed=True).fallen == {}


def test_closing_goes_in_passes_until_nothing_more_falls(tmp_path: Path) -> None:
    """The period has no first day that it could fall to, until the day of sending has fallen."""
    facts = """
    sent_on date if_not_shown: 2024-01-01
    heard_on date
    began_on date if_not_shown: lowest, ask: "When?", worked_out: {highest_of: [{fact: sent_on}, {fact: heard_on}]}
    """
    rules = build(tmp_path, facts, {"rule": "when: <late> {fact: began_on, after: 2024-01-31}"})
    assert needs(put(rules)) == {"sent_on": "ask", "heard_on": "ask", "began_on": "ask"}
    found = put(rules, record_closed=True)
    assert found.fallen == {"sent_on": exactly(date(2024, 1, 1)), "began_on": exactly(date(2024, 1, 1))}
    assert (found.answer("final").outcome, needs(found)) == ("refuse", {})


@pytest.mark.parametrize(
    ("given", "where", "words"),
    [
        (
            {"class": "routine", "next_door": True},
            "/judgements/same_service",
            "the Committee has still to decide: What of",
        ),
        (
            {"class": "routine", "same_service": True, "next_door": {"state": "disputed"}},
            "/facts/next_door",
            "the parties differ, and somebody has still to find: What of",
        ),
    ],
)
def test_closing_is_refused_where_somebody_has_still_to_find_and_nothing_is_changed(
    refusal: RuleSet, given: dict[str, Any], where: str, words: str
) -> None:
    facts = read_given(refusal, given)
    before = determine(refusal, facts, date(2024, 5, 1))
    with pytest.raises(ClosingRefused) as error:
        determine(refusal, facts, date(2024, 5, 1), record_closed=True)
    faults = {fault.where: fault.message for fault in error.value.faults}
    assert words in faults[where]
    assert faults[where].endswith("Nothing has been changed.")
    assert determine(refusal, facts, date(2024, 5, 1)).canonical == before.canonical


def test_a_dispute_that_no_longer_matters_does_not_stand_in_the_way(refusal: RuleSet) -> None:
    given = {
        "class": "routine",
        "next_door": {"state": "not_known"},
        "same_service": True,
        "cost": {"state": "disputed"},
    }
    assert put(refusal, given, record_closed=True).answer("final").outcome == "grant"


def test_what_nobody_knows_and_no_burden_settles_stays_not_known(refusal: RuleSet) -> None:
    given = {"class": {"state": "not_known"}, "next_door": True, "same_service": True, "consolidation": False}
    found = put(refusal, given, record_closed=True)
    assert found.answer("final").status == "undetermined"
    assert needs(found) == {"class": "close"}


@pytest.mark.parametrize(
    ("burden", "given", "fell"),
    [
        ("lowest", {"from": 88, "to": 91}, 88),
        ("highest", {"from": 88, "to": 91}, 91),
        ("lowest", None, 0),
        ("highest", None, 100),
        ("89", {"from": 88, "to": 91}, 89),
        ("3", {"from": 88, "to": 91}, None),
    ],
)
def test_a_range_falls_to_its_end_or_to_a_value_within_it(
    tmp_path: Path, burden: str, given: dict[str, int] | None, fell: int | None
) -> None:
    facts = f"people number whole: true, at_least: 0, at_most: 100, if_not_shown: {burden}"
    rules = build(tmp_path, facts, {"rule": "when: <enough> {fact: people, at_least: 90}"})
    found = put(rules, {"people": given} if given else {}, record_closed=True)
    assert found.fallen == ({} if fell is None else {"people": exactly(Fraction(fell))})


SENT = "<sent> {fact: sent_on, after: 2020-01-01}"


def test_a_fact_may_fall_to_none_and_one_without_an_end_does_not_fall(tmp_path: Path) -> None:
    facts = "died_on date may_be_none: true, if_not_shown: none\nsent_on date if_not_shown: lowest\n"
    rules = build(
        tmp_path,
        facts,
        {
            "rule": f"when: {{all: [<died> {{fact: died_on, after: 2020-01-01}}, {SENT}]}}",
            "sent": f"when: {SENT}",
        },
        {"final": ["grant: {provision: rule}", "refuse"], "other": ["grant: {provision: sent}", "refuse"]},
    )
    found = put(rules, record_closed=True)
    assert found.fallen == {"died_on": NEVER}
    assert [answer.status for answer in found.questions] == ["determined", "undetermined"]


def test_what_falls_may_still_break_what_must_hold(tmp_path: Path) -> None:
    facts = "first yes_no if_not_shown: false\nsecond yes_no\n"
    must = '  - {when: {any: [{fact: first, is: true}, {fact: second, is: true}]}, message: "One of the two."}'
    rules = build(tmp_path, facts, {"rule": "when: <a> {fact: first, is: true}"}, must_hold=must)
    assert put(rules, {"second": False}).answer("final").status == "undetermined"
    assert refused(rules, {"second": False}, record_closed=True) == {"/facts/first": "One of the two."}


def test_what_falls_settles_a_fact_that_is_worked_out_from_it_and_is_never_at_odds_with_it(tmp_path: Path) -> None:
    facts = """
    sent number at_least: 0, at_most: 10, if_not_shown: highest
    twice number if_not_shown: 0, ask: "How many?", worked_out: {multiply: [{fact: sent}, 2]}
    """
    rules = build(tmp_path, facts, {"rule": "when: <enough> {fact: twice, at_least: 5}"})
    found = put(rules, record_closed=True)
    assert (found.fallen, found.amounts["twice"]) == ({"sent": exactly(Fraction(10))}, exactly(Fraction(20)))


def test_a_bridge_may_fall_to_an_outcome_of_the_rule_set_that_it_waits_for(tmp_path: Path) -> None:
    build(tmp_path, "sent yes_no", {"rule": "when: <a> {fact: sent, is: true}"}, id="pharmacy/first")
    bridge = "first bridge from: {rule_set: pharmacy/first, question: final}, if_not_shown: refuse"
    rules = build(tmp_path, bridge, {"rule": "when: <b> {fact: first, is: grant}"})
    assert put(rules, record_closed=True).answer("final").outcome == "refuse"
