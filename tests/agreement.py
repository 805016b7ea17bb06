"""What the engine and the reference must say alike, and every difference as a sentence."""

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from engine import RuleSet, determine, load_rule_set, read_facts
from tests.reference import Reading, Rules, read_rules
from tests.reference.decide import Case
from tests.reference.generate import write_rule_set
from tests.reference.knowledge import chain
from tests.reference.reading import read_case
from tests.reference.worth import May


def as_json(value: Any) -> Any:
    """A given value as the engine is told it: days and minutes as text, a fraction as a decimal."""
    if isinstance(value, dict):
        return {key: as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_json(part) for part in value]
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Fraction) else value


def told(rules: Rules, given: dict[str, Any]) -> dict[str, Any]:
    """The given facts and judgements as a caller of the engine sends them."""
    parts: dict[str, Any] = {"facts": {}, "judgements": {}}
    for name, value in given.items():
        parts["judgements" if "decided_by" in rules.facts[name] else "facts"][name] = as_json(value)
    return parts


def differences(rule_set: RuleSet, rules: Rules, given: dict[str, Any], as_at: date | None = None) -> list[str]:
    """Every point on which engine and reference differ; none when they agree."""
    reading = read_case(Case(rules, given, as_at))
    answer = determine(rule_set, read_facts(rule_set, told(rules, given)), as_at=as_at)
    provisions = {one.id: one.status for one in answer.provisions}
    questions = {one.id: (one.status, one.outcome or None) for one in answer.questions}
    needs = {need.fact: need.what for need in answer.needs}
    versions = {one.id: str(one.version) for one in answer.provisions}
    chosen = {name: str(starts[0]) if len(starts) == 1 else "" for name, starts in reading.versions.items()}
    return [
        *_unlike("provision", provisions, reading.provisions),
        *_unlike("version", versions, chosen),
        *_unlike("question", questions, reading.questions),
        *_unlike("needs", needs, reading.needs),
        *_unlike("amount", {name: _ends(known) for name, known in answer.amounts.items()}, _amounts(reading)),
    ]


def _unlike(what: str, engine: dict[str, Any], reference: dict[str, Any]) -> Iterator[str]:
    for name in sorted(engine.keys() | reference.keys()):
        if engine.get(name) != reference.get(name):
            yield f"{what} {name}: engine {engine.get(name)}, reference {reference.get(name)}"


def _amounts(reading: Reading) -> dict[str, Any]:
    return {name: may.ends() for name, may in reading.amounts.items()}


def _ends(known: Any) -> tuple[Any, Any, bool]:
    return (known.low, known.high, known.none) if known.some else (None, None, True)


def random_differences(folder: Path, seed: int, steps: int = 4, *, large: bool = False) -> Iterator[tuple[str, list[str]]]:
    """One random rule set and growing knowledge of one case: a name for each step, and what differs there."""
    rng = Random(seed)  # the seed is the name of the case
    written = write_rule_set(folder / f"area-{seed}", f"set-{seed}", rng, large=large)
    rule_set, rules = load_rule_set(written), read_rules(written)
    for step, given in enumerate(chain(rules, rng, steps)):
        yield f"seed {seed}, step {step}", differences(rule_set, rules, given)


__all__ = ["May", "as_json", "differences", "random_differences", "told"]
