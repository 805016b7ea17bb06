"""A determination: the engine's reasoned, proposed answer as at a date. Frozen, and replayable from what it holds."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from engine import needs as needed
from engine.account import account
from engine.agreement import check_agreement
from engine.answers import Answer, Ground, Power, ProvisionStatus
from engine.closing import close, read
from engine.consistency import check_calendar, check_consistency
from engine.counting import OutsideCalendar
from engine.errors import FactError, Fault
from engine.evaluate import Evaluation
from engine.explanation import explain
from engine.facts import Facts
from engine.findings import Finding, Unchecked, findings_of, unchecked_in, unchecked_of
from engine.model import DOES_NOT_ARISE, Node, OfProvision, Question, RuleSet
from engine.needs import Need
from engine.plain import day
from engine.reasons import considered, of_line
from engine.record import canonical, canonical_bytes
from engine.resting import lines_to, would_rest_on, would_rest_under
from engine.told import Explanation, Told
from engine.values import Known, Span, Status
from engine.walk import provisions_in, tested_by

ENGINE_VERSION = "0.1.0"


@dataclass(frozen=True)
class Determination:
    """What the rules say of a case, and why. Findings, needs, amounts and explanation are built when first read."""

    rule_set: RuleSet
    facts: Facts
    as_at: Span
    as_at_given: bool
    record_closed: bool
    fallen: Mapping[str, Known]
    evaluation: Evaluation

    @cached_property
    def questions(self) -> tuple[Answer, ...]:
        """The questions in the order in which a decision deals with them."""
        return tuple(_answer(self.evaluation, question) for question in self.rule_set.questions)

    @cached_property
    def provisions(self) -> tuple[ProvisionStatus, ...]:
        """Every provision, in the law's order."""
        return tuple(_provision(self.evaluation, id) for id in self.rule_set.provisions)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every condition of every version that may apply: its status, and because of which facts."""
        return findings_of(self.evaluation, self.facts, self.fallen)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What could settle the questions that are not determined, each thing once."""
        return tuple(dict.fromkeys(need for needs in self.needs_of.values() for need in needs))

    @cached_property
    def needs_of(self) -> Mapping[str, tuple[Need, ...]]:
        """What could settle each question, by the question's id; nothing where it is determined."""
        ev, facts = self.evaluation, self.facts
        return {each.id: needed.needs_of_questions(ev, facts, (each,)) for each in self.rule_set.questions}

    def needs_of_amount(self, name: str) -> tuple[Need, ...]:
        """What could settle one of ``amounts``; nothing where it is exact."""
        return needed.needs_of_amount(self.evaluation, self.facts, name)

    @cached_property
    def amounts(self) -> Mapping[str, Known]:
        """The results of provisions and the facts that are worked out, by name."""
        derived = [name for name, fact in self.rule_set.facts.items() if fact.derived]
        return {name: self.evaluation.fact(name) for name in (*derived, *self.rule_set.results)}

    @cached_property
    def unchecked(self) -> tuple[Unchecked, ...]:
        """The conditions that the answers rest on and nobody, or no lawyer, has checked."""
        return unchecked_of(self.evaluation)

    def unchecked_if(self, question: str, outcome: str) -> tuple[Unchecked, ...]:
        """The same of another answer to a question, where people give it."""
        asked = next(each for each in self.rule_set.questions if each.id == question)
        return unchecked_in(self.evaluation, would_rest_on(self.evaluation, asked, outcome))

    def unchecked_under(self, provision: str) -> tuple[Unchecked, ...]:
        """The same of a provision, where people find otherwise on it."""
        return unchecked_in(self.evaluation, would_rest_under(self.evaluation, provision))

    def named_for(self, question: str, outcome: str) -> tuple[str, ...]:
        """The provisions that the lines to an outcome name: under these it is given, where people give it."""
        asked = next(each for each in self.rule_set.questions if each.id == question)
        lines = lines_to(self.evaluation, asked, outcome)
        return tuple(dict.fromkeys(id for line in lines if line.when for id in provisions_in(line.when)))

    @cached_property
    def _explained(self) -> Explanation:
        return explain(self)

    @cached_property
    def explanation(self) -> tuple[str, ...]:
        """The outcome and the reasons for it in plain English, numbered: ``1. …``. Derived from all the rest."""
        return self._explained.paragraphs

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """The paragraphs of the explanation without their numbers, each with its question and what it tells."""
        return self._explained.told

    @cached_property
    def headline(self) -> str:
        """The answer in one or two sentences, before the reasons."""
        return self._explained.headline

    @property
    def reasons(self) -> tuple[str, ...]:
        """The explanation without the outcome, which the headline tells, numbered: ``1. …``."""
        return self._explained.reasons

    @cached_property
    def account(self) -> Explanation:
        """Everything that was looked at, in the law's order. It is kept with the determination, word for word."""
        return account(self)

    @property
    def first(self) -> tuple[Answer, ...]:
        """The answers that are told first: on all that arises and is no step; where there is no such, on all of it."""
        steps = {question.id for question in self.rule_set.questions if question.step}
        return tuple(each for each in self.arising if each.id not in steps) or self.arising

    @property
    def arising(self) -> tuple[Answer, ...]:
        """The answers on all that is in question here; where nothing is, on the first question alone."""
        return tuple(each for each in self.questions if each.outcome != DOES_NOT_ARISE) or self.questions[:1]

    def answer(self, question: str) -> Answer:
        """One question's answer, by the question's id."""
        return next(answer for answer in self.questions if answer.id == question)

    @cached_property
    def canonical(self) -> bytes:
        """The bytes that stand for this determination: RFC 8785 JSON. Same facts and rules, same bytes."""
        return canonical_bytes(self.record())

    @cached_property
    def id(self) -> str:
        """The SHA-256 of ``canonical``, in hexadecimal."""
        return hashlib.sha256(self.canonical).hexdigest()

    def record(self) -> dict[str, Any]:
        """All that the determination holds, as JSON without floats. The explanation, being derived, is left out."""
        return {
            "rule_set": {"id": self.rule_set.id, "revision": self.rule_set.revision},
            "engine": {"version": ENGINE_VERSION},
            "as_at": canonical(self.as_at),
            "as_at_given": self.as_at_given,
            "record_closed": self.record_closed,
            "facts": canonical(dict(self.facts)),
            "fallen": canonical(dict(self.fallen)),
            "questions": canonical(self.questions),
            "provisions": canonical(self.provisions),
            "findings": canonical(self.findings),
            "amounts": canonical(dict(self.amounts)),
            "needs": canonical(self.needs),
        }


def determine(rule_set: RuleSet, facts: Facts, as_at: date | None = None, record_closed: bool = False) -> Determination:
    """Put facts to a rule set.

    ``as_at`` picks the law of another day than the rule set's own date fact and states no fact. ``record_closed``: what
    is still needed falls by the burden of proof. Raises FactError where the facts cannot all be so or a date is outside
    what is covered; ClosingRefused where something is open that no burden of proof can settle.
    """
    return _determine(rule_set, facts, as_at, record_closed, check_agreement)


def read_once(rule_set: RuleSet, facts: Facts, as_at: date | None = None, record_closed: bool = False) -> Determination:
    """The same by the definition alone, for tests of rules that want the answer only: nobody else is told of it."""
    return _determine(rule_set, facts, as_at, record_closed, lambda _: None)


def _determine(
    rule_set: RuleSet, facts: Facts, as_at: date | None, record_closed: bool, check: Callable[[Evaluation], None]
) -> Determination:
    try:
        fallen: dict[str, Known] = {}
        ev = read(rule_set, facts, as_at)
        check_consistency(ev, facts, as_at is not None)
        check(ev)
        if record_closed:
            ev, fallen = close(ev, facts, as_at)
            check_consistency(ev, facts, as_at is not None)
            check(ev)
        check_calendar(ev)
        determination = Determination(rule_set, facts, ev.as_at, as_at is not None, record_closed, fallen, ev)
        _ = determination.provisions, determination.questions
    except OutsideCalendar as wrong:
        raise FactError([Fault(f"/facts/{wrong.fact}", str(wrong))]) from None
    return determination


def _answer(ev: Evaluation, question: Question) -> Answer:
    possible = ev.outcomes(question)
    determined = len(possible) == 1
    return Answer(
        question.id,
        question.asks,
        "determined" if determined else "undetermined",
        possible[0] if determined else "",
        possible,
        _grounds(ev, question),
        _powers(ev, question),
    )


def _grounds(ev: Evaluation, question: Question) -> tuple[Ground, ...]:
    grounds = []
    for number, line in considered(ev, question):
        if line.when is None:
            grounds.append(Ground(number))
            continue
        status = ev.line(line)
        for leaf in of_line(ev, line) if ev.node(line.when, ev.as_at) is status else ():
            if isinstance(leaf.source, OfProvision):
                grounds.append(Ground(number, provision=leaf.source.id))
            grounds.extend(Ground(number, fact=name) for name in tested_by(leaf))
        if line.if_used and ev.used(line.if_used) is status:
            grounds.append(Ground(number, fact=line.if_used))
    return tuple(dict.fromkeys(grounds))


def _powers(ev: Evaluation, question: Question) -> tuple[Power, ...]:
    found: dict[str, Power] = {}
    for line in question.lines:
        if not line.if_used or line.when is None:
            continue
        used = ev.fact(line.if_used)
        for id in powers_in(ev, line.when):
            status = ev.provision(id)
            if status is not Status.NOT_MET:
                chosen = used.value if used.exact else None
                found[id] = Power(id, status.word, _either(found[id].used, chosen) if id in found else chosen)
    return tuple(found.values())


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Whether a power that stands in two lines is used in either; None while that is open."""
    return True if one or other else None if None in (one, other) else False


def powers_in(ev: Evaluation, node: Node) -> tuple[str, ...]:
    """The provisions with ``effect: may`` that a condition names."""
    return tuple(id for id in provisions_in(node) if ev.rule_set.provisions[id].effect == "may")


def _provision(ev: Evaluation, id: str) -> ProvisionStatus:
    provision, chosen, status = ev.rule_set.provisions[id], ev.versions(id), ev.provision(id)
    label = chosen[0][0].start.isoformat() if len(chosen) == 1 else ""
    version = chosen[0][0]
    if len(chosen) == 1 and version.when is None:
        return ProvisionStatus(id, status.word, f"{provision.title}: not in force {_when(chosen[0][1])}", label)
    if status is Status.MET:
        return ProvisionStatus(id, status.word, _in_each(each.concludes for each, _ in chosen), label)
    if status is Status.NOT_MET:
        told = _in_each(each.otherwise for each, _ in chosen) or f"{provision.title}: not in force then"
        return ProvisionStatus(id, status.word, told, label)
    return ProvisionStatus(id, status.word, f"Not yet known: {provision.question}", label)


def _in_each(said: Iterable[str]) -> str:
    """What each version says that may apply, the newest first; once where they say the same."""
    told = tuple(dict.fromkeys(each for each in said if each))
    if len(told) == 1:
        return told[0]
    return ", or on the law as it stood earlier: ".join(each.rstrip(".") for each in told)


def _when(dates: Span) -> str:
    return f"on {day(dates.low)}" if dates.exact else "then"
