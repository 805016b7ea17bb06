"""What is asked for under a name, in whichever of the rule sets of an assessment has it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessment.assessing import rule_set_of
from assessment.model import Evidence
from assessment.places import places_of
from engine import Fact, Records, RuleSet, capital, comes_to, words


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The rule sets that evidence is put to: the year's own, and before it those whose answers it takes up."""

    year: RuleSet
    every: tuple[RuleSet, ...]

    def fact(self, name: str) -> Fact | None:
        """The fact of this name, or the one cell of it."""
        return next((each.facts[name] for each in self.every if name in each.facts), None)

    def table(self, name: str) -> Records | None:
        """The table of this name."""
        return next((each.tables[name] for each in self.every if name in each.tables), None)

    def cells(self, name: str) -> Mapping[str, Fact]:
        """The cells of a number that is told apart by fields, by their full names; nothing of any other."""
        return {id: fact for each in self.every for id, fact in each.facts.items() if fact.cell_of == name}

    def names(self) -> Iterator[str]:
        """Every name under which something may be stated."""
        for each in self.every:
            yield from each.tables
            yield from each.facts

    def ask(self, name: str) -> str:
        """What is asked, in words; the name in words, where that is a number told apart by fields."""
        found = self.table(name) or self.fact(name)
        return (found.ask if found else "") or capital(words(name))

    def read_by(self, provisions: Mapping[str, str]) -> dict[str, list[str]]:
        """Which of the provisions come to each name; ``provisions`` has how each is cited, by its id."""
        found: dict[str, list[str]] = {}
        for id, cited in provisions.items():
            for name in sorted({*self._behind(id)}):
                found.setdefault(name, []).append(cited)
        found[self.year.as_at] = ["Every requirement"]
        return found

    def _behind(self, provision: str) -> Iterator[str]:
        """What a provision comes to, and what stands behind an answer of another rule set that it takes up."""
        for name in comes_to(self.year, provision=provision):
            yield name
            fact = self.year.facts.get(name)
            other = next((each for each in self.every if fact and fact.bridge and each.id == fact.bridge[0]), None)
            if other is not None and other is not self.year and fact and fact.bridge:
                yield from comes_to(other, question=fact.bridge[1])


def asked_for(rule_sets: Mapping[str, RuleSet], evidence: Evidence) -> AskedFor:
    """What the rules of a year ask for, and those behind them that this evidence speaks to."""
    year = rule_set_of(rule_sets, evidence.year)
    names = {name for each in (evidence.of_trust, *evidence.of_sites.values()) for name in each}
    return AskedFor(year, tuple(rule_sets[id] for id in places_of(rule_sets, year, names).put_to))


def asked_for_all(rule_sets: Mapping[str, RuleSet], year: str) -> AskedFor:
    """What the rules of a year may ask for: theirs, and all that a rule set asks whose answer they take up."""
    own = rule_set_of(rule_sets, year)
    behind = dict.fromkeys(fact.bridge[0] for fact in own.facts.values() if fact.bridge and fact.bridge[0] in rule_sets)
    return AskedFor(own, (*(rule_sets[id] for id in behind), own))
