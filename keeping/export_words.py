"""How the page of an exported case says days, moments, people, and whatever was said."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine import day, words
from keeping.case_file import CaseFile

_LONDON = ZoneInfo("Europe/London")


def who(held: CaseFile, id: str | None) -> str:
    """The name of a person."""
    return held.people.get(id, id) if id else ""


def the_day(said: str | None) -> str:
    """A day, as people write it."""
    return day(date.fromisoformat(said)) if said else ""


def moment(said: str | None) -> str:
    """A moment, as a clock in London shows it."""
    if not said:
        return ""
    shown = datetime.fromisoformat(said).astimezone(_LONDON)
    return f"{day(shown.date())}, {shown:%H:%M}"


def plainly(value: Any) -> str:
    """What was said, as plainly as what it is made of."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{words(name)}: {plainly(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(plainly, value))
    return value if isinstance(value, str) else json.dumps(value)
