"""Walking the law: what a value reads, what a condition tests, in the law's order."""

from collections.abc import Iterator

from engine.model import (
    Between,
    Combined,
    DaysBetween,
    Fact,
    FactValue,
    FieldValue,
    FigureValue,
    Group,
    Is,
    Leaf,
    Node,
    OfFact,
    OfField,
    OfProvision,
    OfShare,
    RuleSet,
    Shifted,
    Test,
    Unless,
    Value,
    Version,
)


def parts_of(value: Value) -> tuple[Value, ...]:
    """The values that a value is worked out from."""
    match value:
        case Shifted(base, _, count):
            return base, count
        case Combined(_, parts):
            return parts
        case DaysBetween(first, second):
            return first, second
    return ()


def facts_in(value: Value) -> Iterator[str]:
    """The facts that a value reads, by name."""
    if isinstance(value, FactValue):
        yield value.name
    for part in parts_of(value):
        yield from facts_in(part)


def fields_in(value: Value) -> Iterator[str]:
    """The fields of a row that a value reads, by name."""
    if isinstance(value, FieldValue):
        yield value.name
    for part in parts_of(value):
        yield from fields_in(part)


def figures_in(value: Value) -> Iterator[str]:
    """The figures that a value reads, by name."""
    if isinstance(value, FigureValue):
        yield value.name
    for part in parts_of(value):
        yield from figures_in(part)


def bounds_of(leaf: Leaf) -> tuple[Value, ...]:
    """The right-hand sides of a leaf."""
    return bounds_in(leaf.test)


def bounds_in(test: Test) -> tuple[Value, ...]:
    """The right-hand sides of a test."""
    match test:
        case Is(value):
            return (value,)
        case Between(low, high):
            return tuple(bound for bound in (low, high) if bound is not None)
    return ()


def tested_by(leaf: Leaf) -> tuple[str, ...]:
    """The facts on the left-hand side of a leaf: one, or the two of a share; none for a provision."""
    match leaf.source:
        case OfFact(name):
            return (name,)
        case OfShare(part, whole):
            return part, whole
    return ()


def facts_of(leaf: Leaf) -> tuple[str, ...]:
    """Every fact a leaf reads, on either side, each once."""
    right = (name for bound in bounds_of(leaf) for name in facts_in(bound))
    return tuple(dict.fromkeys((*tested_by(leaf), *right)))


def fields_of(node: Node) -> tuple[str, ...]:
    """Every field of a row that a condition reads, each once."""
    found: dict[str, None] = {}
    for leaf in leaves(node):
        left = (leaf.source.name,) if isinstance(leaf.source, OfField) else ()
        found.update(dict.fromkeys((*left, *(name for bound in bounds_of(leaf) for name in fields_in(bound)))))
    return tuple(found)


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf of a condition."""
    if isinstance(node, Leaf):
        yield node
    else:
        for part in node.of:
            yield from leaves(part)


def tested_for(fact: Fact) -> Iterator[str]:
    """The facts, and the count it is among, that stand in the way of counting a fact from records."""
    counted = fact.counted
    if counted is not None:
        if counted.among:
            yield counted.among
        for leaf in leaves(counted.where) if counted.where is not None else ():
            yield from tested_by(leaf)


def counted_by(rule_set: RuleSet, fact: Fact) -> Iterator[Value]:
    """The values by which rows are counted for a fact: bounds of conditions, ends of a period, worked-out fields."""
    counted = fact.counted
    if counted is None:
        return
    for leaf in leaves(counted.where) if counted.where is not None else ():
        yield from bounds_of(leaf)
    if counted.period is not None:
        yield from (counted.period.start, counted.period.end)
    fields = rule_set.tables[counted.records].fields.values() if counted.records in rule_set.tables else ()
    yield from (field.worked_out for field in fields if field.worked_out is not None)


def groups(node: Node) -> Iterator[Group]:
    """Every group of a condition, itself first."""
    if isinstance(node, Group):
        yield node
        for part in node.of:
            yield from groups(part)


def exceptions(unless: tuple[Unless, ...]) -> Iterator[Unless]:
    """Every exception, and exceptions to exceptions."""
    for exception in unless:
        yield exception
        yield from exceptions(exception.unless)


def outer_of(unless: tuple[Unless, ...], inner: Unless) -> Unless | None:
    """The exception to which ``inner`` is an exception; None where it is one to the rule itself."""
    return next((outer for outer in exceptions(unless) if inner in outer.unless), None)


def conditions_of(version: Version) -> tuple[Leaf | Unless, ...]:
    """Everything in a version that is found by itself: its conditions, then its exceptions, in the law's order."""
    conditions = leaves(version.when) if version.when is not None else ()
    return (*conditions, *exceptions(version.unless))


def nodes_of(version: Version) -> Iterator[Node]:
    """The conditions of a version: its ``when``, and that of every exception."""
    if version.when is not None:
        yield version.when
    yield from (exception.when for exception in exceptions(version.unless))


def leaves_of(version: Version) -> Iterator[Leaf]:
    """Every leaf of a version, exceptions included."""
    for node in nodes_of(version):
        yield from leaves(node)


def provisions_in(node: Node) -> Iterator[str]:
    """The provisions that a condition names."""
    for leaf in leaves(node):
        if isinstance(leaf.source, OfProvision):
            yield leaf.source.id
