"""The facts of a record as ``engine.read_facts`` takes them, so that a determination can be made again from them."""

from collections.abc import Mapping
from typing import Any

from documents import DecisionRecord, DeterminationMade, FactStated

APART = "@"  # a fact that stood otherwise under another rule set has that rule set behind its name


def given_of(record: DecisionRecord, made: DeterminationMade) -> dict[str, dict[str, Any]]:
    """What was put to the rules of one determination, as it is published; what is redacted is left out."""
    given: dict[str, dict[str, Any]] = {"facts": {}, "judgements": {}}
    for name in made.given:
        fact = record.fact(name)
        if fact is not None and not fact.redacted:
            given["judgements" if fact.judgement else "facts"][name.partition(APART)[0]] = _said(fact)
    return given


def _said(fact: FactStated) -> Any:
    """What was stated, with its source again where that was taken out."""
    if not fact.source:
        return fact.put
    key = "answer" if fact.judgement else "value"
    return {**(fact.put if isinstance(fact.put, Mapping) else {key: fact.put}), "source": fact.source}
