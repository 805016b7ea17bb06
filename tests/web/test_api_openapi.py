"""The description is valid, is the whole API, and holds against what the API answers; nothing ends in a 500."""

import json
import re
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.specs.openapi.checks import positive_data_acceptance

from schemas.requests import EXAMPLE
from tests.web.asking import LIBRARY, WHOLE, asked, sent


def test_the_description_is_valid_openapi_3_1(client: FlaskClient) -> None:
    api = client.get("/openapi.json").get_json()
    assert api["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(api).validate()


def test_every_address_of_the_api_is_described(library: Flask) -> None:
    described = set(library.test_client().get("/openapi.json").get_json()["paths"])
    rules = {_as_described(rule.rule) for rule in library.url_map.iter_rules()}
    assert {rule for rule in rules if rule.startswith("/api/")} <= described
    assert {"/healthz", "/readyz", "/metrics"} <= described <= rules


def _as_described(rule: str) -> str:
    return re.sub("<(?:path:)?([a-z_]+)>", r"{\1}", rule)


def test_every_operation_and_shape_is_on_the_page(client: FlaskClient) -> None:
    api, page = client.get("/openapi.json").get_json(), client.get("/docs").text
    for path, item in api["paths"].items():
        assert path in page
        assert not [name for name, each in item.items() if "operationId" in each and each["summary"] not in page]
    assert not [name for name in api["components"]["schemas"] if f'id="shape-{name}"' not in page]
    assert "<script" not in page


def test_nothing_is_described_that_is_not_used(client: FlaskClient) -> None:
    api = client.get("/openapi.json").get_json()
    text = json.dumps(api)
    assert not [name for name in api["components"]["schemas"] if f'"#/components/schemas/{name}"' not in text]


def test_the_example_on_the_page_works(pharmacy: FlaskClient) -> None:
    assert asked(pharmacy, EXAMPLE).status_code == 200


# -- nothing ends in a 500

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=8),
    st.sampled_from(["adult", "none", "2024-01-30", "2024-02-30", "2019-12-31", 0, 1, 3, 0.5, "not_known", "disputed"]),
    st.dates().map(str),
)
KEYS = st.sampled_from(["value", "from", "to", "one_of", "may_be_none", "state", "source", "answer", "by", "reasons"])
SAID = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=3)
)
NAMES = st.sampled_from([*WHOLE["facts"], "due_on", "due_again_on", "in_good_order", "favour_shown"]) | st.text(
    max_size=6
)
STATED = st.dictionaries(NAMES, SAID, max_size=5)
REQUESTS = st.fixed_dictionaries(
    {"rule_set": st.just(LIBRARY), "facts": STATED, "judgements": STATED},
    optional={"as_at": SCALARS, "record_closed": SCALARS | st.booleans()},
)
BOUNDED = settings(
    max_examples=75, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@BOUNDED
@given(body=REQUESTS)
def test_no_request_ends_in_a_500(client: FlaskClient, body: dict[str, Any]) -> None:
    response = sent(client, json.dumps(body))
    assert response.status_code in (200, 400, 409, 422)
    assert response.status_code == 200 or response.content_type == "application/problem+json"


@BOUNDED
@given(facts=STATED, as_at=st.none() | st.dates().map(str), closed=st.booleans())
def test_no_facts_beside_sound_ones_end_in_a_500(
    client: FlaskClient, facts: dict[str, Any], as_at: str | None, closed: bool
) -> None:
    body = {**WHOLE, "facts": {**WHOLE["facts"], **facts}, "record_closed": closed} | (
        {"as_at": as_at} if as_at else {}
    )
    assert sent(client, json.dumps(body)).status_code in (200, 400, 409, 422)


@BOUNDED
@given(
    body=st.binary(max_size=60) | st.text(alphabet='{}[]",:0123456789.eE-nulltrfasNI\\ud', max_size=40).map(str.encode)
)
def test_no_bytes_end_in_a_500(client: FlaskClient, body: bytes) -> None:
    assert sent(client, body).status_code in (400, 404, 422)


# Here of an empty register; of a full one, more of them are made in the long tests.
OF_THE_REGISTER = (
    "publications", "publications/{id}", "log/head", "log/heads", "log/keys", "log/inclusion", "log/consistency",
    "bulk", "bulk/{name}",
)  # fmt: skip
OPERATIONS = [
    ("GET", "/api/v1/rule-sets"),
    ("GET", "/api/v1/rule-sets/{id}"),
    ("POST", "/api/v1/determinations"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/calendar/{secret}.ics"),
    *(("GET", f"/api/v1/{each}") for each in OF_THE_REGISTER),
]


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=[" ".join(each) for each in OPERATIONS])
def test_what_the_api_answers_is_what_it_describes(method: str, path: str, library: Flask) -> None:
    """Requests made from the description, by schemathesis, sound ones and others."""
    described = schemathesis.openapi.from_wsgi("/openapi.json", library)
    few = path.removeprefix("/api/v1/") in OF_THE_REGISTER

    @settings(max_examples=8 if few else 40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=described[path][method].as_strategy())
    def holds(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(
            excluded_checks=[positive_data_acceptance]
        )  # facts are typed by the rule set, beyond JSON

    holds()


@pytest.mark.parametrize(
    "body", [WHOLE, {"rule_set": LIBRARY}, {**WHOLE, "record_closed": True}, {**WHOLE, "as_at": "2012-01-01"}]
)
def test_determinations_are_what_the_description_says(body: dict[str, Any], library: Flask) -> None:
    described = schemathesis.openapi.from_wsgi("/openapi.json", library)
    operation = described["/api/v1/determinations"]["POST"]
    response = operation.Case(body=body, media_type="application/json").call_and_validate()
    assert response.status_code == 200


@pytest.mark.parametrize("id", ["pharmacy/market-entry", "pharmacy/appeal-procedure"])
def test_whole_rule_sets_are_what_the_description_says(id: str, project: Flask) -> None:
    described = schemathesis.openapi.from_wsgi("/openapi.json", project)
    rule_set = described["/api/v1/rule-sets/{id}"]["GET"].Case(path_parameters={"id": id})
    assert rule_set.call_and_validate().status_code == 200
    asked = described["/api/v1/determinations"]["POST"].Case(body={"rule_set": id}, media_type="application/json")
    assert asked.call_and_validate().status_code == 200


def test_every_operation_for_everybody_is_put_to_that_test(library: Flask) -> None:
    """The others need a token and a case: tests.web.officers.Caller holds each of their answers to the description."""
    paths = library.test_client().get("/openapi.json").get_json()["paths"]
    described = {(name.upper(), path) for path, item in paths.items() for name in item if name != "parameters"}
    named = {
        (method, _as_described(rule.rule))
        for rule in library.url_map.iter_rules()
        for method in rule.methods or ()
        if getattr(library.view_functions[rule.endpoint], "act", None)
    }
    assert described - named == set(OPERATIONS)
