"""The facts of a case as they were put to one rule set: what was stated, and what earlier answers made of it."""

from collections.abc import Mapping
from typing import Any

from engine import Determination, Facts, RuleSet, Statement, known_json, read_facts
from keeping.exact import canonical
from keeping.statements import Given


def as_put(given: Given, determination: Determination) -> str:
    """What ``read_facts`` takes, as canonical JSON: the rule set's own facts and judgements of the case.

    Where the answer of another rule set of the case came over a bridge, it stands in the place of what was stated.
    """
    rule_set, facts = determination.rule_set, determination.facts
    stated = {name: said for name, said in given.facts.items() if _known(rule_set, name)}
    bridged = {
        name: _said(facts[name])
        for name, fact in rule_set.facts.items()
        if fact.bridge and name in facts and facts[name].state == "stated"
    }
    judged = {name: said for name, said in given.judgements.items() if _known(rule_set, name)}
    return canonical({"facts": stated | bridged, "judgements": judged})


def put(rule_set: RuleSet, said: Mapping[str, Any]) -> Facts:
    """The facts again. Raises FactError where this rule set does not take them."""
    return read_facts(rule_set, said)


def _known(rule_set: RuleSet, name: str) -> bool:
    return name in rule_set.facts or name in rule_set.tables or name in rule_set.cells


def _said(statement: Statement) -> dict[str, Any]:
    """An answer in the notation in which facts are stated."""
    known = known_json(statement.known)
    source = {"source": statement.source} if statement.source else {}
    return (known if isinstance(known, dict) else {"value": known}) | source
