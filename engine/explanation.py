"""From a determination to numbered paragraphs: the outcome first, then the law in its order, then what is left open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.model import Line, OfFact, OfProvision, Provision, Question, Unless
from engine.needs import Need
from engine.plain import day, listed, said, words
from engine.reasons import Carrier, considered, of_line, of_provision
from engine.sentences import Teller, capital, lower, role
from engine.values import Span, Status
from engine.walk import provisions_in

if TYPE_CHECKING:
    from engine.determination import Answer, Determination

_LONGEST = 60  # words in a paragraph
_FEW = ("No thing", "One thing", "Two things", "Three things", "Four things", "Five things", "Six things")


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer in a sentence or two, and the numbered reasons."""

    headline: str
    paragraphs: tuple[str, ...]


def explain(found: "Determination") -> Explanation:
    """The explanation of a determination. It says nothing that a fact, a rule or a person does not carry."""
    return _Explaining(found).explain()


class _Explaining:
    def __init__(self, found: "Determination") -> None:
        self.found, self.ev, self.rules = found, found.evaluation, found.rule_set
        self.teller = Teller(found.evaluation, found.facts, found.fallen)
        self.told: set[str] = set()

    def explain(self) -> Explanation:
        openings = [self._opening(question) for question in self.rules.questions]
        headline = " ".join([*(opening for opening in openings), self._as_at()])
        body: list[str] = []
        for question, opening in zip(self.rules.questions, openings, strict=True):
            body.extend(packed([opening, self._asked(question), *([] if body else [self._as_at()])]))
            body.extend(self._reasons(question))
        body.extend(self._closing())
        body.extend(self._unchecked())
        body.extend(self._open())
        return Explanation(headline, tuple(f"{number}. {each}" for number, each in enumerate(body, start=1)))

    # -- the outcome

    def _opening(self, question: Question) -> str:
        answer = self.found.answer(question.id)
        if answer.status == "determined":
            return f"{capital(words(answer.outcome))}. {self._says(question, answer)}."
        return f"Nothing can be decided yet on this: {lower(question.asks)}"

    def _says(self, question: Question, answer: "Answer") -> str:
        """The words of the line that is met, or of every line it may rest on: ``on this ground, or in any case on that``."""
        says = dict.fromkeys(line.says.rstrip(".") for line in self.ev.reachable(question))
        return ", or in any case: ".join(lower(each) if place else each for place, each in enumerate(says))

    def _asked(self, question: Question) -> str:
        answer = self.found.answer(question.id)
        if answer.status == "determined":
            return f"The question was: {lower(question.asks)}"
        return f"Still possible: {listed([words(each) for each in answer.possible], 'or')}."

    def _as_at(self) -> str:
        as_at: Span = self.found.as_at
        if as_at.exact:
            return f"On the law as at {day(as_at.low)}."
        if as_at.low is None and as_at.high is None:
            return "The date whose law applies is not yet known."
        return f"The date whose law applies is only partly known: {said(as_at, self.rules.facts[self.rules.as_at])}."

    # -- the law in its order

    def _reasons(self, question: Question) -> Iterator[str]:
        determined = self.found.answer(question.id).status == "determined"
        for _, line in considered(self.ev, question):
            for leaf in of_line(self.ev, line):
                if isinstance(leaf.source, OfProvision):
                    yield from self._provision(leaf.source.id, determined)
                elif isinstance(leaf.source, OfFact):
                    yield from packed(self.teller.judgement(leaf.source.name))
            yield from self._used(line)

    def _used(self, line: Line) -> Iterator[str]:
        if line.if_used and line.when is not None and self.ev.node(line.when, self.ev.as_at) is not Status.NOT_MET:
            yield from packed(self.teller.judgement(line.if_used))

    def _provision(self, id: str, determined: bool) -> Iterator[str]:
        if id in self.told:
            return
        self.told.add(id)
        provision, status = self.rules.provisions[id], self.ev.provision(id)
        carriers = tuple(of_provision(self.ev, id))
        yield from packed([self._stands(provision, status, determined), *self._findings(carriers), *self._results(id)])
        for carrier in carriers:
            for named in _provisions_in(carrier):
                yield from self._provision(named, determined)

    def _stands(self, provision: Provision, status: Status, determined: bool) -> str:
        cited = capital(provision.citation.provision)
        if status is Status.NOT_KNOWN:
            asked = f"{cited}: {lower(provision.question)} That is not yet known."
            return f"{asked} The answer to the question above is the same either way." if determined else asked
        told = next(each for each in self.found.provisions if each.id == provision.id)
        return f"{cited}: {lower(told.statement.rstrip('.'))}."

    def _findings(self, carriers: Iterable[Carrier]) -> Iterator[str]:
        seen: set[str] = set()
        for carrier in carriers:
            for sentence in self.teller.finding(carrier):
                if sentence not in seen:
                    seen.add(sentence)
                    yield sentence

    def _results(self, id: str) -> Iterator[str]:
        for name, owner in self.rules.results.items():
            if owner == id and self.ev.provision(id) is Status.MET and self.ev.fact(name) != Span():
                yield from self.teller.result(name)

    # -- what is left

    def _closing(self) -> Iterator[str]:
        if self.found.record_closed:
            shown = {role(self.rules.facts[name].shown_by) for name in self.found.fallen}
            fell = f" What {listed(sorted(shown))} did not show counts as the burden of proof has it." if shown else ""
            yield f"The record is closed.{fell} Later evidence can reopen it."

    def _unchecked(self) -> Iterator[str]:
        cited: dict[str, dict[str, None]] = {}
        for each in self.found.unchecked:
            provision = self.rules.provisions[each.provision].citation.provision
            cited.setdefault(each.how, {})[provision] = None
        for how, before, after in _CHECKS:
            if how in cited:
                for group in _by_words(list(cited[how]), _LONGEST - len(f"{before}{after}".split())):
                    yield f"{before} {listed(group)}{after}"

    def _open(self) -> Iterator[str]:
        needs = self.found.needs
        if not needs:
            return
        count = _FEW[len(needs)] if len(needs) < len(_FEW) else f"{len(needs)} things"
        yield f"{count} could settle {'it' if len(self.rules.questions) == 1 else 'what is open'}."
        yield from packed(self._need(need) for need in needs)

    def _need(self, need: Need) -> str:
        who = role(need.shown_by)
        if need.what == "close":
            return f"Nobody knows, and only closing the record can settle it: {need.ask}"
        if need.what == "find" and not self.rules.facts[need.fact].judgement:
            return f"The parties differ, and a person has to find: {need.ask}"
        return f"For {who} to {'find' if need.what == 'find' else 'show'}: {need.ask}"


_CHECKS = (
    ("not_reviewed", "The words behind", " were read in the published law by the builders, and not yet by a lawyer."),
    (
        "secondary",
        "Parts of",
        " rest on what others report of the law, not on its published text. Check that text before relying on this.",
    ),
    (
        "recalled",
        "Parts of",
        " are from memory and have not been checked against the published law. Check that text before relying on this.",
    ),
)


def _provisions_in(carrier: Carrier) -> Iterator[str]:
    yield from provisions_in(carrier.part.when if isinstance(carrier.part, Unless) else carrier.part)


def packed(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences in paragraphs of 60 words or fewer; a sentence that is longer alone is cut at its last joint before that."""
    paragraph: list[str] = []
    for sentence in sentences:
        for piece in _pieces(sentence):
            if paragraph and len(f"{' '.join(paragraph)} {piece}".split()) > _LONGEST:
                yield " ".join(paragraph)
                paragraph = []
            paragraph.append(piece)
    if paragraph:
        yield " ".join(paragraph)


def _pieces(sentence: str) -> Iterator[str]:
    """A sentence as it is; one of more than 60 words (a person's long reasons) in pieces that say they go on."""
    rest = sentence.split()
    while len(rest) > _LONGEST:
        ends = [place for place in range(20, _LONGEST - 1) if rest[place - 1][-1] in ".;,:"] or [_LONGEST - 1]
        yield " ".join(rest[: ends[-1]]) + ("" if rest[ends[-1] - 1][-1] == "." else " …")
        rest = rest[ends[-1] :]
    yield " ".join(rest)


def _by_words(items: list[str], room: int) -> Iterator[list[str]]:
    group: list[str] = []
    for item in items:
        if group and len(" ".join([*group, item]).split()) + len(group) > room:
            yield group
            group = []
        group.append(item)
    if group:
        yield group
