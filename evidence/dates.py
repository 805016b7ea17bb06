"""Dates as people write them in spreadsheets. The day stands before the month; what could be two days is refused."""

import re
from datetime import date, datetime, timedelta

ORDER = "Dates are read as day/month/year"

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", re.ASCII)
_UK = re.compile(r"(?P<day>\d\d?)([/.-])(?P<month>\d\d?)\2(?P<year>\d{4})", re.ASCII)
_NAMED = re.compile(r"(?P<day>\d\d?)[ -](?P<name>[a-z]{3,9})[ -](?P<year>\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d\d?([/.-])\d\d?\1\d\d", re.ASCII)
_CLOCK = re.compile(r"(?P<rest>.*\S)(?:T| +)(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.0+)?)?", re.ASCII)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WRITE = "write it as 2025-03-01 or 01/03/2025, or format the cell as a date"


def day_of(cell: object, told: str) -> date:
    """The day that a cell names. ValueError says what is wrong; ``told`` is the cell within that message."""
    if isinstance(cell, datetime):
        moment = _whole_seconds(cell)
    elif isinstance(cell, date):
        return cell
    elif isinstance(cell, str):
        moment = _written(cell, told)
    else:
        raise ValueError(f"{told} is not a date: {_WRITE}. {ORDER}")
    if (moment.hour, moment.minute, moment.second) != (0, 0, 0):
        raise ValueError(f"{moment:%d/%m/%Y %H:%M:%S} has a time of day: give the day alone")
    return moment.date()


def moment_of(cell: object, told: str) -> datetime:
    """The day and time, to the minute, that a cell names. ValueError as for ``day_of``."""
    if isinstance(cell, datetime):
        moment = _whole_seconds(cell)
    elif isinstance(cell, str) and _CLOCK.fullmatch(cell):
        moment = _written(cell, told)
    else:
        raise ValueError(f"{told} is not a date with a time: write it as 2025-03-01 12:00. {ORDER}")
    if moment.second:
        raise ValueError(f"{moment:%d/%m/%Y %H:%M:%S} has seconds: give the hour and the minute")
    return moment


def written_day_first(cell: object) -> bool:
    """Whether a cell is text with the day, the month and the year as numbers."""
    return isinstance(cell, str) and _UK.match(cell.strip()) is not None


def _whole_seconds(moment: datetime) -> datetime:
    """A spreadsheet keeps times as fractions of a day, which miss the second by a little."""
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _written(text: str, told: str) -> datetime:
    clock = _CLOCK.fullmatch(text)
    found = _parts(clock["rest"] if clock else text, told)
    hour, minute, second = (int(clock[part] or 0) for part in ("hour", "minute", "second")) if clock else (0, 0, 0)
    try:
        return datetime(*found, hour, minute, second)
    except ValueError:
        month_first = " This looks as if the month came first." if found[1] > 12 >= found[2] else ""
        raise ValueError(f"there is no such day or time as {told}. {ORDER}.{month_first}") from None


def _parts(text: str, told: str) -> tuple[int, int, int]:
    if found := _ISO.fullmatch(text) or _UK.fullmatch(text):
        return int(found["year"]), int(found["month"]), int(found["day"])
    named = _NAMED.fullmatch(text.casefold())
    months = [number for number, name in enumerate(_MONTHS, 1) if named and named["name"] in (name, name[:3])]
    if named and months:
        return int(named["year"]), months[0], int(named["day"])
    if _SHORT_YEAR.fullmatch(text):
        raise ValueError(f"{told} could be several days: write the year in full. {ORDER}")
    raise ValueError(f"{told} is not a date: {_WRITE}. {ORDER}")
