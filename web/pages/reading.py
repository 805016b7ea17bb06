"""Reading the law for a page: its conditions in order, how each was checked, and what names what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine import Provision, RuleSet
from schemas.rule_sets import conditions_of, unchecked_in

# The parts of a rule (Leaf, Group, Unless, Version) are the engine's own and not on its public face; they are read here
# by what they have, so their types are open.
Part = Any


@dataclass(frozen=True)
class Overview:
    """A rule set as a list shows it; ``unchecked``: conditions whose words nobody has read in the published law."""

    rule_set: RuleSet
    provisions: int
    conditions: int
    unchecked: int
    unreviewed: bool


@dataclass(frozen=True)
class Condition:
    """A condition or an exception, with how its words were checked (``recalled`` where nothing says)."""

    part: Part
    how: str
    exception: bool
    facts: tuple[str, ...]
    provisions: tuple[str, ...]


def overview(rule_sets: Iterable[RuleSet]) -> list[Overview]:
    """Each rule set with its counts."""
    return [
        Overview(
            rule_set,
            len(rule_set.provisions),
            sum(len(conditions_of(provision.versions[0])) for provision in rule_set.provisions.values()),
            unchecked_in(rule_set),
            any(provision.stage != "reviewed" for provision in rule_set.provisions.values()),
        )
        for rule_set in rule_sets
    ]


def conditions(version: Part) -> tuple[Condition, ...]:
    """A version's conditions and exceptions in the law's order."""
    return tuple(_condition(version, part) for part in conditions_of(version))


def _condition(version: Part, part: Part) -> Condition:
    exception = hasattr(part, "when")
    mark = getattr(part, "checked", None) or version.checked
    leaves = list(_leaves(part.when if exception else part))
    facts = dict.fromkeys(name for leaf in leaves for name in facts_of(leaf))
    provisions = dict.fromkeys(leaf.source.id for leaf in leaves if hasattr(leaf.source, "id"))
    return Condition(part, mark.how if mark else "recalled", exception, tuple(facts), tuple(provisions))


def facts_of(leaf: Part) -> tuple[str, ...]:
    """The facts that a condition tests."""
    source = leaf.source
    if hasattr(source, "part"):
        return source.part, source.whole
    return (source.name,) if hasattr(source, "name") else ()


def _leaves(node: Part) -> Iterator[Part]:
    if hasattr(node, "of"):
        for each in node.of:
            yield from _leaves(each)
    else:
        yield node


def version_on(provision: Provision, day: date | None) -> Part | None:
    """The version in force on a day, the newest where no day is given; None where there was none."""
    if day is None:
        return provision.versions[0]
    in_force = (each for each in provision.versions if each.start <= day and (each.end is None or day <= each.end))
    return next(in_force, None)


def lines(rule_set: RuleSet) -> dict[str, list[tuple[Part, tuple[str, ...], tuple[str, ...]]]]:
    """By question: each line with the provisions and the facts that it turns on."""
    return {
        question.id: [(line, _named(line, "id"), _named(line, "name")) for line in question.lines]
        for question in rule_set.questions
    }


def _named(line: Part, attribute: str) -> tuple[str, ...]:
    leaves = _leaves(line.when) if line.when is not None else ()
    found = [getattr(leaf.source, attribute) for leaf in leaves if hasattr(leaf.source, attribute)]
    used = [line.if_used] if attribute == "name" and line.if_used else []
    return tuple(dict.fromkeys((*found, *used)))


def used_by(rule_set: RuleSet) -> dict[str, list[str]]:
    """By fact: the provisions whose conditions test it, in the law's order."""
    used: dict[str, list[str]] = {name: [] for name in rule_set.facts}
    for id, provision in rule_set.provisions.items():
        tested = {name for version in provision.versions for each in conditions(version) for name in each.facts}
        for name in tested & set(used):
            used[name].append(id)
    return used


def read_by(rule_set: RuleSet, id: str) -> list[Provision]:
    """The provisions that turn on another one."""
    return [
        provision
        for provision in rule_set.provisions.values()
        if any(id in each.provisions for version in provision.versions for each in conditions(version))
    ]
