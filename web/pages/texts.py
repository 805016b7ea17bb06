"""In which texts the words of a version were read, for its page."""

from functools import lru_cache
from pathlib import Path

from engine import Reading, RuleSet, Stretch, Version, load_reading, read_for


def read_at(root: Path, rule_set: RuleSet, version: Version) -> tuple[Stretch, ...]:
    """The stretches of texts in which words of a version were read; empty where its area says nothing of it."""
    reading = _reading(root, rule_set.id.partition("/")[0])
    return read_for(reading, version) if reading is not None else ()


@lru_cache(maxsize=16)
def _reading(root: Path, area: str) -> Reading | None:
    """What was read for an area: like the rule sets, once for each folder of rules."""
    return load_reading(root, area)
