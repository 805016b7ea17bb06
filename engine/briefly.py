"""Single findings as they stand in an explanation: every one a sentence, and none a question with its answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.denying import denial
from engine.model import Fact, Leaf, OfFact, Unless
from engine.plain import said, words
from engine.reasons import Carrier
from engine.resting import tests_of
from engine.sentences import Teller, capital, lower, role
from engine.values import Known, Span, Status


@dataclass(slots=True)
class Briefly(Teller):
    """Tells findings in sentences, without what a sentence before has told."""

    def named(self, name: str) -> tuple[str, ...]:
        """A fact or a choice that a question turns on directly, by its name: ``Decision: refuse (…).``"""
        if name in self.told or not self.ev.fact(name).exact:
            return ()
        fact = self.ev.rule_set.facts.get(name)
        if fact and fact.bridge:
            self.told.add(name)
            what = re.sub(r"\bpart (\d)", r"Part \1", words(name))
            return (f"As {self._by(name)}, the {what} is: {said(self.ev.fact(name), fact)}.",)
        return self._asked(name, self._by(name)) if fact else tuple(self._value(name))

    def power(self, name: str) -> tuple[str, ...]:
        """Whether a power is used, who says so, and why."""
        known, fact = self.ev.fact(name), self.ev.rule_set.facts[name]
        if name in self.told or not known.exact:
            return ()
        self.told.add(name)
        used = "uses" if known.value else "does not use"
        return (f"{capital(role(fact.decided_by))} {used} this power.", *self._reasons(name))

    def why(self, name: str) -> tuple[str, ...]:
        """The reasons for what somebody found, where the answer is told already."""
        if name in self.told or name not in self.ev.rule_set.facts:
            return ()
        self.told.add(name)
        who, statement = role(self.ev.rule_set.facts[name].decided_by), self.facts.get(name)
        reasons = statement.reasons.rstrip(".") if statement else ""
        return (f"For deciding so {who} gave these reasons: “{reasons}”.",) if reasons else ()

    def _asked(self, name: str, places: str) -> tuple[str, ...]:
        reasons = () if name in self.told else tuple(self._reasons(name))
        self.told.add(name)
        fact = self.ev.rule_set.facts[name]
        value = said(self.ev.fact(name), fact)
        return (f"{capital(words(name))}: {value}{f' ({places})' if places else ''}.", *reasons)

    def _stands(self, leaf: Leaf, status: Status, others: Sequence[Carrier] = ()) -> tuple[str, ...]:
        """A plain fact that keeps a condition from being met is denied in a sentence, where it can be."""
        answered = self._answered_by(leaf) if status is Status.NOT_MET and not self._judged_by(leaf) else ""
        if answered and answered not in self.fallen and (denial(leaf.says) or leaf.kind == "yes_no"):
            self.told.add(answered)
            return (f"{self._not_so(leaf.says)} ({self._places(leaf)}).",)
        return Teller._stands(self, leaf, status)

    def _exception(self, exception: Unless, carrier: Carrier) -> tuple[str, ...]:
        plainly = carrier.status is Status.NOT_MET and not self._fell_in(exception, carrier)
        if plainly and (denied := denial(exception.says)):
            return (f"The exception does not apply: {lower(denied)} ({self._places(exception)}).",)
        return Teller._exception(self, exception, carrier)

    def _not_so(self, says: str) -> str:
        return denial(says) or Teller._not_so(self, says)

    def _places(self, part: Leaf | Unless, *others: Leaf | Unless) -> str:
        """Where the law says so and who says that it is so; who sat is told by the decision, not by each finding."""
        found = [leaf for leaf in tests_of(part) if isinstance(leaf.source, OfFact) and leaf.source.judgement]
        return part.cites if found else Teller._places(self, part)

    def _result(self, name: str, known: Known) -> Iterator[str]:
        chosen = self.ev.versions(self.ev.rule_set.results[name])
        result = next((version.gives[name] for version, _ in chosen if name in version.gives), None)
        if result and known.some:
            yield f"{result.says}: {said(known, result)}."

    def _names(self, fact: Fact) -> str:
        return f"{capital(words(fact.name))}:"

    def _stated(self, name: str) -> Iterator[str]:
        fact = self.ev.rule_set.facts.get(name)
        if fact is not None and fact.derived and fact.says:
            yield f"{fact.says}: {said(self.ev.fact(name), fact)}."
        elif fact is None or fact.judgement or fact.kind != "choice":
            yield from Teller._stated(self, name)


def valued(teller: Teller, leaf: Leaf) -> bool:
    """Whether a condition tests a date or an amount that is known, which a reader wants to see."""
    fact = teller.ev.rule_set.facts.get(leaf.source.name) if isinstance(leaf.source, OfFact) else None
    known = teller.ev.fact(leaf.source.name) if isinstance(leaf.source, OfFact) else None
    dated = fact is not None and fact.kind not in ("yes_no", "choice", "text")
    return dated and isinstance(known, Span) and known.some
