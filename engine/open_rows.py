"""What keeps a count open: cells and rows that are missing, and facts that the conditions of its rows speak of."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.model import Fact, Leaf, Node, OfField, Value
from engine.rows import Row
from engine.tables import Judge, Tester, cells_of, conditions, counted_of, fields_read, judge_all, within_cells
from engine.values import Status
from engine.walk import bounds_of, facts_in, facts_of, fields_in


@dataclass(slots=True)
class OpenBehind:
    """``rows``: the table may grow, or a cell that matters is open. ``facts`` and ``values`` may be open as well."""

    rows: bool = False
    facts: dict[str, None] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list)


def open_behind(ev: Tester, fact: Fact) -> OpenBehind:
    """What could settle a count. In a table that may grow, a further row of which nothing is known counts too."""
    return _Looking(ev, fact).look()


class _Looking:
    def __init__(self, ev: Tester, fact: Fact) -> None:
        self.ev, self.counted = ev, counted_of(fact)
        self.table, self.cell = ev.table(self.counted.records), cells_of(ev, self.counted)
        self.nodes = conditions(ev.rule_set, fact)
        self.fields = ev.rule_set.tables[self.counted.records].fields
        self.found = OpenBehind(rows=not self.table.complete)
        self.judges: dict[int, Judge] = {}

    def look(self) -> OpenBehind:
        read = fields_read(self.ev, self.counted, self.nodes)
        rows = [row for row, _ in self.table.alike((*read, *self._taken()))]
        for row in rows if self.table.complete else [*rows, {}]:
            self._row(row)
        return self.found

    def _taken(self) -> tuple[str, ...]:
        return (self.counted.takes,) if self.counted.takes else ()

    def _row(self, row: Row) -> None:
        here = dict(within_cells(row, tuple(self.counted.cell), self.cell))
        if tuple(self.counted.cell.values()) not in here:
            return
        if any(self._status(row, node) is Status.NOT_MET for node in self.nodes):
            return
        for name in (*self.counted.cell, *self._taken()):
            self._field(row, name)
        for node in self.nodes:
            for leaf in self._open(row, node):
                self._leaf(row, leaf)

    def _status(self, row: Row, node: Node) -> Status:
        if id(node) not in self.judges:
            self.judges[id(node)] = judge_all(self.ev, self.cell, (node,))
        return self.judges[id(node)](row)

    def _open(self, row: Row, node: Node) -> Iterator[Leaf]:
        """The leaves not known that keep a condition from being known for a row."""
        if self._status(row, node) is not Status.NOT_KNOWN:
            return
        if isinstance(node, Leaf):
            yield node
        else:
            for part in node.of:
                yield from self._open(row, part)

    def _leaf(self, row: Row, leaf: Leaf) -> None:
        self.found.facts |= dict.fromkeys(facts_of(leaf))
        self.found.values += bounds_of(leaf)
        left = (leaf.source.name,) if isinstance(leaf.source, OfField) else ()
        for name in (*left, *(each for bound in bounds_of(leaf) for each in fields_in(bound))):
            self._field(row, name)

    def _field(self, row: Row, name: str) -> None:
        if self.cell(row, name).exact:
            return
        value = self.fields[name].worked_out
        if value is None:
            self.found.rows = True
            return
        self.found.facts |= dict.fromkeys(facts_in(value))
        self.found.values.append(value)
        for each in fields_in(value):
            self._field(row, each)
