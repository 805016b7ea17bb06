"""What was published of real trusts: it determines no more than it states, and nobody's conclusion is fed in as one."""

import json
from datetime import date
from typing import Any

import pytest

from assessment import AssessmentRefused, Evidence, Site, assess, years_of
from tests.assessment.making import TRUSTS
from tests.ours import our_rule_sets

HELD = json.loads((TRUSTS / "real-cases.json").read_text("utf-8"))
CASES: list[dict[str, Any]] = HELD["cases"]
ON = {"year-3": date(2021, 7, 1), "year-4": date(2023, 1, 5), "year-5": date(2024, 2, 1), "year-6": date(2025, 3, 3)}


def evidence_of(case: dict[str, Any]) -> Evidence:
    """A case as evidence: its source names no site, so the trust is looked at as one."""
    site = Site("trust", case["trust"])
    return Evidence(case["ods_code"], case["trust"], case["year"], (site,), {}, {"trust": case["facts"]})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_real_case_determines_no_more_than_it_states(case: dict[str, Any]) -> None:
    if case["year"] not in years_of(our_rule_sets()):
        with pytest.raises(AssessmentRefused, match=r"^/year: there is no rule set for"):
            assess(our_rule_sets(), evidence_of(case), date(2026, 2, 24))
        return
    found = assess(our_rule_sets(), evidence_of(case), ON[case["year"]])
    decided = [id for id, each in found.of_trust.items() if each != "not_shown"]
    assert decided == []
    assert found.stands == "not_shown"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_real_case_has_a_link_and_says_what_was_read(case: dict[str, Any]) -> None:
    assert case["source"]["url"].startswith(("https://", "http://"))
    assert case["source"]["read"]
    assert case["stated"]
    assert case["summary"]
    assert set(case["facts"]) <= set(case["stated"]), "facts are what is stated, and nothing is added"


def test_there_are_fourteen_each_once() -> None:
    assert HELD["invented"] is False
    assert len({case["id"] for case in CASES}) == len(CASES) == 14
