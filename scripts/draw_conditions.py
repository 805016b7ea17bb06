"""Draws conditions of an area for a second reading: somebody who sees the law and not the rules says what it asks.

Usage: python -m scripts.draw_conditions AREA COUNT SEED. The same rules and seed give the same conditions, each by its
citation and the days of its version. ``--asked`` gives what its provision asks in place of the citation, so that the
reader has to find the place too; ``--ids`` adds which they are, for whoever compares.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from engine import RuleSet, Version, conditions_of, load_rule_set

RULES = Path(__file__).parents[1] / "rules"


def main(area: str, count: int, seed: int, *, asked: bool, ids: bool) -> None:
    """Print them, numbered."""
    folders = sorted(file.parent for file in (RULES / area).glob("*/ruleset.yaml"))
    every = [each for folder in folders for each in _conditions(load_rule_set(folder), asked=asked)]
    drawn = Random(seed).sample(every, count)  # noqa: S311 - a draw that anybody can repeat, and no secret
    for place, (cited, where) in enumerate(drawn, start=1):
        print(f"{place}. {cited}{f' [{where}]' if ids else ''}")


def _conditions(rule_set: RuleSet, *, asked: bool) -> Iterator[tuple[str, str]]:
    for provision in rule_set.provisions.values():
        for version in provision.versions:
            for part in conditions_of(version):
                place = f"{part.cites} (within {provision.citation.provision})"
                said = f"{provision.title}: {provision.question}" if asked else place
                yield f"{said}, {_days(version)}", f"{rule_set.id} {provision.id}#{part.id}"


def _days(version: Version) -> str:
    return f"from {version.start.isoformat()}" + (f" to {version.end.isoformat()}" if version.end else "")


if __name__ == "__main__":
    said = [each for each in sys.argv[1:] if each not in {"--asked", "--ids"}]
    if len(said) != 3:
        sys.exit(__doc__)
    main(said[0], int(said[1]), int(said[2]), asked="--asked" in sys.argv, ids="--ids" in sys.argv)
