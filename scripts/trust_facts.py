"""What an invented trust says besides its tables: each fact of year 7 that is not counted from records."""

from datetime import date
from typing import Any

YES = (
    # Safety actions 3, 4 and 5
    "transitional_care_pathway", "transitional_care_follows_bapm", "improvement_project_from_themes",
    "improvement_project_aims_to_reduce", "long_term_locum_guidance_followed", "long_term_locum_audit_done",
    "long_term_locum_assurance_given", "rest_procedure_in_place", "attendance_misses_reviewed",
    "duty_anaesthetist_always_available", "duty_anaesthetist_has_consultant", "duty_anaesthetist_can_hand_over",
    "anaesthetic_rota_of_one_month", "neonatal_medical_staffing_met", "neonatal_nursing_staffing_met",
    "workforce_calculation_systematic", "supernumerary_escalation_plan",
    # 6 and 7
    "care_bundle_trajectory_agreed", "care_board_confirms_progress", "care_bundle_assured_by_trust_board",
    "care_bundle_assured_by_integrated_care_board", "voices_partnership_in_place", "voices_partnership_led_by_users",
    "voices_partnership_has_workplan", "voices_partnership_funded", "voices_lead_quorate_member",
    "survey_plan_coproduced", "survey_plan_analyses_free_text", "survey_plan_watched_by_champions",
    "survey_plan_watched_by_local_system", "hears_those_with_worst_outcomes",
    # 8 and 9
    "training_plan_signed", "training_plan_agreed", "emergencies_training_face_to_face",
    "emergencies_training_multi_professional", "surveillance_model_embedded", "moving_to_oversight_model",
    "non_executive_champion_named", "executive_champion_named", "champions_visible_to_staff",
    "leadership_support_acted_on", "culture_plan_progress",
)  # fmt: skip
FACTS: dict[str, Any] = {
    **dict.fromkeys(YES, True),
    "babies_born_in_july_2025": 312,
    "birthweights_valid": 305,
    "women_booked_in_july_2025": 340,
    "ethnic_categories_valid": 322,
    "july_2025_submitted_on": date(2025, 8, 14),
    "transitional_care_from_days": 238,
    "improvement_project_registered_on": date(2025, 7, 3),
    "improvement_told_system_on": date(2025, 10, 9),
    "improvement_told_champions_on": date(2025, 10, 21),
    "locums_looked_at_from": date(2025, 2, 1),
    "attendance_looked_at_from": date(2025, 6, 1),
    "attendance_required": 24,
    "attendance_given": 22,
    "workforce_calculated_on": date(2024, 3, 18),
    "establishment_required": 152.4,
    "establishment_funded": 153.5,
    "care_bundle_interventions": 70,
    "care_bundle_interventions_in_place": 64,
    "training_year_ended_on": date(2025, 11, 30),
    "core_modules_covered": 6,
    "point_of_care_drills": 2,
    "certificates_needed": 40,
    "certificates_current": 38,
    "board_saw_cases_on": date(2025, 11, 27),
}
REGULARLY = "supernumerary_status_lost_regularly"
METRICS = {
    "women_booked": 500, "women_booked_smoking_known": 480, "women_booked_who_smoke": 60,
    "hes_deliveries_published": 450, "mothers_month_before": 440, "mothers_month_before_smoking_known": 430,
    "mothers_month_before_who_smoke": 40, "hes_deliveries_month_before": 450, "mothers_published": 440, "babies": 450,
    "babies_first_feed_recorded": 430, "mothers": 438, "hes_deliveries": 452, "singletons": 436,
    "singletons_gestation_valid": 433, "singletons_at_term": 402, "mothers_three_months_before": 1310,
    "hes_deliveries_three_months_before": 1354, "mothers_who_lost_500_ml": 420, "mothers_who_lost_1500_ml": 41,
    "haemorrhages_recorded": 1, "mothers_three_months": 1322, "hes_deliveries_three_months": 1354,
    "singletons_three_months": 1290, "singletons_three_months_gestation_valid": 1284,
    "singletons_three_months_at_term": 1190, "singletons_three_months_at_term_with_outcome": 1188,
    "singletons_three_months_apgar_recorded": 1181, "singletons_three_months_method_recorded": 1287,
    "singletons_three_months_born_vaginally": 702, "singletons_three_months_born_vaginally_at_term": 655,
    "singletons_three_months_with_a_tear": 21, "tears_recorded": 1, "women_booked_three_months": 1480,
    "women_booked_three_months_history_recorded": 1466, "women_booked_three_months_no_birth_before": 610,
    "mothers_three_months_any_outcome": 1325, "hes_deliveries_three_months_published": 1355,
    "babies_three_months": 1345, "babies_three_months_gestation_valid": 1340, "babies_three_months_at_term": 1230,
    "babies_three_months_method_recorded": 1340, "babies_three_months_born_vaginally": 720,
    "babies_three_months_presentation_recorded": 1310, "mothers_three_months_parity_recorded": 1300,
    "mothers_three_months_first_birth": 540, "mothers_three_months_onset_recorded": 1290,
}  # fmt: skip
