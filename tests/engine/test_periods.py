"""An explanation tells the days that what it tells turns on, and no others; the account tells all that are known."""

from pathlib import Path
from typing import Any

import pytest

from engine import Determination, on_questions
from tests.engine.building import build, put

FACTS = """
seen_on date
visits records fields: {paid_on: {type: date}}
paid number counted_from: {records: visits, where: {field: paid_on, in_period: year}}
paid_early number counted_from: {among: paid, where: {field: paid_on, before: 2024-06-01}}
twice number worked_out: {multiply: [{fact: paid_early}, 2]}
longest number longest_gap: {records: visits, field: paid_on, in_period: autumn}
"""
PROVISIONS = {
    "seen": "when: <seen> {fact: seen_on, in_period: spring}",
    "often": "when: <often> {fact: twice, at_least: 2}",
    "steadily": "when: <steadily> {fact: longest, at_most: 2}",
}
QUESTIONS = {f"is_{id}": [f"grant: {{provision: {id}}}", "refuse"] for id in PROVISIONS}
PERIODS = """periods:
  spring: {from: 2024-03-01, to: 2024-05-31}
  year: {from: 2024-01-01, to: 2024-12-31}
  autumn: {from: 2024-09-01, to: 2024-11-30}"""
TOLD = {
    "spring": "Period from 1 March 2024 to 31 May 2024.",
    "year": "Period from 1 January 2024 to 31 December 2024.",
    "autumn": "Period from 1 September 2024 to 30 November 2024.",
}
SEEN = {"seen_on": "2024-04-01"}
VISITS = {"visits": {"rows": [{"paid_on": "2024-04-02"}], "complete": True, "by": "A. Clerk"}}


@pytest.fixture
def asked(tmp_path: Path) -> Any:
    rules = build(tmp_path, FACTS, PROVISIONS, QUESTIONS, more=PERIODS)
    return lambda given: put(rules, given)


def periods_told(found: Determination) -> set[str]:
    """The periods of a headline, which the first paragraph repeats."""
    told = {name for name, words in TOLD.items() if words in found.headline}
    assert told == {name for name, words in TOLD.items() if words in " ".join(found.explanation)}
    return told


@pytest.mark.parametrize(
    ("given", "told"), [({}, set()), (SEEN, {"spring"}), (VISITS, {"year", "autumn"}), (SEEN | VISITS, set(TOLD))]
)
def test_only_what_is_told_names_its_periods(asked: Any, given: dict[str, Any], told: set[str]) -> None:
    found = asked(given)
    assert periods_told(found) == told
    assert all(words in " ".join(found.account.paragraphs) for words in TOLD.values())


@pytest.mark.parametrize(("question", "told"), [("seen", "spring"), ("often", "year"), ("steadily", "autumn")])
def test_a_period_is_found_behind_counts_and_what_is_worked_out(asked: Any, question: str, told: str) -> None:
    assert periods_told(on_questions(asked(SEEN | VISITS), [f"is_{question}"])) == {told}
