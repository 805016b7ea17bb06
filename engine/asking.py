"""What a rule set asks for, in the order in which its questions come to it; and what a fact is made of.

Read from the rules alone, whatever is known of a case: what could still settle one stands in ``needs``.
"""

from collections.abc import Iterator

from engine.model import Fact, Node, RuleSet, Unless, Value
from engine.walk import conditions_of, counted_by, facts_in, facts_of, leaves, provisions_in, tested_for


def asked_in_order(rule_set: RuleSet) -> tuple[str, ...]:
    """Every fact, judgement and table that somebody is asked for, each once, in the law's order.

    The date whose law applies stands first, and last what no question comes to, as the rule set lists it. What no
    question comes to of the facts that the area's rule sets share is asked for by another of them.
    """
    walk = _Walk(rule_set)
    walk.fact(rule_set.as_at)
    for question in rule_set.questions:
        for line in question.lines:
            if line.when is not None:
                walk.node(line.when)
            if line.if_used:
                walk.fact(line.if_used)
    given = (name for name, fact in rule_set.facts.items() if fact.given and name not in rule_set.of_area)
    return tuple(dict.fromkeys((*walk.found, *rule_set.tables, *given)))


def rests_on(rule_set: RuleSet, name: str) -> frozenset[str]:
    """The name of a fact or a result, with all facts, results and tables from which it is worked out or counted."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += _made_of(rule_set, each)
    return frozenset(found)


def comes_to(rule_set: RuleSet, *, question: str = "", provision: str = "") -> frozenset[str]:
    """Every fact, judgement and table that a question or a provision comes to, in any version, by name.

    A number that is told apart by fields stands there under the name of its count too. The date whose law applies is
    among them.
    """
    walk = _Walk(rule_set)
    walk.fact(rule_set.as_at)
    for line in (line for each in rule_set.questions if each.id == question for line in each.lines):
        if line.when is not None:
            walk.node(line.when)
        if line.if_used:
            walk.fact(line.if_used)
    if provision in rule_set.provisions:
        walk.provision(provision)
    counts = {rule_set.facts[name].cell_of for name in walk.found if name in rule_set.facts}
    return frozenset((*walk.found, *counts)) - {""}


def _made_of(rule_set: RuleSet, name: str) -> Iterator[str]:
    if name in rule_set.results:
        for version in rule_set.provisions[rule_set.results[name]].versions:
            if name in version.gives:
                yield from facts_in(version.gives[name].value)
    elif name in rule_set.facts:
        yield from _behind(rule_set, rule_set.facts[name])


def _behind(rule_set: RuleSet, fact: Fact) -> Iterator[str]:
    """What a fact is counted or worked out from, itself left out."""
    values: list[Value] = [*counted_by(rule_set, fact), *([fact.worked_out] if fact.worked_out is not None else [])]
    yield from tested_for(fact)
    for value in values:
        yield from facts_in(value)
    if fact.counted is not None:
        yield fact.counted.records


class _Walk:
    """Goes through the law as a decision does, and writes down what is asked for on the way."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.found: dict[str, None] = {}
        self._provisions: set[str] = set()
        self._names: set[str] = set()

    def node(self, node: Node) -> None:
        for leaf in leaves(node):
            for id in provisions_in(leaf):
                self.provision(id)
            for name in facts_of(leaf):
                self.fact(name)

    def provision(self, id: str) -> None:
        if id in self._provisions:
            return
        self._provisions.add(id)
        provision = self.rule_set.provisions[id]
        if provision.governed_by:
            self.fact(provision.governed_by)
        for version in provision.versions:
            for part in conditions_of(version):
                self.node(part.when if isinstance(part, Unless) else part)

    def fact(self, name: str) -> None:
        if name in self._names:
            return
        self._names.add(name)
        if name in self.rule_set.results:
            self.provision(self.rule_set.results[name])
        for each in _made_of(self.rule_set, name):
            self.fact(each)
        if name in self.rule_set.tables or (name in self.rule_set.facts and self.rule_set.facts[name].given):
            self.found[name] = None
