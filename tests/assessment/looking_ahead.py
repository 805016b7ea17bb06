"""Evidence of an invented trust, as much as a story needs: what is left out is not known, and never false."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from assessment import Clock, Entry, Evidence, Site, evidence_clock
from tests.ours import our_rule_sets

NORTH, SOUTH = Site("north", "North site"), Site("south", "South site")
COMPLETE = {"complete": True, "by": "Head of Midwifery"}


def evidence(
    of_trust: Mapping[str, Any] | None = None,
    north: Mapping[str, Any] | None = None,
    south: Mapping[str, Any] | None = None,
    year: str = "year-7",
) -> Evidence:
    """A trust with one site, or with two where something is said of the southern one."""
    sites = (NORTH,) if south is None else (NORTH, SOUTH)
    stated = {"north": north or {}, **({} if south is None else {"south": south})}
    return Evidence("RXX", "Invented Hospitals NHS Trust", year, sites, of_trust or {}, stated, invented=True)


def table(*rows: Mapping[str, Any], complete: bool = True) -> dict[str, Any]:
    """A table, of which somebody says that these are all its rows."""
    return {"rows": [dict(row) for row in rows], **(COMPLETE if complete else {})}


def death(code: str, died_on: str, **more: Any) -> dict[str, Any]:
    """A stillbirth at the site, to be reviewed there; nothing was done yet but what is said."""
    kind = {"kind_of_death": "stillbirth", "for_review_here": True, "born_and_died_here": True}
    return {"death": code, "died_on": died_on, **kind, **more}


def staff(group: str, course: str, attended: int, not_yet: int, on: str = "2025-05-06") -> list[dict[str, Any]]:
    """So many of a group who attended a course, and so many who have not."""
    rows = [{"staff": f"{group} {number}", "group": group, "course": course} for number in range(attended + not_yet)]
    return [{**row, "attended_on": on} if number < attended else row for number, row in enumerate(rows)]


def clock_on(today: date, found: Evidence) -> Clock:
    """The evidence clock under our own rules."""
    return evidence_clock(our_rule_sets(), found, today)


def of(clock: Clock, provision: str) -> list[Entry]:
    """The entries of one provision."""
    return [each for each in clock.entries if each.provision == provision]


def days(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """Each entry's state and day."""
    return [(each.state, each.day.isoformat()) for each in entries]


@cache
def without_evidence(today: date) -> Clock:
    """The clock of a trust of which nothing is stated."""
    return clock_on(today, evidence())
