"""Requirements that rest on a share of so few, or of none, that a person looks at them too.

That is a line of ours, and none that we have read in a scheme: so it changes no answer.
"""

from collections.abc import Iterator

from assessment.behind import with_those_behind
from engine import Determination, Fact, OfShare, Span, Unless, conditions_of, leaves, listed, words

FEW = 10  # a share of fewer than so many
_ONE = {"people": "person", "women": "woman", "babies": "baby"}


def by_eye(found: Determination, requirement: str) -> str:
    """That a requirement, or what stands behind it, rests on a share of few or none; empty where it does not.

    A whole that is not known exactly says nothing. The finding of the engine stays what it is.
    """
    told = tuple(dict.fromkeys(_few(found, requirement)))
    if not told:
        return ""
    only = "" if all(each.startswith("no ") for each in told) else " only"
    return f"Of {listed(told)}{only}: look at this one by eye."


def _few(found: Determination, requirement: str) -> Iterator[str]:
    for name in dict.fromkeys(_wholes(found, requirement)):
        known = found.evaluation.fact(name)
        if isinstance(known, Span) and known.exact and known.some and 0 <= known.value < FEW:
            yield _said(found.rule_set.facts[name], int(known.value))


def _wholes(found: Determination, requirement: str) -> Iterator[str]:
    """Of what the shares are, in the versions that may apply, in the order of the rules."""
    behind = with_those_behind(found, [requirement])
    for id in (each for each in found.rule_set.provisions if each in behind):
        for version, _ in found.evaluation.versions(id):
            for part in conditions_of(version):
                for leaf in leaves(part.when if isinstance(part, Unless) else part):
                    if isinstance(leaf.source, OfShare):
                        yield leaf.source.whole


def _said(fact: Fact, count: int) -> str:
    unit = fact.unit or "records"
    counted = f"1 {_ONE.get(unit, unit.removesuffix('s'))}" if count == 1 else f"{count or 'no'} {unit}"
    return f"{counted} ({', '.join(map(words, fact.cell.values()))})" if fact.cell else counted
