"""How a trust's evidence is put to the rules: which places there are, what is refused, what an action is made of."""

from dataclasses import replace
from datetime import date

import pytest

from assessment import ACTIONS, AssessmentRefused, Evidence, Site, assess, years_of
from tests.assessment.making import YEAR_7, assessed, folder, one_site, otherwise, put
from tests.ours import our_rule_sets

TWO = (Site("north", "North site"), Site("south", "South site"))


def faults_of(evidence: Evidence, day: date = date(2026, 2, 24)) -> list[str]:
    with pytest.raises(AssessmentRefused) as refused:
        put(evidence, day)
    return [f"{each.where}: {each.message}" for each in refused.value.faults]


def test_with_nothing_stated_every_action_is_not_yet_shown_and_none_is_not_met() -> None:
    found = put(one_site())
    assert found.counts == {"met": 0, "not_met": 0, "not_shown": 10}
    assert found.stands == "not_shown"
    assert all(each.needs for each in found.sites[0].actions)


def test_the_three_counts_are_of_the_trust_and_add_up_to_ten() -> None:
    evidence = replace(one_site({"rest_procedure_in_place": False, "rest_plan_under_way": False}), sites=TWO)
    found = put(replace(evidence, of_sites={**evidence.of_sites, "south": {}}))
    assert found.counts == {"met": 0, "not_met": 1, "not_shown": 9}
    assert found.of_trust["sa4"] == "not_met"
    assert found.stands == "not_met"


def test_an_action_lists_each_of_its_requirements_once_in_order_with_those_behind_them() -> None:
    rules = our_rule_sets()[YEAR_7]
    for action in put(one_site()).sites[0].actions:
        ids = [each.id for each in action.requirements]
        assert ids == [id for id in rules.provisions if id.startswith(f"{action.id}-")]
    assert "sa8-rotating-doctors" in [each.id for each in put(one_site()).sites[0].action("sa8").requirements]


def test_every_year_that_is_encoded_has_all_ten_actions() -> None:
    assert "year-7" in years_of(our_rule_sets())
    for year in years_of(our_rule_sets()):
        rules = our_rule_sets()[f"maternity-incentive-scheme/{year}"]
        assert [each.id for each in rules.questions] == list(ACTIONS), year


def test_what_makes_an_action_not_met_is_told_apart_from_what_is_met() -> None:
    action = assessed("brackenford").sites[1].action("sa8")
    assert [each.id for each in action.carrying] == ["sa8-b-emergencies"]
    assert action.number == 8


def test_a_year_without_rules_is_refused_and_those_with_rules_are_named() -> None:
    (told,) = faults_of(one_site(year="year-1"))
    assert told.startswith("/year: there is no rule set for year-1. Known: ")
    assert "year-7" in told


def test_an_action_of_which_the_rules_of_a_year_say_nothing_is_not_yet_shown() -> None:
    rules = our_rule_sets()[YEAR_7]
    fewer = replace(rules, questions=tuple(each for each in rules.questions if each.id != "sa4"))
    found = assess({**our_rule_sets(), YEAR_7: fewer}, one_site(), date(2026, 2, 24))
    assert found.of_trust["sa4"] == "not_shown"
    assert found.sites[0].action("sa4").answer.asks == "The rules of this year say nothing of this safety action."


def test_a_trust_has_a_site_and_each_has_a_code_and_a_name_of_its_own() -> None:
    assert faults_of(replace(one_site(), sites=(), of_sites={})) == [
        "/sites: a trust has at least one maternity site: name it"
    ]
    twice = (Site("north", "North site"), Site("north", "Other site"))
    assert faults_of(replace(one_site(), sites=twice)) == [
        "/sites: there are two sites with the code north: give each its own"
    ]
    alike = (Site("north", "The Site"), Site("south", "The site"))
    assert faults_of(replace(one_site(), sites=alike)) == [
        "/sites: there is another site that is called The Site: give each a name of its own",
        "/sites: there is another site that is called The site: give each a name of its own",
    ]


def test_what_is_stated_of_a_site_that_is_not_there_is_refused_with_the_nearest() -> None:
    evidence = replace(one_site(), of_sites={"north": {}, "nort": {}})
    assert faults_of(evidence) == ["/sites/nort: the trust has no site nort. Did you mean north?"]


def test_a_fact_that_no_rules_know_is_refused_with_the_nearest_of_that_place() -> None:
    found = faults_of(one_site({"point_of_care_drils": 2}, {"culture_plan": True}))
    assert found == [
        "/trust/culture_plan: the rules of year 7 have no such fact.",
        "/sites/north/point_of_care_drils: the rules of year 7 have no such fact. Did you mean point_of_care_drills?",
    ]


def test_every_fault_of_every_site_is_told_at_once_and_what_is_wrong_for_the_trust_only_once() -> None:
    evidence = replace(
        one_site(
            {"certificates_needed": 4, "certificates_current": 5},
            {"birthweights_valid": 9, "babies_born_in_july_2025": 8},
        ),
        sites=TWO,
    )
    evidence = replace(evidence, of_sites={**evidence.of_sites, "south": {"core_modules_covered": 7}})
    wheres = [each.split(":")[0] for each in faults_of(evidence)]
    assert sorted(wheres) == [
        "/sites/north/certificates_current", "/sites/south/core_modules_covered", "/trust/birthweights_valid",
    ]  # fmt: skip


def test_a_day_that_the_rules_do_not_cover_is_refused() -> None:
    (told,) = faults_of(one_site(), date(2025, 4, 1))
    assert told.startswith("/as_at: maternity-incentive-scheme/year-7 covers the law from 2 April 2025 on")


def test_time_limits_run_up_to_the_day_of_the_assessment() -> None:
    row = {"death": "D1", "died_on": "2025-10-20", "kind_of_death": "stillbirth", "for_review_here": True}
    evidence = one_site(
        {"deaths": {"rows": [{**row, "born_and_died_here": True}], "complete": True, "by": "A. Matron"}}
    )
    stands = {day: put(evidence, date(2025, 10, day)).sites[0].determination.provisions[0].status for day in (29, 30)}
    assert stands == {29: "met", 30: "not_met"}


def test_the_verdict_reads_every_site() -> None:
    found = assessed("brackenford")
    rows = found.verdict.facts["sites"].table.rows  # type: ignore[attr-defined]  # it is a table's statement
    assert len(rows) == 2
    assert found.verdict.amounts["units_that_meet_sa8"].value == 1


def test_what_is_added_later_for_one_site_leaves_the_other_as_it_was() -> None:
    evidence = folder("brackenford").evidence
    found = put(otherwise(evidence, {"champions_visible_to_staff": False}, code="south"))
    assert [site.action("sa9").stands for site in found.sites] == ["met", "not_met"]
    assert found.sites[0].determination.id == assessed("brackenford").sites[0].determination.id
