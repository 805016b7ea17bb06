"""What the rules of an assessment's year ask a trust for: by name, by safety action, and where each is stated.

Beside the year's own facts and tables stand those of a rule set whose answer the year takes up, such as the one on the
quality metrics.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assessment import ACTIONS, AssessmentRefused, rule_set_of
from assessment.kept import Held, NotFound, places_of
from engine import RuleSet, capital, comes_to
from web import loaded
from web.desk.asked import Asked, asked_of

TRUST_AT = "the-trust"  # in an address, for the trust as a whole: no site's code has a hyphen


@dataclass(frozen=True, slots=True)
class OfYear:
    """What a year asks for, in the law's order; nothing of it where its rules are not here.

    ``about``: whether each name is about the trust or about each of its sites.
    """

    rule_set: RuleSet | None
    asked: Mapping[str, Asked]
    about: Mapping[str, str]

    def one(self, name: str) -> Asked:
        """What is asked for under a name. Raises NotFound where nothing is."""
        if name not in self.asked:
            raise NotFound
        return self.asked[name]

    def at_trust(self, name: str) -> bool:
        """Whether it is stated once, for the trust."""
        return self.about.get(name) == "trust"

    def of_action(self, action: str) -> tuple[Asked, ...]:
        """What a safety action comes to, in the law's order."""
        names = self._names(action)
        return tuple(each for name, each in self.asked.items() if name in names)

    def actions_of(self, name: str) -> tuple[str, ...]:
        """The safety actions that come to a name."""
        return tuple(action for action in ACTIONS if name in self._names(action))

    def asks(self, action: str) -> str:
        """What a safety action is about: ``Safety action 8, on training``."""
        questions = self.rule_set.questions if self.rule_set else ()
        asked = next((each.asks for each in questions if each.id == action), "")
        on = asked.partition(", on ")[2].removesuffix("?").removesuffix(", met")
        return f"Safety action {action.removeprefix('sa')}" + (f", on {on}" if on else "")

    def titles(self) -> Mapping[str, str]:
        """What each safety action is about, by its id."""
        return {action: self.asks(action) for action in ACTIONS}

    def requirements(self) -> Mapping[str, Mapping[str, str]]:
        """By safety action the requirements that its question names: how each is cited, with its title, by its id."""
        found: dict[str, dict[str, str]] = {action: {} for action in ACTIONS}
        provisions = self.rule_set.provisions if self.rule_set else {}
        for id, provision in provisions.items():
            found.setdefault(id.partition("-")[0], {})[id] = (
                f"{capital(provision.citation.provision)}: {provision.title}"
            )
        return found

    def _names(self, action: str) -> frozenset[str]:
        if self.rule_set is None:
            return frozenset()
        own = comes_to(self.rule_set, question=action)
        names = set(own)
        for name in own:
            fact = self.rule_set.facts.get(name)
            if fact and fact.bridge and (other := loaded().rule_sets.get(fact.bridge[0])):
                names |= comes_to(other, question=fact.bridge[1])
        return frozenset(names)


def of_year(held: Held) -> OfYear:
    """What is asked for the year of an assessment."""
    rule_sets = loaded().rule_sets
    try:
        year = rule_set_of(rule_sets, held.year)
    except AssessmentRefused:
        return OfYear(None, MappingProxyType({}), MappingProxyType({}))
    bridges = [fact.bridge[0] for fact in year.facts.values() if fact.bridge]
    every = (year, *(rule_sets[id] for id in dict.fromkeys(bridges) if id in rule_sets))
    days = {each.as_at for each in every}
    asked = {name: each for name, each in asked_of(every).items() if name not in days and not _elsewhere(each)}
    return OfYear(year, MappingProxyType(asked), places_of(rule_sets, year, asked).about)


def code_at(held: Held, at: str) -> str:
    """The code of a site as it stands in an address, empty for the trust. Raises NotFound where there is no such."""
    if at == TRUST_AT:
        return ""
    if at in [site.code for site in held.sites]:
        return at
    raise NotFound


def at_code(code: str) -> str:
    """The same for an address."""
    return code or TRUST_AT


def _elsewhere(asked: Asked) -> bool:
    """Whether nobody states it: it is the answer under another rule set that is here."""
    return asked.bridge in loaded().rule_sets
