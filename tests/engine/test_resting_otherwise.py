"""What another answer than the proposed one would rest on, where people give it: the law by which it can be given."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine import Determination, RuleSet, unchecked_conditions
from tests.engine.building import FACTS, build, put

RULES = {
    "bar": "when: <a> {fact: next_door, is: true}\nunless: [<u> {when: {fact: consolidation, is: true}}]",
    "way": "when: {all: [<b> {provision: inner}, <c> {fact: consolidation, is: true}]}",
    "inner": "when: {any: [<d> {judgement: same_service}, <e> {fact: next_door, is: true}]}",
    "barred": "when: <f> {fact: class, is: other}",
    "apart": "when: <g> {fact: next_door, is: true}",
}
LINES = ["refuse: {provision: bar}", "grant: {provision: way}", "grant: {provision: barred}", "defer"]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    return build(tmp_path_factory.mktemp("rules"), FACTS, RULES, {"final": LINES})


@pytest.fixture
def refused(rules: RuleSet) -> Determination:
    return put(rules, {"next_door": True, "consolidation": False, "class": "routine"})


def conditions(found: Determination, outcome: str) -> set[str]:
    return {each.condition for each in found.unchecked_if("final", outcome)}


def test_another_answer_rests_on_the_whole_of_what_leads_to_it_and_on_what_stood_before_it(
    refused: Determination,
) -> None:
    assert refused.answer("final").outcome == "refuse"
    assert {each.condition for each in refused.unchecked} == {"a", "u"}
    assert refused.named_for("final", "grant") == ("way", "barred"), "all, where the law rules out every way"
    assert conditions(refused, "grant") == {"a", "u", "b", "c", "d", "e", "f"}


def test_a_way_that_the_law_rules_out_is_none_where_there_is_another(rules: RuleSet) -> None:
    found = put(rules, {"next_door": True, "class": "routine"})
    assert found.named_for("final", "grant") == ("way",)
    assert conditions(found, "grant") == {"u", "b", "c", "d", "e"}


def test_what_is_left_rests_on_why_nothing_before_it_is_met(refused: Determination) -> None:
    assert refused.named_for("final", "defer") == ()
    assert conditions(refused, "defer") == {"a", "u", "c", "f"}


def test_a_finding_on_a_provision_rests_on_all_of_it_and_of_what_it_names(refused: Determination) -> None:
    assert {(each.provision, each.condition) for each in refused.unchecked_under("way")} == {
        ("way", "b"), ("way", "c"), ("inner", "d"), ("inner", "e"),
    }  # fmt: skip
    assert {each.condition for each in refused.unchecked_under("bar")} == {"a", "u"}


def test_what_a_lawyer_reviewed_is_not_among_it(tmp_path: Path) -> None:
    read = "{how: published_text, by: builders, read_in: copy, dated: 2026-11-21, url: 'https://example.org'}"
    rule = f"checked: {read}\nwhen: <a> {{fact: next_door, is: true}}"
    rules = build(tmp_path, FACTS, {"rule": rule}, {"final": ["grant: {provision: rule}", "refuse"]})
    assert [each.how for each in put(rules, {}).unchecked_if("final", "grant")] == ["not_reviewed"]
    reviewed = replace(rules.provisions["rule"], stage="reviewed")
    found = put(replace(rules, provisions={"rule": reviewed}), {})
    assert found.named_for("final", "grant") == ("rule",)
    assert found.unchecked_if("final", "grant") == ()


CONSTRUED = "{how: construed, by: builders, read_in: copy, dated: 2026-11-21, url: 'https://example.org'}"


def test_words_that_were_read_and_construed_are_named_and_told_apart_from_what_nobody_read(tmp_path: Path) -> None:
    read = CONSTRUED.replace("construed", "published_text")
    rules = build(
        tmp_path,
        FACTS,
        {
            "rule": f"checked: {read}\nwhen: {{any: [<a> {{fact: next_door, is: true}}, "
            f"<b> {{fact: consolidation, is: true, checked: {CONSTRUED}}}]}}"
        },
    )
    found = put(rules, {"next_door": False, "consolidation": True})
    assert [(each.condition, each.how) for each in found.unchecked] == [("b", "construed")]
    assert next(each.checked for each in found.findings if each.condition == "b") == "construed"
    (told,) = [each for each in found.reasons if "reading" in each]
    assert "The words were read; how they apply here is the builders’ reading of them: " in told
    assert told.endswith("Consider whether it is right before relying on it.")
    assert unchecked_conditions(rules) == 0, "somebody has read the words of both"
