"""A determination: the same bytes for the same case, closing by the burden of proof, what is refused, and why it is so."""

import dataclasses
from datetime import date
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from engine import (
    ClosingRefused,
    FactError,
    RuleSet,
    determine,
    determine_case,
    load_rule_set,
    load_rule_sets,
    read_given,
)
from engine.determination import Ground, Power
from engine.values import NEVER, Options, Span, exactly
from tests.engine.building import build, needs, put, replay, status, write_rules

FACTS = """
class choice options: [routine, excepted, other]
next_door yes_no if_not_shown: false
consolidation yes_no if_not_shown: false
cost money
weight number
seen_on date
same_service judgement
"""
REFUSAL = """
when: {all: [<in_scope> {fact: class, is_one_of: [routine, excepted]}, <near> {fact: next_door, is: true}, \
<same> {judgement: same_service}]}
unless: [{id: consolidated, says: "It is a consolidation", cites: reg. 31(1), when: {fact: consolidation, is: true}}]
"""
WHOLE = {"class": "routine", "next_door": True, "consolidation": False, "same_service": True}


@pytest.fixture
def refusal(tmp_path: Path) -> RuleSet:
    return build(tmp_path, FACTS, {"rule": REFUSAL}, {"final": ["refuse: {provision: rule}", "grant"]})


def refused(rule_set: RuleSet, given: dict[str, Any] | None = None, **more: Any) -> dict[str, str]:
    with pytest.raises(FactError) as error:
        put(rule_set, given, **more)
    return {fault.where: fault.message for fault in error.value.faults}


# -- the bytes


def test_the_same_facts_in_any_order_give_the_same_bytes_and_id(refusal: RuleSet) -> None:
    made = {put(refusal, dict(order)).canonical for order in permutations(WHOLE.items())}
    assert len(made) == 1
    assert put(refusal, WHOLE).id == put(refusal, dict(reversed(WHOLE.items()))).id


def test_another_fact_source_or_date_gives_another_id(refusal: RuleSet) -> None:
    ids = [
        put(refusal, WHOLE).id,
        put(refusal, WHOLE | {"next_door": False}).id,
        put(refusal, WHOLE | {"next_door": {"value": True, "source": "site visit"}}).id,
        put(refusal, WHOLE, as_at=date(2024, 5, 2)).id,
        put(refusal, WHOLE | {"decided_on": "2024-05-01"}, as_at=None).id,
        put(refusal, WHOLE, record_closed=True).id,
    ]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("given", "more"),
    [
        ({}, {}),
        (WHOLE, {}),
        (WHOLE | {"decided_on": "2024-05-01"}, {"as_at": None}),
        ({"decided_on": {"from": "2024-01-01", "to": "2024-02-01"}}, {"as_at": None}),
        ({"class": {"one_of": ["routine", "other"]}, "weight": {"from": 0.1, "to": 2.25}}, {}),
        ({"weight": Fraction(1, 3), "cost": {"from": 100}, "seen_on": {"state": "disputed", "source": "both"}}, {}),
        (
            {"same_service": {"answer": True, "by": "A. Chair", "reasons": "They share a door.", "source": "minutes"}},
            {},
        ),
        ({"class": "routine", "same_service": True}, {"record_closed": True}),
    ],
)
def test_a_determination_is_made_again_from_what_its_record_holds(
    refusal: RuleSet, given: dict[str, Any], more: dict[str, Any]
) -> None:
    found = put(refusal, given, **more)
    assert replay(found, refusal).canonical == found.canonical


def test_a_determination_is_frozen(refusal: RuleSet) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        put(refusal).as_at = Span()  # type: ignore[misc]  # that it cannot be written is what is shown


def revision(folder: Path, change: dict[str, str] | None = None, comment: str = "", file: str = "rule.yaml") -> str:
    path = folder / file
    before = path.read_text()
    after = before
    for old, new in (change or {}).items():
        assert old in after
        after = after.replace(old, new)
    path.write_text(after + comment)
    found = load_rule_set(folder).revision
    path.write_text(before)
    return found


def test_comments_and_layout_leave_the_revision_and_a_word_of_law_does_not(tmp_path: Path) -> None:
    folder = write_rules(tmp_path, FACTS, {"rule": REFUSAL}, {"final": ["refuse: {provision: rule}", "grant"]})
    (folder.parent / "facts.yaml").write_text('facts: {opened_on: {type: date, ask: "When?", shown_by: board}}\n')
    first = load_rule_set(folder).revision
    assert revision(folder, comment="# a word to the next reader\n\n") == first
    assert revision(folder, {"limits: [": "limits:  [  "}) == first
    assert revision(folder, {"is: true": "is: false"}) != first
    assert revision(folder, {"In our own words": "In other words"}) != first
    assert revision(folder, {"if_not_shown: false": "if_not_shown: true"}, file="facts.yaml") != first
    assert revision(folder, {"It is refuse": "It is refused"}, file="ruleset.yaml") != first
    assert revision(folder, {"When?": "On which day?"}, file="../facts.yaml") != first
    assert load_rule_set(folder).revision == first


# -- closing the record


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
    """Only once it has fallen that nobody objected does it matter whether the notice was sent."""
    facts = (
        "objected yes_no if_not_shown: false\nnotified yes_no if_not_shown: true\nserved yes_no if_not_shown: false\n"
    )
    versions = "when: {any: [<objected> {fact: objected, is: true}, <nobody> {fact: notified, is: true}]}"
    late = [
        "effective: {from: 2020-01-01}\nwhen: <served> {fact: served, is: true}",
        "effective: {from: 2013-04-01, to: 2019-12-31}\nwhen: <objected> {fact: objected, is: true}",
    ]
    dated = "sent_on date if_not_shown: 2021-01-01\n"
    rules = build(tmp_path, facts + dated, {"rule": late, "other": versions}, heads={"rule": "governed_by: sent_on"})
    found = put(rules, {}, record_closed=True)
    assert found.fallen["sent_on"] == exactly(date(2021, 1, 1))
    assert found.answer("final").outcome == "refuse"
    assert needs(found) == {}


@pytest.mark.parametrize(
    ("given", "where", "words"),
    [
        (
            {"class": "routine", "next_door": True},
            "/judgements/same_service",
            "the committee has still to decide: What of",
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


def test_a_fact_may_fall_to_none_and_one_without_an_end_does_not_fall(tmp_path: Path) -> None:
    facts = "died_on date may_be_none: true, if_not_shown: none\nsent_on date if_not_shown: lowest\n"
    rules = build(
        tmp_path,
        facts,
        {
            "rule": "when: {all: [<died> {fact: died_on, on_or_after: 2020-01-01}, <sent> {fact: sent_on, after: 2020-01-01}]}",
            "sent": "when: <sent> {fact: sent_on, after: 2020-01-01}",
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


# -- the date whose law applies

TWO = [
    "effective: {from: 2020-01-01}\nwhen: <a> {fact: next_door, is: true}",
    "effective: {from: 2013-04-01, to: 2019-12-31}\nwhen: <b> {fact: consolidation, is: true}",
]


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


@pytest.mark.parametrize(
    "rule",
    [
        "when: <a> {fact: next_door, is: true}\ngives: {last: {type: date, says: Last, cites: (2), fact: seen_on, plus: {years: 5}}}",
        "when: {all: [<a> {fact: next_door, is: false}, <b> {fact: decided_on, after: {fact: seen_on, plus: {years: 5}}}]}",
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


# -- why


def test_a_question_names_each_line_it_may_rest_on_and_why_the_earlier_ones_do_not_stand(tmp_path: Path) -> None:
    rules = {"first": "when: <a> {fact: next_door, is: true}", "second": "when: <b> {fact: consolidation, is: true}"}
    asked = {
        "final": [
            "refuse: {provision: first}",
            "refuse: {provision: second}",
            "defer: {fact: class, is: other}",
            "grant",
        ]
    }
    rule_set = build(tmp_path, FACTS, rules, asked)
    either = put(rule_set, {"consolidation": True}).answer("final")
    assert either.determined_by == (Ground(1, provision="first"), Ground(2, provision="second"))
    granted = put(rule_set, {"next_door": False, "consolidation": False, "class": "routine"}).answer("final")
    assert granted.determined_by == (
        Ground(1, provision="first"),
        Ground(2, provision="second"),
        Ground(3, fact="class"),
        Ground(4),
    )


POWERS = {"may": "when: <a> {fact: next_door, is: true}", "rule": "when: <b> {fact: consolidation, is: true}"}
POWER = {"final": ["defer: {provision: may} used same_service", "refuse: {provision: rule}", "grant"]}


@pytest.mark.parametrize(
    ("given", "outcome", "powers", "grounds"),
    [
        (
            {"next_door": True, "same_service": True},
            "defer",
            (Power("may", "met", True),),
            (Ground(1, provision="may"), Ground(1, fact="same_service")),
        ),
        ({"next_door": True, "consolidation": True}, "", (Power("may", "met", None),), None),
        (
            {"next_door": True, "same_service": False, "consolidation": True},
            "refuse",
            (Power("may", "met", False),),
            (Ground(1, fact="same_service"), Ground(2, provision="rule")),
        ),
        (
            {"next_door": False, "consolidation": True},
            "refuse",
            (),
            (Ground(1, provision="may"), Ground(2, provision="rule")),
        ),
        ({"same_service": True}, "", (Power("may", "not_known", True),), None),
    ],
)
def test_a_power_is_used_only_where_a_person_says_so(
    tmp_path: Path, given: dict[str, Any], outcome: str, powers: tuple[Power, ...], grounds: tuple[Ground, ...] | None
) -> None:
    rules = build(tmp_path, FACTS, POWERS, POWER, heads={"may": "effect: may"})
    answer = put(rules, given).answer("final")
    assert (answer.outcome, answer.powers) == (outcome, powers)
    assert grounds is None or answer.determined_by == grounds


def test_until_the_committee_chooses_its_choice_is_what_is_needed(tmp_path: Path) -> None:
    rules = build(tmp_path, FACTS, POWERS, POWER, heads={"may": "effect: may"})
    found = put(rules, {"next_door": True, "consolidation": True})
    assert found.answer("final").possible == ("defer", "refuse")
    assert needs(found) == {"same_service": "find"}


def test_what_an_answer_rests_on_that_nobody_has_checked_is_named(tmp_path: Path) -> None:
    read = "{how: published_text, by: builders, read_in: copy, dated: 2026-11-21, url: 'https://example.org'}"
    rules = build(
        tmp_path,
        FACTS,
        {
            "rule": f"checked: {read}\nwhen: {{any: [<a> {{fact: next_door, is: true}}, "
            "<b> {fact: consolidation, is: true, checked: {how: recalled}}]}",
            "apart": "when: <c> {fact: next_door, is: true}",
        },
    )
    found = {(each.condition, each.how) for each in put(rules, {"next_door": False, "consolidation": True}).unchecked}
    assert found == {("b", "recalled")}
    found = {(each.condition, each.how) for each in put(rules, {"next_door": True, "consolidation": False}).unchecked}
    assert found == {("a", "not_reviewed")}


def test_a_provision_is_stated_as_it_stands(tmp_path: Path) -> None:
    rules = build(
        tmp_path, FACTS, {"rule": [TWO[0], "effective: {from: 2013-04-01, to: 2019-12-31}\nnot_in_force: true"]}
    )
    told = {
        put(rules, given, as_at=as_at).provisions[0].statement
        for given, as_at in [({"next_door": True}, None), ({"next_door": False}, None), ({}, date(2020, 1, 1))]
        + [({}, date(2019, 12, 31))]
    }
    assert "A provision: not in force on 31 December 2019" in told
    assert "Not yet known: Is it met?" in told


# -- one rule set reads another


def test_an_earlier_answer_feeds_a_later_rule_set(tmp_path: Path) -> None:
    build(tmp_path, FACTS, {"rule": TWO}, {"valid": ["yes_it_is: {provision: rule}", "not_so"]}, id="pharmacy/appeal")
    bridge = "valid bridge from: {rule_set: pharmacy/appeal, question: valid}\n"
    build(tmp_path, bridge + FACTS, {"rule": "when: <ok> {fact: valid, is: yes_it_is}"}, id="pharmacy/entry")
    rule_sets = load_rule_sets(tmp_path)

    def case(**facts: Any) -> list[str]:
        sent = {"rule_sets": ["pharmacy/appeal", "pharmacy/entry"], "facts": facts, "as_at": "2024-05-01"}
        return [found.questions[0].outcome for found in determine_case(rule_sets, sent)]

    assert case(next_door=True) == ["yes_it_is", "grant"]
    assert case(next_door=False) == ["not_so", "refuse"]
    assert case() == ["", ""]
    alone = put(rule_sets["pharmacy/entry"])
    assert needs(alone) == {"valid": "ask"}
    first, second = determine_case(
        rule_sets, {"rule_sets": ["pharmacy/appeal", "pharmacy/entry"], "as_at": "2024-05-01"}
    )
    assert second.facts["valid"].known == Options(frozenset({"yes_it_is", "not_so"}))
    assert second.facts["valid"].source == f"determined under {first.rule_set.title}"


@pytest.mark.parametrize(
    ("case", "where"),
    [
        ({"rule_sets": []}, "/rule_sets"),
        ({"rule_sets": ["pharmacy/entri"]}, "/rule_sets/0"),
        ({"rule_sets": ["pharmacy/entry"], "facts": {"nxt_door": True}}, "/facts/nxt_door"),
        ({"rule_sets": ["pharmacy/entry"], "as_at": "1 May 2024"}, "/as_at"),
        ({"rule_sets": ["pharmacy/entry"], "record_closed": "no"}, "/record_closed"),
    ],
)
def test_a_case_is_read_as_strictly_as_facts(refusal: RuleSet, case: dict[str, Any], where: str) -> None:
    with pytest.raises(FactError) as error:
        determine_case({refusal.id: refusal}, case)
    assert [fault.where for fault in error.value.faults] == [where]
