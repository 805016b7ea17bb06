"""The revision of a rule set: it changes with what the rules use, and with nothing else."""

from pathlib import Path

from engine import load_rule_set
from tests.engine.building import FACTS, TWO, write_rules


def test_an_outcome_more_of_the_question_that_a_fact_awaits_changes_the_revision(tmp_path: Path) -> None:
    """What a fact may be comes from another rule set's file: two rule sets that differ there are not the same rules."""
    final = ["yes_it_is: {provision: rule}", "not_so"]
    awaited = write_rules(tmp_path, FACTS, {"rule": TWO}, {"valid": final}, id="pharmacy/appeal") / "ruleset.yaml"
    bridge = "valid bridge from: {rule_set: pharmacy/appeal, question: valid}\n"
    folder = write_rules(tmp_path, bridge + FACTS, {"rule": "when: <ok> {fact: valid, is: yes_it_is}"})
    first = load_rule_set(folder).revision
    awaited.write_text(awaited.read_text().replace("It is yes_it_is", "It is indeed"))
    assert load_rule_set(folder).revision == first, "what an outcome is said to mean there is not used here"
    awaited.write_text(awaited.read_text().replace("otherwise: not_so", "otherwise: perhaps"))
    assert load_rule_set(folder).revision != first
