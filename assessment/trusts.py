"""The maternity trusts of England by ODS code, with what became of those that merged: data with how it was checked.

Codes and names were read in the list of an open-source project (rcpch-nhs-organisations, 31 August 2024). Which trusts
have maternity services, and when which of them merged, is recalled. Of a merger the month is recalled and not the day.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from assessment.errors import AssessmentRefused
from engine import Fault, RuleSet, day, nearest

_FILE = Path(__file__).parent / "data" / "trusts.csv"


@dataclass(frozen=True, slots=True)
class Trust:
    """One trust. ``merged_into`` is the code of another, ``merged_from`` the first day of the month of the merger."""

    code: str
    name: str
    merged_into: str
    merged_from: date | None
    now_named: str
    note: str
    name_checked: str
    maternity_checked: str


@dataclass(frozen=True, slots=True)
class Found:
    """The trust that a code named, the one that it stands for on a day, and what to tell where the two differ."""

    named: Trust
    stands_for: Trust
    told: str

    @property
    def merged(self) -> bool:
        """Whether the code stands for another trust by then."""
        return self.named.code != self.stands_for.code


@cache
def every_trust() -> Mapping[str, Trust]:
    """Every trust of the list by its code, in the order of the codes."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["code"]: _trust(row) for row in csv.DictReader(file)})


def trust(code: str, on_day: date) -> Found:
    """The trust of a code as on a day. AssessmentRefused where the list has no such code."""
    asked = code.strip().upper()
    known = every_trust()
    if asked not in known:
        told = (
            f"'{code}' is no code of a maternity trust that is known here: one is such as RXW.{nearest(asked, known)}"
        )
        raise AssessmentRefused([Fault("/trust", told)])
    named = stands_for = known[asked]
    while stands_for.merged_from is not None and stands_for.merged_from <= on_day:
        stands_for = known[stands_for.merged_into]
    return Found(named, stands_for, _told(named, stands_for))


def trusts_on(on_day: date) -> tuple[Trust, ...]:
    """The trusts of the list that had not merged into another by a day."""
    return tuple(each for each in every_trust().values() if each.merged_from is None or each.merged_from > on_day)


def called(found: Trust) -> str:
    """Its name, and what it is called now where that is known to be another."""
    return f"{found.name}, now {found.now_named}" if found.now_named else found.name


def present_name(code: str) -> str:
    """What the trust of a code is called now, as far as the list knows; empty where it has no such code."""
    found = every_trust().get(code)
    return (found.now_named or found.name) if found else ""


def merged_before(code: str, year: RuleSet, where: str = "/trust") -> Iterator[Fault]:
    """Why no assessment of a year is made under a code, which stands at ``where``: it had merged before the year began.

    Nothing of a code that the list does not have, since which trusts there are is recalled.
    """
    if code.strip().upper() not in every_trust():
        return
    found = trust(code, year.covers_from)
    since = found.named.merged_from
    if found.merged and since is not None:
        into = f"{present_name(found.stands_for.code)} ({found.stands_for.code})"
        told = f"{found.named.name} ({found.named.code}) merged into {into} in {since:%B %Y}, as recalled"
        begins = f"before {year.id.rpartition('/')[2].replace('-', ' ')} began on {day(year.covers_from)}"
        yield Fault(where, f"{told}, {begins}: begin it under {found.stands_for.code}")


def refuse_merged(code: str, year: RuleSet, where: str) -> None:
    """Raises AssessmentRefused where a code had merged into another before the year began (``merged_before``)."""
    if merged := tuple(merged_before(code, year, where)):
        raise AssessmentRefused(merged)


def _told(named: Trust, stands_for: Trust) -> str:
    since = named.merged_from
    if named.code == stands_for.code or since is None:
        return ""
    return (
        f"{named.name} ({named.code}) has been part of {called(stands_for)} ({stands_for.code}) since {since:%B %Y}, "
        f"as recalled: use {stands_for.code} for what came after."
    )


def _trust(row: Mapping[str, str]) -> Trust:
    since = row["merged_from"]
    return Trust(
        row["code"],
        row["name"],
        row["merged_into"],
        date.fromisoformat(f"{since}-01") if since else None,
        row["now_named"],
        row["note"],
        row["name_checked"],
        row["maternity_checked"],
    )
