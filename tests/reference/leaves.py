"""One leaf in one world, and in many."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from math import ceil, floor
from typing import Any

from tests.reference.worth import May, World, concrete, rounded_share
from tests.reference.yaml_reader import Raw

Verdict = frozenset[bool]
MET, NOT_MET, NOT_KNOWN = frozenset([True]), frozenset([False]), frozenset([True, False])

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda left, right: left == right,
    "is_one_of": lambda left, right: left in right,
    **dict.fromkeys(("at_least", "on_or_after"), lambda left, right: left >= right),
    **dict.fromkeys(("more_than", "after"), lambda left, right: left > right),
    **dict.fromkeys(("at_most", "on_or_before"), lambda left, right: left <= right),
    **dict.fromkeys(("less_than", "before"), lambda left, right: left < right),
}


def left_side(node: Raw) -> Raw:
    if "share" in node:
        return [{"fact": node["share"]}, {"fact": node["of"]}]
    if "field" in node:
        return {"field": node["field"]}
    return {"fact": node.get("fact") or node["judgement"]}


def left_name(node: Raw) -> str:
    """The name of the one thing on the left of a leaf that is no share."""
    return "field " + node["field"] if "field" in node else str(node.get("fact") or node["judgement"])


def holds(node: Raw, test: tuple[str, Raw], world: World) -> bool:
    operator, right = test
    compared = right if operator == "is_one_of" else concrete(right, world)
    if "share" in node:
        part, whole = world[node["share"]], world[node["of"]]
        if whole == 0:
            return bool(node["when_none"] == "met")
        left = None if None in (part, whole) else rounded_share(part, whole, node.get("rounded_to"))
    else:
        left = world[left_name(node)]
    if left is None or compared is None:
        return operator == "is" and right is None and left is None
    return COMPARE[operator](left, compared)


def nearest(world: World, node: Raw, variables: dict[str, May]) -> World | None:
    """The world, or the nearest in which the part is no more than the whole; None where there is none."""
    part, whole = world[node["share"]], world[node["of"]]
    if part <= whole:
        return world
    lowest, most = variables[node["share"]].ends()[0], variables[node["of"]].ends()[1]
    if lowest is None or lowest <= whole:
        return world | {node["share"]: whole}
    return world | {node["share"]: lowest, node["of"]: lowest} if most is None or lowest <= most else None


def split(tests: list[tuple[str, Raw]]) -> list[tuple[str, Raw]]:
    """`is` as two bounds, so that the outermost worlds decide it."""
    pairs = [
        [("at_least", right), ("at_most", right)] if (op, right is None) == ("is", False) else [(op, right)]
        for op, right in tests
    ]
    return [test for pair in pairs for test in pair]


def between_them(low: Any, high: Any, whole: bool) -> list[Any]:
    """Values beside and between two bounds, one of which meets both if anything does."""
    if isinstance(low, date):
        step = timedelta(minutes=1) if isinstance(low, datetime) else timedelta(days=1)
        return [low, low + step]
    return [ceil(low), floor(low) + 1] if whole else [low, high, (low + high) / 2]


def all_tests(node: Raw, tests: list[tuple[str, Raw]], group: list[World]) -> Verdict:
    verdicts = [either(holds(node, test, world) for world in group) for test in tests]
    return NOT_MET if NOT_MET in verdicts else together(verdicts)


def either(truths: Iterable[bool]) -> Verdict:
    """Which of the two come up; the rest is not looked at once both have."""
    found = set[bool]()
    for truth in truths:
        found.add(truth)
        if len(found) == 2:
            break
    return frozenset(found)


def together(verdicts: list[Verdict]) -> Verdict:
    """What several possibilities, one of which is so, agree on."""
    return frozenset(truth for verdict in verdicts for truth in verdict)
