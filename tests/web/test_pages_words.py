"""Words for what a condition tests and for what is known: as people say them, with nothing of the program's own."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine import Span, read_facts
from tests.web.paging import got
from tests.web.visits import RULES, client_of
from web.pages import words


@pytest.fixture(scope="module")
def surgery(data_dir: Path) -> FlaskClient:
    return client_of(data_dir)


@pytest.mark.parametrize(
    ("provision", "told"),
    [
        ("para-1-payment", "cancelled on: there is none"),
        ("para-1-payment", "ended at: before 00:00 on 1 January 2030"),
        ("para-1-payment", "patients: at least 1"),
        ("para-1-payment", "miles: at most 10"),
        ("para-1-payment", "claim: at most £100"),
        ("para-1-payment", "the judgement reasonable to visit: yes"),
        ("para-1-payment", "kind of visit: urgent"),
        ("para-2-at-home", "patients at home as a share of patients: at least 90%"),
        ("para-2-at-home", "claimed on: on or before 10 days after the cancelled on"),
        ("para-2-at-home", "miles: more than 1 and less than 9"),
        ("para-2-at-home", "kind of visit: routine or temporary"),
        ("para-2-at-home", "claimed on: in the period year of claims"),
        ("para-2-at-home", "claim: at most what is worked out"),
    ],
)
def test_a_tree_says_what_each_condition_tests(surgery: FlaskClient, provision: str, told: str) -> None:
    assert told in got(surgery, f"/rule-sets/surgery/visits/provisions/{provision}").text


def test_a_provision_that_was_not_in_force_says_so(surgery: FlaskClient) -> None:
    page = got(surgery, "/rule-sets/surgery/visits/provisions/para-1-payment?version=2016-01-01")
    assert "There was no such law in this period, so it is not met." in page.text
    assert "In our own words" not in page.text


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("agreed_before", True, "yes"),
        ("agreed_before", {"state": "disputed"}, "not known"),
        ("kind_of_visit", {"one_of": ["urgent", "routine"]}, "routine or urgent"),
        ("kind_of_visit", "none", "there is none"),
        ("kind_of_visit", {"one_of": ["urgent"], "may_be_none": True}, "urgent or none"),
        ("patients", 1200, "1,200 patients"),
        ("patients", {"from": 3, "to": 5}, "between 3 and 5 patients"),
        ("patients", {"from": 3}, "between 3 and 1,500 patients"),
        ("miles", {"from": 0.5}, "at least 0.5 miles"),
        ("claim", 173418, "£1,734.18"),
        ("claim", 1200, "£12"),
        ("claimed_on", "2024-05-01", "1 May 2024"),
        ("claimed_on", {"from": "2024-05-01"}, "1 May 2024 or later"),
        ("claimed_on", {"to": "2024-05-01"}, "1 May 2024 or earlier"),
        ("began_at", "2024-05-01 09:05", "09:05 on 1 May 2024"),
        ("reference_given", "AB_12", "AB_12"),
    ],
)
def test_what_is_known_is_said_as_people_say_it(name: str, said: Any, told: str) -> None:
    fact = RULES.facts[name]
    assert words.known_or_not(read_facts(RULES, {"facts": {name: said}})[name].known, fact) == told


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (None, None, "a date that is not known"),
        (date(2024, 5, 1), date(2024, 5, 1), "1 May 2024"),
        (date(2024, 5, 1), None, "a date that is only partly known: 1 May 2024 or later"),
        (None, date(2024, 5, 1), "a date that is only partly known: 1 May 2024 or earlier"),
        (
            date(2024, 5, 1),
            date(2024, 6, 2),
            "a date that is only partly known: between 1 May 2024 and 2 June 2024",
        ),
    ],
)
def test_the_day_of_the_law_is_said_as_far_as_it_is_known(low: date | None, high: date | None, told: str) -> None:
    assert words.as_at(Span(low, high)) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("claim", "it is taken as the lowest value still possible"),
        ("cancelled_on", "it is taken that there is none"),
        ("agreed_before", "it is taken as no"),
        ("patients", "it stays open"),
    ],
)
def test_what_falls_is_said_in_words(name: str, told: str) -> None:
    assert words.falls_to(RULES.facts[name]) == told
