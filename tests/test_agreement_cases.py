"""The engine and the reference say the same of every stored case: each rule test, and each sample appeal."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.rule_tests import read_tests
from tests.agreement import differences
from tests.ours import our_rule_sets
from tests.reference import Rules, read_rules

ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules"
RULE_SETS = our_rule_sets()
SAMPLES = sorted((ROOT / "fixtures" / "appeals").glob("*/*.json"))
READ = cache(read_rules)  # to read them takes the reference longer than a case


@pytest.mark.proof
@pytest.mark.parametrize("id", RULE_SETS)
def test_they_agree_on_every_fourth_test_beside_the_rules(id: str) -> None:
    """Both readings alone are put to all of them: ``test_cli.py``."""
    _agree(id, every=4)


@pytest.mark.parametrize("id", RULE_SETS)
def test_they_agree_on_every_fortieth_test_beside_the_rules(id: str) -> None:
    _agree(id, every=40)


def _agree(id: str, every: int) -> None:
    rule_set, rules = RULE_SETS[id], READ(RULES / id)
    tests = [test for test in read_tests(RULES / id) if "refused" not in test.data["expect"]]
    assert len(tests) >= 2 * len(rule_set.provisions), "each provision is shown met and not met at least"
    found = {
        test.name: differences(
            rule_set, rules, {**test.data["given"], **test.data.get("rows", {})}, test.data.get("as_at")
        )
        for test in tests[::every]
    }
    assert {name: differing for name, differing in found.items() if differing} == {}


EACH = [
    pytest.param(path, marks=[pytest.mark.proof] if number % 4 else [], id=path.stem)
    for number, path in enumerate(SAMPLES)
]


@pytest.mark.parametrize("path", EACH)
def test_they_agree_on_every_sample_appeal(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    for id in case["rule_sets"]:
        rules = READ(RULES / id)
        as_at = date.fromisoformat(case["as_at"]) if "as_at" in case else None
        assert differences(RULE_SETS[id], rules, dict(_given(rules, case)), as_at) == []


def _given(rules: Rules, case: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The facts of a case that a rule set knows, as the reference takes them: without sources, days as days."""
    for name, said in {**case["facts"], **case["judgements"]}.items():
        if name in rules.facts:
            yield name, _plain(said, dated=rules.facts[name].get("type") == "date")


def _plain(said: Any, dated: bool) -> Any:
    if not isinstance(said, dict):
        return date.fromisoformat(said) if dated and said != "none" else said
    for key in ("value", "answer"):
        if key in said:
            return _plain(said[key], dated)
    kept = {key: part for key, part in said.items() if key not in ("source", "by", "reasons")}
    return {key: _plain(part, dated) if key in ("from", "to") else part for key, part in kept.items()}
