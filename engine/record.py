"""What the engine holds, as JSON that is the same for the same things: no floats, sets in order, dates as ISO."""

import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any

from engine.rows import Table
from engine.values import Known, Options, Span

_SAFE = 2**53


def canonical(thing: Any) -> Any:
    """JSON of dataclasses, mappings, tuples, sets of values and single values."""
    kind = type(thing)
    if kind is str or kind is bool or kind is int or thing is None:
        return thing
    if kind is dict:
        return {name: canonical(value) for name, value in thing.items()}
    if kind is tuple or kind is list:
        return [canonical(each) for each in thing]
    if kind is Options or kind is Span:
        return known_json(thing)
    if kind is Table:
        disputed = [{"row": row, "field": name} for row, name in sorted(thing.disputed)]
        return {"rows": list(_rows_json(thing)), "complete": thing.complete, "by": thing.by, "disputed": disputed}
    if names := _names(kind):  # type: ignore[arg-type]  # a type is hashable
        return {name: canonical(getattr(thing, name)) for name in names}
    if isinstance(thing, Mapping):
        return {name: canonical(value) for name, value in thing.items()}
    return scalar_json(thing)


def _rows_json(table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a table. What many rows hold is one object, and is written once."""
    written: dict[int, Any] = {}
    for row in table.rows:
        for known in row.values():
            if id(known) not in written:
                written[id(known)] = known_json(known)
        yield {name: written[id(known)] for name, known in row.items()}


def canonical_bytes(thing: Any, otherwise: Callable[[Any], str] | None = None) -> bytes:
    """JSON by RFC 8785, of what has no floats and names its keys in ASCII: all that the engine makes has neither.

    ``otherwise`` writes what JSON has no word for, where there may be any.
    Python's own writer is many times faster than one that caters for both, and a test compares the two.
    """
    written = json.dumps(
        thing, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True, default=otherwise
    )
    return written.encode()


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    """The fields of a dataclass; none of anything else."""
    return tuple(field.name for field in fields(kind)) if isinstance(kind, type) and is_dataclass(kind) else ()


def known_json(known: Known) -> Any:
    """What is known of a fact, in the notation in which facts are stated: a value, a range, options."""
    if known.exact:
        return "none" if known.value is None else scalar_json(known.value)
    if isinstance(known, Options):
        shown: dict[str, Any] = {"one_of": sorted((scalar_json(value) for value in known.options), key=str)}
    else:
        ends = {"from": known.low, "to": known.high}
        shown = {name: scalar_json(end) for name, end in ends.items() if end is not None}
    if known.none:
        shown["may_be_none"] = True
    return shown


def scalar_json(value: Any) -> Any:
    """Whole numbers as integers, others as exact decimals or fractions in a string; dates as ISO."""
    if isinstance(value, Fraction):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else value


def _number(value: Fraction) -> int | str:
    if value.denominator == 1 and abs(value) < _SAFE:
        return int(value)
    places = next((places for places in range(19) if value * 10**places % 1 == 0), None)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    point = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{point}" if value < 0 else point
