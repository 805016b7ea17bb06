"""Which rows stand behind a share: those that count in it, those that keep it down, and those in doubt."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.evaluate import Evaluation
from engine.model import Fact, Group, Leaf, Node, OfShare, RuleSet
from engine.parts_asked import parts_asked
from engine.tables import standing, whole_of
from engine.values import Span, Status
from engine.walk import counted_by, facts_in, leaves, leaves_of, tested_for


@dataclass(frozen=True, slots=True)
class ShareOfRows:
    """A condition on a share of rows, and its rows by their number in the table, from 0.

    ``counted`` are surely in the whole and in the part, ``failed`` surely in the whole and not in the part; what is
    ``doubtful`` may yet fall either way, or out of the whole.

    ``stands``: how the condition stands in which the share may be one of several ways, as where doctors may be planned
    for instead; ``within`` are that condition's words, and empty where the share stands for itself.
    """

    provision: str
    condition: str
    says: str
    cites: str
    status: Status
    part: Span
    whole: Span
    counted: tuple[int, ...]
    failed: tuple[int, ...]
    doubtful: tuple[int, ...]
    stands: Status
    within: str = ""


def shares_of_rows(ev: Evaluation, table: str) -> tuple[ShareOfRows, ...]:
    """Every condition on a share that is counted from a table, in the law's order."""
    return tuple(_shares(ev, table))


def _shares(ev: Evaluation, table: str) -> Iterator[ShareOfRows]:
    for id in ev.rule_set.provisions:
        for version, dates in ev.versions(id):
            parts = parts_asked(version)
            for leaf in leaves_of(version):
                if isinstance(leaf.source, OfShare) and _from(ev, leaf.source, table):
                    around = next((part for part in parts if any(each is leaf for each in leaves(part))), leaf)
                    yield _share(ev, id, leaf, leaf.source, dates, around)


def _from(ev: Evaluation, source: OfShare, table: str) -> bool:
    counted = ev.rule_set.facts[source.whole].counted
    among = whole_of(ev.rule_set, source.part, source.whole)
    return counted is not None and counted.records == table and among


def _share(ev: Evaluation, provision: str, leaf: Leaf, source: OfShare, dates: Span, around: Node) -> ShareOfRows:
    facts = ev.rule_set.facts
    rows: dict[str, list[int]] = {"counted": [], "failed": [], "doubtful": []}
    for place, in_whole, in_part in standing(ev, facts[source.whole], facts[source.part]):
        if in_whole is Status.NOT_KNOWN or in_part is Status.NOT_KNOWN:
            rows["doubtful"].append(place)
        else:
            rows["counted" if in_part is Status.MET else "failed"].append(place)
    part, whole = (known if isinstance(known, Span) else Span() for known in map(ev.fact, (source.part, source.whole)))
    status, within = ev.leaf(leaf, dates), around.says if isinstance(around, Group) else ""
    placed = {name: tuple(places) for name, places in rows.items()}
    stands = ev.node(around, dates)
    return ShareOfRows(
        provision, leaf.id, leaf.says, leaf.cites, status, part, whole, **placed, stands=stands, within=within
    )


def asked_beside(rule_set: RuleSet, table: str) -> tuple[Fact, ...]:
    """The facts that somebody gives on which it turns how the rows of a table are counted; the governing date first."""
    names: dict[str, None] = {}
    waiting = [name for name, fact in rule_set.facts.items() if fact.counted and fact.counted.records == table]
    while waiting:
        fact = rule_set.facts.get(waiting.pop())
        if fact is None or fact.name in names:
            continue
        names[fact.name] = None
        values = [*counted_by(rule_set, fact), *(() if fact.worked_out is None else (fact.worked_out,))]
        waiting += [*tested_for(fact), *(name for value in values for name in facts_in(value))]
    found = (rule_set.facts[name] for name in (rule_set.as_at, *names) if name in rule_set.facts)
    return tuple({fact.name: fact for fact in found if fact.given and not fact.counted}.values())
