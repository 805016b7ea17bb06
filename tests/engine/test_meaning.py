"""The cases that once went wrong, row by row of the page on what the rules mean, each by its number.

Rows 6, 7, 10, 18 (its half about rows) and 36 speak of tables of records and stand with the tests of tables.
"""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from engine.answers import Ground
from engine.counting import shift
from engine.values import Span
from tests.engine.building import YES_NO, A, B, C, build, mistake, needs, put, refused, status


def test_row_01_dated_says_when_a_text_was_checked_and_on_is_refused(tmp_path: Path) -> None:
    assert "'on' is not a key" in mistake(
        tmp_path, YES_NO, {"rule": f"checked: {{how: recalled, on: 2026-11-21}}\nwhen: {A}"}
    )
    read = "{how: published_text, by: builders, read_in: copy, dated: 2026-11-21, url: 'https://example.org'}"
    mark = build(tmp_path, YES_NO, {"rule": f"checked: {read}\nwhen: {A}"}).provisions["rule"].versions[0].checked
    assert mark is not None
    assert mark.dated == date(2026, 11, 21)


@pytest.mark.parametrize("word", ["12:00", "010", "1_000", "~", "1e3"])
def test_row_02_no_number_is_guessed(tmp_path: Path, word: str) -> None:
    assert f"'{word}'" in mistake(tmp_path, "n1 number", {"rule": f"when: <a> {{fact: n1, at_least: {word}}}"})


def test_row_02_decimals_and_percentages_are_exact(tmp_path: Path) -> None:
    rule_set = build(tmp_path, "people number", {"rule": "when: <it> {fact: people, is: 0.005}"})
    assert status(put(rule_set, {"people": Fraction(1, 200)})) == "met"
    rule_set = build(tmp_path, "people number", {"rule": "when: <it> {fact: people, is: 0.5%}"})
    assert status(put(rule_set, {"people": 0.005})) == "met"


@pytest.mark.parametrize("prose", ["In A, B and C", "Current need: refusal"])
def test_row_03_prose_inside_braces_stands_in_double_quotes(tmp_path: Path, prose: str) -> None:
    unquoted = f"when: {{id: a, says: {prose}, cites: para 1, fact: a, is: true}}"
    assert "double quotes" in mistake(tmp_path, YES_NO, {"rule": unquoted})
    quoted = f'when: {{id: a, says: "{prose}", cites: para 1, fact: a, is: true}}'
    assert status(put(build(tmp_path, YES_NO, {"rule": quoted}), {"a": True})) == "met"


QUESTION = {"final": ["refuse: {provision: bar}", "grant: {provision: way}", "defer"]}
BAR_AND_WAY = {"bar": f"when: {A}", "way": f"when: {B}"}


def test_row_04_a_question_is_determined_only_when_all_reachable_lines_agree(tmp_path: Path) -> None:
    rule_set = build(tmp_path, YES_NO, BAR_AND_WAY, QUESTION)
    answer = put(rule_set, {"b": True}).answer("final")
    assert (answer.status, answer.outcome, answer.possible) == ("undetermined", "", ("refuse", "grant"))
    assert put(rule_set, {"a": False, "b": True}).answer("final").outcome == "grant"
    assert put(rule_set, {"a": True, "b": True}).answer("final").outcome == "refuse"


def test_row_05_two_lines_to_one_outcome_decide_it_and_both_are_named(tmp_path: Path) -> None:
    question = {"final": ["refuse: {provision: bar}", "refuse: {provision: way}", "grant"]}
    answer = put(build(tmp_path, YES_NO, BAR_AND_WAY, question), {"b": True}).answer("final")
    assert (answer.status, answer.outcome) == ("determined", "refuse")
    assert answer.determined_by == (Ground(1, provision="bar"), Ground(2, provision="way"))


def test_row_08_none_is_a_value_and_only_is_none_is_met_by_it(tmp_path: Path) -> None:
    tests = {
        "never": "is: none",
        "before": "before: 2024-01-01",
        "after": "on_or_after: 2024-01-01",
        "same": "is: 2024-01-01",
    }
    rules = {id: f"when: <it> {{fact: died_on, {test}}}" for id, test in tests.items()}
    rule_set = build(tmp_path, "died_on date may_be_none: true", rules)
    lived = put(rule_set, {"died_on": "none"})
    assert [status(lived, id) for id in rules] == ["met", "not_met", "not_met", "not_met"]
    assert [status(put(rule_set), id) for id in rules] == ["not_known"] * 4


def test_row_09_nothing_of_nothing_is_met_or_not_met_and_never_not_known(tmp_path: Path) -> None:
    facts = "trained number at_least: 0\nstaff number at_least: 0"
    share = "when: <most> {share: trained, of: staff, at_least: 90%, when_none: "
    assert status(put(build(tmp_path, facts, {"rule": share + "met}"}), {"trained": 0, "staff": 0})) == "met"
    assert status(put(build(tmp_path, facts, {"rule": share + "not_met}"}), {"trained": 0, "staff": 0})) == "not_met"
    assert "met, not_met" in mistake(tmp_path, facts, {"rule": share + "not_known}"})


def test_row_11_the_part_is_the_share_and_of_names_the_whole(tmp_path: Path) -> None:
    facts = "trained number at_least: 0\nstaff number at_least: 0"
    rule_set = build(
        tmp_path, facts, {"rule": "when: <most> {share: trained, of: staff, at_least: 90%, when_none: met}"}
    )
    assert status(put(rule_set, {"trained": 9, "staff": 10})) == "met"
    assert status(put(rule_set, {"trained": 8, "staff": 10})) == "not_met"
    nested = "when: <most> {share: {of: trained, in: staff}, at_least: 90%, when_none: met}"
    assert "share" in mistake(tmp_path, facts, {"rule": nested})


def test_row_12_six_months_beginning_with_31_august_end_with_february() -> None:
    start = date(2022, 8, 31)
    assert shift(start, 6, "months", "including_the_first_day") == date(2023, 2, 28)
    assert shift(start, 6, "months", "from_the_next_day") == date(2023, 2, 28)
    assert shift(date(2022, 8, 15), 6, "months", "including_the_first_day") == date(2023, 2, 14)
    assert shift(date(2023, 2, 28), -6, "months", "from_the_next_day") == date(2022, 8, 28), "minus is not its inverse"


def test_row_13_absent_law_is_said_to_be_absent_and_a_date_before_is_an_error(tmp_path: Path) -> None:
    absent = "effective: {from: 2013-04-01, to: 2019-12-31}\nnot_in_force: true"
    law = f"effective: {{from: 2020-01-01}}\nwhen: {A}"
    rule_set = build(tmp_path, YES_NO, {"rule": [law, absent]})
    assert status(put(rule_set, {"a": True}, as_at=date(2019, 12, 31))) == "not_met"
    assert "covers the law from 1 April 2013 on" in refused(rule_set, {"a": True}, as_at=date(2013, 3, 31))["/as_at"]
    gap = [law.replace("2020-01-01", "2020-01-02"), absent]
    assert "versions[0].effective" in mistake(tmp_path / "gap", YES_NO, {"rule": gap})
    assert "versions[0].effective" in mistake(tmp_path / "late", YES_NO, {"rule": law})


def test_row_14_a_provision_may_be_governed_by_another_date(tmp_path: Path) -> None:
    """An application of 20 June 2025, decided in September, is judged by the law of June."""
    versions = [
        f"effective: {{from: 2025-07-01}}\nwhen: {B}",
        f"effective: {{from: 2013-04-01, to: 2025-06-30}}\nwhen: {A}",
    ]
    head = {"rule": "governed_by: applied_on"}
    rule_set = build(tmp_path, YES_NO + "applied_on date", {"rule": versions}, heads=head)
    given = {"a": True, "b": False, "applied_on": "2025-06-20"}
    assert status(put(rule_set, given, as_at=date(2025, 9, 1))) == "met"
    assert status(put(rule_set, given | {"applied_on": "2025-07-01"}, as_at=date(2025, 9, 1))) == "not_met"


def test_row_15_of_a_partly_known_date_what_all_versions_agree_on_stands(tmp_path: Path) -> None:
    versions = [
        f"effective: {{from: 2020-01-01}}\nwhen: {A}",
        f"effective: {{from: 2013-04-01, to: 2019-12-31}}\nwhen: {B}",
    ]
    rule_set = build(tmp_path, YES_NO, {"rule": versions})
    assert status(put(rule_set, {"a": True, "b": True}, as_at=None)) == "met"
    open_date = put(rule_set, {"a": True, "b": False}, as_at=None)
    assert (status(open_date), needs(open_date)) == ("not_known", {"decided_on": "ask"})
    assert open_date.as_at == Span(), "there is no default of today"


def test_row_16_the_meaning_is_leaf_by_leaf_and_a_tautology_of_unknowns_is_not_known(tmp_path: Path) -> None:
    rule = "when: {any: [<most> {fact: people, at_least: 5}, <few> {fact: people, less_than: 5}]}"
    rule_set = build(tmp_path, "people number", {"rule": rule})
    assert status(put(rule_set)) == "not_known"
    assert status(put(rule_set, {"people": 4})) == "met"


def test_row_17_needs_holds_every_open_fact_of_a_leaf_not_known_even_one_that_cannot_matter(tmp_path: Path) -> None:
    inverse = "{all: [<again> {fact: a, is: true}, {not: <d> {fact: b, is: true}}]}"
    rule = f"when: {{any: [{{all: [{A}, {B}]}}, {inverse}]}}"
    rule_set = build(tmp_path, YES_NO, {"rule": rule})
    assert needs(put(rule_set, {"a": True})) == {"b": "ask"}
    assert needs(put(rule_set, {"a": False})) == {}


def test_row_18_a_worked_out_fact_is_never_needed_but_its_open_inputs_are(tmp_path: Path) -> None:
    facts = "told_on date\nlast_day date worked_out: {fact: told_on, plus: {days: 30}}"
    rule_set = build(tmp_path, facts, {"rule": "when: <late> {fact: last_day, before: 2024-01-01}"})
    assert needs(put(rule_set)) == {"told_on": "ask"}


def test_row_19_each_need_says_what_to_do(tmp_path: Path) -> None:
    rule_set = build(
        tmp_path, YES_NO + "fair judgement", {"rule": f"when: {{all: [{A}, {B}, {C}, <fair> {{judgement: fair}}]}}"}
    )
    found = put(rule_set, {"b": {"state": "not_known"}, "c": {"state": "disputed"}})
    assert needs(found) == {"a": "ask", "b": "close", "c": "find", "fair": "find"}
