"""The first text of a draft: what a determination says, in the order in which a Committee reasons, for people to edit.

What is written is Markdown of the few kinds that documents take: paragraphs, lists, quotations, subheadings.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from casework.deciding.model import Proposed
from casework.deciding.outcomes import in_order, law_as_at, rule_says
from casework.deciding.words import DISPOSAL, FINAL
from casework.kinds import KINDS
from casework.model import Case, Party
from engine import Determination, Question, capital, day, listed
from engine import words as spaced

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~])")
_BEGINS_LIST = re.compile(r"^([-+]|\d+[.)])(?=\s)")


def first_text(found: Case, parties: Sequence[Party], made: Sequence[Proposed]) -> Mapping[str, str]:
    """Every section, by its id."""
    live = [each.live for each in made if each.live is not None]
    written = {
        "application": _application(found, parties),
        "law": _law(live),
        "findings": _findings(made),
        "reasons": _reasons(made),
        "disposal": _disposal(made),
    }
    return {id: "\n\n".join(paragraphs) for id, paragraphs in written.items()}


def plainly(text: str) -> str:
    """Text in which no sign is taken for Markdown."""
    escaped = _SIGNS.sub(r"\\\1", " ".join(text.split()))
    return _BEGINS_LIST.sub(lambda begins: f"{begins[0][:-1]}\\{begins[0][-1]}", escaped)


def _application(found: Case, parties: Sequence[Party]) -> Iterator[str]:
    kind = KINDS[found.kind]
    yield f"This is a {kind.title.lower()}, {found.reference}, which was received on {day(found.received_on)}."
    if parties:
        roles = ((kind.role(each.role), each) for each in parties)
        yield "\n".join(f"- {role.title if role else each.role}: {plainly(each.name)}" for role, each in roles)


def _law(live: Sequence[Determination]) -> Iterator[str]:
    """The instruments, each as at its day, with the provisions that were dealt with."""
    cited: dict[str, dict[str, None]] = {}
    for made in live:
        rules = made.rule_set
        under = f"{rules.instrument['title']}, as at {law_as_at(made)}"
        provisions = (rules.provisions[id].citation.provision for id in _dealt_with(made, *rules.questions))
        cited.setdefault(under, {}).update(dict.fromkeys(provisions))
    for under, provisions_of in cited.items():
        if provisions_of:
            yield plainly(f"{under}: {listed(list(provisions_of))}.")


def _findings(made: Sequence[Proposed]) -> Iterator[str]:
    """What was found on each provision that was dealt with, question by question."""
    told: set[tuple[str, str]] = set()
    for found, question in in_order(made):
        here = [id for id in _dealt_with(found, question) if (found.rule_set.id, id) not in told]
        told |= {(found.rule_set.id, id) for id in here}
        stands = {each.id: each.statement for each in found.provisions}
        if here:
            yield f"### {plainly(question.asks)}"
            yield "\n".join(f"- {_cited(found, id, stands[id])}" for id in here)


def _cited(found: Determination, id: str, statement: str) -> str:
    cited = found.rule_set.provisions[id].citation.provision
    told = statement if statement.endswith(("?", ".")) else f"{statement}."
    return plainly(told if cited.lower() in told.lower() else f"{capital(cited)}: {told[:1].lower()}{told[1:]}")


def _reasons(made: Sequence[Proposed]) -> Iterator[str]:
    for found, question in in_order(made):
        told = [each.text for each in found.told if each.question == question.id and each.sort == "reason"]
        if told:
            yield f"### {plainly(question.asks)}"
            says = rule_says(found, question) if found.answer(question.id).outcome else told[0]
            yield from (plainly(each) for each in (*(() if told[0].startswith(says) else (f"{says}.",)), *told))
    closed = (each.text for whole in _live(made) for each in whole.told if each.sort == "closed")
    yield from (plainly(each) for each in dict.fromkeys(closed))


def _disposal(made: Sequence[Proposed]) -> Iterator[str]:
    for found, question in in_order(made):
        answer = found.answer(question.id)
        if answer.outcome and question.id in (DISPOSAL, FINAL):
            yield plainly(f"{capital(spaced(answer.outcome))}. {rule_says(found, question)}.")


def _live(made: Sequence[Proposed]) -> Iterator[Determination]:
    return (each.live for each in made if each.live is not None)


def _dealt_with(found: Determination, *questions: Question) -> tuple[str, ...]:
    """The provisions that the answers to questions rest on, in the order in which they were dealt with."""
    grounds = (ground for question in questions for ground in found.answer(question.id).determined_by)
    return tuple(dict.fromkeys(ground.provision for ground in grounds if ground.provision))
