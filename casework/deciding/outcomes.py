"""The answers of a decision: as proposed, or as people decided otherwise; in the order in which a Committee reasons."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casework.deciding.model import Decision, Departure, Proposed
from casework.deciding.words import DISPOSAL
from engine import Determination, Question, said

ANY = ("met", "not_met", "not_known")


@dataclass(frozen=True, slots=True)
class Decided:
    """A question, what was proposed and what is decided: the same, unless somebody departed. Empty: no answer.

    ``says`` is the rule's own words for a proposed answer that stands.
    """

    rule_set: str
    question: str
    asks: str
    proposed: str
    possible: tuple[str, ...]
    decided: str
    says: str
    departure: Departure | None


def decided(decision: Decision, proposals: Sequence[Proposed]) -> tuple[Decided, ...]:
    """Every question of the adopted determinations that can be made again, in a Committee's order."""
    return tuple(_decided(decision, made, question) for made, question in in_order(proposals))


def decided_of(answers: Iterable[Decided], question: str) -> str | None:
    """What is decided on a question; None where no rule set asks it."""
    return next((each.decided for each in answers if each.question == question), None)


def in_order(proposals: Iterable[Proposed]) -> Iterator[tuple[Determination, Question]]:
    """All that is in question: whether the appeal can be heard, then what it is about, and its disposal last."""
    live = [each.live for each in proposals if each.live is not None]
    arising = {(made.rule_set.id, answer.id) for made in live for answer in made.arising}
    every = ((made, question) for made in live for question in made.rule_set.questions)
    asked = [(made, question) for made, question in every if (made.rule_set.id, question.id) in arising]
    about_appeals = {made.rule_set.id for made, question in asked if question.id == DISPOSAL}

    def stage(pair: tuple[Determination, Question]) -> int:
        made, question = pair
        return 2 if question.id == DISPOSAL else 0 if made.rule_set.id in about_appeals else 1

    yield from sorted(asked, key=stage)


def departure_of(decision: Decision, rule_set: str, about: str, name: str) -> Departure | None:
    """Where the decision departs on this, if it does."""
    wanted = (rule_set, about, name)
    return next((each for each in decision.departures if (each.rule_set, each.about, each.name) == wanted), None)


def proposed_of(made: Sequence[Proposed], rule_set: str, about: str, name: str) -> str | None:
    """What was proposed on this: an outcome or a status, empty where a question has no answer; None: no such thing."""
    live = next((each.live for each in made if each.kept.rule_set == rule_set), None)
    if live is None:
        return None
    if about == "question":
        return next((each.outcome for each in live.questions if each.id == name), None)
    if about == "provision":
        return next((each.status for each in live.provisions if each.id == name), None)
    provision, _, condition = name.partition("#")
    statuses = [each.status for each in live.findings if (each.provision, each.condition) == (provision, condition)]
    return statuses[0] if statuses else None


def rule_says(made: Determination, question: Question) -> str:
    """The words of the line that an answer rests on; of every line, where it may rest on any of several."""
    says = list(dict.fromkeys(line.says.rstrip(".") for line in made.evaluation.reachable(question)))
    return says[0] if len(says) == 1 else f"The answer is the same for whichever of these reasons: {'; or '.join(says)}"


def law_as_at(made: Determination) -> str:
    """The day whose law was applied, in words that follow “as at”."""
    if made.as_at.exact:
        return said(made.as_at, made.rule_set.facts[made.rule_set.as_at])
    known = made.as_at.low is not None or made.as_at.high is not None
    return f"a day that is {said(made.as_at, made.rule_set.facts[made.rule_set.as_at])}" if known else "a day not known"


def _decided(decision: Decision, made: Determination, question: Question) -> Decided:
    answer = made.answer(question.id)
    departure = departure_of(decision, made.rule_set.id, "question", question.id)
    return Decided(
        rule_set=made.rule_set.id,
        question=question.id,
        asks=question.asks,
        proposed=answer.outcome,
        possible=question.outcomes,
        decided=departure.decided if departure else answer.outcome,
        says="" if departure or not answer.outcome else rule_says(made, question),
        departure=departure,
    )
