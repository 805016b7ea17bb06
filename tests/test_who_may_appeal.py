"""Who may appeal against which decision: every kind of appellant on every kind of decision, beside a table of the law.

The tables were written by hand from Schedule 2 paragraphs 30, 32(5) and 36, Schedule 3 paragraph 1, regulations 45, 63,
77 and 98(7), Schedule 4 paragraphs 25(7) and 26(9) and Schedule 5 paragraphs 15(7) and 16(9), not from what the rules
answer. In every case here all else is in order: the time, the notice, and whatever makes this appellant one of those
who may. So the kind of appellant and the kind of decision alone decide.

They stand here and not beside the rules, where hundreds of cases would say less: that a table leaves no kind out is
asserted. Of the longest two a quarter is tried in each run, and all of them in proof.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pytest

from engine import Determination, determine, read_given
from tests.ours import our_rule_sets

PROCEDURE, DOCTORS = "pharmacy/appeal-procedure", "pharmacy/dispensing-doctors"
TERMS = "pharmacy/terms-of-service"
DECIDED_ON = date(2024, 5, 1)
APPLICANT = "applicant"
IN_ORDER: Mapping[str, object] = {
    "appellant_notified_on": "2024-05-02",
    "notice_received_on": "2024-05-16",
    "statement_of_grounds_included": True,
    "statement_is_concise_and_reasoned": True,
}

# On an application to the list: Schedule 2, and regulation 45 on rulings about rural areas.

# Sch. 2 para 30(3)(a)(i) to (iii): chemists; (iv): doctors, where the grant rested on an opinion about a rural area.
CHEMISTS = frozenset({"listed_chemist", "entitled_not_yet_listed", "lps_chemist"})
PRACTICES = frozenset({"primary_medical_provider", "dispensing_performer"})
# Regs 39(2)(b)(iii) and 43(1)(b)(ii): no one who is only entitled to be listed, but the two local committees.
OF_A_RULING = PRACTICES | {"listed_chemist", "lps_chemist", "local_committee"}
ONLY_THE_APPLICANT = frozenset({APPLICANT})
NOBODY = frozenset[str]()

MAY_APPEAL: Mapping[str, frozenset[str]] = {
    "refusal_on_parts_3_to_5_or_7": ONLY_THE_APPLICANT,  # Sch. 2 para 36(1)(a)
    "refusal_on_part_6": NOBODY,  # reg. 33(5)(b): to the First-tier Tribunal
    "refusal_on_part_9": ONLY_THE_APPLICANT,  # para 36(1)(a), where an officer finds that it counts
    "refusal_on_mixed_or_other_grounds": ONLY_THE_APPLICANT,  # the same
    "part_grant": ONLY_THE_APPLICANT | CHEMISTS | PRACTICES,  # the same, and para 30(1) so far as it is a grant
    "grant": CHEMISTS | PRACTICES,  # Sch. 2 para 30(1) to (3)
    "address_notification_invalid": ONLY_THE_APPLICANT,  # para 36(1)(b)
    "new_address_not_accepted": ONLY_THE_APPLICANT,  # para 36(1)(c)
    "new_address_accepted": CHEMISTS,  # Sch. 2 para 32(5)(b)(ii)
    "future_condition_imposed_or_varied": ONLY_THE_APPLICANT,  # para 36(1)(d)
    "extension_refused": ONLY_THE_APPLICANT,  # para 36(1)(e)
    "consolidation_extension_refused": ONLY_THE_APPLICANT,  # para 36(1)(e), since 5 December 2016
    "commencement_required": ONLY_THE_APPLICANT,  # para 36(1)(f)
    "deferral": NOBODY,
    "other_step_on_the_application": NOBODY,
    "fitness_condition": NOBODY,  # reg. 35(4)(b): to the First-tier Tribunal
    "fitness_of_a_listed_chemist": NOBODY,  # regs 79(5)(b) and 82(3)(b): the same
    "controlled_locality": ONLY_THE_APPLICANT | OF_A_RULING,  # reg. 45(1)(a)
    "controlled_locality_barred": ONLY_THE_APPLICANT,  # reg. 45(1)(b): the committee that applied
    "reserved_location": ONLY_THE_APPLICANT | OF_A_RULING,  # reg. 45(1)(c)
    "reserved_location_again": ONLY_THE_APPLICANT | OF_A_RULING,  # reg. 45(1)(d)
    "determination_on_appeal": NOBODY,  # Sch. 3 para 11
    "another_decision": NOBODY,
}
# Who may appeal against these is settled by a table of its own, which the appeal procedure takes up: whoever appeals.
TAKEN_UP: Mapping[str, str] = {
    "dispensing_consent_or_approval": "right_of_appeal_under_part_8",  # reg. 63
    "temporary_premises_approval_refused": "right_of_appeal_under_part_8",
    "other_dispensing_doctor_decision": "right_of_appeal_under_part_8",
    "terms_of_service_decision": "right_of_appeal_on_terms_of_service",  # reg. 77
    "payment_while_suspended": "right_of_appeal_on_terms_of_service",  # reg. 98(7)
}
OUTSIDE_SCHEDULE_3 = "opening_hours"
CAPACITIES = CHEMISTS | PRACTICES | {"local_committee", "somebody_else"}
REFUSALS = [each for each in MAY_APPEAL if each.startswith("refusal")]

# On dispensing doctors: regulation 63.

DOCTOR, PHARMACIST = "doctor_concerned", "nhs_pharmacist"
# Reg. 63(3)(a)(i) to (iv)
THIRD_PARTIES = PRACTICES | {PHARMACIST, "nhs_appliance_contractor", "entitled_to_be_listed", "lps_chemist"}
ONLY_THE_DOCTOR = frozenset({DOCTOR})

MAY_APPEAL_UNDER_63: Mapping[str, frozenset[str]] = {
    "requirement_to_dispense": ONLY_THE_DOCTOR,  # reg. 63(1)(a)
    "arrangement_refused": NOBODY,
    "arrangements_ended": ONLY_THE_DOCTOR | {PHARMACIST},  # reg. 63(1)(b)(i) and, as the ending is postponed, (ii)
    "outline_consent_refused": ONLY_THE_DOCTOR,  # reg. 63(1)(c)(i)
    "outline_consent_granted": THIRD_PARTIES,  # reg. 63(1)(d)
    "outline_consent_granted_in_part": ONLY_THE_DOCTOR | THIRD_PARTIES,  # (c), where it is found to count, and (d)
    "premises_approval_refused": ONLY_THE_DOCTOR,  # reg. 63(1)(c)(ii)
    "premises_approval_granted": THIRD_PARTIES,  # reg. 63(1)(d)
    "change_of_premises_refused": ONLY_THE_DOCTOR,  # as a refusal of premises approval: reg. 54(2)
    "change_of_premises_agreed": THIRD_PARTIES,  # as a grant of it: reg. 54(2)
    "relocation_refused": ONLY_THE_DOCTOR,  # reg. 63(1)(c)(ii)
    "relocation_granted": THIRD_PARTIES,  # reg. 63(1)(d)
    "temporary_approval_refused": ONLY_THE_DOCTOR,  # reg. 63(1)(c)(iii)
    "temporary_approval_granted": NOBODY,
    "provisional_date_changed": ONLY_THE_DOCTOR,  # reg. 63(1)(e)
    "effect_of_consent_determined": ONLY_THE_DOCTOR,  # reg. 63(1)(e)
    "conditions_imposed": ONLY_THE_DOCTOR | {PHARMACIST, "lps_chemist"},  # reg. 63(1)(f)
    "conditions_not_imposed": ONLY_THE_DOCTOR | {PHARMACIST, "lps_chemist"},  # reg. 63(1)(f)
    "emergency_step": NOBODY,  # reg. 61(11)
    "another_step_on_dispensing": NOBODY,
    "not_about_dispensing_doctors": NOBODY,
}
UNDER_63 = THIRD_PARTIES | {DOCTOR, "someone_else"}

# On notices, removals and pay while suspended: regulations 77 and 98(7), for the chemist alone.

MAY_BE_APPEALED_BY_THE_CHEMIST = {
    "remedial_notice",  # reg. 77(1)(a)
    "restoration_refused",  # (b)
    "breach_notice",  # (c)
    *("removal_under_73", "removal_under_74_1", "removal_under_74_3"),  # (d)
    "refusal_to_remove_from_list",  # (e)
    *("suspended_payment_refused", "suspended_payment_level", "suspended_payment_deduction"),  # reg. 98(7)(a) to (c)
}
MAY_NOT_BE_APPEALED = {"refusal_to_unlist_premises", "kept_on_for_limited_purposes"}  # reg. 77(1)(e), with reg. 76

# On opening hours: Schedule 4 paragraphs 25(7) and 26(9), Schedule 5 paragraphs 15(7) and 16(9), for the contractor
# alone, whether pharmacist or appliance contractor. What the matter is; what became of it; whether it may be appealed.

HOURS = "pharmacy/opening-hours"
ON_HOURS: tuple[tuple[str, Mapping[str, object], bool], ...] = (
    ("assessment_outcome", {"new_days_or_times_set": True}, True),  # paras 25(7) and 15(7)
    ("assessment_outcome", {"new_days_or_times_set": False}, False),  # the same: nothing new was set
    ("application_decision", {"hours_application_result": "refused"}, True),  # paras 26(9) and 16(9)
    ("application_decision", {"hours_application_result": "granted_in_part"}, True),  # the same
    ("application_decision", {"hours_application_result": "granted"}, False),
    ("direction_under_regulation_65", {}, False),  # reg. 65(4) and (5) give none
    ("another_decision_on_hours", {}, False),
    ("hours_not_kept", {}, False),
)


def one_in_four(decisions: Iterable[str]) -> list[Any]:
    """Of these decisions one in four in each run, and all of them in proof."""
    proof = pytest.mark.proof
    return [pytest.param(each, marks=[proof] if number % 4 else []) for number, each in enumerate(decisions)]


def answered(rule_set: str, question: str, given: Mapping[str, object]) -> str:
    """What the rules answer, where all else is in order."""
    rules = our_rule_sets()[rule_set]
    found: Determination = determine(rules, read_given(rules, {**IN_ORDER, **given}), DECIDED_ON)
    return found.answer(question).outcome


def appealed(decision: str, who: str, **other: object) -> dict[str, object]:
    """An appeal on a routine application by the applicant, or by somebody else in a capacity."""
    decided = {"commissioner_decision": "refuse" if decision in REFUSALS else "grant"}
    found = {"counts_as_refusal_on_listed_grounds": True, "other_right_of_appeal": "none_found"}
    given = {"decision_appealed": decision, "application_class": "routine", **decided, **found}
    if who == APPLICANT:
        return {**given, "who_appeals": APPLICANT, **other}
    return {**given, **SOMEBODY_ELSE, "who_appeals": "someone_else", "appellant_capacity": who, **other}


# Affected, told, heard and given notice of everything, in a rural case.
SOMEBODY_ELSE: Mapping[str, object] = {
    "why_told_of_decision": "interests_affected",
    "wrote_in_on_application": True,
    "commissioner_satisfied_on_opposition": True,
    "controlled_locality_arises": True,
    "premises_in_controlled_locality": True,
    "grant_rested_on_no_prejudice": True,
    "told_of_new_address": True,
    "had_to_be_notified_of_application": True,
    "given_notice_of_rural_ruling": True,
}
UNDER_PART_8: Mapping[str, object] = {
    "commissioner_postponed_the_ending": True,
    "pharmacy_led_to_the_ending": True,
    "part_refused_counts_as_refusal": True,
    "notice_of_application_was_required": True,
    "interests_might_be_significantly_affected": True,
    "notice_of_application_given_on": "2024-01-10",
    "representations_made_on": "2024-02-01",
    "commissioner_was_satisfied_of_grounds": True,
}


def test_the_tables_hold_every_kind_of_decision_and_of_appellant() -> None:
    procedure, doctors = our_rule_sets()[PROCEDURE].facts, our_rule_sets()[DOCTORS].facts
    assert {*MAY_APPEAL, *TAKEN_UP, OUTSIDE_SCHEDULE_3} == set(procedure["decision_appealed"].options)
    assert set(procedure["appellant_capacity"].options) == CAPACITIES
    assert set(MAY_APPEAL_UNDER_63) == set(doctors["part_8_decision"].options)
    assert set(doctors["part_8_appellant"].options) == UNDER_63
    hours = our_rule_sets()[HOURS].facts
    assert {matter for matter, _, _ in ON_HOURS} == set(hours["opening_hours_matter"].options)
    results = [became.get("hours_application_result") for _, became, _ in ON_HOURS]
    assert {each for each in results if each} == set(hours["hours_application_result"].options)
    on_terms = our_rule_sets()[TERMS].facts["enforcement_decision_appealed"]
    assert set(on_terms.options) == MAY_BE_APPEALED_BY_THE_CHEMIST | MAY_NOT_BE_APPEALED


@pytest.mark.parametrize("decision", one_in_four(MAY_APPEAL))
def test_who_may_appeal_against_a_decision_on_an_application(decision: str) -> None:
    everybody = sorted({APPLICANT} | CAPACITIES)
    found = {who: answered(PROCEDURE, "jurisdiction", appealed(decision, who)) for who in everybody}
    may = MAY_APPEAL[decision]
    assert found == {who: "within_jurisdiction" if who in may else "no_right_of_appeal" for who in everybody}


@pytest.mark.parametrize("decision", TAKEN_UP)
def test_a_right_with_a_table_of_its_own_is_taken_up_as_it_is_found_there(decision: str) -> None:
    taken_up = {
        "secretary_of_state": "within_jurisdiction",
        "out_of_time": "out_of_time",
        "invalid_notice": "invalid_notice",
        "no_right_of_appeal": "no_right_of_appeal",
    }
    for there, here in taken_up.items():
        for who in (APPLICANT, "lps_chemist"):
            given = appealed(decision, who, **{TAKEN_UP[decision]: there})
            assert answered(PROCEDURE, "jurisdiction", given) == here, (who, there)


def test_opening_hours_are_appealed_outside_schedule_3_whoever_appeals() -> None:
    for who in sorted({APPLICANT} | CAPACITIES):
        assert answered(PROCEDURE, "jurisdiction", appealed(OUTSIDE_SCHEDULE_3, who)) == "under_another_provision", who


@pytest.mark.parametrize("who", sorted(CAPACITIES))
def test_a_joint_applicant_has_the_rights_in_any_capacity(who: str) -> None:
    """Sch. 2 paras 28(5), 30(2)(b) and 32(5)(b)(i): whose own application was considered together with this one."""
    for decision in ("grant", "new_address_accepted"):
        other = {"why_told_of_decision": "joint_application", "had_to_be_notified_of_application": False}
        joint = appealed(decision, who, **other)
        assert answered(PROCEDURE, "jurisdiction", joint) == "within_jurisdiction", decision


@pytest.mark.parametrize("who", sorted(CAPACITIES))
def test_rights_that_were_not_given_are_determined_first_for_those_who_could_have_them(who: str) -> None:
    """Sch. 2 para 30(6) and Sch. 3 para 1(1): both are appealed, each with a statement, and the rights come first."""
    refused = {
        "commissioner_satisfied_on_opposition": False,
        "told_of_third_party_rights": False,
        "notice_appeals_both_decisions": True,
        "statement_on_rights_included": True,
        "statement_on_rights_is_concise_and_reasoned": True,
        "opposition_challenges_needs_assessment": False,
        "opposition_vexatious_or_frivolous": False,
    }
    for should_have_been_satisfied, outcome in ((True, "within_jurisdiction"), (False, "third_party_rights_refused")):
        given = appealed("grant", who, **refused, reasonable_attempt_to_put_grounds=should_have_been_satisfied)
        could = who in CHEMISTS | PRACTICES
        assert answered(PROCEDURE, "jurisdiction", given) == (outcome if could else "no_right_of_appeal")


@pytest.mark.parametrize("decision", one_in_four(MAY_APPEAL_UNDER_63))
def test_who_may_appeal_against_a_decision_about_a_dispensing_doctor(decision: str) -> None:
    given = {**UNDER_PART_8, "part_8_decision": decision}
    found = {who: answered(DOCTORS, "right_of_appeal", {**given, "part_8_appellant": who}) for who in sorted(UNDER_63)}
    may = MAY_APPEAL_UNDER_63[decision]
    assert found == {who: "secretary_of_state" if who in may else "no_right_of_appeal" for who in sorted(UNDER_63)}


@pytest.mark.parametrize("decision", sorted(MAY_BE_APPEALED_BY_THE_CHEMIST | MAY_NOT_BE_APPEALED))
def test_who_may_appeal_against_a_decision_on_terms_of_service(decision: str) -> None:
    """Somebody who may stand in for a chemist who has died appeals only against a removal for that: reg. 74(1)(a)."""
    appellants = {"the chemist": (True, False), "for a dead chemist": (False, True), "somebody else": (False, False)}
    found = {}
    for who, (by_the_chemist, died) in appellants.items():
        facts = {"enforcement_decision_appealed": decision, "appeal_by_chemist_concerned": by_the_chemist}
        given = {**facts, "chemist_died": died, "appellant_may_stand_in_for_the_dead": died}
        found[who] = answered(TERMS, "right_of_appeal", given) == "secretary_of_state"
    by_the_chemist = decision in MAY_BE_APPEALED_BY_THE_CHEMIST
    for_the_dead = decision == "removal_under_74_1"
    assert found == {"the chemist": by_the_chemist, "for a dead chemist": for_the_dead, "somebody else": False}


@pytest.mark.parametrize(("matter", "became", "may"), ON_HOURS)
def test_who_may_appeal_against_a_decision_on_opening_hours(
    matter: str, became: Mapping[str, object], may: bool
) -> None:
    in_order = {"hours_notification_received_on": "2024-05-02", "hours_appeal_in_writing": True}
    given = {**in_order, "opening_hours_matter": matter, "direction_65_given_on": "none", **became}
    for kind in ("pharmacist", "appliance_contractor"):
        for by_the_contractor in (True, False):
            facts = {**given, "contractor_kind": kind, "appellant_is_the_contractor": by_the_contractor}
            found = answered(HOURS, "right_of_appeal", facts)
            assert found == ("secretary_of_state" if may and by_the_contractor else "no_right_of_appeal"), facts
