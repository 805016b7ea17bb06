"""Words for the screen: values as people say them, and the names of the rules in plain English."""

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

HOW = {
    "published_text": "Words read in the published law",
    "secondary": "From a secondary source: not checked against the published law",
    "recalled": "From memory: nobody has checked the words",
    "not_reviewed": "Read by the builders, not yet by a lawyer",
}
KINDS = {
    "yes_no": "yes or no",
    "choice": "one of a list",
    "number": "a number",
    "money": "an amount of money",
    "date": "a date",
    "date_and_time": "a date and time",
    "text": "text",
}
STATUS = {"met": "Met", "not_met": "Not met", "not_known": "Not known"}
EFFECTS = {"must": "A duty: what it requires must be done", "may": "A power: it may be used or not"}
STATES = {"not_asked": "Not asked", "not_known": "Asked, and nobody knows", "disputed": "The parties differ"}
FALLS = {"lowest": "the lowest value still possible", "highest": "the highest value still possible"}


def plain(name: str) -> str:
    """A name as words: ``quash_and_remit`` is ``quash and remit``."""
    return name.replace("_", " ")


def role(name: str) -> str:
    """Who somebody is in a case: ``interested party``; those who decide have a capital letter, as in the law."""
    return plain(name).title() if name in ("committee", "board") else plain(name)


def sentence(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]


def day(value: date) -> str:
    """``1 May 2024``."""
    return f"{value.day} {value:%B %Y}"


def iso_day(written: str) -> str:
    """A day written ``2024-05-01`` in words."""
    return day(date.fromisoformat(written))


def value(single: Any, kind: str, unit: str = "") -> str:
    """One value as a person says it."""
    match single:
        case bool():
            return "yes" if single else "no"
        case datetime():
            return f"{single:%H:%M} on {day(single)}"
        case date():
            return day(single)
        case Fraction() | int():
            return _pounds(Fraction(single)) if kind == "money" else f"{_number(Fraction(single))} {unit}".strip()
    return str(single) if kind == "text" else plain(str(single))


def known(what: Any, fact: Any) -> str:
    """What is known of a fact or a result, as a person says it: ``yes``, ``1 May 2024``, ``from 88 to 91 people``."""
    if not what.some:
        return "there is none"
    told = _ends(what, fact) if hasattr(what, "low") else _options(what, fact)
    return f"{told}, or there is none" if what.none else told


def known_or_not(what: Any, fact: Any) -> str:
    """As ``known``; where nothing is known beyond what the fact may ever be, ``not known``."""
    return "not known" if what == getattr(fact, "domain", None) and not what.exact else known(what, fact)


def as_at(what: Any) -> str:
    """The day whose law applies, the days in which it lies, or that it is not known."""
    if what.low is None and what.high is None:
        return "a date that is not known"
    low, high = (None if end is None else day(end) for end in (what.low, what.high))
    if low is None or high is None:
        return f"a date from {low} on" if low else f"a date up to {high}"
    return low if low == high else f"a date from {low} to {high}"


def without_number(paragraph: str) -> str:
    """A numbered paragraph without its number, which the list already shows: ``1. The question …``."""
    number, _, rest = paragraph.partition(". ")
    return rest if number.isdecimal() else paragraph


def falls_to(fact: Any) -> str:
    """What is taken of a fact that was not shown when the record is closed."""
    fallen = fact.if_not_shown
    if isinstance(fallen, str):
        return f"it is taken as {FALLS[fallen]}"
    return f"it is taken as {known(fallen, fact)}" if fallen.some else "it is taken that there is none"


def _options(what: Any, fact: Any) -> str:
    order = getattr(fact, "options", ()) or (True, False)
    return " or ".join(value(each, fact.kind) for each in order if each in what.options)


def _ends(what: Any, fact: Any) -> str:
    unit = getattr(fact, "unit", "")
    low, high = (None if end is None else value(end, fact.kind, unit) for end in (what.low, what.high))
    more, less = ("later", "earlier") if fact.kind in ("date", "date_and_time") else ("more", "less")
    if low is None or high is None:
        return f"{low} or {more}" if low else f"{high} or {less}" if high else "not known"
    return low if low == high else f"from {low} to {high}"


def _number(number: Fraction) -> str:
    if number.denominator == 1:
        return f"{int(number):,}"
    places = next((places for places in range(1, 10) if number * 10**places % 1 == 0), None)
    return f"{number.numerator}/{number.denominator}" if places is None else f"{float(number):,.{places}f}"


def _pounds(pence: Fraction) -> str:
    whole, rest = divmod(abs(int(pence)), 100)
    return f"{'-' if pence < 0 else ''}£{whole:,}" + (f".{rest:02d}" if rest else "")


FILTERS: dict[str, Callable[..., str]] = {
    "plain": plain,
    "role": role,
    "sentence": sentence,
    "day": day,
    "iso_day": iso_day,
    "known_or_not": known_or_not,
    "as_at_words": as_at,
    "without_number": without_number,
    "falls_to": falls_to,
    "how_checked": HOW.__getitem__,
    "kind_words": KINDS.__getitem__,
    "status_words": STATUS.__getitem__,
    "effect_words": EFFECTS.__getitem__,
    "state_words": STATES.__getitem__,
}
