"""What a provision asks for, part by part, so that two of them can be laid side by side: structure, and no solver.

A part has a key that is the same in both rule sets (names that were changed are followed), what it is worth, to be
compared, and how that is said.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.compare_words import as_compared, columns_of, kind_of, named, signed, window_of, words_of
from engine.condition_words import reckoned
from engine.model import (
    Counted,
    Fact,
    Group,
    Is,
    IsOneOf,
    Leaf,
    Literally,
    Node,
    OfFact,
    OfField,
    OfProvision,
    OfShare,
    Period,
    Result,
    RuleSet,
    Unless,
    Version,
)
from engine.plain import said, words
from engine.values import DATED, Options, Span
from engine.walk import bounds_of, facts_in, facts_of, fields_in, leaves

How = Literal["threshold", "window", "group", "option", "alternative", "exception", "condition", "fact", "wording"]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a provision asks for.

    ``how`` tells a change of ``value``, and ``comes`` that it came or went: then ``told`` says what did. ``within``:
    the parts that, coming or going, bring it along. ``choice``: it is one way among several.
    """

    how: How
    of: str
    value: object
    said: str
    comes: How
    told: str
    within: tuple[Key, ...] = ()
    choice: bool = False


@dataclass(slots=True)
class PartsOf:
    """Takes what a rule set asks for apart. ``names``: what is named otherwise in the other rule set, by name here."""

    rule_set: RuleSet
    names: Mapping[str, str]
    found: dict[Key, Part] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _often: Counter[Key] = field(default_factory=Counter)

    def version(self, version: Version) -> Mapping[Key, Part]:
        """Everything that one version of a provision asks for, and what stands behind it."""
        if version.when is not None:
            self._node(version.when, ("condition",), (), False, False)
        for exception in version.unless:
            self._exception(exception, ())
        for name, result in version.gives.items():
            self._given(name, result)
        self._must_hold()
        return self.found

    def fact(self, name: str) -> Mapping[Key, Part]:
        """How one fact is asked for and counted."""
        self._fact(name)
        return self.found

    # -- conditions

    def _given(self, name: str, result: Result) -> None:
        """An amount or a date that it gives."""
        how: How = "window" if result.kind in DATED else "threshold"
        told, held = reckoned(result.value, result), as_compared(result.value, self.rule_set, self._here)
        key: Key = ("gives", self._here(name))
        self.found[key] = Part(how, result.says, held, told, "condition", f"{result.says}: {told}")
        for each in facts_in(result.value):
            self._fact(each)

    def _exception(self, exception: Unless, within: tuple[Key, ...]) -> None:
        key = ("exception", exception.id)
        self.found[key] = Part("exception", exception.says, None, "", "exception", exception.says, within)
        self._node(exception.when, ("condition", exception.id), (*within, key), False, False)
        for inner in exception.unless:
            self._exception(inner, (*within, key))

    def _node(self, node: Node, head: Key, within: tuple[Key, ...], denied: bool, choice: bool) -> None:
        if isinstance(node, Leaf):
            self._leaf(node, head, within, denied, choice)
        elif node.operation == "not":
            self._node(node.of[0], head, within, not denied, choice)
        elif (node.operation == "all") == denied:
            self._ways(node, head, within, denied)
        else:
            for part in node.of:
                self._node(part, head, within, denied, choice)

    def _ways(self, group: Group, head: Key, within: tuple[Key, ...], denied: bool) -> None:
        """One of several is enough: each is a way of its own."""
        names = [self._source(next(leaves(part)))[0] for part in group.of]
        if group.operation == "at_least_of":
            key = ("how many", *head, *names)
            told = f"at least {group.count} of {len(group.of)}"
            self.found[key] = Part("threshold", group.says, group.count, told, "condition", told, within)
        for part, name in zip(group.of, names, strict=True):
            key = self._again(("alternative", *head, name))
            self.found[key] = Part("alternative", "", None, "", "alternative", words_of(part), within)
            self._node(part, head, (*within, key), denied, True)

    def _leaf(self, leaf: Leaf, head: Key, within: tuple[Key, ...], denied: bool, choice: bool) -> None:
        names = self._source(leaf)
        key = self._again((*head, "not" if denied else "", *names))
        apart = self._cell(leaf)
        told = words_of(leaf) if leaf.says else f"{named(leaf)}: {window_of(leaf)}"
        comes: How = "group" if apart else "condition"
        self.found[key] = self._tested(leaf, apart or named(leaf), comes, told, within, choice)
        for name in facts_of(leaf):
            self._fact(name)

    def _tested(self, leaf: Leaf, of: str, comes: How, told: str, within: tuple[Key, ...], choice: bool) -> Part:
        return Part(self._how(leaf), of, self._value(leaf), window_of(leaf), comes, told, within, choice)

    def _how(self, leaf: Leaf) -> How:
        if isinstance(leaf.source, OfShare) or leaf.kind in ("number", "money"):
            return "threshold"
        return "window" if leaf.kind in DATED else "option" if leaf.kind == "choice" else "condition"

    def _value(self, leaf: Leaf) -> object:
        """What is tested, so that it can be compared; of a choice, the options that are enough."""
        match leaf.test:
            case IsOneOf(values):
                return values
            case Is(Literally(Options(options))) if leaf.kind == "choice":
                return options
        return as_compared(leaf.test, self.rule_set, self._here)

    def _source(self, leaf: Leaf) -> Key:
        match leaf.source:
            case OfShare(part, whole):
                return self._here(part), self._here(whole)
            case OfFact(name) | OfField(name) | OfProvision(name):
                return (self._here(name),)

    def _cell(self, leaf: Leaf) -> str:
        """The group, in words, where a condition is about one of several that are told apart."""
        facts = (self.rule_set.facts.get(name) for name in facts_of(leaf))
        cells = [fact.cell for fact in facts if fact is not None and fact.cell]
        return ", ".join(map(words, cells[0].values())) if cells else ""

    def _here(self, name: str) -> str:
        """A name as the other rule set has it."""
        base, bracket, rest = name.partition("[")
        return self.names.get(base, base) + bracket + rest

    def _again(self, key: Key) -> Key:
        """A key of its own for each of several that would have the same."""
        self._often[key] += 1
        return (*key, str(self._often[key]))

    # -- what stands behind them

    def _fact(self, name: str) -> None:
        fact = self.rule_set.facts.get(name)
        base = (fact.cell_of or name) if fact else name
        if fact is None or base in self._seen:
            return
        self._seen.add(base)
        here, own = self._here(base), words(base)
        within: tuple[Key, ...] = ()
        if fact.given:
            within = (("fact", here),)
            told = own if fact.cell else fact.ask or own
            self.found["fact", here] = Part("fact", own, (fact.kind, fact.unit), kind_of(fact), "fact", told)
        self._domain(fact, here, own, within)
        if fact.worked_out is not None:
            self._worked_out(fact, ("worked out", here), own, within)
        if fact.counted is not None:
            self._counted(fact.counted, here, own, within)

    def _domain(self, fact: Fact, here: str, own: str, within: tuple[Key, ...]) -> None:
        """The options of a choice, and the ends of a number."""
        if fact.kind == "choice":
            self.found["options", here] = Part("option", own, frozenset(fact.options), "", "fact", own, within)
        elif isinstance(fact.domain, Span) and (fact.domain.low, fact.domain.high) != (None, None):
            told = said(fact.domain, fact)
            ends = (fact.domain.low, fact.domain.high)
            self.found["ends", here] = Part("threshold", own, ends, told, "condition", f"{own}: {told}", within)

    def _worked_out(self, fact: Fact, key: Key, own: str, within: tuple[Key, ...]) -> None:
        value = fact.worked_out
        if value is not None:
            told = reckoned(value, fact)
            held = as_compared(value, self.rule_set, self._here)
            self.found[key] = Part("threshold", own, held, told, "condition", f"{own}: {told}", within)
            for name in facts_in(value):
                self._fact(name)

    def _counted(self, counted: Counted, here: str, own: str, within: tuple[Key, ...]) -> None:
        """How rows are counted: which, within what days, by which columns."""
        table = self._here(counted.records)
        if counted.records in self.rule_set.tables:
            records = self.rule_set.tables[counted.records]
            self.found["records", table] = Part("fact", words(table), None, "", "fact", records.ask)
        if counted.among:
            self._fact(counted.among)
        if counted.where is not None:
            self._where(counted.where, here, own, within)
        if counted.period is not None:
            self._period(counted.period, here, own, within)
        for name in columns_of(counted):
            self._column(counted, table, name)

    def _where(self, where: Node, here: str, own: str, within: tuple[Key, ...]) -> None:
        for leaf, denied in signed(where, False):
            key = self._again(("counted", here, "not" if denied else "", *self._source(leaf)))
            told = f"{own}: rows count by {named(leaf)} ({'not ' if denied else ''}{window_of(leaf)})"
            self.found[key] = self._tested(leaf, own, "condition", told, within, False)
            for name in facts_of(leaf):
                self._fact(name)

    def _period(self, period: Period, here: str, own: str, within: tuple[Key, ...]) -> None:
        held = as_compared(period, self.rule_set, self._here)
        told = window_of(period)
        self.found["period", here] = Part("window", own, held, told, "condition", f"{own}: {told}", within)
        for name in (*facts_in(period.start), *facts_in(period.end)):
            self._fact(name)

    def _column(self, counted: Counted, table: str, name: str) -> None:
        key: Key = ("column", table, name)
        fields = self.rule_set.tables[counted.records].fields if counted.records in self.rule_set.tables else {}
        column = fields.get(name)
        if column is None or key in self.found:
            return
        own = f"{words(name)} in {words(table)}"
        if column.worked_out is None:
            within: tuple[Key, ...] = (("records", table),)
            self.found[key] = Part("fact", own, (column.kind, column.unit), kind_of(column), "fact", own, within)
            if name not in counted.cell:
                self._domain(column, f"{table}.{name}", own, (key,))
            return
        self._worked_out(column, key, own, (("records", table),))
        for inner in fields_in(column.worked_out):
            self._column(counted, table, inner)

    def _must_hold(self) -> None:
        """What must hold of the facts that are read here, where it fixes a day or a number."""
        read = frozenset(self._seen)
        for held in self.rule_set.must_hold:
            for leaf, denied in signed(held.when, False):
                bounds = bounds_of(leaf)
                if bounds and all(isinstance(each, Literally) for each in bounds) and read >= set(facts_of(leaf)):
                    key = self._again(("must hold", "not" if denied else "", *self._source(leaf)))
                    self.found[key] = self._tested(leaf, named(leaf), "condition", held.message, (), False)
