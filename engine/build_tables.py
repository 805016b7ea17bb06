"""Records and what is counted from them: from facts.yaml to the model."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

from engine.build_conditions import Builder, domain
from engine.build_facts import ends_of, falls_to, fits_kind, twice, worded
from engine.build_values import called, cell_name
from engine.errors import nearest
from engine.grammar import COUNTS
from engine.model import Counted, Fact, Period, Records
from engine.values import ORDERED, Kind, Span
from engine.walk import fields_in
from engine.yaml_reader import Path_

_OWN_KEYS = ("type", "ask", "shown_by", "about", "personal", "evidence", "hint", "fields", "one_row_per")
_HOW: Mapping[str, Literal["count", "sum", "earliest", "latest", "longest_gap"]] = {
    "counted_from": "count",
    "sum_of": "sum",
    "earliest_of": "earliest",
    "latest_of": "latest",
    "longest_gap": "longest_gap",
}
_TAKES: Mapping[str, tuple[Kind, ...]] = {
    "sum_of": ("number", "money"),
    "earliest_of": ("date",),
    "latest_of": ("date",),
    "longest_gap": ("date",),
}
_MAKES: Mapping[str, tuple[Kind, ...]] = {
    "counted_from": ("number",),
    "sum_of": ("number", "money"),
    "earliest_of": ("date",),
    "latest_of": ("date",),
    "longest_gap": ("number",),
}


def tables_pass(builder: Builder, facts: Mapping[str, Any]) -> None:
    """The tables by name, before any fact is told apart by their fields."""
    for name, data in facts.items():
        if name in builder.names.tables:
            builder.wrong(("facts", name), twice(name))
        if data.get("type") == "records":
            builder.names.tables[name] = _records(builder, name, data, ("facts", name))


def _records(builder: Builder, name: str, data: Mapping[str, Any], path: Path_) -> Records:
    for key in ("ask", "shown_by", "fields"):
        if not data.get(key):
            builder.wrong(path, f"the key '{key}' is missing; records have type, ask, shown_by and fields")
    for key in sorted(set(data) - set(_OWN_KEYS)):
        builder.wrong((*path, key), f"'{key}' does not belong to records; each field has its own keys")
    written = data.get("fields", {})
    fields = {each: _field(builder, each, said, (*path, "fields", each)) for each, said in written.items()}
    for place, each in enumerate(data.get("one_row_per", [])):
        if each not in fields:
            builder.wrong((*path, "one_row_per", place), f"there is no field '{each}' here.{nearest(each, fields)}")
        elif "worked_out" in written[each]:
            builder.wrong((*path, "one_row_per", place), f"'{each}' is worked out; a row is known by what is filled in")
    blank = frozenset(each for each, said in written.items() if said.get("empty") == "none")
    told = worded(builder, {key: data.get(key, "") for key in ("ask", "evidence", "hint")}, path, {})
    known_by = tuple(data.get("one_row_per", ()))
    return Records(
        name,
        shown_by=data.get("shown_by", ""),
        fields=fields,
        blank=blank,
        one_row_per=known_by,
        personal=data.get("personal", True),
        about=data.get("about", ""),
        **told,
    )


def _field(builder: Builder, name: str, data: Mapping[str, Any], path: Path_) -> Fact:
    kind: Kind = data["type"]
    options = tuple(data.get("options", ()))
    fits_kind(builder, data, path, kind)
    low, high = ends_of(builder, data, path)
    whole = domain(kind, options, low, high, data.get("may_be_none", False))
    if data.get("empty") == "none" and not whole.none:
        builder.wrong((*path, "empty"), "an empty cell can only mean none where the field has may_be_none: true")
    if "worked_out" in data and {"may_be_none", "empty", "if_not_shown"} & set(data):
        builder.wrong(path, "a field that is worked out is never filled: leave may_be_none, empty and if_not_shown out")
    fallen = falls_to(builder, data, path, kind, options, whole)
    told = {key: data[key] for key in ("personal", "unit", "whole") if key in data}
    return Fact(name=name, kind=kind, domain=whole, options=options, if_not_shown=fallen, **told)


def counts_pass(builder: Builder, facts: Mapping[str, Any]) -> None:
    """Fields that are worked out, and what is counted: they speak of facts, so they come after them."""
    for name, data in facts.items():
        if data.get("type") == "records":
            _worked_out_fields(builder, name, data, ("facts", name))
    waiting = {name: key for name, data in facts.items() for key in COUNTS if key in data}
    while ready := [name for name, key in waiting.items() if facts[name][key].get("among") not in waiting]:
        for name in ready:
            key = waiting.pop(name)
            for fact in _cells(builder, name):
                builder.names.facts[fact.name] = _counted(builder, fact, facts[name], key, ("facts", name))
    for circle in _circles({name: [facts[name][key]["among"]] for name, key in waiting.items()}):
        told = f"these counts are among one another, so none can be first: {' -> '.join(circle)}"
        builder.wrong(("facts", circle[0], waiting[circle[0]], "among"), told)


def _worked_out_fields(builder: Builder, name: str, data: Mapping[str, Any], path: Path_) -> None:
    records = builder.row = builder.names.tables[name]
    fields = dict(records.fields)
    for each, said in data.get("fields", {}).items():
        if "worked_out" in said and each in fields and fields[each].kind in ORDERED:
            place: Path_ = (*path, "fields", each, "worked_out")
            bare = {key: value for key, value in said["worked_out"].items() if key != "rounded"}
            value = builder.value(bare, place, fields[each].kind, fields[each].options)
            builder.rounding(value, fields[each].kind, said["worked_out"].get("rounded"), place, fields[each].whole)
            fields[each] = replace(fields[each], worked_out=value, rounded=said["worked_out"].get("rounded"))
    builder.row = None
    builder.names.tables[name] = replace(records, fields=fields)
    read = {each: set(fields_in(field.worked_out)) if field.worked_out else () for each, field in fields.items()}
    for circle in _circles(read):
        told = f"these fields rest on one another, so none can be first: {' -> '.join(circle)}"
        builder.wrong((*path, "fields", circle[0], "worked_out"), told)


def _circles(rests_on: Mapping[str, Collection[str]]) -> Iterator[tuple[str, ...]]:
    """Names that rest on one another in a circle; each circle once."""
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if name in trail:
            yield (*trail[trail.index(name) :], name)
        elif name not in done:
            for other in sorted(rests_on.get(name, ())):
                yield from visit(other, (*trail, name))
            done.add(name)

    for name in rests_on:
        yield from visit(name, ())


def _cells(builder: Builder, name: str) -> Iterator[Fact]:
    """A fact, or each of its cells."""
    yield from [fact for fact in builder.names.facts.values() if name in (fact.name, fact.cell_of)]


def _counted(builder: Builder, fact: Fact, data: Mapping[str, Any], key: str, path: Path_) -> Fact:
    said, place = data[key], (*path, key)
    if "type" in data and fact.kind not in _MAKES[key]:
        made = " or ".join(called(kind) for kind in _MAKES[key])
        builder.wrong(place, f"{key} makes a {made}, and this is a {called(fact.kind)}")
    whole = _whole(builder, fact, said["among"], (*place, "among")) if "among" in said else None
    table = whole.counted.records if whole and whole.counted else said.get("records", "")
    known = builder.names.tables.get(table)
    if known is None:
        if "records" in said:
            message = f"there are no records '{table}'.{nearest(table, builder.names.tables)}"
            builder.wrong((*place, "records"), message)
        return replace(fact, counted=Counted(_HOW[key], "", cell=fact.cell))
    about = _about(builder, fact, known, path)
    builder.row = known
    where = builder.node(said["where"], (*place, "where"), said=False, root=True) if "where" in said else None
    builder.row = None
    takes, period = _takes(builder, said, key, known, place), _period(builder, said, place)
    cell = whole.counted.cell if whole and whole.counted else fact.cell  # its fields in the order of the whole
    counted = Counted(_HOW[key], table, where, whole.name if whole else "", takes, period, cell)
    if key not in ("counted_from", "longest_gap"):
        return replace(fact, counted=counted, about=about)
    low = fact.domain.low if isinstance(fact.domain, Span) and fact.domain.low is not None else Fraction(0)
    part_of = whole.name if whole and key == "counted_from" else fact.part_of
    if fact.part_of not in ("", part_of, said.get("among", fact.part_of)):
        builder.wrong(
            (*path, "part_of"), f"this is counted among {said['among']}, and so is part of that; leave part_of out"
        )
    own = replace(fact.domain, low=max(low, Fraction(0))) if isinstance(fact.domain, Span) else fact.domain
    return replace(fact, counted=counted, domain=own, whole=True, part_of=part_of, about=about)


def _about(builder: Builder, fact: Fact, table: Records, path: Path_) -> str:
    """Whom a count is about: whom its records are about."""
    if fact.about and fact.about != (table.about or "site"):
        whom = "the trust" if table.about == "trust" else "a site"
        message = f"this is counted from {table.name}, which is about {whom}, and so is this: leave about out"
        builder.wrong((*path, "about"), message)
    return fact.about or table.about


def _whole(builder: Builder, fact: Fact, among: str, path: Path_) -> Fact | None:
    """The count, or its cell, among whose rows a fact is counted."""
    names = builder.names
    name = among
    if among in names.by and set(names.by[among]) == set(fact.cell):
        name = cell_name(among, [fact.cell[each] for each in names.by[among]])
    whole = names.facts.get(name)
    if whole is None or whole.counted is None or whole.counted.how != "count" or set(whole.cell) != set(fact.cell):
        every = [each for each in names.facts.values() if each.counted and each.counted.how == "count"]
        known = {each.cell_of or each.name for each in every if set(each.cell) == set(fact.cell)}
        near = nearest(among, known - {fact.cell_of or fact.name})
        same = "with the same by" if fact.cell else "without by"
        builder.wrong(path, f"there is no count '{among}' {same} (counted_from).{near}")
        return None
    return whole


def _takes(builder: Builder, said: Mapping[str, Any], key: str, table: Records, path: Path_) -> str:
    takes = str(said.get("field", ""))
    if takes and (takes not in table.fields or table.fields[takes].kind not in _TAKES[key]):
        fit = [each for each, field in table.fields.items() if field.kind in _TAKES[key]]
        wanted = " or ".join(called(kind) for kind in _TAKES[key])
        builder.wrong((*path, "field"), f"{key} takes a {wanted} field of {table.name}.{nearest(takes, fit)}")
    return takes


def _period(builder: Builder, said: Mapping[str, Any], path: Path_) -> Period | None:
    name = said.get("in_period", "")
    if name and name not in builder.names.period_names:
        near = nearest(name, builder.names.period_names)
        builder.wrong((*path, "in_period"), f"there is no period '{name}' in ruleset.yaml.{near}")
    return builder.names.periods.get(name)
