"""The two readings must agree: where they differ on anything, nothing is determined."""

import hashlib
from collections.abc import Iterator
from datetime import date

from engine.errors import EngineDisagreement
from engine.evaluate import Evaluation
from engine.frames import InQuestion, Place
from engine.inference import Inference, RulesEngineFault, discard, infer
from engine.knowledge import Chosen
from engine.record import canonical, canonical_bytes
from engine.values import Point
from engine.walk import exceptions


def check_agreement(ev: Evaluation) -> None:
    """Put the same knowledge to durable-rules. Raises EngineDisagreement where it differs, or does anything wrong."""
    try:
        differing = tuple(differences(ev, infer(ev)))
    except RulesEngineFault as fault:
        raise _disagreement(ev, (str(fault),)) from fault
    if differing:
        raise _disagreement(ev, differing)


def _disagreement(ev: Evaluation, differing: tuple[str, ...]) -> EngineDisagreement:
    discard(ev.rule_set.plan)
    return EngineDisagreement(ev.rule_set.id, case_id(ev), differing)


def case_id(ev: Evaluation) -> str:
    """A short name for what was asked: the same rules and facts have the same, and it says nothing of either."""
    asked = {"revision": ev.rule_set.revision, "given": canonical(dict(ev.given)), "as_at": canonical(ev.as_at)}
    asked["tables"] = canonical(dict(ev.tables))
    return hashlib.sha256(canonical_bytes(asked)).hexdigest()[:16]


def differences(ev: Evaluation, reading: Inference) -> Iterator[str]:
    """Where the readings differ, by name: conditions, exceptions, versions, provisions, questions. No facts."""
    for place, leaf, days, status in reading.judged:
        if ev.leaf(leaf, days) is not status:
            yield f"condition {leaf.id} of {_name(place)}"
    for id in ev.rule_set.provisions:
        yield from _in_provision(ev, reading, id)
    for question in ev.rule_set.questions:
        lines, settled = reading.ends(question)
        if lines != ev.reachable(question) or settled is not (len(ev.outcomes(question)) == 1):
            yield f"question {question.id}"


def _in_provision(ev: Evaluation, reading: Inference, id: str) -> Iterator[str]:
    if _days(ev.versions(id)) != _days(reading.versions(id)):
        yield f"which version of provision {id} applies"
        return
    for version, days in ev.versions(id):
        for exception in exceptions(version.unless):
            if ev.exception(exception, days) is not reading.exception(id, version, exception, days):
                yield f"exception {exception.id} of provision {id}"
        if ev.version(id, version, days) is not reading.version(id, version, days):
            yield f"provision {id} from {version.start}"
    if ev.provision(id) is not reading.provision(id):
        yield f"provision {id}"


def _days(chosen: Chosen) -> list[tuple[date, Point, Point]]:
    return [(version.start, days.low, days.high) for version, days in chosen]


def _name(place: Place) -> str:
    return f"question {place.question}" if isinstance(place, InQuestion) else f"provision {place.provision}"
