"""For which of the requirements that an item of evidence supports its days do not count, and why.

Where no item that is named for a requirement counts, nothing shows it, whatever was stated of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assessment.model import Serves, Uncounted
from assessment.windows import Window, falls_outside, window_of, year_of
from engine import Evaluation, RuleSet, capital, day


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
    """What is told of an item's days for a requirement. ``wholly``: it does not count for that for its days."""

    requirement: str
    window: Window
    wholly: bool
    told: str


def outside(rule_set: RuleSet, item: Dated) -> tuple[Outside, ...]:
    """For which of the requirements that an item supports its days are told of: it does not count, or is looked at."""
    return tuple(_outside(rule_set, item))


def uncounted(
    rule_set: RuleSet, items: Iterable[Dated], site: str, ev: Evaluation | None = None
) -> Mapping[str, Uncounted]:
    """The requirements for which no item counts that is named for them at a site, or for the trust, by their ids.

    A requirement for which no item is named is none of them. One item that lies within the window, even partly, or of
    which nobody knows which days it covers, is enough. ``ev``: as for ``window_of``.
    """
    named: dict[str, list[Dated]] = {}
    for item in items:
        here = dict.fromkeys(each.requirement for each in item.serves if each.site in ("", site))
        for requirement in here:
            named.setdefault(requirement, []).append(item)
    found: dict[str, Uncounted] = {}
    for requirement, every in named.items():
        window = window_of(rule_set, requirement, ev) if requirement in rule_set.provisions else None
        if window and all(_lies(window, each) == "outside" for each in every):
            told = _told(rule_set, requirement, window, every)
            found[requirement] = Uncounted(requirement, told, window.end, of_trust=_of_trust(every, requirement))
    return found


def _of_trust(every: Iterable[Dated], requirement: str) -> bool:
    """Whether all of them are named for the trust as a whole, and for no site."""
    return not any(served.site for each in every for served in each.serves if served.requirement == requirement)


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
    year = year_of(rule_set)
    for requirement in dict.fromkeys(each.requirement for each in item.serves):
        provision = rule_set.provisions.get(requirement)
        window = window_of(rule_set, requirement) if provision else None
        looked_at = window or year
        if provision is None or looked_at is None:
            continue
        how = _lies(looked_at, item)
        words = _WORDS.get(how, "") if window else _NO_DAYS if how == "outside" else ""
        if words:
            place, days = capital(provision.citation.provision), _days(*_covered(item))
            told = words.format(place=place, window=looked_at, number=item.place, days=days)
            yield Outside(requirement, looked_at, wholly=how == "outside" and window is not None, told=told)


_WORDS = {
    "outside": "{place}: evidence from {window} is looked at. Item {number}, {days}, lies outside and does not count.",
    "partly": (
        "{place}: evidence from {window} is looked at. Item {number}, {days}, covers days outside and counts for the "
        "days within only."
    ),
    "later": (
        "{place}: evidence from {window} is looked at. Item {number}, {days}, was written afterwards, and counts as "
        "long as nobody says which days it covers: say so."
    ),
}
_NO_DAYS = (
    "{place}: no rule says from which days its evidence is to be. Item {number}, {days}, lies outside {window}, which "
    "the year looks at: see whether it shows what is asked. It counts."
)


def _lies(window: Window, item: Dated) -> str:
    """How an item lies to a window. What was written after it may tell of days within, unless it says which."""
    how = falls_outside(window, *_covered(item))
    written_only = not (item.covers_from or item.covers_to)
    if how and written_only and item.dated and window.end and item.dated > window.end:
        return "later"
    return how


def _covered(item: Dated) -> tuple[date | None, date | None]:
    """The first and the last day of which an item tells; none where it is not known."""
    last = item.covers_to or item.covers_from or item.dated
    return (None if item.covers_to and not item.covers_from else item.covers_from or item.dated), last


def _days(first: date | None, last: date | None) -> str:
    if first and last and first != last:
        return f"which covers {day(first)} to {day(last)}"
    one = first or last
    return f"of {day(one)}" if one else "whose days are not known"
