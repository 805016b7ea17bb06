"""Two rule sets side by side: what is new, gone, changed and how, or the same."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from engine import Comparison, compare
from tests.engine.building import YES_NO, A, B, build, mistake

COUNTS = "deaths number at_least: 0\nreviewed number at_least: 0, part_of: deaths\n"
SHARE = 'id: share, says: "Enough were reviewed", cites: para 1, share: reviewed, of: deaths, when_none: met'
TRAINING = (
    'training records ask: "Who came?", shown_by: trust, fields: {group: {type: choice, options: [midwife, doctor]}, '
    "came_on: {type: date, may_be_none: true}, due_on: {type: date}, late_on: {type: date, worked_out: {field: due_on, "
    "plus: {working_days: 7}}}, away: {type: choice, may_be_none: true, options: [leave, ill]}}\n"
    'staff number by: [group], ask: "How many {group}?", '
    "counted_from: {records: training, where: {field: away, is: none}}\n"
    'came number by: [group], ask: "How many {group} came?", counted_from: {among: staff, where: {all: '
    "[{field: came_on, in_period: year}, {field: came_on, before: {field: late_on}}]}}\n"
)
EACH = (
    'when: {for_each: {group: [midwife, doctor]}, id: came, says: "90% of {group} came", cites: para 1, '
    "share: came, of: staff, at_least: 90%, when_none: met}"
)
YEAR = "periods: {year: {from: 2023-12-08, to: 2024-11-30}}"

Change = tuple[str, str, str]


class Years:
    """Builds an earlier and a later year, and lays them side by side."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.facts, self.provisions = YES_NO, {"rule": f"when: {A}"}
        self.more: dict[str, Any] = {}

    def beside(
        self, provisions: Mapping[str, str | Sequence[str]], facts: str = "", more: str | None = None, **rest: Any
    ) -> Comparison:
        """The earlier year, and a later one that is written so."""
        before = build(self.root, self.facts, self.provisions, id="scheme/year-1", **self.more)
        said = {**self.more, **({} if more is None else {"more": more}), **rest}
        return compare(before, build(self.root, facts or self.facts, provisions, id="scheme/year-2", **said))

    def changes(self, when: str, facts: str = "", **more: Any) -> list[Change]:
        """What changes where the one provision is written so."""
        found = self.beside({"rule": when}, facts, **more)
        [one] = [each for several in found.provisions.values() for each in several if each.id == "rule"]
        assert (one.stands == "same") == (not one.changes)
        return [(change.how, change.before, change.after) for change in one.changes]


@pytest.fixture
def years(tmp_path: Path) -> Years:
    return Years(tmp_path)


def stands(found: Comparison) -> dict[str, str]:
    """How each provision stands, by its id."""
    return {each.id: each.stands for several in found.provisions.values() for each in several}


def test_what_is_written_alike_is_the_same(years: Years) -> None:
    found = years.beside({"rule": f"when: {A}"})
    assert {fact.stands for fact in found.facts} == {"same"}
    assert found.counts == {"new": 0, "gone": 0, "changed": 0, "same": 1}


@pytest.mark.parametrize("now", ["at least 75%", "more than 60%"])
def test_a_threshold_is_told_with_what_it_was(years: Years, now: str) -> None:
    years.facts, years.provisions = COUNTS, {"rule": f"when: {{{SHARE}, at_least: 60%}}"}
    later = now.replace(" ", "_", 1).replace(" ", ": ")
    assert years.changes(f"when: {{{SHARE}, {later}}}") == [("threshold", "at least 60%", now)]


def test_a_number_that_moved_into_a_figure_is_the_same_number(years: Years) -> None:
    years.facts, years.provisions = "paid number\n", {"rule": "when: <enough> {fact: paid, at_least: 5}"}
    fee = "fee: {unit: pounds, values: [{from: 2013-04-01, is: 5, cites: reg. 1, checked: {how: recalled}}]}"
    assert years.changes("when: <enough> {fact: paid, at_least: {figure: fee}}", figures=fee) == []
    raised = fee.replace("is: 5", "is: 6")
    [(how, was, _)] = years.changes("when: <enough> {fact: paid, at_least: {figure: fee}}", figures=raised)
    assert (how, was) == ("threshold", "at least 5")


def test_a_period_is_told_by_its_days(years: Years) -> None:
    years.facts = "seen_on date\n"
    years.provisions = {"rule": "when: <seen> {fact: seen_on, in_period: year}"}
    years.more = {"more": YEAR}
    later = YEAR.replace("2023-12-08", "2024-12-01").replace("2024-11-30", "2025-11-30")
    assert years.changes("when: <seen> {fact: seen_on, in_period: year}", more=later) == [
        ("window", "8 December 2023 to 30 November 2024", "1 December 2024 to 30 November 2025")
    ]


def test_a_bound_of_days_is_a_window_too(years: Years) -> None:
    years.facts, years.provisions = "seen_on date\n", {"rule": "when: <seen> {fact: seen_on, on_or_before: 2024-10-02}"}
    assert years.changes("when: <seen> {fact: seen_on, on_or_before: 2025-10-02}") == [
        ("window", "on or before 2 October 2024", "on or before 2 October 2025")
    ]


def test_the_days_within_which_rows_count_are_looked_at_behind_a_count(years: Years) -> None:
    years.facts, years.provisions, years.more = TRAINING, {"rule": EACH}, {"more": YEAR}
    later = YEAR.replace("2023-12-08", "2023-12-01")
    assert years.changes(EACH, more=later) == [
        ("window", "8 December 2023 to 30 November 2024", "1 December 2023 to 30 November 2024")
    ]


def test_the_working_days_of_a_column_and_a_condition_on_rows_are_looked_at_too(years: Years) -> None:
    years.facts, years.provisions, years.more = TRAINING, {"rule": EACH}, {"more": YEAR}
    slower = TRAINING.replace("working_days: 7", "working_days: 5")
    assert years.changes(EACH, slower) == [
        ("threshold", "7 working days after the due on", "5 working days after the due on")
    ]
    counted = TRAINING.replace("where: {field: away, is: none}", "where: {field: away, is: ill}")
    assert years.changes(EACH, counted) == [("option", "there is none", "ill")]


def test_a_group_that_comes_and_one_that_goes_are_named(years: Years) -> None:
    years.facts, years.provisions, years.more = TRAINING, {"rule": EACH}, {"more": YEAR}
    fewer = EACH.replace("[midwife, doctor]", "[doctor]")
    assert years.changes(fewer) == [("group", "90% of midwife came", "")]
    years.provisions = {"rule": fewer}
    assert years.changes(EACH) == [("group", "", "90% of midwife came")]


def test_a_threshold_of_several_groups_is_told_once(years: Years) -> None:
    years.facts, years.provisions, years.more = TRAINING, {"rule": EACH}, {"more": YEAR}
    found = years.beside({"rule": EACH.replace("90%,", "80%,")})
    [change] = found.provisions["final"][0].changes
    assert (change.how, change.before, change.after) == ("threshold", "at least 90%", "at least 80%")
    assert change.of == ("midwife", "doctor")


def test_options_that_are_enough_come_and_go_one_by_one(years: Years) -> None:
    years.facts = "went choice options: [well, badly, no_plan]\n"
    years.provisions = {"rule": "when: <went> {fact: went, is_one_of: [well, no_plan]}"}
    assert years.changes("when: <went> {fact: went, is_one_of: [well, badly]}") == [
        ("option", "", "badly"),
        ("option", "no plan", ""),
    ]


def test_an_option_that_may_be_answered_comes(years: Years) -> None:
    went = "when: <went> {fact: went, is: well}"
    years.facts, years.provisions = "went choice options: [well, badly]\n", {"rule": went}
    assert years.changes(went, years.facts.replace("badly]", "badly, not_at_all]")) == [("option", "", "not at all")]


def test_another_way_to_meet_it_is_an_alternative(years: Years) -> None:
    two = f"when: {{any: [{A}, {B}]}}"
    assert years.changes(two) == [("alternative", "", "What b says"), ("fact", "", "What of b?")]
    years.provisions = {"rule": two}
    assert years.changes(f"when: {A}") == [("alternative", "What b says", ""), ("fact", "What of b?", "")]


def test_a_way_of_several_conditions_is_one_alternative(years: Years) -> None:
    plan = f"when: {{any: [{A}, {{all: [{B}, <c> {{fact: c, is: false}}]}}]}}"
    assert years.changes(plan)[0] == ("alternative", "", "What b says; What c says")


def test_what_was_asked_for_and_is_now_one_way_among_several_is_told(years: Years) -> None:
    years.provisions = {"rule": f"when: {{all: [{A}, {B}]}}"}
    assert years.changes(f"when: {{any: [{A}, {B}]}}") == [
        ("alternative", "asked for by itself", "one way among several")
    ]


def test_none_of_several_denied_is_each_of_them(years: Years) -> None:
    years.provisions = {"rule": f"when: {{not: {{any: [{A}, {B}]}}}}"}
    assert years.changes(f"when: {{all: [{{not: {A}}}, {{not: {B}}}]}}") == []


def test_a_condition_and_the_fact_that_it_asks_for_are_added(years: Years) -> None:
    assert years.changes(f"when: {{all: [{A}, {B}]}}") == [("condition", "", "What b says"), ("fact", "", "What of b?")]


def test_how_many_of_several_are_asked_for_is_a_threshold(years: Years) -> None:
    c = "<c> {fact: c, is: true}"
    four = f"{A}, {B}, {c}, <d> {{fact: a, is: false}}"
    marked = 'id: some, says: "Some", cites: para 1'
    years.provisions = {"rule": f"when: {{{marked}, at_least_of: {{count: 2, of: [{four}]}}}}"}
    assert years.changes(f"when: {{{marked}, at_least_of: {{count: 3, of: [{four}]}}}}") == [
        ("threshold", "at least 2 of 4", "at least 3 of 4")
    ]


def test_an_exception_is_added_with_what_it_asks_for(years: Years) -> None:
    wet = f'when: {A}\nunless: [{{id: wet, says: "It rains", cites: para 2, when: {{fact: b, is: true}}}}]'
    assert years.changes(wet) == [("exception", "", "It rains"), ("fact", "", "What of b?")]


def test_a_date_that_is_given_is_compared(years: Years) -> None:
    years.facts = YES_NO + "seen_on date\n"
    by = (
        'when: {when}\ngives: {{by: {{type: date, says: "The last day", cites: para 1, '
        "fact: seen_on, plus: {{days: {days}}}}}}}"
    )
    years.provisions = {"rule": by.format(when=A, days=30)}
    assert years.changes(by.format(when=A, days=14)) == [
        ("window", "30 days after the seen on", "14 days after the seen on")
    ]


def test_a_day_that_must_hold_counts_where_its_fact_is_read(years: Years) -> None:
    years.facts, years.provisions = "ended_on date\n", {"rule": "when: <ended> {fact: ended_on, after: 2020-01-01}"}
    must = '  - {{when: {{fact: ended_on, on_or_before: {}}}, message: "It ends by then."}}'
    years.more = {"must_hold": must.format("2024-11-30")}
    assert years.changes("when: <ended> {fact: ended_on, after: 2020-01-01}", must_hold=must.format("2025-11-30")) == [
        ("window", "on or before 30 November 2024", "on or before 30 November 2025")
    ]


def test_wording_is_told_where_nothing_else_is_and_days_and_years_are_no_wording(years: Years) -> None:
    years.provisions = {"rule": f'when: {A}\nconcludes: "It is met in year 6 (2024/25), to 30 November 2024"'}
    later = f'when: {A}\nconcludes: "It is met in year 7 (2025/26), to 1 March 2025"'
    assert years.changes(later) == []
    [(how, _, after)] = years.changes(f'when: {A}\nconcludes: "It is met throughout"')
    assert (how, after) == ("wording", "It is met throughout")
    assert [each[0] for each in years.changes(f'when: {{all: [{A}, {B}]}}\nconcludes: "It is met throughout"')] == [
        "condition", "fact",
    ]  # fmt: skip


def test_a_name_that_was_changed_is_followed_where_the_rule_set_says_so(years: Years) -> None:
    other = YES_NO.replace("a yes_no", 'z yes_no ask: "What of a?"')
    same = "when: <a> {fact: z, is: true}"
    assert [how for how, *_ in years.changes(same, other)] == ["condition", "fact", "condition", "fact"]
    assert years.changes(same, other, more="renamed: {scheme/year-1: {z: a}}") == []


def test_the_earlier_year_may_say_so_too(years: Years) -> None:
    years.more = {"more": "renamed: {scheme/year-2: {a: z}}"}
    other = YES_NO.replace("a yes_no", 'z yes_no ask: "What of a?"')
    assert years.changes("when: <a> {fact: z, is: true}", other, more="") == []


def test_a_provision_of_another_name_is_found_by_what_the_rule_set_says_or_by_its_place(years: Years) -> None:
    by_place = years.beside({"other": f"when: {A}"})
    [one] = by_place.provisions["final"]
    assert (one.id, one.before, one.stands) == ("other", "rule", "same")
    asked = {"final": ["grant: {all: [{provision: other}, {provision: third}]}", "refuse"]}
    two = {"other": f"when: {A}", "third": f"when: {B}"}
    assert stands(years.beside(two, questions=asked)) == {"other": "new", "third": "new", "rule": "gone"}
    said = years.beside(two, questions=asked, more="renamed: {scheme/year-1: {other: rule}}")
    assert stands(said) == {"other": "same", "third": "new"}


def test_new_and_gone_stand_under_the_question_that_asks_for_them_itself_or_through_another(years: Years) -> None:
    through = {"rule": f"when: {{all: [{A}, <other> {{provision: inner}}]}}", "inner": f"when: {B}"}
    found = years.beside(through)
    assert {question: [each.id for each in several] for question, several in found.provisions.items()} == {
        "final": ["inner", "rule"]
    }
    assert (stands(found), found.asks("final")) == ({"rule": "changed", "inner": "new"}, "What is to be done?")


def test_the_newest_version_is_looked_at_and_what_is_no_longer_in_force_is_gone(years: Years) -> None:
    old = f"effective: {{from: 2013-04-01, to: 2019-12-31}}\nwhen: {B}"
    assert stands(years.beside({"rule": [f"effective: {{from: 2020-01-01}}\nwhen: {A}", old]})) == {"rule": "same"}
    ended = years.beside({"rule": ["effective: {from: 2020-01-01}\nnot_in_force: true", old]})
    assert stands(ended) == {"rule": "gone"}


def test_each_fact_is_new_gone_changed_or_the_same_so_that_answers_can_be_carried_forward(years: Years) -> None:
    years.facts = YES_NO + "paid number unit: pounds\n"
    later = 'a yes_no\nb yes_no ask: "What of b now?"\nd yes_no\npaid number unit: pence\n'
    found = years.beside({"rule": f"when: {A}"}, later)
    facts = {fact.name: fact for fact in found.facts}
    told = {name: fact.stands for name, fact in facts.items()}
    assert told == {"decided_on": "same", "a": "same", "b": "changed", "c": "gone", "d": "new", "paid": "changed"}
    assert [(each.how, each.before, each.after) for each in facts["b"].changes] == [
        ("wording", "What of b?", "What of b now?")
    ]
    assert [(each.how, each.before, each.after) for each in facts["paid"].changes] == [
        ("fact", "number in pounds", "number in pence")
    ]


def test_cells_of_one_fact_are_one_and_a_table_is_asked_for_too(years: Years) -> None:
    years.facts, years.provisions, years.more = TRAINING, {"rule": EACH}, {"more": YEAR}
    names = {fact.name for fact in years.beside({"rule": EACH}).facts}
    assert names == {"came", "decided_on", "staff", "training"}


@pytest.mark.parametrize(
    ("renamed", "told"),
    [
        ("{scheme/year-0: {zz: a}}", "renamed.scheme/year-0.zz: there is no provision, fact or table 'zz'"),
        ("{scheme/year-0: {a: x, b: x}}", "renamed.scheme/year-0.b: 'x' stands here twice; one thing there is one"),
        ("{scheme/year-1: {a: x}}", "renamed.scheme/year-1: this is the rule set itself; name another, whose names"),
        ("{scheme/year-0: a}", "this should be names, each with what belongs to it"),
    ],
)
def test_what_is_wrong_with_changed_names_is_told(tmp_path: Path, renamed: str, told: str) -> None:
    assert told in mistake(tmp_path, YES_NO, {"rule": f"when: {A}"}, id="scheme/year-1", more=f"renamed: {renamed}")
