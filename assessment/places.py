"""Where what is stated stands: about the trust, once, or about each of its sites; and which rules take it up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assessment.errors import AssessmentRefused
from assessment.model import Evidence
from engine import Fault, RuleSet, nearest


@dataclass(frozen=True, slots=True)
class Places:
    """What each name is about, ``trust`` or ``site``; and the rule sets that what is stated is put to, in order."""

    about: Mapping[str, str]
    put_to: tuple[str, ...]


def places_of(rule_sets: Mapping[str, RuleSet], rule_set: RuleSet, names: Iterable[str]) -> Places:
    """The facts and tables of a year's rules.

    Where a name is none of them, also those of a rule set whose answer the year takes up, such as the one on the
    quality metrics: they are about what that answer is about, and that rule set comes first.
    """
    about, put_to = _about(rule_set), [rule_set.id]
    strangers = {*names} - about.keys()
    for fact in rule_set.facts.values() if strangers else ():
        if fact.bridge and fact.bridge[0] in rule_sets and fact.bridge[0] not in put_to:
            behind = _about(rule_sets[fact.bridge[0]])
            if strangers & behind.keys():
                put_to.insert(-1, fact.bridge[0])
                about = {**dict.fromkeys(behind, fact.about or "site"), **about}
    return Places(about, tuple(put_to))


def check_places(rule_sets: Mapping[str, RuleSet], rule_set: RuleSet, evidence: Evidence) -> Places:
    """Raises AssessmentRefused where a site is missing or twice, or something stands where it is not about."""
    places = places_of(rule_sets, rule_set, _names(evidence))
    if faults := [*ill_named_sites(evidence), *misplaced(rule_set, places, evidence)]:
        raise AssessmentRefused(faults)
    return places


def misplaced(rule_set: RuleSet, places: Places, evidence: Evidence) -> Iterator[Fault]:
    """What is stated where it is not about, or is no fact of these rules, each at ``/trust/…`` or ``/sites/CODE/…``."""
    for name in evidence.of_trust:
        if name == rule_set.as_at:
            continue
        if places.about.get(name) == "site":
            yield Fault(f"/trust/{name}", f"'{name}' is about a site: state it for each site, and not for the trust")
        elif name not in places.about:
            yield Fault(f"/trust/{name}", _unknown(name, places, evidence, "trust"))
    for code, stated in evidence.of_sites.items():
        for name in stated:
            where = f"/sites/{code}/{name}"
            if name == rule_set.as_at:
                continue
            if places.about.get(name) == "trust":
                told = f"'{name}' is about the trust: state it once, for the trust; it counts at every site"
                yield Fault(where, told)
            elif name not in places.about:
                yield Fault(where, _unknown(name, places, evidence, "site"))


def _about(rule_set: RuleSet) -> dict[str, str]:
    """What each fact and table is about; a fact that is told apart by fields under its one name."""
    facts = {fact.cell_of or name: fact.about or "site" for name, fact in rule_set.facts.items()}
    return {**facts, **{name: table.about or "site" for name, table in rule_set.tables.items()}}


def _names(evidence: Evidence) -> Iterator[str]:
    yield from evidence.of_trust
    for stated in evidence.of_sites.values():
        yield from stated


def _unknown(name: str, places: Places, evidence: Evidence, about: str) -> str:
    here = [known for known, which in places.about.items() if which == about]
    return f"the rules of {evidence.year.replace('-', ' ')} have no such fact.{nearest(name, here)}"


def ill_named_sites(evidence: Evidence) -> Iterator[Fault]:
    """That there is a site, that none is there twice, and that whatever is stated of a site is of one of them."""
    codes = [site.code for site in evidence.sites]
    names = [site.name.casefold() for site in evidence.sites]
    if not codes:
        yield Fault("/sites", "a trust has at least one maternity site: name it")
    for code in sorted({each for each in codes if codes.count(each) > 1}):
        yield Fault("/sites", f"there are two sites with the code {code}: give each its own")
    for site in evidence.sites:
        if names.count(site.name.casefold()) > 1:
            yield Fault("/sites", f"there is another site that is called {site.name}: give each a name of its own")
    for code in evidence.of_sites:
        if code not in codes:
            yield Fault(f"/sites/{code}", f"the trust has no site {code}.{nearest(code, codes)}")
