"""The form of a rule set: what was typed, as the raw facts that the engine reads; and the place of each fault.

How one fact is typed stands in ``typed_facts``. Nothing is stored, here or anywhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from engine import Determination, Fact, FactError, Fault, RuleSet, capital, determine, read_facts
from web.pages import typed_values
from web.pages.typed_facts import Reading, field_name, field_of, place_of_fact, pointer, room_of, stray, type_fact
from web.pages.typed_values import Typed

_BESIDE = re.compile("source|by|reasons")
_NO_ANSWER = "These words belong to an answer: give the answer too, or clear them"
_MOST_FIELDS = 5_000  # the longest form of a rule set sends fewer, and looking for the nearest names takes long
Raw = dict[str, dict[str, Any]]


def determination_of(rule_set: RuleSet, typed: Typed, tables: Mapping[str, Any] | None = None) -> Determination:
    """Determine what was typed, with tables that came from files.

    FactError holds every fault, each with a JSON pointer; ``place_of`` names its field.
    """
    reading, raw = Reading(typed), Raw(facts=dict(tables or {}), judgements={})
    for fact in rule_set.facts.values():
        if fact.given:
            _read_fact(reading, raw, fact)
    _refuse_strangers(reading, raw, rule_set)
    as_at: date | None = reading.take("as_at", typed_values.day)
    if typed.get("record_closed", "yes") != "yes":
        reading.faults.append(Fault("/record_closed", "The record is closed by a tick, and open without one"))
    found = list(reading.faults)
    try:
        facts = read_facts(rule_set, raw)
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
    return "form" if fact is None or not fact.given else field_of(fact, key)


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
            for fact, each in stated(rule_set, name, said):
                type_fact(typed, fact, each)
    if case.get("as_at"):
        typed_values.type_day(typed, "as_at", case["as_at"])
    if case.get("record_closed"):
        typed["record_closed"] = "yes"
    return typed


def stated(rule_set: RuleSet, name: str, said: Any) -> Iterator[tuple[Fact, Any]]:
    """A fact and what is said of it; of one in cells, each cell with its own."""
    if name in rule_set.facts:
        yield rule_set.facts[name], said
    for fact in rule_set.facts.values():
        if fact.cell_of == name:
            for each in said:
                if all(each.get(field) == option for field, option in fact.cell.items()):
                    told = {("value" if key == "is" else key): part for key, part in each.items()}
                    yield fact, {key: part for key, part in told.items() if key not in fact.cell}


def fact_at(rule_set: RuleSet, name: str) -> Fact | None:
    """The fact of a name, or of a name in a form."""
    known = rule_set.facts.get(name)
    return known or next((fact for fact in rule_set.facts.values() if field_name(fact.name) == name), None)


def _read_fact(reading: Reading, raw: Raw, fact: Fact) -> None:
    place, before = place_of_fact(fact), len(reading.faults)
    known = reading.said(fact)
    typed = {key: reading.typed.get(f"{place}.{key}", "").strip() for key in ("source", "by", "reasons")}
    beside = {key: words for key, words in typed.items() if words}
    if len(reading.faults) > before:
        return
    if known:
        raw[room_of(fact)][fact.name] = {**known, **beside}
    elif beside:
        reading.faults.append(Fault(pointer(place), _NO_ANSWER))


def _refuse_strangers(reading: Reading, raw: Raw, rule_set: RuleSet) -> None:
    """What the form does not ask for is not passed over: the engine refuses it, with the nearest names."""
    asked = {place_of_fact(fact) for fact in rule_set.facts.values() if fact.given}
    if len(reading.typed) > _MOST_FIELDS:
        reading.faults.append(Fault("", "The form has far more fields than this page. Use the fields on this page"))
        return
    for name in reading.typed:
        room, _, rest = name.partition(".")
        called = rest.partition(".")[0]
        if room not in raw:
            continue
        if f"{room}.{called}" not in asked:
            raw[room][called] = reading.typed[name]
        else:
            reading.faults += stray(reading.typed, name, f"{room}.{called}", _BESIDE)
