"""The definition, durable-rules and the reference on random cases by the hundred thousand; `make proof` runs it.

``determine`` answers only where the first two agree, on every condition; what it answers is compared with the third.
"""

from pathlib import Path

import pytest

from tests.proof.chunks import (
    CHAINS,
    STEPS,
    everything,
    facts_twice,
    in_processes,
    of_ours,
    records,
    steps_under,
    trees,
)

pytestmark = pytest.mark.proof

OURS = sorted(file.parent for file in (Path(__file__).parents[2] / "rules").glob("*/*/ruleset.yaml"))


def test_engine_and_reference_agree_on_three_thousand_cases(tmp_path: Path) -> None:
    count, differing = in_processes(everything, tmp_path, range(100_000, 100_480), 80)
    assert differing == []
    again, contradicting = in_processes(facts_twice, tmp_path, range(200_000, 200_120), 60)
    assert contradicting == []
    assert count + again == 3_000


def test_three_evaluators_agree_on_a_hundred_thousand_cases_of_wide_and_deep_trees(tmp_path: Path) -> None:
    count, differing = in_processes(trees, tmp_path, range(400), 40)
    assert differing == []
    assert count == 400 * CHAINS * (STEPS + 1) == 100_000


def test_they_agree_on_two_thousand_states_of_random_records(tmp_path: Path) -> None:
    count, differing = in_processes(records, tmp_path, range(1_000, 1_265), 20)
    assert differing == []
    assert count >= 2_000


@pytest.mark.parametrize("rule_set", OURS, ids=lambda folder: folder.name)
def test_they_agree_on_random_sets_of_facts_of_each_of_our_rule_sets(rule_set: Path) -> None:
    """Both readings on two thousand, the reference on two hundred of them."""
    chains = 2_000 // (steps_under(rule_set) + 1)
    count, differing = in_processes(of_ours, rule_set, range(chains), chains)
    assert differing == []
    assert count == 2_000
