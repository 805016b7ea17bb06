"""How a provision is told in an explanation: what it comes to, what weighed, and no more of what is behind it."""

from collections.abc import Iterator
from itertools import compress
from operator import not_
from typing import TYPE_CHECKING

from engine.account import Accounting
from engine.briefly import Briefly, valued
from engine.model import Leaf, OfProvision, Unless
from engine.reasons import Carrier, of_provision
from engine.sentences import capital, lower
from engine.values import Status
from engine.weighing import Weighing, named_in

if TYPE_CHECKING:
    from engine.determination import Determination

Groups = Iterator[tuple[str, ...]]


class Telling(Accounting):
    """Tells each provision once. What it passes over is kept, to be named."""

    def __init__(self, found: "Determination") -> None:
        super().__init__(found)
        self.teller: Briefly = Briefly(found.evaluation, found.facts, found.fallen)
        self.weighing = Weighing(found.evaluation, found.fallen)
        self.said: set[str] = set()
        self.passed: dict[str, None] = {}  # provisions that were looked at and lead to no other answer

    def _tell(self, id: str, whole: bool, bare: bool = False, cited: bool = False) -> Groups:
        """How a provision stands and why. ``whole``: every condition; ``bare``: what it concludes was told before.

        ``cited``: it is named all the same, as it always is where it is told whole.
        """
        if id in self.told:
            return
        self.told.add(id)
        provision, status = self.rules.provisions[id], self.ev.provision(id)
        carriers = self._carriers(id, status)
        inner = [*dict.fromkeys(each for carrier in carriers for each in self._inner(carrier, whole))]
        found = [group for group in self._sentences(carriers, inner, whole) if group]
        if whole and not inner and all(isinstance(each.part, Leaf) and [*named_in(each)] for each in carriers):
            inner = [id for each in carriers for id in named_in(each) if id not in self.told]
        stands, shares = self._stands(provision, status, True), tuple(self._shares(id, status))
        if bare and found and (whole or cited):
            first, *more = *shares, *found[0]
            found[0] = (f"{capital(provision.citation.provision)}: {lower(first)}", *more)
        elif (shares or not bare or whole) and (whole or found or not inner):
            found[:1] = [(stands, *shares, *(found[0] if found else ()))]
        yield from found
        yield from self._results(id)
        for each in inner:
            yield from self._tell(each, whole)

    def _carriers(self, id: str, status: Status) -> list[Carrier]:
        """The conditions that are told. Of several that fail, those that weighed, if any did; the others are named."""
        carriers = [each for each in of_provision(self.ev, id, briefly=True) if each.status is not Status.NOT_KNOWN]
        heard = [self.weighing.carrier(each) or self._dated(each.part) for each in carriers]
        if status is not Status.NOT_MET or not any(heard):
            return carriers
        for carrier in compress(carriers, map(not_, heard)):
            self.passed.update(dict.fromkeys(named_in(carrier)))
        return [*compress(carriers, heard)]

    def _inner(self, carrier: Carrier, whole: bool) -> Iterator[str]:
        """The provisions behind a condition that are told themselves: those that weighed, or keep it from being met."""
        passes = isinstance(carrier.part, Unless) and carrier.status is Status.NOT_MET
        for id in named_in(carrier):
            fails = self.ev.provision(id) is Status.NOT_MET and carrier.status is Status.NOT_MET and not passes
            if id not in self.told and ((fails and whole) or self._fresh(id)):
                yield id

    def _fresh(self, id: str) -> bool:
        """Whether something weighed, on this provision or behind it, that is not told yet."""
        if id in self.told:
            return False
        weighed = [each for each in of_provision(self.ev, id, briefly=True) if self.weighing.carrier(each)]
        return any(self.weighing.own(each) or any(map(self._fresh, named_in(each))) for each in weighed)

    def _sentences(self, carriers: list[Carrier], inner: list[str], whole: bool) -> Groups:
        left: dict[str, None] = {}
        for alike in self.teller.alike(carriers):
            carrier, part = alike[0], alike[0].part
            if isinstance(part, Unless) and carrier.status is Status.NOT_MET and not self.weighing.own(carrier):
                left[part.cites] = None
            elif isinstance(part, Leaf) and isinstance(part.source, OfProvision):
                told = self.teller.finding(carrier) if whole and part.source.id not in inner else ()
                yield tuple(each for each in told if each not in self.said)
                self.said.update(told)
            elif whole or self.weighing.own(carrier) or self._dated(part):
                yield self.teller.finding(carrier)
        if left and whole:
            yield (f"No exception applies ({'; '.join(left)}).",)

    def _dated(self, part: Leaf | Unless) -> bool:
        return isinstance(part, Leaf) and valued(self.teller, part)

    def _concluding(self, id: str) -> Groups:
        """What a provision concludes, where its reasons are told."""
        if id not in self.told:
            self.told.add(id)
            yield (self._stands(self.rules.provisions[id], self.ev.provision(id), True),)

    def _found_on(self, id: str) -> int:
        """How many findings of people, shares or burdens of proof a provision itself turned on."""
        return sum(self.weighing.own(each) for each in of_provision(self.ev, id, briefly=True))
