"""From what a determination still asks for to entries of the clock: each with its last safe day, and how it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from assessment.clock_data import DECLARATION, ClockData, NoDay
from assessment.clock_model import Entry, State
from assessment.model import Site, SiteStands, Uncounted
from engine import (
    ByWhen,
    Evaluation,
    Lacking,
    LastDay,
    OpenRow,
    Span,
    Status,
    period_told,
    provisions_in,
    said,
    shift,
    still_asked,
)


def entries_at(site: SiteStands, data: ClockData, today: date) -> Iterator[Entry]:
    """What the ten safety actions still ask for at one site, in their order."""
    ev = site.determination.evaluation
    for question in site.determination.rule_set.questions:
        named = (id for line in question.lines if line.when is not None for id in provisions_in(line.when))
        for id in dict.fromkeys(named):
            for found in still_asked(ev, id):
                where = None if _about_trust(ev, found) else site.site
                yield from _Condition(ev, data, today, question.id, where, found).entries()
        action = site.action(question.id)
        if action.stands != "met":  # else another way is enough
            yield from (_uncounted(site, action.id, each, data, today) for each in action.uncounted if not each.behind)


def _uncounted(site: SiteStands, action: str, found: Uncounted, data: ClockData, today: date) -> Entry:
    """A requirement that is met on what was stated, and for which no item counts: one from its window is asked for."""
    provision = site.determination.rule_set.provisions[found.requirement]
    due = data.declaration.date()
    last = min(found.last or due, due)
    return Entry(
        site=None if found.of_trust else site.site,
        action=action,
        provision=found.requirement,
        condition="",
        says="An item of evidence from the days that are looked at is named for it, as none is now",
        cites=provision.citation.provision,
        state="due" if last >= today else "to_show",
        day=last,
        comes_from="the last day of those from which evidence of it is looked at",
        lacks="",
        way="",
        table="",
        row=None,
        settled=False,
    )


def period_end(ev: Evaluation, name: str) -> date | None:
    """The last day of a period of the rules, where it is known."""
    period = ev.rule_set.periods.get(name)
    known = ev.worth(period.end, ev.as_at) if period is not None else None
    return known.value if known is not None and known.exact and known.some else None


def _about_trust(ev: Evaluation, found: ByWhen) -> bool:
    facts = [ev.rule_set.facts[name] for name in found.facts if name in ev.rule_set.facts]
    return bool(facts) and all(fact.about == "trust" for fact in facts)


@dataclass(frozen=True, slots=True)
class _Condition:
    ev: Evaluation
    data: ClockData
    today: date
    action: str
    site: Site | None
    found: ByWhen

    def entries(self) -> Iterator[Entry]:
        """One entry, or one for each row that has a day of its own."""
        named = self.data.by_provision.get(self.found.provision)
        if any(row.by for row in self.found.rows):
            yield from self._rows([(row, row.by or self._without_a_day(named)) for row in self.found.rows])
        elif named is not None and named.row is not None and self.found.rows:
            yield from self._rows([(row, self._of_row(named, row)) for row in self.found.rows])
        elif not self.found.settled:
            by = self.found.by or self._without_a_day(named)
            if named is not None and named.row is not None:
                by = LastDay(by.day, f"{by.comes_from}, and of each further row {named.why}")
            yield self._entry(self.found.status, by, _how_many(self.found))

    def _rows(self, rows: Sequence[tuple[OpenRow, LastDay]]) -> Iterator[Entry]:
        left = sum(by.day >= self.today for _, by in rows)
        for row, by in rows:
            if by.day >= self.today or not self.found.settled:
                lacks = _of_share(self.found, left)
                yield replace(self._entry(row.status, by, lacks), table=self.found.table, row=row.place + 1)

    def _entry(self, status: Status, by: LastDay, lacks: str) -> Entry:
        found = self.found
        return Entry(
            site=self.site,
            action=self.action,
            provision=found.provision,
            condition=found.condition,
            says=found.says,
            cites=found.cites,
            state=self._state(status, by.day),
            day=by.day,
            comes_from=by.comes_from,
            lacks=lacks,
            way=found.way,
            table="",
            row=None,
            settled=found.settled,
        )

    def _state(self, status: Status, day: date) -> State:
        if day >= self.today:
            return "due"
        return "missed" if status is Status.NOT_MET else "to_show"

    def _without_a_day(self, named: NoDay | None) -> LastDay:
        """By when to act where the rule names no day."""
        by = named.by if named is not None else self.data.otherwise
        why = named.why if named is not None and named.row is None else ""
        if isinstance(by, date):
            return LastDay(by, why)
        end = None if by == DECLARATION else period_end(self.ev, by)
        if end is None:
            return LastDay(self.data.declaration.date(), why or "the day of the declaration")
        return LastDay(end, why or f"the end of the {period_told(self.ev.rule_set, by)}: the rule names no day")

    def _of_row(self, named: NoDay, row: OpenRow) -> LastDay:
        """The row's own day; once it has passed, what is left, which tells of that day."""
        left = self._without_a_day(named)
        known = row.held.get(named.row.field) if named.row else None
        if named.row is None or not isinstance(known, Span) or not known.exact or not known.some:
            return left
        day = shift(known.value, named.row.count, "days", "from_the_next_day")
        if day >= self.today:
            return LastDay(day, named.why)
        over = f"{named.why} ended on {said(Span(day, day))}: act at once"
        return LastDay(left.day, f"{over}. What is left ends with {left.comes_from}")


def _how_many(found: ByWhen) -> str:
    """How many more are needed, exactly; and how many rows are in doubt."""
    lacking = found.lacking
    doubtful = sum(row.status is Status.NOT_KNOWN for row in found.rows)
    doubt = f"{doubtful} {'row is' if doubtful == 1 else 'rows are'} in doubt" if doubtful else ""
    if lacking is None:
        return doubt
    has = f"{_number(lacking.has)} of {_number(lacking.of)}" if lacking.of is not None else _number(lacking.has)
    told = f"{has} {lacking.unit}".strip()
    more = f"{_number(lacking.more)} more needed: {told} so far" if lacking.more else f"enough so far: {told}"
    return "; ".join(each for each in (more, doubt) if each)


def _of_share(found: ByWhen, left: int) -> str:
    """What one row means for the share it counts in, where ``left`` rows can still be in time."""
    if found.settled:
        return "the share is reached without it"
    lacking: Lacking | None = found.lacking
    if lacking is None:
        return ""
    if lacking.more > left:
        return (
            f"the share can no longer be reached: {_number(lacking.more)} more needed, and {left} can still be in time"
        )
    if lacking.more == 0:
        return "enough so far, if no more rows come"
    if lacking.more == left:
        return "needed for the share"
    return f"{_number(lacking.more)} of the {left} that can still be in time needed"


def _number(value: Fraction) -> str:
    return said(Span(value, value))
