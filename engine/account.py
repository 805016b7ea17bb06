"""The account: everything that was looked at, in the law's order, whether or not anything turns on it.

It is kept with a determination and is compared when that is made again, so its words stay as they are. What people read
first is the explanation (``explanation.py``), which says less.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from engine.condition_words import period_told
from engine.model import Fact, Leaf, Line, OfFact, OfProvision, Provision, Question, Unless
from engine.needs import Need
from engine.paragraphs import LONGEST, by_words, packed
from engine.parts_asked import shares_reached
from engine.plain import day, listed, said, words
from engine.reasons import Carrier, considered, of_line, of_provision
from engine.sentences import Teller, capital, lower, role
from engine.told import Explanation, Told
from engine.values import Span, Status
from engine.walk import provisions_in

if TYPE_CHECKING:
    from engine.answers import Answer
    from engine.determination import Determination

OF_LAW = ("appeal", "dispute")  # all others are about a scheme and its documents, which are no law
_FEW = ("Nothing", "One thing", "Two things", "Three things", "Four things", "Five things", "Six things")


def account(found: "Determination") -> Explanation:
    """The account of a determination. It says nothing that a fact, a rule or a person does not carry."""
    return Accounting(found).explain()


class Accounting:
    """Goes through the questions that arise, and tells each provision once, where it first comes up."""

    def __init__(self, found: "Determination") -> None:
        self.found, self.ev, self.rules = found, found.evaluation, found.rule_set
        self.teller = Teller(found.evaluation, found.facts, found.fallen)
        self.told: set[str] = set()
        self.asked: set[str] = set()
        self.open: list[str] = []
        arising = {answer.id for answer in found.arising}
        self.arising = [each for each in self.rules.questions if each.id in arising]

    def explain(self) -> Explanation:
        """The whole of it."""
        openings = [self._opening(question) for question in self.arising]
        body: list[Told] = []
        for question, opening in zip(self.arising, openings, strict=True):
            dated = [] if body else [(self._as_at(), *self._periods(self.rules.periods))]
            answer = packed([(opening,), (self._asked(question),), *dated])
            body.extend(Told(question.id, "answer", each) for each in answer)
            body.extend(Told(question.id, "open", each) for each in self._open(question))
            body.extend(Told(question.id, "reason", each) for each in self._reasons(question))
        body.extend(Told("", "aside", each) for each in packed([self._asides()]))
        body.extend(Told("", "closed", each) for each in self._closing())
        body.extend(Told("", "unchecked", each) for each in self._unchecked())
        return Explanation(" ".join([*self._headline(openings), self._as_at()]), tuple(body))

    # -- the outcome

    def _headline(self, openings: list[str]) -> Iterator[str]:
        """The openings of every question; those that are open together, where the first of them stands."""
        asked = [question.asks for question in self.arising if not self.found.answer(question.id).outcome]
        for question, opening in zip(self.arising, openings, strict=True):
            if self.found.answer(question.id).outcome or len(asked) == 1:
                yield opening
            elif question.asks == asked[0]:
                yield f"Nothing can be decided yet on these questions: {' '.join(asked)}"

    def _asides(self) -> tuple[str, ...]:
        """What is not in question: said once each, after all that is."""
        aside = [each for each in self.rules.questions if each not in self.arising]
        says = dict.fromkeys(self._says(each, self.found.answer(each.id)) for each in aside)
        return tuple(f"{capital(each)}." for each in says)

    def _opening(self, question: Question) -> str:
        answer = self.found.answer(question.id)
        if answer.status == "determined":
            return f"{capital(words(answer.outcome))}. {self._says(question, answer)}."
        return f"Nothing can be decided yet on the question: {question.asks}"

    def _says(self, question: Question, answer: "Answer") -> str:
        """The words of the line that is met, or of every line it may rest on: this ground, or in any case that."""
        says = dict.fromkeys(line.says.rstrip(".") for line in self.ev.reachable(question))
        return ", or in any case: ".join(lower(each) if place else each for place, each in enumerate(says))

    def _asked(self, question: Question) -> str:
        answer = self.found.answer(question.id)
        if answer.status == "determined":
            return f"The question was: {question.asks}"
        return f"Still possible: {listed([words(each) for each in answer.possible], 'or')}."

    def _as_at(self) -> str:
        as_at: Span = self.found.as_at
        law = self.rules.kind in OF_LAW
        if as_at.exact:
            return f"{'On the law as' if law else 'As'} at {day(as_at.low)}."
        which = "The date whose law applies" if law else "The date as at which it is asked"
        if as_at.low is None and as_at.high is None:
            return f"{which} is not yet known."
        return f"{which} is only partly known: {said(as_at, self.rules.facts[self.rules.as_at])}."

    def _periods(self, names: Collection[str]) -> Iterator[str]:
        """The periods of these names in which rows are counted, where their days are known."""
        for name, period in self.rules.periods.items():
            if name not in names:
                continue
            first, last = (self.ev.worth(each, self.ev.as_at) for each in (period.start, period.end))
            if first.exact and last.exact and first.some and last.some:
                told, days = period_told(self.rules, name), f"{day(first.value)} to {day(last.value)}"
                yield f"{capital(told)}." if days in told else f"{capital(told)}: {days}."

    # -- the law in its order

    def _reasons(self, question: Question) -> Iterator[str]:
        determined = self.found.answer(question.id).status == "determined"
        for _, line in considered(self.ev, question):
            for leaf in of_line(self.ev, line):
                if isinstance(leaf.source, OfProvision):
                    yield from self._provision(leaf.source.id, determined)
                elif isinstance(leaf.source, OfFact):
                    yield from packed([self.teller.judgement(leaf.source.name)])
                else:
                    yield from packed([self.teller.counts(leaf, self.ev.as_at)])
            yield from self._used(line)
        if self.open:
            for some in by_words(self.open, LONGEST - 3):
                yield f"Not yet known. {' '.join(some)}"
            self.open = []

    def _used(self, line: Line) -> Iterator[str]:
        if line.if_used and line.when is not None and self.ev.node(line.when, self.ev.as_at) is not Status.NOT_MET:
            yield from packed([self.teller.judgement(line.if_used)])

    def _provision(self, id: str, determined: bool) -> Iterator[str]:
        if id in self.told:
            return
        self.told.add(id)
        provision, status = self.rules.provisions[id], self.ev.provision(id)
        carriers = tuple(of_provision(self.ev, id, briefly=True))
        findings = [*self._findings(carrier for carrier in carriers if carrier.status is not Status.NOT_KNOWN)]
        if status is Status.NOT_KNOWN and not findings and not determined:
            self.open.append(f"{capital(provision.citation.provision)}: {lower(provision.question)}")
        else:
            stands = (self._stands(provision, status, determined), *self._shares(id, status))
            yield from packed([stands, *findings, *self._results(id)])
        for carrier in carriers:
            for named in _provisions_in(carrier):
                yield from self._provision(named, determined)

    def _stands(self, provision: Provision, status: Status, determined: bool) -> str:
        cited = capital(provision.citation.provision)
        if status is Status.NOT_KNOWN:
            asked = f"{cited}: {lower(provision.question)} That is not yet known."
            return f"{asked} The answer to the question above is the same either way." if determined else asked
        told = next(each for each in self.found.provisions if each.id == provision.id).statement.rstrip(".")
        return f"{told}." if cited.lower() in told.lower() else f"{cited}: {lower(told)}."

    def _shares(self, id: str, status: Status) -> Iterator[str]:
        """How many of the shares are reached that a provision asks for alike, where some are and some are not."""
        chosen = self.ev.versions(id)
        if status is Status.NOT_MET and len(chosen) == 1 and (told := shares_reached(self.ev, *chosen[0])):
            yield told

    def _findings(self, carriers: Iterable[Carrier]) -> Iterator[tuple[str, ...]]:
        seen: set[str] = set()
        for alike in self.teller.alike(carriers):
            carrier, others = alike[0], alike[1:]
            counts = self.teller.counts(carrier.part, carrier.dates) if isinstance(carrier.part, Leaf) else ()
            told = self.teller.finding(carrier, others)
            yield tuple(each for each in told if each not in seen or each in counts)
            seen.update(told)

    def _results(self, id: str) -> Iterator[tuple[str, ...]]:
        for name, owner in self.rules.results.items():
            if owner == id and self.ev.provision(id) is Status.MET and self.ev.fact(name) != Span():
                yield self.teller.result(name)

    # -- what is left

    def _facts(self) -> Iterable[Fact]:
        return self.rules.facts.values()

    def _closing(self) -> Iterator[str]:
        if self.found.record_closed:
            shown = {role(self.rules.asked(name).shown_by) for name in self.found.fallen}
            fell = f" What {listed(sorted(shown))} did not show counts as the burden of proof has it." if shown else ""
            yield f"The record is closed.{fell} Later evidence can reopen it."

    def _unchecked(self, *of: str) -> Iterator[str]:
        """What rests on text that falls short, by how it does; only ``of`` these ways, where any are named."""
        cited: dict[str, dict[str, None]] = {}
        for each in self.found.unchecked:
            provision = self.rules.provisions[each.provision].citation.provision
            cited.setdefault(each.how, {})[provision] = None
        for how, start, end in _CHECKS:
            if how in cited and (not of or how in of):
                before, after = self._of_what(start), self._of_what(end)
                for group in by_words(list(cited[how]), LONGEST - len(f"{before}{after}".split())):
                    yield f"{before}: {'; '.join(group)}.{after}"

    def _of_what(self, told: str) -> str:
        """What was or was not read: law, or the document of a scheme, which is none."""
        if self.rules.kind in OF_LAW:
            return told
        told = told.replace("published law", "published document")
        return told.replace(_CHECK, _BEFORE_SIGNING) if self.rules.kind == "assessment" else told

    def _open(self, question: Question) -> Iterator[str]:
        """What could settle a question that is not determined: each thing once, under the first such question."""
        needs = self._not_counted(need for need in self.found.needs_of[question.id] if need.fact not in self.asked)
        self.asked.update(need.fact for need in needs)
        if self.found.answer(question.id).status == "determined":
            return
        if not needs:
            yield "What could settle it is named above."
            return
        yield from self._settling(needs)

    def _settling(self, needs: list[Need]) -> Iterator[str]:
        count = _FEW[len(needs)] if len(needs) < len(_FEW) else f"{len(needs)} things"
        yield f"{count} could settle it."
        for way, asks in self._ways(needs).items():
            for some in by_words(asks, LONGEST - len(way.split())):
                yield f"{way}: {' '.join(some)}"

    def _ways(self, needs: list[Need]) -> dict[str, list[str]]:
        """What is to be asked, by who is to answer it and how."""
        ways: dict[str, list[str]] = {}
        for need in needs:
            ways.setdefault(self._way(need), []).append(need.ask)
        return ways

    def _not_counted(self, needs: Iterable[Need]) -> list[Need]:
        """Without the numbers that a table would give which is needed too: whoever has no records may state them."""
        every = list(needs)
        tables = {need.fact for need in every if need.what == "rows"}
        facts = self.rules.facts
        counted = {name for name, fact in facts.items() if fact.counted and fact.counted.records in tables}
        return [need for need in every if need.fact not in counted]

    def _way(self, need: Need) -> str:
        if need.what == "rows":
            stated = any(fact.ask and fact.counted and fact.counted.records == need.fact for fact in self._facts())
            instead = ", or to state the numbers instead" if stated else ""
            return f"For {role(need.shown_by)} to fill in, and to say when it is complete{instead}"
        fact = self.rules.facts[need.fact]
        if need.what == "close":
            return "Nobody knows, and only closing the record can settle it"
        if need.what == "find" and not fact.judgement:
            return "The parties differ, and a person has to find"
        if fact.bridge:
            return "To be determined first"
        return f"For {role(need.shown_by)} to {'find' if need.what == 'find' else 'show'}"


_CHECK, _BEFORE_SIGNING = "Check the text before relying on this.", "Check it before anyone signs."
_CONSTRUED = "Consider whether it is right before relying on it."
_CHECKS = (
    ("not_reviewed", "Read in the published law by the builders, not yet by a lawyer", ""),
    ("construed", "The words were read; how they apply here is the builders’ reading of them", f" {_CONSTRUED}"),
    ("secondary", "Taken from what others report of the law, not from its text", f" {_CHECK}"),
    ("recalled", "From memory, and not checked against the published law", f" {_CHECK}"),
)


def _provisions_in(carrier: Carrier) -> Iterator[str]:
    yield from provisions_in(carrier.part.when if isinstance(carrier.part, Unless) else carrier.part)
