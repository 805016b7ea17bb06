"""Which periods conditions test: themselves, or in what is counted and worked out behind the facts that they test."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.model import Between, Fact, Leaf, Node, RuleSet
from engine.walk import facts_in, facts_of, leaves


def periods_of(rule_set: RuleSet, nodes: Iterable[Node]) -> frozenset[str]:
    """The names of the periods that conditions test. What stands behind provisions that they name is left out."""
    search = _Search(rule_set)
    for node in nodes:
        for leaf in leaves(node):
            search.leaf(leaf)
    return frozenset(search.found)


@dataclass(slots=True)
class _Search:
    rule_set: RuleSet
    found: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def leaf(self, leaf: Leaf) -> None:
        if isinstance(leaf.test, Between) and leaf.test.period:
            self.found.add(leaf.test.period)
        for name in facts_of(leaf):
            self.fact(name)

    def fact(self, name: str) -> None:
        fact = self.rule_set.facts.get(name)
        if fact is None or name in self.seen:
            return
        self.seen.add(name)
        for leaf in _conditions(fact):
            self.leaf(leaf)
        for behind in _behind(fact):
            self.fact(behind)
        if fact.counted is not None and fact.counted.period is not None:
            self.found.update(each for each, one in self.rule_set.periods.items() if one is fact.counted.period)


def _conditions(fact: Fact) -> Iterator[Leaf]:
    if fact.counted is not None and fact.counted.where is not None:
        yield from leaves(fact.counted.where)


def _behind(fact: Fact) -> Iterator[str]:
    if fact.counted is not None and fact.counted.among:
        yield fact.counted.among
    if fact.worked_out is not None:
        yield from facts_in(fact.worked_out)
