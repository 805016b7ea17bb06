"""JsonLogic, through json-logic-qubit, the maintained continuation of json-logic for Python 3."""

from collections.abc import Sequence
from typing import Any

from benchmarks.generate import Case, Leaf, Reference, RuleSpec, Statuses
from benchmarks.peers import Prepared, load
from benchmarks.rails import COMPARISONS, Language, Rails, plain, rails

_PACKAGE = "json-logic-qubit"


def prepare(spec: RuleSpec) -> list[Prepared]:
    """One contender: a logic for each provision, run in order; what it decides is data for the next."""
    logic = load("json_logic", _PACKAGE).jsonLogic
    language: Language[Any] = Language(
        _leaf, _reference, lambda all_: {"and": list(all_)}, lambda any_: {"or": list(any_)}
    )
    rules = []
    for provision in spec.provisions:
        met, not_met = rails(provision.whole, language)
        rules.append((provision.id, {"if": [met, 1, not_met, -1, 0]}))

    def encode(cases: Sequence[Case]) -> list[dict[str, Any]]:
        return [{name: plain(value) for name, value in case.items()} for case in cases]

    def run(encoded: list[dict[str, Any]]) -> list[Statuses]:
        return [_determine(logic, rules, facts) for facts in encoded]

    return [
        Prepared("json-logic", "two rails for each provision; a missing fact is null", encode, run, package=_PACKAGE)
    ]


def _determine(logic: Any, rules: list[tuple[str, Any]], facts: dict[str, Any]) -> Statuses:
    known = dict(facts)
    for name, rule in rules:
        known[name] = logic(rule, known)
    return {name: known[name] for name, _ in rules}


def _leaf(test: Leaf) -> Rails[Any]:
    return Rails(*({"and": [{"!==": [{"var": test.fact}, None]}, condition]} for condition in _tests(test)))


def _tests(test: Leaf) -> tuple[Any, Any]:
    fact = {"var": test.fact}
    if isinstance(test.value, tuple):
        listed = {"in": [fact, list(test.value)]}
        return listed, {"!": [listed]}
    yes, no = COMPARISONS.get(test.operator, ("===", "!=="))
    return {yes: [fact, plain(test.value)]}, {no: [fact, plain(test.value)]}


def _reference(to: Reference) -> Rails[Any]:
    return Rails({"===": [{"var": to.provision}, 1]}, {"===": [{"var": to.provision}, -1]})
