"""What a condition tests and how a value is worked out, in a few words: ``more than 1``, ``30 days after it``."""

from collections.abc import Iterator
from fractions import Fraction

from engine.counting import Unit
from engine.model import (
    Between,
    Combined,
    DaysBetween,
    Fact,
    FactValue,
    FieldValue,
    FigureValue,
    Is,
    IsNone,
    IsOneOf,
    Leaf,
    Literally,
    OfShare,
    Result,
    RuleSet,
    Shifted,
    Value,
)
from engine.plain import day, listed, number, said, words
from engine.values import Options, Span, exactly

_DAYS = ("on or after", "after", "on or before", "before")
_AMOUNTS = ("at least", "more than", "at most", "less than")
_JOINED = {"add": " plus ", "take_away": " less ", "multiply": " times ", "divide": " divided by "}


def period_told(rule_set: RuleSet, name: str) -> str:
    """A period, to stand behind “the”: by its days where the rules fix both of them, and else by its name in words."""
    period = rule_set.periods[name]
    first, last = (each.known if isinstance(each, Literally) else None for each in (period.start, period.end))
    if isinstance(first, Span) and isinstance(last, Span):
        return f"period from {day(first.value)} to {day(last.value)}"
    return words(name)


def tested(leaf: Leaf) -> str:
    """The test of a condition, to stand behind the name of what is tested. A share of a whole is a percentage."""
    match leaf.test:
        case IsNone():
            return "there is none"
        case Is(value):
            return _value(value, leaf)
        case IsOneOf(values):
            return said(Options(values), leaf)
        case Between(period=period) if period:
            return f"in the period {words(period)}"
        case Between() as bounds:
            return " and ".join(_bounds(bounds, leaf))


def _bounds(test: Between, leaf: Leaf) -> Iterator[str]:
    low, low_out, high, high_out = _DAYS if leaf.kind in ("date", "date_and_time") else _AMOUNTS
    if test.low is not None:
        yield f"{low_out if test.low_out else low} {_value(test.low, leaf)}"
    if test.high is not None:
        yield f"{high_out if test.high_out else high} {_value(test.high, leaf)}"


def _value(value: Value, leaf: Leaf) -> str:
    match value:
        case Literally(known):
            return _share(known.value) if isinstance(leaf.source, OfShare) else said(known, leaf)
        case FactValue(name) | FigureValue(name) | FieldValue(name):
            return f"the {words(name)}"
        case Shifted(base, sign, count, unit):
            return f"{_time(count, unit)} {'after' if sign > 0 else 'before'} {_value(base, leaf)}"
        case Combined() | DaysBetween():
            return "what is worked out"


def reckoned(value: Value, of: Fact | Result) -> str:
    """How a fact or a result is worked out: ``30 days after the notified on``, ``the lowest of 3 and the visits``."""
    match value:
        case Literally(known):
            return said(known, of)
        case FactValue(name) | FigureValue(name) | FieldValue(name):
            return f"the {words(name)}"
        case Shifted(base, sign, count, unit, counting):
            counted = ", that day included" if counting == "including_the_first_day" else ""
            return f"{_time(count, unit)} {'after' if sign > 0 else 'before'} {reckoned(base, of)}{counted}"
        case Combined(operation, parts) if operation in _JOINED:
            return _JOINED[operation].join(_number(part, of, operation) for part in parts)
        case Combined(operation, parts):
            return f"the {words(operation)} {listed([reckoned(part, of) for part in parts])}"
        case DaysBetween(first, second):
            return f"the days from {reckoned(first, of)} to {reckoned(second, of)}"


def _number(value: Value, of: Fact | Result, operation: str) -> str:
    """A number by which is multiplied or divided is one, whatever comes of it."""
    plain = isinstance(value, Literally) and operation in ("multiply", "divide")
    return said(value.known) if plain and isinstance(value, Literally) else reckoned(value, of)


def _time(count: Value, unit: Unit) -> str:
    units = words(unit)
    match count:
        case Literally(known):
            return f"{said(known)} {units.removesuffix('s') if known == exactly(Fraction(1)) else units}"
        case FactValue(name) | FigureValue(name) | FieldValue(name):
            return f"as many {units} as the {words(name)}"
    return f"as many {units} as are worked out"


def _share(share: Fraction) -> str:
    """Exactly, since a threshold is law: ``90%``, ``12.5%``, and ``1/3`` where the decimals never end."""
    percentage = number(share * 100)
    return number(share) if "/" in percentage else f"{percentage}%"
