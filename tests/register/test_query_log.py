"""The searches that the benchmark asks: enough of them, each readable, and most of them find something."""

import pytest

from benchmarks.invented_decisions import invented
from benchmarks.register import QUERY_LOG, measure, read_log, told
from register import FACETS


def test_the_log_can_be_read() -> None:
    asked = read_log(QUERY_LOG.read_text("utf-8"))
    assert len(asked) >= 80
    assert {name for _, looking in asked for name in looking.facets} <= set(FACETS)


@pytest.mark.proof
def test_the_log_is_searched() -> None:
    asked = read_log(QUERY_LOG.read_text("utf-8"))
    (waits,) = measure([40], rounds=1)
    assert (waits.decisions, waits.searches) == (40, len(asked))
    assert waits.nothing_found < len(asked) / 2
    assert told(waits).startswith("40 decisions (")


def test_invented_decisions_are_the_same_each_time() -> None:
    assert list(invented(3)) == list(invented(4))[:3]
