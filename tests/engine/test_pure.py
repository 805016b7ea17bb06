"""The engine is pure: no network, no clock; and what is made ready at load says what the definition says."""

import json
import socket
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from engine import ENGINE_VERSION, determine, determine_case, load_rule_set, read_facts
from engine.evaluate import Evaluation
from engine.model import RuleSet
from engine.values import Span
from engine.walk import leaves_of
from tests.agreement import told
from tests.ours import our_rule_sets
from tests.reference import read_rules
from tests.reference.generate import write_rule_set
from tests.reference.knowledge import chain, some_random

ROOT = Path(__file__).parents[2]


def refuse(*_arguments: object, **_options: object) -> None:
    raise AssertionError("the engine asked for something that it may not have")


def test_a_determination_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    case = json.loads((ROOT / "fixtures/appeals/invented/larkmere-grant.json").read_text("utf-8"))
    for found in determine_case(our_rule_sets(), case):
        assert found.explanation
        assert found.id


def test_the_engine_never_asks_what_day_it_is() -> None:
    for path in sorted((ROOT / "engine").glob("*.py")):
        text = path.read_text("utf-8")
        asked = [word for word in (".today(", ".now(", "time.time(", "utcnow(") if word in text]
        assert not asked, f"{path.name} asks for the time: {asked}"


def test_the_version_that_determinations_name_is_the_project_s() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == ENGINE_VERSION


def compared(rule_set: RuleSet, ev: Evaluation) -> int:
    """Every leaf that was made ready at load, decided both ways; how many there were."""
    count = 0
    for provision in rule_set.provisions.values():
        for version in provision.versions:
            for leaf in leaves_of(version):
                if leaf.fixed is not None:
                    assert ev.leaf(leaf, Span()) is ev.leaf(replace(leaf, fixed=None), Span()), leaf
                    count += 1
    return count


def test_tests_made_ready_at_load_say_what_the_definition_says(tmp_path: Path) -> None:
    count = 0
    for seed in range(12):
        folder = write_rule_set(tmp_path / f"area-{seed}", "set", some_random(seed))
        rule_set, rules = load_rule_set(folder), read_rules(folder)
        for given in chain(rules, some_random(seed), 4):
            ev = determine(rule_set, read_facts(rule_set, told(rules, given)), date(2020, 6, 1)).evaluation
            count += compared(rule_set, ev)
    assert count > 600
