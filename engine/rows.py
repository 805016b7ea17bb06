"""Records as they are known: rows with gaps, and whether anybody has said that there are no more of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.amounts import Look, rounded, worth
from engine.model import Fact, Records
from engine.values import NEVER, Known, Options, Span, holds

Row = Mapping[str, Known]  # what is filled; a field that is missing is an empty cell


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table. ``complete``: ``by`` has said that these are all; nobody else can.

    ``disputed``: the cells, by row from 0 and by field, that the parties differ on. No burden of proof decides them.
    """

    rows: tuple[Row, ...] = ()
    complete: bool = False
    by: str = ""
    disputed: frozenset[tuple[int, str]] = frozenset()
    _alike: dict[tuple[str, ...], tuple[tuple[Row, int], ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def alike(self, fields: tuple[str, ...]) -> tuple[tuple[Row, int], ...]:
        """One row for all that hold the same in some fields, and how many there are: worked out once for these fields.

        What is known of a value is one object in every row that was read with it, so objects are compared for values.
        """
        if fields not in self._alike:
            self._alike[fields] = tuple(_alike(self.rows, fields))
        return self._alike[fields]


NO_ROWS = Table()


def _alike(rows: Sequence[Row], fields: Sequence[str]) -> Iterator[tuple[Row, int]]:
    one: dict[tuple[int, ...], Row] = {}
    times: dict[tuple[int, ...], int] = {}
    for row in rows:
        held = tuple(map(id, map(row.get, fields)))
        if held in times:
            times[held] += 1
        else:
            one[held], times[held] = row, 1
    yield from ((row, times[held]) for held, row in one.items())


def cells(records: Records, table: Table, fact: Look, figure: Look) -> Callable[[Row, str], Known]:
    """What is known of a field of a row: as filled, worked out, or what an empty cell means in this table."""
    empty = {
        name: field.domain if not (table.complete and name in records.blank) else _only_none(field)
        for name, field in records.fields.items()
    }
    values = {name: field.worked_out for name, field in records.fields.items() if field.worked_out is not None}

    def cell(row: Row, name: str) -> Known:
        value = values.get(name)
        if value is not None:
            found = worth(value, fact, figure, lambda other: cell(row, other))
            return rounded(found, records.fields[name].rounded)
        known = row.get(name)
        return empty[name] if known is None else known

    return cell


def _only_none(field: Fact) -> Known:
    return Options(frozenset(), none=True) if isinstance(field.domain, Options) else NEVER


def doubles(records: Records, table: Table) -> Iterator[tuple[int, int]]:
    """Rows, from 0, that are known by the same key as an earlier one; with that one."""
    seen: dict[tuple[object, ...], int] = {}
    columns = [_held(table.rows, name) for name in records.one_row_per]
    for place, key in enumerate(zip(*columns, strict=True)):
        if None not in key and (first := seen.setdefault(key, place)) != place:
            yield place, first


def _held(rows: Sequence[Row], name: str) -> list[object]:
    """The one value of a field that is known, in each row; None where there is none, or where it is open."""
    values: dict[int, object] = {id(None): None}  # of what is known, by the object that holds it: one for many rows
    found: list[object] = []
    for row in rows:
        known = row.get(name)
        at = id(known)
        if at not in values:
            values[at] = known.value if known is not None and known.exact else None
        found.append(values[at])
    return found


def falling_fields(records: Records, table: Table) -> frozenset[str]:
    """The fields of a complete table of which a cell is open and falls where it is not shown."""
    if not table.complete:
        return frozenset()
    fall = [name for name, field in records.fields.items() if field.falls]
    return frozenset(
        name for name in fall if any(_falls(records, table, place, name) for place in range(len(table.rows)))
    )


def closed(records: Records, table: Table) -> Table:
    """A table whose open cells have fallen to what counts where they are not shown."""
    falling = falling_fields(records, table)
    return replace(table, rows=tuple(_fallen_row(records, table, place, falling) for place in range(len(table.rows))))


def _fallen_row(records: Records, table: Table, place: int, falling: frozenset[str]) -> Row:
    row = table.rows[place]
    fell = {name: _fallen(records.fields[name], row) for name in falling if _falls(records, table, place, name)}
    return {**row, **fell}


def _falls(records: Records, table: Table, place: int, name: str) -> bool:
    """Whether a cell is open and not disputed, and what counts where it is not shown is among what it may be."""
    if (place, name) in table.disputed:
        return False
    row = table.rows[place]
    known = row.get(name)
    is_open = name not in records.blank if known is None else not known.exact
    return is_open and _fallen(records.fields[name], row) != known


def _fallen(field: Fact, row: Row) -> Known:
    known, to = row.get(field.name, field.domain), field.if_not_shown
    if isinstance(to, str) or to is None:
        end = None if not isinstance(known, Span) else known.low if to == "lowest" else known.high
        return known if end is None else Span(end, end)
    return to if holds(to, known) else known
