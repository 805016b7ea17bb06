"""What a thing may be worth, and what a VALUE is worth in one world."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import floor
from typing import Any

from tests.reference.calendar_days import FAR_FUTURE, FAR_PAST, is_far, shift
from tests.reference.yaml_reader import Raw

Value = Any  # bool, int, Fraction, str, date, datetime; None is the law's `none`
World = dict[str, Value]

BIG = Fraction(10**30)  # stands for a range without that end
TINY = 1 / BIG
FEW, MANY_WORLDS = 64, 4096
END_LESS = {
    "number": (-BIG, BIG),
    "money": (-BIG, BIG),
    "date": (FAR_PAST, FAR_FUTURE),
    "date_and_time": (datetime(1000, 1, 1), datetime(9000, 1, 1)),
}


@dataclass(frozen=True)
class May:
    """The values that something may have: `listed` one by one, or all from `low` to `high`, perhaps `none`."""

    listed: frozenset[Value] | None
    low: Value = None
    high: Value = None
    none: bool = False
    whole: bool = False

    @property
    def settled(self) -> bool:
        return self.listed is not None and len(self.listed) == 1

    @property
    def value(self) -> Value:
        """The one value of a settled thing."""
        assert self.listed is not None
        (value,) = self.listed
        return value

    def ends(self) -> tuple[Value, Value, bool]:
        """Lowest, highest and whether it may be none; an end that is not there is None."""
        if self.listed is None:
            return None if endless(self.low) else self.low, None if endless(self.high) else self.high, self.none
        some = [value for value in self.listed if value is not None]
        return (min(some), max(some), None in self.listed) if some else (None, None, True)

    def points(self, *, all_of_them: bool) -> tuple[Value, ...]:
        """Every value; or the few at which anything that only rises or only falls is greatest and least."""
        if self.listed is not None and (all_of_them or len(self.listed) < 3):
            return tuple(self.listed)
        some = [value for value in self.listed or (self.low, self.high) if value is not None]
        ends = {min(some), max(some)}
        if not isinstance(some[0], date) and min(some) <= 0 <= max(some):
            near = TINY if self.listed is None and not self.whole else 1
            beside = self.listed or (-near, 0, near)  # a divisor matters most next to nought
            ends |= {max((n for n in beside if n is not None and n < 0), default=max(some))}
            ends |= {min((n for n in beside if n is not None and n > 0), default=min(some))}
            ends = {end for end in {*ends, 0} if within(end, self)}
        return (*ends, *([None] if self.none or None in (self.listed or ()) else []))


def endless(end: Value) -> bool:
    return is_far(end) if isinstance(end, date) else abs(end) > 10**20


def only(values: Iterable[Value]) -> May:
    return May(frozenset(values))


def between(low: Value, high: Value, *, none: bool = False, whole: bool = False) -> May:
    """All values from low to high; where they are finitely few, each of them."""
    if low == high:
        return only([low, *([None] if none else [])])
    if isinstance(low, date) and not isinstance(low, datetime) and (high - low).days < FEW:
        return only([low + timedelta(days=n) for n in range((high - low).days + 1)] + ([None] if none else []))
    if whole and not isinstance(low, date) and high - low < FEW:
        return only([*range(-floor(-low), floor(high) + 1), *([None] if none else [])])
    return May(None, low, high, none, whole)


def both(one: May, other: May) -> May:
    """The values that stand in both; a ValueError where none does."""
    if one.listed is None and other.listed is None:
        low, high = max(one.low, other.low), min(one.high, other.high)
        none = one.none and other.none
        apart = only([None] if none else [])
        found = between(low, high, none=none, whole=one.whole or other.whole) if low <= high else apart
    elif one.listed is None:
        return both(other, one)
    else:
        found = only(value for value in one.listed if within(value, other))
    if found.listed is not None and not found.listed:
        raise ValueError("what was given and what was worked out have no value in common")
    return found


def within(value: Value, may: May) -> bool:
    if may.listed is not None:
        return value in may.listed
    return may.none if value is None else may.low <= value <= may.high


def worlds(variables: dict[str, May]) -> tuple[bool, Iterator[World]]:
    """Every way in which the variables may turn out, and True; where there are too many the outermost, and False."""
    count = 1
    for may in variables.values():
        count *= len(may.listed) if may.listed is not None else MANY_WORLDS + 1
    every = count <= MANY_WORLDS
    points = [may.points(all_of_them=every) for may in variables.values()]
    return every, (dict(zip(variables, combination, strict=True)) for combination in product(*points))


def names(value: Raw) -> Iterator[str]:
    """The facts, figures and fields that a VALUE reads; a figure's name has `figure ` before it, a field's `field `."""
    if isinstance(value, list):
        for part in value:
            yield from names(part)
    elif isinstance(value, dict):
        if "fact" in value:
            yield value["fact"]
        if "field" in value:
            yield "field " + value["field"]
        if "figure" in value:
            yield "figure " + value["figure"]
        for key, part in value.items():
            if key not in ("fact", "field", "figure", "counting", "rounded"):
                yield from names(part)


def concrete(value: Raw, world: World) -> Value:
    """A VALUE in one world, where every fact has one value."""
    if not isinstance(value, dict):
        return value
    for unit in ("plus", "minus"):
        if unit in value:
            return _shifted(value, unit, world)
    for source in ("fact", "field", "figure"):
        if source in value:
            return world[value[source] if source == "fact" else f"{source} {value[source]}"]
    (operator,) = value.keys() & {"add", "take_away", "multiply", "divide", "lowest_of", "highest_of", "days_between"}
    parts = [concrete(part, world) for part in value[operator]]
    if operator in ("lowest_of", "highest_of"):
        some = [part for part in parts if part is not None]
        return (min if operator == "lowest_of" else max)(some) if some else None
    return None if None in parts else _sum(operator, parts)


def _sum(operator: str, parts: list[Value]) -> Value:
    first, *rest = parts
    if operator == "days_between":
        if is_far(first) or is_far(rest[0]):
            return 0 if first == rest[0] else BIG if first < rest[0] else -BIG
        return (rest[0] - first).days
    for part in rest:
        if operator == "divide" and part == 0:
            return None
        if operator == "add":
            first = first + part
        elif operator == "take_away":
            first = first - part
        else:
            first = first * part if operator == "multiply" else Fraction(first) / part
    return first


def _shifted(value: Raw, direction: str, world: World) -> Value:
    start = concrete({key: part for key, part in value.items() if key not in (direction, "counting", "rounded")}, world)
    ((unit, count),) = ((u, n) for u, n in value[direction].items() if u != "counting")
    counting = value.get("counting") or value[direction].get("counting")
    number = concrete(count, world)
    if start is None or number is None:
        return None
    return shift(start, unit, int(number), back=direction == "minus", including=counting == "including_the_first_day")


def rounded(value: Value, how: str | None) -> Value:
    if value is None or how is None:
        return value
    return {"down": floor(value), "up": -floor(-value), "nearest": floor(value + Fraction(1, 2))}[how]


def worth(value: Raw, variables: dict[str, May], *, whole: bool = False) -> May:
    """What a VALUE may be worth; `rounded` inside it is applied last."""
    how = value.get("rounded") if isinstance(value, dict) else None
    every, ways = worlds(variables)
    found = {rounded(concrete(value, world), how) for world in ways}
    some = [one for one in found if one is not None]
    if every or not some:
        return only(found)
    return between(min(some), max(some), none=None in found, whole=whole or how is not None)


@lru_cache(50_000)
def rounded_share(part: Value, whole: Value, decimals: int | None) -> Fraction:
    """The exact fraction, or the fraction rounded half up to so many decimals."""
    share = Fraction(part) / whole
    return share if decimals is None else Fraction(floor(share * 10**decimals + Fraction(1, 2)), 10**decimals)


def union(found: list[May]) -> May:
    if all(may.listed is not None for may in found):
        return only(value for may in found for value in may.listed or ())
    values = [v for may in found for v in (may.listed if may.listed is not None else [may.low, may.high])]
    some = [value for value in values if value is not None]
    none = None in values or any(may.none for may in found)
    return May(None, min(some), max(some), none, all(may.whole or may.listed is not None for may in found))
