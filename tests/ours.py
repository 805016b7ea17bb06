"""The project's own rule sets, loaded once for all the tests of a process: they are frozen."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from engine import RuleSet, load_rule_sets

RULES = Path(__file__).parents[1] / "rules"


@cache
def our_rule_sets() -> Mapping[str, RuleSet]:
    """Every rule set of ``rules/`` by its id, in order."""
    return load_rule_sets(RULES)
