"""What rules ask for is told in the law's order, and what a fact is made of is known from the rules alone."""

from pathlib import Path

import pytest

from engine import asked_in_order, determine_case, rests_on
from tests.engine.building import YES_NO, A, B, C, build
from tests.ours import our_rule_sets


def test_what_is_asked_stands_in_the_order_in_which_the_questions_come_to_it(tmp_path: Path) -> None:
    provisions = {"one": f"when: {{all: [{B}, {C}]}}", "two": f"when: {A}"}
    lines = ["grant: {provision: two}", "refer: {provision: one}", "refuse"]
    made = build(tmp_path, YES_NO + "d yes_no\n", provisions, {"final": lines})
    assert asked_in_order(made) == ("decided_on", "a", "b", "c", "d")


@pytest.mark.parametrize("id", our_rule_sets())
def test_everything_that_is_asked_stands_there_once_and_every_need_is_among_it(id: str) -> None:
    rule_set = our_rule_sets()[id]
    asked = asked_in_order(rule_set)
    given = {name for name, fact in rule_set.facts.items() if fact.given}
    assert len(asked) == len(set(asked))
    assert given - rule_set.of_area <= set(asked) - set(rule_set.tables) <= given
    (found,) = determine_case(our_rule_sets(), {"rule_sets": [id]})
    assert {need.fact for need in found.needs} <= set(asked)


def test_the_needs_of_market_entry_stand_in_the_same_order() -> None:
    (found,) = determine_case(our_rule_sets(), {"rule_sets": ["pharmacy/market-entry"]})
    needed = [need.fact for need in found.needs]
    assert [name for name in asked_in_order(found.rule_set) if name in needed] == needed


def test_what_is_worked_out_or_counted_rests_on_what_it_is_made_of() -> None:
    procedure = our_rule_sets()["pharmacy/appeal-procedure"]
    assert "appellant_notified_on" in rests_on(procedure, "next_working_day_to_appeal")
    assert rests_on(procedure, "who_appeals") == {"who_appeals"}
    training = our_rule_sets()["maternity-incentive-scheme/year-7"]
    made_of = rests_on(training, "attended[midwives, emergencies_training]")
    assert {"training", "training_year_ended_on", "in_scope[midwives, emergencies_training]"} <= made_of
