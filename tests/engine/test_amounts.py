"""Arithmetic on what is known: every result of every completion is held; no more, where each fact stands once."""

from datetime import date
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.amounts import rounded, worth
from engine.model import (
    Combined,
    FactValue,
    FigureValue,
    Literally,
    Operation,
    Rounding,
    Value,
)
from engine.values import NEVER, YES, Known, Span, exactly, holds

Facts = dict[str, Span]
World = dict[str, Any]
OPERATIONS: tuple[Operation, ...] = ("add", "take_away", "multiply", "divide", "lowest_of", "highest_of")


def known(value: Value, facts: Facts) -> Known:
    return worth(value, facts.__getitem__, facts.__getitem__)


def numbers(*ends: int | None, none: bool = False) -> Span:
    low, high = (None if end is None else Fraction(end) for end in (ends * 2)[:2])
    return Span(low, high, none)


def once(operation: Operation, *parts: Span) -> Known:
    facts = {f"x{place}": part for place, part in enumerate(parts)}
    return known(Combined(operation, tuple(FactValue(name) for name in facts)), facts)


def concrete(value: Value, world: World) -> Any:
    """What one completion makes of a value; None is none. Written without ranges."""
    match value:
        case Literally(literal):
            return literal.value
        case FactValue(name):
            return world[name]
        case Combined(operation, parts):
            return _combined(operation, [concrete(part, world) for part in parts])
    raise AssertionError(value)


def _combined(operation: Operation, parts: list[Any]) -> Any:
    if operation in ("lowest_of", "highest_of"):
        some = [part for part in parts if part is not None]
        return (min(some) if operation == "lowest_of" else max(some)) if some else None
    total = parts[0]
    for part in parts[1:]:
        if total is None or part is None or (operation == "divide" and part == 0):
            return None
        total = {
            "add": lambda a, b: a + b,
            "take_away": lambda a, b: a - b,
            "multiply": lambda a, b: a * b,
            "divide": lambda a, b: a / b,
        }[operation](total, part)
    return total


@st.composite
def ranges(draw: st.DrawFn, open_ends: bool = False) -> Span:
    low, high = sorted((draw(st.fractions(-4, 4, max_denominator=2)), draw(st.fractions(-4, 4, max_denominator=2))))
    none, without = draw(st.booleans()), draw(st.sampled_from(["", "", "low", "high"])) if open_ends else ""
    if draw(st.integers(0, 9)) == 0:
        return NEVER
    return Span(None if without == "low" else low, None if without == "high" else high, none)


def tries(span: Span, ends_only: bool = False) -> list[Fraction | None]:
    """Values that a set holds: its ends, some in between, and none."""
    if not span.some:
        return [None]
    low = span.high - 7 if span.low is None else span.low
    high = span.low + 7 if span.high is None else span.high
    inner = [] if ends_only else [low + (high - low) * Fraction(share, 3) for share in (1, 2)]
    zero = [Fraction(0)] if low <= 0 <= high and not ends_only else []
    return [*{low, *inner, *zero, high}, *([None] if span.none else [])]


@st.composite
def expressions(
    draw: st.DrawFn, operations: tuple[Operation, ...] = OPERATIONS, open_ends: bool = True
) -> tuple[Value, Facts]:
    """A value in which every fact stands once, and what is known of each fact."""
    facts: Facts = {}

    def part(depth: int) -> Value:
        if depth == 0 or draw(st.integers(0, 2)) == 0:
            name = f"x{len(facts)}"
            facts[name] = draw(ranges(open_ends=open_ends))
            return FactValue(name)
        operation = draw(st.sampled_from(operations))
        return Combined(operation, tuple(part(depth - 1) for _ in range(2)))

    return part(2), facts


def completions(facts: Facts, ends_only: bool = False) -> list[World]:
    return [
        dict(zip(facts, values, strict=True))
        for values in product(*(tries(each, ends_only) for each in facts.values()))
    ]


@settings(max_examples=30)  # each tries some hundred completions
@given(expressions())
def test_every_result_of_every_completion_is_held(case: tuple[Value, Facts]) -> None:
    value, facts = case
    found = known(value, facts)
    for world in completions(facts):
        assert holds(exactly(concrete(value, world)), found), world


@given(expressions(("add", "take_away", "multiply", "lowest_of", "highest_of"), open_ends=False))
def test_where_each_fact_stands_once_the_ends_are_reached(case: tuple[Value, Facts]) -> None:
    value, facts = case
    results = [concrete(value, world) for world in completions(facts, ends_only=True)]
    some = [result for result in results if result is not None]
    assert known(value, facts) == (Span(min(some), max(some), None in results) if some else NEVER)


@given(ranges(), ranges())
def test_a_quotient_reaches_its_ends_too_where_the_divisor_is_never_nought(top: Span, bottom: Span) -> None:
    if bottom.some and bottom.low <= 0 <= bottom.high:
        bottom = Span(abs(bottom.low) + 1, abs(bottom.low) + 3, bottom.none)
    facts = {"top": top, "bottom": bottom}
    value = Combined("divide", (FactValue("top"), FactValue("bottom")))
    results = [concrete(value, world) for world in completions(facts, ends_only=True)]
    some = [result for result in results if result is not None]
    assert known(value, facts) == (Span(min(some), max(some), None in results) if some else NEVER)


def test_partial_facts_give_a_range_of_money() -> None:
    """The annual value, less the share that was delivered: value x (1 - delivered / contracted)."""
    delivered = Combined("divide", (FactValue("delivered"), FactValue("contracted")))
    short = Combined("take_away", (Literally(exactly(Fraction(1))), delivered))
    value = Combined("multiply", (FactValue("annual_value"), short))
    facts = {"annual_value": numbers(100_000_00), "delivered": numbers(700, 850), "contracted": numbers(1000)}
    assert known(value, facts) == numbers(15_000_00, 30_000_00)


@pytest.mark.parametrize(
    ("operation", "parts", "result"),
    [
        ("add", [numbers(1), numbers(2), numbers(3)], numbers(6)),
        ("take_away", [numbers(10), numbers(2), numbers(3)], numbers(5)),
        ("divide", [numbers(12), numbers(2), numbers(3)], numbers(2)),
        ("multiply", [numbers(0), numbers(None, None)], numbers(0)),
        ("multiply", [numbers(-2, 3), numbers(None, 1)], Span()),
        ("add", [numbers(1, None), numbers(2, 3)], numbers(3, None)),
        ("take_away", [numbers(1, None), numbers(2, None)], Span()),
        ("add", [numbers(1), NEVER, numbers(2)], NEVER),
        ("add", [numbers(1, none=True), numbers(2)], numbers(3, none=True)),
    ],
)
def test_sums_differences_and_products(operation: Operation, parts: list[Span], result: Span) -> None:
    assert once(operation, *parts) == result


@pytest.mark.parametrize(
    ("top", "bottom", "result"),
    [
        (numbers(6), numbers(0), NEVER),
        (numbers(6), numbers(0, 3), numbers(2, None, none=True)),
        (numbers(6), numbers(-3, 0), numbers(None, -2, none=True)),
        (numbers(6), numbers(-3, 3), Span(none=True)),
        (numbers(0), numbers(-3, 3), numbers(0, none=True)),
        (numbers(6), numbers(2, None), numbers(0, 3)),
        (numbers(6), numbers(None, -2), numbers(-3, 0)),
        (numbers(6), NEVER, NEVER),
    ],
)
def test_a_divisor_that_may_be_nought_adds_none_and_is_never_an_error(top: Span, bottom: Span, result: Span) -> None:
    assert once("divide", top, bottom) == result


@pytest.mark.parametrize(
    ("operation", "parts", "result"),
    [
        ("lowest_of", [numbers(1, 5), numbers(3, 4)], numbers(1, 4)),
        ("highest_of", [numbers(1, 5), numbers(3, 4)], numbers(3, 5)),
        ("lowest_of", [numbers(5), NEVER], numbers(5)),
        ("highest_of", [NEVER, NEVER], NEVER),
        ("lowest_of", [numbers(1, none=True), numbers(5)], numbers(1, 5)),
        ("lowest_of", [numbers(1, none=True), numbers(5, none=True)], numbers(1, 5, none=True)),
        ("highest_of", [numbers(1, none=True), numbers(5, none=True)], numbers(1, 5, none=True)),
        ("lowest_of", [numbers(None, 5), numbers(3, 4)], numbers(None, 4)),
        ("lowest_of", [numbers(1, None), numbers(2, None)], numbers(1, None)),
        ("lowest_of", [numbers(1, None, none=True), numbers(2, 3, none=True)], numbers(1, None, none=True)),
    ],
)
def test_lowest_and_highest_pass_over_none(operation: Operation, parts: list[Span], result: Span) -> None:
    assert once(operation, *parts) == result


@pytest.mark.parametrize(
    ("how", "number", "result"),
    [
        ("down", Fraction(5, 2), 2),
        ("nearest", Fraction(5, 2), 3),
        ("up", Fraction(9, 4), 3),
        ("nearest", Fraction(-5, 2), -2),
        ("down", Fraction(-9, 4), -3),
    ],
)
def test_a_result_is_rounded_down_up_or_to_the_nearest_with_halves_up(
    how: Rounding, number: Fraction, result: int
) -> None:
    assert rounded(exactly(number), how) == numbers(result)


@given(ranges(open_ends=True), st.sampled_from(["down", "nearest", "up"]))
def test_rounding_a_range_rounds_each_of_its_values(span: Span, how: Rounding) -> None:
    functions = {"down": floor, "up": ceil, "nearest": lambda number: floor(number + Fraction(1, 2))}
    found = rounded(span, how)
    for value in tries(span):
        assert holds(exactly(None if value is None else Fraction(functions[how](value))), found)


def test_what_is_not_rounded_stays_as_it_is() -> None:
    assert rounded(exactly(Fraction(5, 2)), None) == exactly(Fraction(5, 2))
    assert rounded(YES, "down") == YES
    assert rounded(NEVER, "down") == NEVER


def test_a_figure_and_a_literal_are_read_as_they_stand() -> None:
    assert known(FigureValue("weekly_maximum"), {"weekly_maximum": numbers(1734_18)}) == numbers(1734_18)
    assert known(Literally(exactly(date(2024, 5, 1))), {}) == exactly(date(2024, 5, 1))


def test_arithmetic_on_a_yes_or_no_is_a_bug_of_ours_and_says_so() -> None:
    with pytest.raises(AssertionError, match="numbers and dates"):
        worth(Combined("add", (Literally(YES), Literally(YES))), lambda _: YES, lambda _: YES)
