"""What keeps the rules of an area whole: each provision reaches somebody, and each fact is described once."""

from collections import Counter
from datetime import date

import pytest

from engine import Node, RuleSet, Unless, conditions_of, provisions_in
from engine.model import Version
from engine.yaml_reader import read_yaml
from tests.ours import RULES, our_rule_sets

IDS = sorted(our_rule_sets())
# Provisions that no question and no other provision names, and that give or extend nothing: each with the reason.
ALONE_FOR_A_REASON = {
    f"pharmacy/market-entry/{id}": (
        "the power gives the latest day to which it may be deferred, which is told; this says of a deferral that was "
        "made whether it keeps to that day"
    )
    for id in ("reg-19-2-six-months", "regs-14-1-to-21-1-six-months")
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


@pytest.mark.parametrize("id", ["maternity-data-quality/cqim", *(each for each in IDS if "incentive-scheme/y" in each)])
def test_every_condition_of_the_scheme_is_marked_as_recalled(id: str) -> None:
    """Nobody has read its documents. Whoever has, and marks a version as read, takes it out of here.

    That year 3 was revised in March 2021 is told by a page that was read, and what it dropped is not.
    """
    versions = [each for provision in our_rule_sets()[id].provisions.values() for each in provision.versions]
    assert {each.checked.how for each in versions if each.checked and not revised(each)} == {"recalled"}
    assert all(each.checked.how == "secondary" for each in versions if each.checked and revised(each))


def revised(version: Version) -> bool:
    """Whether it is one of the revision of year 3."""
    by = version.changed_by or {}
    return by.get("instrument") == "mis/year-3" and version.start == date(2021, 3, 18)


# Every place in the law on pharmacy that the map has to answer for, counted off in the contents of the Regulations.
PLACES = {
    "reg": ("1-77 21A 25A 26A 65A 67A 71A", "79 82 83 84 98-101 113 117 118"),
    "sch-1-para": ("1-7",),
    "sch-2-para": ("1-36 5A 29A 34A",),
    "sch-3-para": ("1-11",),
    "sch-4-para": ("1-35 5A 5B 7A 7B 7C 22A 22B 22C 23A 27A 27B", "28A 28B 28C 29A 29B 29C 29D 32A"),
    "sch-5-para": ("13-17",),
}


def test_the_map_of_pharmacy_law_has_a_row_for_every_place_that_bears_on_an_appeal() -> None:
    """The map itself is made from its rows: of a row that is not there it knows nothing."""
    wanted = set[str]()
    for before, listed in PLACES.items():
        for word in " ".join(listed).split():
            first, _, last = word.partition("-")
            numbers = range(int(first), int(last) + 1) if last else (word,)
            wanted |= {f"{before}-{number}" for number in numbers}
    chapters = read_yaml(RULES / "pharmacy" / "coverage.yaml", "coverage.yaml").data["chapters"]
    rows = {row["id"] for chapter in chapters for row in chapter["rows"]}
    assert not wanted - rows, "give it a row in rules/pharmacy/coverage.yaml, with a rule, a judgement or a reason"
