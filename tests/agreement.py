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
from tests.reference.knowledge import chain, some_random
from tests.reference.reading import read_case


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
        said = as_json(value)
        if rules.facts[name].get("type") == "records":
            said |= {"by": "whoever made the case"}
        parts["judgements" if "decided_by" in rules.facts[name] else "facts"][name] = said
    return parts


def differences(
    rule_set: RuleSet, rules: Rules, given: dict[str, Any], as_at: date | None = None, *, needs: bool = True
) -> list[str]:
    """Every point on which engine and reference differ; none when they agree. ``needs``: what is needed too."""
    reading = read_case(Case(rules, given, as_at), with_needs=needs)
    answer = determine(rule_set, read_facts(rule_set, told(rules, given)), as_at=as_at)
    provisions = {one.id: one.status for one in answer.provisions}
    questions = {one.id: (one.status, one.outcome or None) for one in answer.questions}
    needed = {need.fact: need.what for need in answer.needs} if needs else {}
    versions = {one.id: str(one.version) for one in answer.provisions}
    chosen = {name: str(starts[0]) if len(starts) == 1 else "" for name, starts in reading.versions.items()}
    return [
        *_unlike("provision", provisions, reading.provisions),
        *_unlike("version", versions, chosen),
        *_unlike("question", questions, reading.questions),
        *_unlike("needs", needed, reading.needs),
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


def random_differences(folder: Path, seed: int, *, large: bool = False) -> Iterator[tuple[str, list[str]]]:
    """Five states of growing knowledge of one random rule set: a name for each, and what differs there."""
    rule_set, rules, rng = _random_rules(folder, seed, large=large, wild=False)
    for step, given in enumerate(chain(rules, rng, 4)):
        yield f"seed {seed}, step {step}", differences(rule_set, rules, given)


def contradictions(folder: Path, seed: int) -> Iterator[tuple[str, list[str]]]:
    """The same where one fact may stand twice in a VALUE: only what cannot both be so counts as a difference."""
    rule_set, rules, rng = _random_rules(folder, seed, large=False, wild=True)
    for step, given in enumerate(chain(rules, rng, 4)):
        reading = read_case(Case(rules, given, None))
        answer = determine(rule_set, read_facts(rule_set, told(rules, given)))
        decided = {one.id: one.status for one in answer.provisions if one.status != "not_known"}
        answers = {one.id: (one.status, one.outcome) for one in answer.questions if one.status == "determined"}
        wide = {
            name: _ends(known)
            for name, known in answer.amounts.items()
            if not _holds(_ends(known), reading.amounts[name].ends())
        }
        yield (
            f"seed {seed}, step {step}",
            [
                *_unlike("provision", decided, {name: reading.provisions[name] for name in decided}),
                *_unlike("question", answers, {name: reading.questions[name] for name in answers}),
                *_unlike("amount", wide, {name: reading.amounts[name].ends() for name in wide}),
            ],
        )


def _holds(outer: tuple[Any, Any, bool], inner: tuple[Any, Any, bool]) -> bool:
    low = outer[0] is None or (inner[0] is not None and outer[0] <= inner[0])
    high = outer[1] is None or (inner[1] is not None and inner[1] <= outer[1])
    never = inner == (None, None, True)
    return (never or (low and high)) and outer[2] >= inner[2]


def _random_rules(folder: Path, seed: int, *, large: bool, wild: bool) -> tuple[RuleSet, Rules, Random]:
    rng = some_random(seed)
    written = write_rule_set(folder / f"area-{seed}", f"set-{seed}", rng, large=large, wild=wild)
    return load_rule_set(written), read_rules(written), rng
