"""Explanations as they print, each read by a person first, and what every explanation must be.

Of some cases the account stands in ``accounts/`` too. It is kept with determinations and compared when they are made
again: its words change where those of a rule do, and never because the engine words something otherwise.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine import Determination, determine_case, load_rule_sets, on_questions
from evidence import read_table, state
from tests.golden.checker import complaints
from tests.ours import our_rule_sets

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CASES = sorted((HERE / "cases").glob("*.json"))
ACCOUNTS = sorted((HERE / "accounts").glob("*.md"))
RULE_SETS = {**our_rule_sets(), **load_rule_sets(HERE / "rules")}


@cache
def explained(case: Path) -> Determination:
    """The determination of a case under the last of its rule sets, told on its ``questions`` alone where it has any."""
    told = json.loads(case.read_text("utf-8"))
    questions = told.pop("questions", [])
    found = determine_case(RULE_SETS, whole(told))[-1]
    return on_questions(found, questions) if questions else found


def whole(case: dict[str, Any]) -> dict[str, Any]:
    """A case with what it takes from ``fixtures``: the facts of another, and the rows of tables."""
    facts, records = case.get("facts", {}), case.pop("records", {})
    if other := case.pop("facts_of", ""):
        facts = json.loads((ROOT / other).read_text("utf-8"))["facts"] | facts
    rule_set = RULE_SETS[case["rule_sets"][-1]]
    for name, said in records.items():
        read = read_table(rule_set.tables[name], ROOT / said["file"])
        facts[name] = state(rule_set, name, read, said["complete_by"])
    return {**case, "facts": facts}


def as_printed(found: Determination) -> str:
    """An explanation as its golden file holds it."""
    return "\n\n".join([f"**{found.headline}**", *found.reasons]) + "\n"


def account_as_printed(found: Determination) -> str:
    """An account as its golden file holds it."""
    return "\n\n".join([f"**{found.account.headline}**", *found.account.paragraphs]) + "\n"


def test_there_are_fourteen_and_each_has_its_words() -> None:
    assert len(CASES) == 14
    assert [case.with_suffix(".md").name for case in CASES] == sorted(
        path.name for path in (HERE / "cases").glob("*.md")
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_explanation_reads_as_it_was_read_by_a_person(case: Path) -> None:
    assert as_printed(explained(case)) == case.with_suffix(".md").read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_explanation_keeps_the_rules_of_voice(case: Path) -> None:
    assert list(complaints(explained(case))) == []


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.stem)
def test_the_account_has_the_words_that_it_had(account: Path) -> None:
    found = explained(HERE / "cases" / f"{account.stem}.json")
    assert account_as_printed(found) == account.read_text("utf-8")


SAMPLES = sorted((ROOT / "fixtures" / "appeals").glob("*/*.json"))


EACH = [
    pytest.param(case, marks=[pytest.mark.proof] if number % 4 else [], id=case.stem)
    for number, case in enumerate(SAMPLES)
]


@pytest.mark.parametrize("case", EACH)
def test_every_sample_appeal_is_explained_by_the_same_rules(case: Path) -> None:
    for found in determine_case(RULE_SETS, json.loads(case.read_text("utf-8"))):
        assert list(complaints(found)) == []


def test_yes_no_and_not_known_are_all_among_them() -> None:
    statuses = {answer.status for case in CASES for answer in explained(case).questions}
    outcomes = {answer.outcome for case in CASES for answer in explained(case).questions}
    assert statuses == {"determined", "undetermined"}
    assert {"grant", "refuse", "defer", "confirm", "quash_and_redetermine", "quash_and_remit", "dismiss"} <= outcomes
