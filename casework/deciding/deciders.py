"""Who decided, by name, since members of a Committee need no account; and whether somebody is one of them."""

from collections.abc import Iterator, Sequence

from casework.assigning import MEMBER
from casework.deciding.model import Decision
from casework.model import Assignment


def is_decider(decision: Decision, assignments: Sequence[Assignment], person_id: str, name: str) -> bool:
    """Whether somebody decided a decision or one of its judgements, by their name, or sits on the case."""
    sits = any((each.person_id, each.part, each.ends_at) == (person_id, MEMBER, None) for each in assignments)
    return sits or _folded(name) in {_folded(each) for each in _names(decision)}


def _names(decision: Decision) -> Iterator[str]:
    if who := decision.conclusion.decided_by:
        yield who.officer
        yield from (each.name for each in who.committee.members if not each.withdrew) if who.committee else ()
    for kept in decision.adopted:
        yield from (str(said.get("by", "")) for said in kept.given.get("judgements", {}).values())


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
