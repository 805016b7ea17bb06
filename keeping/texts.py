"""What people type: text that both databases take, dates that can be, and codes of organisations."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine import Fault, day

_LONDON = ZoneInfo("Europe/London")
_ODS_CODE = re.compile("[A-Z0-9]{3,10}")
_FIRST_DAY = date(1948, 7, 5)  # of the National Health Service
SHORT, LONG = 200, 20_000


def today(now: datetime) -> date:
    """The day in London."""
    return now.astimezone(_LONDON).date()


def line_faults(where: str, said: str, *, may_be_empty: bool = False) -> Iterator[Fault]:
    """What is wrong with one line of text."""
    yield from _text_faults(where, said, SHORT, "", may_be_empty)


def words_faults(where: str, said: str, *, may_be_empty: bool = False) -> Iterator[Fault]:
    """What is wrong with text of several lines."""
    yield from _text_faults(where, said, LONG, "\n\r\t", may_be_empty)


def _text_faults(where: str, said: str, longest: int, also: str, may_be_empty: bool) -> Iterator[Fault]:
    if not said.strip() and not may_be_empty:
        yield Fault(where, "this is empty: say it in words")
    if len(said) > longest:
        yield Fault(where, f"this has {len(said):,} characters, and {longest:,} are kept: say it in fewer")
    if unseen := next((each for each in said if unseen_character(each) and each not in also), ""):
        yield Fault(where, f"this holds a character that nobody sees (U+{ord(unseen):04X}): type it again")


def unseen_character(character: str) -> bool:
    """Whether it is a control character or half of one, which a database may refuse."""
    return unicodedata.category(character) in ("Cc", "Cs")


def organisation_faults(where: str, code: str) -> Iterator[Fault]:
    """What is wrong with an ODS code; none at all is right."""
    if code and not _ODS_CODE.fullmatch(code):
        yield Fault(where, "an ODS code has 3 to 10 capital letters and digits, such as RX1 or FA123; or leave it out")


def date_faults(
    where: str, said: date, *, first: date | None = None, since: str = "", now: datetime
) -> Iterator[Fault]:
    """What is wrong with the day of something that has happened: it lies in the future, or before ``first``."""
    if said > today(now):
        yield Fault(where, f"{day(said)} is still to come: give the day on which it happened")
    if first is not None and said < first:
        yield Fault(where, f"{day(said)} is before {day(first)}, {since}: check the day")
    elif said < _FIRST_DAY:
        yield Fault(where, f"{day(said)} is before there was a National Health Service: check the year")
