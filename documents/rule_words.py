"""A rule set in words, for somebody who reads it against the law: how things were checked, facts, and what is given."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from documents.rule_tree import ConditionLine, tree_of, turning
from engine import (
    Fact,
    Group,
    Line,
    RuleSet,
    Version,
    capital,
    conditions_of,
    how_checked,
    how_read,
    reckoned,
    role,
    said,
    words,
)

_HOW = {
    "published_text": "read in the {text}",
    "construed": "read in the {text}; how it applies is the builders’ reading",
    "secondary": "from a secondary source, not checked against the {text}",
    "recalled": "from memory: nobody has looked",
}
_BRIEFLY = {
    "published_text": "read",
    "construed": "read, construed",
    "secondary": "secondary source",
    "recalled": "from memory",
}
_OF_LAW = ("appeal", "dispute")
_KINDS = {
    "yes_no": "yes or no",
    "choice": "one of a list",
    "number": "a number",
    "money": "an amount of money",
    "date": "a date",
    "date_and_time": "a date and a time",
    "text": "text",
}
_ROUNDED = {"down": ", rounded down", "up": ", rounded up", "nearest": ", rounded to the nearest"}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many conditions were checked in one way: in the newest versions, and in all."""

    checked: str
    newest: int
    every: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How many provisions a lawyer has reviewed, and who has."""

    count: int
    every: int
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a page says of one rule set that takes more than looking a word up."""

    rule_set: RuleSet

    @property
    def of_law(self) -> bool:
        """Whether it states law, where a scheme's document is none."""
        return self.rule_set.kind in _OF_LAW

    @property
    def as_at(self) -> str:
        """What picks the version that applies."""
        fact = self.rule_set.facts.get(self.rule_set.as_at)
        return f"the day that answers “{fact.ask}”" if fact and fact.ask else f"the {words(self.rule_set.as_at)}"

    def how(self, mark: str) -> str:
        """How words were checked, in full; in a tree it is said briefly."""
        return _HOW[mark].format(text="published law" if self.of_law else "published document")

    def reviewed(self) -> Reviewed:
        """What of it a lawyer has reviewed."""
        every = self.rule_set.provisions.values()
        marks = [each.reviewed for each in every if each.stage == "reviewed" and each.reviewed]
        return Reviewed(len(marks), len(every), tuple(dict.fromkeys(mark["by"] for mark in marks)))

    def tallies(self) -> tuple[Tally, ...]:
        """How its conditions and exceptions were checked."""
        newest: Counter[str] = Counter()
        all_: Counter[str] = Counter()
        for provision in self.rule_set.provisions.values():
            for place, version in enumerate(provision.versions):
                marks: list[str] = [how_checked(version, part) for part in conditions_of(version)]
                all_.update(marks)
                if place == 0:
                    newest.update(marks)
        return tuple(Tally(self.how(mark), newest[mark], all_[mark]) for mark in _HOW)

    def tree(self, version: Version) -> tuple[ConditionLine, ...]:
        """The conditions of a version and its exceptions, numbered."""
        return tuple(tree_of(self.rule_set, version, _BRIEFLY.__getitem__))

    def turning(self, line: Line) -> tuple[str, ...]:
        """On what a line of a question turns; where it is a power, on whether that is used."""
        found = list(turning(self.rule_set, line.when)) if line.when is not None else []
        if line.if_used:
            found.append(f"A power, which counts only where it is used: {self.rule_set.facts[line.if_used].ask}")
        return tuple(found)

    def facts(self, kind: Literal["judged", "asked", "derived"]) -> tuple[Fact, ...]:
        """The facts of one kind, the cells of one fact once."""
        found: dict[str, Fact] = {}
        for fact in self.rule_set.facts.values():
            of = "judged" if fact.judgement else "asked" if fact.ask else "derived"
            if of == kind:
                found.setdefault(fact.cell_of or fact.name, fact)
        return tuple(found.values())


def holding(version: Version) -> str:
    """What must hold of a version's first conditions, and whether there are exceptions."""
    when = version.when
    several = isinstance(when, Group) and when.operation == "all" and not when.says
    holds = "all of these hold" if several else "this holds"
    return f"{holds}, unless an exception applies" if version.unless else holds


def given(version: Version) -> tuple[tuple[str, str, str], ...]:
    """What a version gives: what it is, where the law says so, and how it is worked out."""
    return tuple(
        (
            each.says,
            each.cites,
            f"{_KINDS[each.kind]}: {reckoned(each.value, each)}{_ROUNDED.get(each.rounded or '', '')}",
        )
        for each in version.gives.values()
    )


def answered(fact: Fact) -> str:
    """What kind of answer a fact takes, with its options."""
    if fact.options:
        none = ", or none" if fact.domain.none else ""
        return f"one of {'; '.join(words(each) for each in fact.options)}{none}"
    return f"{_KINDS[fact.kind]}{f' of {fact.unit}' if fact.unit else ''}"


def asked_of(fact: Fact) -> str:
    """Who is asked for a fact, or whose answer it is."""
    if fact.bridge:
        return f"taken from the rule set {fact.bridge[0]}"
    return role(fact.shown_by or fact.decided_by)


def falls_to(fact: Fact) -> str:
    """What is taken of a fact that is not shown when the record is closed."""
    match fact.if_not_shown:
        case "lowest" | "highest" as end:
            return f"taken as the {end} value still possible"
        case None:
            return "stays open"
        case fallen:
            return f"taken as: {said(fallen, fact)}"


def worked_out(fact: Fact) -> str:
    """How a fact is worked out."""
    if fact.worked_out is not None:
        return f"{reckoned(fact.worked_out, fact)}{_ROUNDED.get(fact.rounded or '', '')}"
    return f"from the rows of {words(fact.counted.records)}" if fact.counted else ""


def effect(name: str | None) -> str:
    """Whether a provision is a duty or a power; a dash where it is neither."""
    return {"must": "a duty", "may": "a power"}.get(name or "", "–")


FILTERS: Mapping[str, Callable[..., object]] = {
    "answered": answered,
    "asked_of": asked_of,
    "effect": effect,
    "falls_to": falls_to,
    "given": given,
    "holding": holding,
    "how_read": how_read,
    "plain": words,
    "role": role,
    "sentence": capital,
    "worked_out": worked_out,
}
