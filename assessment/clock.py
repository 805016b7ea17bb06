"""The evidence clock: for each requirement that is not met or not shown, at each site, the last safe day to act.

It looks ahead. The evidence is assessed as on the day of the declaration, so that every time limit has run: what then
is not met is what still has to be done, unless its day has passed. What is stated of a day after today is a plan, and
no plan is evidence: it counts as not known here too, so that the clock goes on asking for it until its day has come.
Only what a trust chooses may lie ahead, such as the end of its training year. Days come from the rules, and where they
name none from the year's own table beside (``clock_data``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from operator import itemgetter
from typing import Any

from assessment.asked_for import asked_for
from assessment.assessing import assess, rule_set_of
from assessment.clock_data import ClockData, clock_data
from assessment.clock_entries import entries_at, period_end
from assessment.clock_model import Clock, Entry, Milestone
from assessment.model import Assessed, Evidence, SiteStands
from assessment.to_come import so_far
from assessment.windows import periods_of
from engine import OfShare, RuleSet, asked_beside, leaves, listed, period_told, provisions_in, words


def evidence_clock(rule_sets: Mapping[str, RuleSet], evidence: Evidence, today: date) -> Clock:
    """What is still to be done, or to be shown, and by when, as it is on the day ``today``.

    Raises AssessmentRefused as ``assess`` does, and where nothing says when the declaration of that year was due.
    """
    data = clock_data(evidence.year)
    projected = _projected(rule_sets, evidence, data, today)
    found: dict[tuple[Any, ...], Entry] = {}
    for each in _entries(projected, data, today):
        found.setdefault(_key(each), each)
    entries = sorted(found.values(), key=lambda each: (each.day, each.number))
    milestones = tuple(_milestones(projected, data))
    return Clock(evidence, today, data.declaration, tuple(entries), milestones, projected)


def _entries(projected: Assessed, data: ClockData, today: date) -> Iterator[Entry]:
    for site in projected.sites:
        yield from entries_at(site, data, today)


def _key(entry: Entry) -> tuple[Any, ...]:
    """What makes two entries one: what is about the trust is found at each site, a row perhaps in several ways."""
    place = entry.site.code if entry.site else ""
    return place, entry.provision, "" if entry.row else entry.condition, entry.table, entry.row, entry.day


def _milestones(projected: Assessed, data: ClockData) -> Iterator[Milestone]:
    """The ends of the periods that the year's table names or its rules fix, and the declaration."""
    ev = projected.sites[0].determination.evaluation
    fixed = {name for name in ev.rule_set.periods if period_told(ev.rule_set, name) != words(name)}
    named = {data.otherwise, *(each.by for each in data.by_provision.values()), *fixed}
    ends = [(end, name) for name in ev.rule_set.periods if name in named and (end := period_end(ev, name))]
    for end, name in sorted(ends, key=itemgetter(0)):
        yield Milestone(end, f"Last day of the {period_told(ev.rule_set, name)}{_for(ev.rule_set, data, name)}")
    at = data.declaration
    yield Milestone(at.date(), f"The declaration is due by {at:%H:%M}, London time ({data.cites})")


def _for(rule_set: RuleSet, data: ClockData, period: str) -> str:
    """For which safety actions a period is, as the rules and the year's table have it; the others look at one alike."""
    found: dict[str, set[str]] = {}
    for question in rule_set.questions:
        of = {id for line in question.lines if line.when is not None for id in provisions_in(line.when)}
        named = {str(data.by_provision[id].by) for id in of & data.by_provision.keys()} & rule_set.periods.keys()
        looked_at = named.union(*(periods_of(rule_set, id) for id in of))
        for name in looked_at or {data.otherwise}:
            found.setdefault(name, set()).add(question.id.removeprefix("sa"))
    numbers = sorted(found.get(period, ()), key=int)
    return f", for safety action{'s' if len(numbers) > 1 else ''} {listed(numbers)}" if numbers else ""


# -- looking ahead


def _projected(rule_sets: Mapping[str, RuleSet], evidence: Evidence, data: ClockData, today: date) -> Assessed:
    """The evidence as it would stand on the day of the declaration, if nothing more were done from today on."""
    rule_set = rule_set_of(rule_sets, evidence.year)
    day = data.declaration.date()
    seen, _ = so_far(asked_for(rule_sets, evidence).every, evidence, today)
    plain = _without(seen, rule_set.as_at)
    unstated = {name: last for name, last in data.chosen.items() if not _stated(plain, name)}
    plain = _with(plain, rule_set, unstated)
    assessed = assess(rule_sets, plain, day, as_stated=True)
    later = {name: last for name, last in data.chosen.items() if _over(assessed, name, today, last)}
    return assess(rule_sets, _with(plain, rule_set, later), day, as_stated=True) if later else assessed


def _over(assessed: Assessed, name: str, today: date, last: date) -> bool:
    """Whether a day that the trust chose has passed, with which not all is met that rests on it, while another is open.

    Nobody can be trained any more in twelve months that are over; those that end later still can be chosen.
    """
    return any(_over_at(each, name, today, last) for each in assessed.sites)


def _over_at(site: SiteStands, name: str, today: date, last: date) -> bool:
    if name not in site.determination.rule_set.facts:
        return False
    known = site.determination.evaluation.fact(name)
    if not (known.exact and known.some and known.value < today <= last):
        return False
    resting = set(_resting_on(site.determination.rule_set, name))
    return any(each.id in resting and each.status != "met" for each in site.determination.provisions)


def _resting_on(rule_set: RuleSet, name: str) -> Iterator[str]:
    """The provisions that ask for a share of rows that are counted by this fact."""
    tables = {table for table in rule_set.tables if any(each.name == name for each in asked_beside(rule_set, table))}
    for id, provision in rule_set.provisions.items():
        when = provision.versions[0].when
        shares = (leaf.source for leaf in leaves(when) if isinstance(leaf.source, OfShare)) if when else ()
        counted = (rule_set.facts[share.whole].counted for share in shares)
        if any(each is not None and each.records in tables for each in counted):
            yield id


def _stated(evidence: Evidence, name: str) -> bool:
    return name in evidence.of_trust or any(name in each for each in evidence.of_sites.values())


def _with(evidence: Evidence, rule_set: RuleSet, days: Mapping[str, date]) -> Evidence:
    """The evidence with these days stated, each where its rule set says that it is about."""
    known = {name: each.isoformat() for name, each in days.items() if name in rule_set.facts}
    trust = {name: each for name, each in known.items() if rule_set.facts[name].about == "trust"}
    sites = {name: each for name, each in known.items() if name not in trust}
    of_sites = {site.code: {**evidence.of_sites.get(site.code, {}), **sites} for site in evidence.sites}
    return replace(evidence, of_trust={**evidence.of_trust, **trust}, of_sites=of_sites)


def _without(evidence: Evidence, name: str) -> Evidence:
    of_sites = {code: _left(each, name) for code, each in evidence.of_sites.items()}
    return replace(evidence, of_trust=_left(evidence.of_trust, name), of_sites=of_sites)


def _left(stated: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {each: said for each, said in stated.items() if each != name}
