"""The clock's days as a calendar. It names no person, and each entry says first how the rules were checked."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from assessment.clock_model import Clock, Entry
from assessment.clock_words import told
from keeping.calendar import Dated, calendar_of


def clock_calendar(clock: Clock, first: Sequence[str]) -> bytes:
    """What is due, as iCalendar: one all-day entry for each day, site and safety action, and for the scheme's own days.

    ``first``: the sentences that come before anything of a year (``says_first``). What was missed, or is only to be
    shown, stands in no calendar. The same clock gives the same bytes.
    """
    return calendar_of([*_milestones(clock, first), *_due(clock, first)])


def _milestones(clock: Clock, first: Sequence[str]) -> Iterator[Dated]:
    for each in clock.milestones:
        if each.day >= clock.today:
            yield _dated(clock, each.day, f"{_year(clock)}: {each.says}", [*first], each.says)


def _due(clock: Clock, first: Sequence[str]) -> Iterator[Dated]:
    found: dict[tuple[date, str, int], list[Entry]] = {}
    for each in clock.of("due"):
        place = each.site.name if each.site else "the trust"
        found.setdefault((each.day, place, each.number), []).append(each)
    for (day, place, number), entries in found.items():
        things = "1 thing" if len(entries) == 1 else f"{len(entries)} things"
        summary = f"{_year(clock)}: last day for {things} of safety action {number}, {place}"
        came = [f"{told(each)} Why that day: {each.comes_from}." for each in entries]
        yield _dated(clock, day, summary, [*first, *came], f"{place} {number}")


def _dated(clock: Clock, day: date, summary: str, lines: Sequence[str], about: str) -> Dated:
    """One entry. Its id stays the same while its day, its place and its action do."""
    known_by = f"{clock.evidence.trust}|{clock.evidence.year}|{about}|{day.isoformat()}"
    stamp = datetime.combine(clock.today, time(), UTC)
    uid = f"{hashlib.sha256(known_by.encode()).hexdigest()[:32]}@clock.rationale"
    return Dated(uid, day, summary, "\n".join(lines), stamp)


def _year(clock: Clock) -> str:
    return f"{clock.evidence.trust} {clock.evidence.year.replace('-', ' ')}"
