"""Three-valued logic for engines that have two values: each node becomes two plain conditions, its rails.

One rail is true when the node is surely met, the other when it is surely not met; when neither is, it is not known.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations
from typing import Generic, NamedTuple, TypeVar

from benchmarks.generate import Group, Leaf, Node, Reference, Value

T = TypeVar("T")

# How each ordered comparison is written, and its opposite.
COMPARISONS = {"at_least": (">=", "<"), "on_or_after": (">=", "<"), "at_most": ("<=", ">"), "on_or_before": ("<=", ">")}


class Rails(NamedTuple, Generic[T]):
    met: T
    not_met: T


class Language(NamedTuple, Generic[T]):
    """How an engine writes a leaf, a reference, and the `and` and `or` of several conditions."""

    leaf: Callable[[Leaf], Rails[T]]
    reference: Callable[[Reference], Rails[T]]
    every: Callable[[Sequence[T]], T]
    some: Callable[[Sequence[T]], T]


def rails(node: Node, language: Language[T]) -> Rails[T]:
    """Both rails of a node, written in the language."""
    if isinstance(node, Leaf):
        return language.leaf(node)
    if isinstance(node, Reference):
        return language.reference(node)
    children = [rails(child, language) for child in node.children]
    if node.kind == "not":
        return Rails(children[0].not_met, children[0].met)
    needed = how_many(node)
    return Rails(
        _of([child.met for child in children], needed, language),
        _of([child.not_met for child in children], len(children) - needed + 1, language),
    )


def how_many(group: Group) -> int:
    """How many children must be met for the group to be met (not for `not`)."""
    return {"all": len(group.children), "any": 1}.get(group.kind, group.count)


def plain(value: Value) -> bool | int | str:
    """A date as its day number, for engines without dates; any other value as it is."""
    return value.toordinal() if isinstance(value, date) else value


def _of(conditions: Sequence[T], needed: int, language: Language[T]) -> T:
    if len(conditions) == 1:
        return conditions[0]
    if needed == len(conditions):
        return language.every(conditions)
    if needed == 1:
        return language.some(conditions)
    return language.some([language.every(chosen) for chosen in combinations(conditions, needed)])
