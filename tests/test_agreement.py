"""The engine and the reference, written apart, say the same of random rules and growing knowledge."""

from pathlib import Path

import pytest

from tests.agreement import contradictions, random_differences

BATCHES = [0, 1, *(pytest.param(more, marks=pytest.mark.proof) for more in (2, 3))]


@pytest.mark.parametrize("batch", BATCHES)
def test_engine_and_reference_agree_on_every_status_version_answer_amount_and_need(tmp_path: Path, batch: int) -> None:
    cases = [
        case
        for seed in range(batch * 6, batch * 6 + 6)
        for case in random_differences(tmp_path, seed, large=seed % 20 == 0)
    ]
    assert [case for case in cases if case[1]] == []
    assert len(cases) == 30


@pytest.mark.parametrize("batch", BATCHES)
def test_where_a_fact_stands_twice_the_engine_may_know_less_but_says_nothing_else(tmp_path: Path, batch: int) -> None:
    cases = [case for seed in range(batch * 3, batch * 3 + 3) for case in contradictions(tmp_path, 50_000 + seed)]
    assert [case for case in cases if case[1]] == []
    assert len(cases) == 15
