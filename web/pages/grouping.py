"""What belongs together on a page: facts by who shows them, findings by provision."""

from collections.abc import Callable, Mapping
from typing import Any

from engine import Determination, RuleSet
from web.pages import words

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
        return f"For the {words.role(fact.decided_by)} to decide"
    if fact.bridge:
        return "Answers under other rule sets"
    return f"For the {words.role(fact.shown_by)} to show"


def by_provision(determination: Determination) -> dict[str, list[Any]]:
    """The findings of each provision, in the law's order."""
    groups: dict[str, list[Any]] = {status.id: [] for status in determination.provisions}
    for finding in determination.findings:
        groups[finding.provision].append(finding)
    return groups


def amounts(determination: Determination) -> list[tuple[str, str, str]]:
    """What was worked out and is known at least in part: what it is, where the law says so, and its value in words."""
    rule_set = determination.rule_set
    found = []
    for name, known in determination.amounts.items():
        described: Any = rule_set.facts.get(name) or result(rule_set, name)
        told = words.known_or_not(known, described)
        if known.some and told != "not known":
            found.append((described.says or described.ask, described.cites, told))
    return found


def result(rule_set: RuleSet, name: str) -> Any:
    """A provision's result by its name, as its newest version describes it."""
    versions = rule_set.provisions[rule_set.results[name]].versions
    return next(version.gives[name] for version in versions if name in version.gives)


def statement_of(findings: Mapping[str, list[Any]], unchecked: Any) -> str:
    """What an unchecked condition says."""
    same = (finding.statement for finding in findings[unchecked.provision] if finding.condition == unchecked.condition)
    return str(next(same, words.plain(unchecked.condition)))


FILTERS: dict[str, Callable[..., Any]] = {"amounts_known": amounts, "result": result, "statement_of": statement_of}
