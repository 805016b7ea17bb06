"""Two small years of the scheme, invented, with two actions; beside the verdict and the conditions as they are."""

import atexit
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from engine import RuleSet, load_rule_set
from tests.engine.building import write_rules
from tests.ours import RULES

SCHEME = "maternity-incentive-scheme"
_TRAINING = """
training records ask: "Who was trained?", shown_by: trust, one_row_per: [staff], \
fields: {staff: {type: text}, attended_on: {type: date, may_be_none: true, empty: none}}
in_scope number unit: people, ask: "How many were in scope?", counted_from: {records: training}
attended number unit: people, ask: "How many attended?", \
counted_from: {among: in_scope, where: {field: attended_on, in_period: long_window}}
"""
_FACTS = """
plan_signed yes_no about: trust
drills number unit: drills, whole: true, at_least: 0
lost_regularly judgement
"""
_RULES = {
    "sa1-a-drills": "when: {all: [<drills> {fact: drills, at_least: 1}, {not: <often> {judgement: lost_regularly}}]}",
    "sa8-a-training": "when: <trained> {share: attended, of: in_scope, at_least: 90%, when_none: met}",
    "sa8-b-plan": "when: <planned> {fact: plan_signed, is: true}",
}
_QUESTIONS = {
    "sa1": ["met: {provision: sa1-a-drills}", "not_met"],
    "sa8": ["met: {all: [{provision: sa8-a-training}, {provision: sa8-b-plan}]}", "not_met"],
}
_WINDOWS = "periods: {long_window: {from: 2024-12-01, to: 2025-11-30}, main_window: {from: 2025-04-02, to: 2025-11-30}}"
_LAST_YEAR = "drills number unit: drills, whole: true, at_least: 0\nold_rule yes_no about: trust\n"
_RULES_OF_LAST_YEAR = {
    "sa1-a-drills": "when: <drills> {fact: drills, at_least: 2}",
    "sa8-b-old": "when: <old> {fact: old_rule, is: true}",
}
_QUESTIONS_OF_LAST_YEAR = {
    "sa1": ["met: {provision: sa1-a-drills}", "not_met"],
    "sa8": ["met: {provision: sa8-b-old}", "not_met"],
}


@cache
def rules_dir() -> Path:
    """The folder of their files, until the tests are over."""
    root = Path(mkdtemp(prefix="small-scheme-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    written = (
        write_rules(root, _LAST_YEAR, _RULES_OF_LAST_YEAR, _QUESTIONS_OF_LAST_YEAR, id=f"{SCHEME}/year-6"),
        write_rules(root, _FACTS + _TRAINING, _RULES, _QUESTIONS, more=_WINDOWS, id=f"{SCHEME}/year-7"),
    )
    for year, place in zip(("mis/year-6", "mis/year-7"), written, strict=True):
        for file in place.glob("*.yaml"):
            file.write_text(file.read_text("utf-8").replace("uksi/2013/349", year), "utf-8")
    for name in ("verdict", "scheme-conditions"):
        shutil.copytree(RULES / SCHEME / name, root / SCHEME / name)
    return root


@cache
def rule_sets() -> Mapping[str, RuleSet]:
    """year-6 and year-7, the verdict and the conditions of year 7, by their ids."""
    names = ("year-6", "year-7", "verdict", "scheme-conditions")
    return {each.id: each for each in (load_rule_set(rules_dir() / SCHEME / name) for name in names)}
