"""The trees of the long proof are as wide and as deep as it says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reference import read_rules
from tests.reference.knowledge import some_random
from tests.reference.trees import write_trees

pytestmark = pytest.mark.proof

SETS = 40  # of the four hundred


def test_some_conditions_are_twenty_five_wide_and_some_eight_deep(tmp_path: Path) -> None:
    sizes = [size for seed in range(SETS) for size in _sizes(tmp_path, seed)]
    assert max(width for width, _ in sizes) == 25
    assert max(depth for _, depth in sizes) == 8


def _sizes(folder: Path, seed: int) -> Iterator[tuple[int, int]]:
    """How wide and how deep each condition of a rule set is."""
    rules = read_rules(write_trees(folder / f"trees-{seed}", f"set-{seed}", some_random(seed)))
    versions = (version for body in rules.provisions.values() for version in body["versions"])
    yield from ((_width(version["when"]), _depth(version["when"])) for version in versions if "when" in version)


def _parts(node: Any) -> list[Any]:
    return next((held for key, held in node.items() if isinstance(held, list) and key != "is_one_of"), [])


def _width(node: Any) -> int:
    return max([len(_parts(node)), *map(_width, _parts(node))])


def _depth(node: Any) -> int:
    return 1 + max(map(_depth, _parts(node))) if _parts(node) else 0
