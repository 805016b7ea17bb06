"""For which of the requirements that an item of evidence supports its days do not count, and why.

Where no item that is named for a requirement counts, nothing shows it, whatever was stated of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assessment.model import Serves, Uncounted
from assessment.windows import Window, falls_outside, window_of
from engine import RuleSet, capital, day


class Dated(Protocol):
    """What is asked of an item here, as it is kept or as it was named in a folder."""

    @property
    def place(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def serves(self) -> tuple[Serves, ...]: ...
    @property
    def dated(self) -> date | None: ...
    @property
    def covers_from(self) -> date | None: ...
    @property
    def covers_to(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Outside:
    """That an item does not count for a requirement, or not for all of the days that it covers, and why."""

    requirement: str
    window: Window
    wholly: bool
    told: str


def outside(rule_set: RuleSet, item: Dated) -> tuple[Outside, ...]:
    """For which of the requirements that an item supports it does not count, or not wholly, for its days."""
    return tuple(_outside(rule_set, item))


def uncounted(rule_set: RuleSet, items: Iterable[Dated], site: str) -> Mapping[str, Uncounted]:
    """The requirements for which no item counts that is named for them at a site, or for the trust, by their ids.

    A requirement for which no item is named is none of them. One item that lies within the window, even partly, or
    whose days nobody knows, is enough.
    """
    named: dict[str, list[Dated]] = {}
    for item in items:
        here = dict.fromkeys(each.requirement for each in item.serves if each.site in ("", site))
        for requirement in here:
            named.setdefault(requirement, []).append(item)
    found: dict[str, Uncounted] = {}
    for requirement, every in named.items():
        window = window_of(rule_set, requirement) if requirement in rule_set.provisions else None
        if window and all(falls_outside(window, *_covered(each)) == "outside" for each in every):
            found[requirement] = Uncounted(requirement, _told(rule_set, requirement, window, every), window.end)
    return found


def _told(rule_set: RuleSet, requirement: str, window: Window, every: Sequence[Dated]) -> str:
    """Which items, what they cover, which window it is, and what to do."""
    one = len(every) == 1
    place = capital(rule_set.provisions[requirement].citation.provision)
    named = "; and ".join(f"item {each.place} ({each.title}), {_days(*_covered(each))}" for each in every)
    mend = f"where {'it was' if one else 'they were'} named by mistake, change what the item{'' if one else 's'}"
    return (
        f"{place}: what was stated meets it, but no item that is named for it counts, so that it is not yet shown. "
        f"Evidence from {window} is looked at, and {named}, {'lies' if one else 'lie'} outside. "
        f"Add an item from those days; or, {mend} {'serves' if one else 'serve'}."
    )


def _outside(rule_set: RuleSet, item: Dated) -> Iterator[Outside]:
    first, last = _covered(item)
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


def _covered(item: Dated) -> tuple[date | None, date | None]:
    """The first and the last day of which an item tells; none where it is not known."""
    last = item.covers_to or item.covers_from or item.dated
    return (None if item.covers_to and not item.covers_from else item.covers_from or item.dated), last


def _days(first: date | None, last: date | None) -> str:
    if first and last and first != last:
        return f"which covers {day(first)} to {day(last)}"
    one = first or last
    return f"of {day(one)}" if one else "whose days are not known"
