"""What belongs together on a page: facts by who shows them, findings by provision."""

from collections.abc import Callable, Mapping

from engine import (
    Determination,
    Fact,
    Finding,
    Records,
    Result,
    RuleSet,
    ShareOfRows,
    Unchecked,
    percent,
    role,
    said,
    words,
)
from web.pages.words import known_or_not

_BY_ITSELF = {"met": "is reached", "not_met": "is not reached", "not_known": "may yet be reached"}


def by_role(rule_set: RuleSet) -> dict[str, list[Fact]]:
    """The facts that are asked for, under a heading for whoever shows them; judgements last, under who reaches them."""
    groups: dict[str, list[Fact]] = {}
    given = [fact for fact in rule_set.facts.values() if fact.given]
    for fact in sorted(given, key=lambda fact: fact.judgement):
        groups.setdefault(heading_of(fact), []).append(fact)
    return groups


def heading_of(fact: Fact | Records) -> str:
    """The heading under which a fact or a table stands: who shows it, or reaches it."""
    if isinstance(fact, Records):
        return f"For {role(fact.shown_by)} to show"
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
    """What was worked out and is known at least in part: what it is, where the law says so, and its value in words.

    Counts that are told apart by fields are left out: there are dozens, and they stand with the shares that they make.
    """
    found = []
    for name, known in determination.amounts.items():
        described = described_as(determination.rule_set, name)
        if isinstance(described, Fact) and described.cell_of:
            continue
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


def share_words(share: ShareOfRows) -> str:
    """How many of how many, and what that makes: ``43 of 48, 89.58%``."""
    part, whole = share.part, share.whole
    if part.exact and whole.exact and whole.value:
        return f"{said(part)} of {said(whole)}, {percent(part.value / whole.value)}"
    return f"{said(part)} of {said(whole)}"


def share_alone(share: ShareOfRows) -> str:
    """Of a share that is one of several ways: how it stands by itself, where all of them together stand otherwise."""
    if share.stands is share.status:
        return ""
    return f". This share by itself {_BY_ITSELF[share.status.word]}. Asked for: {share.within or share.says}."


FILTERS: dict[str, Callable[..., object]] = {
    "amounts_known": amounts,
    "described_as": described_as,
    "share_alone": share_alone,
    "share_words": share_words,
    "statement_of": statement_of,
}
