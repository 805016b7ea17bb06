"""Tests whose right-hand side is written in the rule: made ready once, when the rule is loaded.

Each says of every set of values what ``evaluate`` would say; for the one value that is mostly known, without detours.
"""

from collections.abc import Callable

from engine.model import Between, Is, IsNone, IsOneOf, Literally, Test, Value
from engine.values import Known, Options, Point, Span, Status, equals, is_none, one_of, within

Fixed = Callable[[Known], Status]

_MET, _NOT_KNOWN, _NOT_MET = Status.MET, Status.NOT_KNOWN, Status.NOT_MET


def fixed_test(test: Test, stepped: bool) -> Fixed | None:
    """What decides ``test`` from what is known of the left-hand side alone; None where the right may differ by case."""
    match test:
        case IsNone():
            return is_none
        case Is(Literally(Options(wanted))):
            return _among(wanted)
        case Is(Literally(known)):
            return lambda known_: equals(known_, known, stepped)
        case IsOneOf(wanted):
            return _among(wanted)
        case Between(low, high, low_out, high_out):
            return _between(low, high, low_out, high_out, stepped)
    return None


def _among(wanted: frozenset[object]) -> Fixed:
    def decide(known: Known) -> Status:
        if not isinstance(known, Options):
            return one_of(known, wanted)
        if wanted.isdisjoint(known.options):
            return _NOT_MET
        return _MET if known.options <= wanted and not known.none else _NOT_KNOWN

    return decide


def _between(low: Value | None, high: Value | None, low_out: bool, high_out: bool, stepped: bool) -> Fixed | None:
    floor, ceiling = _literal(low), _literal(high)
    if (low is not None and floor is None) or (high is not None and ceiling is None):
        return None
    least, most = _exact(floor), _exact(ceiling)

    def decide(known: Known) -> Status:
        if not isinstance(known, Span):
            raise AssertionError("bounds are on numbers and dates; the loader lets nothing else through")
        value = known.low
        if value is None or value is not known.high or known.none:
            return within(known, floor, ceiling, low_out, high_out, stepped)
        if least is not None and (value <= least if low_out else value < least):
            return _NOT_MET
        if most is not None and (value >= most if high_out else value > most):
            return _NOT_MET
        return _MET

    return decide


def _literal(value: Value | None) -> Span | None:
    known = value.known if isinstance(value, Literally) else None
    return known if isinstance(known, Span) and known.exact and known.some else None


def _exact(bound: Span | None) -> Point:
    return None if bound is None else bound.low
