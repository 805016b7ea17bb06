"""From evidence to how the ten actions stand: each site under the year's rule set, then the trust under the verdict."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from assessment.behind import with_those_behind
from assessment.errors import AssessmentRefused
from assessment.model import ACTIONS, ActionStands, Assessed, Evidence, Site, SiteStands
from assessment.places import Places, check_places
from assessment.to_come import so_far
from assessment.uncounted import as_counted
from engine import (
    Answer,
    Determination,
    FactError,
    Fault,
    RuleSet,
    determine_case,
    provisions_in,
)

SCHEME = "maternity-incentive-scheme"
VERDICT = f"{SCHEME}/verdict"
_YEAR = f"{SCHEME}/year-"
_ASSESSED = "the day of this assessment"
_NOT_ENCODED = "The rules of this year say nothing of this safety action."


def rule_set_of(rule_sets: Mapping[str, RuleSet], year: str) -> RuleSet:
    """The rule set of a year, such as year-7. AssessmentRefused where there is none."""
    if year not in years_of(rule_sets):
        known = ", ".join(years_of(rule_sets)) or "none"
        told = f"there is no rule set for {year or 'a year without a name'}. Known: {known}"
        raise AssessmentRefused([Fault("/year", told)])
    return rule_sets[f"{SCHEME}/{year}"]


def years_of(rule_sets: Mapping[str, RuleSet]) -> tuple[str, ...]:
    """The years of the scheme that have a rule set, oldest first: year-6, year-7."""
    numbers = [id.removeprefix(_YEAR) for id in rule_sets if id.startswith(_YEAR)]
    return tuple(f"year-{number}" for number in sorted(int(each) for each in numbers if each.isdecimal()))


def assess(rule_sets: Mapping[str, RuleSet], evidence: Evidence, as_at: date, *, as_stated: bool = False) -> Assessed:
    """How the ten actions stand on this evidence, on the day ``as_at``.

    That is the day whose rules apply, and the day of the assessment, up to which time limits are counted. A stated day
    that lies after it shows nothing yet and counts as not known (``to_come``), but for ``as_stated``. Where no item
    counts that is named for a requirement, its action is not yet shown, whatever was stated (``uncounted``). Raises
    AssessmentRefused where the year, the sites or the places of facts are wrong, or what is stated is: every fault with
    its place, ``/trust/NAME`` or ``/sites/CODE/NAME``. EngineDisagreement where the two readings differ.
    """
    rule_set = rule_set_of(rule_sets, evidence.year)
    places = check_places(rule_sets, rule_set, evidence)
    every = [rule_sets[id] for id in places.put_to]
    seen, to_come = (evidence, ()) if as_stated else so_far(every, evidence, as_at)
    sites: list[SiteStands] = []
    faults: dict[Fault, None] = {}  # what is stated for the trust is wrong at each site, and is told once
    for site in evidence.sites:
        try:
            found = determine_case(rule_sets, _case(rule_sets, places, seen, site, as_at))
        except FactError as error:
            faults.update(dict.fromkeys(_placed(each, evidence, site) for each in error.faults))
        else:
            stands = SiteStands(site, found[-1], tuple(_action(found[-1], id) for id in ACTIONS), found[:-1])
            sites.append(as_counted(stands, evidence.items))
    if faults:
        raise AssessmentRefused(tuple(faults))
    return Assessed(evidence, as_at, tuple(sites), verdict_of(rule_sets, sites, as_at), to_come)


def _case(
    rule_sets: Mapping[str, RuleSet], places: Places, evidence: Evidence, site: Site, as_at: date
) -> dict[str, Any]:
    """What is put to the rules for a site: what is about the trust, and what is about the site."""
    year = rule_sets[places.put_to[-1]]
    day = {year.as_at: {"value": as_at.isoformat(), "source": _ASSESSED}} if year.facts[year.as_at].given else {}
    stated = {**day, **evidence.of_trust, **evidence.of_sites.get(site.code, {})}
    judged = {name for id in places.put_to for name, fact in rule_sets[id].facts.items() if fact.judgement}
    return {
        "rule_sets": list(places.put_to),
        "facts": {name: said for name, said in stated.items() if name not in judged},
        "judgements": {name: said for name, said in stated.items() if name in judged},
        "as_at": as_at.isoformat(),
    }


def _placed(fault: Fault, evidence: Evidence, site: Site) -> Fault:
    """The fault at the place where it was stated, since the engine knows of one case only."""
    _, kind, *where = fault.where.split("/")
    if kind not in ("facts", "judgements"):
        return fault
    place = "trust" if where[0] in evidence.of_trust else f"sites/{site.code}"
    return Fault("/".join(["", place, *where]), fault.message)


def _action(found: Determination, id: str) -> ActionStands:
    question = next((each for each in found.rule_set.questions if each.id == id), None)
    if question is None:
        return ActionStands(id, Answer(id, _NOT_ENCODED, "undetermined", "", ("met", "not_met"), (), ()), (), ())
    named = [name for line in question.lines if line.when is not None for name in provisions_in(line.when)]
    own = with_those_behind(found, named)
    requirements = tuple(each for each in found.provisions if each.id in own)
    return ActionStands(id, found.answer(id), requirements, found.needs_of[id])


def verdict_of(rule_sets: Mapping[str, RuleSet], sites: Iterable[SiteStands], as_at: date) -> Determination:
    """The trust under the verdict. The sites that were assessed are all there are, so their table is complete."""
    rows = [
        {"site": each.site.name, **{one.id: one.stands for one in each.actions if one.stands != "not_shown"}}
        for each in sites
    ]
    facts = {"sites": {"rows": rows, "complete": True, "by": "the assessment itself"}, "units": len(rows)}
    try:
        return determine_case(rule_sets, {"rule_sets": [VERDICT], "facts": facts, "as_at": as_at.isoformat()})[0]
    except FactError as error:
        raise AssessmentRefused(error.faults) from None
