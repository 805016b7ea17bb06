"""A case put to several rule sets in order: each takes the facts it knows; an earlier answer feeds a later bridge."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from engine.determination import Determination, determine
from engine.errors import FactError, Fault, nearest
from engine.facts import Facts, Statement, read_facts
from engine.model import RuleSet
from engine.scalars import read_scalar
from engine.values import Options

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
    """Facts with the answers of earlier determinations in the places that await them and hold nothing yet."""
    filled = dict(facts)
    for name, fact in rule_set.facts.items():
        for determination in earlier:
            if fact.bridge and fact.bridge[0] == determination.rule_set.id and name not in filled:
                answer = determination.answer(fact.bridge[1])
                known = Options(frozenset(answer.possible))
                source = f"determined under {determination.rule_set.title}"
                filled[name] = replace(Statement(known), source=source)
    return filled


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
        names = [name for rule_set in chosen for name in rule_set.facts]
        for place in _PLACES:
            for name in case.get(place) or {}:
                if not any(_has(rule_set, name) for rule_set in chosen):
                    yield Fault(f"/{place}/{name}", f"no rule set of this case has such a fact.{nearest(name, names)}")

    if faults := list(unknown()):
        raise FactError(faults)


def _has(rule_set: RuleSet, name: str) -> bool:
    return name in rule_set.facts or name in rule_set.results


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
