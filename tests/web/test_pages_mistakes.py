"""Mistakes in the form: each comes back to its field, in words that help, and nothing that was typed is lost."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.web.paging import Page, posted
from tests.web.visits import FORM, client_of, day, typed


@pytest.fixture(scope="module")
def surgery(data_dir: Path) -> FlaskClient:
    return client_of(data_dir)


ENDED_FIRST = {
    **day("facts.began_at", "2/5/2024"),
    "facts.began_at.time": "09:00",
    **day("facts.ended_at", "1/5/2024"),
    "facts.ended_at.time": "09:00",
}
BAD: list[tuple[dict[str, Any], str, str]] = [
    (day("facts.claimed_on", "30/2/2024"), "facts.claimed_on", "There is no such day as 30/2/2024"),
    (day("facts.claimed_on", "5/13/2024"), "facts.claimed_on", "There is no such day as 5/13/2024"),
    (day("facts.claimed_on", "5/12/24"), "facts.claimed_on", "a year of four figures"),
    (day("facts.claimed_on", "5//2024"), "facts.claimed_on", "Write a day, a month and a year"),
    (day("facts.claimed_on", "٥/1/2024"), "facts.claimed_on", "Write a day, a month and a year"),
    (day("facts.claimed_on", "1/5/1066"), "facts.claimed_on", "Dates run from 1900-01-01"),
    (day("facts.claimed_on", "1/5/2014"), "facts.claimed_on", "covers the law from 1 January 2015"),
    (day("facts.claimed_on.from", "30/2/2024"), "facts.claimed_on.from", "There is no such day"),
    (
        {**day("facts.claimed_on.from", "3/5/2024"), **day("facts.claimed_on.to", "1/5/2024")},
        "facts.claimed_on.from",
        "upside down",
    ),
    (day("as_at", "31/4/2024"), "as_at", "There is no such day"),
    (day("as_at", "1/5/2014"), "as_at", "covers the law from 1 January 2015"),
    (day("facts.began_at", "1/5/2024"), "facts.began_at", "a time on the 24-hour clock"),
    ({**day("facts.began_at", "1/5/2024"), "facts.began_at.time": "24:00"}, "facts.began_at", "24-hour clock"),
    ({**day("facts.began_at", "1/5/2024"), "facts.began_at.time": "9.30 pm"}, "facts.began_at", "24-hour clock"),
    ({"facts.patients": "many"}, "facts.patients", "Write a number in figures"),
    ({"facts.patients": "1,20"}, "facts.patients", "Write a number in figures"),
    ({"facts.patients": "1e3"}, "facts.patients", "Write a number in figures"),
    ({"facts.patients": "NaN"}, "facts.patients", "Write a number in figures"),
    ({"facts.patients": "9" * 400}, "facts.patients", "Write a number in figures"),
    ({"facts.patients": "9" * 30}, "facts.patients", "at most 15 digits"),
    ({"facts.patients": "1.5"}, "facts.patients", "not a whole number of patients"),
    ({"facts.patients": "1501"}, "facts.patients", "outside what it may be"),
    ({"facts.patients": "-1"}, "facts.patients", "outside what it may be"),
    ({"facts.claim": "12.5"}, "facts.claim", "Write pounds"),
    ({"facts.claim": "12.505"}, "facts.claim", "Write pounds"),
    ({"facts.claim": "12 pounds"}, "facts.claim", "Write pounds"),
    ({"facts.claim.to": "twelve"}, "facts.claim.to", "Write pounds"),
    ({"facts.claim": "12", "facts.claim.from": "10"}, "facts.claim", "Give one answer"),
    ({"facts.claim": "12", "facts.claim.state": "disputed"}, "facts.claim", "Give one answer"),
    ({"facts.reference_given": "X", "facts.reference_given.state": "none"}, "facts.reference_given", "Give one answer"),
    ({"facts.kind_of_visit": "social"}, "facts.kind_of_visit", "is not an option"),
    ({"facts.kind_of_visit.one_of": ["urgent", "social"]}, "facts.kind_of_visit.one_of", "is not an option"),
    ({"facts.kind_of_visit": "urgent", "facts.kind_of_visit.one_of": "urgent"}, "facts.kind_of_visit", "Give one"),
    ({"facts.agreed_before": "maybe"}, "facts.agreed_before", "yes or no"),
    ({"facts.agreed_before": "state.perhaps"}, "facts.agreed_before", "State is not_asked"),
    ({"facts.agreed_before.source": "the practice"}, "facts.agreed_before", "give the answer too"),
    ({"judgements.reasonable_to_visit.reasons": "Because."}, "judgements.reasonable_to_visit", "give the answer too"),
    ({"facts.patient": "3"}, "form", "has no such fact. Did you mean patients"),
    ({"judgements.patients": "3"}, "facts.patients", "a fact, not a judgement"),
    (ENDED_FIRST, "facts.ended_at", "cannot have ended before it began"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "place", "told"), BAD, ids=[f"{place}: {told}" for _, place, told in BAD])
def test_each_mistake_comes_back_to_its_field_with_nothing_lost(
    surgery: FlaskClient, fields: dict[str, Any], place: str, told: str
) -> None:
    sent = typed({**fields, "facts.miles": "7.5", "facts.miles.source": "the map"})
    page = posted(surgery, FORM, sent, 422)
    assert page.title.startswith("Error: ")
    assert "There is a problem" in page.headings
    assert told in page.text
    assert f"#{place}" in page.links
    assert place in page.ids
    assert place == "form" or f"{place}-error" in page.ids
    assert {name: page.fields.getlist(name) for name in page.fields if name in sent} == as_offered(page, sent)


def as_offered(page: Page, sent: MultiDict[str, str]) -> dict[str, list[str]]:
    """What was sent, without the options that the page does not offer and so no browser sends."""
    options = {(held["name"], held["value"]) for tag, held in page.tags if held.get("type") in ("radio", "checkbox")}
    picked = {name for name, _ in options}
    kept = [(name, value) for name, value in sent.items(multi=True) if (name, value) in options or name not in picked]
    return dict(MultiDict([(name, value) for name, value in kept if name in page.fields]).lists())


def test_several_mistakes_are_told_at_once_each_with_its_question(surgery: FlaskClient) -> None:
    page = posted(surgery, FORM, {"facts.claim": "x", "facts.patients": "y", **day("as_at", "1/1/1")}, 422)
    assert "What sum was claimed? Write pounds" in page.text
    assert "How many patients were seen? Write a number" in page.text
    assert "Law as at another date: Write a day" in page.text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ([("facts.kind_of_visit", "routine"), ("facts.kind_of_visit", "urgent")], "Give one answer"),
        ([("facts.patients", "1"), ("facts.patients", "2")], "Give one answer"),
        ([("facts.patients.form", "2")], "no such field"),
        ([("record_closed", "perhaps")], "The record is closed by a tick"),
    ],
)
def test_two_answers_or_a_field_that_is_not_there_are_never_passed_over(
    surgery: FlaskClient, sent: list[tuple[str, str]], told: str
) -> None:
    assert told in posted(surgery, FORM, MultiDict(sent), 422).text


def test_a_form_of_thousands_of_fields_is_refused_at_once(surgery: FlaskClient) -> None:
    sent = {f"facts.{number:x}": "1" for number in range(6_000)}
    assert "The form has far more fields than this page" in posted(surgery, FORM, sent, 422).text
