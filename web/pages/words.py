"""Words for the screen: the names of the rules in plain English, and what frames the engine's words of values."""

from collections.abc import Callable
from datetime import date

from engine import Fact, Known, Result, Span, capital, day, how_read, role, said, words

HOW = {
    "published_text": "Words read in the published law",
    "construed": "Words read in the published law: how they apply here is the builders’ reading of them",
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


def iso_day(written: str) -> str:
    """A day written ``2024-05-01`` in words."""
    return day(date.fromisoformat(written))


def known_or_not(known: Known, of: Fact | Result) -> str:
    """What is known, as the engine says it; ``not known`` where that is no more than the fact may ever be."""
    if isinstance(of, Fact) and known == of.domain and not known.exact:
        return "not known"
    return said(known, of) if known.some else "there is none"


def as_at(known: Span) -> str:
    """The day whose law applies, or as much of it as is known."""
    if known.low is None and known.high is None:
        return "a date that is not known"
    return said(known) if known.exact else f"a date that is only partly known: {said(known)}"


def without_number(paragraph: str) -> str:
    """A numbered paragraph without its number, which the list already shows: ``1. The question …``."""
    number, _, rest = paragraph.partition(". ")
    return rest if number.isdecimal() else paragraph


def falls_to(fact: Fact) -> str:
    """What is taken of a fact that falls where it is not shown and the record is closed."""
    match fact.if_not_shown:
        case "lowest" | "highest" as end:
            return f"it is taken as the {end} value still possible"
        case None:
            return "it stays open"
        case fallen:
            return f"it is taken as {said(fallen, fact)}" if fallen.some else "it is taken that there is none"


FILTERS: dict[str, Callable[..., str]] = {
    "plain": words,
    "role": role,
    "sentence": capital,
    "day": day,
    "iso_day": iso_day,
    "known_or_not": known_or_not,
    "as_at_words": as_at,
    "without_number": without_number,
    "falls_to": falls_to,
    "how_checked": HOW.__getitem__,
    "how_read": how_read,
    "kind_words": KINDS.__getitem__,
    "status_words": STATUS.__getitem__,
    "effect_words": EFFECTS.__getitem__,
    "state_words": STATES.__getitem__,
}
