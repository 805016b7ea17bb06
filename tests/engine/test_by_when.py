"""By when: what is still asked for, with the last day that the rules' own bounds leave, and how many more it takes."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from engine import ByWhen, LastDay, RuleSet, Status, still_asked
from tests.engine.building import build, put

PERIOD = "periods: {scheme: {from: 2024-12-01, to: 2025-11-30}}"
VISITS = """
visits records ask: "Which visits were there?", shown_by: trust, one_row_per: [visit], fields: {visit: {type: text}, \
seen_on: {type: date}, told_on: {type: date, may_be_none: true, empty: none}, \
tell_by: {type: date, worked_out: {field: seen_on, plus: {working_days: 2}}}, \
kept: {type: yes_no, may_be_none: true, empty: none}}
seen number unit: visits, counted_from: {records: visits, where: {field: seen_on, in_period: scheme}}
told number unit: visits, counted_from: {among: seen, where: {field: told_on, on_or_before: {field: tell_by}}}
told_before number unit: visits, counted_from: {among: seen, where: {field: told_on, before: 2025-06-01}}
kept number unit: visits, counted_from: {among: seen, where: {field: kept, is: true}}
early number unit: visits, counted_from: {records: visits, where: {any: [{field: seen_on, on_or_before: 2025-02-28}, \
{field: told_on, on_or_before: 2025-03-31}]}}
both number unit: visits, counted_from: {records: visits, where: {all: [{field: told_on, on_or_before: 2025-03-31}, \
{field: seen_on, on_or_before: 2025-02-28}]}}
gap number unit: months, ask: "How long was the longest time without a visit?", \
longest_gap: {records: visits, field: seen_on, in_period: scheme}
sent_on date may_be_none: true
drills number whole: true
plan yes_no
hours number unit: hours
"""


def rules(root: Path, when: str) -> RuleSet:
    return build(root, VISITS, {"rule": f"when: {when}"}, more=PERIOD)


def asked(rule_set: RuleSet, given: Mapping[str, Any] | None = None) -> list[ByWhen]:
    return list(still_asked(put(rule_set, given).evaluation, "rule"))


def visit(number: int, seen_on: str, **more: Any) -> dict[str, Any]:
    return {"visit": f"V{number}", "seen_on": seen_on, **more}


def visits(*rows: Mapping[str, Any], complete: bool = True) -> dict[str, Any]:
    return {"visits": {"rows": list(rows), **({"complete": True, "by": "A. Matron"} if complete else {})}}


@pytest.mark.parametrize(
    ("condition", "day", "comes_from"),
    [
        ("{fact: sent_on, on_or_before: 2025-10-02}", date(2025, 10, 2), "the day that the rule names"),
        ("{fact: sent_on, before: 2025-10-02}", date(2025, 10, 1), "the day before the day that the rule names"),
        (
            "{fact: sent_on, in_period: scheme}",
            date(2025, 11, 30),
            "the end of the period from 1 December 2024 to 30 November 2025",
        ),
        ("{fact: sent_on, on_or_before: {fact: decided_on, plus: {days: 7}}}", None, ""),
        ("{fact: sent_on, on_or_after: 2025-10-02}", None, ""),
        ("{fact: early, at_least: 1}", date(2025, 3, 31), "the day that the rule names"),
        ("{fact: both, at_least: 1}", date(2025, 2, 28), "the day that the rule names"),
        (
            "{fact: seen, at_least: 1}",
            date(2025, 11, 30),
            "the end of the period from 1 December 2024 to 30 November 2025",
        ),
        ("{fact: plan, is: true}", None, ""),
    ],
)
def test_the_last_day_is_the_bound_that_the_rule_itself_names(
    tmp_path: Path, condition: str, day: date | None, comes_from: str
) -> None:
    (found,) = asked(rules(tmp_path, f"<it> {condition}"))
    assert found.by == (LastDay(day, comes_from) if day else None)
    assert (found.condition, found.says, found.status) == ("it", "What it says", Status.NOT_KNOWN)


def test_a_bound_that_another_fact_carries_is_told_with_it(tmp_path: Path) -> None:
    when = "<it> {fact: sent_on, on_or_before: {fact: decided_on, plus: {days: 7}}}"
    (found,) = asked(rules(tmp_path, when), {"decided_on": "2024-05-01"})
    assert found.by == LastDay(date(2024, 5, 8), "7 days after “decided on”")


def test_what_is_met_is_not_asked_for(tmp_path: Path) -> None:
    rule_set = rules(tmp_path, "{any: [<it> {fact: plan, is: true}, <other> {fact: drills, at_least: 2}]}")
    assert asked(rule_set, {"plan": True}) == []
    found = asked(rule_set, {"plan": False, "drills": 1})
    assert [(each.condition, each.status, each.way) for each in found] == [
        ("it", Status.NOT_MET, "1 of 2"),
        ("other", Status.NOT_MET, "2 of 2"),
    ]
    assert found[1].lacking is not None
    assert (found[1].lacking.more, found[1].lacking.has) == (Fraction(1), Fraction(1))


def test_each_row_has_its_own_last_day_where_a_bound_speaks_of_the_row(tmp_path: Path) -> None:
    rule_set = rules(tmp_path, "<it> {share: told, of: seen, at_least: 50%, when_none: met}")
    given = visits(visit(1, "2025-04-17"), visit(2, "2025-05-06", told_on="2025-05-08"), visit(3, "2025-05-06"))
    (found,) = asked(rule_set, given)
    assert (found.by, found.table, found.settled) == (None, "visits", False)
    assert [(row.place, row.status, row.by) for row in found.rows] == [
        (0, Status.NOT_MET, LastDay(date(2025, 4, 23), "2 working days after “seen on”")),  # over Easter
        (2, Status.NOT_MET, LastDay(date(2025, 5, 8), "2 working days after “seen on”")),
    ]
    assert found.lacking is not None
    assert (found.lacking.more, found.lacking.has, found.lacking.of) == (Fraction(1), Fraction(1), Fraction(3))


def test_where_the_share_is_reached_only_rows_of_their_own_day_are_told(tmp_path: Path) -> None:
    told = visits(visit(1, "2025-05-06", told_on="2025-05-08"), visit(2, "2025-05-06"))
    by_row = rules(tmp_path / "row", "<it> {share: told, of: seen, at_least: 50%, when_none: met}")
    (found,) = asked(by_row, told)
    assert (found.settled, found.status, [row.place for row in found.rows]) == (True, Status.MET, [1])
    for_all = rules(tmp_path / "all", "<it> {share: told_before, of: seen, at_least: 50%, when_none: met}")
    assert asked(for_all, told) == []


def test_a_bound_that_is_the_same_for_all_rows_is_the_conditions_own(tmp_path: Path) -> None:
    rule_set = rules(tmp_path, "<it> {share: told_before, of: seen, is: 100%, when_none: met}")
    (found,) = asked(rule_set, visits(visit(1, "2025-05-06"), complete=False))
    assert found.by == LastDay(date(2025, 5, 31), "the day before the day that the rule names")
    assert [row.status for row in found.rows] == [Status.NOT_KNOWN], "a blank of a table that may not be complete"


def test_a_share_of_rows_without_a_date_has_no_day(tmp_path: Path) -> None:
    (found,) = asked(
        rules(tmp_path, "<it> {share: kept, of: seen, is: 100%, when_none: met}"), visits(visit(1, "2025-05-06"))
    )
    assert (found.by, found.rows[0].by) == (None, None)
    assert found.lacking is not None
    assert found.lacking.more == 1


@pytest.mark.parametrize(
    ("bound", "days"),
    [
        ("at_most: 3", [date(2025, 3, 1), date(2025, 9, 10)]),
        ("less_than: 4", [date(2025, 3, 1), date(2025, 9, 10)]),
        ("at_most: 6", []),
    ],
)
def test_each_gap_that_is_too_long_has_the_day_by_which_a_row_had_to_come(
    tmp_path: Path, bound: str, days: list[date]
) -> None:
    found = asked(
        rules(tmp_path, f"<it> {{fact: gap, {bound}}}"), visits(visit(1, "2025-04-10"), visit(2, "2025-06-10"))
    )
    assert [each.by.day for each in found if each.by] == days
    if days:
        told = [each.by.comes_from for each in found if each.by]
        assert told[0] == "3 months after the start of the period, 1 December 2024"
        assert told[1] == "3 months after the last one, 10 June 2025"


def test_a_row_on_the_last_day_is_in_time_and_a_gap_that_was_only_stated_has_the_end_of_the_period(
    tmp_path: Path,
) -> None:
    rule_set = rules(tmp_path, "<it> {fact: gap, at_most: 3}")
    (found,) = asked(rule_set, visits(visit(1, "2025-03-01")))
    assert found.by == LastDay(date(2025, 6, 1), "3 months after the last one, 1 March 2025")
    (stated,) = asked(rule_set, {"gap": 8})
    assert stated.by == LastDay(date(2025, 11, 30), "the end of the period from 1 December 2024 to 30 November 2025")


def test_what_is_not_to_be_is_told_as_such(tmp_path: Path) -> None:
    (found,) = asked(rules(tmp_path, "{not: <it> {fact: plan, is: true}}"), {"plan": True})
    assert (found.says, found.status) == ("It is not so: What it says", Status.NOT_MET)


def test_what_a_named_provision_asks_is_told_in_its_place(tmp_path: Path) -> None:
    provisions = {"rule": "when: {all: [<through> {provision: other}]}", "other": "when: <it> {fact: plan, is: true}"}
    found = asked(build(tmp_path, VISITS, provisions, more=PERIOD))
    assert [(each.provision, each.condition) for each in found] == [("other", "it")]


@pytest.mark.parametrize(("bound", "more"), [("at_least: 10", 4), ("more_than: 10", Fraction(4)), ("at_most: 5", None)])
def test_how_many_more_a_number_needs(tmp_path: Path, bound: str, more: object) -> None:
    (found,) = asked(rules(tmp_path, f"<it> {{fact: hours, {bound}}}"), {"hours": 6})
    assert (found.lacking.more if found.lacking else None) == more


def test_more_than_a_whole_number_is_the_next_one(tmp_path: Path) -> None:
    (found,) = asked(rules(tmp_path, "<it> {fact: drills, more_than: 10}"), {"drills": 6})
    assert found.lacking is not None
    assert found.lacking.more == 5
