"""Figures of what was decided: right, and with no small number to be worked out."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from documents import DecisionRecord, Said
from register import FIGURES, figure, figures
from register.suppressing import LEAST, suppressed
from storage import Database
from tests.register.finding import DEVON, LARKMERE, alike, put

GRANT = Said("grant", "The application is granted")
TABLES = st.integers(1, 6).flatmap(
    lambda wide: st.lists(st.lists(st.integers(0, 12), min_size=wide, max_size=wide), max_size=8)
)


@given(TABLES)
def test_no_small_number_is_shown_or_can_be_worked_out(numbers: list[list[int]]) -> None:
    shown = suppressed(numbers)
    pairs = [[*zip(real, told, strict=True)] for real, told in zip(numbers, shown, strict=True)]
    assert all(told in (None, real) for line in pairs for real, told in line)
    assert all(real == 0 or real >= LEAST for line in pairs for real, told in line if told is not None)
    assert all(told is not None for line in pairs for real, told in line if real == 0)
    for cells in (*pairs, *zip(*pairs, strict=True)):
        out = [real for real, told in cells if told is None]
        left = [real for real, told in cells if told]
        assert not out or not left or (len(out) > 1 and sum(out) >= max(LEAST, 2 * len(out)))


BRIDGED = [
    [30, 50, 1, 10, 4], [12, 12, 2, 30, 40], [9, 7, 20, 1, 12],
    [20, 20, 10, 0, 12], [30, 7, 12, 0, 7], [7, 0, 7, 20, 7],
]  # fmt: skip
AROUND = [[1, 4, 50], [60, 4, 1], [4, 70, 4]]  # those below 5 are a ring in which neither 1 can fall, so none moves


def test_whoever_knows_every_total_cannot_tell_a_number_that_joins_two_groups_of_hidden_ones() -> None:
    out = _left_out(BRIDGED)
    assert (0, 2) in out
    assert not [each for each in out if _is_bridge(out, each)]


def test_neither_can_they_where_no_number_of_a_ring_can_fall_below_one() -> None:
    out = _left_out(AROUND)
    assert all(len(values) > 1 for values in _possible(AROUND, out).values())


@given(TABLES)
def test_no_number_left_out_is_told_by_the_totals_unless_it_is_told_with_nothing_shown(
    numbers: list[list[int]],
) -> None:
    out, all_there_is = _left_out(numbers), [cell for cell, number in _cells(numbers) if number]
    for each in out:
        assert _is_bridge(all_there_is, each) or not _is_bridge(out, each)


@given(st.lists(st.lists(st.integers(0, 7), min_size=3, max_size=3), min_size=2, max_size=3))
def test_every_number_left_out_could_be_another_unless_it_could_not_with_nothing_shown(
    numbers: list[list[int]],
) -> None:
    shown_nothing = _possible(numbers, [cell for cell, number in _cells(numbers) if number])
    for cell, values in _possible(numbers, _left_out(numbers)).items():
        assert len(values) > 1 or len(shown_nothing[cell]) == 1


def _cells(numbers: Sequence[Sequence[int | None]]) -> list[tuple[tuple[int, int], int | None]]:
    return [((row, column), number) for row, line in enumerate(numbers) for column, number in enumerate(line)]


def _left_out(numbers: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    return [cell for cell, number in _cells(suppressed(numbers)) if number is None]


def _is_bridge(cells: Collection[tuple[int, int]], one: tuple[int, int]) -> bool:
    """Whether its line and its column are joined by nothing but itself."""
    lines, columns, before = {one[0]}, set[int](), -1
    while len(lines) + len(columns) > before:
        before = len(lines) + len(columns)
        columns |= {column for row, column in cells if row in lines and (row, column) != one}
        lines |= {row for row, column in cells if column in columns and (row, column) != one}
    return one[1] not in columns


def _possible(numbers: Sequence[Sequence[int]], out: Sequence[tuple[int, int]]) -> dict[tuple[int, int], set[int]]:
    """What each cell can be with the same totals and at least 1 in each, found by trying everything."""
    lines, columns = [0] * len(numbers), [0] * len(numbers[0])
    for row, column in out:
        lines[row] += numbers[row][column] - 1
        columns[column] += numbers[row][column] - 1
    found: dict[tuple[int, int], set[int]] = {each: set() for each in out}
    for values in _tried(list(out), lines, columns):
        for cell, value in zip(out, values, strict=True):
            found[cell].add(value)
        if all(len(each) > 1 for each in found.values()):
            break
    return found


def _tried(cells: list[tuple[int, int]], lines: list[int], columns: list[int]) -> Iterator[tuple[int, ...]]:
    if not cells:
        yield ()
        return
    (row, column), rest = cells[0], cells[1:]
    most, least = min(lines[row], columns[column]), 0
    if all(each[0] != row for each in rest):
        least = max(least, lines[row])
    if all(each[1] != column for each in rest):
        least = max(least, columns[column])
    for more in range(least, most + 1):
        lines[row] -= more
        columns[column] -= more
        yield from ((more + 1, *others) for others in _tried(rest, lines, columns))
        lines[row] += more
        columns[column] += more


def test_what_has_no_small_number_is_shown_whole() -> None:
    assert suppressed([[5, 0], [7, 9]]) == [[5, 0], [7, 9]]
    assert suppressed([[5, 3], [70, 90]]) == [[None, None], [None, None]]
    assert suppressed([]) == []


def test_the_figures_add_up(register_database: Database) -> None:
    refused = [alike(number) for number in range(1, 7)]
    granted = [alike(number, final=GRANT) for number in range(7, 12)]
    other = [alike(12, commissioner=DEVON), alike(13, commissioner=DEVON, under_appeal=Said())]
    put(register_database, [*refused, *granted, *other])
    with register_database.reading() as connection:
        assert [each.id for each in figures(connection)] == list(FIGURES)
        by_year = figure(connection, "outcomes-by-year")
        by_commissioner = figure(connection, "outcomes-by-commissioner")
        reasoning = figure(connection, "reasoning-by-commissioner")
        by_provision = figure(connection, "outcomes-by-provision")
        assert figure(connection, "salaries") is None
    assert by_year is not None
    assert by_year.columns == ("The application is refused", "The application is granted")
    assert [(line.label, line.numbers, line.total) for line in by_year.lines] == [("2026", (8, 5), 13)]
    assert by_year.note == "Every number is shown."
    assert by_commissioner is not None
    assert [line.numbers for line in by_commissioner.lines] == [(None, 0), (None, None)]
    assert [line.total for line in by_commissioner.lines] == [None, None]
    assert by_commissioner.note.startswith("Numbers from 1 to 4 are not shown")
    assert reasoning is not None
    assert reasoning.columns == (
        "Quashed, and decided afresh with the same result",
        "Quashed, and decided afresh with another result",
    )
    assert [line.label for line in reasoning.lines] == [DEVON, refused[0].commissioner]
    assert by_provision is not None
    assert {line.total for line in by_provision.lines} == {13}
    assert by_provision.lines[0].label.startswith("reg. 18(1) Unforeseen benefits (pharmacy/market-entry/")


def test_two_figures_together_tell_no_number_that_either_leaves_out(register_database: Database) -> None:
    """By year nothing is small, which tells what each outcome adds up to, and the reasoning tells it of each line."""
    real = [[4, 4, 1, 9], [4, 4, 9, 9], [9, 9, 4, 4], [9, 9, 4, 4]]  # the 1 would join two groups of hidden numbers
    put(register_database, _decisions(real))
    with register_database.reading() as connection:
        by_commissioner, by_year, reasoning = (
            figure(connection, each)
            for each in ("outcomes-by-commissioner", "outcomes-by-year", "reasoning-by-commissioner")
        )
    assert by_commissioner is not None
    assert by_year is not None
    assert reasoning is not None
    assert by_commissioner.columns == by_year.columns
    assert sum(line.total or 0 for line in by_year.lines) == sum(map(sum, real))
    assert [line.total for line in reasoning.lines] == [sum(line) for line in real]
    assert None in [line.total for line in by_commissioner.lines]
    order = [by_commissioner.columns.index(f"Outcome {each}") for each in range(4)]
    out = [cell for cell, _ in _cells(real) if by_commissioner.lines[cell[0]].numbers[order[cell[1]]] is None]
    assert (0, 2) in out
    assert not [each for each in out if _is_bridge(out, each)]


def _decisions(real: list[list[int]]) -> Iterator[DecisionRecord]:
    """So many for each commissioner and outcome, of two years in turn."""
    numbers = count(1)
    for cell, many in _cells(real):
        final = Said(f"outcome-{cell[1]}", f"Outcome {cell[1]}")
        for number in (next(numbers) for _ in range(many or 0)):
            year = 2025 + number % 2
            yield alike(number, commissioner=f"{cell[0]}", final=final, year=year, decided_on=f"{year}-05-01")


def test_a_decision_counts_once_in_each_route_whose_rules_were_applied(register_database: Database) -> None:
    market, rural = LARKMERE.applied[0], replace(LARKMERE.applied[0], rule_set="pharmacy/rural")
    both = (market, replace(market, provision="reg-19"), rural)
    put(
        register_database,
        [
            *(alike(number, applied=both) for number in range(1, 6)),
            *(alike(number, applied=(rural,), final=GRANT) for number in range(6, 12)),
        ],
    )
    with register_database.reading() as connection:
        shown = figure(connection, "outcomes-by-route")
    assert shown is not None
    assert [(line.label, line.numbers, line.total) for line in shown.lines] == [
        ("pharmacy/market-entry", (0, 5), 5), ("pharmacy/rural", (6, 5), 11),
    ]  # fmt: skip
    assert shown.columns == ("The application is granted", "The application is refused")


def test_a_figure_is_csv_that_no_spreadsheet_runs(register_database: Database) -> None:
    put(register_database, [alike(number, commissioner="=HYPERLINK(1)") for number in range(1, 7)])
    with register_database.reading() as connection:
        shown = figure(connection, "outcomes-by-commissioner")
    assert shown is not None
    rows = list(csv.reader(io.StringIO(shown.csv)))
    assert rows == [["Commissioner", "The application is refused", "All"], ["'=HYPERLINK(1)", "6", "6"]]


def test_an_undated_decision_is_counted_as_not_told(register_database: Database) -> None:
    put(register_database, [replace(alike(number), decided_on="", year=0) for number in range(1, 6)])
    with register_database.reading() as connection:
        shown = figure(connection, "outcomes-by-year")
    assert shown is not None
    assert [(line.label, line.numbers) for line in shown.lines] == [("Not told", (5,))]
