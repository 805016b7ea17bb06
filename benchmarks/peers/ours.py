"""The project's own two readings, each alone and both together, as every determination has them."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.as_rules import AS_AT, write_rules
from benchmarks.generate import Case, RuleSpec, Statuses
from benchmarks.peers import Prepared
from engine import RuleSet, determine, load_rule_set, read_facts
from engine.closing import read as known_of
from engine.inference import infer
from engine.leaf_tests import Leaves

_NUMBERS = {"met": 1, "not_met": -1, "not_known": 0}
_HOW = "three values throughout"
_BY_FRAMES = "three values, as rules of which one of three fires; tests of facts are made outside it"


def prepare(spec: RuleSpec) -> list[Prepared]:
    """Both readings, and each alone; then with reasons, with facts read from JSON first, and reading facts alone."""
    with tempfile.TemporaryDirectory() as folder:
        write_rules(spec, Path(folder, "benchmark", "generated"))
        rules = load_rule_set(Path(folder, "benchmark", "generated"))

    def read(cases: Sequence[Case]) -> list[Any]:
        return [read_facts(rules, body) for body in _bodies(cases)]

    def definition(known: Sequence[Any]) -> list[Statuses]:
        return [_of_reading(known_of(rules, facts, AS_AT)) for facts in known]

    def rules_engine(known: Sequence[Any]) -> list[Statuses]:
        evaluations = (known_of(rules, facts, AS_AT) for facts in known)
        return [_of_reading(infer(each)) for each in evaluations]

    def statuses(known: Sequence[Any]) -> list[Statuses]:
        return [_statuses(determine(rules, facts, as_at=AS_AT)) for facts in known]

    def explained(known: Sequence[Any]) -> list[Statuses]:
        return [_explained(rules, facts) for facts in known]

    def from_json(bodies: Sequence[Any]) -> list[Statuses]:
        return [_statuses(determine(rules, read_facts(rules, body), as_at=AS_AT)) for body in bodies]

    def reading(bodies: Sequence[Any]) -> list[Statuses]:
        for body in bodies:
            read_facts(rules, body)
        return []

    return [
        Prepared("rationale, both readings, compared", _HOW, read, statuses),
        Prepared("rationale, the definition alone", _HOW, read, definition),
        Prepared("rationale, durable-rules alone", _BY_FRAMES, read, rules_engine, package="durable-rules"),
        Prepared("rationale, with findings and explanation", _HOW, read, explained),
        Prepared("rationale, facts read from JSON too", _HOW, _bodies, from_json),
        Prepared("rationale, reading facts alone", "nothing is decided", _bodies, reading, decides=False),
    ]


def _bodies(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """What a caller would send: JSON, so dates as text."""
    return [{"facts": {name: _json(value) for name, value in case.items()}, "judgements": {}} for case in cases]


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _of_reading(reading: Leaves) -> Statuses:
    return {id: int(reading.provision(id)) for id in reading.rule_set.provisions}


def _statuses(determination: Any) -> Statuses:
    return {provision.id: _NUMBERS[provision.status] for provision in determination.provisions}


def _explained(rules: RuleSet, facts: Any) -> Statuses:
    determination = determine(rules, facts, as_at=AS_AT)
    if not (determination.findings and determination.explanation):
        raise AssertionError("a determination without its reasons")
    return _statuses(determination)
