"""The date whose law applies, and facts that cannot all be so: what is refused before anything is determined."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from engine.values import Span, exactly
from tests.engine.building import FACTS, TWO, build, needs, put, refused, status

# -- the date whose law applies


def test_a_given_date_picks_the_law_and_states_no_fact(tmp_path: Path) -> None:
    rules = build(tmp_path, FACTS, {"rule": TWO, "late": "when: <late> {fact: decided_on, after: 2022-01-01}"})
    given = {"next_door": True, "consolidation": False, "decided_on": "2019-05-01"}
    found = put(rules, given, as_at=None)
    assert (status(found), found.as_at_given, found.as_at) == ("not_met", False, exactly(date(2019, 5, 1)))
    found = put(rules, given, as_at=date(2023, 5, 1))
    assert (status(found), found.as_at_given) == ("met", True)
    assert status(found, "late") == "not_met", "the decision was still made in 2019"


def test_a_date_that_is_not_or_partly_known_is_allowed_and_needed_where_it_matters(tmp_path: Path) -> None:
    rules = build(tmp_path, FACTS, {"rule": TWO})
    given = {"next_door": True, "consolidation": False}
    assert needs(put(rules, given, as_at=None)) == {"decided_on": "ask"}
    partly = given | {"decided_on": {"from": "2019-12-01", "to": "2020-02-01"}}
    found = put(rules, partly, as_at=None)
    assert (status(found), found.provisions[0].version, needs(found)) == ("not_known", "", {"decided_on": "ask"})
    assert status(put(rules, partly | {"consolidation": True}, as_at=None)) == "met", "both versions agree"
    later = given | {"decided_on": {"from": "2020-02-01"}}
    found = put(rules, later, as_at=None)
    assert (status(found), found.provisions[0].version) == ("met", "2020-01-01")


def test_a_date_outside_what_is_covered_is_refused_and_told_what_is_covered(tmp_path: Path) -> None:
    rules = build(tmp_path, FACTS + "applied_on date", {"rule": TWO}, heads={"rule": "governed_by: applied_on"})
    words = "pharmacy/entry covers the law from 1 April 2013 on; this date lies outside, so nothing can be said"
    assert refused(rules, as_at=date(2013, 3, 31)) == {"/as_at": words}
    assert refused(rules, {"decided_on": "2013-03-31"}, as_at=None) == {"/facts/decided_on": words}
    assert refused(rules, {"applied_on": "2012-01-01"}) == {"/facts/applied_on": words}
    partly = {"applied_on": {"from": "2012-01-01", "to": "2014-01-01"}, "consolidation": True}
    assert status(put(rules, partly)) == "met", "what is left of the date lies inside"
    ended = build(
        tmp_path / "ended",
        FACTS,
        {"rule": "effective: {from: 2013-04-01, to: 2014-03-31}\nwhen: <a> {fact: next_door, is: true}"},
        covers="{from: 2013-04-01, to: 2014-03-31}",
    )
    assert "from 1 April 2013 to 31 March 2014;" in refused(ended, as_at=date(2014, 4, 1))["/as_at"]


def test_outside_what_is_covered_a_figure_has_no_value_and_that_is_not_what_is_told(tmp_path: Path) -> None:
    figures = "rate: {unit: pence, values: [{from: 2013-04-01, is: 3, cites: reg. 2, checked: {how: recalled}}]}"
    facts = FACTS + "due number worked_out: {multiply: [{fact: weight}, {figure: rate}]}"
    rules = build(tmp_path, facts, {"rule": "when: <a> {fact: due, at_least: 3}"}, figures=figures)
    assert list(refused(rules, {"weight": 1}, as_at=date(2010, 1, 1))) == ["/as_at"]


# -- facts that cannot all be so


def test_what_must_hold_is_refused_where_it_does_not_and_silent_where_that_is_not_known(tmp_path: Path) -> None:
    must = (
        '  - {when: {fact: seen_on, on_or_before: {fact: decided_on}}, message: "It was seen before it was decided."}\n'
    )
    must += '  - {when: {judgement: same_service}, message: "The committee is satisfied of it."}'
    rules = build(tmp_path, FACTS, {"rule": "when: <a> {fact: next_door, is: true}"}, must_hold=must)
    said = {"seen_on": "2024-05-02", "decided_on": "2024-05-01"}
    assert refused(rules, said) == {"/facts/seen_on": "It was seen before it was decided."}
    assert status(put(rules, {"seen_on": "2024-05-02", "next_door": True})) == "met"
    assert refused(rules, {"same_service": False}) == {"/judgements/same_service": "The committee is satisfied of it."}


COUNTED = """
men number whole: true, at_least: 0
women number whole: true, at_least: 0
people number whole: true, at_least: 0, at_most: 50, ask: "How many?", worked_out: {add: [{fact: men}, {fact: women}]}
"""


def test_given_and_worked_out_must_have_a_value_in_common(tmp_path: Path) -> None:
    rules = build(tmp_path, COUNTED, {"rule": "when: <enough> {fact: people, at_least: 9}"})
    men = {"men": 4, "women": {"from": 3, "to": 8}}
    assert put(rules, men | {"people": 9}).amounts["people"] == exactly(Fraction(9))
    assert put(rules, men | {"people": {"from": 9}}).amounts["people"] == Span(Fraction(9), Fraction(12))
    found = refused(rules, men | {"people": {"value": 3, "source": "the form"}})
    assert found["/facts/people"] == (
        "two sources disagree: stated by the form it is 3, and worked out from others it is between 7 and 12; "
        "correct one, or mark the fact as disputed"
    )
    assert put(rules, men | {"people": {"state": "disputed"}}).amounts["people"] == Span(Fraction(7), Fraction(12))
    assert refused(rules, {"men": 60, "women": 0}) == {
        "/facts/people": "worked out from other facts it is 60, which it may not be"
    }


def test_what_is_worked_out_from_what_may_be_none_may_be_none_whatever_is_asked(tmp_path: Path) -> None:
    """Learning that nobody died must not turn a met condition into one that is not."""
    facts = 'died_on date may_be_none: true\ndue_on date ask: "When?", worked_out: {fact: died_on, plus: {days: 30}}'
    rules = build(tmp_path, facts, {"rule": "when: <due> {fact: due_on, on_or_after: 2020-01-01}"})
    perhaps = {"from": "2024-01-01", "to": "2024-02-01", "may_be_none": True}
    for due in ({}, {"due_on": {"state": "not_known"}}):
        assert status(put(rules, {"died_on": perhaps, **due})) == "not_known"
        assert status(put(rules, {"died_on": "none", **due})) == "not_met"
        assert status(put(rules, {"died_on": "2024-01-01", **due})) == "met"


def test_a_part_is_never_more_than_the_whole(tmp_path: Path) -> None:
    facts = "staff number whole: true, at_least: 0\ntrained number whole: true, at_least: 0, part_of: staff"
    rule = "when: <most> {share: trained, of: staff, at_least: 90%, when_none: met}"
    rules = build(tmp_path, facts, {"rule": rule})
    assert refused(rules, {"staff": 3, "trained": 4}) == {
        "/facts/trained": "this is part of staff and cannot be more than it"
    }
    assert status(put(rules, {"staff": 3, "trained": 3})) == "met"
    assert status(put(rules, {"staff": {"from": 0, "to": 3}, "trained": 3})) == "met", "three of at most three"


FIVE_ON = "fact: seen_on, plus: {years: 5}"


@pytest.mark.parametrize(
    "rule",
    [
        f"when: <a> {{fact: next_door, is: true}}\ngives: {{last: {{type: date, says: Last, cites: (2), {FIVE_ON}}}}}",
        f"when: {{all: [<a> {{fact: next_door, is: false}}, <b> {{fact: decided_on, after: {{{FIVE_ON}}}}}]}}",
    ],
)
def test_a_count_that_leaves_the_calendar_is_refused_at_once_not_when_the_findings_are_read(
    tmp_path: Path, rule: str
) -> None:
    rules = build(tmp_path, FACTS, {"rule": rule})
    given = {"next_door": True, "seen_on": "2198-01-01"}
    assert refused(rules, given) == {
        "/facts/seen_on": "the count leaves the years 1900 to 2199, in which dates may lie"
    }
    open_end = given | {"seen_on": {"from": "2024-01-01", "to": "2198-01-01"}}
    assert put(rules, open_end).findings


def test_a_date_that_picks_the_law_and_turns_out_to_be_none_is_refused_as_that(tmp_path: Path) -> None:
    facts = "died_on date may_be_none: true\nruled_on date worked_out: {fact: died_on, plus: {days: 3}}"
    rules = build(
        tmp_path, facts, {"rule": "when: <x> {fact: died_on, is: none}"}, heads={"rule": "governed_by: ruled_on"}
    )
    words = "the law is picked by this date, and on these facts there is none; nothing can be said"
    assert refused(rules, {"died_on": "none"}) == {"/facts/ruled_on": words}


def test_a_day_outside_what_is_covered_is_refused_where_other_dates_are_worked_out_with_figures(tmp_path: Path) -> None:
    rules = build(
        tmp_path,
        "told_on date\ndue_on date worked_out: {fact: told_on, plus: {days: {figure: wait}}}",
        {"rule": "when: <x> {fact: told_on, after: 2014-01-01}"},
        heads={"rule": "governed_by: due_on"},
        figures="wait: {unit: days, values: [{from: 2013-04-01, is: 30, cites: para 3, checked: {how: recalled}}]}",
    )
    assert list(refused(rules, {"told_on": "2020-01-01"}, as_at=date(2010, 1, 1))) == ["/as_at"]
