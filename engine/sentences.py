"""Single findings as a careful officer would write them: short, in the law's own nouns, and nothing no fact carries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from engine.evaluate import Evaluation
from engine.facts import Facts
from engine.model import Between, Fact, Is, Leaf, Node, OfFact, OfProvision, OfShare, Test, Unless
from engine.plain import percent, said, words
from engine.reasons import Carrier, carrying
from engine.resting import fallen_behind
from engine.row_shares import Wanted
from engine.values import Known, Span, Status, exactly
from engine.walk import facts_of, leaves, outer_of

_KEEP = {"England", "NHS", "Schedule", "Secretary", "Parliament", "I"}


@dataclass(slots=True)
class Teller:
    """Tells findings of one case. A fact's value and a person's reasons are told once, where they are first needed."""

    ev: Evaluation
    facts: Facts
    fallen: Mapping[str, Known]
    told: set[str] = field(default_factory=set)

    def alike(self, carriers: Iterable[Carrier]) -> Iterator[list[Carrier]]:
        """Conditions one by one, in their order; those that one answer to one question denies alike stand together."""
        groups: dict[object, list[Carrier]] = {}
        for place, carrier in enumerate(carriers):
            denied = carrier.status is Status.NOT_MET and isinstance(carrier.part, Leaf)
            answered = self._answered_by(carrier.part) if denied and isinstance(carrier.part, Leaf) else ""
            groups.setdefault(answered or place, []).append(carrier)
        yield from groups.values()

    def finding(self, carrier: Carrier, others: Sequence[Carrier] = ()) -> tuple[str, ...]:
        """The sentences for one condition, or for some that one answer denies: how it stands, on what, from whom."""
        part, status = carrier.part, carrier.status
        stands = self._exception(part, carrier) if isinstance(part, Unless) else self._stands(part, status, others)
        counts = self.counts(part, carrier.dates) if isinstance(part, Leaf) else ()
        return (*stands, *counts, *self._values(part))

    def counts(self, leaf: Leaf, dates: Span) -> tuple[str, ...]:
        """The two counts of a share, and what they make; nothing of other conditions."""
        return tuple(self._share(leaf.source, leaf, dates)) if isinstance(leaf.source, OfShare) else ()

    def judgement(self, name: str) -> tuple[str, ...]:
        """A choice or finding that a question turns on directly, as question and answer, with its reasons."""
        if name in self.told or not self.ev.fact(name).exact:
            return ()
        fact = self.ev.rule_set.facts.get(name)
        return self._asked(name, self._by(name)) if fact and fact.ask else tuple(self._value(name))

    def result(self, name: str) -> tuple[str, ...]:
        """What a provision gives: an amount or a date, told once."""
        return tuple(self._value(name))

    def _asked(self, name: str, places: str) -> tuple[str, ...]:
        """What was asked and what the answer was: plain in either sense, so that nothing is denied twice."""
        reasons = () if name in self.told else tuple(self._reasons(name))
        self.told.add(name)
        fact = self.ev.rule_set.facts[name]
        answer = capital(said(self.ev.fact(name), fact))
        return (f"{fact.ask} {answer}{f' ({places})' if places else ''}.", *reasons)

    # -- how a condition stands

    def _stands(self, leaf: Leaf, status: Status, others: Sequence[Carrier] = ()) -> tuple[str, ...]:
        places, says = self._places(leaf, *(each.part for each in others)), lower(leaf.says)
        if status is Status.NOT_KNOWN:
            return (f"It is not yet known whether {says} ({leaf.cites}).",)
        fell = [name for name in facts_of(leaf) if name in self.fallen]
        if fell:
            return (f"{self._fell(leaf.says, fell[0], status)} ({places}).",)
        answered = self._answered_by(leaf)
        if answered and (status is Status.NOT_MET or self._judged_by(leaf)):
            return self._asked(answered, places)
        if judged := self._judged_by(leaf):
            return (f"{judged} was {'' if status is Status.MET else 'not '}satisfied that {says} ({places}).",)
        return (f"{leaf.says if status is Status.MET else self._not_so(leaf.says)} ({places}).",)

    def _not_so(self, says: str) -> str:
        """A sentence denied."""
        return f"It is not the case that {lower(says)}"

    def _names(self, fact: Fact) -> str:
        """What stands before a value: what was asked for, or its name."""
        return fact.ask or f"{capital(words(fact.name))}:"

    def _fell(self, says: str, name: str, status: Status) -> str:
        burden = role(self._burden(name))
        if status is Status.MET:
            return f"{says}, since {burden} did not show otherwise"
        return f"{capital(burden)} did not show that {lower(says)}"

    def _answered_by(self, leaf: Leaf) -> str:
        """The fact whose question and answer tell this condition whole: a yes or no, or a choice, known exactly."""
        if not isinstance(leaf.source, OfFact) or leaf.kind not in ("yes_no", "choice"):
            return ""
        fact = self.ev.rule_set.facts.get(leaf.source.name)
        if fact is None or not fact.ask or not self.ev.fact(fact.name).exact:
            return ""
        return "" if fact.judgement and fact.kind == "yes_no" else fact.name

    def _exception(self, exception: Unless, carrier: Carrier) -> tuple[str, ...]:
        places, says = self._places(exception), lower(exception.says)
        outer = outer_of(carrier.version.unless, exception)
        which = f"exception to the exception that {lower(outer.says)}" if outer else "exception"
        if carrier.status is Status.MET:
            return (f"An {which} applies: {says} ({places}).",)
        if carrier.status is Status.NOT_KNOWN:
            return (f"It is not yet known whether the {which} applies, that {says} ({exception.cites}).",)
        if fell := self._fell_in(exception, carrier):
            return (f"The {which} does not apply: {role(self._burden(fell))} did not show that {says} ({places}).",)
        answered = self._answered_by(exception.when) if isinstance(exception.when, Leaf) else ""
        if answered:
            return (f"The {which} does not apply.", *self._asked(answered, places))
        return (f"The {which} does not apply: {lower(self._not_so(exception.says))} ({places}).",)

    def _fell_in(self, exception: Unless, carrier: Carrier) -> str:
        """The fact by whose fall an exception does not stand; none where something that did not fall is enough."""
        failing = carrying(self.ev, exception.when, carrier.dates)
        fell = [next((name for name in facts_of(leaf) if name in self.fallen), "") for leaf in failing]
        return fell[0] if all(fell) else ""

    def _judged_by(self, leaf: Leaf) -> str:
        if isinstance(leaf.source, OfFact) and leaf.source.judgement:
            return capital(role(self.ev.rule_set.facts[leaf.source.name].decided_by))
        return ""

    def _burden(self, name: str) -> str:
        return self.ev.rule_set.facts[name].shown_by

    # -- on what, and from whom

    def _places(self, part: Leaf | Unless, *others: Leaf | Unless) -> str:
        node: Node = part.when if isinstance(part, Unless) else part
        named = [leaf for leaf in leaves(node) if isinstance(leaf.source, OfFact | OfShare)]
        names = [name for leaf in named for name in facts_of(leaf)]
        sources = [self._by(name) for name in names if self._by(name).lower() != self._judge(name).lower()]
        cites = (part.cites, *(each.cites for each in others))
        return "; ".join(dict.fromkeys(each for each in (*cites, *sources) if each))

    def _judge(self, name: str) -> str:
        fact = self.ev.rule_set.facts.get(name)
        return role(fact.decided_by) if fact else ""

    def _by(self, name: str) -> str:
        fact = self.ev.rule_set.facts.get(name)
        counted = fact.counted.records if fact and fact.counted else ""
        if counted and name not in self.facts and (table := self.facts.get(counted)):
            by = self.ev.table(counted).by
            return f"{table.source}, which {by} says is complete" if table.source and by else by or table.source
        statement = self.facts.get(name)
        return (statement.by or statement.source) if statement and name not in self.fallen else ""

    def _values(self, part: Leaf | Unless) -> Iterator[str]:
        node: Node = part.when if isinstance(part, Unless) else part
        for leaf in leaves(node):
            if isinstance(leaf.test, Is) and leaf.kind == "choice":
                self.told.update(facts_of(leaf))  # the sentence says it whole
            elif not isinstance(leaf.source, OfProvision):
                for name in facts_of(leaf):
                    yield from self._value(name)

    def _value(self, name: str) -> Iterator[str]:
        if name in self.told:
            return
        self.told.add(name)
        yield from self._stated(name)
        for each in fallen_behind(self.ev, name, self.fallen):
            yield from self._fell_to(each)

    def _fell_to(self, name: str) -> Iterator[str]:
        """What a fact counts as that fell, where only something worked out from it is tested."""
        if name not in self.told:
            self.told.add(name)
            fact, burden = self.ev.rule_set.facts[name], capital(role(self._burden(name)))
            yield f"{self._names(fact)} {burden} did not show it, so it counts as {said(self.ev.fact(name), fact)}."

    def _stated(self, name: str) -> Iterator[str]:
        known, fact = self.ev.fact(name), self.ev.rule_set.facts.get(name)
        if fact is None:
            yield from self._result(name, known)
        elif fact.judgement:
            yield from self._reasons(name)
        elif fact.kind not in ("yes_no", "text") and not (isinstance(known, Span) and known == fact.domain):
            if fact.derived and fact.says:
                yield f"{fact.says}: {said(known, fact)}{f' ({fact.cites})' if fact.cites else ''}."
            elif known != fact.domain:
                yield f"{self._names(fact)} {capital(said(known, fact))}."

    def _result(self, name: str, known: Known) -> Iterator[str]:
        chosen = self.ev.versions(self.ev.rule_set.results[name])
        result = next((version.gives[name] for version, _ in chosen if name in version.gives), None)
        if result and known.some:
            yield f"{result.says}: {said(known, result)} ({result.cites})."

    def _reasons(self, name: str) -> Iterator[str]:
        statement = self.facts.get(name)
        if statement and statement.reasons:
            yield f"The reasons given: “{statement.reasons.rstrip('.')}”."

    def _share(self, source: OfShare, leaf: Leaf, dates: Span) -> Iterator[str]:
        """The two counts and their share, and how many more would be enough."""
        few, all_ = self.ev.fact(source.part), self.ev.fact(source.whole)
        if not (few.some and all_.some):
            return
        whole = self.ev.rule_set.facts[source.whole]
        self.told |= {source.part, source.whole}
        if not (few.exact and all_.exact and all_.value):
            yield f"{capital(said(few))} of {said(all_, whole)}."
            return
        share = f"{said(few)} of {said(all_, whole)}, {percent(Fraction(few.value) / all_.value)}."
        yield f"{share}{self._enough(source, leaf.test, dates)}"  # in one, since no paragraph ends between them

    def _enough(self, source: OfShare, test: Test, dates: Span) -> str:
        """How many more would be enough of a whole that stays as it is; empty where no more are lacking."""
        few, all_ = self.ev.fact(source.part), self.ev.fact(source.whole)
        if not isinstance(test, Between) or test.low is None or test.high is not None:
            return ""
        bound = self.ev.worth(test.low, dates)
        if isinstance(bound, Span) and bound.exact and bound.some and few.value <= all_.value:
            wanted = Wanted(bound.low, None, test.low_out).before_rounding(source.rounded_to)
            enough = Fraction(wanted.counts(int(all_.value))[0] or 0)
            if few.value < enough <= all_.value:
                share = percent(enough / all_.value)
                more = said(exactly(enough - few.value))
                return f" {more} more would be enough: {said(exactly(enough))} of {said(all_)}, {share}."
        return ""


def role(name: str) -> str:
    """Who a role is, within a sentence."""
    return "the Committee" if name == "committee" else f"the {name.replace('_', ' ')}" if name else "nobody"


def capital(sentence: str) -> str:
    """With a capital letter first."""
    return sentence[:1].upper() + sentence[1:]


def lower(sentence: str) -> str:
    """As it goes on within a sentence: names and abbreviations keep their capitals."""
    first = sentence.split(" ", 1)[0]
    keep = first in _KEEP or any(letter.isupper() for letter in first[1:])
    return sentence if keep else sentence[:1].lower() + sentence[1:]
