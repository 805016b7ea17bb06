"""Engine and reference on 20,000 random cases; `make proof` runs it."""

from pathlib import Path

import pytest

from tests.agreement import contradictions, random_differences

pytestmark = pytest.mark.proof


def test_engine_and_reference_agree_on_twenty_thousand_cases(tmp_path: Path) -> None:
    count = 0
    for seed in range(100_000, 103_000):
        for name, differing in random_differences(tmp_path, seed, large=seed % 50 == 0):
            assert not differing, name
            count += 1
    for seed in range(200_000, 201_000):
        for name, differing in contradictions(tmp_path, seed):
            assert not differing, name
            count += 1
    assert count == 20_000
