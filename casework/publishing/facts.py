"""The facts that a decision rests on, as they are published: as the engine takes them, in words, and from whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from casework.deciding import Proposed
from documents import FactStated
from engine import Determination, capital, said
from engine import words as spaced
from register import APART

_FEW = ("yes_no", "choice")  # kinds of facts with a few answers, which stand in any text


@dataclass(frozen=True, slots=True)
class FactsPut:
    """Every fact once; the names of those that each rule set was given, in order; and which are about a person.

    ``telling``: of those about a person, the ones whose value could be told from others, such as a name or a day.
    """

    facts: tuple[FactStated, ...]
    given: Mapping[str, tuple[str, ...]]
    personal: frozenset[str]
    telling: frozenset[str]


def facts_of(made: Sequence[Proposed]) -> FactsPut:
    """The facts of determinations that could be made again."""
    found: dict[str, FactStated] = {}
    given: dict[str, tuple[str, ...]] = {}
    personal: set[str] = set()
    telling: set[str] = set()
    for live, each in ((each.live, each.kept) for each in made if each.live is not None):
        names = []
        for place in ("facts", "judgements"):
            for name, put in each.given.get(place, {}).items():
                fact = _stated(live, name, put, place == "judgements")
                if name in found and found[name] != fact:
                    fact = replace(fact, name=f"{name}{APART}{each.rule_set}")
                found.setdefault(fact.name, fact)
                names.append(fact.name)
                if is_personal(live, name):
                    personal.add(fact.name)
                    telling |= {fact.name} if _is_telling(live, name) else set()
        given[each.rule_set] = tuple(names)
    return FactsPut(tuple(found.values()), given, frozenset(personal), frozenset(telling))


def is_personal(live: Determination, name: str) -> bool:
    """Whether the rules say that a fact or a table is about a living person; what they do not know may be."""
    rule_set = live.rule_set
    if name in rule_set.tables:
        return rule_set.tables[name].personal
    if name in rule_set.cells:
        return any(fact.personal for fact in rule_set.facts.values() if fact.cell_of == name)
    return rule_set.facts[name].personal if name in rule_set.facts else True


def _is_telling(live: Determination, name: str) -> bool:
    fact = live.rule_set.facts.get(name)
    return fact is not None and fact.kind not in _FEW


def _stated(live: Determination, name: str, put: Any, judgement: bool) -> FactStated:
    source, bare = "", put
    if isinstance(put, Mapping):
        source = str(put.get("source", ""))
        bare = {key: value for key, value in put.items() if key != "source"}
        if list(bare) == ["value"]:
            bare = bare["value"]
    return FactStated(name, _asks(live, name), bare, _says(live, name, bare), source, judgement)


def _asks(live: Determination, name: str) -> str:
    rule_set = live.rule_set
    known = name in rule_set.facts or name in rule_set.tables
    return (rule_set.asked(name).ask if known else "") or capital(spaced(name))


def _says(live: Determination, name: str, bare: Any) -> str:
    """In words; of what is no single value, how much of it there is."""
    fact, statement = live.rule_set.facts.get(name), live.facts.get(name)
    if fact is not None and statement is not None:
        return capital(said(statement.known, fact) if statement.state == "stated" else spaced(statement.state))
    many = bare.get("rows") if isinstance(bare, Mapping) else bare
    if isinstance(many, list):
        return f"{len(many)} {'entry' if len(many) == 1 else 'entries'}"
    return ""
