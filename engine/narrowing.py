"""A determination told on some of its questions alone, for somebody who wants to hear of no more."""

from collections.abc import Sequence
from dataclasses import replace

from engine.determination import Determination
from engine.errors import FactError, Fault, nearest
from engine.model import RuleSet
from engine.walk import nodes_of, provisions_in


def on_questions(found: Determination, ids: Sequence[str]) -> Determination:
    """The same determination, of which these questions are told and no others. FactError names one that is not there.

    Nothing is found in another way. It is for reading: what is kept, and is compared when it is made again, is whole.
    """
    rules = found.rule_set
    known = [each.id for each in rules.questions]
    if unknown := [id for id in ids if id not in known]:
        raise FactError(Fault("", f"{rules.id} has no question '{id}'.{nearest(id, known)}") for id in unknown)
    told = replace(rules, questions=tuple(each for each in rules.questions if each.id in ids))
    return replace(found, rule_set=told, evaluation=replace(found.evaluation, rule_set=told))


def provisions_behind(rule_set: RuleSet) -> frozenset[str]:
    """The provisions on which the questions of a rule set turn, themselves or through other provisions."""
    lines = (line.when for question in rule_set.questions for line in question.lines if line.when is not None)
    waiting = [id for node in lines for id in provisions_in(node)]
    found: set[str] = set()
    while waiting:
        if (id := waiting.pop()) not in found:
            found.add(id)
            nodes = (node for version in rule_set.provisions[id].versions for node in nodes_of(version))
            waiting += [each for node in nodes for each in provisions_in(node)]
    return frozenset(found)
