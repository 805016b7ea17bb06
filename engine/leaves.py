"""Single tests of what is known: the one part of deciding that both readings of the rules share.

A leaf is met when its test holds for every value that its facts may still have, not met when for none, and not known
otherwise.
"""

from abc import abstractmethod
from dataclasses import dataclass

from engine.knowledge import Knowledge
from engine.model import Is, IsNone, IsOneOf, Leaf, OfFact, OfProvision, OfShare
from engine.shares import share_status
from engine.values import Known, Span, Status, equals, is_none, one_of, within


@dataclass(slots=True)
class Leaves(Knowledge):
    """What single tests say of a state of knowledge; what provisions say is for a reading to decide."""

    @abstractmethod
    def provision(self, id: str) -> Status:
        """Whether a provision is met."""

    def leaf(self, leaf: Leaf, dates: Span) -> Status:
        """Whether one test holds for every value, for none, or for some only."""
        source = leaf.source
        if leaf.fixed is not None and isinstance(source, OfFact):
            return leaf.fixed(self.fact(source.name))
        if isinstance(source, OfProvision):
            return self.provision(source.id)
        if isinstance(source, OfShare):
            return self._share(leaf, source, dates)
        return self._test(leaf, self.fact(source.name), dates)

    def _test(self, leaf: Leaf, known: Known, dates: Span) -> Status:
        test = leaf.test
        if isinstance(test, IsNone):
            return is_none(known)
        if isinstance(test, Is):
            return equals(known, self.worth(test.value, dates), leaf.stepped)
        if isinstance(test, IsOneOf):
            return one_of(known, test.values)
        low = None if test.low is None else _ordered(self.worth(test.low, dates))
        high = None if test.high is None else _ordered(self.worth(test.high, dates))
        return within(_ordered(known), low, high, test.low_out, test.high_out, leaf.stepped)

    def _share(self, leaf: Leaf, source: OfShare, dates: Span) -> Status:
        part, whole = _ordered(self.fact(source.part)), _ordered(self.fact(source.whole))
        facts = self.rule_set.facts
        capped, stepped = facts[source.part].part_of == source.whole, facts[source.whole].stepped
        return share_status(source, part, whole, capped, stepped, lambda share: self._test(leaf, share, dates))


def _ordered(known: Known) -> Span:
    if isinstance(known, Span):
        return known
    raise AssertionError("bounds are on numbers and dates; the loader lets nothing else through")
