"""The form of a rule set: what was typed, as the raw facts that the engine reads; and the place of each fault.

A field is named after the JSON pointer of what it states: ``/facts/sent_on/from`` is typed in ``facts.sent_on.from``,
so a fault leads back to its field without a table. Nothing is stored, here or anywhere.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from engine import Determination, Fact, FactError, Fault, RuleSet, capital, determine, read_facts
from web.pages import typed_values
from web.pages.typed_values import Slip

Typed = MultiDict[str, str]

_FIELD = re.compile(r"((from|to)?\.?(day|month|year|time)?|one_of|may_be_none|state|source|by|reasons)")
_FINITE = {"yes_no", "choice"}
_ONE_ANSWER = "Give one answer: a value, a range, several that are possible, or a state. Clear the others"
_NO_ANSWER = "These words belong to an answer: give the answer too, or clear them"


@dataclass
class _Reading:
    """The raw facts read so far, and what was typed wrongly."""

    typed: Typed
    raw: dict[str, dict[str, Any]] = field(default_factory=lambda: {"facts": {}, "judgements": {}})
    faults: list[Fault] = field(default_factory=list)

    def take(self, place: str, read: Callable[[Typed, str], Any]) -> Any:
        """What was typed at a place, or None with a fault where it cannot be read."""
        try:
            return read(self.typed, place)
        except Slip as slip:
            self.faults.append(Fault(_pointer(place), str(slip)))
            return None


def determination_of(rule_set: RuleSet, typed: Typed, tables: Mapping[str, Any] | None = None) -> Determination:
    """Determine what was typed, with tables that came from files.

    FactError holds every fault, each with a JSON pointer; ``place_of`` names its field.
    """
    reading = _Reading(typed)
    reading.raw["facts"] |= tables or {}
    for fact in rule_set.facts.values():
        if fact.given:
            _read_fact(reading, fact)
    _refuse_strangers(reading, rule_set)
    as_at: date | None = reading.take("as_at", typed_values.day)
    if typed.get("record_closed", "yes") != "yes":
        reading.faults.append(Fault("/record_closed", "The record is closed by a tick, and open without one"))
    found = list(reading.faults)
    try:
        facts = read_facts(rule_set, reading.raw)
    except FactError as wrong:
        found += wrong.faults
    if found:
        raise FactError(found)
    return determine(rule_set, facts, as_at, record_closed=typed.get("record_closed") == "yes")


def place_of(pointer: str, rule_set: RuleSet) -> str:
    """The field in which a fault with this JSON pointer is to be mended; ``form`` where it belongs to no field."""
    room, _, rest = pointer.strip("/").partition("/")
    name, _, key = rest.partition("/")
    if room == "as_at":
        return room
    fact = fact_at(rule_set, name)
    if fact is None or not fact.given:
        return "form"
    kept = {"one_of"} if fact.kind in _FINITE else {"from", "to", "state"}
    return _place(fact) + (f".{key}" if key in kept else "")


def faults_by_place(faults: Iterable[Fault], rule_set: RuleSet) -> dict[str, str]:
    """The message for each field that has a fault, in the order of the faults; several at one field stand together."""
    told: dict[str, str] = {}
    for fault in faults:
        place = place_of(fault.where, rule_set)
        message = capital(fault.message)
        told[place] = f"{told[place]}. {message}" if place in told else message
    return told


def typed_from(rule_set: RuleSet, case: Mapping[str, Any]) -> Typed:
    """A case's raw facts as they would be typed into the form: those that the rule set has, and nothing else."""
    typed: Typed = MultiDict()
    for room in ("facts", "judgements"):
        for name, said in case.get(room, {}).items():
            for fact, each in _stated(rule_set, name, said):
                _type(typed, fact, _place(fact), each)
    if case.get("as_at"):
        typed_values.type_day(typed, "as_at", case["as_at"])
    if case.get("record_closed"):
        typed["record_closed"] = "yes"
    return typed


def _stated(rule_set: RuleSet, name: str, said: Any) -> Iterator[tuple[Fact, Any]]:
    """A fact and what is said of it; of one in cells, each cell with its own."""
    if name in rule_set.facts:
        yield rule_set.facts[name], said
    for fact in rule_set.facts.values():
        if fact.cell_of == name:
            for each in said:
                if all(each.get(field) == option for field, option in fact.cell.items()):
                    told = {("value" if key == "is" else key): part for key, part in each.items()}
                    yield fact, {key: part for key, part in told.items() if key not in fact.cell}


def field_name(name: str) -> str:
    """How a fact is called in a form: cells have names with signs that an address cannot hold."""
    return re.sub(r"[^a-z0-9_]+", "-", name).strip("-")


def fact_at(rule_set: RuleSet, name: str) -> Fact | None:
    """The fact of a name, or of a name in a form."""
    known = rule_set.facts.get(name)
    return known or next((fact for fact in rule_set.facts.values() if field_name(fact.name) == name), None)


def _read_fact(reading: _Reading, fact: Fact) -> None:
    place = _place(fact)
    before = len(reading.faults)
    known = _known(reading, fact, place)
    typed = {key: reading.typed.get(f"{place}.{key}", "").strip() for key in ("source", "by", "reasons")}
    beside = {key: words for key, words in typed.items() if words}
    if len(reading.faults) > before:
        return
    if known:
        reading.raw[_room(fact)][fact.name] = {**known, **beside}
    elif beside:
        reading.faults.append(Fault(_pointer(place), _NO_ANSWER))


def _known(reading: _Reading, fact: Fact, place: str) -> dict[str, Any]:
    """What was said of a fact in the engine's notation; empty where nothing was."""
    answer = "answer" if fact.judgement else "value"
    said = _picked(reading.typed, fact, place) if fact.kind in _FINITE else _written(reading, fact, place)
    known = {(answer if key == "value" else key): value for key, value in said.items() if value is not None}
    if len({"from" if key == "to" else key for key in known}) > 1:
        reading.faults.append(Fault(_pointer(place), _ONE_ANSWER))
    if known and reading.typed.get(f"{place}.may_be_none"):
        known["may_be_none"] = True
    return known


def _picked(typed: Typed, fact: Fact, place: str) -> dict[str, Any]:
    """One option or a state, from one set of radios; or several options."""
    picked = typed.get(place, "")
    state = picked.removeprefix("state.") if picked.startswith("state.") else None
    return {
        "value": typed_values.option(fact.kind, picked) if picked and not state else None,
        "state": state,
        "one_of": [typed_values.option(fact.kind, each) for each in typed.getlist(f"{place}.one_of")] or None,
    }


def _written(reading: _Reading, fact: Fact, place: str) -> dict[str, Any]:
    """A value, a range or a state, each from fields of its own."""
    read = typed_values.READERS[fact.kind]
    state = reading.typed.get(f"{place}.state") or None
    value = reading.take(place, read)
    return {
        "value": "none" if state == "none" and value is None else value,
        "state": None if state == "none" and value is None else state,
        "from": reading.take(f"{place}.from", read),
        "to": reading.take(f"{place}.to", read),
    }


def _refuse_strangers(reading: _Reading, rule_set: RuleSet) -> None:
    """What the form does not ask for is not passed over: the engine refuses it, with the nearest names."""
    asked = {_place(fact) for fact in rule_set.facts.values() if fact.given}
    for typed, said in reading.typed.lists():
        room, _, rest = typed.partition(".")
        name, _, field_of = rest.partition(".")
        if room not in reading.raw:
            continue
        if f"{room}.{name}" not in asked:
            reading.raw[room][name] = reading.typed[typed]
        elif not _FIELD.fullmatch(field_of):
            reading.faults.append(Fault(_pointer(typed), "The form has no such field. Use the fields on this page"))
        elif len(set(said)) > 1 and field_of != "one_of":
            reading.faults.append(Fault(_pointer(typed), _ONE_ANSWER))


def _room(fact: Fact) -> str:
    return "judgements" if fact.judgement else "facts"


def _place(fact: Fact) -> str:
    return f"{_room(fact)}.{field_name(fact.name)}"


def _pointer(place: str) -> str:
    return "/" + place.replace(".", "/")


def _type(typed: Typed, fact: Fact, place: str, said: Any) -> None:
    told = said if isinstance(said, Mapping) else {"value": said}
    for key in ("source", "by", "reasons"):
        if key in told:
            typed[f"{place}.{key}"] = told[key]
    if "state" in told and fact.kind in _FINITE:
        typed[place] = f"state.{told['state']}"
    elif "state" in told:
        typed[f"{place}.state"] = told["state"]
    for key, at in (("value", place), ("answer", place), ("from", f"{place}.from"), ("to", f"{place}.to")):
        if key in told:
            typed_values.type_value(typed, fact.kind, at, told[key])
    for each in told.get("one_of", []):
        typed.add(f"{place}.one_of", typed_values.option_typed(each))
    if told.get("may_be_none"):
        typed[f"{place}.may_be_none"] = "yes"
