"""By when to act where a year's rules name no day: read from ``data/clock-YEAR.yaml``. The rules come first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assessment.errors import AssessmentRefused
from engine import Fault

DECLARATION = "declaration"
_FOLDER = Path(__file__).parent / "data"
_BEFORE, _AFTER = "clock-", ".yaml"


@dataclass(frozen=True, slots=True)
class RowDays:
    """So many days after a date of a row."""

    field: str
    count: int


@dataclass(frozen=True, slots=True)
class NoDay:
    """By when to do what a provision asks for without a day: a day, a period by its name, or the declaration.

    ``why``: from what that comes, in words; empty where it is the end of the period. ``row``: each row has a day of its
    own first, and ``by`` is what is left after it.
    """

    by: date | str
    why: str = ""
    row: RowDays | None = None


@dataclass(frozen=True, slots=True)
class ClockData:
    """The declaration's moment in London time, what a trust may choose up to which day, and by when each provision."""

    declaration: datetime
    cites: str
    chosen: Mapping[str, date]
    otherwise: str
    by_provision: Mapping[str, NoDay]


@cache
def clock_data(year: str) -> ClockData:
    """What is known of a year beside its rules. AssessmentRefused where that year has no such file."""
    path = _FOLDER / f"{_BEFORE}{year}{_AFTER}"
    if year not in years_with_a_clock():
        there = ", ".join(years_with_a_clock())
        told = f"nothing says when the declaration of {year} was due, so it has no clock; there is one for {there}"
        raise AssessmentRefused([Fault("/year", told)])
    said = yaml.safe_load(path.read_text("utf-8"))
    return ClockData(
        said["declaration"]["at"],
        said["declaration"]["cites"],
        said["chosen"],
        said["otherwise"],
        {provision: _no_day(each) for provision, each in said["days"].items()},
    )


def years_with_a_clock() -> tuple[str, ...]:
    """The years for which there is a file."""
    found = sorted(_FOLDER.glob(f"{_BEFORE}*{_AFTER}"))
    return tuple(path.name.removeprefix(_BEFORE).removesuffix(_AFTER) for path in found)


def _no_day(said: Mapping[str, Any]) -> NoDay:
    row = said.get("row")
    return NoDay(said["by"], said.get("why", ""), RowDays(row["field"], row["plus"]["days"]) if row else None)
