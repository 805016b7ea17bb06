"""The dates by which something is due, as a determination has them: each with its place in the law.

Which they are is for the rules: every date that a provision gives, and every date that is worked out and has ``cites``.
No number of days stands here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine import Determination, Known, Need, Provision, Result, RuleSet, Span

_LONDON = ZoneInfo("Europe/London")
_DATED = ("date", "date_and_time")


@dataclass(frozen=True, slots=True)
class PowerToExtend:
    """A provision that lets somebody extend a deadline, and how it stands: ``met``, ``not_met`` or ``not_known``.

    ``until`` is the last day to which it may be extended; none where the law names no such day. Where the law names one
    and it is not known yet, the power is not known.
    """

    provision: str
    title: str
    cites: str
    status: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DueDate:
    """A date by which something is due. Without ``due_on`` it is not known yet: it lies between the two ends, where
    these are known, and ``waits_for`` is what could make it known.
    """

    name: str
    says: str
    cites: str
    due_on: date | None
    earliest: date | None
    latest: date | None
    waits_for: tuple[Need, ...]
    powers: tuple[PowerToExtend, ...]


def due_dates(determination: Determination, rule_set: RuleSet) -> Iterator[DueDate]:
    """Each date that is or may be due, in the order of the rules; what is surely not given is left out."""
    for name, known in determination.amounts.items():
        said = _said(determination, rule_set, name)
        if said is None or not isinstance(known, Span) or not known.some:
            continue
        low, high = _day(known.low), _day(known.high)
        sure = low if known.exact else None
        waits_for = determination.needs_of_amount(name)
        powers = tuple(_powers(determination, rule_set, name))
        yield DueDate(name, *said, sure, low, high, waits_for, powers)


def today(now: datetime) -> date:
    """The day in London, by which days are counted here."""
    return now.astimezone(_LONDON).date()


def _said(determination: Determination, rule_set: RuleSet, name: str) -> tuple[str, str] | None:
    """What is due, and where the law says so; None for what is no deadline."""
    if name in rule_set.results:
        result = _result(determination, rule_set.provisions[rule_set.results[name]], name)
        return (result.says, result.cites) if result.kind in _DATED else None
    fact = rule_set.facts[name]
    return (fact.says or name.replace("_", " "), fact.cites) if fact.is_due else None


def _result(determination: Determination, provision: Provision, name: str) -> Result:
    """A result as the version has it that applies; where several may, the newest that gives it."""
    applied = next(each.version for each in determination.provisions if each.id == provision.id)
    giving = [version for version in provision.versions if name in version.gives]
    chosen = next((version for version in giving if version.start.isoformat() == applied), giving[0])
    return chosen.gives[name]


def _powers(determination: Determination, rule_set: RuleSet, name: str) -> Iterator[PowerToExtend]:
    statuses = {each.id: each.status for each in determination.provisions}
    for provision in rule_set.provisions.values():
        for extends in provision.extends:
            if extends.date == name:
                until, status = None, statuses[provision.id]
                if extends.until:
                    until = _exactly(determination.amounts[extends.until])
                    status = "not_known" if until is None and status == "met" else status
                yield PowerToExtend(provision.id, provision.title, provision.citation.provision, status, until)


def _exactly(known: Known) -> date | None:
    return _day(known.value) if known.exact else None


def _day(point: Any) -> date | None:
    return point.date() if isinstance(point, datetime) else point
