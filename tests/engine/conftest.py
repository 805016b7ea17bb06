"""A rule set that several of the tests speak of."""

from pathlib import Path

import pytest

from engine import RuleSet
from tests.engine.building import FACTS, REFUSAL, build


@pytest.fixture
def refusal(tmp_path: Path) -> RuleSet:
    """Whether an application next door to a pharmacy must be refused."""
    return build(tmp_path, FACTS, {"rule": REFUSAL}, {"final": ["refuse: {provision: rule}", "grant"]})
