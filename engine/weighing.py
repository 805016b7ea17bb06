"""What weighed: which conditions turn on what a person found, on numbers, or on what was not shown."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from engine.evaluate import Evaluation
from engine.model import Group, Leaf, Line, Node, OfFact, OfProvision, OfShare, Unless
from engine.reasons import Carrier, carrying, of_provision
from engine.values import Status
from engine.walk import facts_of, provisions_in


@dataclass(slots=True)
class Weighing:
    """Tells what a reader wants to hear of from what is only looked at and left: a plain fact that settles a thing."""

    ev: Evaluation
    fallen: Collection[str]
    _known: dict[str, bool] = field(default_factory=dict)

    def provision(self, id: str) -> bool:
        """Whether a provision stands as it does because of what somebody found, of a share, or of a burden of proof."""
        if id not in self._known:
            self._known[id] = any(self.carrier(each) for each in of_provision(self.ev, id, briefly=True))
        return self._known[id]

    def carrier(self, carrier: Carrier) -> bool:
        """Whether a condition does, itself or through the provisions that it names."""
        return carrier.status is not Status.NOT_KNOWN and any(self._leaf(leaf) for leaf in behind(self.ev, carrier))

    def own(self, carrier: Carrier) -> bool:
        """Whether a condition does itself."""
        return any(self._itself(leaf) for leaf in behind(self.ev, carrier))

    def line(self, line: Line) -> bool:
        """Whether a line that is passed over falls on what weighed, and on nothing plain that would be enough."""
        if line.when is None:
            return False
        status = self.ev.node(line.when, self.ev.as_at)
        parts = line.when.of if isinstance(line.when, Group) and line.when.operation == "all" else (line.when,)
        falling = [each for each in parts if self.ev.node(each, self.ev.as_at) is status]
        return status is not Status.NOT_MET or all(any(map(self._leaf, self._carrying(each))) for each in falling)

    def _carrying(self, node: Node) -> tuple[Leaf, ...]:
        return carrying(self.ev, node, self.ev.as_at)

    def _leaf(self, leaf: Leaf) -> bool:
        return self.provision(leaf.source.id) if isinstance(leaf.source, OfProvision) else self._itself(leaf)

    def _itself(self, leaf: Leaf) -> bool:
        found = isinstance(leaf.source, OfFact) and leaf.source.judgement
        return found or isinstance(leaf.source, OfShare) or any(name in self.fallen for name in facts_of(leaf))


def behind(ev: Evaluation, carrier: Carrier) -> tuple[Leaf, ...]:
    """The tests by which a condition or an exception stands as it does."""
    part = carrier.part
    return carrying(ev, part.when, carrier.dates) if isinstance(part, Unless) else (part,)


def named_in(carrier: Carrier) -> Iterator[str]:
    """The provisions that a condition or an exception names."""
    yield from provisions_in(carrier.part.when if isinstance(carrier.part, Unless) else carrier.part)


def failing(ev: Evaluation, ids: Iterable[str]) -> frozenset[str]:
    """Those of these provisions that are not met, and all that are not met behind them."""
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        id = waiting.pop()
        if id not in found and ev.provision(id) is Status.NOT_MET:
            found.add(id)
            waiting.extend(named for carrier in of_provision(ev, id) for named in named_in(carrier))
    return frozenset(found)
