"""No year changes unnoticed: each condition that is written otherwise is told, and only where it stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from engine import Group, Leaf, Node, Provision, RuleSet, compare, leaves
from engine.model import Between, Is, Literally, Value
from engine.values import Options, Span, exactly
from tests.ours import our_rule_sets

YEARS = [id for id in our_rule_sets() if id.startswith("maternity-incentive-scheme/year-")]


def otherwise(node: Node) -> Iterator[Node]:
    """A condition with one leaf of it denied, or with one bound of it moved, for each leaf and bound."""
    if isinstance(node, Leaf):
        yield Group("not", (node,))
        yield from moved(node)
    else:
        for place, part in enumerate(node.of):
            yield from (replace(node, of=(*node.of[:place], new, *node.of[place + 1 :])) for new in otherwise(part))


def moved(leaf: Leaf) -> Iterator[Leaf]:
    """A leaf with its bounds a day or a hundredth away, one by one."""
    match leaf.test:
        case Is(value):
            yield from (replace(leaf, test=Is(new)) for new in beside(value))
        case Between(low, high) as test:
            yield from (replace(leaf, test=replace(test, low=new)) for new in beside(low))
            yield from (replace(leaf, test=replace(test, high=new)) for new in beside(high))


def beside(value: Value | None) -> Iterator[Value]:
    """The value next to one that is written in the rule."""
    if isinstance(value, Literally):
        known = value.known
        if isinstance(known, Span) and isinstance(known.low, Fraction):
            yield Literally(exactly(known.low + Fraction(1, 100)))
        elif isinstance(known, Span) and isinstance(known.low, date):
            yield Literally(exactly(known.low + timedelta(days=1)))
        elif isinstance(known, Options) and known.options <= {True, False}:
            yield Literally(Options(frozenset({True, False}) - known.options))


def written_otherwise(rule_set: RuleSet) -> Iterator[tuple[str, RuleSet]]:
    """The rule set with one condition of one provision written otherwise, for each."""
    for id, provision in rule_set.provisions.items():
        newest = provision.versions[0]
        for when in otherwise(newest.when) if newest.when is not None else ():
            new: Provision = replace(provision, versions=(replace(newest, when=when), *provision.versions[1:]))
            yield id, replace(rule_set, provisions={**rule_set.provisions, id: new})


def unnoticed(rule_set: RuleSet, every: int) -> tuple[int, list[str]]:
    """How many changes were tried, and those of which the comparison does not tell just where they are."""
    tried, missed = 0, []
    for place, (id, other) in enumerate(written_otherwise(rule_set)):
        if place % every == 0:
            tried += 1
            told = [each for several in compare(rule_set, other).provisions.values() for each in several]
            if [each.id for each in told if each.stands != "same"] != [id]:
                missed.append(id)
    return tried, missed


@pytest.mark.parametrize("id", YEARS)
def test_a_condition_written_otherwise_is_told_where_it_stands(id: str) -> None:
    rule_set = our_rule_sets()[id]
    tried, missed = unnoticed(rule_set, every=2 * len(rule_set.provisions))  # a small year has few changes
    assert tried > 1
    assert missed == []


@pytest.mark.proof
def test_each_condition_of_the_newest_year_written_otherwise_is_told_where_it_stands() -> None:
    rule_set = our_rule_sets()[YEARS[-1]]
    tried, missed = unnoticed(rule_set, every=1)
    assert tried > 2 * len(rule_set.provisions)
    assert missed == []


def test_leaves_are_all_tried() -> None:
    rule_set = our_rule_sets()[YEARS[-1]]
    newest = [provision.versions[0].when for provision in rule_set.provisions.values()]
    every = sum(len(list(leaves(when))) for when in newest if when is not None)
    assert len(list(written_otherwise(rule_set))) > every
