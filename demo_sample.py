"""A sample appeal as it is played: its parties, what is stated in it, who decided. What it lacks is made up here."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from casework import KINDS, CaseKind, NewParty
from engine import RuleSet, capital, read_facts, said
from keeping import Committee, DecidedBy, Member
from keeping.sayings import Saying

_ROLES = KINDS["pharmacy_market_entry"]  # every pharmacy appeal has the same
_NOT_NAMED = "{} (not named)"
_NOBODY_NAMED = "the Committee, as the source gives the decision"
_MEMBERS = tuple(Member(f"{each}. Invented", no_interest=True) for each in "ABC")
_QUORUM = 2


class Holding(Protocol):
    """A line of a table of what must hold: ``lacking`` is empty where it does."""

    @property
    def says(self) -> str:
        """What must hold."""

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is still to be done."""


def kind(sample: Mapping[str, Any]) -> CaseKind:
    """The kind of case whose usual rule sets are those of the sample, or among whose they are."""
    asked = set(sample["rule_sets"])
    fits = [each for each in KINDS.values() if asked <= set(each.usual)]
    return next((each for each in fits if asked == set(each.usual)), fits[0] if fits else _ROLES)


def parties(sample: Mapping[str, Any]) -> Iterator[NewParty]:
    """The parties that the sample names, and those without whom no such appeal is decided. Addresses are made up."""
    named = [(each["role"], each["name"]) for each in sample.get("parties", ())]
    for part in _ROLES.roles:
        here = [name for id, name in named if id == part.id]
        if not here and part.at_least:
            here = [_NOT_NAMED.format(part.title)]
        for name in here:
            yield NewParty(part.id, name, False, contact=f"{part.id.replace('_', '-')}@example.org")


def role(id: str) -> str:
    """A part in the appeal, as people read it."""
    found = _ROLES.role(id)
    return found.title if found else id


def sayings(sample: Mapping[str, Any]) -> list[Saying]:
    """The facts and judgements of the sample, as an officer states them."""
    facts = [Saying("fact", name, each) for name, each in sample["facts"].items()]
    judged = (
        Saying("judgement", name, {"answer": each["answer"]}, decided_by=DecidedBy(each["reasons"], each["by"]))
        for name, each in sample["judgements"].items()
    )
    return [*facts, *judged]


def stated(sample: Mapping[str, Any], rule_sets: Mapping[str, RuleSet]) -> Iterator[str]:
    """The same as lines: what was asked, what is known of it, and from where or from whom."""
    told: set[str] = set()
    for id in sample["rule_sets"]:
        rule_set = rule_sets[id]
        mine = {
            place: {name: each for name, each in sample[place].items() if name in rule_set.facts}
            for place in ("facts", "judgements")
        }
        for name, each in read_facts(rule_set, mine).items():
            if name not in told:
                fact = rule_set.facts[name]
                yield f"{fact.ask} {capital(said(each.known, fact))} ({each.by or each.source})."
        told |= {*mine["facts"], *mine["judgements"]}


def who_decided(sample: Mapping[str, Any]) -> DecidedBy:
    """Who decided, as the sample names them. The members of an invented Committee are made up; no others are named."""
    by = [each["by"] for each in sample["judgements"].values()]
    committees = [each for each in by if "Committee" in each or "panel" in each]
    if committees and sample["invented"]:
        return DecidedBy("", committee=Committee(capital(committees[0]), _MEMBERS, _QUORUM))
    return DecidedBy("", officer=capital((committees or by or [_NOBODY_NAMED])[0]), no_interest=True)


def members(who: DecidedBy) -> list[str]:
    """The members of a Committee as a line, where they are named; and that nobody who decided has an interest."""
    none = "That whoever decided has no interest in it is made up."
    if who.committee is None:
        return [none]
    named = ", ".join(each.name for each in who.committee.members)
    return [f"Its members are {named}, and its quorum is {who.committee.quorum}: both are made up.", none]


def held(line: Holding) -> Iterator[str]:
    """A line of what must hold: whether it does, and what is lacking where it does not."""
    yield f"{'Not yet' if line.lacking else 'Yes'}: {line.says}"
    yield from (f"   - {each}" for each in line.lacking)
