"""The searches that the benchmark asks: enough of them, each readable, and most of them find something."""

import pytest

from benchmarks.invented_decisions import invented
from benchmarks.register import (
    MANY,
    MOST,
    QUERY_LOG,
    NotEmptyError,
    Pages,
    Waits,
    as_table,
    fill,
    make,
    measure,
    read_log,
    slow,
    told,
)
from register import FACETS, Looking, search
from storage import Database


def test_the_log_can_be_read() -> None:
    asked = read_log(QUERY_LOG.read_text("utf-8"))
    assert len(asked) >= 80
    assert {name for _, looking in asked for name in looking.facets} <= set(FACETS)


@pytest.mark.proof
def test_the_log_is_searched_in_each_register() -> None:
    asked = read_log(QUERY_LOG.read_text("utf-8"))
    few, more = measure([40, 60], rounds=1)
    assert [(each.decisions, each.searches) for each in (few, more)] == [(40, len(asked)), (60, len(asked))]
    assert more.nothing_found <= few.nothing_found < len(asked) / 2
    assert told(few).startswith("40 decisions (")
    assert [line.split(" | ")[0] for line in as_table([few, more]).splitlines()[2:]] == ["| 40", "| 60"]


@pytest.mark.parametrize(
    ("decisions", "p95", "told"),
    [
        (MANY, MOST, []),
        (MANY - 1, 1_000, []),
        (MANY, 50.1, ["SLOW: among 100,000 decisions 95% of searches take 50.1 ms, and may take 50 ms at most."]),
    ],
)
def test_only_a_large_register_that_is_searched_slowly_is_told_as_slow(
    decisions: int, p95: float, told: list[str]
) -> None:
    waits = Waits(decisions, 1, 1, 99, 1, p95, p95, 1, p95, "dispensing", 0, Pages(1, 1, 1, 1, "/decisions"))
    assert list(slow([waits])) == told


def test_a_register_that_stands_is_not_filled_with_invented_decisions(register_database: Database) -> None:
    with register_database.writing() as connection:
        fill(connection, make(range(3)))
    with pytest.raises(NotEmptyError, match=r"^somebody's register stands there: name a database with nothing in it$"):
        next(iter(measure([5], address=register_database.engine.url.render_as_string(hide_password=False))))
    with register_database.reading() as connection:
        assert search(connection, Looking()).total == 3


def test_invented_decisions_are_the_same_each_time() -> None:
    assert list(invented(3)) == list(invented(4))[:3]
