"""For which of the requirements that an item of evidence supports its days do not count, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assessment.items import Item
from assessment.windows import Window, falls_outside, window_of
from engine import RuleSet, capital, day


@dataclass(frozen=True, slots=True)
class Outside:
    """That an item does not count for a requirement, or not for all of the days that it covers, and why."""

    requirement: str
    window: Window
    wholly: bool
    told: str


def outside(rule_set: RuleSet, item: Item) -> tuple[Outside, ...]:
    """For which of the requirements that an item supports it does not count, or not wholly, for its days."""
    return tuple(_outside(rule_set, item))


def _outside(rule_set: RuleSet, item: Item) -> Iterator[Outside]:
    first, last = item.covers_from or item.dated, item.covers_to or item.covers_from or item.dated
    if item.covers_to and not item.covers_from:
        first = None
    for requirement in dict.fromkeys(each.requirement for each in item.serves):
        provision = rule_set.provisions.get(requirement)
        window = window_of(rule_set, requirement) if provision else None
        how = falls_outside(window, first, last) if window else ""
        if provision and window and how:
            wholly = how == "outside"
            which = "lies outside" if wholly else "covers days outside"
            counts = "does not count" if wholly else "counts for the days within only"
            place = capital(provision.citation.provision)
            days = _days(first, last)
            told = f"{place}: evidence from {window} is looked at. Item {item.place}, {days}, {which} and {counts}."
            yield Outside(requirement, window, wholly, told)


def _days(first: date | None, last: date | None) -> str:
    if first and last and first != last:
        return f"which covers {day(first)} to {day(last)}"
    one = first or last
    return f"of {day(one)}" if one else "whose days are not known"
