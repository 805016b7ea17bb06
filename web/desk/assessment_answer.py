"""The form of one fact of an assessment: what it holds, what is said when it is sent, and the field of each fault."""

from typing import Any

from werkzeug.datastructures import MultiDict

from assessment.kept import Said, Stands
from engine import FactError, Fault
from keeping import Stated
from web.desk import answer_form, said
from web.desk.asked import Asked
from web.desk.sending import Places
from web.pages.typed_facts import Reading, pointer
from web.pages.typed_values import Typed
from web.pages.words import STATES

DIFFER = "People differ"
NO_ANSWER = "Give an answer. Where there is none, say that nobody knows or that people differ, or leave it for now"
WHO, REASONS = "Say who decided this: a person or a meeting", "Give the reasons: a judgement is never kept without them"


def typed_of(asked: Asked | None, stands: Stands | None) -> Typed:
    """What stands, as it would be typed."""
    return answer_form.typed_of(asked, stands.stated if stands else None) if asked else MultiDict()


def said_of(asked: Asked, sent: Typed, stated: Stated | None, site: str) -> Said:
    """What the form says of a fact of a site, or of the trust (no site). Raises FactError with every fault."""
    stood = stated if stated is not None and stated.said is not None else None
    if asked.judgement:
        value = _judged(asked, sent)
        source, correction = (sent.get(f"{asked.place}.{key}", "").strip() for key in ("source", "correction"))
        return Said(site, asked.name, value, source, correction.replace("\r\n", "\n"))
    try:
        saying = answer_form.saying_of(asked, sent, stood)
    except FactError as wrong:
        told = {answer_form.NO_ANSWER: NO_ANSWER}
        raise FactError([Fault(each.where, told.get(each.message, each.message)) for each in wrong.faults]) from None
    return Said(site, asked.name, saying.said, saying.source, saying.correction)


def at_fields(asked: Asked | None, typed: Typed, errors: Places) -> dict[str, str]:
    """What is wrong, by the fields of the form: ``sites.north.drills.source`` is typed in ``facts.drills.source``."""
    if asked is None:
        return dict(errors)
    told: dict[str, str] = {}
    for place, message in errors.items():
        told[_place(asked, place)] = message
    beside = {f"{asked.place}.{key}": told.pop(f"{asked.place}.{key}", "") for key in ("by", "reasons")}
    found = answer_form.at_fields(asked, typed, told)
    return found | {place: message for place, message in beside.items() if message}


def in_our_words(asked: Asked | None, stated: Stated) -> said.Said:
    """What was stated, in words; those who are asked are no parties, and so people differ."""
    found = said.in_words(asked, stated)

    def ours(told: str) -> str:
        return DIFFER if told == STATES["disputed"] else told

    return said.Said(ours(found.words), tuple((cell, ours(told)) for cell, told in found.cells))


def _judged(asked: Asked, sent: Typed) -> dict[str, Any]:
    """A judgement with who reached it and why; where it is open, nobody did."""
    reading, place = Reading(sent), asked.place
    value = reading.said(asked.fact)
    beside = {key: sent.get(f"{place}.{key}", "").replace("\r\n", "\n").strip() for key in ("by", "reasons")}
    if not value and not reading.faults:
        reading.faults.append(Fault(pointer(place), NO_ANSWER))
    if "state" not in value:
        missing = {"by": WHO, "reasons": REASONS}
        reading.faults += [Fault(pointer(f"{place}.{key}"), missing[key]) for key, told in beside.items() if not told]
    if reading.faults:
        raise FactError(reading.faults)
    return {**value, **{key: told for key, told in beside.items() if told}}


def _place(asked: Asked, place: str) -> str:
    """A place of what is stated at a site or for the trust, as the form has it."""
    kind, _, rest = place.partition(".")
    if kind == "sites":
        rest = rest.partition(".")[2]
    elif kind != "trust":
        return place
    name, _, key = rest.partition(".")
    if name != asked.name:
        return place
    return f"{asked.place}.{key}" if key else asked.place
