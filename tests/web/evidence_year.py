"""A small year of the scheme, invented, in which something of every kind is asked: for the pages that bring evidence.

Beside it stand the verdict and the conditions as they are, and a rule set whose answer the year takes up.
"""

import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from app import create_app
from config import Config
from engine import RuleSet, load_rule_sets
from storage import REGISTER
from tests.engine.building import write_rules
from tests.migrated import opened
from tests.ours import RULES
from tests.web.officers import Place

SCHEME = "maternity-incentive-scheme"
_FACTS = """
board_signed yes_no about: trust, ask: "Did the Board sign the plan?", evidence: "The Board's minutes"
board_saw_on date about: trust, may_be_none: true, ask: "When did the Board see the cases?"
metrics_passed bridge about: trust, from: {rule_set: quality/metrics, question: passed}
drills number unit: drills, whole: true, at_least: 0, ask: "How many drills were held?"
last_plan choice options: [progress, no_progress, no_plan], ask: "How did last year's plan go?"
lost_regularly judgement ask: "Is supernumerary status lost regularly?", weigh: ["How often it happened"]
training records ask: "Who was trained?", shown_by: trust, one_row_per: [staff], fields: {staff: {type: text}, \
group: {type: choice, options: [midwives, anaesthetists]}, attended_on: {type: date, may_be_none: true, empty: none}}
reports records ask: "Which reports did the Board have?", shown_by: trust, about: trust, one_row_per: [had_on], \
fields: {had_on: {type: date}}
in_scope number unit: people, by: [group], ask: "How many {group} were in scope?", counted_from: {records: training}
attended number unit: people, by: [group], ask: "How many {group} attended?", \
counted_from: {among: in_scope, where: {field: attended_on, in_period: long_window}}
board_reports number unit: reports, about: trust, ask: "How many reports were there?", \
counted_from: {records: reports, where: {field: had_on, in_period: long_window}}
"""
_RULES = {
    "sa1-a-drills": "when: {all: [<drills> {fact: drills, at_least: 2}, {not: <often> {judgement: lost_regularly}}]}",
    "sa8-a-training": (
        "when: {all: [{for_each: {group: [midwives, anaesthetists]}, id: trained, says: 'At least 90% of {group} "
        "attended', cites: para 1, share: attended, of: in_scope, at_least: 90%, when_none: met}]}"
    ),
    "sa9-a-board": (
        "when: {all: [<planned> {fact: board_signed, is: true}, <told> {fact: board_reports, at_least: 1}, "
        "<seen> {fact: board_saw_on, in_period: long_window}, <went> {fact: last_plan, is: progress}, "
        "<passed> {fact: metrics_passed, is: passed}]}"
    ),
}
_QUESTIONS = {
    "sa1": ["met: {provision: sa1-a-drills}", "not_met"],
    "sa8": ["met: {provision: sa8-a-training}", "not_met"],
    "sa9": ["met: {provision: sa9-a-board}", "not_met"],
}
_WINDOWS = "periods: {long_window: {from: 2024-12-01, to: 2025-11-30}}"
_METRICS = 'babies number unit: babies, whole: true, ask: "How many babies are in the submission?"\n'


@cache
def rule_sets() -> Mapping[str, RuleSet]:
    """year-7, the metrics that it takes up, the verdict and the conditions, by their ids."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write_rules(root, _FACTS, _RULES, _QUESTIONS, more=_WINDOWS, id=f"{SCHEME}/year-7")
        passed = {"passed": ["passed: {provision: enough}", "failed"]}
        write_rules(
            root, _METRICS, {"enough": "when: <some> {fact: babies, at_least: 1}"}, passed, id="quality/metrics"
        )
        for name in ("verdict", "scheme-conditions"):
            shutil.copytree(RULES / SCHEME / name, root / SCHEME / name)
        return load_rule_sets(root)


def evidence_place(folder: Path) -> Place:
    """An application over this year."""
    (folder / "rules").mkdir()
    config = Config(data_dir=folder / "data", rules_dir=folder / "rules")
    opened(config.register_url, REGISTER).close()
    database = opened(config.private_url)
    return Place(create_app(config, rule_sets()).test_client(), database)
