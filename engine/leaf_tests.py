"""Single tests of what is known: the one part of deciding that both readings of the rules share.

A leaf is met when its test holds for every value that its facts may still have, not met when for none, and not known
otherwise.
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from engine.amounts import Look
from engine.knowledge import Knowledge
from engine.model import Between, Fact, Is, IsNone, IsOneOf, Leaf, OfFact, OfProvision, OfShare
from engine.row_shares import Wanted, share_of_rows
from engine.shares import share_status
from engine.tables import Cell, Split, come_to, part_beside, split, whole_of
from engine.values import Known, Span, Status, equals, is_none, one_of, within


@dataclass(slots=True)
class Leaves(Knowledge):
    """What single tests say of a state of knowledge; what provisions say is for a reading to decide."""

    _shares: dict[tuple[int, Span], Status] = field(default_factory=dict)

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
            key = id(leaf), dates
            if key not in self._shares:
                self._shares[key] = self._share(leaf, source, dates)
            return self._shares[key]
        return self.tested(leaf, self.fact(source.name), dates)

    def tested(self, leaf: Leaf, known: Known, dates: Span, row: Look | None = None) -> Status:
        """What a leaf's test says of what is known, with the fields of ``row`` on its right-hand side."""
        test = leaf.test
        if isinstance(test, IsNone):
            return is_none(known)
        if isinstance(test, Is):
            return equals(known, self.worth(test.value, dates, row), leaf.stepped)
        if isinstance(test, IsOneOf):
            return one_of(known, test.values)
        low = None if test.low is None else _ordered(self.worth(test.low, dates, row))
        high = None if test.high is None else _ordered(self.worth(test.high, dates, row))
        return within(_ordered(known), low, high, test.low_out, test.high_out, leaf.stepped)

    def _share(self, leaf: Leaf, source: OfShare, dates: Span) -> Status:
        part, whole = _ordered(self.fact(source.part)), _ordered(self.fact(source.whole))
        facts = self.rule_set.facts
        capped, stepped = facts[source.part].part_of == source.whole, facts[source.whole].stepped
        if whole_of(self.rule_set, source.part, source.whole):
            capped = True
            if (status := self._share_of_rows(leaf, source, part, whole, dates)) is not None:
                return status
        both = stepped and facts[source.part].stepped
        return share_status(source, part, whole, capped, stepped, lambda share: self.tested(leaf, share, dates), both)

    def _share_of_rows(self, leaf: Leaf, source: OfShare, part: Span, whole: Span, dates: Span) -> Status | None:
        """A share of rows among rows, exactly; None where it is not bounded by numbers that are known."""
        wanted = self.wanted(leaf, dates)
        if wanted is None or part.none or whole.none:
            return None
        of, few = self.rule_set.facts[source.whole], self.rule_set.facts[source.part]
        if of.counted is None:
            return None
        rows = self.split(of, few).get(tuple(of.counted.cell.values()), Split())
        return share_of_rows(source, rows, self.table(of.counted.records).complete, part, whole, wanted)

    def wanted(self, leaf: Leaf, dates: Span) -> Wanted | None:
        """The shares that a condition lets pass; None where its bounds are not known."""
        test = leaf.test
        if not isinstance(test, Is | Between):
            return None
        low, high = (test.value, test.value) if isinstance(test, Is) else (test.low, test.high)
        ends = [None if each is None else self.worth(each, dates) for each in (low, high)]
        if not all(each is None or (each.exact and each.some) for each in ends):
            return None
        floor, ceiling = (None if each is None else each.value for each in ends)
        out = (test.low_out, test.high_out) if isinstance(test, Between) else (False, False)
        return Wanted(floor, ceiling, *out)

    def counted(self, fact: Fact) -> Known:
        """What records make of a fact that is counted from them."""
        counted = fact.counted
        if counted is None or counted.how != "count":
            return come_to(self, fact)
        cell, facts = tuple(counted.cell.values()), self.rule_set.facts
        if counted.among:
            fewest, most = self.split(facts[counted.among], fact).get(cell, Split()).part
        else:
            fewest, most = self.split(fact, part_beside(self.rule_set, fact.name)).get(cell, Split()).whole
        return Span(Fraction(fewest), Fraction(most) if self.table(counted.records).complete else None)

    def split(self, whole: Fact, part: Fact | None = None) -> Mapping[Cell, Split]:
        """The rows of a count, and among them those of a part: in every cell at once, and once for all."""
        key = (whole.cell_of or whole.name, (part.cell_of or part.name) if part else "")
        found = self.splits.get(key)
        if found is None:
            found = self.splits[key] = split(self, whole, part)
        return found


def _ordered(known: Known) -> Span:
    if isinstance(known, Span):
        return known
    raise AssertionError("bounds are on numbers and dates; the loader lets nothing else through")
