"""Figures of what was decided: right, and with no small number to be worked out."""

import csv
import io
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from documents import Said
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
