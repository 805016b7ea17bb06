"""What callers state or ask wrongly: told where it stands, what is allowed and what to do; never passed over."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.asking import LIBRARY, WHOLE, asked, faults, problem, sent, with_facts


def of_fact(client: FlaskClient, name: str, said: Any) -> str:
    """What is told of one fact that is stated wrongly."""
    told = faults(asked(client, with_facts(**{name: said})))
    pointers = [pointer for pointer in told if pointer.startswith(f"/facts/{name}")]
    assert len(pointers) == len(told) == 1, told
    return told[pointers[0]]


# -- facts


def test_an_unknown_fact_is_refused_and_the_nearest_names_are_offered(client: FlaskClient) -> None:
    assert "Did you mean reserved?" in of_fact(client, "reservd", True)


def test_every_fault_is_told_at_once_each_in_its_place(client: FlaskClient) -> None:
    body = with_facts(weight="9", reserved=1, unheard_of=True)
    body["judgements"] = {"in_good_order": {"answer": "yes"}, "reserved": True}
    assert set(faults(asked(client, body))) == {
        "/facts/weight",
        "/facts/reserved",
        "/facts/unheard_of",
        "/judgements/in_good_order/answer",
        "/judgements/reserved",
    }


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("weight", "9", 'write it without quotes, such as 9 or 0.5 (not "9")'),
        ("weight", True, "this is a number"),
        ("weight", None, "not nothing"),
        ("weight", [1], "not a list"),
        ("renewals_so_far", 1.5, "1.5 is not a whole number of renewals"),
        ("renewals_so_far", 100, "at most 99"),
        ("renewals_so_far", -1, "at least 0"),
        ("fines_owed", 12.5, "whole pence"),
        ("reserved", 1, "write true or false, without quotes (not 1)"),
        ("reserved", 0, "true or false"),
        ("reserved", "yes", 'not "yes"'),
        ("reserved", "true", 'not "true"'),
        ("asked_on", "2024-02-30", "2024-02-30 is not a day"),
        ("asked_on", "01/02/2024", "YYYY-MM-DD"),
        ("asked_on", "2024-2-1", "YYYY-MM-DD"),
        ("asked_on", "2024-02-01T00:00:00", "YYYY-MM-DD"),
        ("asked_on", "２０２４-02-01", "YYYY-MM-DD"),
        ("asked_on", 20240201, "YYYY-MM-DD"),
        ("asked_on", "none", "always has a value"),
        ("reader_class", "adlut", "the options are adult, junior, housebound"),
        ("reader_class", "Adult", "the options are"),
        ("reader_class", 3, "the options are"),
        ("reader_class", {"one_of": []}, "a list of the options"),
        ("reader_class", {"one_of": ["adult", "minor"]}, "'minor' is not an option"),
        ("reader_class", {"from": "adult"}, "no from and to"),
        ("weight", {"from": 3, "to": 2}, "the range is upside down: from 3 to 2"),
        ("asked_on", {"from": "2024-03-01", "to": "2024-02-01"}, "upside down"),
        ("weight", {"one_of": [1, 2]}, "give from and to"),
        ("weight", {}, "give exactly one of"),
        ("weight", {"value": 1, "state": "disputed"}, "give exactly one of"),
        ("weight", {"state": "unknown"}, "not_asked, not_known or disputed"),
        ("weight", {"value": 1, "sauce": "scales"}, "Did you mean source"),
        ("weight", {"value": 1, "source": 7}, "source is text"),
        ("weight", {"value": 1, "may_be_none": True}, "may_be_none"),
    ],
)
def test_a_fact_of_the_wrong_type_or_form_is_refused(client: FlaskClient, name: str, said: Any, told: str) -> None:
    assert told in of_fact(client, name, said)


def test_no_message_speaks_of_how_values_are_held_inside(client: FlaskClient) -> None:
    said = [1.5, [1.5], {"a": 1.5}, None, True, 10**14, 1e300]
    for value in said:
        for name in WHOLE["facts"]:
            response = asked(client, with_facts(**{name: value}))
            assert not [word for word in ("Decimal", "Fraction", "dict", "None") if word in response.text], (
                response.text
            )


@pytest.mark.parametrize(
    "number", ["1e999", "-1e-999", "1e999999999", "1e99999999999999999999", "9" * 30, "9" * 5000, "0." + "1" * 5000]
)
def test_a_number_that_no_case_has_is_refused_in_its_place(client: FlaskClient, number: str) -> None:
    body = json.dumps(WHOLE).replace('"weight": 0.5', f'"weight": {number}')
    response = sent(client, body)
    assert set(faults(response, response.status_code)) == {"/facts/weight"}
    assert response.status_code in (400, 422)


def test_a_date_outside_what_is_covered_is_refused_and_it_says_what_is(client: FlaskClient) -> None:
    told = of_fact(client, "asked_on", "2031-01-01")
    assert "library/renewals covers the law from 1 April 2010 to 31 March 2030" in told
    as_at = faults(asked(client, {**WHOLE, "as_at": "2009-12-31"}))
    assert "from 1 April 2010 to 31 March 2030" in as_at["/as_at"]


def test_two_sources_that_disagree_are_told_with_both(client: FlaskClient) -> None:
    told = of_fact(client, "due_on", {"value": "2024-02-05", "source": "the stamp"})
    assert "two sources disagree: stated by the stamp it is 5 February 2024" in told
    assert "31 January 2024" in told


def test_facts_that_cannot_all_be_so_are_refused(client: FlaskClient) -> None:
    told = of_fact(client, "asked_on", "2024-01-09")
    assert told == "A renewal cannot have been asked for before the book was lent."


def test_a_judgement_is_no_fact_and_a_fact_no_judgement(client: FlaskClient) -> None:
    assert "put it under judgements" in of_fact(client, "in_good_order", True)
    body = {**WHOLE, "judgements": {"weight": 1}}
    assert "put it under facts" in faults(asked(client, body))["/judgements/weight"]


def test_a_crowd_of_facts_is_refused_at_once(client: FlaskClient) -> None:
    crowd = {f"renewals_so_far_{number}": 1 for number in range(1001)}
    assert faults(asked(client, {"rule_set": LIBRARY, "facts": crowd})) == {
        "/facts": "a case has at most 1000 of these"
    }


def test_many_faults_and_long_quotations_are_told_shortly(client: FlaskClient) -> None:
    many = {f"renewals_so_far_{number}": 1 for number in range(900)}
    told = problem(asked(client, {"rule_set": LIBRARY, "facts": many}), 422)
    assert (told["detail"], len(told["errors"])) == (
        "There are 900 faults; errors names the place of the first 100.",
        100,
    )
    long = asked(client, with_facts(reader_class="adult" * 100_000))
    assert "the options are adult, junior, housebound" in faults(long)["/facts/reader_class"]
    assert len(long.data) < 4000


# -- the request


def test_an_unknown_rule_set_is_told_with_the_nearest(client: FlaskClient, pharmacy: FlaskClient) -> None:
    response = asked(pharmacy, {"rule_set": "pharmacy/market-entri"})
    assert "Did you mean pharmacy/market-entry or pharmacy/rural?" in faults(response, 404)["/rule_set"]
    assert problem(response, 404)["type"] == "/docs#problem-unknown-rule-set"
    assert "Known here: library/renewals." in problem(asked(client, {"rule_set": "../../etc/passwd"}), 404)["detail"]


@pytest.mark.parametrize(
    ("changed", "pointer", "told"),
    [
        ({"rule_set": None}, "/rule_set", "text, not null"),
        ({"rule_set": 7}, "/rule_set", "write it in double quotes"),
        ({"rule_set": ""}, "/rule_set", "1 to 200 characters"),
        ({"rule_set": "a" * 201}, "/rule_set", "1 to 200 characters"),
        ({"as_at": "2024-02-30"}, "/as_at", "2024-02-30 is not a day"),
        ({"as_at": "01/02/2024"}, "/as_at", "YYYY-MM-DD"),
        ({"as_at": "20240201"}, "/as_at", "YYYY-MM-DD"),
        ({"as_at": "0001-01-01"}, "/as_at", "dates run from 1900-01-01"),
        ({"as_at": 20240201}, "/as_at", "YYYY-MM-DD"),
        ({"as_at": None}, "/as_at", "not null"),
        ({"record_closed": 1}, "/record_closed", "true or false"),
        ({"record_closed": 1.0}, "/record_closed", "true or false"),
        ({"record_closed": "true"}, "/record_closed", "true or false"),
        ({"record_closed": None}, "/record_closed", "true or false"),
        ({"facts": []}, "/facts", "an object"),
        ({"facts": None}, "/facts", "an object"),
        ({"judgements": "all"}, "/judgements", "an object"),
        ({"fact": {}}, "/fact", "the keys are rule_set, as_at, record_closed, facts, judgements"),
        ({"a/b~c": 1}, "/a~1b~0c", "not a key here"),
    ],
)
def test_a_request_of_the_wrong_shape_is_refused_in_its_place(
    client: FlaskClient, changed: dict[str, Any], pointer: str, told: str
) -> None:
    response = asked(client, {**WHOLE, **changed})
    assert told in faults(response)[pointer]
    assert problem(response, 422)["type"] == "/docs#problem-request"


def test_a_request_without_a_rule_set_is_refused(client: FlaskClient) -> None:
    assert faults(asked(client, {})) == {"/rule_set": "this is missing"}
