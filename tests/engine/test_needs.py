"""What could settle it: what each kind of need is, and what is needed where."""

from pathlib import Path
from typing import Any

from engine.needs import needs_of_provision
from tests.engine.building import build, needs, put

# -- what each kind of need is


def test_what_to_do_about_each_thing_that_is_needed(tmp_path: Path) -> None:
    facts = "asked yes_no\nunknown yes_no\ndisputed yes_no\npartly number\nsatisfied judgement\nsettled yes_no"
    marked = ", ".join(
        f"<{name}> {{{source}: {name}, {test}}}"
        for name, source, test in [
            ("asked", "fact", "is: true"),
            ("unknown", "fact", "is: true"),
            ("disputed", "fact", "is: true"),
            ("partly", "fact", "at_least: 5"),
            ("satisfied", "judgement", "is: true"),
            ("settled", "fact", "is: true"),
        ]
    )
    rules = build(tmp_path, facts, {"rule": f"when: {{all: [{marked}]}}"})
    given = {
        "unknown": {"state": "not_known"},
        "disputed": {"state": "disputed"},
        "partly": {"from": 1, "to": 9},
        "settled": True,
    }
    found = put(rules, given)
    assert needs(found) == {
        "asked": "ask",
        "unknown": "close",
        "disputed": "find",
        "partly": "ask",
        "satisfied": "find",
    }
    assert [(need.ask, need.shown_by) for need in found.needs][-1] == ("What of satisfied?", "committee")
    assert needs(put(rules, given | {"settled": False})) == {}, "it is decided"


def test_both_sides_of_a_comparison_and_the_whole_of_a_share_are_needed(tmp_path: Path) -> None:
    facts = "sent_on date\nheard_on date\ntrained number at_least: 0\nstaff number at_least: 0\nopen yes_no"
    rules = build(
        tmp_path,
        facts,
        {
            "rule": "when: {all: [<a> {fact: sent_on, before: {fact: heard_on}}, "
            "<b> {share: trained, of: staff, at_least: 90%, when_none: met}]}"
        },
    )
    assert set(needs(put(rules))) == {"sent_on", "heard_on", "trained", "staff"}
    assert set(needs(put(rules, {"heard_on": "2024-01-01", "staff": 5}))) == {"sent_on", "trained"}


def test_a_fact_that_is_worked_out_is_not_needed_but_what_it_is_worked_out_from_is(tmp_path: Path) -> None:
    facts = "told_on date\ndays_more number whole: true\n"
    facts += "last_day date worked_out: {fact: told_on, plus: {days: {fact: days_more}}}"
    rules = build(tmp_path, facts, {"rule": "when: <late> {fact: decided_on, after: {fact: last_day}}"})
    assert needs(put(rules)) == {"told_on": "ask", "days_more": "ask", "decided_on": "ask"}
    assert needs(put(rules, {"told_on": "2024-01-01", "decided_on": "2024-05-01"})) == {"days_more": "ask"}


def test_a_result_needs_its_provision_and_what_it_is_worth(tmp_path: Path) -> None:
    gives = "gives: {cap: {type: money, says: The cap, cites: (2), fact: cost}}"
    facts = "open yes_no\ncost money\nheld money"
    rules = build(
        tmp_path,
        facts,
        {
            "rule": "when: <more> {fact: held, more_than: {fact: cap}}",
            "cap": f"when: <open> {{fact: open, is: true}}\n{gives}",
        },
    )
    assert set(needs(put(rules, {"held": 5}))) == {"open", "cost"}
    assert set(needs(put(rules, {"held": 5, "open": True}))) == {"cost"}
    assert set(needs(put(rules, {"held": 5, "cost": 3}))) == {"open"}


def test_a_date_that_is_given_waits_for_its_provision_and_for_what_it_is_worked_out_from(tmp_path: Path) -> None:
    gives = "gives: {due_by: {type: date, says: The last day, cites: (2), fact: told_on, plus: {days: 30}}}"
    rules = build(tmp_path, "open yes_no\ntold_on date", {"rule": f"when: <open> {{fact: open, is: true}}\n{gives}"})

    def waits_for(**given: Any) -> dict[str, str]:
        return {need.fact: need.what for need in put(rules, given).needs_of_amount("due_by")}

    assert waits_for() == {"open": "ask", "told_on": "ask"}
    assert waits_for(open=True, told_on={"from": "2024-05-01", "to": "2024-05-03"}) == {"told_on": "ask"}
    assert waits_for(open={"state": "disputed"}, told_on="2024-05-01") == {"open": "find"}
    assert waits_for(open=True, told_on="2024-05-01") == {}
    assert waits_for(open=False) == {}, "it is not given"


def test_a_governing_date_is_needed_where_versions_differ_and_where_a_figure_does(tmp_path: Path) -> None:
    read = "cites: reg. 2, checked: {how: recalled}"
    steps = f"{{from: 2013-04-01, to: 2019-12-31, is: 3, {read}}}, {{from: 2020-01-01, is: 4, {read}}}"
    figures = f"rate: {{unit: pence, values: [{steps}]}}"
    rules = build(
        tmp_path,
        "paid_on date\nopen yes_no\ncost number",
        {
            "rule": "when: {all: [<a> {provision: dated}, <b> {fact: cost, at_least: {figure: rate}}]}",
            "dated": [
                "effective: {from: 2020-01-01}\nwhen: <a> {fact: open, is: true}",
                "effective: {from: 2013-04-01, to: 2019-12-31}\nnot_in_force: true",
            ],
        },
        heads={"dated": "governed_by: paid_on"},
        figures=figures,
    )
    assert needs(put(rules, {"cost": 5})) == {"paid_on": "ask", "open": "ask"}
    assert needs(put(rules, {"cost": 5, "open": True})) == {"paid_on": "ask"}
    assert needs(put(rules, {"cost": 3.5, "open": True, "paid_on": "2021-01-01"}, as_at=None)) == {"decided_on": "ask"}
    assert needs(put(rules, {"cost": 3.5, "open": True, "paid_on": "2021-01-01"})) == {}


def test_a_provision_alone_has_its_own_needs(tmp_path: Path) -> None:
    rules = build(
        tmp_path,
        "open yes_no\nnear yes_no",
        {"rule": "when: <a> {fact: open, is: true}", "other": "when: <b> {fact: near, is: true}"},
    )
    found = put(rules)
    assert [need.fact for need in needs_of_provision(found.evaluation, found.facts, "other")] == ["near"]
