"""Reading the law for a page: its conditions in order, how each was checked, and what names what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from engine import (
    Leaf,
    Line,
    Provision,
    Question,
    RuleSet,
    Unless,
    Version,
    conditions_of,
    facts_of,
    how_checked,
    leaves,
    provisions_in,
    rests_on,
    tested_by,
    unchecked_conditions,
)


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

    part: Leaf | Unless
    how: str
    exception: bool
    facts: tuple[str, ...]
    provisions: tuple[str, ...]


@dataclass(frozen=True)
class Reason:
    """Why something is asked: a provision, in its newest version that turns on that, and the conditions that do."""

    provision: Provision
    version: Version
    conditions: tuple[Condition, ...]

    @property
    def cites(self) -> tuple[str, ...]:
        """Where these conditions stand, each place once."""
        return tuple(dict.fromkeys(each.part.cites for each in self.conditions))


def overview(rule_sets: Iterable[RuleSet]) -> list[Overview]:
    """Each rule set with its counts."""
    return [
        Overview(
            rule_set,
            len(rule_set.provisions),
            sum(len(conditions_of(provision.versions[0])) for provision in rule_set.provisions.values()),
            unchecked_conditions(rule_set),
            any(provision.stage != "reviewed" for provision in rule_set.provisions.values()),
        )
        for rule_set in rule_sets
    ]


def conditions(version: Version) -> tuple[Condition, ...]:
    """A version's conditions and exceptions in the law's order."""
    return tuple(_condition(version, part) for part in conditions_of(version))


def _condition(version: Version, part: Leaf | Unless) -> Condition:
    exception = isinstance(part, Unless)
    node = part.when if isinstance(part, Unless) else part
    facts = dict.fromkeys(name for leaf in leaves(node) for name in tested_by(leaf))
    provisions = dict.fromkeys(provisions_in(node))
    return Condition(part, how_checked(version, part), exception, tuple(facts), tuple(provisions))


def version_on(provision: Provision, day: date | None) -> Version | None:
    """The version in force on a day, the newest where no day is given; None where there was none."""
    if day is None:
        return provision.versions[0]
    in_force = (each for each in provision.versions if each.start <= day and (each.end is None or day <= each.end))
    return next(in_force, None)


def lines(rule_set: RuleSet) -> dict[str, list[tuple[Line, tuple[str, ...], tuple[str, ...]]]]:
    """By question: each line with the provisions and the facts that it turns on."""
    return {
        question.id: [(line, _provisions(line), _facts(line)) for line in question.lines]
        for question in rule_set.questions
    }


def _provisions(line: Line) -> tuple[str, ...]:
    return tuple(dict.fromkeys(provisions_in(line.when))) if line.when is not None else ()


def _facts(line: Line) -> tuple[str, ...]:
    found = [name for leaf in leaves(line.when) for name in tested_by(leaf)] if line.when is not None else []
    return tuple(dict.fromkeys([*found, *([line.if_used] if line.if_used else [])]))


def used_by(rule_set: RuleSet) -> dict[str, list[str]]:
    """By fact: the provisions whose conditions test it, in the law's order."""
    used: dict[str, list[str]] = {name: [] for name in rule_set.facts}
    for id, provision in rule_set.provisions.items():
        tested = {name for version in provision.versions for each in conditions(version) for name in each.facts}
        for name in tested & set(used):
            used[name].append(id)
    return used


def reasons(rule_set: RuleSet, names: Collection[str]) -> tuple[Reason, ...]:
    """Why these facts, judgements or tables are asked for: the provisions that turn on any of them, in the law's order.

    A condition on what is worked out or counted turns on all that this is made of.
    """
    made: dict[str, bool] = {}

    def turns_on(condition: Condition) -> bool:
        for name in _read_in(condition.part):
            if name not in made:
                made[name] = not rests_on(rule_set, name).isdisjoint(names)
            if made[name]:
                return True
        return False

    found = []
    for provision in rule_set.provisions.values():
        for version in provision.versions:
            if mine := tuple(filter(turns_on, conditions(version))):
                found.append(Reason(provision, version, mine))
                break
    return tuple(found)


def questions_of(rule_set: RuleSet, names: Collection[str]) -> tuple[Question, ...]:
    """The questions that turn on any of these facts or judgements by themselves, and not through a provision."""
    return tuple(
        question
        for question in rule_set.questions
        if any(not set(_facts(line)).isdisjoint(names) for line in question.lines)
    )


def _read_in(part: Leaf | Unless) -> set[str]:
    """Every fact that a condition reads, on either side."""
    node = part.when if isinstance(part, Unless) else part
    return {name for leaf in leaves(node) for name in facts_of(leaf)}


def read_by(rule_set: RuleSet, id: str) -> list[Provision]:
    """The provisions that turn on another one."""
    return [
        provision
        for provision in rule_set.provisions.values()
        if any(id in each.provisions for version in provision.versions for each in conditions(version))
    ]


def in_force(provision: Provision, written: str) -> bool:
    """Whether some version of a provision was in force on a day, written ``2024-05-01``; not where it is no day."""
    try:
        return version_on(provision, date.fromisoformat(written)) is not None
    except ValueError:
        return False
