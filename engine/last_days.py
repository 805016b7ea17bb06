"""The last day on which what a condition asks for can still be done, as far as the rules themselves name one.

It is read from what the rule compares: the bound of a date, the bounds of the rows that are counted, a field that is
worked out for each row, the longest gap that is allowed. Where a rule names none, there is none here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from engine.condition_words import period_told, reckoned
from engine.counting import shift
from engine.evaluate import Evaluation
from engine.model import (
    Between,
    Counted,
    Fact,
    FactValue,
    FieldValue,
    Leaf,
    Literally,
    Node,
    OfFact,
    OfField,
    OfShare,
    RuleSet,
    Shifted,
    Value,
)
from engine.plain import day, words
from engine.rows import Row
from engine.tables import cells_of, conditions, counted_of, judge_all, standing, whole_of, within_cells
from engine.values import Known, Span, Status
from engine.walk import bounds_of, fields_in, leaves

Look = Callable[[str], Known]
Fields = Mapping[str, Fact]
_NO_FIELDS: Fields = {}


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day that still counts, and from what it comes: ``the end of the training year``."""

    day: date
    comes_from: str


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row that counts in the whole of a share and not, or not surely, in its part.

    ``place`` is its number in the table, from 0; ``held`` what is filled in it. ``status`` is not met where it surely
    is in the whole and surely not in the part, and not known otherwise. ``by``: up to when it still
    can be, where each row has a day of its own.
    """

    place: int
    status: Status
    by: LastDay | None
    held: Row


def last_day(ev: Evaluation, leaf: Leaf) -> LastDay | None:
    """The last day that a condition on a fact or a share leaves; None where its rule names none for all rows alike."""
    source = leaf.source
    if isinstance(source, OfShare):
        nodes = beyond(ev.rule_set, source)
        return None if row_by_row(nodes) else _of_all(ev, nodes, _fields(ev, source.part), None)
    fact = ev.rule_set.facts.get(source.name) if isinstance(source, OfFact) else None
    if fact is None:
        return None
    if fact.counted is None:
        return _upper(ev, leaf, _NO_FIELDS, None)
    if fact.counted.period is not None:
        end = ev.worth(fact.counted.period.end, ev.as_at)
        return _exactly(end, f"the {_period(ev.rule_set, fact.counted)}")
    found = [
        _of_all(ev, conditions(ev.rule_set, fact), _fields(ev, fact.name), None),
        _upper(ev, leaf, _NO_FIELDS, None),
    ]
    return _first(each for each in found if each is not None)


def beyond(rule_set: RuleSet, source: OfShare) -> tuple[Node, ...]:
    """What a row must meet to count in the part of a share, beside what makes it count in the whole."""
    part = rule_set.facts.get(source.part)
    if part is None or part.counted is None:
        return ()
    before = len(conditions(rule_set, rule_set.facts[source.whole])) if _among(rule_set, source) else 0
    return conditions(rule_set, part)[before:]


def row_by_row(nodes: Sequence[Node]) -> bool:
    """Whether each row has a last day of its own, since a bound speaks of the row."""
    return any(_moves(leaf) for node in nodes for leaf in leaves(node))


def open_rows(ev: Evaluation, source: OfShare) -> Iterator[OpenRow]:
    """The rows that may yet count in the part of a share, in their order."""
    if not _among(ev.rule_set, source):
        return
    whole, part = (ev.rule_set.facts[name] for name in (source.whole, source.part))
    counted, nodes = counted_of(whole), beyond(ev.rule_set, source)
    each_row = row_by_row(nodes)
    cell, rows, fields = cells_of(ev, counted), ev.table(counted.records).rows, _fields(ev, source.part)
    for place, in_whole, in_part in standing(ev, whole, part):
        if in_part is not Status.MET:
            status = in_part if in_whole is Status.MET else Status.NOT_KNOWN
            by = _of_all(ev, nodes, fields, _look(cell, rows[place])) if each_row else None
            yield OpenRow(place, status, by, rows[place])


def overdue(ev: Evaluation, leaf: Leaf, fact: Fact) -> Iterator[LastDay]:
    """Where the longest gap between rows is more months than a condition allows: the days by which a row had to come.

    One for each such stretch of the period, in order. Only rows that surely count are looked at.
    """
    counted = counted_of(fact)
    most = _most_months(ev, leaf)
    if most is None or counted.period is None:
        return
    start, end = (_one(ev.worth(value, ev.as_at)) for value in (counted.period.start, counted.period.end))
    if start is None or end is None:
        return
    held = sorted({each for each in _days(ev, fact, counted) if start <= each <= end})
    for one, other in pairwise([start, *held, end]):
        by = shift(one, most, "months", "from_the_next_day")
        if other > by:
            last = "last one" if one in held else _period(ev.rule_set, counted, "start").partition(" from ")[0]
            yield LastDay(by, f"{most} {'month' if most == 1 else 'months'} after the {last}, {day(one)}")


# -- bounds


def _of_all(ev: Evaluation, nodes: Sequence[Node], fields: Fields, row: Look | None) -> LastDay | None:
    found = (_of_node(ev, node, fields, row) for node in nodes)
    return _first(each for each in found if each is not None)


def _of_node(ev: Evaluation, node: Node, fields: Fields, row: Look | None) -> LastDay | None:
    """The last day on which a condition over a row can be met, as far as its dates bound it."""
    if isinstance(node, Leaf):
        return _upper(ev, node, fields, row)
    if node.operation == "not":
        return None
    found = [_of_node(ev, part, fields, row) for part in node.of]
    bounded = sorted((each for each in found if each is not None), key=lambda each: each.day)
    if node.operation == "all":
        return bounded[0] if bounded else None
    return bounded[-max(node.count, 1)] if len(bounded) == len(found) else None


def _upper(ev: Evaluation, leaf: Leaf, fields: Fields, row: Look | None) -> LastDay | None:
    """The upper bound of one date, where it is known."""
    test = leaf.test
    if leaf.kind not in ("date", "date_and_time") or not isinstance(test, Between) or test.high is None:
        return None
    if row is None and _moves(leaf):
        return None
    found = _exactly(ev.worth(test.high, ev.as_at, row), _named(ev.rule_set, test, _tested(ev, leaf, fields), fields))
    if found is not None and test.high_out and leaf.kind == "date":
        return LastDay(found.day - timedelta(days=1), f"the day before {found.comes_from}")
    return found


def _named(rule_set: RuleSet, test: Between, of: Fact | None, fields: Fields) -> str:
    """From what an upper bound comes, in words."""
    value = test.high
    if test.period:
        return f"the end of the {period_told(rule_set, test.period)}"
    if value is None or isinstance(value, Literally):
        return "the day that the rule names"
    of = fields.get(value.name, of) if isinstance(value, FieldValue) else of
    if of is None:
        return "a day that is worked out"
    worked_out = of.worked_out if isinstance(value, FieldValue) else None
    return _quoted(worked_out or value, of)


def _quoted(value: Value, of: Fact) -> str:
    """How a day is worked out, with what it starts from as a name: ``7 working days after “died on”``."""
    told = reckoned(value, of)
    start = value.base if isinstance(value, Shifted) else value
    name = words(start.name) if isinstance(start, FactValue | FieldValue) else ""
    return told.replace(f"the {name}", f"“{name}”", 1) if name else told


def _tested(ev: Evaluation, leaf: Leaf, fields: Fields) -> Fact | None:
    """The fact or the field that a condition tests."""
    if isinstance(leaf.source, OfField):
        return fields.get(leaf.source.name)
    return ev.rule_set.facts.get(leaf.source.name) if isinstance(leaf.source, OfFact) else None


def _exactly(known: Known, comes_from: str) -> LastDay | None:
    found = _one(known)
    return None if found is None else LastDay(found, comes_from)


def _one(known: Known) -> date | None:
    """The one day that it is; None while it is open, or where there is none."""
    if not (isinstance(known, Span) and known.exact and known.some):
        return None
    value = known.value
    return value.date() if isinstance(value, datetime) else value


def _first(found: Iterable[LastDay]) -> LastDay | None:
    return min(found, key=lambda each: each.day, default=None)


def _moves(leaf: Leaf) -> bool:
    """Whether the right-hand side of a test speaks of the row."""
    return any(True for bound in bounds_of(leaf) for _ in fields_in(bound))


# -- rows


def _among(rule_set: RuleSet, source: OfShare) -> bool:
    return rule_set.facts[source.whole].counted is not None and whole_of(rule_set, source.part, source.whole)


def _fields(ev: Evaluation, counted: str) -> Fields:
    of = ev.rule_set.facts[counted].counted
    return {} if of is None else dict(ev.rule_set.tables[of.records].fields)


def _look(cell: Callable[[Row, str], Known], row: Row) -> Look:
    return lambda name: cell(row, name)


def _days(ev: Evaluation, fact: Fact, counted: Counted) -> Iterator[date]:
    """The days of the rows that surely count."""
    cell = cells_of(ev, counted)
    judge, wanted = judge_all(ev, cell, conditions(ev.rule_set, fact)), tuple(counted.cell.values())
    for row in ev.table(counted.records).rows:
        found = _one(cell(row, counted.takes))
        surely = dict(within_cells(row, tuple(counted.cell), cell)).get(wanted, False)
        if found is not None and surely and judge(row) is Status.MET:
            yield found


def _most_months(ev: Evaluation, leaf: Leaf) -> int | None:
    """The most whole months that a condition allows."""
    test = leaf.test
    known = ev.worth(test.high, ev.as_at) if isinstance(test, Between) and test.high is not None else None
    if not (isinstance(known, Span) and known.exact and isinstance(known.value, Fraction)):
        return None
    return ceil(known.value) - 1 if isinstance(test, Between) and test.high_out else floor(known.value)


def _period(rule_set: RuleSet, counted: Counted, end: str = "end") -> str:
    name = next((name for name, each in rule_set.periods.items() if each == counted.period), "")
    return f"{end} of the {period_told(rule_set, name) if name else 'period'}"
