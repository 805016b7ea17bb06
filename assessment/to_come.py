"""Days that have not come yet show nothing: a stated day that lies ahead is put to the rules as not known.

What is stated stays as it is. A range that begins by the day is taken as it is: some of its days have come. Facts that
the rules themselves hold to the day of the assessment, such as the end of the training year, keep the fault that the
rules find; the day on which the rules look is nobody's to state. All else may be planned, and no plan is evidence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from assessment.model import Assessed, Evidence, ToCome
from engine import (
    FactError,
    Known,
    Leaf,
    OfFact,
    RowReader,
    RuleSet,
    Span,
    capital,
    comes_to,
    day,
    read_given,
    said,
    words,
)

_AGREED = frozenset({("locums", "ended_on")})  # an engagement that has begun ends on a day that was agreed with it
_DATED = ("date", "date_and_time")
_NOT_KNOWN = {"state": "not_known"}

Stated = Mapping[str, Any]


def so_far(rule_sets: Sequence[RuleSet], evidence: Evidence, on: date) -> tuple[Evidence, tuple[ToCome, ...]]:
    """The evidence with every day that lies after ``on`` as not known, and what was put so; itself where none does.

    ``rule_sets``: those that it is put to. What no rule set can read is left as it is, for the engine to refuse.
    """
    of_trust, told = _so_far(rule_sets, "", "The trust", evidence.of_trust, on)
    of_sites = dict(evidence.of_sites)
    for site in evidence.sites:
        stated, more = _so_far(rule_sets, site.code, site.name, evidence.of_sites.get(site.code, {}), on)
        if more:
            of_sites[site.code], told = stated, (*told, *more)
    return (replace(evidence, of_trust=of_trust, of_sites=of_sites), told) if told else (evidence, ())


def to_come_of(assessed: Assessed, action: str, site: str) -> tuple[str, ...]:
    """What is still to come of all that a safety action comes to at a site, its code: a sentence each."""
    names = {name for each in assessed.sites for name in comes_to(each.determination.rule_set, question=action)}
    return tuple(each.told for each in assessed.to_come if each.site in ("", site) and each.name in names)


def _so_far(
    rule_sets: Sequence[RuleSet], code: str, place: str, stated: Stated, on: date
) -> tuple[Stated, tuple[ToCome, ...]]:
    put, told = dict(stated), []
    for name, each in stated.items():
        for rule_set in rule_sets:
            found = _Ahead(rule_set, name, each, on).found()
            if found is not None:
                put[name], sentences = found
                told += [ToCome(code, name, f"{place}, {sentence}") for sentence in sentences]
                break
    return (put, tuple(told)) if told else (stated, ())


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What is stated under a name, as one rule set reads it."""

    rule_set: RuleSet
    name: str
    stated: Any
    on: date

    def found(self) -> tuple[Any, list[str]] | None:
        """The same with what lies ahead as not known, and a sentence for each column or fact; None where none does."""
        if self.name in self.rule_set.tables:
            return self._table()
        if self.name in self.rule_set.cells:
            return self._cells() if isinstance(self.stated, list) else None
        if self.name not in _dated(self.rule_set):
            return None
        known = self._read(self.stated)
        return None if known is None else (_as_not_known(self.stated), [self._told(capital(words(self.name)), known)])

    def _cells(self) -> tuple[Any, list[str]] | None:
        by, put, told = self.rule_set.cells[self.name], list(self.stated), []
        if not any(self.rule_set.facts[each].cell_of == self.name for each in _dated(self.rule_set)):
            return None
        for place, each in enumerate(self.stated):
            known = self._read([each])
            if known is not None:
                cell = {field: each[field] for field in by}
                put[place] = {**cell, **_as_not_known(each)}
                told.append(self._told(f"{capital(words(self.name))} ({', '.join(map(words, cell.values()))})", known))
        return (put, told) if told else None

    def _read(self, stated: Any) -> Known | None:
        """What is known of the one fact that is stated so, where it lies ahead."""
        try:
            (statement,) = read_given(self.rule_set, {self.name: stated}).values()
        except FactError:
            return None
        return statement.known if self._ahead(statement.known) else None

    def _table(self) -> tuple[Any, list[str]] | None:
        rows = self.stated.get("rows") if isinstance(self.stated, Mapping) else None
        if not isinstance(rows, list):
            return None
        records, put, told = self.rule_set.tables[self.name], list(rows), []
        reader, last = RowReader(records), self.on.isoformat()
        for field in records.fields.values():
            if field.kind not in _DATED or field.worked_out is not None or (self.name, field.name) in _AGREED:
                continue
            ahead: list[tuple[int, Known]] = []
            for place, row in enumerate(rows):
                cell = row.get(field.name) if isinstance(row, Mapping) else None
                if cell is None or cell == "none" or (type(cell) is str and cell[:10] <= last):
                    continue
                known = self._in_cell(reader, field.name, cell)
                if known is not None:
                    put[place] = {**put[place], field.name: _as_not_known(cell)}
                    ahead.append((place, known))
            if ahead:
                told.append(self._told_of_rows(field.name, ahead))
        return ({**self.stated, "rows": put}, told) if told else None

    def _in_cell(self, reader: RowReader, field: str, cell: Any) -> Known | None:
        try:
            known = reader.cell(field, cell)
        except ValueError:
            return None
        return known if self._ahead(known) else None

    def _ahead(self, known: Known) -> bool:
        """Whether every day that is left lies after the day; that there may be none yet makes no difference."""
        low = known.low if isinstance(known, Span) and known.some else None
        return low is not None and (low.date() if isinstance(low, datetime) else low) > self.on

    def _told(self, what: str, known: Known) -> str:
        plain = said(replace(known, none=False)) if isinstance(known, Span) else said(known)
        return f"{what}: {plain} is still to come on {day(self.on)}, so that it counts as not known."

    def _told_of_rows(self, field: str, ahead: list[tuple[int, Known]]) -> str:
        place, known = ahead[0]
        what = capital(words(self.name))
        if len(ahead) == 1:
            return self._told(f"{what}, row {place + 1}, {words(field)}", known)
        return (
            f"{what}, {words(field)}: the days of {len(ahead):,} rows (row {place + 1} is the first) are still to come "
            f"on {day(self.on)}, so that they count as not known."
        )


def _as_not_known(stated: Any) -> dict[str, Any]:
    """Nothing is known of it yet; who said so stays."""
    source = stated.get("source") if isinstance(stated, Mapping) else None
    return {**_NOT_KNOWN, "source": source} if source else {**_NOT_KNOWN}


@lru_cache(maxsize=64)
def _dated(rule_set: RuleSet) -> frozenset[str]:
    """The facts that are days, but for the day of the assessment, and those that the rules hold to it themselves."""
    held = {rule_set.as_at, *_held_to(rule_set, (each.when for each in rule_set.must_hold))}
    return frozenset(
        name for name, fact in rule_set.facts.items() if fact.kind in _DATED and fact.given and name not in held
    )


def _held_to(rule_set: RuleSet, conditions: Iterable[Any]) -> Iterator[str]:
    """The facts that must lie on or before the day of the assessment."""
    for when in conditions:
        last = getattr(getattr(when, "test", None), "high", None)
        if isinstance(when, Leaf) and isinstance(when.source, OfFact) and getattr(last, "name", "") == rule_set.as_at:
            yield when.source.name
