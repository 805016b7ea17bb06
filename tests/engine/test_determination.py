"""A determination: the same bytes for the same case, what carried it, and one rule set that reads another."""

import dataclasses
from datetime import date
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from engine import FactError, RuleSet, determine_case, load_rule_set, load_rule_sets
from engine.answers import Ground, Power
from engine.values import Options, Span
from tests.engine.building import FACTS, REFUSAL, TWO, build, needs, put, replay, write_rules

WHOLE = {"class": "routine", "next_door": True, "consolidation": False, "same_service": True}

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


def test_a_power_in_two_lines_is_used_where_it_is_used_in_either(tmp_path: Path) -> None:
    lines = ["defer: {provision: may} used same_service", "refuse: {provision: may} used later", "grant"]
    rules = build(tmp_path, f"{FACTS}later judgement\n", POWERS, {"final": lines}, heads={"may": "effect: may"})
    for defer, later, used in ((False, True, True), (True, False, True), (False, False, False)):
        given = {"next_door": True, "same_service": defer, "later": later}
        assert put(rules, given).answer("final").powers == (Power("may", "met", used),)
    assert put(rules, {"next_door": True, "same_service": False}).answer("final").powers[0].used is None


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


SECOND_HAND = "checked: {how: secondary, by: builders, dated: 2026-11-21, url: 'https://example.org'}"


def test_what_an_answer_rests_on_through_a_result_is_named_too(tmp_path: Path) -> None:
    gives = 'gives: {cap: {type: number, says: "The cap", cites: para 2, fact: weight}}'
    rules = build(
        tmp_path,
        f"{FACTS}twice number worked_out: {{multiply: [{{fact: cap}}, 2]}}\n",
        {
            "rule": f"{SECOND_HAND}\nwhen: <b> {{fact: twice, at_least: 10}}",
            "capped": f"when: <a> {{fact: next_door, is: true}}\n{gives}",
        },
    )
    found = {(each.provision, each.how) for each in put(rules, {"next_door": True, "weight": 7}).unchecked}
    assert found == {("rule", "secondary"), ("capped", "recalled")}


def test_a_figure_that_nobody_has_checked_is_named_where_an_answer_rests_on_it(tmp_path: Path) -> None:
    figures = "most: {unit: kg, values: [{from: 2013-04-01, is: 5, cites: para 3, checked: {how: recalled}}]}"
    rules = build(
        tmp_path,
        f"{FACTS}limit number worked_out: {{multiply: [{{figure: most}}, 2]}}\n",
        {
            "rule": f"{SECOND_HAND}\nwhen: <b> {{fact: weight, at_least: {{figure: most}}}}",
            "other": f"{SECOND_HAND}\nwhen: <c> {{fact: weight, at_least: {{fact: limit}}}}",
        },
        {"final": ["grant: {provision: rule}", "refuse"], "next": ["grant: {provision: other}", "refuse"]},
        figures=figures,
    )
    found = {(each.condition, each.how) for each in put(rules, {"weight": 7}).unchecked}
    assert found == {("b", "secondary"), ("b", "recalled"), ("c", "secondary"), ("c", "recalled")}


def test_a_provision_is_stated_as_it_stands(tmp_path: Path) -> None:
    rules = build(
        tmp_path, FACTS, {"rule": [TWO[0], "effective: {from: 2013-04-01, to: 2019-12-31}\nnot_in_force: true"]}
    )
    told = [put(rules, given).provisions[0].statement for given in ({"next_door": True}, {"next_door": False}, {})]
    assert told == ["It is met", "It is not met", "Not yet known: Is it met?"]
    old = put(rules, as_at=date(2019, 12, 31)).provisions[0]
    assert (old.statement, old.version) == ("A provision: not in force on 31 December 2019", "2013-04-01")
    partly = put(rules, {"next_door": False, "decided_on": {"to": "2020-01-01"}}, as_at=None).provisions[0]
    assert (partly.status, partly.version, partly.statement) == ("not_met", "", "It is not met")


@pytest.mark.parametrize(("near", "words"), [(True, "It is {}"), (False, "It is not {}")])
def test_on_a_date_known_in_part_a_provision_is_stated_as_each_version_has_it(
    tmp_path: Path, near: bool, words: str
) -> None:
    said = "when: <a> {{fact: next_door, is: true}}\nconcludes: 'It is {0}'\notherwise: 'It is not {0}'"
    versions = ["effective: {from: 2020-01-01}\n", "effective: {from: 2013-04-01, to: 2019-12-31}\n"]
    rules = build(tmp_path, FACTS, {"rule": [versions[0] + said.format("so"), versions[1] + said.format("thus")]})
    both = put(rules, {"next_door": near, "decided_on": {"to": "2020-01-01"}}, as_at=None).provisions[0]
    assert both.statement == f"{words.format('so')}, or on the law as it stood earlier: {words.format('thus')}"
    assert put(rules, {"next_door": near}).provisions[0].statement == words.format("so")


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
    assert case(valid="yes_it_is") == ["", "grant"]
    with pytest.raises(FactError, match=r"sources disagree: stated it is yes it is, and determined under .* not so"):
        case(next_door=False, valid="yes_it_is")
    for state in ("not_asked", "not_known", "disputed"):
        assert case(next_door=True, valid={"state": state}) == ["yes_it_is", "grant"], "no doubt undoes what is found"


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
