"""Whether an appeal can be heard at all: what is asked for that comes first, and where it cannot nothing else does."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from engine import Determination, RuleSet, asked_in_order, comes_to

JURISDICTION, DISMISSAL = "jurisdiction", "summary_dismissal"  # these questions' names, in every rule set that has them
_FIRST = ("forum", JURISDICTION, DISMISSAL)
# Opening hours are appealed outside Schedule 3, and are heard all the same: under the rules beside.
_HEARD = frozenset({"within_jurisdiction", "under_another_provision"})
_DISMISSED = "dismiss_without_notifying"


def procedure_of(rule_sets: Sequence[RuleSet]) -> RuleSet | None:
    """The rule set that says whether an appeal can be heard; None where none of these does."""
    return next((each for each in rule_sets if JURISDICTION in _questions(each)), None)


@lru_cache(maxsize=64)
def asked_first(rule_sets: tuple[RuleSet, ...]) -> tuple[str, ...]:
    """The names that whether an appeal can be heard turns on, in the order of the rules that say so.

    Where another rule set answers a part of it, such as who may appeal against a notice, what that answer turns on
    stands in its place.
    """
    procedure = procedure_of(rule_sets)
    return tuple(dict.fromkeys(_first(procedure, rule_sets))) if procedure is not None else ()


def heard(determined: Sequence[Determination]) -> bool:
    """Whether the appeal can be heard, as far as is known: yes, until it is determined that it cannot."""
    outcomes = {each.id: each.outcome for made in determined for each in made.questions if each.outcome}
    return outcomes.get(JURISDICTION, "within_jurisdiction") in _HEARD and outcomes.get(DISMISSAL) != _DISMISSED


def _first(procedure: RuleSet, rule_sets: Sequence[RuleSet]) -> Iterator[str]:
    turned_on = frozenset[str]().union(*(comes_to(procedure, question=each) for each in _FIRST))
    for name in asked_in_order(procedure):
        if name in turned_on:
            bridge = procedure.facts[name].bridge if name in procedure.facts else None
            yield from _behind(bridge, rule_sets) if bridge else (name,)


def _behind(bridge: tuple[str, str], rule_sets: Sequence[RuleSet]) -> Iterator[str]:
    """What the answer of another rule set turns on, where the case is put to it."""
    for other in rule_sets:
        if other.id == bridge[0]:
            turned_on = comes_to(other, question=bridge[1])
            yield from (name for name in asked_in_order(other) if name in turned_on)


def _questions(rule_set: RuleSet) -> set[str]:
    return {each.id for each in rule_set.questions}
