"""The form: the engine reads what was typed, each mistake comes back to its field, and nothing typed is lost."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from engine import FactError, RuleSet, read_facts
from tests.web.paging import Page, got, posted
from tests.web.visits import FORM, RULES, WHOLE, client_of, day, typed
from web.pages import forms

APPEALS = Path(__file__).parents[2] / "fixtures" / "appeals"
APPEAL_FORM = "/rule-sets/pharmacy/appeal-procedure/determine"


@pytest.fixture(scope="module")
def surgery(data_dir: Path) -> FlaskClient:
    return client_of(data_dir)


KINDS: list[tuple[dict[str, str | list[str]], dict[str, Any]]] = [
    ({"facts.agreed_before": "yes"}, {"agreed_before": True}),
    ({"facts.agreed_before": "no"}, {"agreed_before": False}),
    ({"facts.agreed_before": "state.not_known"}, {"agreed_before": {"state": "not_known"}}),
    ({"facts.agreed_before": "state.disputed"}, {"agreed_before": {"state": "disputed"}}),
    ({"facts.agreed_before": ""}, {}),
    ({"facts.kind_of_visit": "routine"}, {"kind_of_visit": "routine"}),
    ({"facts.kind_of_visit": "none"}, {"kind_of_visit": "none"}),
    ({"facts.kind_of_visit.one_of": ["routine", "urgent"]}, {"kind_of_visit": {"one_of": ["routine", "urgent"]}}),
    (
        {"facts.kind_of_visit.one_of": ["routine", "urgent"], "facts.kind_of_visit.may_be_none": "yes"},
        {"kind_of_visit": {"one_of": ["routine", "urgent"], "may_be_none": True}},
    ),
    ({"facts.patients": "12"}, {"patients": 12}),
    ({"facts.patients": " 1,200 "}, {"patients": 1200}),
    ({"facts.patients.from": "3"}, {"patients": {"from": 3}}),
    ({"facts.patients.from": "3", "facts.patients.to": "5"}, {"patients": {"from": 3, "to": 5}}),
    ({"facts.patients.to": "5"}, {"patients": {"to": 5}}),
    ({"facts.patients.state": "disputed"}, {"patients": {"state": "disputed"}}),
    ({"facts.miles": "0.1"}, {"miles": 0.1}),
    ({"facts.claim": "1,734.18"}, {"claim": 173418}),
    ({"facts.claim": "£12"}, {"claim": 1200}),
    ({"facts.claim": "0.07"}, {"claim": 7}),
    ({"facts.claim.from": "1.10", "facts.claim.to": "2"}, {"claim": {"from": 110, "to": 200}}),
    (dict(day("facts.claimed_on", "29/2/2024")), {"claimed_on": "2024-02-29"}),
    (dict(day("facts.claimed_on", "01/05/2024")), {"claimed_on": "2024-05-01"}),
    (
        {**day("facts.claimed_on.from", "1/5/2024"), **day("facts.claimed_on.to", "3/5/2024")},
        {"claimed_on": {"from": "2024-05-01", "to": "2024-05-03"}},
    ),
    ({"facts.cancelled_on.state": "none"}, {"cancelled_on": "none"}),
    (
        {**day("facts.cancelled_on.from", "1/5/2024"), "facts.cancelled_on.may_be_none": "yes"},
        {"cancelled_on": {"from": "2024-05-01", "may_be_none": True}},
    ),
    ({**day("facts.began_at", "1/5/2024"), "facts.began_at.time": "9:05"}, {"began_at": "2024-05-01 09:05"}),
    (
        {**day("facts.began_at.from", "1/5/2024"), "facts.began_at.from.time": "00:00"},
        {"began_at": {"from": "2024-05-01 00:00"}},
    ),
    ({"facts.reference_given": " AB 12 "}, {"reference_given": "AB 12"}),
    ({"facts.reference_given.state": "not_known"}, {"reference_given": {"state": "not_known"}}),
    ({"facts.patients": "3", "facts.patients.source": "the log"}, {"patients": {"value": 3, "source": "the log"}}),
]


@pytest.mark.parametrize(
    ("fields", "facts"), KINDS, ids=[" ".join(f"{key}={value}" for key, value in each[0].items()) for each in KINDS]
)
def test_each_kind_is_read_as_the_engine_reads_the_same_from_json(
    fields: dict[str, Any], facts: dict[str, Any]
) -> None:
    assert forms.determination_of(RULES, typed(fields)).facts == read_facts(RULES, {"facts": facts})


@pytest.mark.parametrize("facts", [facts for _, facts in KINDS], ids=str)
def test_each_kind_is_typed_back_so_that_it_is_read_the_same(facts: dict[str, Any]) -> None:
    again = forms.typed_from(RULES, {"facts": facts})
    assert forms.determination_of(RULES, again).facts == read_facts(RULES, {"facts": facts})


def test_the_date_and_the_closing_of_a_case_are_typed_back_too() -> None:
    again = forms.typed_from(RULES, {"facts": {}, "as_at": "2024-05-01", "record_closed": True})
    assert again == MultiDict({**day("as_at", "1/5/2024"), "record_closed": "yes"})


def test_a_judgement_is_read_with_who_reached_it_and_why() -> None:
    said = forms.determination_of(RULES, typed(WHOLE)).facts["reasonable_to_visit"]
    assert (said.by, said.reasons) == ("the Committee", "The patient could not travel.\nNobody else was near.")


@given(pence=st.integers(0, 10**11))
def test_pounds_are_turned_to_pence_exactly(pence: int) -> None:
    words = f"{pence // 100:,}.{pence % 100:02d}"
    facts = forms.determination_of(RULES, typed({"facts.claim": words})).facts
    assert facts == read_facts(RULES, {"facts": {"claim": pence}})


@given(on=st.dates(date(2015, 1, 1), date(2030, 12, 31)))
def test_every_day_typed_is_that_day(on: date) -> None:
    facts = forms.determination_of(RULES, typed(day("facts.claimed_on", f"{on.day}/{on.month}/{on.year}"))).facts
    assert facts == read_facts(RULES, {"facts": {"claimed_on": on.isoformat()}})


def test_what_was_typed_stands_in_the_form_below_the_determination(surgery: FlaskClient) -> None:
    page = posted(surgery, FORM, WHOLE)
    assert {name: value for name, value in page.fields.items() if value} == WHOLE
    assert "Proposed determination" in page.headings


def test_an_empty_form_decides_nothing_and_asks_for_everything(surgery: FlaskClient) -> None:
    page = posted(surgery, FORM, {})
    assert "Undetermined" in page.text
    assert "This is not a refusal" in page.text
    assert "What would still have to be shown or found" in page.headings
    for fact in RULES.facts.values():
        if fact.name not in ("claimed_on", "began_at", "patients_at_home"):
            room = "judgements" if fact.judgement else "facts"
            assert f"#{room}.{fact.name}" in page.links
            assert f"{room}.{fact.name}" in page.ids


def test_a_determination_shows_outcome_reasons_findings_and_what_it_rests_on(surgery: FlaskClient) -> None:
    page, found = posted(surgery, FORM, WHOLE), forms.determination_of(RULES, typed(WHOLE))
    assert found.questions[0].outcome == "paid"
    assert found.headline in page.text
    for paragraph in (*found.reasons, *found.account.paragraphs):
        assert " ".join(paragraph.partition(". ")[2].split()) in page.text
    for finding in found.findings:
        assert f"{finding.statement} ({finding.cites})" in page.text
    assert {found.id, RULES.revision} <= set(page.text.split())
    assert "£95.20" in page.text
    assert "(the claim form, line 3)" in page.text
    assert "09:30 on 1 May 2024" in page.text or "10:05 on 1 May 2024" in page.text
    assert "From memory: nobody has checked the words" in page.text
    assert "From a secondary source: not checked against the published law" in page.text
    assert "Draft law: read by the builders, not yet by a lawyer" in page.text
    assert "Version from 1 January 2020" in page.text


def test_as_json_it_is_what_the_api_gives(surgery: FlaskClient) -> None:
    asked = {
        "rule_set": "surgery/visits",
        "facts": {"claim": {"value": 9520, "source": "the form"}},
        "judgements": {"reasonable_to_visit": {"answer": True, "by": "the Committee", "reasons": "Far."}},
    }
    by_form = surgery.post(
        FORM,
        data={
            "facts.claim": "95.20",
            "facts.claim.source": "the form",
            "judgements.reasonable_to_visit": "yes",
            "judgements.reasonable_to_visit.by": "the Committee",
            "judgements.reasonable_to_visit.reasons": "Far.",
            "as": "json",
        },
    )
    assert by_form.status_code == 200
    assert by_form.get_json() == surgery.post("/api/v1/determinations", json=asked).get_json()


def test_the_button_for_json_sends_what_was_determined(surgery: FlaskClient) -> None:
    page = posted(surgery, FORM, WHOLE)
    hidden = {held["name"]: held["value"] for tag, held in page.tags if tag == "input" and held["type"] == "hidden"}
    assert hidden == WHOLE


def test_closing_the_record_lets_the_burden_fall_and_says_so(surgery: FlaskClient) -> None:
    some = {name: value for name, value in WHOLE.items() if not name.startswith(("facts.claim.", "facts.cancelled"))}
    some = {**some, "facts.claim": "", "record_closed": "yes"}
    page = posted(surgery, FORM, some)
    assert "The record is closed" in page.text
    assert "because it was not shown" in page.text
    assert page.fields["record_closed"] == "yes"


def test_closing_is_refused_at_the_judgement_that_is_open(surgery: FlaskClient) -> None:
    some = {name: value for name, value in WHOLE.items() if not name.startswith("judgements.")}
    page = posted(surgery, FORM, {**some, "record_closed": "yes"}, 422)
    assert "#judgements.reasonable_to_visit" in page.links
    assert "the record cannot be closed" in page.text.lower()
    summary = page.text.split("There is a problem")[1].split("Put facts to")[0]
    assert summary.count("Was it reasonable to visit?") == 1, "the question is told once, not before its message again"


def test_another_date_picks_the_law_of_that_date(surgery: FlaskClient) -> None:
    page = posted(surgery, FORM, {**WHOLE, **day("as_at", "1/5/2016")})
    assert "Law as at 1 May 2016, a date that was given" in page.text
    assert "not in force on 1 May 2016" in page.text


def test_what_is_typed_is_shown_as_words_never_as_markup(surgery: FlaskClient) -> None:
    evil = "<script>alert(1)</script>\"'><b>"
    some = {**WHOLE, "facts.claim.source": evil, "judgements.reasonable_to_visit.reasons": evil}
    for fields, status in ((some, 200), ({**some, "facts.claim": evil}, 422)):
        page = posted(surgery, FORM, fields, status)
        assert not [tag for tag, _ in page.tags if tag in ("script", "b")]
        assert page.fields["facts.claim.source"] == evil
        assert page.fields["judgements.reasonable_to_visit.reasons"] == evil


def test_facts_stand_under_whoever_shows_them(surgery: FlaskClient) -> None:
    headings = [heading for heading in got(surgery, FORM).headings if heading.startswith("For the ")]
    assert headings == ["For the contractor to show", "For the commissioner to show", "For the Committee to decide"]


def sample_cases(client: FlaskClient) -> Iterator[str]:
    for link in got(client, "/sample-cases").links:
        if link.startswith("/sample-cases/"):
            yield link.removeprefix("/sample-cases/")


def test_a_judgement_leads_to_the_court_decisions_on_it(surgery: FlaskClient) -> None:
    page = got(surgery, "/rule-sets/surgery/visits")
    assert "[1931] Invented 7: A visit may be reasonable although nobody was ill in the end" in page.text
    assert "https://example.org/1931/7" in page.links


def test_every_sample_case_can_be_put_into_the_form_and_is_determined_as_on_its_page(pharmacy: FlaskClient) -> None:
    names = list(sample_cases(pharmacy))
    assert set(names) == {path.stem for path in APPEALS.glob("*/*.json")}
    for name in names[::6]:
        on_its_page = pharmacy.get(f"/sample-cases/{name}/1.json").get_json()
        form = f"/rule-sets/{on_its_page['rule_set']['id']}/determine"
        page = got(pharmacy, f"{form}?case={name}")
        found = pharmacy.post(form, data=MultiDict([*page.fields.items(multi=True), ("as", "json")]))
        assert found.status_code == 200, (name, found.text)
        assert found.get_json() == on_its_page, name


def test_every_fault_of_a_rule_set_has_a_field_or_the_form(project: Flask) -> None:
    loaded: dict[str, RuleSet] = dict(project.extensions["rationale"].rule_sets)
    for id, rule_set in loaded.items():
        page: Page = got(project.test_client(), f"/rule-sets/{id}/determine")
        for fact in rule_set.facts.values():
            room = "judgements" if fact.judgement else "facts"
            for key in ("", "/value", "/from", "/to", "/state", "/one_of"):
                place = forms.place_of(f"/{room}/{fact.name}{key}", rule_set)
                offered = place in page.ids or place.rpartition(".")[0] in page.ids
                assert offered, (id, place)


def test_dates_an_appeal_cannot_have_are_refused_by_the_form_too(pharmacy: FlaskClient) -> None:
    early = date(2013, 3, 31) - timedelta(days=1)
    fields = day("facts.decision_under_appeal_made_on", f"{early.day}/{early.month}/{early.year}")
    assert "covers the law from 1 April 2013" in posted(pharmacy, APPEAL_FORM, fields, 422).text


def test_no_fault_is_an_error_of_the_engine(project: Flask) -> None:
    rule_set: RuleSet = project.extensions["rationale"].rule_sets["pharmacy/market-entry"]
    with pytest.raises(FactError):
        forms.determination_of(rule_set, typed({"facts.nothing_of_the_kind": "1"}))


def test_an_answer_of_another_rule_set_is_asked_of_nobody(pharmacy: FlaskClient) -> None:
    page = posted(pharmacy, "/rule-sets/pharmacy/appeal-procedure/determine", {})
    assert "What is the outcome when the application is redetermined? To be determined first" in page.text
    assert "For the Committee to show" not in page.text


def test_the_form_says_which_date_picks_the_law_as_it_asks_for_it(pharmacy: FlaskClient) -> None:
    page = got(pharmacy, "/rule-sets/pharmacy/appeal-procedure/determine")
    assert "taken as at the answer to: On what date did the commissioner make the decision under appeal?" in page.text
