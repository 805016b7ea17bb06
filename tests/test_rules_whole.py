"""What keeps the rules of an area whole: each provision reaches somebody, and each fact is described once."""

from collections import Counter

import pytest

from engine import Node, RuleSet, Unless, conditions_of, provisions_in
from tests.ours import our_rule_sets

IDS = sorted(our_rule_sets())
# Provisions that no question and no other provision names, and that give or extend nothing: each with the reason.
ALONE_FOR_A_REASON = {
    "pharmacy/market-entry/reg-19-2-six-months": (
        "the power gives the latest day to which it may be deferred, which is told; this says of a deferral that was "
        "made whether it keeps to that day"
    ),
}


def conditions(rule_set: RuleSet) -> list[Node]:
    """Every condition of a rule set: of the lines of its questions, of its provisions and of their exceptions."""
    lines = [line.when for question in rule_set.questions for line in question.lines if line.when is not None]
    versions = [version for provision in rule_set.provisions.values() for version in provision.versions]
    parts = [part for version in versions for part in conditions_of(version)]
    return [*lines, *(part.when if isinstance(part, Unless) else part for part in parts)]


def reached(rule_set: RuleSet) -> set[str]:
    """The provisions that a question or a provision names, that give something, or that extend a time limit."""
    named = {id for node in conditions(rule_set) for id in provisions_in(node)}
    provisions = rule_set.provisions.values()
    return named | {each.id for each in provisions if each.extends or any(one.gives for one in each.versions)}


@pytest.mark.parametrize("id", IDS)
def test_every_provision_is_named_by_a_question_or_a_provision_or_gives_or_extends_something(id: str) -> None:
    """What is reached by none of these is worked out and told to nobody."""
    rule_set = our_rule_sets()[id]
    alone = {f"{id}/{provision}" for provision in set(rule_set.provisions) - reached(rule_set)}
    listed = {name for name in ALONE_FOR_A_REASON if name.startswith(f"{id}/")}
    assert alone == listed, "name it in a question, let it give what it finds, or say here why it stands alone"


def test_no_fact_is_described_twice_where_an_area_shares_its_facts() -> None:
    """A case has one list of facts: what two rule sets ask stands in the area's facts.yaml, answers taken up apart."""
    areas: dict[str, Counter[str]] = {}
    for id, rule_set in our_rule_sets().items():
        own = [name for name, fact in rule_set.facts.items() if name not in rule_set.of_area and not fact.bridge]
        if rule_set.of_area:
            areas.setdefault(id.partition("/")[0], Counter()).update(own)
    assert areas, "no area shares its facts: this looks at nothing"
    twice = [f"{area}: {name}" for area, names in areas.items() for name, count in names.items() if count > 1]
    assert not twice, "put it into the area's facts.yaml, once, with a question that fits every case"
