"""What an answer rests on: every condition behind it, through provisions, their results and what is worked out."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from engine.evaluate import Evaluation
from engine.model import Leaf, Line, OfProvision, Question, Unless, Value
from engine.reasons import Carrier, considered, of_line, of_provision, whole_provision
from engine.values import Span, Status
from engine.walk import counted_by, facts_in, facts_of, leaves, tested_for


def rests_on(ev: Evaluation, questions: Iterable[Question]) -> tuple[Carrier, ...]:
    """Every condition that the answers to questions rest on, in the order of their lines, each once."""
    resting = _Resting(ev)
    for question in questions:
        for _, line in considered(ev, question):
            for leaf in of_line(ev, line):
                resting.leaf(leaf)
    return tuple(resting.found.values())


def would_rest_on(ev: Evaluation, question: Question, outcome: str) -> tuple[Carrier, ...]:
    """Every condition that another answer to a question would rest on, where people give it.

    They are what keeps the lines before it from being reached, as they stand; and the whole of every provision under
    which it can be reached, since nobody knows which of their conditions were found otherwise.
    """
    to_it = lines_to(ev, question, outcome)
    last = max(question.lines.index(line) for line in to_it)
    before, behind = _Resting(ev), _Resting(ev, whole=True)
    for line in question.lines[: last + 1]:
        resting = behind if line in to_it else before
        for leaf in leaves(line.when) if line in to_it and line.when is not None else of_line(ev, line):
            resting.leaf(leaf)
    return tuple((behind.found | before.found).values())


def would_rest_under(ev: Evaluation, provision: str) -> tuple[Carrier, ...]:
    """Every condition of a provision, and of all that it rests on, where people find otherwise on it."""
    resting = _Resting(ev, whole=True)
    resting.provision(provision)
    return tuple(resting.found.values())


def lines_to(ev: Evaluation, question: Question, outcome: str) -> tuple[Line, ...]:
    """The lines that give an outcome and that the law does not rule out; where it rules out all of them, all."""
    lines = tuple(line for line in question.lines if line.outcome == outcome)
    still = (line for line in lines if line.when is None or ev.node(line.when, ev.as_at) is not Status.NOT_MET)
    return tuple(still) or lines


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
    """``whole``: on all of each provision that is come to, and not only on what carries its status."""

    ev: Evaluation
    whole: bool = False
    found: dict[tuple[str, object, str], Carrier] = field(default_factory=dict)
    provisions: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)

    def provision(self, id: str) -> None:
        if id in self.provisions:
            return
        self.provisions.add(id)
        if governed_by := self.ev.rule_set.provisions[id].governed_by:
            self.fact(governed_by)
        for carrier in whole_provision(self.ev, id) if self.whole else of_provision(self.ev, id):
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
