"""Where trusts have gone wrong, or could: thresholds at, below and above; days one day outside; who is counted."""

from typing import Any

import pytest

from assessment import AssessmentRefused
from engine import determine_case
from scripts.make_training_fixtures import cells
from scripts.trust_facts import METRICS
from tests.assessment.making import YEAR_7, assessed, every, folder, one_site, otherwise, put, requirement
from tests.ours import our_rule_sets

CONDITIONS = "maternity-incentive-scheme/scheme-conditions"
CQIM = "maternity-data-quality/cqim"
ENDED = {"training_year_ended_on": "2025-11-30"}


def trained(attended: int, in_scope: int) -> dict[str, Any]:
    """Everybody of every group attended, but of the midwives at emergencies training so many of so many."""
    counts = dict.fromkeys(cells(our_rule_sets()[YEAR_7]), (10, 10))
    counts["midwives", "emergencies_training"] = (attended, in_scope)
    where = [{"group": group, "course": course} for group, course in counts]
    few, all_ = zip(*counts.values(), strict=True)
    return {
        "attended": [{**each, "is": count} for each, count in zip(where, few, strict=True)],
        "in_scope": [{**each, "is": count} for each, count in zip(where, all_, strict=True)],
    }


def emergencies(attended: int, in_scope: int) -> str:
    return requirement(one_site(trained(attended, in_scope)), "sa8-b-emergencies")


def test_89_96_percent_is_not_90_percent() -> None:
    assert emergencies(2241, 2491) == "not_met"
    assert emergencies(2242, 2491) == "met"


def test_18_of_20_is_90_percent_exactly_and_17_of_20_is_not() -> None:
    assert (emergencies(18, 20), emergencies(17, 20), emergencies(19, 20)) == ("met", "not_met", "met")


def test_a_group_of_one_is_all_or_nothing() -> None:
    assert (emergencies(1, 1), emergencies(0, 1)) == ("met", "not_met")


def test_a_group_of_nobody_is_met() -> None:
    assert emergencies(0, 0) == "met"


DEATHS = ("sa1-a-deaths-notified", "sa1-b-parents-asked", "sa1-c-i-reviews-started", "sa1-c-ii-reviews-published")


def test_no_deaths_at_all_meets_what_is_asked_after_a_death_once_somebody_says_so() -> None:
    found = put(one_site({"deaths": every()})).sites[0]
    stands = {each.id: each.status for each in found.determination.provisions}
    assert {stands[id] for id in (*DEATHS, "sa1-c-iii-external-members")} == {"met"}
    assert stands["sa1-d-quarterly-reports"] == "not_known"


def test_an_empty_list_that_nobody_calls_complete_shows_nothing() -> None:
    found = put(one_site({"deaths": {"rows": []}})).sites[0]
    assert {each.status for each in found.determination.provisions if each.id in DEATHS} == {"not_known"}


def death(code: str, notified_on: str, through: str) -> dict[str, Any]:
    """A stillbirth on Monday 20 October 2025, which had to be notified by 29 October."""
    row = {"death": code, "died_on": "2025-10-20", "kind_of_death": "stillbirth", "for_review_here": True}
    return {**row, "born_and_died_here": True, "notified_on": notified_on, "notified_through": through}


def test_deaths_that_were_notified_by_the_portal_and_by_the_old_route_count_alike() -> None:
    by_both = every(death("D1", "2025-10-29", "mbrrace_uk"), death("D2", "2025-10-29", "single_portal"))
    assert requirement(one_site({"deaths": by_both}), DEATHS[0]) == "met"
    for route in ("mbrrace_uk", "single_portal"):
        late = every(death("D1", "2025-10-29", "mbrrace_uk"), death("D2", "2025-10-30", route))
        assert requirement(one_site({"deaths": late}), DEATHS[0]) == "not_met"


def test_one_site_that_misses_an_action_misses_it_for_the_trust_and_nothing_for_its_other_site() -> None:
    found = assessed("brackenford")
    north, south = found.sites
    assert (north.action("sa8").stands, south.action("sa8").stands) == ("met", "not_met")
    assert (found.of_trust["sa8"], found.stands) == ("not_met", "not_met")
    assert found.counts == {"met": 9, "not_met": 1, "not_shown": 0}


@pytest.mark.parametrize(
    ("day", "stands"),
    [("2024-11-30", "not_met"), ("2024-12-01", "met"), ("2025-11-30", "met"), ("2025-12-01", "not_met")],
)
def test_a_board_that_saw_the_cases_a_day_outside_the_long_window_has_not_seen_them_in_it(
    day: str, stands: str
) -> None:
    assert requirement(one_site(trust={"board_saw_cases_on": day}), "sa10-d-board-sighted") == stands


@pytest.mark.parametrize(
    ("day", "stands"),
    [("2024-11-30", "not_met"), ("2024-12-01", "met"), ("2025-11-30", "met"), ("2025-12-01", "not_met")],
)
def test_a_course_attended_a_day_outside_the_twelve_months_is_not_attended(day: str, stands: str) -> None:
    row = {"staff": "S-1", "group": "midwives", "course": "fetal_monitoring_training", "attended_on": day}
    assert requirement(one_site({"training": every(row)}, ENDED), "sa8-a-fetal-monitoring") == stands


@pytest.mark.parametrize(("joined", "stands"), [("2025-06-30", "not_met"), ("2025-07-01", "met")])
def test_a_rotating_doctor_is_left_out_from_the_cut_off_day_on_and_not_a_day_before(joined: str, stands: str) -> None:
    row = {"group": "other_obstetric_doctors", "course": "emergencies_training"}
    came = [{**row, "staff": f"S-{number}", "attended_on": "2025-03-03"} for number in range(8)]
    joined_late = [{**row, "staff": f"S-{number}", "joined_on_rotation_on": joined} for number in (8, 9)]
    planned = {"board_approved_rotation_plan": True, "rotation_plan_reaches_90_in_time": True}
    evidence = otherwise(one_site({"training": every(*came, *joined_late)}), *_placed({**planned, **ENDED}))
    assert requirement(evidence, "sa8-b-emergencies") == stands


def _placed(facts: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Facts of a site, and of the trust, as the rules have it."""
    rules = our_rule_sets()[YEAR_7]
    of_trust = {name: said for name, said in facts.items() if rules.facts[name].about == "trust"}
    return {name: said for name, said in facts.items() if name not in of_trust}, of_trust


@pytest.mark.parametrize(("minuted_on", "stands"), [("2025-11-30", "met"), ("2025-12-01", "not_met")])
def test_a_plan_that_the_board_agreed_the_day_after_the_window_does_not_stand_in_for_posts(
    minuted_on: str, stands: str
) -> None:
    plan = {"uplift_plan_minuted_on": minuted_on, "uplift_plan_dated": True, "uplift_plan_covers_gap_till_then": True}
    short = {"establishment_required": 152.4, "establishment_funded": 150}
    evidence = otherwise(one_site(), *_placed({**plan, **short}))
    assert requirement(evidence, "sa5-b-funded-establishment") == stands


@pytest.mark.parametrize(("at", "outcome"), [("2026-03-03 12:00", "in_order"), ("2026-03-03 12:01", "not_looked_at")])
def test_a_declaration_at_noon_is_in_time_and_one_minute_later_it_is_not(at: str, outcome: str) -> None:
    facts = {
        "declaration_received_at": at, "board_gave_leave": True, "declaration_signed_by": "chief_executive",
        "accountable_officer_told": True, "accountable_officer_signed": True, "contradicting_reports": 0,
        "minutes_show_evidence": True, "evidence_kept": True, "actions_not_met": 0, "all_ten_as_declared": "met",
        "all_ten_on_evidence": assessed("alderholme").stands,
    }  # fmt: skip
    case = {"rule_sets": [CONDITIONS], "facts": facts, "as_at": "2026-03-04"}
    assert determine_case(our_rule_sets(), case)[0].answer("declaration").outcome == outcome


def test_what_is_about_the_trust_is_stated_once_and_counts_at_every_site() -> None:
    evidence = otherwise(folder("brackenford").evidence, trust={"executive_champion_named": False})
    for site in put(evidence).sites:
        assert site.action("sa9").stands == "not_met"
        assert [each.id for each in site.action("sa9").carrying] == ["sa9-c-safety-champions"]


def test_what_is_about_the_trust_is_refused_at_a_site_and_what_is_about_a_site_at_the_trust() -> None:
    with pytest.raises(AssessmentRefused) as refused:
        put(one_site({"executive_champion_named": True}, {"champions_visible_to_staff": True}))
    assert [each.where for each in refused.value.faults] == [
        "/trust/champions_visible_to_staff",
        "/sites/north/executive_champion_named",
    ]
    told = str(refused.value)
    assert "'champions_visible_to_staff' is about a site: state it for each site, and not for the trust" in told
    assert (
        "'executive_champion_named' is about the trust: state it once, for the trust; it counts at every site" in told
    )


def test_the_counts_of_the_quality_metrics_decide_whether_ten_of_eleven_pass() -> None:
    found = put(one_site(trust=METRICS)).sites[0]
    assert [each.rule_set.id for each in found.earlier] == [CQIM]
    assert found.earlier[0].answer("metrics_passed").outcome == "ten_or_more"
    assert requirement(one_site(trust=METRICS), "sa2-d-quality-metrics") == "met"


def test_too_few_metrics_count_against_a_trust_only_once_somebody_read_that_year_7_asks_for_ten() -> None:
    nine = {**METRICS, "babies_first_feed_recorded": 300, "haemorrhages_recorded": 0}
    assert requirement(one_site(trust=nine), "sa2-d-quality-metrics") == "not_known"
    asked = {**nine, "year_7_asks_for_metrics": True}
    assert requirement(one_site(trust=asked), "sa2-d-quality-metrics") == "not_met"


def test_a_trust_cannot_say_that_metrics_pass_which_its_own_counts_fail() -> None:
    with pytest.raises(AssessmentRefused) as refused:
        put(one_site(trust={**METRICS, "metrics_passed": "fewer"}))
    (fault,) = refused.value.faults
    assert fault.where == "/trust/metrics_passed"
    assert "two sources disagree" in fault.message
