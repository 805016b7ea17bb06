"""The form of one answer: what it holds as it is opened, what is said when it is sent, and the field of each fault."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from engine import FactError, Fault
from keeping import DecidedBy, Saying, Stated, judgements
from web.desk import deciding
from web.desk.asked import Asked
from web.desk.sending import Places
from web.pages import forms
from web.pages.typed_facts import Reading, field_of, place_of_fact, pointer, stray, type_fact
from web.pages.typed_values import Typed

NO_ANSWER = "Give an answer. Where there is none, say that nobody knows or that the parties differ, or leave it for now"
ADDED = "More numbers were given. Those that stood before are unchanged."
_ENOUGH = 100  # faults at once: no person makes more, and whoever does is not served for long
_OF_THE_PAGE = {"form", "why", "notice.told_id", "notice.correction"}
_MEMBER = r"committee\.members\.[0-9]{1,2}\.(name|interest|withdrew|dissent|no_interest)"
_BESIDE = re.compile(rf"source|correction|evidence|decided_by\.(officer|reasons|committee\.(name|quorum)|{_MEMBER})")


def typed_of(asked: Asked, stated: Stated | None) -> Typed:
    """What stands, as it would be typed."""
    typed: Typed = MultiDict()
    if stated is None or stated.said is None:
        return typed
    for fact, said in forms.stated(asked.rule_set, asked.name, stated.said):
        type_fact(typed, fact, said)
    typed[f"{asked.place}.source"] = stated.source
    for item in stated.evidence:
        typed.add(f"{asked.place}.evidence", item)
    if stated.decided_by is not None:
        deciding.type_decided_by(typed, f"{asked.place}.decided_by", stated.decided_by)
    return typed


def type_who(typed: Typed, asked: Asked, name: str, standing: Sequence[Stated]) -> str:
    """Type who is to decide: the officer at the desk, or the Committee as it last sat in the case.

    Returns the name of the judgement on which it sat then; nothing where none did.
    """
    place = f"{asked.place}.decided_by"
    if asked.who != "committee":
        typed[f"{place}.officer"] = name
        return ""
    sat = [each for each in standing if each.decided_by is not None and each.decided_by.committee is not None]
    if not sat or sat[-1].decided_by is None or sat[-1].decided_by.committee is None:
        return ""
    deciding.type_committee(typed, place, sat[-1].decided_by.committee, dissent=False)
    return sat[-1].name


def saying_of(asked: Asked, typed: Typed, stated: Stated | None) -> Saying:
    """What the form says. Raises FactError with every fault in what was typed; ``at_fields`` knows their fields."""
    reading = Reading(typed)
    said: Any = _in_cells(asked, reading, stated) if asked.in_cells else reading.said(asked.fact)
    if not said and not reading.faults:
        reading.faults.append(Fault(pointer(asked.place), NO_ANSWER))
    decided = _decided(asked, reading, said) if asked.judgement else None
    places = _places(asked)
    for name in typed:
        if len(reading.faults) >= _ENOUGH:
            break
        if at := next((place for place in places if name == place or name.startswith(f"{place}.")), ""):
            reading.faults += stray(typed, name, at, _BESIDE)
    if reading.faults:
        told = {fault.where for fault in reading.faults}
        raise FactError([*reading.faults, *(each for each in _of_who(asked, said, decided) if each.where not in told)])
    return Saying(asked.sort, asked.name, said, decided_by=decided, **_beside(asked, typed, said, stated))


def at_fields(asked: Asked, typed: Typed, errors: Places) -> dict[str, str]:
    """What is wrong, by the fields of the form; what has none there belongs to the form as a whole."""
    told: dict[str, str] = {}
    for place, message in errors.items():
        at = _field(asked, typed, place)
        told[at] = f"{told[at]}. {message}" if at in told else message
    return told


def _in_cells(asked: Asked, reading: Reading, stated: Stated | None) -> list[dict[str, Any]]:
    """The numbers that are typed; one that stood before stays as it was said, with a source of its own."""
    found = []
    before = stated.said if stated is not None and isinstance(stated.said, list) else []
    for fact in asked.facts:
        if said := reading.said(fact):
            cell = {**fact.cell, **{("is" if key == "value" else key): part for key, part in said.items()}}
            same = (each for each in before if {key: part for key, part in each.items() if key != "source"} == cell)
            found.append(next(same, cell))
    return found


def _decided(asked: Asked, reading: Reading, said: Mapping[str, Any]) -> DecidedBy | None:
    """Who decided; of a judgement that nobody has reached only where reasons are given too."""
    place = f"{asked.place}.decided_by"
    reading.faults += deciding.quorum_faults(reading.typed, place)
    decided = deciding.decided_by(reading.typed, place)
    return None if "state" in said and not decided.reasons else decided


def _of_who(asked: Asked, said: object, decided: DecidedBy | None) -> list[Fault]:
    """Beside what is typed wrongly: what keeping will say of who decided."""
    if decided is None or (isinstance(said, Mapping) and "state" in said):
        return []
    return list(judgements.faults_of(decided, pointer(f"{asked.place}.decided_by")))


def _beside(asked: Asked, typed: Typed, said: Any, stated: Stated | None) -> dict[str, Any]:
    source, correction = (typed.get(f"{asked.place}.{key}", "").strip() for key in ("source", "correction"))
    before = stated.said if stated is not None else None
    if asked.in_cells and isinstance(before, list) and not correction and all(each in said for each in before):
        correction = ADDED
    return {
        "source": source, "correction": correction.replace("\r\n", "\n"),
        "evidence": tuple(typed.getlist(f"{asked.place}.evidence")),
    }  # fmt: skip


def _places(asked: Asked) -> tuple[str, ...]:
    """What the fields of the form are named after: the answer's, and of cells each with its own."""
    cells = tuple(place_of_fact(fact) for fact in asked.facts) if asked.in_cells else ()
    return (asked.place, *cells)


def _field(asked: Asked, typed: Typed, place: str) -> str:
    if place != asked.place and not place.startswith(f"{asked.place}."):
        cells = {place_of_fact(fact): fact for fact in asked.facts} if asked.in_cells else {}
        room, _, rest = place.partition(".")
        cell, _, key = rest.partition(".")
        known = cells.get(f"{room}.{cell}")
        return field_of(known, key) if known else place if place in _OF_THE_PAGE else f"form.{place}"
    rest = place[len(asked.place) + 1 :]
    if rest in ("source", "correction", "evidence"):
        return place
    if rest == "decided_by" or rest.startswith("decided_by."):
        return deciding.field_of(typed, f"{asked.place}.decided_by", rest.removeprefix("decided_by").strip("."))
    return _of_answer(asked, typed, rest)


def _of_answer(asked: Asked, typed: Typed, rest: str) -> str:
    """The field of a fault in the answer itself; of cells, which are told by their order in the list."""
    if not asked.in_cells:
        return "file" if asked.records is not None else field_of(asked.fact, rest)
    number, _, key = rest.partition(".")
    sent = {str(place): fact for place, fact in enumerate(fact for fact in asked.facts if Reading(typed).said(fact))}
    return field_of(sent[number], key) if number in sent else asked.place
