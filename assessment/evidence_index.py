"""The index of the evidence: every fact and table as it was stated, with its source, its hash and who reads it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assessment.asked_for import AskedFor, asked_for
from assessment.model import Assessed, SiteStands
from assessment.requirements import requirements
from documents import IndexLine
from engine import (
    Determination,
    Fact,
    RuleSet,
    Unless,
    capital,
    conditions_of,
    day,
    facts_of,
    leaves,
    period_told,
    read_given,
    said,
    words,
)

OF_TRUST = "The trust"


def evidence_index(rule_sets: Mapping[str, RuleSet], assessed: Assessed) -> tuple[IndexLine, ...]:
    """One line for each fact and table: those of the trust first, then those of each site, in the order stated."""
    asked = asked_for(rule_sets, assessed.evidence)
    read_by = asked.read_by({each.id: each.cited for each in requirements(assessed)})
    lines = [*_lines(OF_TRUST, asked, assessed.sites[0], assessed.evidence.of_trust, read_by)]
    for each in assessed.sites:
        stated = assessed.evidence.of_sites.get(each.site.code, {})
        lines += _lines(each.site.name, asked, each, stated, read_by)
    return tuple(lines)


def digest(stated: Any) -> str:
    """The SHA-256 of what was stated: as JSON in UTF-8, its keys in order, without spaces."""
    text = json.dumps(stated, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=plain)
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def plain(value: object) -> str | float:
    """What JSON has no word for, as it is written there: days as ISO has them, decimals as numbers."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) and Decimal(repr(float(value))) == value:
        return float(value)
    return str(value)


def source_of(stated: Any) -> str:
    """Where it is from, as it was stated: of a list, each source once."""
    if isinstance(stated, list):
        return "; ".join(dict.fromkeys(filter(None, map(source_of, stated))))
    return str(stated.get("source") or "") if isinstance(stated, Mapping) else ""


def _lines(
    place: str,
    asked: AskedFor,
    site: SiteStands,
    stated: Mapping[str, Any],
    read_by: Mapping[str, list[str]],
) -> Iterator[IndexLine]:
    for name, each in stated.items():
        rows = each.get("rows") if isinstance(each, Mapping) and asked.table(name) else None
        yield IndexLine(
            place,
            name,
            asked.ask(name),
            _says(asked, site, name, each),
            source_of(each),
            len(rows) if isinstance(rows, list) else None,
            digest(each),
            tuple(_windows(site.determination, name)),
            tuple(read_by.get(name, ())),
        )


def _says(asked: AskedFor, site: SiteStands, name: str, stated: Any) -> str:
    """What is stated, in words. Of a table: how many rows, and who says that they are all."""
    if asked.table(name):
        count = len(stated.get("rows", ()))
        whole = f"complete, says {stated.get('by')}" if stated.get("complete") else "not said to be complete"
        return f"{count:,} {'row' if count == 1 else 'rows'}, {whole}"
    if asked.cells(name):
        return f"{len(stated):,} {'number' if len(stated) == 1 else 'numbers'}"
    found = next(each for each in (site.determination, *site.earlier) if name in each.facts)
    statement = found.facts[name]
    if statement.state == "not_known":  # perhaps since its day has not come yet
        statement = read_given(found.rule_set, {name: stated})[name]
    if statement.state != "stated":
        return capital(words(statement.state))
    return capital(said(statement.known, found.rule_set.facts[name]))


def _windows(found: Determination, name: str) -> Iterator[str]:
    """The named periods within which a fact or the rows of a table are looked at, with their days."""
    for period in dict.fromkeys(_periods(found.rule_set, name)):
        ends = found.rule_set.periods[period]
        first, last = (found.evaluation.worth(each, found.evaluation.as_at) for each in (ends.start, ends.end))
        known = first.exact and last.exact and first.some and last.some
        days = f"{day(first.value)} to {day(last.value)}" if known else "its days are not yet known"
        told = period_told(found.rule_set, period)
        yield capital(told) if days in told else f"{capital(told)}: {days}"


def _periods(rule_set: RuleSet, name: str) -> Iterator[str]:
    """The periods that conditions on a fact, on counts of a table's rows, or on the count of a number, name."""
    for fact in rule_set.facts.values():
        if fact.counted and name in (fact.counted.records, fact.name, fact.cell_of):
            yield from _of_count(rule_set, fact)
    for provision in rule_set.provisions.values():
        for part in conditions_of(provision.versions[0]):
            for leaf in leaves(part.when if isinstance(part, Unless) else part):
                if name in facts_of(leaf):
                    yield from filter(None, (getattr(leaf.test, "period", ""),))


def _of_count(rule_set: RuleSet, fact: Fact) -> Iterator[str]:
    counted = fact.counted
    if counted is None:
        return
    for leaf in leaves(counted.where) if counted.where is not None else ():
        yield from filter(None, (getattr(leaf.test, "period", ""),))
    yield from (name for name, period in rule_set.periods.items() if counted.period == period)
    if counted.among:
        yield from _of_count(rule_set, rule_set.facts[counted.among])
