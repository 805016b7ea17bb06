"""The maternity trusts by ODS code: how many there are, which merged and when, and what a code stands for on a day."""

import re
from datetime import date

import pytest

from assessment import AssessmentRefused, every_trust, recoveries, trust, trusts_on
from assessment.trusts import called


def test_there_are_121_trusts_with_a_code_and_a_name_each_once() -> None:
    known = every_trust()
    assert len(known) == 121
    assert all(re.fullmatch("R[A-Z0-9]{2}", code) for code in known)
    assert len({each.name for each in known.values()}) == 121
    assert list(known) == sorted(known)


def test_three_of_them_have_merged_into_another_of_them_which_leaves_118() -> None:
    merged = {each.code: (each.merged_into, each.merged_from) for each in every_trust().values() if each.merged_into}
    assert merged == {
        "RA4": ("RH5", date(2023, 4, 1)),
        "RVY": ("RBN", date(2023, 7, 1)),
        "RAP": ("RAL", date(2025, 1, 1)),
    }
    assert all(into in every_trust() for into, _ in merged.values())
    days = (date(2023, 3, 31), date(2023, 4, 1), date(2024, 12, 31), date(2025, 1, 1))
    assert [len(trusts_on(day)) for day in days] == [121, 120, 119, 118]


def test_a_code_stands_for_itself_until_the_month_of_its_merger_and_then_for_what_it_became() -> None:
    before, after = trust("RA4", date(2023, 3, 31)), trust("RA4", date(2023, 4, 1))
    assert (before.merged, before.stands_for.code, before.told) == (False, "RA4", "")
    assert (after.merged, after.stands_for.code) == (True, "RH5")
    assert after.told == (
        "Yeovil District Hospital NHS Foundation Trust (RA4) has been part of Somerset NHS Foundation Trust (RH5) "
        "since April 2023, as recalled: use RH5 for what came after."
    )


def test_what_a_trust_is_called_now_is_told_with_its_name_in_the_list() -> None:
    found = trust("rvy", date(2025, 4, 2))
    assert found.stands_for.code == "RBN"
    assert called(found.stands_for) == (
        "St Helens and Knowsley Teaching Hospitals NHS Trust, now Mersey and West Lancashire Teaching Hospitals"
    )
    assert "now Mersey and West Lancashire Teaching Hospitals (RBN) since July 2023" in found.told


def test_each_says_how_it_was_checked() -> None:
    assert {(each.name_checked, each.maternity_checked) for each in every_trust().values()} == {("read", "recalled")}


def test_a_code_that_is_not_in_the_list_is_refused_with_the_nearest() -> None:
    with pytest.raises(AssessmentRefused) as refused:
        trust("RXQQ", date(2025, 4, 2))
    assert str(refused.value) == (
        "/trust: 'RXQQ' is no code of a maternity trust that is known here: one is such as RXW. Did you mean RXQ?"
    )


def test_trusts_that_gave_money_back_are_in_the_list_under_the_same_name() -> None:
    assert all(every_trust()[each.trust].name == each.name for each in recoveries())
