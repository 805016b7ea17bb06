"""Tables: rows, what each cell may hold, and what is counted, summed up, earliest and latest over them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.reference.given import domain, what_is_given
from tests.reference.leaves import MET
from tests.reference.worth import BIG, END_LESS, May, Value, between, only
from tests.reference.yaml_reader import Raw, Rules

if TYPE_CHECKING:
    from tests.reference.decide import Case


@dataclass(frozen=True)
class Where:
    """From where something is read: on which days figures are looked up, and in which provision or row, if in one."""

    days: tuple[date, ...]
    provision: str | None = None
    row: "Row | None" = None


class Row:
    """One row and what each of its cells may hold."""

    def __init__(self, table: "Table", given: dict[str, Any]) -> None:
        self.table, self.given = table, given
        self.where = Where(table.days, None, self)
        self.cell: Callable[[str], May] = cache(self._cell)

    def _cell(self, field: str) -> May:
        described = self.table.fields[field]
        if "worked_out" in described:
            whole = described.get("whole", described["type"] == "money")
            return self.table.case.worth(described["worked_out"], self.where, whole=whole)
        if field in self.given:
            return what_is_given(described, self.given[field])
        means_none = described.get("empty", "not_known") is None
        return only([None]) if self.table.complete and means_none else domain(described)

    def key(self) -> tuple[Value, ...] | None:
        """What names the row; None while it is not all known, or where nothing names it."""
        cells = [self.cell(field) for field in self.table.key]
        return tuple(cell.value for cell in cells) if cells and all(cell.settled for cell in cells) else None


class Table:
    """What is given of one table; `further` is a row of which nothing is known, as a table not complete may have."""

    def __init__(self, case: "Case", name: str) -> None:
        self.case, self.name = case, name
        self.days = case.at_as_at().days
        self.fields: dict[str, Raw] = case.rules.facts[name]["fields"]
        self.key: list[str] = case.rules.facts[name].get("one_row_per", [])
        told = case.given.get(name, {})
        self.complete = told.get("complete", False)
        self.rows = [Row(self, cells) for cells in told.get("rows", [])]
        self.further = Row(self, {})

    def counted(self, condition: Raw) -> list[tuple[Row, bool]]:
        """The rows that may satisfy the condition, each with whether it surely does."""
        verdicts = [(row, self.case.tree(condition, row.where)) for row in self.rows]
        return [(row, verdict == MET) for row, verdict in verdicts if True in verdict]

    def open_end(self, field: str) -> tuple[bool, bool]:
        """Whether further rows may make a sum smaller, and whether they may make it greater."""
        if self.complete:
            return False, False
        if "worked_out" in self.fields[field]:
            return True, True  # whatever it is described as, nobody states it
        ends = outermost(domain(self.fields[field]))
        return (False, False) if ends is None else (ends[0] < 0, ends[1] > 0)


def outermost(may: May) -> tuple[Value, Value] | None:
    """The lowest and the highest value, endless ends as they stand; None where it can only be none."""
    if may.listed is None:
        return may.low, may.high
    some = [value for value in may.listed if value is not None]
    return (min(some), max(some)) if some else None


def _may_be_none(may: May) -> bool:
    return may.none or None in (may.listed or ())


def counted(table: Table, condition: Raw) -> May:
    rows = table.counted(condition)
    sure = sum(surely for _, surely in rows)
    return between(sure, len(rows) if table.complete else BIG, whole=True)


def summed(table: Table, condition: Raw, field: str) -> May:
    """A row that surely counts adds its range, one that perhaps counts its range or nothing; none adds nothing."""
    low: Value = 0
    high: Value = 0
    for row, surely in table.counted(condition):
        may = row.cell(field)
        ends = outermost(may) or (0, 0)
        if not surely or _may_be_none(may):
            ends = min(ends[0], 0), max(ends[1], 0)
        low, high = low + ends[0], high + ends[1]
    less, more = table.open_end(field)
    described = table.fields[field]
    whole = bool(described.get("whole")) or described["type"] == "money"
    return between(-BIG if less else low, BIG if more else high, whole=whole)


def first_or_last(table: Table, condition: Raw, field: str, *, latest: bool) -> May:
    """The latest or the earliest day; none where no row surely has one."""
    first, last = END_LESS[table.fields[field]["type"]]
    lows, highs, certain = [], [], []
    for row, surely in table.counted(condition):
        may = row.cell(field)
        if ends := outermost(may):
            lows.append(ends[0])
            highs.append(ends[1])
            certain += [ends] if surely and not _may_be_none(may) else []
    if not lows and table.complete:
        return only([None])
    low, high = (min(lows), max(highs)) if table.complete else (first, last)
    if certain and latest:
        low = max(ends[0] for ends in certain)
    elif certain:
        high = min(ends[1] for ends in certain)
    return between(low, high, none=not certain)


# What cannot be


def refuse_what_cannot_be(case: "Case") -> None:
    """A ValueError where two rows have one key, or a part is more than its whole."""
    facts = case.rules.facts
    for name in [name for name, fact in facts.items() if fact["type"] == "records"]:
        keys = [key for row in case.table(name).rows if (key := row.key()) is not None]
        if len(keys) != len(set(keys)):
            raise ValueError(f"two rows of {name} have the same {case.table(name).key}")
    for part, whole in _parts(case.rules):
        least, most = outermost(case.known(part)), outermost(case.known(whole))
        if least and most and least[0] > most[1]:
            raise ValueError(f"{part} is more than {whole}, of which it is a part")


def _parts(rules: Rules) -> list[tuple[str, str]]:
    """Each fact that is a part, with each that it is a part of, directly or through others."""
    found = []
    for part, fact in rules.facts.items():
        whole = _whole(fact)
        while whole and "by" not in fact:
            found.append((part, whole))
            whole = _whole(rules.facts[whole])
    return found


def _whole(fact: Raw) -> str | None:
    among: str | None = fact.get("counted_among") if "counted_from" in fact else None
    return among or fact.get("part_of")
