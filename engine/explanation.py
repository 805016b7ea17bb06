"""The explanation: the outcome, what decided it, and what else was weighed. It stops when it has said enough.

A provision that a plain fact settles, and on which nothing turned, is named in one sentence. What is left out
stands in the account (``account.py``): every provision and fact that was looked at, in the law's order.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from engine.account import OF_LAW
from engine.authorities import bearing_on
from engine.model import Line, OfFact, OfProvision, Question
from engine.needs import Need
from engine.paragraphs import naming, packed
from engine.periods import periods_of
from engine.plain import listed, words
from engine.reasons import considered, of_line, of_provision
from engine.sentences import capital, lower
from engine.telling import Groups, Telling
from engine.told import Explanation, Told
from engine.values import Status
from engine.walk import nodes_of
from engine.weighing import failing, named_in

if TYPE_CHECKING:
    from engine.determination import Determination

_Outcomes = Mapping[str, tuple[tuple[str, ...], list[str]]]  # of each question: its outcome, and what is open
_ALL_TOLD = 6  # things that could settle a question; of more than that the first few are told, and who has the others
_FIRST, _ASIDES, _PLAIN = 3, 2, 4
_IN_A_LIST = {
    "The parties differ, and a person has to find": "on which the parties differ",
    "Nobody knows, and only closing the record can settle it": "that only closing the record can settle",
}


def explain(found: "Determination") -> Explanation:
    """The explanation of a determination. It says nothing that a fact, a rule or a person does not carry."""
    return _Explaining(found).explain()


class _Explaining(Telling):
    """Tells the outcomes first, then goes through the questions: of each what decided it, then what else weighed."""

    def __init__(self, found: "Determination") -> None:
        super().__init__(found)
        first = {answer.id for answer in found.first}
        self.first = [each for each in self.arising if each.id in first]
        self.came_of: set[str] = set()  # questions whose outcome comes of a step, and those steps, told right after it
        self.named: set[str] = set()
        self.placed: set[str] = set()  # provisions that were passed over, and are told in the law's place
        self.still: dict[str, None] = {}  # provisions that are not yet known
        self.left: dict[str, tuple[Mapping[str, None], Mapping[str, None]]] = {}  # those of each question, to be named

    def explain(self) -> Explanation:
        outcomes = {each.id: (self._outcome(each), [*self._open(each)]) for each in self.first}
        why = {each.id: [*self._reasons_of(each)] for each in self.arising}
        self._gather()
        body = [
            told
            for each in sorted(self.arising, key=self._place)
            for told in (*why[each.id], *(Told(each.id, "reason", text) for text in self._left(each)))
        ]
        left = [Told("", "aside", each) for each in packed([self._asides()])]
        left += [Told("", "closed", each) for each in self._closing()]
        left += [Told("", "unchecked", each) for each in self._unread()]
        dated = (self._as_at(), *self._periods(self._tested()))
        answers = self._answers(outcomes, dated)
        return Explanation(" ".join([*self._outcomes(), *dated]), (*answers, *body, *left))

    def _place(self, question: Question) -> int:
        """The step that an outcome comes of is told first, then the results, then the way to them."""
        return 1 if question in self.first else 0 if question.id in self.came_of else 2

    def _reasons_of(self, question: Question) -> Iterator[Told]:
        for groups in (self._placed(question), self._why(question)):
            yield from (Told(question.id, "reason", each) for each in packed(groups))
        if question not in self.first:
            yield from (Told(question.id, "open", each) for each in self._open(question))
        self.left[question.id] = (self.passed if question in self.first else {}, self.still)
        self.passed, self.still = {}, {}

    def _gather(self) -> None:
        """What was only looked at is named once, after the last of the results that are determined."""
        results = [each.id for each in self.first if self._determined(each)]
        every = {id: None for each in results for id in self.left[each][0]}
        for each in results:
            self.left[each] = (every if each == results[-1] else {}, self.left[each][1])

    # -- the outcome

    def _answers(self, outcomes: _Outcomes, dated: tuple[str, ...]) -> Iterator[Told]:
        for id, (outcome, opened) in outcomes.items():
            groups = [outcome, dated if id == self.first[0].id else ()]
            yield from (Told(id, "answer", each) for each in packed(groups))
            yield from (Told(id, "open", each) for each in opened)

    def _tested(self) -> frozenset[str]:
        """The periods that what is told turns on; those of all else would only be in the way."""
        versions = (version for id in self.told for version, _ in self.ev.versions(id))
        lines = (line.when for each in self.arising for line in each.lines if line.when is not None)
        return periods_of(self.rules, (*lines, *(node for version in versions for node in nodes_of(version))))

    def _outcomes(self) -> Iterator[str]:
        """The outcome of every question that is no step; those that are open together, where the first stands."""
        open_ = [each.asks for each in self.first if not self.found.answer(each.id).outcome]
        for question in self.first:
            if self.found.answer(question.id).outcome or len(open_) == 1:
                yield from self._outcome(question)
            elif question.asks == open_[0]:
                yield f"Nothing can be decided yet on these questions: {' '.join(open_)}"

    def _outcome(self, question: Question) -> tuple[str, ...]:
        answer = self.found.answer(question.id)
        if answer.status != "determined":
            return self._opening(question), self._asked(question)
        outcome, says = words(answer.outcome), self._says(question, answer)
        said = () if re.search(rf"\b{re.escape(outcome)}\b", says, re.IGNORECASE) else (f"{capital(outcome)}.",)
        return (*said, f"{says}.", *self._because_of(question))

    def _because_of(self, question: Question) -> Iterator[str]:
        """What was found on the step that this outcome comes of: of what is not met there, or of a power used there."""
        line = self.ev.reachable(question)[-1]
        why = failing(self.ev, self._provisions(line))
        for step in (each for each in self.arising if each not in self.first and self.found.answer(each.id).outcome):
            tried = self.ev.reachable(step)[-1]
            if why & {*self._not_met(tried)} or (line.if_used and line.if_used == tried.if_used):
                self.came_of |= {step.id, question.id}
                if not line.if_used:
                    yield f"{self._says(step, self.found.answer(step.id))}."
                return

    def _provisions(self, line: Line) -> Iterator[str]:
        yield from (leaf.source.id for leaf in of_line(self.ev, line) if isinstance(leaf.source, OfProvision))

    def _not_met(self, line: Line) -> Iterator[str]:
        yield from (id for id in self._provisions(line) if self.ev.provision(id) is Status.NOT_MET)

    # -- why

    def _placed(self, question: Question) -> Groups:
        """What a decision deals with before what decided: what was found there, or the plain facts that settle it."""
        tried = self.ev.reachable(question) if self._determined(question) else ()
        passed = (line for _, line in considered(self.ev, question) if tried and line.told and line not in tried)
        for id in (id for line in passed for id in self._provisions(line) if id not in self.told):
            behind = [each for carrier in of_provision(self.ev, id, briefly=True) for each in named_in(carrier)]
            weighed, met = self.weighing.provision(id), self.ev.provision(id) is Status.MET
            if weighed or met or not behind:
                yield from self._tell(id, whole=met or not weighed)
                self.placed.add(id)

    def _why(self, question: Question) -> Groups:
        answer, reached = self.found.answer(question.id), self.ev.reachable(question)
        determined = answer.status == "determined"
        if not determined and question not in self.first:
            yield self._opening(question), self._asked(question)
        elif question not in self.first and question.id not in self.came_of:
            yield self._step(question)
        weighed = False
        for line in reached if determined else ():
            for group in filter(None, self._decided_by(line, question)):
                weighed = True
                yield group
        for _, line in considered(self.ev, question):
            if not determined or line not in reached:
                for group in filter(None, self._passed_over(line, question)):
                    weighed = True
                    yield group
        asked = {id for _, line in considered(self.ev, question) for id in self._provisions(line)} - self.placed
        if determined and not weighed and question in self.first and not asked & self.told:
            yield from self._plainly()

    def _step(self, question: Question) -> tuple[str, ...]:
        """What was found on the way, with where the law says so."""
        says = self._says(question, self.found.answer(question.id))
        cited = dict.fromkeys(self._cited(id) for line in self.ev.reachable(question) for id in self._provisions(line))
        return (f"{says}{f' ({listed([*cited])})' if len(cited) == 1 and '(' not in says else ''}.",)

    def _cited(self, id: str) -> str:
        return self.rules.provisions[id].citation.provision

    def _decided_by(self, line: Line, question: Question) -> Groups:
        step, tested = question not in self.first, of_line(self.ev, line)
        provisions = [*(self._not_met(line) if step else ())] or [*self._provisions(line)]
        for id in provisions:
            if self.ev.provision(id) is Status.NOT_KNOWN:
                self.still[id] = None
            elif question.id in self.came_of and not self._fresh(id):
                yield from self._concluding(id)
            else:
                bare = step or len(provisions) == len(self.arising) == 1
                yield from self._tell(id, whole=not step, bare=bare, cited=question.id in self.came_of)
        named = [each.source.name for each in tested if isinstance(each.source, OfFact) and not step]
        bridged = [each for each in named if self._from_elsewhere(each)]
        for name in bridged or (named if not provisions else ()):
            yield self.teller.named(name)
        for leaf in tested:
            if isinstance(leaf.source, OfFact) and leaf.source.judgement:
                yield self.teller.why(leaf.source.name)
            yield self.teller.counts(leaf, self.ev.as_at)
        if line.if_used and self._open_power(line):
            yield self.teller.why(line.if_used)

    def _from_elsewhere(self, name: str) -> bool:
        """Whether a fact is what was determined under another rule set."""
        return name in self.rules.facts and bool(self.rules.facts[name].bridge)

    def _open_power(self, line: Line) -> bool:
        return line.when is not None and self.ev.node(line.when, self.ev.as_at) is not Status.NOT_MET

    def _passed_over(self, line: Line, question: Question) -> Groups:
        """What weighed against an outcome that was not reached. All else is only named."""
        heard, step = self.weighing.line(line), question not in self.first
        for leaf in of_line(self.ev, line):
            if isinstance(leaf.source, OfFact):
                if (heard and leaf.source.judgement) or (not step and self._from_elsewhere(leaf.source.name)):
                    yield self.teller.named(leaf.source.name)
            elif not isinstance(leaf.source, OfProvision):
                yield self.teller.counts(leaf, self.ev.as_at)
            elif self.ev.provision(id := leaf.source.id) is Status.NOT_KNOWN:
                self.still[id] = None
            elif heard and self._unused(line):
                yield from self._tell(id, whole=False)
            elif heard and self._fresh(id) and (not step or self._found_on(id)):
                yield from self._tell(id, whole=False, bare=step or self._found_on(id) == 1)
            else:
                self.passed[id] = None
        if self._unused(line):
            yield self.teller.power(line.if_used)

    def _unused(self, line: Line) -> bool:
        """Whether a line falls on a power that is there, or may be, and is not used."""
        return bool(line.if_used) and self._open_power(line) and self.ev.used(line.if_used) is Status.NOT_MET

    def _plainly(self) -> Groups:
        """Where nothing weighed: the plain reasons, the first few in the law's order."""
        plain = [*self.passed][:_PLAIN]
        for id in plain:
            del self.passed[id]
            yield from self._tell(id, whole=len(plain) <= _ASIDES)

    def _determined(self, question: Question) -> bool:
        return bool(self.found.answer(question.id).outcome)

    def _left(self, question: Question) -> Iterator[str]:
        """What was only looked at, and what is not yet known, each named once."""
        determined = self._determined(question)
        passed = "Also looked at, and none of it leads to another answer" if determined else "Settled so far"
        still = "Not yet known, and the answer is the same either way" if determined else "Not yet known"
        for before, ids in zip((passed, still), self.left[question.id], strict=True):
            if left := dict.fromkeys(self._cited(id) for id in ids if id not in self.told | self.named):
                yield naming(before, [*left])
            self.named |= {*ids}

    # -- what is left

    def _asides(self) -> tuple[str, ...]:
        """What is not in question: told where it is little, else only counted."""
        count = len(self.rules.questions) - len(self.arising)
        return super()._asides() if count <= _ASIDES else (f"The other {count} questions of these rules do not arise.",)

    def _unread(self) -> Iterator[str]:
        if any(each.how == "not_reviewed" for each in self.found.unchecked):
            law = "law" if self.rules.kind in OF_LAW else "document"
            yield f"The builders of these rules read the published {law} for them; no lawyer has reviewed them yet."
        yield from self._unchecked("construed", "secondary", "recalled")

    def _settling(self, needs: list[Need]) -> Iterator[str]:
        """All that could settle it, where it is little; else what comes first, and who has how much to show or find."""
        if len(needs) <= _ALL_TOLD:
            yield from packed([*((each,) for each in super()._settling(needs)), *self._courts(needs)])
            return
        counts = [f"{len(asks)} {_IN_A_LIST.get(way, lower(way))}" for way, asks in self._ways(needs).items()]
        first = [f"{way}: {' '.join(asks)}" for way, asks in self._ways(needs[:_FIRST]).items()]
        told = (f"{len(needs)} things could settle it: {listed(counts)}.",), ("These come first.", *first)
        yield from packed([*told, *self._courts(needs[:_FIRST])])

    def _courts(self, needs: list[Need]) -> Groups:
        """What courts have decided that bears on what a person has still to find."""
        facts = self.rules.facts
        return bearing_on(facts[need.fact] for need in needs if need.fact in facts and facts[need.fact].judgement)
