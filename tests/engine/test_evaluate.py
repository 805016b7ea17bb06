"""The definition, piece by piece: leaves, groups, exceptions, versions, results, lines and questions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from engine import RuleSet, read_given
from engine.evaluate import Evaluation
from engine.model import Between, Is, Leaf, Literally, OfFact, Question
from engine.values import NEVER, YES, Known, Options, Span, Status, exactly
from tests.engine.building import DECIDED, YES_NO, A, B, C, build

MET, NOT_KNOWN, NOT_MET = Status.MET, Status.NOT_KNOWN, Status.NOT_MET


def reading(rule_set: RuleSet, given: Mapping[str, Any], as_at: Span | None = None) -> Evaluation:
    known = {name: statement.known for name, statement in read_given(rule_set, given).items()}
    return Evaluation(rule_set, known, as_at or Span(DECIDED, DECIDED))


def decided(rule_set: RuleSet, as_at: Span | None = None, /, **given: bool | str) -> Status:
    return reading(rule_set, given, as_at).provision("rule")


def facts(letters: str) -> dict[str, bool]:
    """``"1-0"``: a is so, of b nothing is known, c is not so."""
    return {name: letter == "1" for name, letter in zip("abc", letters, strict=False) if letter != "-"}


@pytest.mark.parametrize(
    ("known", "all_", "any_", "two_of"),
    [
        ("111", MET, MET, MET),
        ("110", NOT_MET, MET, MET),
        ("11-", NOT_KNOWN, MET, MET),
        ("1-0", NOT_MET, MET, NOT_KNOWN),
        ("100", NOT_MET, MET, NOT_MET),
        ("-00", NOT_MET, NOT_KNOWN, NOT_MET),
        ("---", NOT_KNOWN, NOT_KNOWN, NOT_KNOWN),
        ("000", NOT_MET, NOT_MET, NOT_MET),
    ],
)
def test_all_is_the_least_any_the_greatest_and_at_least_counts(
    tmp_path: Path, known: str, all_: Status, any_: Status, two_of: Status
) -> None:
    rule_set = build(
        tmp_path,
        YES_NO,
        {
            "p-all": f"when: {{all: [{A}, {B}, {C}]}}",
            "p-any": f"when: {{any: [{A}, {B}, {C}]}}",
            "p-two": f"when: {{at_least_of: {{count: 2, of: [{A}, {B}, {C}]}}}}",
        },
    )
    ev = reading(rule_set, facts(known))
    assert [ev.provision(id) for id in ("p-all", "p-any", "p-two")] == [all_, any_, two_of]


@pytest.mark.parametrize(("known", "status"), [("1", NOT_MET), ("0", MET), ("-", NOT_KNOWN)])
def test_not_swaps_the_ends(tmp_path: Path, known: str, status: Status) -> None:
    rule_set = build(tmp_path, YES_NO, {"rule": f"when: {{not: {A}}}"})
    assert reading(rule_set, facts(known)).provision("rule") is status


def test_groups_stand_within_groups(tmp_path: Path) -> None:
    rule_set = build(tmp_path, YES_NO, {"rule": f"when: {{all: [{A}, {{any: [{B}, {{not: {C}}}]}}]}}"})
    assert decided(rule_set, a=True, b=False, c=False) is MET
    assert decided(rule_set, a=True, b=False, c=True) is NOT_MET
    assert decided(rule_set, a=True, b=False) is NOT_KNOWN
    inverted = build(tmp_path / "other", YES_NO, {"rule": f"when: {{any: [{A}, {{all: [{B}, {C}]}}]}}"})
    assert decided(inverted, a=False, b=True) is NOT_KNOWN


@pytest.mark.parametrize(
    ("known", "status"),
    [
        ("100", MET),
        ("110", NOT_MET),
        ("111", MET),
        ("11-", NOT_KNOWN),
        ("1-1", MET),
        ("1-0", NOT_KNOWN),
        ("0--", NOT_MET),
        ("--0", NOT_KNOWN),
    ],
)
def test_exceptions_and_exceptions_to_exceptions(tmp_path: Path, known: str, status: Status) -> None:
    inner = "{id: again, says: Again, cites: (3), when: {fact: c, is: true}}"
    outer = f"{{id: out, says: Out, cites: (2), when: {{fact: b, is: true}}, unless: [{inner}]}}"
    rule_set = build(tmp_path, YES_NO, {"rule": f"when: {A}\nunless: [{outer}]"})
    assert reading(rule_set, facts(known)).provision("rule") is status


KINDS = """
class choice options: [routine, excepted, other]
people number whole: true
sent_on date may_be_none: true
from_day date
to_day date
part number whole: true, at_least: 0
whole number whole: true, at_least: 0
"""


@pytest.mark.parametrize(
    ("leaf", "given", "status"),
    [
        ("fact: class, is: routine", {"class": "routine"}, MET),
        ("fact: class, is_one_of: [routine, excepted]", {"class": {"one_of": ["routine", "excepted"]}}, MET),
        ("fact: class, is_one_of: [routine, excepted]", {"class": "other"}, NOT_MET),
        ("fact: people, at_least: 3, less_than: 5", {"people": 4}, MET),
        ("fact: people, at_least: 3, less_than: 5", {"people": {"from": 4, "to": 5}}, NOT_KNOWN),
        ("fact: people, more_than: {fact: part}", {"people": 4, "part": 3}, MET),
        ("fact: people, at_most: {fact: part}", {"people": 4, "part": {"to": 3}}, NOT_MET),
        ("fact: people, is: {fact: part}", {"people": 4, "part": 4}, MET),
        ("fact: sent_on, is: none", {"sent_on": "none"}, MET),
        ("fact: sent_on, is: none", {}, NOT_KNOWN),
        ("fact: sent_on, before: 2024-01-01", {"sent_on": "none"}, NOT_MET),
        ("fact: sent_on, in_period: year", {"sent_on": "2024-03-31", "from_day": "2023-04-01"}, NOT_KNOWN),
        (
            "fact: sent_on, in_period: year",
            {"sent_on": "2024-03-31", "from_day": "2023-04-01", "to_day": "2024-03-31"},
            MET,
        ),
        ("share: part, of: whole, at_least: 90%, when_none: met", {"part": 9, "whole": 10}, MET),
        ("share: part, of: whole, at_least: 90%, when_none: met", {"part": 0, "whole": 0}, MET),
        ("share: part, of: whole, is: 90%, when_none: met", {"part": 8, "whole": 10}, NOT_MET),
    ],
)
def test_a_leaf_is_what_its_test_is_for_every_value(
    tmp_path: Path, leaf: str, given: dict[str, Any], status: Status
) -> None:
    more = "periods: {year: {from: {fact: from_day}, to: {fact: to_day}}}"
    rule_set = build(tmp_path, KINDS, {"rule": f"when: <it> {{{leaf}}}"}, more=more)
    ev = reading(rule_set, given)
    assert ev.provision("rule") is status
    when = rule_set.provisions["rule"].versions[0].when
    assert isinstance(when, Leaf)
    assert ev.leaf(replace(when, fixed=None), Span(DECIDED, DECIDED)) is status  # ready-made or not, it is the same


def test_a_bound_on_what_has_no_order_is_a_bug_of_ours_and_says_so(tmp_path: Path) -> None:
    ev = reading(build(tmp_path, YES_NO, {"rule": f"when: {A}"}), {})
    leaf = Leaf(OfFact("a"), Between(Literally(exactly(Fraction(1)))), "yes_no", stepped=False)
    with pytest.raises(AssertionError, match="numbers and dates"):
        ev.leaf(leaf, Span())


def test_a_provision_is_read_by_another(tmp_path: Path) -> None:
    rule_set = build(
        tmp_path, YES_NO, {"rule": "when: {all: [<other> {provision: other}, " + A + "]}", "other": f"when: {B}"}
    )
    assert decided(rule_set, a=True, b=True) is MET
    assert decided(rule_set, a=True, b=False) is NOT_MET
    assert decided(rule_set, a=True) is NOT_KNOWN


TWO_VERSIONS = [
    f"effective: {{from: 2020-01-01}}\nwhen: {A}",
    f"effective: {{from: 2013-04-01, to: 2019-12-31}}\nwhen: {B}",
]
ABSENT_FIRST = [TWO_VERSIONS[0], "effective: {from: 2013-04-01, to: 2019-12-31}\nnot_in_force: true"]
EITHER = Span(date(2019, 12, 31), date(2020, 1, 1))


def test_the_date_picks_the_version_and_versions_that_agree_stand(tmp_path: Path) -> None:
    rule_set = build(tmp_path, YES_NO, {"rule": TWO_VERSIONS})
    old, new = (Span(day, day) for day in (EITHER.low, EITHER.high))
    assert decided(rule_set, old, a=True, b=False) is NOT_MET
    assert decided(rule_set, new, a=True, b=False) is MET
    assert decided(rule_set, EITHER, a=True, b=False) is NOT_KNOWN
    assert decided(rule_set, EITHER, a=True, b=True) is MET
    assert decided(rule_set, Span(), a=True, b=True) is MET


def test_law_not_in_force_is_not_met_and_a_provision_may_have_its_own_date(tmp_path: Path) -> None:
    head = {"rule": "governed_by: applied_on"}
    rule_set = build(tmp_path, YES_NO + "applied_on date", {"rule": ABSENT_FIRST}, heads=head)
    assert decided(rule_set, a=True, applied_on="2019-12-31") is NOT_MET
    assert decided(rule_set, a=True, applied_on="2020-01-01") is MET
    assert decided(rule_set, a=True) is NOT_KNOWN
    assert decided(rule_set, a=False) is NOT_MET


def test_a_result_is_there_while_its_provision_is_met(tmp_path: Path) -> None:
    gives = "gives: {sum_due: {type: money, says: The sum, cites: (2), fact: cost}}"
    rule_set = build(tmp_path, YES_NO + "cost money", {"rule": f"when: {A}\n{gives}"})
    hundred = exactly(Fraction(100))
    assert reading(rule_set, {"a": True, "cost": 100}).fact("sum_due") == hundred
    assert reading(rule_set, {"a": False, "cost": 100}).fact("sum_due") == NEVER
    assert reading(rule_set, {"cost": 100}).fact("sum_due") == Span(Fraction(100), Fraction(100), none=True)


def test_a_result_of_one_version_only_is_none_under_the_other(tmp_path: Path) -> None:
    gives = "gives: {sum_due: {type: money, says: The sum, cites: (2), fact: cost}}"
    rule_set = build(tmp_path, YES_NO + "cost money", {"rule": [TWO_VERSIONS[0] + "\n" + gives, TWO_VERSIONS[1]]})
    given = {"a": True, "b": True, "cost": 100}
    assert reading(rule_set, given, Span(EITHER.low, EITHER.low)).fact("sum_due") == NEVER
    assert reading(rule_set, given, EITHER).fact("sum_due") == Span(Fraction(100), Fraction(100), none=True)


QUESTION = {
    "final": [
        "refuse: {provision: rule}",
        "defer: {provision: may} used satisfied",
        "grant: {fact: c, is: true}",
        "refuse",
    ]
}


@pytest.mark.parametrize(
    ("known", "used", "outcomes"),
    [
        ("1--", None, ("refuse",)),
        ("---", None, ("refuse", "defer", "grant")),
        ("-11", True, ("refuse", "defer")),
        ("011", True, ("defer",)),
        ("011", None, ("defer", "grant")),
        ("011", False, ("grant",)),
        ("001", True, ("grant",)),
        ("000", None, ("refuse",)),
        ("-00", None, ("refuse",)),
    ],
)
def test_the_reachable_lines_of_a_question(
    tmp_path: Path, known: str, used: bool | None, outcomes: tuple[str, ...]
) -> None:
    rules = {"rule": f"when: {A}", "may": f"when: {B}"}
    rule_set = build(tmp_path, YES_NO + "satisfied judgement", rules, QUESTION, heads={"may": "effect: may"})
    judged = {} if used is None else {"satisfied": used}
    ev = reading(rule_set, facts(known) | judged)
    assert ev.outcomes(rule_set.questions[0]) == outcomes
    assert ev.outcomes(rule_set.questions[0]) == outcomes, "and again, from what was worked out before"


def test_a_question_without_a_line_that_is_left_has_no_outcome(tmp_path: Path) -> None:
    """The loader lets none through; the definition stands without it."""
    ev = reading(build(tmp_path, YES_NO, {"rule": f"when: {A}"}), {})
    assert ev.outcomes(Question("bare", "What is to be done?", ())) == ()


def test_what_is_worked_out_is_worked_out_once(tmp_path: Path) -> None:
    ev = reading(build(tmp_path, YES_NO, {"rule": f"when: {A}"}), {"a": True})
    version, dates = ev.versions("rule")[0]
    assert ev.provision("rule") is ev.provision("rule") is ev.version("rule", version, dates) is MET


@pytest.mark.parametrize("known", [YES, Options(frozenset({True, False})), Options(frozenset({True}), none=True)])
def test_a_leaf_written_by_hand_is_decided_by_its_definition(tmp_path: Path, known: Known) -> None:
    rule_set = build(tmp_path, YES_NO, {"rule": f"when: {A}"})
    ev = Evaluation(rule_set, {"a": known}, Span(DECIDED, DECIDED))
    by_hand = Leaf(OfFact("a"), Is(Literally(YES)), "yes_no", stepped=False)
    assert ev.leaf(by_hand, Span()) is (MET if known == YES else NOT_KNOWN)
