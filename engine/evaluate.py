"""The definition: what a rule set says of a case. Slow, small and plain; everything else is measured against it.

A leaf is met when its test holds for every value that its facts may still have, not met when for none, and not known
otherwise. Not met < not known < met: ``all`` is the least of its parts, ``any`` the greatest, ``not`` swaps the ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

from engine.amounts import rounded, worth
from engine.knowledge import Knowledge
from engine.model import (
    Is,
    IsNone,
    IsOneOf,
    Leaf,
    Line,
    Node,
    OfFact,
    OfProvision,
    OfShare,
    Question,
    Unless,
    Version,
)
from engine.shares import share_status
from engine.values import NEVER, YES, Known, Span, Status, equals, is_none, join, one_of, within

MET, NOT_KNOWN, NOT_MET = Status.MET, Status.NOT_KNOWN, Status.NOT_MET
OPPOSITE = {MET: NOT_MET, NOT_KNOWN: NOT_KNOWN, NOT_MET: MET}


@dataclass(slots=True)
class Evaluation(Knowledge):
    """One rule set read over one state of knowledge. Everything is worked out when it is asked for, and once."""

    _provisions: dict[str, Status] = field(default_factory=dict)
    _versions: dict[tuple[str, date], Status] = field(default_factory=dict)
    _reachable: dict[str, tuple[Line, ...]] = field(default_factory=dict)

    # -- provisions and conditions

    def provision(self, id: str) -> Status:
        """Whether a provision is met: what every version that may apply agrees on."""
        status = self._provisions.get(id)
        if status is None:
            statuses = {self.version(id, version, dates) for version, dates in self.versions(id)}
            status = self._provisions[id] = statuses.pop() if len(statuses) == 1 else NOT_KNOWN
        return status

    def version(self, provision: str, version: Version, dates: Span) -> Status:
        """Whether one version is met: its ``when`` and none of its exceptions. Law not in force is not met."""
        key = provision, version.start
        status = self._versions.get(key)
        if status is None:
            status = NOT_MET
            if version.when is not None:
                status = self.node(version.when, dates)
                if version.unless and status is not NOT_MET:
                    status = min(status, self.no_exception(version.unless, dates))
            self._versions[key] = status
        return status

    def no_exception(self, exceptions: tuple[Unless, ...], dates: Span) -> Status:
        """Whether none of the exceptions stands."""
        return min((OPPOSITE[self.exception(each, dates)] for each in exceptions), default=MET)

    def exception(self, exception: Unless, dates: Span) -> Status:
        """Whether an exception stands: its ``when``, and none of its own exceptions."""
        return min(self.node(exception.when, dates), self.no_exception(exception.unless, dates))

    def node(self, node: Node, dates: Span) -> Status:
        """Whether a condition is met."""
        if isinstance(node, Leaf):
            return self.leaf(node, dates)
        if node.operation == "all":
            return self._until(NOT_MET, node.of, dates)
        if node.operation == "any":
            return self._until(MET, node.of, dates)
        if node.operation == "not":
            return OPPOSITE[self.node(node.of[0], dates)]
        return sorted((self.node(part, dates) for part in node.of), reverse=True)[node.count - 1]

    def _until(self, stop: Status, parts: tuple[Node, ...], dates: Span) -> Status:
        """The least of the parts (stopping at the first that is not met), or the greatest (at the first that is)."""
        found = OPPOSITE[stop]
        for part in parts:
            status = self.leaf(part, dates) if isinstance(part, Leaf) else self.node(part, dates)
            if status is stop:
                return stop
            if status is NOT_KNOWN:
                found = NOT_KNOWN
        return found

    def leaf(self, leaf: Leaf, dates: Span) -> Status:
        """Whether one test holds for every value, for none, or for some only."""
        source = leaf.source
        if leaf.fixed is not None and isinstance(source, OfFact):
            return leaf.fixed(self.fact(source.name))
        if isinstance(source, OfProvision):
            return self.provision(source.id)
        if isinstance(source, OfShare):
            return self._share(leaf, source, dates)
        return self._test(leaf, self.fact(source.name), dates)

    def _test(self, leaf: Leaf, known: Known, dates: Span) -> Status:
        test = leaf.test
        if isinstance(test, IsNone):
            return is_none(known)
        if isinstance(test, Is):
            return equals(known, self.worth(test.value, dates), leaf.stepped)
        if isinstance(test, IsOneOf):
            return one_of(known, test.values)
        low = None if test.low is None else _ordered(self.worth(test.low, dates))
        high = None if test.high is None else _ordered(self.worth(test.high, dates))
        return within(_ordered(known), low, high, test.low_out, test.high_out, leaf.stepped)

    def _share(self, leaf: Leaf, source: OfShare, dates: Span) -> Status:
        part, whole = _ordered(self.fact(source.part)), _ordered(self.fact(source.whole))
        facts = self.rule_set.facts
        capped, stepped = facts[source.part].part_of == source.whole, facts[source.whole].stepped
        return share_status(source, part, whole, capped, stepped, lambda share: self._test(leaf, share, dates))

    def result(self, name: str) -> Known:
        """A provision's result: there while it is met, none while it is not, perhaps none while that is not known."""
        provision = self.rule_set.results[name]
        possible: list[Known] = []
        for version, dates in self.versions(provision):
            status = self.version(provision, version, dates)
            if status is not MET or name not in version.gives:
                possible.append(NEVER)
            if status is not NOT_MET and name in version.gives:
                possible.append(self._gives(version, name, dates))
        return reduce(join, possible)

    def _gives(self, version: Version, name: str, dates: Span) -> Known:
        """What a version gives while it is met. Its other results, the steps before this one, are then there too."""

        def look(other: str) -> Known:
            return self._gives(version, other, dates) if other in version.gives else self.fact(other)

        result = version.gives[name]
        return rounded(worth(result.value, look, lambda figure: self.figure(figure, dates)), result.rounded)

    # -- questions

    def line(self, line: Line) -> Status:
        """Whether a line of a question is reached on its own terms: its ``when``, and that a power is used."""
        if line.when is None:
            return MET
        status = self.node(line.when, self.as_at)
        return min(status, self.used(line.if_used)) if line.if_used else status

    def used(self, judgement: str) -> Status:
        """Whether a power is used: a person's judgement."""
        return equals(self.fact(judgement), YES, False)

    def reachable(self, question: Question) -> tuple[Line, ...]:
        """The lines that may yet be the answer: those not ruled out, up to and including the first that is met."""
        lines = self._reachable.get(question.id)
        if lines is None:
            lines = self._reachable[question.id] = tuple(self._reach(question))
        return lines

    def _reach(self, question: Question) -> Iterator[Line]:
        for line in question.lines:
            status = self.line(line)
            if status is not NOT_MET:
                yield line
            if status is MET:
                return

    def outcomes(self, question: Question) -> tuple[str, ...]:
        """The outcomes still possible. The question is determined when there is one."""
        return tuple(dict.fromkeys(line.outcome for line in self.reachable(question)))


def _ordered(known: Known) -> Span:
    if isinstance(known, Span):
        return known
    raise AssertionError("bounds are on numbers and dates; the loader lets nothing else through")
