"""What is known of a case's facts, figures and governing dates, and which versions of the law may apply on them."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce

from engine.amounts import Look, rounded, worth
from engine.model import Fact, FigureStep, RuleSet, Value, Version
from engine.rows import NO_ROWS, Table
from engine.tables import Cell, Split
from engine.values import NEVER, Known, Span, Status, join, meet

Chosen = tuple[tuple[Version, Span], ...]


@dataclass(slots=True)
class Knowledge(ABC):
    """What a state of knowledge says before any provision is looked at. Each thing is worked out once, when asked for.

    ``given`` holds what is known of each given fact; a name it lacks is anything in its domain. ``as_at`` is the day,
    or the span of days, whose law applies.
    """

    rule_set: RuleSet
    given: Mapping[str, Known]
    as_at: Span
    tables: Mapping[str, Table] = field(default_factory=dict)
    splits: dict[tuple[str, str], Mapping[Cell, Split]] = field(default_factory=dict)
    _facts: dict[str, Known] = field(default_factory=dict)
    _derived: dict[str, Known] = field(default_factory=dict)
    _chosen: dict[str, Chosen] = field(default_factory=dict)

    @abstractmethod
    def version(self, provision: str, version: Version, dates: Span) -> Status:
        """Whether one version of a provision is met."""

    @abstractmethod
    def counted(self, fact: Fact) -> Known:
        """What records make of a fact that is counted from them."""

    def table(self, name: str) -> Table:
        """The rows of a table as they are known; none, and more to come, where nobody has given any."""
        return self.tables.get(name, NO_ROWS)

    def fact(self, name: str) -> Known:
        """What is known of a fact: as given, worked out, or both; or of a provision's result."""
        known = self._facts.get(name)
        if known is None:
            known = self._facts[name] = self.result(name) if name in self.rule_set.results else self._fact(name)
        return known

    def _fact(self, name: str) -> Known:
        fact = self.rule_set.facts[name]
        if not fact.derived:
            return self.given.get(name, fact.domain)
        given = self.given.get(name, replace(fact.domain, none=True))  # what it is worked out from may make it none
        derived = self.derived(fact)
        both = meet(given, derived)
        return derived if both is None else both  # at odds: ``consistency`` refuses the case before anybody reads it

    def result(self, name: str) -> Known:
        """A provision's result: there while it is met, none while it is not, perhaps none while that is not known."""
        provision = self.rule_set.results[name]
        possible: list[Known] = []
        for version, dates in self.versions(provision):
            status = self.version(provision, version, dates)
            if status is not Status.MET or name not in version.gives:
                possible.append(NEVER)
            if status is not Status.NOT_MET and name in version.gives:
                possible.append(self._gives(version, name, dates))
        return reduce(join, possible)

    def _gives(self, version: Version, name: str, dates: Span) -> Known:
        """What a version gives while it is met. Its other results, the steps before this one, are then there too."""

        def look(other: str) -> Known:
            return self._gives(version, other, dates) if other in version.gives else self.fact(other)

        result = version.gives[name]
        return rounded(worth(result.value, look, lambda figure: self.figure(figure, dates)), result.rounded)

    def derived(self, fact: Fact) -> Known:
        """What other facts, or records, make of a fact that is worked out from them."""
        known = self._derived.get(fact.name)
        if known is None:
            known = self._derived[fact.name] = self._worked_out(fact)
        return known

    def _worked_out(self, fact: Fact) -> Known:
        if fact.counted is not None:
            return self.counted(fact)
        if fact.worked_out is None:
            return fact.domain
        return rounded(self.worth(fact.worked_out, self.as_at), fact.rounded)

    def figure(self, name: str, dates: Span) -> Known:
        """A figure's value at a date; every value it has over a span of dates."""
        return reduce(join, (step.number for step in self.steps(name, dates)))

    def steps(self, name: str, dates: Span) -> tuple[FigureStep, ...]:
        """The steps of a figure that stand at a date, or over a span of dates."""
        steps = self.rule_set.figures[name].steps
        return tuple(step for step in steps if _inside(step.start, step.end, dates))

    def worth(self, value: Value, dates: Span, row: Look | None = None) -> Known:
        """What a VALUE may be, with figures as at ``dates``, and the fields of a row where there is one."""
        return worth(value, self.fact, lambda name: self.figure(name, dates), row)

    def dates(self, provision: str) -> Span:
        """The days whose law may apply to a provision, within what is covered; ``consistency`` refuses all others."""
        governed_by = self.rule_set.provisions[provision].governed_by
        known = self.fact(governed_by) if governed_by else self.as_at
        start, end = self.rule_set.covers_from, self.rule_set.covers_to
        return (_inside(start, end, known) if isinstance(known, Span) else None) or Span(start, end)

    def versions(self, provision: str) -> Chosen:
        """Each version that may apply, and the days on which it would."""
        chosen = self._chosen.get(provision)
        if chosen is None:
            dates, versions = self.dates(provision), self.rule_set.provisions[provision].versions
            inside = ((version, _inside(version.start, version.end, dates)) for version in versions)
            chosen = self._chosen[provision] = tuple((version, days) for version, days in inside if days is not None)
        return chosen


def _inside(start: date, end: date | None, dates: Span) -> Span | None:
    """The days of ``dates`` from ``start`` to ``end``; None where there are none."""
    low, high = dates.low, dates.high
    if (high is not None and high < start) or (low is not None and end is not None and end < low):
        return None
    if low is not None and low >= start and (end is None or (high is not None and high <= end)):
        return dates
    inside = meet(dates, Span(start, end))
    return inside if isinstance(inside, Span) else None
