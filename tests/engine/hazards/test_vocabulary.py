"""Nothing but a closed vocabulary is ever said to durable-rules, and of what it can do three things are used.

Each word that is missing here has a hazard of its own; the tests beside this one show them.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import load_rule_set
from engine.frames import Frame, Plan
from engine.inference import registered
from engine.limits import FAN_OUT, MOST_ENDING, slot_name
from engine.rails import WIDEST
from tests.engine.hazards.raw import ROOT
from tests.ours import our_rule_sets
from tests.reference.generate import write_rule_set
from tests.reference.knowledge import some_random

GROUPS, COMPARISONS = {"$and", "$or"}, {"$gt", "$lt"}
RANDOM = range(7_000, 7_005)
INFERENCE = ROOT / "engine" / "inference.py"

USED = {"post", "get_pending_events"}
NEVER = {
    "assert_fact", "assert_facts", "cancel_timer", "delete_state", "renew_action_lease", "retract_fact",
    "retract_facts", "start_timer", "update_state",
}  # fmt: skip


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Plan]:
    """The plans of every real rule set, and of a few that chance has written."""
    root = tmp_path_factory.mktemp("random")
    written = (write_rule_set(root / f"area-{n}", f"set-{n}", some_random(n), large=True) for n in RANDOM)
    real = our_rule_sets()
    assert real
    return [rule_set.plan for rule_set in [*real.values(), *map(load_rule_set, written)]]


def comparisons(pattern: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every comparison in a pattern as durable-rules is given it: a property and a value. Fails at any other word."""
    assert len(pattern) == 1
    ((word, inside),) = pattern.items()
    if word in GROUPS:
        assert inside, "an empty group never ends"
        for part in inside:
            yield from comparisons(part)
    elif word in COMPARISONS:
        assert not {key for key in inside if key.startswith("$")}
        yield from inside.items()
    else:
        assert not word.startswith("$")
        yield word, inside


def by_frame(plan: Plan) -> Iterator[tuple[Frame, dict[int, dict[str, Any]]]]:
    rules = registered(plan)
    assert len(rules) == sum(len(frame.rules) for frame in plan.frames), "two rules have one name"
    for frame in plan.frames:
        yield frame, {answer: rules[f"f{frame.number}={answer}"] for answer, _ in frame.rules}


def test_far_fewer_rules_end_at_one_test_than_may(plans: list[Plan]) -> None:
    """Ours end behind the number of their frame, so only those of one frame can meet."""
    most = max(len(frame.rules) for plan in plans for frame in plan.frames)
    assert most <= 2 * WIDEST + 1 < MOST_ENDING


def test_a_rule_is_one_pattern_under_a_name_of_ours_and_nothing_else(plans: list[Plan]) -> None:
    for plan in plans:
        for name, rule in registered(plan).items():
            assert re.fullmatch(r"f\d+=-?\d+", name)
            assert rule.keys() == {"all"}
            assert [each.keys() for each in rule["all"]] == [{"m"}]


def test_patterns_are_groups_and_comparisons_of_slots_with_statuses_behind_their_frame(plans: list[Plan]) -> None:
    for plan in plans:
        for frame, rules in by_frame(plan):
            slots = set(map(slot_name, range(len(frame.slots))))
            assert len(rules) == len(frame.rules)
            for rule in rules.values():
                group, which, *others = comparisons(rule["all"][0]["m"])
                assert (group, which) == (("g", frame.number // FAN_OUT), ("p", frame.number))
                assert {name for name, _ in others} <= slots
                assert all(type(value) is int and value in {-1, 0, 1} for _, value in others)


def test_the_frame_is_looked_for_first_and_never_under_a_choice(plans: list[Plan]) -> None:
    """Else a message about one frame would be held against the tests of every other."""
    for plan in plans:
        for rule in registered(plan).values():
            ((word, (first, second, *_)),) = rule["all"][0]["m"].items()
            assert (word, first.keys(), second.keys()) == ("$and", {"g"}, {"p"})


def test_of_a_host_two_methods_are_used_and_it_is_handed_to_nobody() -> None:
    tree = ast.parse(INFERENCE.read_text("utf-8"))
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    used = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "_host":
            parent = parents[node]
            assert isinstance(parent, ast.Attribute | ast.Assign | ast.Compare), ast.unparse(parent)
            used |= {parent.attr} if isinstance(parent, ast.Attribute) else set()
    assert used == USED


def test_our_host_leaves_out_the_timers_and_has_rules_with_a_loop_of_ours() -> None:
    tree = ast.parse(INFERENCE.read_text("utf-8"))
    ours = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    methods = {
        name: [node.name for node in ast.walk(ours[name]) if isinstance(node, ast.FunctionDef)]
        for name in ("_Host", "_Rules")
    }
    assert methods == {"_Host": ["_run", "register_rulesets"], "_Rules": ["__init__", "_flush_actions"]}


@pytest.mark.parametrize("path", sorted((ROOT / "engine").rglob("*.py")), ids=lambda path: path.name)
def test_what_would_keep_facts_or_sessions_is_not_so_much_as_named(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    named = {getattr(node, "attr", None) or getattr(node, "id", None) for node in ast.walk(tree)}
    named |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert not named & NEVER
