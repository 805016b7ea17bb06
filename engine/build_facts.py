"""Facts, figures and periods: from their files to the model."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any, Literal

from engine.build_conditions import ALWAYS, Builder, domain, read_authorities, read_checked
from engine.build_values import called, cell_name
from engine.errors import nearest
from engine.grammar import COUNTS
from engine.model import Fact, Figure, FigureStep, Invariant, Literally
from engine.values import NEVER, NUMERIC, ORDERED, Kind, Known, Options, exactly, holds
from engine.walk import provisions_in
from engine.yaml_reader import Path_

_NOT_FOR_JUDGEMENTS = ("shown_by", "if_not_shown", "worked_out", "from", "part_of", "by", *COUNTS)
_FOR_JUDGEMENTS = ("weigh", "authorities")
_FOR_RECORDS = ("fields", "one_row_per")
_FOR_NUMBERS = ("unit", "whole", "at_least", "at_most", "part_of")


def first_pass(
    builder: Builder, facts: Mapping[str, Any], bridges: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]]
) -> None:
    """Facts by name and kind, so that conditions can speak of them; ``bridges`` holds other rule sets' questions."""
    for name, data in facts.items():
        path: Path_ = ("facts", name)
        if name in builder.names.facts or name in builder.names.by:
            builder.wrong(path, twice(name))
        if (data.get("type") == "records" or "by" in data) and name in builder.names.results:
            builder.wrong(path, f"'{name}' is what a provision gives, too; names are unique")
        if data.get("type") == "records":
            continue
        fact = _fact(builder, name, data, path, bridges)
        for each in _in_cells(builder, fact, facts, path) if "by" in data else (fact,):
            said = worded(builder, {key: getattr(each, key) for key in _PROSE}, path, each.cell)
            builder.names.facts[each.name] = replace(each, **said) if each.cell else each  # only braces change words


def _in_cells(builder: Builder, fact: Fact, facts: Mapping[str, Any], path: Path_) -> Iterator[Fact]:
    """One fact for each combination of the options of the fields that it is told apart by."""
    by, fields = facts[fact.name]["by"], _told_apart_by(builder, fact.name, facts)
    for place, name in enumerate(by):
        if name not in fields:
            message = f"a fact is told apart by choice fields of records, and '{name}' is none.{nearest(name, fields)}"
            builder.wrong((*path, "by", place), message)
        elif name in by[:place]:
            builder.wrong((*path, "by", place), f"'{name}' stands here twice; name each field once")
    names = tuple(dict.fromkeys(name for name in by if name in fields))
    builder.names.by[fact.name] = names
    for options in product(*(fields[name] for name in names)):
        cell = dict(zip(names, options, strict=True))
        yield replace(fact, name=cell_name(fact.name, options), cell_of=fact.name, cell=cell)


def _told_apart_by(builder: Builder, name: str, facts: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """The choice fields, with their options, of the table that a fact is counted from.

    Where it is only asked for: of the first table that has all the fields it is told apart by, or of all tables.
    """
    names, among, seen, said = builder.names, name, set[str](), dict[str, Any]()
    while among in facts and among not in seen:
        seen.add(among)
        said = next((facts[among][key] for key in COUNTS if key in facts[among]), {})
        among = said.get("among", "")
    if among in names.by:  # the area's, which stands before
        cells = [fact.cell for fact in names.facts.values() if fact.cell_of == among]
        return {field: tuple(dict.fromkeys(cell[field] for cell in cells)) for field in names.by[among]}
    tables = {
        each: {field.name: field.options for field in table.fields.values() if field.kind == "choice"}
        for each, table in names.tables.items()
    }
    if said.get("records") in tables:
        return tables[said["records"]]
    every = {field: options for fields in tables.values() for field, options in fields.items()}
    return next((fields for fields in tables.values() if set(facts[name]["by"]) <= set(fields)), every)


def worded(builder: Builder, said: Mapping[str, str], path: Path_, cell: Mapping[str, str]) -> dict[str, Any]:
    """What is said of a fact, with what it is told apart by in words."""
    return {key: builder.prose(text, (*path, key), cell) for key, text in said.items()}


def twice(name: str) -> str:
    """What is said where the area's facts and those of the rule set share a name."""
    return f"'{name}' is described twice; the area's facts.yaml has it too"


def second_pass(builder: Builder, facts: Mapping[str, Any]) -> None:
    """How facts are worked out from one another, before any condition asks whether one may be none."""
    names = builder.names
    for name, described in facts.items():
        if "worked_out" in described and name in names.facts:
            path: Path_ = ("facts", name, "worked_out")
            names.facts[name] = _derived(builder, names.facts[name], described["worked_out"], path)


def third_pass(builder: Builder, data: Mapping[str, Any]) -> list[Invariant]:
    """What facts say of one another: ``ask_if`` and ``part_of``; and what must hold of them all."""
    names = builder.names
    for name, described in data["facts"].items():
        path: Path_ = ("facts", name)
        for fact in [each for each in names.facts.values() if name in (each.name, each.cell_of)]:
            condition, builder.bound = None, dict(fact.cell)
            if "ask_if" in described:
                condition = builder.node(described["ask_if"], (*path, "ask_if"), said=False, root=True)
            builder.bound = {}
            part_of = _whole(builder, fact, (*path, "part_of")) if fact.part_of else ""
            if condition is not None or part_of != fact.part_of:
                names.facts[fact.name] = replace(fact, ask_if=condition, part_of=part_of)
    return list(_invariants(builder, data.get("must_hold", [])))


def _whole(builder: Builder, fact: Fact, path: Path_) -> str:
    """The number, or its cell, of which a fact is a part."""
    whole, by = fact.part_of, builder.names.by.get(fact.part_of, ())
    if set(by) - set(fact.cell):
        builder.wrong(path, f"'{whole}' is told apart by {', '.join(by)}: a part of it has the same by")
        return whole
    whole = cell_name(whole, [fact.cell[each] for each in by]) if by else whole
    if builder.names.kind(whole) != "number" or whole == fact.name:
        tail = nearest(whole, builder.spoken_of("number") - {fact.cell_of or fact.name})
        builder.wrong(path, f"there is no other number '{fact.part_of}'.{tail}")
    return whole


def _invariants(builder: Builder, data: list[dict[str, Any]]) -> Iterator[Invariant]:
    for place, each in enumerate(data):
        path: Path_ = ("must_hold", place, "when")
        when = builder.node(each["when"], path, said=False, root=True)
        if any(provisions_in(when)):
            builder.wrong(path, "what must hold is about facts; a provision does not stand here")
        yield Invariant(when, builder.prose(each["message"], ("must_hold", place, "message"), {}))


def _derived(builder: Builder, fact: Fact, data: Mapping[str, Any], path: Path_) -> Fact:
    how = data.get("rounded")
    bare = {key: value for key, value in data.items() if key != "rounded"}
    value = builder.value(bare, path, fact.kind, fact.options)
    builder.rounding(value, fact.kind, how, path, fact.whole)
    return replace(fact, worked_out=value, rounded=how)


def _fact(
    builder: Builder,
    name: str,
    data: Mapping[str, Any],
    path: Path_,
    bridges: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]],
) -> Fact:
    bridge = _bridge(builder, data, path, bridges)
    asks, outcomes = bridges.get(bridge, ("", ())) if bridge else ("", ())
    kind: Kind = data.get("type", "choice" if bridge else "yes_no")
    options = tuple(data.get("options", outcomes))
    fits_kind(builder, data, path, kind, bool(bridge))
    _fits(builder, data, path)
    low, high = ends_of(builder, data, path)
    whole_domain = domain(kind, options, low, high, data.get("may_be_none", False))
    return Fact(
        name=name,
        kind=kind,
        domain=whole_domain,
        ask=data.get("ask", asks),
        options=options,
        bridge=bridge,
        if_not_shown=falls_to(builder, data, path, kind, options, whole_domain),
        weigh=tuple(data.get("weigh", [])),
        authorities=read_authorities(data),
        **{key: data[key] for key in _PLAIN if key in data},
    )


_NEEDED = {
    False: "a fact that somebody gives has type, ask and shown_by; one that is only worked out has type",
    True: "a judgement has type, ask and decided_by",
}
_PROSE = ("ask", "says", "cites", "evidence", "hint")
_PLAIN = ("shown_by", "decided_by", "about", "personal", "unit", "whole", "part_of", *_PROSE[1:])


def _fits(builder: Builder, data: Mapping[str, Any], path: Path_) -> None:
    """Whether the keys of a fact go together."""
    ways = [key for key in ("worked_out", *COUNTS) if key in data]
    judgement, derived = "decided_by" in data, bool(ways)
    if len(ways) > 1:
        builder.wrong(path, f"a fact is worked out in one way: {' and '.join(ways)} do not stand together")
    told = [] if derived and not {"ask", "shown_by"} & set(data) else ["ask"] if judgement else ["ask", "shown_by"]
    for key in [] if "from" in data else ["type", *told]:
        if key not in data:
            builder.wrong(path, f"the key '{key}' is missing; {_NEEDED[judgement]}")
    for key in sorted(data.keys() & set(_FOR_RECORDS)):
        builder.wrong((*path, key), f"'{key}' belongs to records (type: records)")
    if "about" in data and not told:
        builder.wrong((*path, "about"), "nobody is asked for this, it is only worked out: leave about out")
    for key in ("worked_out", "from") if "by" in data else ():
        if key in data:
            builder.wrong((*path, "by"), f"'by' does not stand beside {key}; a fact with cells is asked for or counted")
    for key in _NOT_FOR_JUDGEMENTS if judgement else _FOR_JUDGEMENTS:
        if key in data:
            which = "does not stand beside decided_by: a person reaches a judgement, and it never falls"
            builder.wrong((*path, key), f"'{key}' " + (which if judgement else "belongs to a judgement (decided_by)"))


def fits_kind(builder: Builder, data: Mapping[str, Any], path: Path_, kind: Kind, bridged: bool = False) -> None:
    """Whether the keys of a fact, or of a field, go with its kind."""
    if "worked_out" in data and kind not in ORDERED:
        builder.wrong((*path, "worked_out"), f"a {called(kind)} is not worked out; a number, money or a date is")
    for key in _FOR_NUMBERS:
        if key in data and kind not in NUMERIC:
            builder.wrong((*path, key), f"'{key}' belongs to a number or money")
    if kind == "text" and "if_not_shown" in data:
        builder.wrong((*path, "if_not_shown"), "a text is kept and shown; it does not fall")
    _options_fit(builder, data.get("options"), path, kind, bridged)


def _options_fit(builder: Builder, options: list[str] | None, path: Path_, kind: Kind, bridged: bool) -> None:
    if options is None:
        if kind == "choice" and not bridged:
            builder.wrong(path, "the key 'options' is missing; a choice lists what there is to choose from")
        return
    place = (*path, "options")
    if bridged:
        builder.wrong(place, "another rule set's outcomes are the options here; leave options out")
    elif kind != "choice":
        builder.wrong(place, f"a {called(kind)} has no options; a choice has")
    if len(set(options)) != len(options) or {"none", "undetermined"} & set(options):
        builder.wrong(place, "options differ from one another, and 'none' and 'undetermined' are reserved words")


def ends_of(builder: Builder, data: Mapping[str, Any], path: Path_) -> tuple[Fraction | None, Fraction | None]:
    """The ends of a domain, where they are written."""
    low, high = (_end_of(builder, data, path, key) for key in ("at_least", "at_most"))
    if low is not None and high is not None and low > high:
        builder.wrong((*path, "at_least"), "at_least is more than at_most, so no value is left; swap them")
    return low, high


def _end_of(builder: Builder, data: Mapping[str, Any], path: Path_, key: str) -> Fraction | None:
    if key not in data:
        return None
    if not isinstance(data[key], Fraction):
        builder.wrong((*path, key), "this should be a number")
        return None
    return Fraction(data[key])


def falls_to(
    builder: Builder, data: Mapping[str, Any], path: Path_, kind: Kind, options: tuple[str, ...], whole: Known
) -> Known | Literal["lowest", "highest"] | None:
    """``lowest``, ``highest``, or the set that holds the one value it falls to."""
    if "if_not_shown" not in data or kind == "text":
        return None
    said = data["if_not_shown"]
    if kind not in ("yes_no", "choice"):
        if said == "lowest":
            return "lowest"
        if said == "highest":
            return "highest"
    if said == "none":
        if not whole.none:
            builder.wrong((*path, "if_not_shown"), ALWAYS)
        return Options(frozenset(), none=True) if isinstance(whole, Options) else NEVER
    literal = builder.value(said, (*path, "if_not_shown"), kind, options)
    fallen = literal.known if isinstance(literal, Literally) else NEVER
    if fallen is not NEVER and not holds(fallen, whole):
        builder.wrong((*path, "if_not_shown"), "this is not among the values that the fact may have")
    return fallen


def _bridge(
    builder: Builder, data: Mapping[str, Any], path: Path_, bridges: Mapping[tuple[str, str], Any]
) -> tuple[str, str] | None:
    if "from" not in data:
        return None
    bridge = (data["from"]["rule_set"], data["from"]["question"])
    questions = [question for rule_set, question in bridges if rule_set == bridge[0]]
    if bridge[0] == builder.names.rule_set:
        builder.wrong((*path, "from", "rule_set"), "a rule set does not wait for itself; name the provision")
    elif not questions:
        builder.wrong((*path, "from", "rule_set"), f"there is no rule set {bridge[0]} that can be read")
    elif bridge not in bridges:
        tail = nearest(bridge[1], questions)
        builder.wrong((*path, "from", "question"), f"{bridge[0]} has no question '{bridge[1]}'.{tail}")
    if data.get("type", "choice") != "choice":
        builder.wrong((*path, "type"), "another rule set's outcome is a choice; leave type out")
    return bridge


def build_figures(builder: Builder, data: Mapping[str, Any]) -> None:
    """The dated numbers of figures.yaml, in the order of their dates."""
    for name, figure in data.items():
        if name in builder.names.facts or name in builder.names.by or name in builder.names.tables:
            builder.wrong((name,), f"'{name}' is a fact too; names differ")
        steps = [
            FigureStep(each["from"], each.get("to"), exactly(each["is"]), each["cites"], read_checked(each["checked"]))
            for each in figure["values"]
        ]
        builder.names.figures[name] = Figure(name, figure["unit"], tuple(sorted(steps, key=lambda step: step.start)))
