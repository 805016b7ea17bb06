"""What is asked for in a case, by the names under which it is stated, in the law's order."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from casework import Case, NotFound
from engine import Fact, Records, RuleSet, asked_in_order, capital, words
from web import loaded
from web.desk.case_frame import Opened
from web.pages import grouping
from web.pages.typed_facts import place_of_fact


@dataclass(frozen=True, slots=True)
class Asked:
    """What is stated under one name: a fact or a judgement; a table; or numbers in cells, each a fact of its own."""

    name: str
    rule_set: RuleSet
    facts: tuple[Fact, ...] = ()
    records: Records | None = None

    @property
    def first(self) -> Fact | Records:
        """The fact, or the first of its cells; or the table."""
        return self.records or self.facts[0]

    @property
    def fact(self) -> Fact:
        """The one fact or judgement; of cells the first."""
        return self.facts[0]

    @property
    def in_cells(self) -> bool:
        """Whether it is told apart by fields."""
        return bool(self.facts and self.facts[0].cell_of)

    @property
    def judgement(self) -> bool:
        """Whether only a person may reach it."""
        return bool(self.facts) and self.facts[0].judgement

    @property
    def is_a_day(self) -> bool:
        """Whether it is a fact that is one date, which may be that of a notice."""
        return len(self.facts) == 1 and not self.in_cells and not self.judgement and self.fact.kind == "date"

    @property
    def sort(self) -> str:
        """What keeping calls it."""
        return "judgement" if self.judgement else "fact"

    @property
    def bridge(self) -> str:
        """The rule set whose answer it is; empty where somebody states it."""
        return self.facts[0].bridge[0] if self.facts and self.facts[0].bridge else ""

    @property
    def ask(self) -> str:
        """The question."""
        if self.in_cells:
            return f"{capital(words(self.name))}: how many, for each {' and '.join(map(words, self.facts[0].cell))}?"
        return self.first.ask

    @property
    def who(self) -> str:
        """The role that shows it, or reaches it."""
        return self.facts[0].decided_by if self.judgement else self.first.shown_by

    @property
    def heading(self) -> str:
        """The heading under which it stands among others."""
        return grouping.heading_of(self.first)

    @property
    def place(self) -> str:
        """What its fields in a form are named after."""
        return f"facts.{self.name}" if self.records or self.in_cells else place_of_fact(self.fact)

    @property
    def names(self) -> frozenset[str]:
        """The names that conditions may have for it."""
        return frozenset({self.name, *(fact.name for fact in self.facts)})


@lru_cache(maxsize=64)
def asked_of(rule_sets: tuple[RuleSet, ...]) -> Mapping[str, Asked]:
    """All that rule sets ask for, each once, under the first of them that does."""
    found: dict[str, Asked] = {}
    for rule_set in rule_sets:
        cells: dict[str, list[Fact]] = {}
        for fact in rule_set.facts.values():
            cells.setdefault(fact.cell_of, []).append(fact)
        for name in asked_in_order(rule_set):
            if name in rule_set.tables:
                found.setdefault(name, Asked(name, rule_set, records=rule_set.tables[name]))
                continue
            fact = rule_set.facts[name]
            stated_as = fact.cell_of or name
            facts = tuple(cells[stated_as]) if fact.cell_of else (fact,)
            found.setdefault(stated_as, Asked(stated_as, rule_set, facts))
    return MappingProxyType(found)


def rule_sets_of(found: Case) -> tuple[RuleSet, ...]:
    """The rule sets of a case that are loaded, in its order."""
    every: Mapping[str, RuleSet] = loaded().rule_sets
    return tuple(every[id] for id in found.rule_sets if id in every)


def asked_here(found: Case, name: str) -> Asked:
    """What is asked for under a name in a case. Raises NotFound where nothing is."""
    known = asked_of(rule_sets_of(found))
    if name not in known:
        raise NotFound
    return known[name]


def barrier(opened: Opened, asked: Asked) -> str:
    """Why this person cannot answer this here and now, in a sentence; empty where they can."""
    if f"{asked.sort}.state" not in opened.may:
        other = " You may answer what has to be decided." if "judgement.state" in opened.may else ""
        return f"You may read this, and an officer answers it.{other}"
    if "facts" not in opened.takes:
        return f"This case stands at: {opened.state}. It takes no more answers."
    if opened.case.record_closed and not asked.judgement:
        return "The record is closed, so no more facts are stated. To state one, open the record again first."
    return ""
