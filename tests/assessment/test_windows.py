"""Within which days evidence of a requirement counts: as its rule fixes them, and never where it fixes none."""

from dataclasses import replace
from datetime import date

import pytest

from assessment import assess
from assessment.item_windows import outside
from assessment.model import EvidenceItem, Serves
from assessment.windows import Window, falls_outside, window_of, windows_of_fields
from tests.assessment.looking_ahead import evidence, staff, table
from tests.ours import our_rule_sets

DAY = date(2026, 2, 24)
YEAR_7 = our_rule_sets()["maternity-incentive-scheme/year-7"]
SCHEME_YEAR = Window(date(2024, 12, 1), date(2025, 11, 30))
MAIN = Window(date(2025, 4, 2), date(2025, 11, 30))


@pytest.mark.parametrize(("requirement", "window"), [
    ("sa1-c-iii-external-members", SCHEME_YEAR),  # of panels that were held in it
    ("sa1-d-quarterly-reports", SCHEME_YEAR),  # four quarters together
    ("sa3-c-project-told", MAIN),
    ("sa6-d-board-reports", MAIN),
    ("sa9-e-claims-scorecard", MAIN),
])  # fmt: skip
def test_where_all_that_a_requirement_looks_at_has_its_days_they_are_its_window(
    requirement: str, window: Window
) -> None:
    assert window_of(YEAR_7, requirement) == window


@pytest.mark.parametrize(
    ("requirement", "why"),
    [
        ("sa1-b-parents-asked", "parents may be asked on any day up to the assessment"),
        ("sa1-c-ii-reviews-published", "a review is in time by its own death, of June 2024 too"),
        ("sa2-a-birthweights", "the scorecard of July came out later"),
        ("sa3-a-transitional-care", "a pathway may be older than the year"),
        (
            "sa5-a-staffing-calculation",
            "a calculation counts for three years, and how it was made has no day",
        ),
        ("sa9-c-safety-champions", "who is named for a role was named before"),
    ],
)
def test_where_something_that_it_looks_at_has_no_days_evidence_of_any_day_may_show_it(
    requirement: str, why: str
) -> None:
    assert window_of(YEAR_7, requirement) is None, why


def test_a_year_that_bounds_one_side_alone_leaves_the_other_open() -> None:
    window = window_of(our_rule_sets()["maternity-incentive-scheme/year-5"], "sa2-c-provisional-submission")
    assert (window, str(window)) == (Window(None, date(2023, 8, 31)), "up to 31 August 2023")
    assert str(Window(date(2023, 8, 31), None)) == "from 31 August 2023 on"
    assert falls_outside(Window(None, date(2023, 8, 31)), date(2023, 9, 1), date(2023, 9, 2)) == "outside"
    assert falls_outside(Window(date(2023, 8, 31), None), date(2023, 8, 30), date(2023, 9, 2)) == "partly"


def test_the_rows_of_each_table_that_is_looked_at_by_its_days_are_told_of() -> None:
    assert windows_of_fields(YEAR_7, "mortality_reports") == {"board_had_it_on": SCHEME_YEAR}
    assert windows_of_fields(YEAR_7, "staffing_reports") == {"board_had_it_on": MAIN}
    assert windows_of_fields(YEAR_7, "oversight_meetings") == {"held_on": MAIN}
    assert windows_of_fields(YEAR_7, "training") == {}, "its year ends on a day that the trust chooses"


@pytest.mark.parametrize(("requirement", "days", "told"), [
    ("sa6-d-board-reports", {"dated": date(2025, 4, 2)}, ""),
    ("sa6-d-board-reports", {"dated": date(2025, 4, 1)}, "of 1 April 2025, lies outside and does not count."),
    ("sa6-d-board-reports", {"dated": date(2025, 12, 1)}, "was written afterwards, and counts as long as nobody says"),
    ("sa6-d-board-reports", {"dated": date(2025, 12, 9), "covers_from": date(2025, 12, 1)}, "outside and does not"),
    ("sa6-d-board-reports", {"dated": date(2025, 12, 9), "covers_to": date(2025, 11, 30)}, ""),
    ("sa5-a-staffing-calculation", {"dated": date(2024, 5, 10)}, "see whether it shows what is asked. It counts."),
    ("sa5-a-staffing-calculation", {"dated": date(2024, 12, 10)}, ""),
])  # fmt: skip
def test_what_is_told_of_an_item_by_its_days(requirement: str, days: dict[str, date], told: str) -> None:
    item = EvidenceItem(1, "A paper", "The archive", (Serves(requirement),), **days)
    found = outside(YEAR_7, item)
    assert [each.wholly for each in found] == ([] if not told else ["does not" in told])
    assert all(told in each.told for each in found)


def test_a_calculation_of_two_years_ago_still_shows_what_it_shows() -> None:
    known = {"workforce_calculation_systematic": True, "workforce_calculated_on": "2024-05-10"}
    item = EvidenceItem(1, "The report", "The archive", (Serves("sa5-a-staffing-calculation"),), date(2024, 5, 10))
    without = evidence({}, known)
    found = [assess(our_rule_sets(), each, DAY).sites[0] for each in (without, replace(without, items=(item,)))]
    status = {each.id: each.status for each in found[0].determination.provisions}
    assert status["sa5-a-staffing-calculation"] == "met"
    assert found[0].action("sa5") == found[1].action("sa5")


def test_training_is_looked_at_within_the_twelve_months_that_the_trust_chose() -> None:
    midwives = table(*staff("midwives", "emergencies_training", 20, 0))
    chosen = evidence({"training_year_ended_on": "2025-08-31"}, {"training": midwives})
    ev = assess(our_rule_sets(), chosen, DAY).sites[0].determination.evaluation
    assert window_of(YEAR_7, "sa8-b-emergencies") is None
    assert window_of(YEAR_7, "sa8-b-emergencies", ev) == Window(date(2024, 9, 1), date(2025, 8, 31))
