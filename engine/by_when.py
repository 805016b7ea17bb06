"""By when: what a provision still asks for, condition by condition, with the last day that its rules leave for it.

It looks at what is not met or not known yet. Exceptions are no acts, so none is told. What is one of several ways is
told with the others, since any of them may be taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from engine.evaluate import Evaluation
from engine.last_days import LastDay, OpenRow, beyond, last_day, open_rows, overdue, row_by_row
from engine.model import Between, Fact, Group, Leaf, Node, OfFact, OfProvision, OfShare
from engine.values import Span, Status
from engine.walk import leaves, tested_by


@dataclass(frozen=True, slots=True)
class Lacking:
    """How many more are needed: exactly, of what surely counts now. ``of`` is the whole of a share, else none."""

    more: Fraction
    has: Fraction
    of: Fraction | None
    unit: str


@dataclass(frozen=True, slots=True)
class ByWhen:
    """One condition that is still open, and by when it can be met.

    ``by``: the last day that its own bounds leave; None where they name none, or name one for each row (``rows``).
    ``rows``: of a share, the rows that do not count in it yet. ``way``: ``1 of 2`` where one of several ways is enough.
    ``settled``: nothing more is asked for, since the condition is met without it; what is told then are rows that have
    a day of their own.
    """

    provision: str
    condition: str
    says: str
    cites: str
    status: Status
    facts: tuple[str, ...]
    by: LastDay | None
    lacking: Lacking | None
    rows: tuple[OpenRow, ...]
    table: str
    way: str
    settled: bool


@dataclass(frozen=True, slots=True)
class _Place:
    provision: str
    dates: Span
    settled: bool
    way: str = ""


def still_asked(ev: Evaluation, provision: str) -> Iterator[ByWhen]:
    """What a provision still asks for, in the law's order, through the provisions that it names."""
    yield from _of_provision(ev, provision, _Place(provision, ev.as_at, settled=False))


def _of_provision(ev: Evaluation, id: str, place: _Place) -> Iterator[ByWhen]:
    settled = place.settled or ev.provision(id) is Status.MET
    for version, dates in ev.versions(id):
        if version.when is not None:
            yield from _node(ev, replace(place, provision=id, dates=dates, settled=settled), version.when)


def _node(ev: Evaluation, place: _Place, node: Node) -> Iterator[ByWhen]:
    if isinstance(node, Leaf):
        yield from _leaf(ev, place, node)
        return
    settled = place.settled or ev.node(node, place.dates) is Status.MET
    if node.operation == "not":
        for leaf in () if settled else leaves(node):
            yield _made(place, leaf, ev.node(node, place.dates), says=f"It is not so: {leaf.says}")
        return
    for number, part in enumerate(node.of, 1):
        yield from _node(ev, _way(replace(place, settled=settled), node, number), part)


def _way(place: _Place, group: Group, number: int) -> _Place:
    """The place of one part of a group: where one of several is enough, the outermost such group tells the ways."""
    if group.operation == "all" or place.way:
        return place
    return replace(place, way=f"{number} of {len(group.of)}")


def _leaf(ev: Evaluation, place: _Place, leaf: Leaf) -> Iterator[ByWhen]:
    source = leaf.source
    if isinstance(source, OfProvision):
        yield from _of_provision(ev, source.id, place)
        return
    status = ev.leaf(leaf, place.dates)
    here = replace(place, settled=place.settled or status is Status.MET)
    if isinstance(source, OfShare):
        yield from _share(ev, here, leaf, source, status)
    elif not here.settled:
        made = replace(_made(here, leaf, status), by=last_day(ev, leaf), lacking=_more(ev, leaf, place.dates))
        late = [replace(made, by=each) for each in _late(ev, leaf)]
        yield from late or [made]


def _share(ev: Evaluation, place: _Place, leaf: Leaf, source: OfShare, status: Status) -> Iterator[ByWhen]:
    counted = ev.rule_set.facts[source.whole].counted
    each_row = row_by_row(beyond(ev.rule_set, source))
    if place.settled and not each_row:
        return
    made = _made(place, leaf, status)
    rows = tuple(open_rows(ev, source))
    if rows or not place.settled:
        table = counted.records if counted else ""
        lacking = _more_of_share(ev, leaf, source, place.dates)
        yield replace(made, by=last_day(ev, leaf), lacking=lacking, rows=rows, table=table)


def _made(place: _Place, leaf: Leaf, status: Status, says: str = "") -> ByWhen:
    return ByWhen(
        provision=place.provision,
        condition=leaf.id,
        says=says or leaf.says,
        cites=leaf.cites,
        status=status,
        facts=tested_by(leaf),
        by=None,
        lacking=None,
        rows=(),
        table="",
        way=place.way,
        settled=place.settled,
    )


def _late(ev: Evaluation, leaf: Leaf) -> Iterator[LastDay]:
    """The days by which rows had to come, where the gap between them is too long; none where it was only stated."""
    fact = ev.rule_set.facts.get(leaf.source.name) if isinstance(leaf.source, OfFact) else None
    counted = fact.counted if fact is not None else None
    if fact is None or counted is None or counted.how != "longest_gap":
        return
    if ev.table(counted.records).rows or fact.name not in ev.given:
        yield from overdue(ev, leaf, fact)


# -- how many more


def _more(ev: Evaluation, leaf: Leaf, dates: Span) -> Lacking | None:
    """How many more a number needs that is known."""
    fact = ev.rule_set.facts.get(leaf.source.name) if isinstance(leaf.source, OfFact) else None
    test = leaf.test
    if fact is None or fact.kind != "number" or not isinstance(test, Between) or test.low is None:
        return None
    known, low = ev.fact(fact.name), ev.worth(test.low, dates)
    if not (_known(known) and _known(low)) or not isinstance(known, Span):
        return None
    least = _above(low.value, fact) if test.low_out else low.value
    return Lacking(max(Fraction(0), least - known.value), known.value, None, fact.unit)


def _above(value: Fraction, fact: Fact) -> Fraction:
    return Fraction(floor(value) + 1) if fact.stepped else value


def _more_of_share(ev: Evaluation, leaf: Leaf, source: OfShare, dates: Span) -> Lacking | None:
    """How many more of a whole have to be in the part, so that the exact share passes."""
    part, whole = ev.fact(source.part), ev.fact(source.whole)
    fact, wanted = ev.rule_set.facts[source.whole], ev.wanted(leaf, dates)
    filled = fact.counted is not None and bool(ev.table(fact.counted.records).rows)
    if wanted is None or not (filled or (_known(part) and _known(whole))):
        return None
    if not (isinstance(part, Span) and isinstance(whole, Span)) or not whole.low:
        return None
    has, of = Fraction(part.low or 0), Fraction(whole.low)
    fewest, _ = wanted.before_rounding(source.rounded_to).counts(ceil(of))
    return None if fewest is None else Lacking(max(Fraction(0), fewest - has), has, of, fact.unit)


def _known(known: object) -> bool:
    return isinstance(known, Span) and known.exact and known.some
