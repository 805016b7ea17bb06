"""What a condition tests, in a few words, from rules as an author writes them."""

from fractions import Fraction
from pathlib import Path

import pytest

from engine import OfShare, leaves, period_told, reckoned
from engine import tested as words_of  # pytest takes what is called tested for a test
from engine.counting import Unit
from engine.model import Between, Combined, FactValue, Leaf, Literally, OfFact, Shifted, Value
from engine.values import exactly
from tests.engine.building import build

FACTS = """
near yes_no
class choice options: [routine, excepted, on_hold]
people number whole: true, at_least: 0
older number whole: true, at_least: 0
miles number at_least: 0
claim money at_least: 0
days_allowed number whole: true, at_least: 0
sent_on date may_be_none: true
heard_at date_and_time
reference text may_be_none: true
fair judgement
"""
FIGURES = """
fee_limit:
  unit: pence
  values: [{from: 2013-04-01, is: 5000, cites: para 9, checked: {how: recalled}}]
"""
PERIODS = "periods:\n  year_of_claims: {from: 2024-04-01, to: 2025-03-31}"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("fact: near, is: false", "no"),
        ("fact: class, is: on_hold", "on hold"),
        ("fact: class, is_one_of: [routine, on_hold, excepted]", "excepted, on hold or routine"),
        ("fact: sent_on, is: none", "there is none"),
        ("fact: reference, is: none", "there is none"),
        ("judgement: fair", "yes"),
        ("fact: people, at_least: 3", "at least 3"),
        ("fact: people, more_than: 1, less_than: 9", "more than 1 and less than 9"),
        ("fact: miles, at_most: 0.1", "at most 0.1"),
        ("fact: claim, at_most: 173418", "at most £1,734.18"),
        ("fact: claim, at_most: {figure: fee_limit}", "at most the fee limit"),
        ("fact: claim, at_most: {multiply: [{fact: miles}, 200]}", "at most what is worked out"),
        ("fact: sent_on, on_or_before: 2024-02-29", "on or before 29 February 2024"),
        (
            "fact: sent_on, after: 2024-01-01, before: {fact: decided_on}",
            "after 1 January 2024 and before the decided on",
        ),
        (
            "fact: sent_on, on_or_after: {fact: decided_on, minus: {months: 1}}",
            "on or after 1 month before the decided on",
        ),
        (
            "fact: sent_on, on_or_before: {fact: decided_on, plus: {working_days: 10}}",
            "on or before 10 working days after the decided on",
        ),
        (
            "fact: sent_on, before: {fact: decided_on, plus: {days: {fact: days_allowed}}}",
            "before as many days as the days allowed after the decided on",
        ),
        ("fact: sent_on, in_period: year_of_claims", "in the period year of claims"),
        ('fact: heard_at, before: "2030-01-01 09:05"', "before 09:05 on 1 January 2030"),
        ("share: older, of: people, at_least: 90%, when_none: met", "at least 90%"),
        ("share: older, of: people, more_than: 12.5%, when_none: met", "more than 12.5%"),
        ("share: older, of: people, less_than: 33.333333333%, when_none: met", "less than 33.333333333%"),
    ],
)
def test_what_a_condition_tests_is_said_in_a_few_words(tmp_path: Path, condition: str, words: str) -> None:
    rule_set = build(tmp_path, FACTS, {"rule": f"when: <it> {{{condition}}}"}, figures=FIGURES, more=PERIODS)
    when = rule_set.provisions["rule"].versions[0].when
    assert when is not None
    assert [words_of(leaf) for leaf in leaves(when)] == [words]


def of_share(least: Fraction) -> Leaf:
    return Leaf(OfShare("older", "people", "met"), Between(Literally(exactly(least))), "number", False)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(9, 10), "at least 90%"),
        (Fraction(1, 3), "at least 1/3"),
        (Fraction(333333, 10**6), "at least 33.3333%"),
        (Fraction(1), "at least 100%"),
    ],
)
def test_a_share_is_never_rounded(share: Fraction, words: str) -> None:
    assert words_of(of_share(share)) == words


SUM = Combined("add", (FactValue("people"), FactValue("older")))


@pytest.mark.parametrize(
    ("count", "unit", "words"),
    [
        (Literally(exactly(Fraction(1))), "days", "before 1 day after 1 working day"),
        (SUM, "years", "before as many years as are worked out after 1 working day"),
    ],
)
def test_time_is_counted_in_words(count: Value, unit: Unit, words: str) -> None:
    one = Literally(exactly(Fraction(1)))
    base = Shifted(FactValue("decided_on"), 1, one, "working_days", "from_the_next_day")
    leaf = Leaf(
        OfFact("sent_on"), Between(high=Shifted(base, 1, count, unit, "from_the_next_day"), high_out=True), "date", True
    )
    assert words_of(leaf) == f"{words} after the decided on"


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("date worked_out: {fact: sent_on, plus: {days: 30}}", "30 days after the sent on"),
        (
            "date worked_out: {fact: sent_on, minus: {months: 6}, counting: including_the_first_day}",
            "6 months before the sent on, that day included",
        ),
        ("number worked_out: {add: [{fact: people}, {fact: older}, 1]}", "the people plus the older plus 1"),
        ("money worked_out: {multiply: [{fact: people}, 250]}", "the people times 250"),
        ("money worked_out: {take_away: [{figure: fee_limit}, 250]}", "the fee limit less £2.50"),
        ("money worked_out: {divide: [{figure: fee_limit}, 2], rounded: down}", "the fee limit divided by 2"),
        ("number worked_out: {lowest_of: [{fact: people}, {fact: older}]}", "the lowest of the people and the older"),
        (
            "number worked_out: {days_between: [{fact: sent_on}, {fact: decided_on}]}",
            "the days from the sent on to the decided on",
        ),
    ],
)
def test_how_a_value_is_worked_out_is_said_in_a_few_words(tmp_path: Path, fact: str, words: str) -> None:
    kept = FACTS.replace("sent_on date may_be_none: true", "sent_on date")
    rule = {"rule": "when: <it> {fact: near, is: true}"}
    made = build(tmp_path, f"{kept}result {fact}\n", rule, figures=FIGURES, more=PERIODS).facts["result"]
    assert made.worked_out is not None
    assert reckoned(made.worked_out, made) == words


def test_a_period_is_told_by_its_days_where_the_rules_fix_them_and_else_by_its_name(tmp_path: Path) -> None:
    periods = f"{PERIODS}\n  year_since_it: {{from: {{fact: sent_on}}, to: 2030-03-31}}"
    rule_set = build(tmp_path, FACTS, {"rule": "when: <it> {fact: near, is: true}"}, more=periods)
    assert period_told(rule_set, "year_of_claims") == "period from 1 April 2024 to 31 March 2025"
    assert period_told(rule_set, "year_since_it") == "year since it"
