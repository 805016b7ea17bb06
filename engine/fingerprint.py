"""A provision's fingerprint: the same as long as its text, its dates, its marks and all that it reads are the same."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from engine.model import Fact, RuleSet
from engine.record import canonical_bytes, scalar_json

_NAMES_FACTS, _NAMES_FIGURES, _COUNTS = ("FactValue", "OfFact", "OfShare"), ("FigureValue",), ("Counted",)
_OF_A_FACT = ("kind", "worked_out", "counted", "rounded", "whole", "part_of", "cites")  # that say how it is worked out
_WHERE_SAID = ("about",)  # keys that came later: left out where nothing is said, so that older fingerprints stay


def fingerprint(rule_set: RuleSet, provision: str) -> str:
    """The SHA-256 of a provision as it is encoded, in hexadecimal: who read it in the law has read this and no other.

    What it reads that the rules work out belongs to it: facts that are worked out or counted, figures, and fields of
    records. What happens to other provisions, or to what is asked, leaves it as it is.
    """
    own = _plain(rule_set.provisions[provision])
    return hashlib.sha256(canonical_bytes([own, _behind(rule_set, own)])).hexdigest()


def _behind(rule_set: RuleSet, plain: Any) -> dict[str, Any]:
    """All that is worked out behind something, by its name, and what is worked out behind that."""
    found: dict[str, Any] = {}
    waiting = [*_named(rule_set, plain)]
    while waiting:
        name, held = waiting.pop()
        if name not in found:
            found[name] = held
            waiting.extend(_named(rule_set, held))
    return found


def _named(rule_set: RuleSet, plain: Any) -> Iterator[tuple[str, Any]]:
    for kind, name in _names(plain):
        if kind in _NAMES_FACTS and name in rule_set.facts and rule_set.facts[name].derived:
            yield f"fact {name}", _worked_out(rule_set.facts[name])
        elif kind in _NAMES_FIGURES and name in rule_set.figures:
            yield f"figure {name}", _plain(rule_set.figures[name])
        elif kind in _COUNTS and name in rule_set.tables:
            yield f"records {name}", _plain(rule_set.tables[name])


def _names(plain: Any) -> Iterator[tuple[str, str]]:
    """The texts right under each thing that may name a fact, a figure or a table, with its type."""
    if isinstance(plain, dict):
        for kind, held in plain.items():
            if kind in (*_NAMES_FACTS, *_NAMES_FIGURES, *_COUNTS):
                yield from ((kind, each) for each in held.values() if isinstance(each, str))
            yield from _names(held)
    elif isinstance(plain, list):
        for each in plain:
            yield from _names(each)


def _worked_out(fact: Fact) -> dict[str, Any]:
    return {name: _plain(getattr(fact, name)) for name in _OF_A_FACT}


def _plain(thing: Any) -> Any:
    """JSON in which things of two types differ, even where their fields are alike."""
    if is_dataclass(thing):
        held = {field.name: getattr(thing, field.name) for field in fields(thing) if field.compare}
        said = {name: _plain(each) for name, each in held.items() if each or name not in _WHERE_SAID}
        return {type(thing).__name__: said}
    if isinstance(thing, Mapping):
        return {str(name): _plain(value) for name, value in thing.items()}
    if isinstance(thing, frozenset):
        return sorted((_plain(each) for each in thing), key=str)
    if isinstance(thing, tuple | list):
        return [_plain(each) for each in thing]
    said = scalar_json(thing)
    return said if said is None or isinstance(said, bool | int | str) else str(said)
