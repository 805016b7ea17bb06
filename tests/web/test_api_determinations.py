"""POST /api/v1/determinations: the shape that callers rely on, and what it means."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.service import FULLEST, requests_about
from tests.web.asking import LIBRARY, WHOLE, asked, faults, problem, sent, with_facts

APPEALS = Path(__file__).parents[2] / "fixtures" / "appeals"


def determined(client: FlaskClient, body: Any) -> dict[str, Any]:
    response = asked(client, body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.get_json()
    return answer


def test_an_answer_has_every_key_in_the_order_of_its_shape(client: FlaskClient) -> None:
    answer = determined(client, WHOLE)
    assert list(answer) == [
        "id", "rule_set", "engine", "as_at", "record_closed", "questions", "provisions", "findings", "amounts", "needs",
        "unchecked", "explanation", "account",
    ]  # fmt: skip
    assert len(answer["id"]) == 64
    assert answer["rule_set"] == {"id": LIBRARY, "revision": answer["rule_set"]["revision"]}
    assert answer["engine"] == {"version": "0.1.0"}
    assert (answer["as_at"], answer["record_closed"]) == ("2024-01-30", False)


def test_a_question_says_its_outcome_and_what_carried_it(client: FlaskClient) -> None:
    (question,) = determined(client, WHOLE)["questions"]
    assert question == {
        "id": "renewal",
        "asks": "Is the loan renewed?",
        "status": "determined",
        "outcome": "renew",
        "possible": ["renew"],
        "determined_by": [
            {"line": 1, "provision": "rule-2-reserved"},
            {"line": 2, "provision": "rule-3-favour"},
            {"line": 3, "provision": "rule-1-renewal"},
        ],
        "powers": [],
    }


def test_provisions_findings_and_amounts_say_how_each_thing_stands(client: FlaskClient) -> None:
    answer = determined(client, WHOLE)
    assert answer["provisions"][0] == {
        "id": "rule-1-renewal",
        "status": "met",
        "statement": "The loan may be renewed",
        "version": "2020-01-01",
    }
    findings = {finding["condition"]: finding for finding in answer["findings"]}
    assert findings["light"] == {
        "provision": "rule-1-renewal",
        "condition": "light",
        "statement": "The book weighs two kilograms or less",
        "status": "met",
        "cites": "Rule 1(b)",
        "checked": "recalled",
        "because": [{"fact": "weight", "value": "0.5", "source": "", "fell": False}],
    }
    assert findings["order"]["because"] == [
        {"fact": "in_good_order", "value": True, "source": "the librarian", "fell": False}
    ]
    assert answer["amounts"] == {"due_on": "2024-01-31", "due_again_on": "2024-02-21"}
    assert {"provision": "rule-1-renewal", "condition": "few", "how": "recalled"} in answer["unchecked"]
    assert answer["explanation"][0].startswith("1. ")


def test_with_no_facts_nothing_is_determined_and_nothing_is_false(client: FlaskClient) -> None:
    answer = determined(client, {"rule_set": LIBRARY})
    (question,) = answer["questions"]
    assert (question["status"], question["outcome"]) == ("undetermined", None)
    assert question["possible"] == ["refuse", "renew_by_favour", "renew"]
    assert question["powers"] == [{"provision": "rule-3-favour", "status": "not_known", "used": None}]
    assert {finding["status"] for finding in answer["findings"]} == {"not_known"}
    assert {
        "what": "find",
        "fact": "in_good_order",
        "ask": "Is the book in good order?",
        "shown_by": "officer",
    } in answer["needs"]
    assert {need["what"] for need in answer["needs"]} == {"ask", "find"}
    assert {provision["id"]: provision["version"] for provision in answer["provisions"]}["rule-1-renewal"] is None


def test_a_line_may_be_carried_by_a_fact_that_it_names_itself(pharmacy: FlaskClient) -> None:
    answer = determined(pharmacy, {"rule_set": "pharmacy/appeal-procedure"})
    grounds = [ground for question in answer["questions"] for ground in question["determined_by"]]
    assert any("fact" in ground and ground["provision"] is None for ground in grounds)


def test_what_is_known_in_part_is_answered_as_a_range(client: FlaskClient) -> None:
    answer = determined(
        client, with_facts(lent_on={"from": "2024-01-09", "to": "2024-01-10"}, reader_class="housebound")
    )
    assert answer["amounts"]["due_on"] == {"from": "2024-01-30", "to": "2024-01-31"}
    by_options = determined(client, with_facts(reader_class={"one_of": ["adult", "junior"]}))
    because = [each for finding in by_options["findings"] for each in finding["because"]]
    assert {"fact": "reader_class", "value": {"one_of": ["adult", "junior"]}, "source": "", "fell": False} in because


def test_the_same_request_gives_the_same_determination(client: FlaskClient) -> None:
    turned = {key: WHOLE[key] for key in reversed(list(WHOLE))} | {"facts": dict(reversed(WHOLE["facts"].items()))}
    first, second, third = (asked(client, body).data for body in (WHOLE, WHOLE, turned))
    assert first == second
    assert json.loads(first)["id"] == json.loads(third)["id"]


def test_other_facts_another_source_and_another_day_give_another_id(client: FlaskClient) -> None:
    bodies = [
        WHOLE,
        with_facts(weight=0.25),
        with_facts(weight={"value": 0.5, "source": "scales"}),
        {**WHOLE, "as_at": "2024-02-01"},
    ]
    assert len({determined(client, body)["id"] for body in bodies}) == len(bodies)


def test_as_at_picks_the_law_of_another_day(client: FlaskClient) -> None:
    answer = determined(client, {**WHOLE, "as_at": "2015-06-01"})
    assert answer["as_at"] == "2015-06-01"
    assert answer["provisions"][0]["version"] == "2010-04-01"


def test_decimals_stay_exact(client: FlaskClient) -> None:
    body = json.dumps(WHOLE).replace('"weight": 0.5', '"weight": 2.000000000000001')
    answer = sent(client, body).get_json()
    light = next(finding for finding in answer["findings"] if finding["condition"] == "light")
    assert (light["status"], light["because"][0]["value"]) == ("not_met", "2.000000000000001")


def test_closing_the_record_lets_the_burden_fall_and_says_so(client: FlaskClient) -> None:
    facts = {name: held for name, held in WHOLE["facts"].items() if name not in ("reserved", "fines_owed")}
    open_, closed = ({**WHOLE, "facts": facts, "record_closed": closed} for closed in (False, True))
    assert determined(client, open_)["questions"][0]["outcome"] is None
    answer = determined(client, closed)
    assert (answer["record_closed"], answer["questions"][0]["outcome"]) == (True, "renew")
    because = {each["fact"]: each for finding in answer["findings"] for each in finding["because"]}
    assert because["reserved"] == {"fact": "reserved", "value": False, "source": "", "fell": True}


def test_closing_is_refused_while_somebody_has_still_to_find(client: FlaskClient) -> None:
    response = asked(client, {**WHOLE, "judgements": {}, "record_closed": True})
    told = problem(response, 409)
    assert told["type"] == "/docs#problem-closing-refused"
    assert "Is the book in good order?" in faults(response, 409)["/judgements/in_good_order"]


def test_a_power_is_shown_with_whether_it_is_used(client: FlaskClient) -> None:
    judgements = {**WHOLE["judgements"], "favour_shown": True}
    answer = determined(client, {**with_facts(reader_class="housebound"), "judgements": judgements})
    assert answer["questions"][0]["outcome"] == "renew_by_favour"
    assert answer["questions"][0]["powers"] == [{"provision": "rule-3-favour", "status": "met", "used": True}]


def test_an_id_is_found_in_whichever_case_and_answered_as_it_is_written(client: FlaskClient) -> None:
    assert determined(client, {**WHOLE, "rule_set": "Library/RENEWALS"})["rule_set"]["id"] == LIBRARY


def test_nothing_is_kept_between_requests(client: FlaskClient) -> None:
    determined(client, WHOLE)
    assert determined(client, {"rule_set": LIBRARY})["questions"][0]["outcome"] is None


@pytest.mark.parametrize("path", sorted((APPEALS / "invented").glob("*.json")), ids=lambda path: path.stem)
def test_every_invented_appeal_comes_out_as_it_says(path: Path, pharmacy: FlaskClient) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    answers: dict[str, dict[str, Any]] = {}
    for id in case["rule_sets"]:
        body = case_for(pharmacy.get(f"/api/v1/rule-sets/{id}").get_json(), case, answers)
        answers |= {question["id"]: question for question in determined(pharmacy, body)["questions"]}
    assert {name: answers[name]["outcome"] for name in case["expected"]} == case["expected"]


def case_for(rule_set: dict[str, Any], case: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """What a case has for one rule set; a fact that another rule set answers is what that one leaves possible."""
    facts = {fact["name"]: fact for fact in rule_set["facts"]}
    bridged = {name: fact["bridge"][1] for name, fact in facts.items() if fact["bridge"]}
    passed = {
        name: {"one_of": answers[question]["possible"]} for name, question in bridged.items() if question in answers
    }
    return {
        "rule_set": rule_set["id"],
        "record_closed": case["record_closed"],
        "facts": {name: held for name, held in case["facts"].items() if name in facts} | passed,
        "judgements": {name: held for name, held in case["judgements"].items() if name in facts},
    }


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.proof)])
def test_what_the_service_is_measured_on_is_asked_and_answered(project: Flask, every: int) -> None:
    client = project.test_client()
    for rule_set in list(project.extensions["rationale"].rule_sets.values())[::every]:
        requests = requests_about(rule_set)
        assert 5 < len(requests) <= FULLEST
        assert [sent(client, each).status_code for each in requests] == [200] * len(requests), rule_set.id
