"""The cases that once went wrong, row by row of the page on what the rules mean, each by its number: rows 20 to 37.

Rows 6, 7, 10, 18 (its half about rows) and 36 speak of tables of records and stand with the tests of tables.
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from engine import ClosingRefused, FactError, RuleError, RuleSet, load_rule_set
from engine.reasons import of_provision
from engine.rule_tests import read_tests
from engine.values import exactly
from tests.engine.building import YES_NO, A, B, C, build, mistake, put, refused, status, write_rules


def because(rule_set: RuleSet, given: dict[str, Any]) -> set[str]:
    return {carrier.part.id for carrier in of_provision(put(rule_set, given).evaluation, "rule")}


def test_row_20_the_burden_never_decides_what_is_disputed(tmp_path: Path) -> None:
    facts = "a yes_no if_not_shown: false\nb yes_no if_not_shown: true"
    rule_set = build(tmp_path, facts, {"rule": f"when: {{all: [{A}, {B}]}}"})
    with pytest.raises(ClosingRefused, match="/facts/a: the record cannot be closed: the parties differ"):
        put(rule_set, {"a": {"state": "disputed"}}, record_closed=True)
    found = put(rule_set, {"a": False, "b": {"state": "disputed"}}, record_closed=True)
    assert found.answer("final").outcome == "refuse", "it no longer matters"


def test_row_21_a_range_falls_to_an_end_of_what_is_known(tmp_path: Path) -> None:
    facts = "people number whole: true, at_least: 0, if_not_shown: lowest"
    rule_set = build(tmp_path, facts, {"rule": "when: <enough> {fact: people, at_least: 90}"})
    assert put(rule_set, {"people": {"from": 88, "to": 91}}, record_closed=True).fallen == {
        "people": exactly(Fraction(88))
    }
    assert put(rule_set, record_closed=True).fallen == {"people": exactly(Fraction(0))}
    outside = "people number whole: true, at_least: 0, if_not_shown: -1"
    assert "if_not_shown" in mistake(tmp_path, outside, {"rule": "when: <enough> {fact: people, at_least: 90}"})


def test_row_22_only_what_is_needed_falls_and_later_evidence_reopens(tmp_path: Path) -> None:
    facts = "a yes_no if_not_shown: false\nb yes_no if_not_shown: false\nc yes_no"
    rule_set = build(tmp_path, facts, {"rule": f"when: {{all: [{A}, {{any: [{B}, {C}]}}]}}"})
    assert put(rule_set, {"b": True}, record_closed=True).fallen == {"a": exactly(False)}
    assert put(rule_set, {"a": False}, record_closed=True).fallen == {}
    kept = put(rule_set, {"a": True}, record_closed=True)
    assert (kept.fallen, kept.answer("final").status) == ({"b": exactly(False)}, "undetermined"), "c has no burden"
    assert put(rule_set, {"a": True, "b": True}).answer("final").outcome == "grant"


def test_row_23_ask_if_steers_which_questions_are_put_and_never_the_answer(tmp_path: Path) -> None:
    facts = "closed yes_no\nclosed_on date ask_if: {fact: closed, is: true}"
    rule_set = build(tmp_path, facts, {"rule": "when: <late> {fact: closed_on, after: 2024-01-01}"})
    assert status(put(rule_set, {"closed": False})) == "not_known"
    assert status(put(rule_set, {"closed": False, "closed_on": "2024-02-01"})) == "met"


def test_row_24_not_of_a_provision_is_negation_and_there_is_no_other_spelling(tmp_path: Path) -> None:
    rule_set = build(tmp_path, YES_NO, {"rule": "when: {not: <other> {provision: other}}", "other": f"when: {A}"})
    assert [status(put(rule_set, given)) for given in ({}, {"a": True}, {"a": False})] == [
        "not_known",
        "not_met",
        "met",
    ]
    second = "when: <other> {provision: other, is: not_met}"
    assert "a provision is met or it is not" in mistake(tmp_path, YES_NO, {"rule": second, "other": f"when: {A}"})


def test_row_25_what_must_hold_is_an_error_where_it_does_not_and_silent_where_not_known(tmp_path: Path) -> None:
    must = '  - {when: {fact: received_on, on_or_after: {fact: sent_on}}, message: "It came before it was sent."}'
    facts = YES_NO + "sent_on date\nreceived_on date"
    rule_set = build(tmp_path, facts, {"rule": f"when: {A}"}, must_hold=must)
    before = {"sent_on": "2024-02-02", "received_on": "2024-02-01"}
    assert refused(rule_set, before) == {"/facts/received_on": "It came before it was sent."}
    assert status(put(rule_set, {"sent_on": "2024-02-02", "a": True})) == "met"


def test_row_25_of_what_must_hold_for_each_cell_every_cell_that_breaks_it_is_named(tmp_path: Path) -> None:
    must = """\
  - when: {for_each: {group: [midwives, doctors]}, fact: trained_before, at_most: {fact: trained}}
    message: "Without some there cannot be more than with them."
"""
    training = "training records fields: {group: {type: choice, options: [midwives, doctors, nurses]}}\n"
    counts = training + "".join(
        f'{name} number by: [group], ask: "How many {{group}} were {name}?"\n' for name in ("trained", "trained_before")
    )
    rule_set = build(tmp_path, YES_NO + counts, {"rule": f"when: {A}"}, must_hold=must)

    def said(**before: int) -> dict[str, Any]:
        cells = {"trained": dict.fromkeys(before, 8), "trained_before": before}
        return {name: [{"group": group, "is": of[group]} for group in of] for name, of in cells.items()}

    message = "trained_before[doctors]: Without some there cannot be more than with them."
    assert refused(rule_set, said(midwives=8, doctors=9)) == {"/facts/trained_before": message}
    with pytest.raises(FactError) as error:
        put(rule_set, said(midwives=9, doctors=9))
    assert [fault.message.partition(":")[0] for fault in error.value.faults] == [
        "trained_before[midwives]",
        "trained_before[doctors]",
    ]
    assert status(put(rule_set, said(midwives=8, doctors=8, nurses=9) | {"a": True})) == "met"


def test_row_26_given_and_worked_out_are_intersected_and_at_odds_both_are_named(tmp_path: Path) -> None:
    facts = 'men number\nwomen number\npeople number ask: "How many?", worked_out: {add: [{fact: men}, {fact: women}]}'
    rule_set = build(tmp_path, facts, {"rule": "when: <ten> {fact: people, is: 10}"})
    nine_or_ten = {"men": 4, "women": {"from": 5, "to": 6}}
    found = refused(rule_set, nine_or_ten | {"people": 3})["/facts/people"]
    assert "stated it is 3" in found
    assert "between 9 and 10" in found
    assert status(put(rule_set, nine_or_ten | {"people": {"from": 10}})) == "met"


def test_row_27_not_asked_not_known_and_disputed_all_mean_any_value_of_the_domain(tmp_path: Path) -> None:
    rules = {"rule": "when: <some> {fact: people, at_least: 0}", "more": "when: <many> {fact: people, at_least: 1}"}
    rule_set = build(tmp_path, "people number at_least: 0", rules)
    for given in ({}, {"people": {"state": "not_known"}}, {"people": {"state": "disputed"}}):
        assert [status(put(rule_set, given), id) for id in rules] == ["met", "not_known"]


def test_row_28_a_choice_may_be_partly_known(tmp_path: Path) -> None:
    rule = "when: <class> {fact: class, is_one_of: [routine, excepted]}"
    rule_set = build(tmp_path, "class choice options: [routine, excepted, other]", {"rule": rule})
    assert status(put(rule_set, {"class": {"one_of": ["routine", "excepted"]}})) == "met"
    assert status(put(rule_set, {"class": {"one_of": ["routine", "other"]}})) == "not_known"


def test_row_29_one_leaf_may_have_a_lower_and_an_upper_bound(tmp_path: Path) -> None:
    rule_set = build(
        tmp_path, "smokers number at_least: 0", {"rule": "when: <some> {fact: smokers, at_least: 0.5%, at_most: 50%}"}
    )
    found = [status(put(rule_set, {"smokers": share})) for share in (0.004, 0.005, 0.5, 0.501)]
    assert found == ["not_met", "met", "met", "not_met"]
    assert status(put(rule_set, {"smokers": {"from": 0.6}})) == "not_met"


def test_row_30_one_word_has_one_meaning(tmp_path: Path) -> None:
    facts = write_rules(tmp_path, YES_NO, {"rule": f"when: {A}"})
    path = facts / "rule.yaml"
    path.write_text(path.read_text().replace("stage: draft", "status: draft"))
    with pytest.raises(RuleError, match="'status' is not a key here"):
        load_rule_set(facts)


def test_row_31_because_of_what(tmp_path: Path) -> None:
    every = build(tmp_path / "all", YES_NO, {"rule": f"when: {{all: [{A}, {B}, {C}]}}"})
    assert because(every, {"a": False, "b": False, "c": True}) == {"a", "b"}
    assert because(every, {"a": True, "b": True, "c": True}) == {"a", "b", "c"}
    some = build(tmp_path / "any", YES_NO, {"rule": f"when: {{any: [{A}, {B}, {C}]}}"})
    assert because(some, {"a": True, "b": True, "c": False}) == {"a", "b"}
    assert because(some, {"a": False, "b": False, "c": False}) == {"a", "b", "c"}
    two = build(tmp_path / "two", YES_NO, {"rule": f"when: {{at_least_of: {{count: 2, of: [{A}, {B}, {C}]}}}}"})
    assert because(two, {"a": True, "b": True, "c": False}) == {"a", "b"}
    assert because(two, {"a": True, "b": False, "c": False}) == {"b", "c"}
    assert because(build(tmp_path / "not", YES_NO, {"rule": f"when: {{not: {A}}}"}), {"a": False}) == {"a"}
    exception = "unless: [{id: out, says: Out, cites: (2), when: {fact: b, is: true}}]"
    unless = build(tmp_path / "unless", YES_NO, {"rule": f"when: {A}\n{exception}"})
    assert because(unless, {"a": True, "b": False}) == {"a", "out"}
    assert because(unless, {"a": True, "b": True}) == {"out"}
    named = build(tmp_path / "named", YES_NO, {"rule": "when: <it> {provision: other}", "other": f"when: {A}"})
    assert because(named, {"a": True}) == {"it"}


QUESTION = {"final": ["refuse: {provision: bar}", "grant: {provision: way}", "defer"]}
BAR_AND_WAY = {"bar": f"when: {A}", "way": f"when: {B}"}


def test_row_32_an_answer_rests_on_its_lines_and_on_every_line_before_them(tmp_path: Path) -> None:
    found = put(build(tmp_path, YES_NO, BAR_AND_WAY, QUESTION), {"a": False, "b": False})
    assert found.answer("final").outcome == "defer"
    assert [(each.provision, each.condition, each.how) for each in found.unchecked] == [
        ("bar", "a", "recalled"),
        ("way", "b", "recalled"),
    ]


def test_row_33_a_twelfth_operator_is_refused(tmp_path: Path) -> None:
    assert "'contains' is not a key here" in mistake(tmp_path, YES_NO, {"rule": "when: <it> {fact: a, contains: true}"})


def test_row_34_a_fact_may_be_called_must_hold_and_a_worked_out_fact_is_not_asked_for(tmp_path: Path) -> None:
    facts = "must_hold yes_no\ncost number\ndouble number worked_out: {multiply: [2, {fact: cost}]}"
    rule_set = build(
        tmp_path, facts, {"rule": "when: {all: [<it> {fact: must_hold, is: true}, <much> {fact: double, is: 4}]}"}
    )
    assert status(put(rule_set, {"must_hold": True, "cost": 2})) == "met"


def test_row_35_a_test_gives_facts_and_judgements_together_and_expects_whatever_is_answered(tmp_path: Path) -> None:
    folder = write_rules(
        tmp_path, YES_NO + "fair judgement", {"rule": f"when: {{all: [{A}, <fair> {{judgement: fair}}]}}"}
    )
    (folder / "rule.test.yaml").write_text(
        '- {name: "A fair case", as_at: 2024-05-01, closed: true, given: {a: true, fair: true}, '
        "expect: {provisions: {rule: met}, questions: {final: grant}, amounts: {}}}\n"
    )
    assert [test.data["given"] for test in read_tests(folder)] == [{"a": True, "fair": True}]


def test_row_37_a_group_of_more_than_three_says_what_it_is(tmp_path: Path) -> None:
    four = ", ".join(f"<c{place}> {{fact: a, is: true}}" for place in range(4))
    assert "more than three" in mistake(tmp_path, YES_NO, {"rule": f"when: {{all: [{A}, {{any: [{four}]}}]}}"})
    told = f'{{id: grounds, says: "One of the grounds", cites: para 36(1), any: [{four}]}}'
    assert (
        status(put(build(tmp_path, YES_NO, {"rule": f"when: {{all: [{B}, {told}]}}"}), {"a": True, "b": True})) == "met"
    )
