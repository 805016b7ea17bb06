"""The evidence clock in plain English: what is asked for, how many more, by when and why that day. It names nobody."""

from collections.abc import Iterator
from itertools import groupby

from assessment.clock_model import Clock, Entry, State
from engine import capital, day, words

HEADINGS: dict[State, str] = {
    "due": "To do",
    "missed": "Missed",
    "to_show": "The day has passed, and nothing shows whether it was done",
}


def told(entry: Entry) -> str:
    """One entry without its day: where, what and how many more."""
    lacks = f" {capital(entry.lacks)}." if entry.lacks else ""
    return f"{where(entry)}: {_what(entry)}.{lacks}"


def where(entry: Entry) -> str:
    """``North site, safety action 8(b)``; what is about the trust is told as the trust's."""
    return f"{entry.site.name if entry.site else 'The trust'}, {entry.cites}"


def lines(clock: Clock) -> Iterator[str]:
    """All of it, under headings: what is to be done by the day on which it is due, then what has passed."""
    yield f"As on {day(clock.today)}, looking ahead to the declaration of {day(clock.declaration.date())}."
    for milestone in clock.milestones:
        yield f"{day(milestone.day)}: {milestone.says}."
    for state, heading in HEADINGS.items():
        entries = clock.of(state)
        if entries:
            yield ""
            yield f"{heading}: {len(entries)}"
        for last, each in groupby(entries, key=lambda entry: entry.day):
            yield f"{day(last)}:"
            yield from (f"- {told(entry)} Why that day: {entry.comes_from}." for entry in each)
    if not clock.entries:
        yield "Nothing more is asked for: every requirement is met as it would stand on the day of the declaration."


def _what(entry: Entry) -> str:
    row = f" (row {entry.row} of {words(entry.table)})" if entry.row else ""
    way = f" (way {entry.way}: one is enough)" if entry.way else ""
    return f"{entry.says}{row}{way}"
