"""What the tests beside the rules do not show yet: each gap in one line.

Every provision met, not met and not known; every condition met and not met, each time deciding; every version on its
first day and, when ended, its last; every threshold at, just below and just above; every outcome of every question;
all that must hold, refusing a case in which it does not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from engine.determination import Determination
from engine.model import Between, Leaf, OfFact, RuleSet, Value, Version
from engine.reasons import of_version
from engine.rule_tests import Run
from engine.values import Span
from engine.walk import exceptions, leaves, tested_by

_SIDES = {-1: "just below", 0: "at", 1: "just above"}


@dataclass(slots=True)
class Coverage:
    """What a rule set's tests show. ``gaps`` says what they do not."""

    rule_set: RuleSet
    statuses: set[tuple[str, str]] = field(default_factory=set)
    decided: set[tuple[str, date, str, int]] = field(default_factory=set)
    days: set[tuple[str, date]] = field(default_factory=set)
    sides: set[tuple[str, date, str, str, int]] = field(default_factory=set)
    outcomes: set[tuple[str, str]] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def gaps(self) -> tuple[str, ...]:
        """Every gap, in the law's order."""
        return tuple(self._gaps())

    def counts(self) -> dict[str, tuple[int, int]]:
        """For conditions, outcomes, versions and refusals: how many are shown, and how many there are."""
        conditions = [
            (id, version.start, name, way)
            for id, version in self._versions()
            for name in _ids(version)
            for way in (1, -1)
        ]
        days = [(id, each) for id, version in self._versions() for each in _edges(version)]
        outcomes = [(each.id, outcome) for each in self.rule_set.questions for outcome in each.outcomes]
        must = self.rule_set.must_hold
        return {
            "conditions": (len([each for each in conditions if each in self.decided]), len(conditions)),
            "outcomes": (len([each for each in outcomes if each in self.outcomes]), len(outcomes)),
            "versions": (len([each for each in days if each in self.days]), len(days)),
            "refusals": (len(must) - len(self._never_refused()), len(must)),
        }

    def _versions(self) -> Iterator[tuple[str, Version]]:
        for id, provision in self.rule_set.provisions.items():
            yield from ((id, version) for version in provision.versions)

    def _gaps(self) -> Iterator[str]:
        for id in self.rule_set.provisions:
            for status in ("met", "not_met", "not_known"):
                if (id, status) not in self.statuses:
                    yield f"{id}: no test shows it {status.replace('_', ' ')}"
        for id, version in self._versions():
            yield from (f"{id}, version of {version.start}: {gap}" for gap in self._of_version(id, version))
        for question in self.rule_set.questions:
            for outcome in question.outcomes:
                if (question.id, outcome) not in self.outcomes:
                    yield f"question {question.id}: no test reaches {outcome}"
        yield from (f"no test is refused because: {message}" for message in self._never_refused())

    def _never_refused(self) -> list[str]:
        return [each.message for each in self.rule_set.must_hold if each.message not in self.refused]

    def _of_version(self, id: str, version: Version) -> Iterator[str]:
        for edge in _edges(version):
            if (id, edge) not in self.days:
                yield f"no test stands on {edge}, its {'first' if edge == version.start else 'last'} day"
        for name in _ids(version):
            for way, words in ((1, "met"), (-1, "not met")):
                if (id, version.start, name, way) not in self.decided:
                    yield f"no test turns on '{name}' being {words}"
        for leaf in _thresholds(version):
            for bound in _bounds(leaf):
                for side, where in _SIDES.items():
                    if (id, version.start, leaf.id, bound, side) not in self.sides:
                        yield f"no test is {where} the {bound} bound of '{leaf.id}'"

    def add(self, found: Determination) -> None:
        """Take in what one test showed."""
        ev = found.evaluation
        self.statuses |= {(each.id, each.status) for each in found.provisions}
        self.outcomes |= {(answer.id, answer.outcome) for answer in found.questions if answer.outcome}
        for id in self.rule_set.provisions:
            for version, dates in ev.versions(id):
                if dates.exact:
                    self.days.add((id, dates.low))
                for carrier in of_version(ev, id, version, dates):
                    self.decided.add((id, version.start, carrier.part.id, int(carrier.status)))
                for leaf in _thresholds(version):
                    self._side(found, id, version, leaf, dates)

    def _side(self, found: Determination, id: str, version: Version, leaf: Leaf, dates: Span) -> None:
        (name,) = tested_by(leaf)
        known = found.evaluation.fact(name)
        for which, bound in _bounds(leaf).items():
            edge = found.evaluation.worth(bound, dates)
            if known.exact and edge.exact and known.some and edge.some:
                side = _beside(known.value, edge.value, leaf.stepped)
                if side is not None:
                    self.sides.add((id, version.start, leaf.id, which, side))


def coverage_of(rule_set: RuleSet, runs: Iterable[Run]) -> Coverage:
    """What the runs of a rule set's tests show together."""
    coverage = Coverage(rule_set)
    for run in runs:
        if run.determination is not None:
            coverage.add(run.determination)
        coverage.refused.update(run.refused)
    return coverage


def _ids(version: Version) -> tuple[str, ...]:
    inside = [leaf.id for leaf in leaves(version.when)] if version.when is not None else []
    return (*inside, *(exception.id for exception in exceptions(version.unless)))


def _edges(version: Version) -> tuple[date, ...]:
    return (version.start,) if version.end is None else (version.start, version.end)


def _thresholds(version: Version) -> Iterator[Leaf]:
    for leaf in leaves(version.when) if version.when is not None else ():
        if isinstance(leaf.test, Between) and isinstance(leaf.source, OfFact):
            yield leaf


def _bounds(leaf: Leaf) -> dict[str, Value]:
    found = {"lower": leaf.test.low, "upper": leaf.test.high} if isinstance(leaf.test, Between) else {}
    return {name: bound for name, bound in found.items() if bound is not None}


def _beside(value: Any, edge: Any, stepped: bool) -> int | None:
    """-1, 0 or 1 where the value is just below, at or just above the edge; None where it is further away."""
    if value == edge:
        return 0
    side = -1 if value < edge else 1
    if not stepped:
        return side
    step: Any = Fraction(1)
    if isinstance(value, date):
        step = timedelta(minutes=1) if isinstance(value, datetime) else timedelta(days=1)
    return side if abs(value - edge) <= step else None
