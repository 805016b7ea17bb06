"""What could settle what is not known: never too short a list, and never asking for what nobody can answer."""

from dataclasses import dataclass
from typing import Literal

from engine.evaluate import Evaluation
from engine.facts import Facts
from engine.model import Fact, Group, Leaf, Line, Node, OfProvision, Question, Unless, Value, Version
from engine.open_rows import open_behind
from engine.values import Span, Status
from engine.walk import bounds_of, facts_in, facts_of, figures_in

What = Literal["ask", "find", "rows", "close"]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that could settle it. ``what``: ask for it; find it (a person must); close (nobody knows it)."""

    what: What
    fact: str
    ask: str
    shown_by: str


def needs_of_questions(ev: Evaluation, facts: Facts, questions: tuple[Question, ...]) -> tuple[Need, ...]:
    """What could settle the questions that are not determined, in the order in which they would be looked at."""
    search = _Search(ev, facts)
    for question in questions:
        if len(ev.outcomes(question)) > 1:
            for line in ev.reachable(question):
                search.line(line)
    return tuple(search.found.values())


def needs_of_provision(ev: Evaluation, facts: Facts, provision: str) -> tuple[Need, ...]:
    """What could settle one provision."""
    search = _Search(ev, facts)
    search.provision(provision)
    return tuple(search.found.values())


def needs_of_amount(ev: Evaluation, facts: Facts, name: str) -> tuple[Need, ...]:
    """What could settle a worked-out fact, or a provision's result and whether it is given."""
    search = _Search(ev, facts)
    search.fact(name)
    return tuple(search.found.values())


class _Search:
    def __init__(self, ev: Evaluation, facts: Facts) -> None:
        self.ev, self.facts = ev, facts
        self.found: dict[str, Need] = {}
        self.seen: set[str] = set()
        self.looked_at: set[str] = set()

    def line(self, line: Line) -> None:
        if line.when is None or self.ev.line(line) is not Status.NOT_KNOWN:
            return
        if self.ev.node(line.when, self.ev.as_at) is Status.NOT_KNOWN:
            self.node(line.when, self.ev.as_at, "")
        if line.if_used:
            self.fact(line.if_used)

    def provision(self, id: str) -> None:
        if id in self.seen or self.ev.provision(id) is not Status.NOT_KNOWN:
            return
        self.seen.add(id)
        self.governing_date(id)
        for version, dates in self.ev.versions(id):
            if version.when is not None and self.ev.version(id, version, dates) is Status.NOT_KNOWN:
                self.version(version, dates, self.ev.rule_set.provisions[id].governed_by)

    def governing_date(self, id: str) -> None:
        """The date that picks the version, where it is not settled and the pick makes a difference."""
        if len(self.ev.versions(id)) > 1:
            self.date(self.ev.rule_set.provisions[id].governed_by)

    def date(self, governed_by: str) -> None:
        if governed_by:
            self.fact(governed_by)
        elif not self.ev.as_at.exact:
            self.fact(self.ev.rule_set.as_at)

    def version(self, version: Version, dates: Span, governed_by: str) -> None:
        if version.when is not None and self.ev.node(version.when, dates) is Status.NOT_KNOWN:
            self.node(version.when, dates, governed_by)
        self.exceptions(version.unless, dates, governed_by)

    def exceptions(self, unless: tuple[Unless, ...], dates: Span, governed_by: str) -> None:
        for exception in unless:
            if self.ev.exception(exception, dates) is Status.NOT_KNOWN:
                if self.ev.node(exception.when, dates) is Status.NOT_KNOWN:
                    self.node(exception.when, dates, governed_by)
                self.exceptions(exception.unless, dates, governed_by)

    def node(self, node: Node, dates: Span, governed_by: str) -> None:
        if isinstance(node, Group):
            for part in node.of:
                if self.ev.node(part, dates) is Status.NOT_KNOWN:
                    self.node(part, dates, governed_by)
        else:
            self.leaf(node, dates, governed_by)

    def leaf(self, leaf: Leaf, dates: Span, governed_by: str) -> None:
        if isinstance(leaf.source, OfProvision):
            self.provision(leaf.source.id)
        for name in facts_of(leaf):
            self.fact(name)
        for bound in bounds_of(leaf):
            self.figures(bound, dates, governed_by)

    def figures(self, value: Value, dates: Span, governed_by: str) -> None:
        """An open governing date that leaves a figure open."""
        if any(not self.ev.figure(name, dates).exact for name in figures_in(value)):
            self.date(governed_by)

    def fact(self, name: str) -> None:
        if name in self.looked_at or self.ev.fact(name).exact:
            return
        self.looked_at.add(name)
        if name in self.ev.rule_set.results:
            self.result(name)
            return
        fact = self.ev.rule_set.facts[name]
        if fact.counted is not None:
            self.rows(fact)
        if fact.worked_out is not None:
            for each in facts_in(fact.worked_out):
                self.fact(each)
            self.figures(fact.worked_out, self.ev.as_at, "")
        if fact.given:
            self.found.setdefault(name, self._need(fact))

    def rows(self, fact: Fact) -> None:
        """What keeps a count open: its table, where cells or rows are missing, and facts that its conditions name."""
        behind = open_behind(self.ev, fact)
        for each in behind.facts:
            self.fact(each)
        for value in behind.values:
            self.figures(value, self.ev.as_at, "")
        if behind.rows and fact.counted is not None:
            table = self.ev.rule_set.tables[fact.counted.records]
            self.found.setdefault(table.name, Need("rows", table.name, table.ask, table.shown_by))

    def result(self, name: str) -> None:
        """A result that is open: its provision, its date, and what it is worked out from."""
        id = self.ev.rule_set.results[name]
        self.provision(id)
        self.governing_date(id)
        for version, dates in self.ev.versions(id):
            if name in version.gives and self.ev.version(id, version, dates) is not Status.NOT_MET:
                self.step(version, name, dates, self.ev.rule_set.provisions[id].governed_by)

    def step(self, version: Version, name: str, dates: Span, governed_by: str) -> None:
        """What one result of a version is worked out from; the steps before it are those of the same version."""
        value = version.gives[name].value
        for each in facts_in(value):
            if each in version.gives:
                self.step(version, each, dates, governed_by)
            else:
                self.fact(each)
        self.figures(value, dates, governed_by)

    def _need(self, fact: Fact) -> Need:
        said = self.facts.get(fact.name)
        state = said.state if said else "not_asked"
        what: What = "ask"
        if fact.judgement or state == "disputed":
            what = "find"
        elif state == "not_known":
            what = "close"
        return Need(what, fact.name, fact.ask, fact.decided_by or fact.shown_by)
