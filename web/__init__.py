"""Screens and the API: what Flask serves. It asks the engine through its public face and keeps no facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from engine import RuleSet


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one application was started with: every rule set, by id, read once; and the folder of the sample cases.

    ``rules_dir``: the folder of the rules, in which tests and practice notes stand beside them.
    """

    rule_sets: Mapping[str, RuleSet]
    fixtures_dir: Path
    rules_dir: Path

    def find(self, id: str) -> RuleSet | None:
        """The rule set of that id, in whichever case it is written."""
        return next((rule_set for known, rule_set in self.rule_sets.items() if known.casefold() == id.casefold()), None)


def loaded() -> Loaded:
    """What the application in hand was started with."""
    found: Loaded = current_app.extensions["rationale"]
    return found
