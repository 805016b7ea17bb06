"""Shares of rows among rows, beside the plainest method there is: every completion of every doubtful row."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import floor
from random import Random

import pytest

from engine.model import OfShare
from engine.row_shares import Wanted, share_of_rows
from engine.tables import Split
from engine.values import Span, Status
from tests.reference.knowledge import some_random

IN_BOTH, IN_WHOLE, OUT = (1, 1), (1, 0), (0, 0)
ANYTHING = Span(Fraction(0))
# What a row may come to that is surely in the whole, and surely, perhaps, not in the part; then perhaps in the whole.
KINDS = ([IN_BOTH], [IN_BOTH, IN_WHOLE], [IN_WHOLE], [OUT, IN_BOTH], [OUT, IN_BOTH, IN_WHOLE], [OUT, IN_WHOLE])
MORE = 14  # further rows that are tried for a table that may grow: all there are where a whole is stated to be smaller
FAR = 1_000  # further rows beside which those of a random table are as nothing: they come near to every share there is


def completions(rows: Split, complete: bool, endless: bool) -> Iterator[tuple[int, int]]:
    """Every whole and part that the rows may yet come to; of endlessly many, enough to have every answer among them."""
    kinds = [kind for kind, count in zip(KINDS, (*rows.surely_in, *rows.perhaps_in), strict=True) for _ in range(count)]
    further = [(0, 0)] if complete else [(more, both) for more in range(MORE) for both in range(more + 1)]
    further += [(FAR, both) for both in range(0, FAR + 1, FAR // 40)] if endless else []
    for chosen in set(_sums(kinds)):
        for more, both in further:
            yield chosen[0] + more, chosen[1] + both


def _sums(kinds: list[list[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    for ways in product(*kinds):
        yield sum(way[0] for way in ways), sum(way[1] for way in ways)


def passes(source: OfShare, wanted: Wanted, whole: int, part: int) -> bool:
    if whole == 0:
        return source.when_none == "met"
    share = Fraction(part, whole)
    if source.rounded_to is not None:
        scale = 10**source.rounded_to
        share = Fraction(floor(share * scale + Fraction(1, 2)), scale)
    return wanted.holds(share)


def by_brute_force(
    source: OfShare, rows: Split, complete: bool, part: Span, whole: Span, wanted: Wanted
) -> Status | None:
    found: set[bool] = set()
    endless = not complete and part == whole == ANYTHING
    for size, some in completions(rows, complete, endless):
        if _in(size, whole) and _in(some, part):
            found.add(passes(source, wanted, size, some))
        if len(found) == 2:
            return Status.NOT_KNOWN
    return (Status.MET if found.pop() else Status.NOT_MET) if found else None


def tells_all(complete: bool, part: Span, whole: Span) -> bool:
    """Whether every answer that may yet come out is among the completions, so that what they say is what is so."""
    return complete or part == whole == ANYTHING or (whole.high is not None and whole.high < MORE)


def _in(number: int, span: Span) -> bool:
    return (span.low is None or span.low <= number) and (span.high is None or number <= span.high)


def random_wanted(rng: Random) -> Wanted:
    low, high = sorted(rng.sample([Fraction(each, 20) for each in range(21)], 2))
    return Wanted(rng.choice([low, low, None]), rng.choice([high, None]), rng.random() < 0.3, rng.random() < 0.3)


def random_span(rng: Random, most: int) -> Span:
    low = Fraction(rng.randint(0, most))
    return Span(rng.choice([Fraction(0), low]), rng.choice([None, low + rng.randint(0, most)]))


@pytest.mark.parametrize("batch", [*range(3), *(pytest.param(each, marks=pytest.mark.proof) for each in range(3, 6))])
def test_shares_agree_with_every_completion_on_three_thousand_random_tables(batch: int) -> None:
    rng, compared, grown = some_random(batch), 0, set[Status]()
    while compared < 500:
        rows = Split([rng.randint(0, 3) for _ in range(3)], [rng.randint(0, 2) for _ in range(3)])
        source = OfShare("part", "whole", rng.choice(["met", "not_met"]), rng.choice([None, None, 1, 2]))
        complete, wanted = rng.random() < 0.7, random_wanted(rng)
        part, whole = ANYTHING, ANYTHING
        if rng.random() < 0.4:
            part, whole = random_span(rng, 9), random_span(rng, 9)
        expected = by_brute_force(source, rows, complete, part, whole, wanted)
        if expected is None:
            continue  # what is stated leaves no completion: refused before anybody asks
        found = share_of_rows(source, rows, complete, part, whole, wanted)
        # Elsewhere a completion may be missed, so that brute force knows too much: never one too many is found.
        all_told = tells_all(complete, part, whole)
        agrees = found is expected or (not all_told and found is Status.NOT_KNOWN)
        assert agrees, (rows, source, complete, part, whole, wanted, found, expected)
        compared += all_told
        if all_told and not complete and found is not None:
            grown.add(found)
    assert grown - {Status.NOT_KNOWN}, "tables that may grow are decided too"


def test_43_of_48_is_never_90_percent_and_a_doubtful_row_is_in_both_or_in_neither() -> None:
    source, wanted = OfShare("part", "whole", "met"), Wanted(Fraction(9, 10))
    assert share_of_rows(source, Split([43, 0, 5], [0, 0, 0]), True, ANYTHING, ANYTHING, wanted) is Status.NOT_MET
    assert share_of_rows(source, Split([9, 0, 1], [1, 0, 0]), True, ANYTHING, ANYTHING, wanted) is Status.MET
    assert share_of_rows(source, Split([9, 0, 1], [0, 0, 1]), True, ANYTHING, ANYTHING, wanted) is Status.NOT_KNOWN
    assert share_of_rows(source, Split([9, 0, 1], [0, 0, 0]), False, ANYTHING, ANYTHING, wanted) is Status.NOT_KNOWN
