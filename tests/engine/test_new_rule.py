"""A new rule is born with its tests: both load and pass as they are, and nothing is written where that cannot be."""

import shutil
from pathlib import Path

import pytest

from engine import RuleError, load_rule_set
from engine.coverage import coverage_of
from engine.new_rule import write_rule
from engine.rule_tests import read_tests, run_test
from tests.engine.prose import unsaid
from tests.engine.test_authoring import GOOD

NO_NAME = "is not a name for a rule: write area/rule-set/provision, in small letters, digits and hyphens"
REFUSED = {
    "reg-9": f"'reg-9' {NO_NAME}",
    "pool/bathing/Reg 9": f"'pool/bathing/Reg 9' {NO_NAME}",
    "../bathing/reg-9": f"'../bathing/reg-9' {NO_NAME}",
    "pool/licence/figures": "'figures' is the name of another file of a rule set; give the provision its own",
    "pool/towels/reg-9": "there is no rule set pool/towels; make its ruleset.yaml first",
    "pool/bathing/reg-3-fee": "reg-3-fee.yaml is there already; a new version of a rule goes into its file, on top",
    "pool/bathing/reg-5": "there is a fact 'reg_5_applies' already; give the provision another name",
}
TAKEN = """  reg_5_applies:
    type: yes_no
    ask: "Does regulation 5 apply?"
    shown_by: officer
    personal: false
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    copied = Path(shutil.copytree(GOOD, tmp_path / "rules"))
    facts = copied / "pool/bathing/facts.yaml"
    facts.write_text(facts.read_text("utf-8") + TAKEN, "utf-8")
    return copied


@pytest.mark.parametrize("name", ["pool/bathing/reg-9-towels", "pool/licence/art-2", "pool/licence/2-tiles"])
def test_a_new_rule_and_its_tests_load_and_show_all_there_is(rules: Path, name: str) -> None:
    rule, tests = write_rule(rules, name)
    id = name.rsplit("/", 1)[1]
    assert (rule.name, tests.name) == (f"{id}.yaml", f"{id}.test.yaml")
    rule_set = load_rule_set(rule.parent)
    runs = [run_test(rule_set, test) for test in read_tests(rule.parent) if test.provision == id]
    assert len(runs) >= 3
    assert [run.failures for run in runs if run.failures] == []
    assert [gap for gap in coverage_of(rule_set, runs).gaps() if gap.startswith(id)] == []


@pytest.mark.parametrize("name", REFUSED)
def test_where_it_cannot_be_nothing_is_written(rules: Path, name: str) -> None:
    before = {path: path.read_bytes() for path in rules.parent.rglob("*") if path.is_file()}
    with pytest.raises(RuleError) as refused:
        write_rule(rules, name)
    assert str(refused.value) == REFUSED[name]
    assert {path: path.read_bytes() for path in rules.parent.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("last", [True, False])
def test_a_fact_stands_among_facts_wherever_what_must_hold_stands(rules: Path, last: bool) -> None:
    facts = rules / "pool/licence/facts.yaml"
    written = facts.read_text("utf-8")
    must = '# What cannot be.\nmust_hold:\n  - {when: {fact: depth, at_most: 9}, message: "No pool is that deep."}\n'
    facts.write_text(written + must if last else must + written, "utf-8")
    write_rule(rules, "pool/licence/art-3")
    rule_set = load_rule_set(rules / "pool/licence")
    assert rule_set.facts["art_3_applies"].judgement
    assert "No pool is that deep." in [each.message for each in rule_set.must_hold]


def test_a_rule_set_without_facts_of_its_own_gets_a_file_of_them(rules: Path) -> None:
    (rules / "pool/licence/facts.yaml").unlink()
    write_rule(rules, "pool/licence/art-3")
    assert "art_3_applies" in load_rule_set(rules / "pool/licence").facts


def test_every_message_is_shown(rules: Path) -> None:
    _, tests = write_rule(rules, "pool/licence/art-3")
    assert not unsaid("engine/new_rule.py", "\n".join([*REFUSED.values(), tests.read_text("utf-8")]))
