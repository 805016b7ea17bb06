"""How requirements are told as they count: on a terminal, as JSON, and where a share is of few."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assessment import Assessed, Evidence, Site, assess, assessment_json, told
from assessment.few import by_eye
from assessment.model import EvidenceItem, Serves
from engine import load_rule_set
from tests.assessment.kept_trust import TODAY
from tests.assessment.looking_ahead import death, evidence, staff, table
from tests.assessment.making import DAY, assessed
from tests.assessment.small_scheme import SCHEME, rule_sets
from tests.engine.building import write_rules
from tests.ours import our_rule_sets

FACTS = "held_on date\n"
RULES = {"sa2-a": "when: <whole> {provision: sa2-b}", "sa2-b": "when: <behind> {fact: held_on, in_period: main_window}"}
QUESTIONS = {"sa2": ["met: {provision: sa2-a}", "not_met"]}
OLD = EvidenceItem(1, "Minutes", "The archive", (Serves("sa2-b"),), date(2024, 11, 1))


@pytest.fixture
def uncounted(tmp_path: Path) -> Assessed:
    """The second action rests on a requirement behind another, for which the one item is too old."""
    windows = "periods: {main_window: {from: 2025-04-02, to: 2025-11-30}}"
    year = load_rule_set(write_rules(tmp_path, FACTS, RULES, QUESTIONS, more=windows, id=f"{SCHEME}/year-7"))
    north = {"held_on": {"value": "2025-05-01", "source": "minutes"}}
    found = Evidence("RX1", "Wrenlow", "year-7", (Site("north", "North"),), {}, {"north": north}, items=(OLD,))
    return assess({**rule_sets(), year.id: year}, found, TODAY)


def requirements(found: Assessed) -> dict[str, dict[str, Any]]:
    """Each requirement of the second action as JSON has it, by its id."""
    return {each["id"]: each for each in assessment_json(found, ())["sites"][0]["actions"][1]["requirements"]}


def test_json_gives_a_requirement_as_it_counts_and_the_engines_view_of_it_beside(uncounted: Assessed) -> None:
    for each in requirements(uncounted).values():
        assert (each["status"], each["engine"]["status"]) == ("not_known", "met")
        assert "item 1 (Minutes), of 1 November 2024, lies outside" in each["says"]
        assert each["engine"]["says"].endswith("It is met")


def test_where_all_counts_the_two_are_the_same() -> None:
    whole = assessment_json(assessed("brackenford"), ())
    every = [each for site in whole["sites"] for action in site["actions"] for each in action["requirements"]]
    assert {"met", "not_met"} <= {each["status"] for each in every}
    assert all(each["engine"] == {"status": each["status"], "says": each["says"]} for each in every)


def test_a_terminal_tells_once_what_several_requirements_lack(uncounted: Assessed) -> None:
    assert len(uncounted.sites[0].action("sa2").uncounted) == 2
    assert " ".join(" ".join(told(uncounted)).split()).count("item 1 (Minutes), of 1 November 2024, lies outside") == 1


GROUP, COURSE = "obstetric_consultants", "fetal_monitoring_training"


def of_eight(*rows: dict[str, Any]) -> str:
    """What is told of 8(a), with these training records, that are all."""
    north = {"training": table(*rows)}
    found = assess(our_rule_sets(), evidence({"training_year_ended_on": "2025-11-30"}, north), DAY)
    return by_eye(found.sites[0].determination, "sa8-a-fetal-monitoring")


def test_a_group_of_nine_is_looked_at_by_eye_and_one_of_ten_is_not() -> None:
    assert "9 people (obstetric consultants, fetal monitoring training)" in of_eight(*staff(GROUP, COURSE, 8, 1))
    assert "obstetric consultants" not in of_eight(*staff(GROUP, COURSE, 9, 1))
    assert "1 person (obstetric consultants, fetal monitoring training)" in of_eight(*staff(GROUP, COURSE, 1, 0))
    assert of_eight(*staff(GROUP, COURSE, 1, 0)).endswith(" only: look at this one by eye.")


def of_deaths(**deaths: Any) -> str:
    """What is told of 1(a)."""
    found = assess(our_rule_sets(), evidence(north=deaths), DAY)
    return by_eye(found.sites[0].determination, "sa1-a-deaths-notified")


def test_a_share_of_nothing_is_looked_at_too_and_nothing_is_said_where_nobody_knows_of_how_many() -> None:
    assert of_deaths(deaths=table()) == "Of no deaths: look at this one by eye."
    one = death("D1", "2025-07-14", notified_on="2025-07-15")
    assert of_deaths(deaths=table(one)) == "Of 1 death only: look at this one by eye."
    assert of_deaths(deaths=table(one, complete=False)) == ""
    assert of_deaths() == ""


def test_a_terminal_names_the_place_in_the_scheme() -> None:
    lines = [each.strip() for each in told(assessed("alderholme"))]
    assert "Safety action 10(b): Of 2 cases only: look at this one by eye." in lines
