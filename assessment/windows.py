"""Within which days evidence of a requirement counts, as the rules fix them; and what falls outside.

Days count against an item only where all that a requirement looks at has days that are known: a date that has to lie in
a period, or rows that are counted by such a date. Where it also rests on what has no day, such as whether somebody is
named for a role, or on a day that moves with others, an item of any day may show that, and nothing is held against it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from engine import (
    Between,
    Counted,
    Evaluation,
    Fact,
    Leaf,
    Literally,
    Node,
    OfFact,
    OfField,
    OfProvision,
    OfShare,
    Period,
    RuleSet,
    Span,
    Unless,
    Value,
    conditions_of,
    day,
    leaves,
)

_OPEN = (None, None)
Bounds = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days; both ends count, and an end that is None is open."""

    start: date | None
    end: date | None

    def __str__(self) -> str:
        if self.start and self.end:
            return f"{day(self.start)} to {day(self.end)}"
        return f"up to {day(self.end)}" if self.end else f"from {day(self.start)} on" if self.start else "any day"


def window_of(rule_set: RuleSet, requirement: str, ev: Evaluation | None = None) -> Window | None:
    """The window of a requirement; None where an item of any day may show it.

    ``ev``: where facts say when a period begins or ends, it is known from these; without, only what rules fix is.
    """
    looked_at = dict.fromkeys(_looked_at(rule_set, requirement, ev))
    if not looked_at or _OPEN in looked_at:
        return None
    whole = [each for each in looked_at if None not in each]
    return _over(whole or [*looked_at])


def year_of(rule_set: RuleSet) -> Window | None:
    """The stretch over all periods that the rules fix; None where they fix none."""
    fixed = [found for period in rule_set.periods.values() if (found := _ends(period, None)) != _OPEN]
    return _over(fixed) if fixed else None


def periods_of(rule_set: RuleSet, requirement: str) -> frozenset[str]:
    """The names of the periods that a requirement looks at, itself or in what is counted for it."""
    own = [*_leaves(rule_set, requirement)]
    names = {getattr(leaf.test, "period", "") for leaf in own}
    for fact in _facts(rule_set, own):
        for counted in _counted(rule_set, fact):
            names.update(getattr(leaf.test, "period", "") for leaf in _where(counted))
            names.update(name for name, period in rule_set.periods.items() if counted.period == period)
    return frozenset(names - {""})


def windows_of_fields(rule_set: RuleSet, table: str) -> Mapping[str, Window]:
    """The window of each field of a table whose days are looked at within days that the rules fix."""
    things: dict[str, list[Bounds]] = {}
    for fact in rule_set.facts.values():
        if fact.counted is not None and fact.counted.records == table:
            _add(things, _in_rows(rule_set, fact.counted, None))
    found = {name.rpartition(".")[2]: _as_one(each) for name, each in things.items()}
    return {field: Window(*bounds) for field, bounds in found.items() if None not in bounds}


def falls_outside(window: Window, first: date | None, last: date | None) -> str:
    """How what covers these days lies to a window: ``outside``, ``partly``, or empty where it lies within.

    Where a day is not known, nothing is said against it.
    """
    low, high = window.start or date.min, window.end or date.max
    if (last is not None and last < low) or (first is not None and first > high):
        return "outside"
    return "partly" if (first is not None and first < low) or (last is not None and last > high) else ""


# -- what a requirement looks at, and within which days


def _looked_at(rule_set: RuleSet, requirement: str, ev: Evaluation | None) -> Iterator[Bounds]:
    """The days within which each date lies that it looks at; open ends where it rests on what has no days, too."""
    things: dict[str, list[Bounds]] = {}
    for leaf in _leaves(rule_set, requirement):
        source = leaf.source
        if isinstance(source, OfProvision):  # an item for that one is named for that one
            continue
        counted = [one for fact in _facts(rule_set, [leaf]) for one in _counted(rule_set, fact)]
        own = [*chain.from_iterable(_in_rows(rule_set, one, ev) for one in counted)]
        if isinstance(source, OfFact) and leaf.kind.startswith("date"):
            takes = next((f"{one.records}.{one.takes}" for one in counted if one.takes), source.name)
            own += _tested(rule_set, leaf, takes, ev)
        if not own or (counted and not any(map(_dated, counted)) and leaf.kind != "date"):
            yield _OPEN
        _add(things, own)
    yield from map(_as_one, things.values())


def _dated(counted: Counted) -> bool:
    """Whether no row is counted but for a date: whatever way of several it is counted in."""
    return bool(counted.takes) or (counted.where is not None and _by_date(counted.where))


def _by_date(node: Node) -> bool:
    if isinstance(node, Leaf):
        return node.kind.startswith("date") and isinstance(node.test, Between)
    ways = map(_by_date, node.of)
    return any(ways) if node.operation == "all" else node.operation != "not" and all(ways)


def _in_rows(rule_set: RuleSet, counted: Counted, ev: Evaluation | None) -> Iterator[tuple[str, Bounds | None]]:
    """What is asked of the dates of the rows that are counted, by table and field."""
    for leaf in _where(counted):
        if isinstance(leaf.source, OfField) and leaf.kind.startswith("date"):
            yield from _tested(rule_set, leaf, f"{counted.records}.{leaf.source.name}", ev)
    if counted.period is not None:
        yield f"{counted.records}.{counted.takes}", _ends(counted.period, ev)


def _tested(rule_set: RuleSet, leaf: Leaf, name: str, ev: Evaluation | None) -> Iterator[tuple[str, Bounds | None]]:
    """One test of a date: its ends, or None where it only asks whether there is one."""
    test = leaf.test
    if isinstance(test, Between):
        yield (
            name,
            _ends(rule_set.periods[test.period], ev)
            if test.period
            else (_OPEN if _moves(test.low) or _moves(test.high) else (_written(test.low), _written(test.high))),
        )
    else:
        yield name, None


def _add(things: dict[str, list[Bounds]], found: Iterable[tuple[str, Bounds | None]]) -> None:
    for name, bounds in found:
        things.setdefault(name, []).extend([] if bounds is None else [bounds])


def _as_one(every: list[Bounds]) -> Bounds:
    """The widest stretch that any of the tests of one date leaves; open where one moves, or where none says a day."""
    if _OPEN in every:
        return _OPEN
    lows, highs = [low for low, _ in every if low], [high for _, high in every if high]
    return min(lows, default=None), max(highs, default=None)


def _over(every: Iterable[Bounds]) -> Window:
    """From the first of these days to the last; open where one of them is."""
    pairs = [*every]
    starts, ends = [start for start, _ in pairs if start], [end for _, end in pairs if end]
    whole = len(pairs)
    return Window(min(starts) if len(starts) == whole else None, max(ends) if len(ends) == whole else None)


def _leaves(rule_set: RuleSet, requirement: str) -> Iterator[Leaf]:
    for part in conditions_of(rule_set.provisions[requirement].versions[0]):
        yield from leaves(part.when if isinstance(part, Unless) else part)


def _facts(rule_set: RuleSet, own: Iterable[Leaf]) -> Iterator[Fact]:
    for leaf in own:
        names = (
            (leaf.source.part, leaf.source.whole)
            if isinstance(leaf.source, OfShare)
            else ((leaf.source.name,) if isinstance(leaf.source, OfFact) else ())
        )
        yield from (rule_set.facts[name] for name in names if name in rule_set.facts)


def _counted(rule_set: RuleSet, fact: Fact) -> Iterator[Counted]:
    """How a fact is counted, and among what."""
    while fact.counted is not None:
        yield fact.counted
        if not fact.counted.among:
            return
        fact = rule_set.facts[fact.counted.among]


def _where(counted: Counted) -> Iterator[Leaf]:
    yield from leaves(counted.where) if counted.where is not None else ()


def _ends(period: Period, ev: Evaluation | None) -> Bounds:
    """The two ends of a period: as they are written, or as they are worked out from what was stated."""
    start, end = (_known(each, ev) for each in (period.start, period.end))
    return (start, end) if start and end else _OPEN


def _known(value: Value, ev: Evaluation | None) -> date | None:
    written = _written(value)
    if written is not None or ev is None:
        return written
    known = ev.worth(value, ev.as_at)
    return _day(known.value) if isinstance(known, Span) and known.exact and known.some else None


def _moves(value: Value | None) -> bool:
    """Whether an end is there and is no day that is written in the rules."""
    return value is not None and _written(value) is None


def _written(value: Value | None) -> date | None:
    """A day that is written in the rules; None where it is worked out from facts, or is none."""
    known = value.known if isinstance(value, Literally) else None
    return _day(known.value) if isinstance(known, Span) and known.exact and known.some else None


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
