"""Within which days evidence of a requirement counts, as the rules name their periods; and what falls outside.

A period whose ends are fixed in the rules is taken as it is. Where a requirement names none of these, the stretch over
all of them is taken, so that nothing is called outside that some requirement looks at.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine import Fact, RuleSet, Unless, comes_to, conditions_of, day, leaves


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days; both ends count."""

    start: date
    end: date

    def __str__(self) -> str:
        return f"{day(self.start)} to {day(self.end)}"


def window_of(rule_set: RuleSet, requirement: str) -> Window | None:
    """The window of a requirement; None where the rules fix no days."""
    return _over(rule_set, periods_of(rule_set, requirement)) or _over(rule_set, rule_set.periods)


def periods_of(rule_set: RuleSet, requirement: str) -> frozenset[str]:
    """The names of the periods that a requirement looks at, itself or in what is counted for it."""
    names = set(_tested_in(rule_set, requirement))
    for name in comes_to(rule_set, provision=requirement):
        if fact := rule_set.facts.get(name):
            names.update(_counted_in(rule_set, fact))
    return frozenset(names)


def windows_of_fields(rule_set: RuleSet, table: str) -> Mapping[str, Window]:
    """The window of each field of a table whose days are looked at within periods that the rules fix."""
    found: dict[str, set[str]] = {}
    for fact in rule_set.facts.values():
        counted = fact.counted
        if counted is None or counted.records != table or counted.where is None:
            continue
        for leaf in leaves(counted.where):
            period, field = getattr(leaf.test, "period", ""), getattr(leaf.source, "name", "")
            if period and field in rule_set.tables[table].fields:
                found.setdefault(field, set()).add(period)
    fixed = {field: _over(rule_set, names) for field, names in found.items() if _all_fixed(rule_set, names)}
    return {field: window for field, window in fixed.items() if window is not None}


def falls_outside(window: Window, first: date | None, last: date | None) -> str:
    """How what covers these days lies to a window: ``outside``, ``partly``, or empty where it lies within.

    Where a day is not known, nothing is said against it.
    """
    if (last is not None and last < window.start) or (first is not None and first > window.end):
        return "outside"
    if (first is not None and first < window.start) or (last is not None and last > window.end):
        return "partly"
    return ""


def _tested_in(rule_set: RuleSet, requirement: str) -> Iterator[str]:
    for part in conditions_of(rule_set.provisions[requirement].versions[0]):
        for leaf in leaves(part.when if isinstance(part, Unless) else part):
            yield from filter(None, (getattr(leaf.test, "period", ""),))


def _counted_in(rule_set: RuleSet, fact: Fact) -> Iterator[str]:
    counted = fact.counted
    if counted is None:
        return
    for leaf in leaves(counted.where) if counted.where is not None else ():
        yield from filter(None, (getattr(leaf.test, "period", ""),))
    yield from (name for name, period in rule_set.periods.items() if counted.period == period)
    if counted.among:
        yield from _counted_in(rule_set, rule_set.facts[counted.among])


def _over(rule_set: RuleSet, names: Collection[str]) -> Window | None:
    """From the first day of any of these periods to the last, of those that are fixed."""
    ends = [found for name in names if (found := _fixed(rule_set, name))]
    return Window(min(each.start for each in ends), max(each.end for each in ends)) if ends else None


def _all_fixed(rule_set: RuleSet, names: Collection[str]) -> bool:
    return all(_fixed(rule_set, name) for name in names)


def _fixed(rule_set: RuleSet, name: str) -> Window | None:
    period = rule_set.periods[name]
    start, end = _written(period.start), _written(period.end)
    return Window(start, end) if start and end else None


def _written(value: Any) -> date | None:
    """A day that is written in the rules; None where it is worked out from facts."""
    known = getattr(value, "known", None)
    found = known.value if known is not None and known.exact else None
    return found if isinstance(found, date) else None
