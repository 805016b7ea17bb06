"""What rows come to: counts, sums, first and last dates, gaps. A row counts surely, perhaps, or not.

What is found holds for every way in which the gaps may yet be filled, and for every row that may yet be added to a
table that nobody has said is complete.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Protocol

from engine.model import Counted, Fact, Group, Leaf, Node, OfField, RuleSet, Value
from engine.row_amounts import earliest, latest, longest_gap, summed
from engine.rows import Row, Table, cells
from engine.values import Known, Options, Span, Status
from engine.walk import bounds_of, counted_by, facts_in, fields_in, fields_of, leaves, tested_by

MET, NOT_KNOWN, NOT_MET = Status.MET, Status.NOT_KNOWN, Status.NOT_MET
_OPPOSITE = {MET: NOT_MET, NOT_KNOWN: NOT_KNOWN, NOT_MET: MET}

Cell = tuple[str, ...]  # the options of the fields by which a count is told apart, in their order; empty: one for all
Judge = Callable[[Row], Status]


class Tester(Protocol):
    """What counting needs of a state of knowledge."""

    rule_set: RuleSet
    as_at: Span

    def fact(self, name: str) -> Known: ...
    def figure(self, name: str, dates: Span) -> Known: ...
    def table(self, name: str) -> Table: ...
    def worth(self, value: Value, dates: Span) -> Known: ...
    def leaf(self, leaf: Leaf, dates: Span) -> Status: ...
    def tested(self, leaf: Leaf, known: Known, dates: Span, row: Callable[[str], Known] | None) -> Status: ...


@dataclass(slots=True)
class Split:
    """The rows of a whole, and of a part in it: those that are surely in the whole, and those that perhaps are.

    Of each, how many are then surely, perhaps and not in the part.
    """

    surely_in: list[int] = field(default_factory=lambda: [0, 0, 0])
    perhaps_in: list[int] = field(default_factory=lambda: [0, 0, 0])

    @property
    def whole(self) -> tuple[int, int]:
        """The fewest and the most rows of the whole that these rows come to."""
        sure = sum(self.surely_in)
        return sure, sure + sum(self.perhaps_in)

    @property
    def part(self) -> tuple[int, int]:
        """The fewest and the most rows of the part."""
        return self.surely_in[0], sum(self.surely_in[:2]) + sum(self.perhaps_in[:2])


_PLACE = {MET: 0, NOT_KNOWN: 1, NOT_MET: 2}


def split(ev: Tester, whole: Fact, part: Fact | None = None) -> Mapping[Cell, Split]:
    """The rows of a count, in every cell that has some; and among them those of a part, where one is named."""
    counted = counted_of(whole)
    table, cell = ev.table(counted.records), cells_of(ev, counted)
    in_whole = judge_all(ev, cell, conditions(ev.rule_set, whole))
    beyond = [] if part is None else conditions(ev.rule_set, part)[len(conditions(ev.rule_set, whole)) :]
    in_part = judge_all(ev, cell, beyond)
    by = tuple(counted.cell)
    found: dict[Cell, Split] = {}
    for row, times in table.alike(fields_read(ev, counted, (*conditions(ev.rule_set, whole), *beyond))):
        status = in_whole(row)
        if status is NOT_MET:
            continue
        place = _PLACE[in_part(row)]
        for options, surely in within_cells(row, by, cell):
            mine = found.setdefault(options, Split())
            (mine.surely_in if surely and status is MET else mine.perhaps_in)[place] += times
    return found


@lru_cache(maxsize=4096)
def part_beside(rule_set: RuleSet, whole: str) -> Fact | None:
    """A part of a count that is found on the way, since its own conditions speak of the row alone; None without one."""
    parts = (fact for fact in rule_set.facts.values() if fact.counted and fact.counted.among == whole)
    return next((part for part in parts if not _speaks_of_facts(rule_set, part)), None)


def _speaks_of_facts(rule_set: RuleSet, part: Fact) -> bool:
    where = counted_of(part).where
    tested = (name for leaf in leaves(where) for name in tested_by(leaf)) if where is not None else ()
    return any(tested) or any(name for value in counted_by(rule_set, part) for name in facts_in(value))


def standing(ev: Tester, whole: Fact, part: Fact) -> Iterator[tuple[int, Status, Status]]:
    """The rows that may be in the cell of a whole, by their place: whether they are in it, and then in a part of it."""
    counted = counted_of(whole)
    cell, before = cells_of(ev, counted), conditions(ev.rule_set, whole)
    in_whole = judge_all(ev, cell, before)
    in_part = judge_all(ev, cell, conditions(ev.rule_set, part)[len(before) :])
    by, wanted = tuple(counted.cell), tuple(counted.cell.values())
    for place, row in enumerate(ev.table(counted.records).rows):
        cells_of_row = dict(within_cells(row, by, cell))
        status = in_whole(row) if wanted in cells_of_row else NOT_MET
        if status is not NOT_MET:
            yield place, (status if cells_of_row[wanted] else NOT_KNOWN), in_part(row)


def fields_read(ev: Tester, counted: Counted, nodes: Sequence[Node]) -> tuple[str, ...]:
    """The fields that somebody fills of those that say whether a row counts, and in which cell."""
    fields = ev.rule_set.tables[counted.records].fields
    waiting = [*counted.cell, *(name for node in nodes for name in fields_of(node))]
    read: dict[str, None] = {}
    while waiting:
        name = waiting.pop()
        value = fields[name].worked_out
        if value is None:
            read[name] = None
        else:
            waiting += fields_in(value)
    return tuple(read)


def within_cells(row: Row, by: Sequence[str], cell: Callable[[Row, str], Known]) -> Iterator[tuple[Cell, bool]]:
    """The cells in which a row may be, and whether it surely is."""
    known = [cell(row, name) for name in by]
    sure = all(each.exact for each in known)
    for options in product(*(each.options if isinstance(each, Options) else () for each in known)):
        yield options, sure


def conditions(rule_set: RuleSet, fact: Fact) -> tuple[Node, ...]:
    """The conditions that a row must meet to be counted: those of the count it is among first."""
    counted = counted_of(fact)
    before = conditions(rule_set, rule_set.facts[counted.among]) if counted.among else ()
    return (*before, *((counted.where,) if counted.where is not None else ()))


def whole_of(rule_set: RuleSet, part: str, whole: str) -> bool:
    """Whether one count is made among the rows of another, perhaps through others."""
    fact = rule_set.facts.get(part)
    while fact is not None and fact.counted is not None and fact.counted.among:
        if fact.counted.among == whole:
            return True
        fact = rule_set.facts[fact.counted.among]
    return False


def come_to(ev: Tester, fact: Fact) -> Known:
    """What the rows come to, for a fact that is counted from them; a count is found with ``split``."""
    counted = counted_of(fact)
    table = ev.table(counted.records)
    rows = list(_rows(ev, fact, table))
    match counted.how:
        case "sum":
            return summed(rows, ev.rule_set.tables[counted.records].fields[counted.takes], table.complete)
        case "latest":
            return latest(rows, table.complete)
        case "earliest":
            return earliest(rows, table.complete)
    ends = [ev.worth(value, ev.as_at) for value in (counted.period.start, counted.period.end)] if counted.period else []
    return longest_gap(ends, rows, table.complete)


def counted_of(fact: Fact) -> Counted:
    """How a fact is counted, of one that is."""
    if fact.counted is None:
        raise AssertionError(f"{fact.name} is not counted")
    return fact.counted


def cells_of(ev: Tester, counted: Counted) -> Callable[[Row, str], Known]:
    """What is known of a field of a row, for every row of the table that is counted from."""
    records = ev.rule_set.tables[counted.records]
    return cells(records, ev.table(counted.records), ev.fact, lambda name: ev.figure(name, ev.as_at))


# -- conditions over a row


def judge_all(ev: Tester, cell: Callable[[Row, str], Known], nodes: Sequence[Node]) -> Judge:
    """Whether a row meets all of these. Right-hand sides that no row changes are worked out once for all rows."""
    judges = [_node(ev, cell, node) for node in nodes]
    if len(judges) == 1:
        return judges[0]
    return lambda row: min((judge(row) for judge in judges), default=MET)


def _node(ev: Tester, cell: Callable[[Row, str], Known], node: Node) -> Judge:
    if isinstance(node, Leaf):
        return _leaf(ev, cell, node)
    parts = [_node(ev, cell, part) for part in node.of]
    return _grouped(node, parts)


def _grouped(group: Group, parts: Sequence[Judge]) -> Judge:
    match group.operation:
        case "all":
            return lambda row: min(part(row) for part in parts)
        case "any":
            return lambda row: max(part(row) for part in parts)
        case "not":
            return lambda row: _OPPOSITE[parts[0](row)]
    return lambda row: sorted((part(row) for part in parts), reverse=True)[group.count - 1]


def _leaf(ev: Tester, cell: Callable[[Row, str], Known], leaf: Leaf) -> Judge:
    moving = any(True for bound in bounds_of(leaf) for _ in fields_in(bound))
    source = leaf.source
    if not isinstance(source, OfField):
        if moving:
            return lambda row: ev.tested(leaf, ev.fact(_name(leaf)), ev.as_at, lambda name: cell(row, name))
        status = ev.leaf(leaf, ev.as_at)
        return lambda _row: status
    name = source.name
    if moving:
        return lambda row: ev.tested(leaf, cell(row, name), ev.as_at, lambda other: cell(row, other))
    judged: dict[Known, Status] = {}

    def judge(row: Row) -> Status:
        known = cell(row, name)
        found = judged.get(known)
        if found is None:
            found = judged[known] = ev.tested(leaf, known, ev.as_at, None)
        return found

    return judge


def _name(leaf: Leaf) -> str:
    return str(getattr(leaf.source, "name", ""))


# -- the rows of one count


def _rows(ev: Tester, fact: Fact, table: Table) -> Iterator[tuple[Status, Span]]:
    """The rows that may count, each with whether it surely does, and what is known of the field that is taken."""
    counted = counted_of(fact)
    cell = cells_of(ev, counted)
    judge = judge_all(ev, cell, conditions(ev.rule_set, fact))
    wanted = tuple(counted.cell.values())
    for row in table.rows:
        status = judge(row)
        if status is NOT_MET:
            continue
        places = dict(within_cells(row, tuple(counted.cell), cell))
        if wanted not in places:
            continue
        known = cell(row, counted.takes)
        if isinstance(known, Span):
            yield (status if places[wanted] else min(status, NOT_KNOWN)), known
