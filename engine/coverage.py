"""What the tests beside the rules do not show yet: each gap in one line.

Every provision met, not met and not known; every condition met and not met, each time deciding, those of an exception
too; every version on its first day and, when ended, its last (one that is as before has no conditions of its own);
every threshold, those of an exception too, at, just below and just above; every outcome of every question; all that
must hold, refusing a case in which it does not. A test shows something only of what it expects, and of that on which
what it expects rests. Conditions that ``for_each`` made are copies of one: shown both ways, and every copy of it at
least once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from engine.determination import Determination
from engine.evaluate import Evaluation
from engine.model import Between, Leaf, OfFact, OfShare, RuleSet, Unless, Value, Version
from engine.reasons import Carrier, carrying, considered, of_line, of_provision, of_version
from engine.rule_tests import Run
from engine.shares import share_of
from engine.values import Known, Span, Status
from engine.walk import exceptions, leaves, provisions_in, tested_by

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
            if version.start == self._written(id, version)
            for name in _once(_ids(version))
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

    def _written(self, id: str, version: Version) -> date:
        """The first day of the version in which its conditions are written: an older one, where it is as before."""
        return min(each.start for each in self.rule_set.provisions[id].versions if each.when is version.when)

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
        messages = [each.message for each in self.rule_set.must_hold]
        return [
            each for each in messages if not any(said.endswith(each) for said in self.refused)
        ]  # a cell stands first

    def _of_version(self, id: str, version: Version) -> Iterator[str]:
        for edge in _edges(version):
            if (id, edge) not in self.days:
                yield f"no test stands on {edge}, its {'first' if edge == version.start else 'last'} day"
        if version.start == self._written(id, version):
            yield from self._conditions(id, version)
            yield from self._sides_of(id, version)

    def _conditions(self, id: str, version: Version) -> Iterator[str]:
        for name in _once(_ids(version)):
            for way, words in ((1, "met"), (-1, "not met")):
                if (id, version.start, name, way) not in self.decided:
                    yield f"no test turns on '{name}' being {words}"
        copies = [name for name in _ids(version) if name != _original(name)]
        shown = {name for place, start, name, _ in self.decided if (place, start) == (id, version.start)}
        yield from (f"no test turns on '{name}'" for name in copies if name not in shown)

    def _sides_of(self, id: str, version: Version) -> Iterator[str]:
        bounds = dict.fromkeys((_original(id), bound) for id, leaf in _thresholds(version) for bound in _bounds(leaf))
        for name, bound in bounds:
            for side, where in _SIDES.items():
                if (id, version.start, name, bound, side) not in self.sides:
                    yield f"no test is {where} the {bound} bound of '{name}'"

    def add(self, found: Determination, expected: Mapping[str, Any]) -> None:
        """Take in what one test showed: of the questions that it expects, and of the provisions that it rests on."""
        ev = found.evaluation
        asked, shown = expected.get("questions", {}), _rests_on(found, expected)
        self.statuses |= {(each.id, each.status) for each in found.provisions if each.id in shown}
        self.outcomes |= {(each.id, each.outcome) for each in found.questions if each.outcome and each.id in asked}
        for id in shown:
            for version, dates in ev.versions(id):
                if dates.exact:
                    self.days.add((id, dates.low))
                for carrier in of_version(ev, id, version, dates):
                    for name, status in _decided(ev, carrier):
                        self.decided.add((id, self._written(id, version), name, int(status)))
                for name, leaf in _thresholds(version):
                    for bound, side in _sides(found, leaf, dates):
                        self.sides.add((id, self._written(id, version), _original(name), bound, side))


def coverage_of(rule_set: RuleSet, runs: Iterable[Run]) -> Coverage:
    """What the runs of a rule set's tests show together."""
    coverage = Coverage(rule_set)
    for run in runs:
        if run.determination is not None:
            coverage.add(run.determination, run.test.data["expect"])
        coverage.refused.update(run.refused)
    return coverage


def _rests_on(found: Determination, expected: Mapping[str, Any]) -> frozenset[str]:
    """The provisions that a test names, and those on which what it expects rests: of the rest it shows nothing."""
    ev, rules = found.evaluation, found.rule_set
    asked = [each for each in rules.questions if each.id in expected.get("questions", {})]
    given = (rules.results[name] for name in expected.get("amounts", {}) if name in rules.results)
    carried = (leaf for each in asked for _, line in considered(ev, each) for leaf in of_line(ev, line))
    named = (each for each in expected.get("provisions", {}) if each in rules.provisions)
    waiting = [*named, *given, *(id for leaf in carried for id in provisions_in(leaf))]
    shown: set[str] = set()
    while waiting:
        id = waiting.pop()
        if id not in shown:
            shown.add(id)
            parts = (carrier.part for carrier in of_provision(ev, id))
            nodes = (part.when if isinstance(part, Unless) else part for part in parts)
            waiting += (each for node in nodes for each in provisions_in(node))
    return frozenset(shown)


def _ids(version: Version) -> tuple[str, ...]:
    inside = [leaf.id for leaf in leaves(version.when)] if version.when is not None else []
    outside = exceptions(version.unless)
    return (*inside, *(name for each in outside for name in (each.id, *(name for name, _ in _inside(each)))))


def _decided(ev: Evaluation, carrier: Carrier) -> Iterator[tuple[str, Status]]:
    """The conditions that are seen deciding, each with its status: this one and, of an exception, what carries it."""
    part = carrier.part
    yield part.id, carrier.status
    yield _original(part.id), carrier.status
    if isinstance(part, Unless):
        carried = carrying(ev, part.when, carrier.dates)
        yield from ((name, ev.leaf(leaf, carrier.dates)) for name, leaf in _inside(part) if leaf in carried)


def _inside(part: Unless) -> tuple[tuple[str, Leaf], ...]:
    """The conditions of an exception that has several, each under a name of its own: the exception, and its place."""
    inside = tuple(leaves(part.when))
    return tuple((f"{part.id}, condition {place}", leaf) for place, leaf in enumerate(inside, 1) if len(inside) > 1)


def _edges(version: Version) -> tuple[date, ...]:
    return (version.start,) if version.end is None else (version.start, version.end)


def _thresholds(version: Version) -> Iterator[tuple[str, Leaf]]:
    """Conditions with a bound, by name. A condition that an exception has alone goes by the exception's name."""
    own = [(leaf.id, leaf) for leaf in leaves(version.when)] if version.when is not None else []
    excepting = [pair for each in exceptions(version.unless) for pair in _inside(each) or _alone(each)]
    for name, leaf in (*own, *excepting):
        if isinstance(leaf.test, Between) and isinstance(leaf.source, OfFact | OfShare):
            yield name, leaf


def _alone(part: Unless) -> tuple[tuple[str, Leaf], ...]:
    return tuple((part.id, leaf) for leaf in leaves(part.when))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Names of conditions, those that for_each made named once."""
    return tuple(dict.fromkeys(map(_original, names)))


def _original(name: str) -> str:
    """What for_each made copies of: ``trained`` of ``trained[midwife, emergencies]``."""
    return name.partition("[")[0]


def _sides(found: Determination, leaf: Leaf, dates: Span) -> Iterator[tuple[str, int]]:
    """Of each bound of a condition, which side of it a test stands on."""
    known = _tested(found, leaf)
    for which, bound in _bounds(leaf).items():
        edge = found.evaluation.worth(bound, dates)
        if known.exact and edge.exact and known.some and edge.some:
            side = _beside(known.value, edge.value, _step(found, leaf))
            if side is not None:
                yield which, side


def _tested(found: Determination, leaf: Leaf) -> Known:
    """What is known of the left-hand side of a threshold: a fact, or a share whose counts are known."""
    if not isinstance(leaf.source, OfShare):
        return found.evaluation.fact(tested_by(leaf)[0])
    part, whole = (found.evaluation.fact(name) for name in tested_by(leaf))
    if isinstance(part, Span) and isinstance(whole, Span) and part.exact and whole.exact and whole.value:
        return share_of(part, whole, capped=False, stepped=True, rounded_to=leaf.source.rounded_to)
    return Span()


def _step(found: Determination, leaf: Leaf) -> Any:
    """The least by which a left-hand side moves: of a share, one more or one fewer of the whole; None where any."""
    if not isinstance(leaf.source, OfShare):
        if not leaf.stepped:
            return None
        return {"date": timedelta(days=1), "date_and_time": timedelta(minutes=1)}.get(leaf.kind, Fraction(1))
    whole, rounded_to = found.evaluation.fact(leaf.source.whole), leaf.source.rounded_to
    least = Fraction(1) / whole.value if whole.exact and whole.value else Fraction(0)
    return max(least, Fraction(1, 10**rounded_to)) if rounded_to is not None else least


def _bounds(leaf: Leaf) -> dict[str, Value]:
    found = {"lower": leaf.test.low, "upper": leaf.test.high} if isinstance(leaf.test, Between) else {}
    return {name: bound for name, bound in found.items() if bound is not None}


def _beside(value: Any, edge: Any, step: Any) -> int | None:
    """-1, 0 or 1 where the value is just below, at or just above the edge; None where it is further away."""
    if value == edge:
        return 0
    side = -1 if value < edge else 1
    return side if step is None or abs(value - edge) <= step else None
