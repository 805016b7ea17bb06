"""A small year of the scheme in which time runs: a death may be notified until its seventh working day."""

import atexit
import shutil
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from engine import RuleSet, load_rule_set
from tests.assessment.small_scheme import SCHEME
from tests.engine.building import write_rules
from tests.ours import RULES

FROZEN_ON = date(2025, 12, 1)  # a death of 25 November may still be notified
DIED: dict[str, Any] = {"name": "died_on", "value": "2025-11-25", "source": "the list of deaths"}
NOT_NOTIFIED: dict[str, Any] = {"name": "notified", "value": False, "source": "the list of deaths"}
_FACTS = """
died_on date
notified yes_no
notify_by date worked_out: {fact: died_on, plus: {working_days: 7}}
"""
_RULES = {
    "sa1-a-notified": """when: {any: [<notified_it> {fact: notified, is: true}, \
<in_time> {fact: decided_on, on_or_before: {fact: notify_by}}]}"""
}
_QUESTIONS = {"sa1": ["met: {provision: sa1-a-notified}", "not_met"]}


@cache
def rules_dir() -> Path:
    """The folder of its files, until the tests are over."""
    root = Path(mkdtemp(prefix="running-scheme-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    for file in write_rules(root, _FACTS, _RULES, _QUESTIONS, id=f"{SCHEME}/year-7").glob("*.yaml"):
        file.write_text(file.read_text("utf-8").replace("uksi/2013/349", "mis/year-7"), "utf-8")
    for name in ("verdict", "scheme-conditions"):
        shutil.copytree(RULES / SCHEME / name, root / SCHEME / name)
    return root


@cache
def rule_sets() -> Mapping[str, RuleSet]:
    """Year 7, its conditions and the verdict, by their ids."""
    names = ("year-7", "verdict", "scheme-conditions")
    return {each.id: each for each in (load_rule_set(rules_dir() / SCHEME / name) for name in names)}
