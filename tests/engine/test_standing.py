"""Why one provision stands as it does, told by itself."""

from typing import Any

from engine import Determination, determine, read_facts, why_it_stands
from tests.ours import our_rule_sets

YEAR_7 = "maternity-incentive-scheme/year-7"
CELL = {"group": "midwives", "course": "emergencies_training"}
DOCTORS = {"group": "other_obstetric_doctors", "course": "emergencies_training"}


def determined(**facts: Any) -> Determination:
    rules = our_rule_sets()[YEAR_7]
    return determine(rules, read_facts(rules, {"facts": {"assessed_on": "2026-02-24", **facts}}))


def test_a_share_is_told_with_its_numbers_and_how_many_more_would_be_enough() -> None:
    found = determined(attended=[{**CELL, "is": 43}], in_scope=[{**CELL, "is": 48}])
    (why,) = why_it_stands(found, "sa8-b-emergencies")
    assert why == (
        "Fewer than 90% of midwives attended emergencies training (safety action 8(b)). 43 of 48 people, 89.58%. "
        "1 more would be enough: 44 of 48, 91.67%."
    )


def test_each_condition_that_fails_has_a_text_of_its_own_and_what_is_met_has_none() -> None:
    found = determined(
        surveillance_model_embedded=True, moving_to_oversight_model=False,
        non_executive_champion_named=False, executive_champion_named=False, champions_visible_to_staff=True,
    )  # fmt: skip
    assert len(why_it_stands(found, "sa9-a-oversight-model")) == 1
    assert len(why_it_stands(found, "sa9-c-safety-champions")) == 2


def test_after_a_condition_that_names_a_provision_comes_why_that_one_is_not_met() -> None:
    found = determined(
        attended=[{**DOCTORS, "is": 8}], in_scope=[{**DOCTORS, "is": 10}],
        attended_before_july=[{**DOCTORS, "is": 8}], in_scope_before_july=[{**DOCTORS, "is": 8}],
        board_approved_rotation_plan=False,
    )  # fmt: skip
    told = " ".join(why_it_stands(found, "sa8-b-emergencies"))
    assert "8 of 10 people, 80%. 1 more would be enough: 9 of 10, 90%." in told
    assert told.index("may be left out") < told.index("a commitment and a plan to train the doctors who joined")
    assert "8 of 8" not in told


def test_what_is_met_is_told_by_what_carries_it() -> None:
    found = determined(duty_anaesthetist_always_available=True, duty_anaesthetist_has_consultant=True,
                       duty_anaesthetist_can_hand_over=True, anaesthetic_rota_of_one_month=True)  # fmt: skip
    assert len(why_it_stands(found, "sa4-b-duty-anaesthetist")) == 4
