"""GoRules zen-engine (Rust): a decision graph with one expression for each provision."""

import json
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from benchmarks.generate import Case, Group, Leaf, Node, Reference, RuleSpec, Statuses
from benchmarks.infix import Words, tests
from benchmarks.peers import Prepared, load
from benchmarks.rails import plain

_PACKAGE = "zen-engine"
_WORDS = Words("and", "or", "not ({})", "{} != null", "$.{}")
_HOW = "1, 0 and -1 with min and max (tried with two rails too, which was slower); a missing fact is null"


def prepare(spec: RuleSpec) -> list[Prepared]:
    """Two contenders: with the engine's trace, and without."""
    decision = load("zen", _PACKAGE).ZenEngine().create_decision(json.dumps(_graph(spec)))

    def encode(cases: Sequence[Case]) -> list[dict[str, Any]]:
        return [{name: plain(value) for name, value in case.items()} for case in cases]

    def traced(encoded: list[dict[str, Any]]) -> list[Statuses]:
        return [decision.evaluate(facts, {"trace": True})["result"] for facts in encoded]

    def untraced(encoded: list[dict[str, Any]]) -> list[Statuses]:
        return [decision.evaluate(facts)["result"] for facts in encoded]

    return [
        Prepared("zen-engine, with trace", _HOW, encode, traced, package=_PACKAGE),
        Prepared("zen-engine, no trace", _HOW, encode, untraced, package=_PACKAGE),
    ]


def _graph(spec: RuleSpec) -> dict[str, Any]:
    """The decision graph: input, one expression node, output."""
    expressions = [{"id": each.id, "key": each.id, "value": _expression(each.whole)} for each in spec.provisions]
    return {
        "nodes": [
            {"id": "facts", "name": "facts", "type": "inputNode", "content": {}},
            {"id": "rules", "name": "rules", "type": "expressionNode", "content": {"expressions": expressions}},
            {"id": "out", "name": "out", "type": "outputNode", "content": {}},
        ],
        "edges": [
            {"id": "in", "sourceId": "facts", "targetId": "rules", "type": "edge"},
            {"id": "on", "sourceId": "rules", "targetId": "out", "type": "edge"},
        ],
    }


def _expression(node: Node) -> str:
    if isinstance(node, Reference):
        return f"$.{node.provision}"
    if isinstance(node, Leaf):
        return f"({node.fact} == null ? 0 : ({tests(node, _WORDS)[0]} ? 1 : -1))"
    children = [_expression(child) for child in node.children]
    if node.kind == "not":
        return f"(0 - {children[0]})"
    return _group(node, children)


def _group(group: Group, children: list[str]) -> str:
    if group.kind == "at_least_of":
        chosen = (f"min([{', '.join(each)}])" for each in combinations(children, group.count))
        return f"max([{', '.join(chosen)}])"
    return f"{'min' if group.kind == 'all' else 'max'}([{', '.join(children)}])"
