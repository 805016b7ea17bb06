"""What belongs together on a page: facts by who shows them, findings by provision."""

from typing import Any

from engine import Determination, RuleSet

Fact = Any  # engine.model.Fact, which is not on the engine's public face


def by_role(rule_set: RuleSet) -> dict[str, list[Fact]]:
    """The facts that are asked for, under a heading for whoever shows them; judgements last, under who reaches them."""
    groups: dict[str, list[Fact]] = {}
    given = [fact for fact in rule_set.facts.values() if fact.given]
    for fact in sorted(given, key=lambda fact: fact.judgement):
        groups.setdefault(_heading(fact), []).append(fact)
    return groups


def _heading(fact: Fact) -> str:
    if fact.judgement:
        return f"For the {fact.decided_by.replace('_', ' ')} to decide"
    if fact.bridge:
        return "Answers under other rule sets"
    return f"For the {fact.shown_by.replace('_', ' ')} to show"


def by_provision(determination: Determination) -> dict[str, list[Any]]:
    """The findings of each provision, in the law's order."""
    groups: dict[str, list[Any]] = {status.id: [] for status in determination.provisions}
    for finding in determination.findings:
        groups[finding.provision].append(finding)
    return groups
