"""What is decided on the matter itself, where that is no application to the list: it stands at the head of papers."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from casework.deciding.words import said_of_application
from casework.kinds import CaseKind
from engine import capital
from engine import words as spaced

# Steps on the way to what is decided, as the rules of the usual rule sets mark them; a test compares the two.
STEPS = frozenset(
    {
        "right_of_appeal",
        "reasons_for_breach",
        "direction_contents",
        "procedure_on_application",
        "hours_meanwhile",
        "prior_notice",
        "appeal_under_part_4",
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of a decision: to which question of which rule set, and the rule's words for it, where it has any."""

    rule_set: str
    question: str
    asks: str
    decided: str
    says: str


def on_the_matter(kind: CaseKind, disposal: str, final: str, answers: Iterable[Said]) -> tuple[str, ...]:
    """Each answer on what the case is about, in a sentence without its full stop; nothing where ``final`` tells it."""
    if said_of_application(disposal, final) or not kind.usual:
        return ()
    about = (each for each in answers if each.rule_set == kind.usual[0] and each.question not in STEPS)
    return tuple(capital(_sentence(each)) for each in about if each.decided)


def of_issued(canonical: bytes | None) -> tuple[Said, ...]:
    """The answers of an issued decision from its record; none once its time was over."""
    held = json.loads(canonical)["answers"] if canonical else []
    return tuple(
        Said(*(each.get(name, "") for name in ("rule_set", "question", "asks", "decided", "says"))) for each in held
    )


def _sentence(said: Said) -> str:
    return said.says.rstrip(".") if said.says else f"{said.asks} {capital(spaced(said.decided))}"
