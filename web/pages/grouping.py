"""What belongs together on a page: facts by who shows them, findings by provision."""

from collections.abc import Callable, Mapping

from engine import Determination, Fact, Finding, Result, RuleSet, Unchecked, role, words
from web.pages.words import known_or_not


def by_role(rule_set: RuleSet) -> dict[str, list[Fact]]:
    """The facts that are asked for, under a heading for whoever shows them; judgements last, under who reaches them."""
    groups: dict[str, list[Fact]] = {}
    given = [fact for fact in rule_set.facts.values() if fact.given]
    for fact in sorted(given, key=lambda fact: fact.judgement):
        groups.setdefault(_heading(fact), []).append(fact)
    return groups


def _heading(fact: Fact) -> str:
    if fact.judgement:
        return f"For {role(fact.decided_by)} to decide"
    if fact.bridge:
        return "Answers under other rule sets"
    return f"For {role(fact.shown_by)} to show"


def by_provision(determination: Determination) -> dict[str, list[Finding]]:
    """The findings of each provision, in the law's order."""
    groups: dict[str, list[Finding]] = {status.id: [] for status in determination.provisions}
    for finding in determination.findings:
        groups[finding.provision].append(finding)
    return groups


def amounts(determination: Determination) -> list[tuple[str, str, str]]:
    """What was worked out and is known at least in part: what it is, where the law says so, and its value in words."""
    found = []
    for name, known in determination.amounts.items():
        described = described_as(determination.rule_set, name)
        told = known_or_not(known, described)
        if known.some and told != "not known":
            says = described.says or (described.ask if isinstance(described, Fact) else words(name))
            found.append((says, described.cites, told))
    return found


def described_as(rule_set: RuleSet, name: str) -> Fact | Result:
    """What a name stands for: a fact, or a provision's result as its newest version describes it."""
    if name in rule_set.facts:
        return rule_set.facts[name]
    versions = rule_set.provisions[rule_set.results[name]].versions
    return next(version.gives[name] for version in versions if name in version.gives)


def statement_of(findings: Mapping[str, list[Finding]], unchecked: Unchecked) -> str:
    """What an unchecked condition says."""
    same = (finding.statement for finding in findings[unchecked.provision] if finding.condition == unchecked.condition)
    return next(same, words(unchecked.condition))


FILTERS: dict[str, Callable[..., object]] = {
    "amounts_known": amounts,
    "described_as": described_as,
    "statement_of": statement_of,
}
