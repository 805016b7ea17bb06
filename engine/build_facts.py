"""Facts, figures and periods: from their files to the model."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any, Literal

from engine.build_conditions import ALWAYS, Builder, domain, read_checked
from engine.build_values import called, cell_name
from engine.errors import nearest
from engine.grammar import COUNTS
from engine.model import Fact, Figure, FigureStep, Invariant, Literally
from engine.plain import words
from engine.values import NEVER, NUMERIC, ORDERED, Kind, Known, Options, exactly, holds
from engine.walk import provisions_in
from engine.yaml_reader import Path_

_NOT_FOR_JUDGEMENTS = ("shown_by", "if_not_shown", "worked_out", "from", "part_of", "by", *COUNTS)
_FOR_JUDGEMENTS = ("weigh", "authorities")
_FOR_NUMBERS = ("unit", "whole", "at_least", "at_most", "part_of")


def first_pass(
    builder: Builder, facts: Mapping[str, Any], bridges: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]]
) -> None:
    """Facts by name and kind, so that conditions can speak of them; ``bridges`` holds other rule sets' questions."""
    for name, data in facts.items():
        path: Path_ = ("facts", name)
        if name in builder.names.facts or name in builder.names.by:
            builder.wrong(path, f"'{name}' is described twice; the area's facts.yaml has it too")
        if data.get("type") == "records":
            continue
        fact = _fact(builder, name, data, path, bridges)
        for each in _in_cells(builder, fact, data["by"], path) if "by" in data else (fact,):
            builder.names.facts[each.name] = each


def _in_cells(builder: Builder, fact: Fact, by: list[str], path: Path_) -> Iterator[Fact]:
    """One fact for each combination of the options of the fields that it is told apart by."""
    fields = {name: field for table in builder.names.tables.values() for name, field in table.fields.items()}
    choices = [name for name, field in fields.items() if field.kind == "choice"]
    for place, name in enumerate(by):
        if name not in choices:
            message = f"a fact is told apart by choice fields of records, and '{name}' is none.{nearest(name, choices)}"
            builder.wrong((*path, "by", place), message)
    builder.names.by[fact.name] = tuple(by)
    for options in product(*(fields[name].options for name in by if name in choices)):
        ask = fact.ask
        for name, option in zip(by, options, strict=False):
            ask = ask.replace(f"{{{name}}}", words(option))
        cell = dict(zip(by, options, strict=False))
        yield replace(fact, name=cell_name(fact.name, options), ask=ask, cell_of=fact.name, cell=cell)


def second_pass(builder: Builder, facts: Mapping[str, Any]) -> None:
    """How facts are worked out from one another, before any condition asks whether one may be none."""
    names = builder.names
    for name, described in facts.items():
        if "worked_out" in described:
            path: Path_ = ("facts", name, "worked_out")
            names.facts[name] = _derived(builder, names.facts[name], described["worked_out"], path)


def third_pass(builder: Builder, data: Mapping[str, Any]) -> list[Invariant]:
    """What facts say of one another: ``ask_if`` and ``part_of``; and what must hold of them all."""
    names = builder.names
    for name, described in data["facts"].items():
        path: Path_ = ("facts", name)
        fact = names.facts.get(name)
        if fact is None:  # records, or a fact in cells
            continue
        if "ask_if" in described:
            condition = builder.node(described["ask_if"], (*path, "ask_if"), said=False, root=True)
            names.facts[name] = replace(fact, ask_if=condition)
        if fact.part_of and (names.kind(fact.part_of) != "number" or fact.part_of == name):
            tail = nearest(fact.part_of, [each for each in names.of_kind("number") if each != name])
            builder.wrong((*path, "part_of"), f"there is no other number '{fact.part_of}'.{tail}")
    return list(_invariants(builder, data.get("must_hold", [])))


def _invariants(builder: Builder, data: list[dict[str, Any]]) -> Iterator[Invariant]:
    for place, each in enumerate(data):
        path: Path_ = ("must_hold", place, "when")
        when = builder.node(each["when"], path, said=False, root=True)
        if any(provisions_in(when)):
            builder.wrong(path, "what must hold is about facts; a provision does not stand here")
        yield Invariant(when, each["message"])


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
    _fits(builder, data, path, kind, bool(bridge))
    low, high = (end_of(builder, data, path, key) for key in ("at_least", "at_most"))
    if low is not None and high is not None and low > high:
        builder.wrong((*path, "at_least"), "at_least is more than at_most, so no value is left; swap them")
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
        authorities=tuple(data.get("authorities", [])),
        **{key: data[key] for key in _PLAIN if key in data},
    )


_NEEDED = {
    False: "a fact that somebody gives has type, ask and shown_by; one that is only worked out has type",
    True: "a judgement has type, ask and decided_by",
}
_PLAIN = ("shown_by", "decided_by", "says", "cites", "personal", "evidence", "hint", "unit", "whole", "part_of")


def _fits(builder: Builder, data: Mapping[str, Any], path: Path_, kind: Kind, bridged: bool) -> None:
    """Whether the keys of a fact go together."""
    counted = [key for key in COUNTS if key in data]
    judgement, derived = "decided_by" in data, "worked_out" in data or bool(counted)
    if len(counted) + ("worked_out" in data) > 1:
        builder.wrong(path, f"a fact is worked out in one way: {' and '.join(counted)} do not stand together")
    told = [] if derived and not {"ask", "shown_by"} & set(data) else ["ask"] if judgement else ["ask", "shown_by"]
    for key in [] if bridged else ["type", *told]:
        if key not in data:
            builder.wrong(path, f"the key '{key}' is missing; {_NEEDED[judgement]}")
    if "worked_out" in data and kind not in ORDERED:
        builder.wrong((*path, "worked_out"), f"a {called(kind)} is not worked out; a number, money or a date is")
    for key in _NOT_FOR_JUDGEMENTS if judgement else _FOR_JUDGEMENTS:
        if key in data:
            which = "does not stand beside decided_by: a person reaches a judgement, and it never falls"
            builder.wrong((*path, key), f"'{key}' " + (which if judgement else "belongs to a judgement (decided_by)"))
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


def end_of(builder: Builder, data: Mapping[str, Any], path: Path_, key: str) -> Fraction | None:
    """The end of a domain, where one is written."""
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
        if name in builder.names.facts:
            builder.wrong((name,), f"'{name}' is a fact too; names differ")
        steps = [
            FigureStep(each["from"], each.get("to"), exactly(each["is"]), each["cites"], read_checked(each["checked"]))
            for each in figure["values"]
        ]
        builder.names.figures[name] = Figure(name, figure["unit"], tuple(sorted(steps, key=lambda step: step.start)))
