"""The share of a part that is counted among its whole: every way in which the rows may turn out, one by one.

A way is a pair: rows that are in both, and rows that are in the whole only.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise, product
from math import floor, prod
from typing import TYPE_CHECKING

from tests.reference.leaves import NOT_MET, Verdict, holds, together
from tests.reference.tables import Table, Where, outermost
from tests.reference.worth import May, Value, World, concrete, endless, within, worlds
from tests.reference.yaml_reader import Raw, Rules

if TYPE_CHECKING:
    from tests.reference.decide import Case

Way = tuple[int, int]
Holds = Callable[[int, int], bool]  # of a part and its whole
FEW_ENOUGH = 4096


def conditions_between(rules: Rules, part: str, whole: str) -> Raw | None:
    """What a row of the whole must satisfy to be in the part; None where the part is not counted among the whole."""
    found = []
    while part != whole:
        fact = rules.facts.get(part, {})
        if "counted_from" not in fact or "counted_among" not in fact:
            return None
        found.append(fact["own"])
        part = fact["counted_among"]
    return {"all": found} if found else None


def exact_share(case: "Case", node: Raw, beyond: Raw, where: Where) -> Verdict:
    """The verdict on a leaf whose part is its whole and `beyond`."""
    table = case.table(case.rules.facts[node["of"]]["table"])
    ways = all_ways(ways_of_rows(table, case.rules.facts[node["of"]]["condition"], beyond))
    stated = case.told(node["share"]), case.told(node["of"])
    tests = case.tests(node)
    every, found = worlds(case.variables([value for _, value in tests], where))
    rights = list(found)
    verdicts = [
        together([_truths(node, group, world, (ways, table.complete), stated) for world in rights])
        for group in ([tests] if every else [[test] for test in tests])
    ]
    if not all(verdicts):
        raise ValueError(f"the rows leave no way for {node['share']} of {node['of']} to be as stated")
    return NOT_MET if NOT_MET in verdicts else together(verdicts)


def _truths(
    node: Raw, tests: list[tuple[str, Raw]], world: World, rows: tuple[set[Way], bool], stated: tuple[May, May]
) -> Verdict:
    def test(part: int, whole: int) -> bool:
        return all(holds(node, one, world | {node["share"]: part, node["of"]: whole}) for one in tests)

    ways, complete = rows
    rights = [concrete(value, world) for _, value in tests]
    turning = turning_points([right for right in rights if right is not None], node.get("rounded_to"))
    truths: set[bool] = set()
    for part, whole in as_they_are(ways, stated) if complete else with_further_rows(ways, stated, turning):
        truths.add(test(part, whole))
        if len(truths) == 2:
            break
    return frozenset(truths)


# The rows


def ways_of_rows(table: Table, in_whole: Raw, beyond: Raw) -> list[set[Way]]:
    """For each row how it may turn out."""
    found = []
    for row in table.rows:
        whole, part = table.case.tree(in_whole, row.where), table.case.tree(beyond, row.where)
        inside = {(1, 0) if truth else (0, 1) for truth in part} if True in whole else set()
        found.append(inside | ({(0, 0)} if False in whole else set()))
    return found


def all_ways(rows: list[set[Way]]) -> set[Way]:
    """How all rows together may turn out: one combination after another, or, where they are too many, row by row."""
    return one_by_one(rows) if prod(len(row) for row in rows) <= FEW_ENOUGH else row_by_row(rows)


def one_by_one(rows: list[set[Way]]) -> set[Way]:
    return {(sum(both for both, _ in each), sum(only for _, only in each)) for each in product(*rows)}


def row_by_row(rows: list[set[Way]]) -> set[Way]:
    found = {(0, 0)}
    for row in rows:
        found = {(both + more, only + else_) for both, only in found for more, else_ in row}
    return found


# Parts and wholes


def as_they_are(ways: set[Way], stated: tuple[May, May]) -> Iterator[tuple[int, int]]:
    """The parts and wholes of a complete table that are within what is stated of both."""
    for both, only in ways:
        if within(both, stated[0]) and within(both + only, stated[1]):
            yield both, both + only


def with_further_rows(ways: set[Way], stated: tuple[May, May], turning: list[Fraction]) -> Iterator[tuple[int, int]]:
    """Parts and wholes, with any number of further rows of either kind, at which every truth that may come out does."""
    most_part, most_whole = (None if endless(ends[1]) else ends[1] for ends in map(_ends, stated))
    if most_whole is not None:
        some = _few_wholes(ways, floor(most_whole), stated[0], turning)
    elif most_part is not None:
        some = _few_parts(ways, floor(most_part), _ends(stated[1])[0], turning)
    else:
        yield from _no_end(ways, stated, turning)
        return
    for part, whole in some:
        reached = any(both <= part and only <= whole - part for both, only in ways)
        if reached and within(part, stated[0]) and within(whole, stated[1]):
            yield part, whole


def _few_wholes(ways: set[Way], most: int, part: May, turning: list[Fraction]) -> Iterator[tuple[int, int]]:
    """For each whole the parts at which a stretch of possible ones begins, and those next to where the answer turns."""
    starts = {both for both, _ in ways} | {-floor(-_ends(part)[0])} | {floor(one) for one in part.listed or ()}
    for whole in range(most + 1):
        turns = {floor(whole * point) + more for point in turning for more in (0, 1)}
        yield from ((each, whole) for each in sorted(starts | turns))


def _few_parts(ways: set[Way], most: int, least_whole: Value, turning: list[Fraction]) -> Iterator[tuple[int, int]]:
    """For each part the smallest whole, and those next to where the answer turns."""
    for part in range(most + 1):
        least = max(part + min([only for both, only in ways if both <= part], default=0), -floor(-least_whole))
        turns = {floor(part / point) + more for point in turning if point > 0 for more in (0, 1)}
        yield from ((part, whole) for whole in sorted({least} | {turn for turn in turns if turn > least}))


def _no_end(ways: set[Way], stated: tuple[May, May], turning: list[Fraction]) -> Iterator[tuple[int, int]]:
    """Further rows make any share between nought and one; whether these two are reached depends on the rows."""
    yield from ((point.numerator, point.denominator) for point in turning if 0 < point < 1)
    if any(both == 0 for both, _ in ways) and within(0, stated[0]):
        yield 0, 1
    if any(only == 0 for _, only in ways):
        yield 1, 1
    if (0, 0) in ways and within(0, stated[0]) and within(0, stated[1]):
        yield 0, 0


def turning_points(rights: list[Value], decimals: int | None) -> list[Fraction]:
    """Shares from 0 to 1: all at which the answer may change, and one between each two."""
    points = {Fraction(0), Fraction(1), *(Fraction(right) for right in rights)}
    if decimals is not None:
        unit = 10**decimals
        points |= {
            Fraction(2 * (floor(right * unit) + near) + 1, 2 * unit) for right in rights for near in range(-2, 3)
        }
    inside = sorted(point for point in points if 0 <= point <= 1)
    return sorted({*inside, *((one + other) / 2 for one, other in pairwise(inside))})


def _ends(may: May) -> tuple[Value, Value]:
    return outermost(may) or (0, 0)
