"""What may come back: an estimate in whole pence, with its formula and its doubt in every text, and never a promise."""

from datetime import date

import pytest

from assessment import AssessmentRefused, Pot, assess, contribution_of, estimate, recoveries
from assessment.model import Standing
from assessment.money import FORMULA, estimate_of, pounds
from tests.assessment.looking_ahead import evidence
from tests.ours import our_rule_sets

MILLION = 100_000_000  # pence


def test_the_contribution_is_a_tenth_of_the_maternity_part() -> None:
    assert contribution_of(4 * MILLION) == 400_000_00
    assert contribution_of(19) == 1, "rounded down to a penny"


def test_with_ten_of_ten_it_comes_back_with_a_share_and_the_formula_is_shown() -> None:
    found = estimate_of("met", 400_000_00, Pot(60 * MILLION, 9 * MILLION))
    assert (found.refund, found.share, found.total) == (400_000_00, 60_000_00, 460_000_00)
    assert found.told[0] == "Estimate: £400,000 comes back."
    assert found.told[1] == (
        "Estimate of the share: £400,000 / £60,000,000 × £9,000,000 = £60,000; estimate of both: £460,000."
    )
    assert found.told[2] == FORMULA


def test_the_share_is_exact_and_rounded_down_to_a_penny() -> None:
    assert estimate_of("met", 100, Pot(300, 200)).share == 66
    big = estimate_of("met", 386_000_000, Pot(7_777_777_777, 999_999_999)).share
    assert big == 386_000_000 * 999_999_999 // 7_777_777_777


@pytest.mark.parametrize("stands", ["met", "not_met", "not_shown"])
@pytest.mark.parametrize("pot", [None, Pot(60 * MILLION, 9 * MILLION)])
def test_every_text_says_that_it_is_an_estimate_and_none_says_entitled(stands: Standing, pot: Pot | None) -> None:
    found = estimate_of(stands, 400_000_00, pot)
    assert all("estimate" in each.lower() for each in found.told)
    assert found.told[-1].startswith("This is an estimate and no entitlement")
    assert not any("entitled" in each or "will " in each for each in found.told)


def test_below_ten_nothing_is_estimated_to_come_back() -> None:
    found = estimate_of("not_met", 400_000_00, Pot(60 * MILLION, 9 * MILLION))
    assert (found.refund, found.share, found.total) == (None, None, None)
    assert found.told[0].startswith("Estimate: nothing. Not all ten safety actions are met")


def test_what_is_not_shown_yet_comes_back_only_if_it_comes_to_be_met() -> None:
    found = estimate_of("not_shown", 400_000_00)
    assert found.told[0] == (
        "Estimate: £400,000 comes back if all ten safety actions come to be met, which is not shown yet."
    )
    assert (found.share, found.total) == (None, 400_000_00)
    assert found.told[1] == "No share can be estimated without what the other trusts paid."


def test_how_an_assessment_stands_is_taken_from_it() -> None:
    assessed = assess(our_rule_sets(), evidence(), date(2025, 12, 1))
    assert estimate(assessed, 100).stands == "not_shown"


@pytest.mark.parametrize(
    ("contribution", "pot", "message"),
    [
        (-1, None, "/contribution: a sum is whole pence from 0 up, and this is -1"),
        (100, Pot(100, -1), "/left_over: a sum is whole pence from 0 up, and this is -1"),
        (
            200,
            Pot(100, 5),
            (
                "/of_those_that_meet_all: the contributions of all trusts that meet ten of ten come to £1: less than "
                "this trust's own £2: give the sum of all of them, this trust's among them"
            ),
        ),
    ],
)
def test_sums_that_cannot_be_are_refused(contribution: int, pot: Pot | None, message: str) -> None:
    with pytest.raises(AssessmentRefused) as refused:
        estimate_of("met", contribution, pot)
    assert str(refused.value) == message


def test_pounds_have_pence_where_there_are_some() -> None:
    assert [pounds(each) for each in (0, 5, 100, 173_418, 386_000_000)] == [
        "£0", "£0.05", "£1", "£1,734.18", "£3,860,000",
    ]  # fmt: skip


def test_recoveries_are_kept_with_sum_year_and_why_and_who_told_of_them() -> None:
    found = {(each.trust, each.years): each for each in recoveries()}
    assert set(found) == {("RVV", (1,)), ("RVV", (2,)), ("RR8", (5, 6)), ("RXW", ())}
    leeds = found["RR8", (5, 6)]
    assert (leeds.pence, leeds.exact, pounds(leeds.pence)) == (488_708_400, True, "£4,887,084")
    assert not found["RVV", (1,)].exact
    assert all(each.why and each.told_by.startswith("https://") for each in recoveries())
