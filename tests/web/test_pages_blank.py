"""The blank form of a rule set: every question with room for its answer, to be printed."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.paging import got
from tests.web.visits import RULES, client_of

VISITS = "/rule-sets/surgery/visits/blank"


def test_every_question_stands_there_once_in_the_laws_order_with_who_shows_it(data_dir: Path) -> None:
    page = got(client_of(data_dir), VISITS)
    assert page.title.startswith("Blank form: Visits")
    asked = [heading.partition(". ")[2] for heading in page.headings if heading[:1].isdigit()]
    assert sorted(asked) == sorted(fact.ask for fact in RULES.facts.values() if fact.given)
    assert asked[0] == "On what date was payment claimed?"
    assert asked[-1] == "Was it reasonable to visit?", "judgements stand last"
    groups = [heading for heading in page.headings if heading.startswith("For the ")]
    assert groups == ["For the contractor to show", "For the commissioner to show", "For the Committee to decide"]
    for words in (
        "Yes No I do not know The parties differ",
        "Routine Urgent Temporary None of these I do not know The parties differ",
        "Day Month Year Hour Minute",
        "There is no end if the patient was not in.",
        "Asked under paragraph 1",
        "To weigh; none of these is a test on its own: How far the patient could travel",
        "Decided by Reasons",
    ):
        assert words in page.text
    assert not [tag for tag, _ in page.tags if tag in ("form", "input", "textarea")], "it is filled in by hand"


def test_numbers_by_group_are_a_grid_and_records_are_attached(pharmacy: FlaskClient) -> None:
    page = got(pharmacy, "/rule-sets/maternity-incentive-scheme/year-7/blank")
    assert "In scope: how many, for each group and course?" in page.text
    assert "Group Fetal monitoring training Emergencies training Neonatal basic life support training" in page.text
    assert "One row for each staff and course, with: staff, group, course" in page.text
    assert "/rule-sets/maternity-incentive-scheme/year-7/records/training/template.xlsx" in page.links


@pytest.mark.parametrize("id", ["pharmacy/market-entry", "pharmacy/appeal-procedure", "maternity-data-quality/cqim"])
def test_the_page_of_a_rule_set_leads_to_its_blank_form(project: Flask, id: str) -> None:
    client = project.test_client()
    assert f"/rule-sets/{id}/blank" in got(client, f"/rule-sets/{id}").links
    page = got(client, f"/rule-sets/{id}/blank")
    assert "What is the outcome when the application is redetermined?" not in page.text, "another rule set answers that"


def test_a_rule_set_that_is_not_there_has_no_blank_form(pharmacy: FlaskClient) -> None:
    got(pharmacy, "/rule-sets/no/such/blank", 404)
