"""A determination told on some of its questions alone: nothing else is told, and nothing is found in another way."""

import json
from pathlib import Path

import pytest

from engine import FactError, determine, on_questions, provisions_behind, read_facts
from tests.engine.building import A, B, C, build, put
from tests.ours import our_rule_sets

ROOT = Path(__file__).parents[2]
TWO = {"one": ["grant: {provision: first}", "refuse"], "other": ["close: {provision: second}", "open"]}
PROVISIONS = {
    "first": f"when: {A}",
    "second": "when: <thirdly> {provision: third}",
    "third": f"when: {B}",
    "fourth": f"when: {C}",
}
FACTS = "a yes_no\nb yes_no\nc yes_no\n"


def test_only_the_chosen_questions_are_told_and_what_they_turn_on(tmp_path: Path) -> None:
    rules = build(tmp_path, FACTS, PROVISIONS, TWO)
    whole = put(rules, {"a": True})
    told = on_questions(whole, ["other"])
    assert [each.id for each in told.questions] == ["other"]
    assert (told.answer("other"), told.needs) == (whole.answer("other"), whole.needs_of["other"])
    assert provisions_behind(told.rule_set) == {"second", "third"}
    assert provisions_behind(rules) == {"first", "second", "third"}
    assert not any("grant" in paragraph.lower() for paragraph in (*told.explanation, *told.account.paragraphs))
    assert whole.questions == (whole.answer("one"), whole.answer("other")), "the whole is as it was"


def test_questions_that_are_not_there_are_each_told(tmp_path: Path) -> None:
    found = put(build(tmp_path, FACTS, PROVISIONS, TWO), {})
    with pytest.raises(FactError) as refused:
        on_questions(found, ["one", "ohter", "first"])
    assert [fault.message for fault in refused.value.faults] == [
        "pharmacy/entry has no question 'ohter'. Did you mean other?",
        "pharmacy/entry has no question 'first'. Known here: one, other.",
    ]


def test_of_the_ten_safety_actions_each_can_be_told_by_itself() -> None:
    """Beside its own answer each names only what is its own, and only the periods that it looks at."""
    rules = our_rule_sets()["maternity-incentive-scheme/year-7"]
    case = json.loads((ROOT / "fixtures/training/ostwick-invented-facts.json").read_text("utf-8"))["facts"]
    whole = determine(rules, read_facts(rules, {"facts": {**case, "care_bundle_talks": 1, "deaths_for_review": 0}}))
    for number in range(1, 11):
        told = " ".join(on_questions(whole, [f"sa{number}"]).explanation)
        assert f"afety action {number}" in told
        others = (other for other in range(1, 11) if other != number)
        assert not [other for other in others if f"afety action {other} " in told or f"afety action {other}(" in told]
    assert "Period from 2 April 2025 to 30 November 2025." in on_questions(whole, ["sa6"]).headline
    assert "2 April 2025 to 30 November" not in on_questions(whole, ["sa8"]).headline
