"""One fact as it is typed into its fields, and back: what was said of it, in the notation that the engine reads.

A field is named after the JSON pointer of what it states: ``/facts/sent_on/from`` is typed in ``facts.sent_on.from``,
so a fault leads back to its field without a table.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine import Fact, Fault
from web.pages import typed_values
from web.pages.typed_values import Slip, Typed

FINITE = {"yes_no", "choice"}
ONE_ANSWER = "Give one answer: a value, a range, several that are possible, or a state. Clear the others"
NO_SUCH_FIELD = "The form has no such field. Use the fields on this page"
_ANSWER = re.compile(r"((from|to)?\.?(day|month|year|time)?|one_of|may_be_none|state)")
_SEVERAL = {"one_of", "evidence"}
_KEPT_OF = {True: {"one_of"}, False: {"from", "to", "state"}}  # of a fact with options or without: fields of their own


@dataclass(slots=True)
class Reading:
    """What is being read of a form, and what was typed wrongly in it."""

    typed: Typed
    faults: list[Fault] = field(default_factory=list)

    def take(self, place: str, read: Callable[[Typed, str], Any]) -> Any:
        """What was typed at a place, or None with a fault where it cannot be read."""
        try:
            return read(self.typed, place)
        except Slip as slip:
            self.faults.append(Fault(pointer(place), str(slip)))
            return None

    def said(self, fact: Fact) -> dict[str, Any]:
        """What was said of a fact, in the engine's notation; empty where nothing was, or where it cannot be read."""
        place = place_of_fact(fact)
        answer = "answer" if fact.judgement else "value"
        said = _picked(self.typed, fact, place) if fact.kind in FINITE else self._written(fact, place)
        known = {(answer if key == "value" else key): value for key, value in said.items() if value is not None}
        if len({"from" if key == "to" else key for key in known}) > 1:
            self.faults.append(Fault(pointer(place), ONE_ANSWER))
        if known and self.typed.get(f"{place}.may_be_none"):
            known["may_be_none"] = True
        return known

    def _written(self, fact: Fact, place: str) -> dict[str, Any]:
        """A value, a range or a state, each from fields of its own."""
        read = typed_values.READERS[fact.kind]
        state = self.typed.get(f"{place}.state") or None
        value = self.take(place, read)
        return {
            "value": "none" if state == "none" and value is None else value,
            "state": None if state == "none" and value is None else state,
            "from": self.take(f"{place}.from", read),
            "to": self.take(f"{place}.to", read),
        }


def stray(typed: Typed, name: str, place: str, beside: re.Pattern[str]) -> Iterator[Fault]:
    """What is wrong with a field at the place of a fact: there is none, or it came twice. Neither is ever passed over.

    ``beside``: the fields that the form has next to those of the answer, as they are called after the place.
    """
    rest = name.removeprefix(place).removeprefix(".")
    if not (_ANSWER.fullmatch(rest) or beside.fullmatch(rest)):
        yield Fault(pointer(name), NO_SUCH_FIELD)
    elif len(set(typed.getlist(name))) > 1 and rest not in _SEVERAL:
        yield Fault(pointer(name), ONE_ANSWER)


def type_fact(typed: Typed, fact: Fact, said: Any) -> None:
    """Type what was said of a fact into its fields, so that it is read the same again."""
    place, told = place_of_fact(fact), said if isinstance(said, Mapping) else {"value": said}
    for key in ("source", "by", "reasons"):
        if key in told:
            typed[f"{place}.{key}"] = told[key]
    if "state" in told:
        typed[place if fact.kind in FINITE else f"{place}.state"] = (
            f"state.{told['state']}" if fact.kind in FINITE else told["state"]
        )
    for key, at in (("value", place), ("answer", place), ("from", f"{place}.from"), ("to", f"{place}.to")):
        if key in told:
            typed_values.type_value(typed, fact.kind, at, told[key])
    for each in told.get("one_of", []):
        typed.add(f"{place}.one_of", typed_values.option_typed(each))
    if told.get("may_be_none"):
        typed[f"{place}.may_be_none"] = "yes"


def field_of(fact: Fact, key: str) -> str:
    """The field in which a fault at this key of the fact is to be mended: the key's own, or that of the answer."""
    return place_of_fact(fact) + (f".{key}" if key in _KEPT_OF[fact.kind in FINITE] else "")


def place_of_fact(fact: Fact) -> str:
    """What the fields of a fact are named after."""
    return f"{room_of(fact)}.{field_name(fact.name)}"


def room_of(fact: Fact) -> str:
    """Where a fact stands among what is stated."""
    return "judgements" if fact.judgement else "facts"


def field_name(name: str) -> str:
    """How a fact is called in a form: cells have names with signs that an address cannot hold."""
    return re.sub(r"[^a-z0-9_]+", "-", name).strip("-")


def pointer(place: str) -> str:
    """The JSON pointer of what a field states."""
    return "/" + place.replace(".", "/")


def _picked(typed: Typed, fact: Fact, place: str) -> dict[str, Any]:
    """One option or a state, from one set of radios; or several options."""
    picked = typed.get(place, "")
    state = picked.removeprefix("state.") if picked.startswith("state.") else None
    return {
        "value": typed_values.option(fact.kind, picked) if picked and not state else None,
        "state": state,
        "one_of": [typed_values.option(fact.kind, each) for each in typed.getlist(f"{place}.one_of")] or None,
    }
