"""A version's conditions as numbered lines: 2.1 is the first part of 2, and exceptions go on where conditions end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine import (
    Group,
    Leaf,
    Node,
    OfFact,
    OfProvision,
    OfShare,
    Provision,
    RuleSet,
    Unless,
    Version,
    capital,
    how_checked,
    period_told,
    role,
    tested,
    words,
)

_HOLDS = {
    "all": "all of these hold",
    "any": "any of these holds",
    "not": "this does not hold",
    "at_least_of": "at least {count} of these {every} hold",
}


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One line of a tree: its number, what it says, on what it turns, its place in the law and how it was checked.

    A group says how many of its parts must hold, and is not checked by itself.
    """

    number: str
    says: str
    turns_on: str
    cites: str
    checked: str


def tree_of(rule_set: RuleSet, version: Version, how: Callable[[str], str]) -> Iterator[ConditionLine]:
    """The lines of a version, in the law's order. ``how`` says how words were checked."""
    making = _Tree(rule_set, version, how)
    when = version.when
    parts: tuple[Node, ...] = () if when is None else (when,)
    if isinstance(when, Group) and when.operation == "all" and not when.says:
        parts = when.of
    for place, part in enumerate(parts, start=1):
        yield from making.node(part, str(place))
    for place, exception in enumerate(version.unless, start=len(parts) + 1):
        yield from making.exception(exception, str(place))


def turning(rule_set: RuleSet, when: Node) -> Iterator[str]:
    """The lines of a condition that says nothing of its own, as a question's do; numbered where there are several."""
    if isinstance(when, Leaf):
        yield from (line.turns_on for line in _Tree(rule_set).node(when, ""))
        return
    for line in _Tree(rule_set).node(when, ""):
        yield f"{line.number.removeprefix('.')} {line.says or line.turns_on}".strip()


@dataclass(frozen=True, slots=True)
class _Tree:
    rule_set: RuleSet
    version: Version | None = None
    how: Callable[[str], str] = str

    def node(self, part: Node, number: str) -> Iterator[ConditionLine]:
        if isinstance(part, Leaf):
            yield ConditionLine(number, part.says, self._turns_on(part), part.cites, self._checked(part))
            return
        holds = _HOLDS[part.operation].format(count=part.count, every=len(part.of))
        yield ConditionLine(number, f"{part.says}: {holds}" if part.says else capital(holds), "", part.cites, "")
        for place, each in enumerate(part.of, start=1):
            yield from self.node(each, f"{number}.{place}")

    def exception(self, part: Unless, number: str) -> Iterator[ConditionLine]:
        alone = isinstance(part.when, Leaf)
        turns_on = self._turns_on(part.when) if isinstance(part.when, Leaf) else ""
        yield ConditionLine(number, f"Unless: {part.says}", turns_on, part.cites, self._checked(part))
        if not alone:
            yield from self.node(part.when, f"{number}.1")
        for place, each in enumerate(part.unless, start=1 if alone else 2):
            yield from self.exception(each, f"{number}.{place}")

    def _checked(self, part: Leaf | Unless) -> str:
        """How it was checked, where it says something of its own: within an exception, only the whole is told."""
        return self.how(how_checked(self.version, part)) if self.version and part.says else ""

    def _turns_on(self, leaf: Leaf) -> str:
        match leaf.source:
            case OfProvision(id):
                return f"Turns on another provision: {_named(self.rule_set.provisions[id])}"
            case OfShare(part, whole):
                return f"Turns on {words(part)} as a share of {words(whole)}: {self._tested(leaf)}"
            case OfFact(name):
                return self._of_fact(name, self._tested(leaf))
        return f"Turns on a field of the row: {self._tested(leaf)}"

    def _tested(self, leaf: Leaf) -> str:
        period = getattr(leaf.test, "period", "")
        return f"in the {period_told(self.rule_set, period)}" if period else tested(leaf)

    def _of_fact(self, name: str, answer: str) -> str:
        fact = self.rule_set.facts.get(name)
        if fact is None:
            owner = self.rule_set.provisions[self.rule_set.results[name]]
            return f"Turns on the {words(name)} that another provision gives, {_named(owner)}: {answer}"
        if not fact.ask:
            return f"Turns on what is worked out, {fact.says or words(name)}: {answer}"
        who = role(fact.decided_by or fact.shown_by)
        asked = f"For {who} to {'find' if fact.judgement else 'show'}"
        return f"{f'Taken from the rule set {fact.bridge[0]}' if fact.bridge else asked}: {fact.ask} Met by: {answer}."


def _named(provision: Provision) -> str:
    return f"{provision.title} ({provision.citation.provision})"
