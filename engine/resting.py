"""What an answer rests on: every condition behind it, through provisions, their results and what is worked out."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from engine.evaluate import Evaluation
from engine.model import Leaf, OfProvision, Question, Unless, Value
from engine.reasons import Carrier, considered, of_line, of_provision
from engine.values import Span
from engine.walk import counted_by, facts_in, facts_of, leaves, tested_for


def rests_on(ev: Evaluation, questions: Iterable[Question]) -> tuple[Carrier, ...]:
    """Every condition that the answers to questions rest on, in the order of their lines, each once."""
    resting = _Resting(ev)
    for question in questions:
        for _, line in considered(ev, question):
            for leaf in of_line(ev, line):
                resting.leaf(leaf)
    return tuple(resting.found.values())


def tests_of(part: Leaf | Unless) -> Iterator[Leaf]:
    """The tests of a condition or of an exception."""
    return leaves(part.when if isinstance(part, Unless) else part)


def values_behind(ev: Evaluation, name: str) -> Iterator[tuple[Value, Span]]:
    """What a result or a fact is worked out from, and the days as at which its figures are read."""
    if name in ev.rule_set.results:
        for version, dates in ev.versions(ev.rule_set.results[name]):
            if name in version.gives:
                yield version.gives[name].value, dates
    else:
        fact = ev.rule_set.facts[name]
        values = [*counted_by(ev.rule_set, fact), *(() if fact.worked_out is None else (fact.worked_out,))]
        yield from ((value, ev.as_at) for value in values)


def fallen_behind(ev: Evaluation, name: str, fallen: Collection[str]) -> Iterator[str]:
    """The facts that fell, of those that a result or a fact is worked out from."""
    for value, _ in values_behind(ev, name):
        for each in facts_in(value):
            yield from (each,) if each in fallen else fallen_behind(ev, each, fallen)


@dataclass(slots=True)
class _Resting:
    ev: Evaluation
    found: dict[tuple[str, object, str], Carrier] = field(default_factory=dict)
    provisions: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)

    def provision(self, id: str) -> None:
        if id in self.provisions:
            return
        self.provisions.add(id)
        if governed_by := self.ev.rule_set.provisions[id].governed_by:
            self.fact(governed_by)
        for carrier in of_provision(self.ev, id):
            self.found[id, carrier.version.start, carrier.part.id] = carrier
            for leaf in tests_of(carrier.part):
                self.leaf(leaf)

    def leaf(self, leaf: Leaf) -> None:
        if isinstance(leaf.source, OfProvision):
            self.provision(leaf.source.id)
        for name in facts_of(leaf):
            self.fact(name)

    def fact(self, name: str) -> None:
        """The provision that gives a result, and whatever its value, or that of a fact, is worked out from."""
        if name in self.facts:
            return
        self.facts.add(name)
        if name in self.ev.rule_set.results:
            self.provision(self.ev.rule_set.results[name])
        for value, _ in values_behind(self.ev, name):
            for each in facts_in(value):
                self.fact(each)
        if name in self.ev.rule_set.facts:
            for each in tested_for(self.ev.rule_set.facts[name]):
                self.fact(each)
