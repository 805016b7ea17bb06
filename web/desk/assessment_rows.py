"""Rows of a table that a trust brought, in words: each cell as people read it, and what a preview would change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assessment.kept import importing
from engine import Fact, Records, capital, day, words

SHOWN = 20  # rows of each kind that a preview shows; how many more there are is said
_STATES = {"not_known": "not known", "disputed": "people differ", "not_asked": "not asked"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: where it stands, what tells it from others, and what it holds, or what becomes of that."""

    number: int
    called: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows of one kind, the first of them in words; ``more``: how many others there are."""

    of_file: bool  # whether they are numbered as in the file that came, and not as in the table that stands
    lines: tuple[Line, ...]
    more: int

    @property
    def many(self) -> int:
        """How many there are."""
        return len(self.lines) + self.more


def changes(
    records: Records, seen: importing.Preview, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]],
    numbers: Sequence[int],
) -> Mapping[str, Lines]:  # fmt: skip
    """What would become of the rows: new, changed and gone. ``numbers``: the row of the file for each that came."""
    was = {_key(records, row): row for row in before}

    def line(at: int) -> Line:
        row = after[at - 1]
        return Line(numbers[at - 1], called(records, row), tuple(_rest(records, row)))

    def other(at: int) -> Line:
        row = after[at - 1]
        told = tuple(_difference(records, was.get(_key(records, row), {}), row))
        return Line(numbers[at - 1], called(records, row), told)

    def old(at: int) -> Line:
        row = before[at - 1]
        return Line(at, called(records, row), tuple(_rest(records, row)))

    found = {"new": (seen.new, line), "changed": (seen.changed, other), "gone": (seen.gone, old)}
    return {
        kind: Lines(kind != "gone", tuple(map(say, places[:SHOWN])), max(0, len(places) - SHOWN))
        for kind, (places, say) in found.items()
    }


def called(records: Records, row: Mapping[str, Any]) -> str:
    """What tells a row from others: ``staff S1, course emergencies training``."""
    return ", ".join(_says(records, name, row.get(name)) for name in records.one_row_per)


def cells(records: Records, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The cells of a row in the order of the columns."""
    return tuple(cell_words(field, row.get(name)) if name in row else "" for name, field in columns(records).items())


def columns(records: Records) -> Mapping[str, Fact]:
    """The fields that are given, and not worked out from others."""
    return {name: field for name, field in records.fields.items() if field.worked_out is None}


def cell_words(field: Fact, value: Any) -> str:
    """What stands in a cell, as people read it; an empty one is ``nothing``."""
    if isinstance(value, Mapping):
        return _STATES.get(str(value.get("state")), "") or cell_words(field, value.get("value"))
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value == "none" and field.domain.none:
        return "none"
    if field.kind == "money" and isinstance(value, int):
        return f"£{Decimal(value) / 100:,.2f}"
    if field.kind in ("date", "date_and_time"):
        return _when(str(value))
    return words(str(value)) if field.kind == "choice" else str(value)


def _when(said: str) -> str:
    on, _, at = said.partition(" ")
    try:
        told = day(date.fromisoformat(on))
    except ValueError:
        return said
    return f"{told} at {at}" if at else told


def _says(records: Records, name: str, value: Any) -> str:
    return f"{words(name)} {cell_words(records.fields[name], value)}"


def _rest(records: Records, row: Mapping[str, Any]) -> Iterator[str]:
    for name in columns(records):
        if name in row and name not in records.one_row_per:
            yield capital(_says(records, name, row[name]))


def _difference(records: Records, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name, field in columns(records).items():
        one, other = (cell_words(field, row.get(name)) for row in (before, after))
        if one != other:
            yield f"{capital(words(name))}: {one} before, {other} now"


def _key(records: Records, row: Mapping[str, Any]) -> str:
    return repr([row.get(name) for name in records.one_row_per])
