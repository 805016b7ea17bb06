"""Draws conditions of an area for a second reading: somebody who sees the law and not the rules says what it asks.

Usage: python -m scripts.draw_conditions AREA COUNT SEED. The same rules and seed give the same conditions, each by its
citation and the days of its version; ``--ids`` adds which they are, for whoever compares.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from engine import RuleSet, Version, conditions_of, load_rule_set

RULES = Path(__file__).parents[1] / "rules"


def main(area: str, count: int, seed: int, *, ids: bool) -> None:
    """Print them, numbered."""
    folders = sorted(file.parent for file in (RULES / area).glob("*/ruleset.yaml"))
    every = [each for folder in folders for each in _conditions(load_rule_set(folder))]
    drawn = Random(seed).sample(every, count)  # noqa: S311 - a draw that anybody can repeat, and no secret
    for place, (cited, where) in enumerate(drawn, start=1):
        print(f"{place}. {cited}{f' [{where}]' if ids else ''}")


def _conditions(rule_set: RuleSet) -> Iterator[tuple[str, str]]:
    for provision in rule_set.provisions.values():
        for version in provision.versions:
            for part in conditions_of(version):
                cited = f"{part.cites} (within {provision.citation.provision}), {_days(version)}"
                yield cited, f"{rule_set.id} {provision.id}#{part.id}"


def _days(version: Version) -> str:
    return f"from {version.start.isoformat()}" + (f" to {version.end.isoformat()}" if version.end else "")


if __name__ == "__main__":
    said = [each for each in sys.argv[1:] if each != "--ids"]
    if len(said) != 3:
        sys.exit(__doc__)
    main(said[0], int(said[1]), int(said[2]), ids="--ids" in sys.argv)
