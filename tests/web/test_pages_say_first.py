"""Every public page of a rule set that is no law says first how much of it is recalled, and which year is the last."""

import io
import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.routing import Rule

from engine import RuleSet, said_first
from tests.ours import our_rule_sets
from tests.web.paging import BROWSER
from tests.web.test_pages_records import upload

SCHEME = "maternity-incentive-scheme"
NO_LAW = [id for id in our_rule_sets() if not id.startswith("pharmacy/")]
LAW = [id for id in our_rule_sets() if id.startswith("pharmacy/")]
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_DAY = {"facts.assessed_on.day": "31", "facts.assessed_on.month": "2", "facts.assessed_on.year": "2026"}


def of_rule_sets(app: Flask) -> Iterator[Rule]:
    """Every public address under the name of a rule set, but those of the API."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/rule-sets/<path:id>"):
            yield rule


def addresses(app: Flask, rule_set: RuleSet, method: str) -> Iterator[str]:
    """Where they are for one rule set: for its first provision, and for each of its tables."""
    opened = {"id": rule_set.id, "provision": next(iter(rule_set.provisions))}
    adapter = app.url_map.bind("localhost")
    for rule in of_rule_sets(app):
        if method in (rule.methods or ()):
            for table in rule_set.tables if "table" in rule.arguments else [""]:
                said = {name: {**opened, "table": table}[name] for name in rule.arguments}
                yield adapter.build(rule.endpoint, said, method=method)


def main_text(html: str) -> str:
    """The words of the main part of a page, with single spaces."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", html.partition("<main")[2].partition(">")[2])).split())


def first_words(data: bytes) -> list[object]:
    """What stands in the first column of the sheet that a workbook is opened at."""
    workbook = load_workbook(io.BytesIO(data))
    assert workbook.active is workbook.worksheets[0]
    return [row[0].value for row in workbook.worksheets[0].rows]


@pytest.mark.parametrize("id", NO_LAW)
def test_every_public_page_of_a_rule_set_says_first_how_it_was_checked(project: Flask, id: str) -> None:
    first, client, kinds = said_first(our_rule_sets(), id), project.test_client(), set()
    assert first
    for address in addresses(project, our_rule_sets()[id], "GET"):
        answer = client.get(address, headers=BROWSER)
        assert answer.status_code == 200, address
        kinds.add(answer.mimetype)
        if answer.mimetype == WORKBOOK:
            assert first_words(answer.data)[: len(first)] == [*first], address
        else:
            assert answer.mimetype == "text/html", address
            assert main_text(answer.text).startswith(" ".join(first)), address
    assert kinds == ({"text/html", WORKBOOK} if our_rule_sets()[id].tables else {"text/html"})


@pytest.mark.parametrize("id", NO_LAW)
def test_what_a_form_leads_to_says_it_too_and_before_what_is_to_be_mended(project: Flask, id: str) -> None:
    first, client = said_first(our_rule_sets(), id), project.test_client()
    for address in addresses(project, our_rule_sets()[id], "POST"):
        for typed in ({}, NO_DAY):
            answer = client.post(address, data=typed, headers=BROWSER)
            assert answer.status_code in (200, 422), address
            assert main_text(answer.text).startswith(" ".join(first)), address


def test_what_records_come_to_says_it_first(pharmacy: FlaskClient) -> None:
    page = main_text(upload(pharmacy, "fernmere-invented.csv").text)
    assert page.startswith(" ".join(said_first(our_rule_sets(), f"{SCHEME}/year-7")))


def test_every_version_of_a_provision_says_it_first(pharmacy: FlaskClient) -> None:
    rules = our_rule_sets()[f"{SCHEME}/early-notification"]
    provision = next(each for each in rules.provisions.values() if len(each.versions) > 1)
    address = f"/rule-sets/{rules.id}/provisions/{provision.id}?version={provision.versions[-1].start}"
    page = main_text(pharmacy.get(address).text)
    assert page.startswith(" ".join(said_first(our_rule_sets(), rules.id)))
    assert "This is an earlier version." in page


def test_two_years_side_by_side_say_it_of_both(pharmacy: FlaskClient) -> None:
    years = [f"{SCHEME}/year-{year}" for year in (6, 7)]
    page = main_text(pharmacy.get(f"/rule-sets/compare?from={years[0]}&to={years[1]}").text)
    assert page.startswith(" ".join(said_first(our_rule_sets(), *years)))
    one = main_text(pharmacy.get(f"/rule-sets/compare?to={years[1]}").text)
    assert one.startswith(" ".join(said_first(our_rule_sets(), years[1])))
    assert main_text(pharmacy.get("/rule-sets/compare").text).startswith("Rule sets side by side")


@pytest.mark.parametrize("id", NO_LAW)
def test_the_api_says_it_under_its_first_key(pharmacy: FlaskClient, id: str) -> None:
    first = [*said_first(our_rule_sets(), id)]
    one = pharmacy.get(f"/api/v1/rule-sets/{id}").get_json()
    (listed,) = (each for each in pharmacy.get("/api/v1/rule-sets").get_json()["items"] if each["id"] == id)
    asked = {"rule_set": id, "facts": {}, "as_at": "2026-02-24"}
    determined = pharmacy.post("/api/v1/determinations", json=asked).get_json()
    for found in (one, listed, determined):
        assert next(iter(found)) == "says_first"
        assert found["says_first"] == first


def test_of_law_the_api_says_nothing_of_the_kind(pharmacy: FlaskClient) -> None:
    assert "says_first" not in pharmacy.get(f"/api/v1/rule-sets/{LAW[0]}").get_json()
    for each in pharmacy.get("/api/v1/rule-sets").get_json()["items"]:
        assert ("says_first" in each) == (each["id"] in NO_LAW)


def test_a_determination_saved_from_the_form_says_it_before_anything_else(pharmacy: FlaskClient) -> None:
    found = pharmacy.post(f"/rule-sets/{SCHEME}/verdict/determine", data={"as": "json"}).get_json()
    assert next(iter(found)) == "says_first"
    assert found["says_first"] == [*said_first(our_rule_sets(), f"{SCHEME}/verdict")]
    law = pharmacy.post(f"/rule-sets/{LAW[0]}/determine", data={"as": "json"}).get_json()
    assert next(iter(law)) == "id"


@pytest.mark.parametrize("id", LAW)
def test_pages_of_law_say_nothing_of_the_kind(project: Flask, id: str) -> None:
    client = project.test_client()
    for address in addresses(project, our_rule_sets()[id], "GET"):
        page = client.get(address, headers=BROWSER).text
        assert "app-says-first" not in page
        assert "scheme document" not in page
