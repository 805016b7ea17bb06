"""The definition: what a rule set says of a case. Slow, small and plain; everything else is measured against it.

Not met < not known < met: ``all`` is the least of its parts, ``any`` the greatest, ``not`` swaps the ends. What single
tests say is in ``leaf_tests``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from engine.leaf_tests import Leaves
from engine.model import Leaf, Line, Node, Question, Unless, Version
from engine.values import YES, Span, Status, equals

MET, NOT_KNOWN, NOT_MET = Status.MET, Status.NOT_KNOWN, Status.NOT_MET
OPPOSITE = {MET: NOT_MET, NOT_KNOWN: NOT_KNOWN, NOT_MET: MET}


@dataclass(slots=True)
class Evaluation(Leaves):
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
