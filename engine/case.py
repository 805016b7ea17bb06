"""A case put to several rule sets in order: each takes the facts it knows; an earlier answer feeds a later bridge."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from engine.determination import Determination, determine
from engine.errors import FactError, Fault, nearest
from engine.facts import Facts, Statement, read_facts
from engine.model import Fact, RuleSet
from engine.plain import said
from engine.scalars import read_scalar
from engine.values import Known, Options, meet

_PLACES = ("facts", "judgements")


def determine_case(rule_sets: Mapping[str, RuleSet], case: Mapping[str, Any]) -> tuple[Determination, ...]:
    """Determine a case under each of its rule sets, in its own order.

    ``case`` holds ``rule_sets`` (ids), ``facts``, ``judgements``, and perhaps ``as_at`` (YYYY-MM-DD) and
    ``record_closed``. Raises FactError, with a JSON pointer for each fault: a rule set that is not loaded, a fact that
    none of the rule sets has, and all that ``read_facts`` and ``determine`` refuse.
    """
    chosen = _chosen(rule_sets, case.get("rule_sets", ()))
    _known_to_some(chosen, case)
    as_at = _as_at(case.get("as_at"))
    closed = _closed(case.get("record_closed", False))
    found: list[Determination] = []
    for rule_set in chosen:
        mine = {
            place: {name: said for name, said in (case.get(place) or {}).items() if _has(rule_set, name)}
            for place in _PLACES
        }
        facts = bridged(rule_set, read_facts(rule_set, mine), found)
        found.append(determine(rule_set, facts, as_at, closed))
    return tuple(found)


def bridged(rule_set: RuleSet, facts: Facts, earlier: Sequence[Determination]) -> Facts:
    """Facts with the answers of earlier determinations in the places that await them.

    What is stated there too must leave an answer in common with what was determined: FactError names both.
    """
    filled = dict(facts)
    for fact in rule_set.facts.values():
        for determination in earlier:
            if fact.bridge and fact.bridge[0] == determination.rule_set.id:
                filled[fact.name] = _answered(fact, filled.get(fact.name), determination, fact.bridge[1])
    return filled


def _answered(fact: Fact, stated: Statement | None, earlier: Determination, question: str) -> Statement:
    known: Known = Options(frozenset(earlier.answer(question).possible))
    under = f"determined under {earlier.rule_set.title}"
    if stated is None or stated.state != "stated":  # nobody's doubt stands against what was determined
        return Statement(known, source=under)
    both = meet(stated.known, known)
    if both is None:
        told = f"two sources disagree: stated it is {said(stated.known, fact)}, and {under} it is {said(known, fact)}"
        raise FactError([Fault(f"/facts/{fact.name}", f"{told}; leave it out, or mend the facts that it rests on")])
    return replace(stated, known=both)


def _chosen(rule_sets: Mapping[str, RuleSet], ids: Sequence[str]) -> list[RuleSet]:
    faults = [
        Fault(f"/rule_sets/{place}", f"there is no rule set '{id}'.{nearest(str(id), rule_sets)}")
        for place, id in enumerate(ids)
        if id not in rule_sets
    ]
    if faults or not ids:
        raise FactError(faults or [Fault("/rule_sets", "a case names the rule sets it is put to, in order")])
    return [rule_sets[id] for id in ids]


def _known_to_some(chosen: Sequence[RuleSet], case: Mapping[str, Any]) -> None:
    def unknown() -> Iterator[Fault]:
        names = [name for rule_set in chosen for name in (*rule_set.facts, *rule_set.tables)]
        for place in _PLACES:
            for name in case.get(place) or {}:
                if not any(_has(rule_set, name) for rule_set in chosen):
                    yield Fault(f"/{place}/{name}", f"no rule set of this case has such a fact.{nearest(name, names)}")

    if faults := list(unknown()):
        raise FactError(faults)


def _has(rule_set: RuleSet, name: str) -> bool:
    return name in rule_set.facts or name in rule_set.results or name in rule_set.tables or name in rule_set.cells


def _as_at(said: Any) -> date | None:
    if said is None:
        return None
    try:
        day: date = read_scalar("date", said)
    except ValueError as wrong:
        raise FactError([Fault("/as_at", str(wrong))]) from None
    return day


def _closed(said: Any) -> bool:
    if isinstance(said, bool):
        return said
    raise FactError([Fault("/record_closed", "whether the record is closed is true or false")])
