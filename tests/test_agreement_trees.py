"""The trees of the long proof are as wide and as deep as it says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reference import read_rules
from tests.reference.knowledge import some_random
from tests.reference.trees import write_trees

pytestmark = pytest.mark.proof

SETS = 80  # of the four hundred


def test_many_rule_sets_have_a_condition_twenty_five_wide_or_eight_deep_and_some_both(
    tmp_path: Path,
) -> None:
    sets = [[*_sizes(tmp_path, seed)] for seed in range(SETS)]
    assert sum(any(width == 25 or depth == 8 for width, depth in sizes) for sizes in sets) > SETS / 6
    assert {(25, 8), (25, 2), (25, 1)} <= {size for sizes in sets for size in sizes}


def _sizes(folder: Path, seed: int) -> Iterator[tuple[int, int]]:
    """How wide and how deep each condition of a rule set is."""
    rules = read_rules(write_trees(folder / f"trees-{seed}", f"set-{seed}", some_random(seed)))
    versions = (version for body in rules.provisions.values() for version in body["versions"])
    yield from ((_width(version["when"]), _depth(version["when"])) for version in versions if "when" in version)


def _parts(node: Any) -> list[Any]:
    """What a condition is made of: of all, any, at least so many of several, or the one that must not be so."""
    if "not" in node:
        return [node["not"]]
    held = node.get("at_least_of", node)
    return next((parts for key, parts in held.items() if isinstance(parts, list) and key != "is_one_of"), [])


def _width(node: Any) -> int:
    return max([len(_parts(node)), *map(_width, _parts(node))])


def _depth(node: Any) -> int:
    return 1 + max(map(_depth, _parts(node))) if _parts(node) else 0
