"""openfisca-core: a variable for each fact and each provision, over arrays; one case at a time, and 1,000 at once."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from benchmarks.generate import Case, Fact, Group, Leaf, Node, Reference, RuleSpec, Statuses, Value
from benchmarks.peers import Prepared, load
from benchmarks.rails import how_many

_PACKAGE = "openfisca-core"
BATCH = 1000
_NOT_KNOWN = -1  # no fact of these cases is below 0: choices are places in a list, dates are day numbers
_PERIOD = "2024-05-01"  # one day: "eternity" has no year in openfisca-core 46, and a formula then fails
_HOW = "arrays of 1, 0 and -1, with the n-th highest for groups; a missing fact is a number that no fact has"


def prepare(spec: RuleSpec) -> list[Prepared]:
    """Two contenders on one tax and benefit system: single cases, and batches."""
    system = _system(spec)
    simulation = load("openfisca_core.simulations", _PACKAGE).SimulationBuilder
    facts = {fact.name: fact for fact in spec.facts}

    def encode(cases: Sequence[Case]) -> dict[str, Any]:
        numpy = load("numpy", "numpy")
        columns = {name: [_number(facts[name], case.get(name)) for case in cases] for name in facts}
        return {name: numpy.array(column, dtype=numpy.int32) for name, column in columns.items()}

    def run(columns: dict[str, Any]) -> list[Statuses]:
        size = len(next(iter(columns.values())))
        held = simulation().build_default_simulation(system, count=size)
        for name, column in columns.items():
            held.set_input(name, _PERIOD, column)
        decided = {provision.id: held.calculate(provision.id, _PERIOD).tolist() for provision in spec.provisions}
        return [dict(zip(decided, row, strict=True)) for row in zip(*decided.values(), strict=True)]

    return [
        Prepared("openfisca-core, single", _HOW, encode, run, package=_PACKAGE),
        Prepared(f"openfisca-core, batches of {BATCH:,}", _HOW, encode, run, BATCH, package=_PACKAGE),
    ]


def _system(spec: RuleSpec) -> Any:
    entities = load("openfisca_core.entities", _PACKAGE)
    variables = load("openfisca_core.variables", _PACKAGE)
    benefits = load("openfisca_core.taxbenefitsystems", _PACKAGE)
    units = load("openfisca_core.periods", _PACKAGE).DateUnit
    case = entities.build_entity(key="case", plural="cases", label="A case", is_person=True)
    common = {"value_type": int, "entity": case, "definition_period": units.DAY}
    system = benefits.TaxBenefitSystem([case])
    facts = {fact.name: fact for fact in spec.facts}
    for fact in spec.facts:
        system.add_variable(type(fact.name, (variables.Variable,), common | {"default_value": _NOT_KNOWN}))
    for provision in spec.provisions:
        formula = _formula(provision.whole, facts)
        system.add_variable(type(provision.id, (variables.Variable,), common | {"formula": formula}))
    return system


def _formula(node: Node, facts: dict[str, Fact]) -> Callable[[Any, Any], Any]:
    statuses = _statuses(node, facts)

    def formula(case: Any, period: Any) -> Any:
        return statuses(lambda name: case(name, period))

    return formula


Look = Callable[[str], Any]


def _statuses(node: Node, facts: dict[str, Fact]) -> Callable[[Look], Any]:
    """A function from a way to look up columns to the column of the node's statuses."""
    if isinstance(node, Reference):
        return lambda look: look(node.provision)
    if isinstance(node, Leaf):
        return _leaf(node, facts[node.fact])
    children = [_statuses(child, facts) for child in node.children]
    if node.kind == "not":
        return lambda look: -children[0](look)
    return _group(node, children)


def _group(group: Group, children: list[Callable[[Look], Any]]) -> Callable[[Look], Any]:
    numpy = load("numpy", "numpy")
    needed = how_many(group)
    if group.kind != "at_least_of":
        join = numpy.minimum if group.kind == "all" else numpy.maximum
        return lambda look: join.reduce([child(look) for child in children])
    return lambda look: numpy.sort([child(look) for child in children], axis=0)[-needed]


def _leaf(test: Leaf, fact: Fact) -> Callable[[Look], Any]:
    numpy = load("numpy", "numpy")

    def passes(column: Any) -> Any:
        if isinstance(test.value, tuple):
            return numpy.isin(column, [_number(fact, option) for option in test.value])
        value = _number(fact, test.value)
        match test.operator:
            case "at_least" | "on_or_after":
                return column >= value
            case "at_most" | "on_or_before":
                return column <= value
            case _:
                return column == value

    def statuses(look: Look) -> Any:
        column = look(test.fact)
        return numpy.where(column == _NOT_KNOWN, 0, numpy.where(passes(column), 1, -1))

    return statuses


def _number(fact: Fact, value: Value | None) -> int:
    if value is None:
        return _NOT_KNOWN
    if isinstance(value, date):
        return value.toordinal()
    return fact.options.index(value) if isinstance(value, str) else int(value)
