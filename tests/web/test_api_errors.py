"""Whatever goes wrong is one shape for programs and a page for people, and tells nobody what broke inside."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from config import Config
from schemas.problems import KINDS
from tests.web.asking import WHOLE, asked, problem
from tests.web.conftest import RULES

WORDS = "Mr Ostler, of 4 Larch Row"


@pytest.fixture
def broken(data_dir: Path) -> FlaskClient:
    """An application with a fault of ours at two addresses."""
    app = create_app(Config(data_dir=data_dir, rules_dir=RULES))

    def breaks() -> str:
        raise RuntimeError(WORDS)

    app.add_url_rule("/api/v1/breaks", view_func=breaks)
    app.add_url_rule("/breaks", "page", view_func=breaks)
    return app.test_client()


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api", "/api/", "/nothing", "/static/nothing.css", "/api/v1/%ff%00"]
)
def test_an_address_with_nothing_there_is_a_problem_document(client: FlaskClient, path: str) -> None:
    assert problem(client.get(path), 404)["type"] == "/docs#problem-not-found"


@pytest.mark.parametrize(
    "id", ["library", "library/", "library/renewal", "library/renewals/", "..%2f..%2fapp.py", "%00"]
)
def test_an_unknown_rule_set_is_a_problem_document_with_the_nearest(client: FlaskClient, id: str) -> None:
    told = problem(client.get(f"/api/v1/rule-sets/{id}"), 404)
    assert told["type"] == "/docs#problem-unknown-rule-set"
    assert "library/renewals" in told["detail"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/v1/determinations", "POST"),
        ("DELETE", "/api/v1/rule-sets", "GET"),
        ("PATCH", "/healthz", "GET"),
        ("BREW", "/api/v1/rule-sets/library/renewals", "GET"),
    ],
)
def test_a_method_that_is_not_allowed_says_which_are(client: FlaskClient, method: str, path: str, allowed: str) -> None:
    response = client.open(path, method=method)
    assert problem(response, 405)["type"] == "/docs#problem-method"
    assert allowed in response.headers["Allow"]


def test_a_fault_of_ours_leaks_nothing_and_names_the_entry_in_the_log(
    broken: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    response = broken.get("/api/v1/breaks")
    told = problem(response, 500)
    assert not [word for word in (WORDS, "RuntimeError", "Traceback", ".py") if word in response.text]
    logged = capsys.readouterr().err
    assert told["instance"].removeprefix("urn:uuid:") in logged
    assert "test_api_errors.py" in logged
    assert WORDS not in logged


def test_a_redirection_is_no_problem(client: FlaskClient) -> None:
    response = client.get("/api/v1//rule-sets")
    assert response.status_code == 308
    assert response.headers["Location"].endswith("/api/v1/rule-sets")


def test_people_get_a_page(broken: FlaskClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    for path, status in (("/nothing", 404), ("/breaks", 500)):
        response = broken.get(path, headers=browser)
        assert (response.status_code, response.mimetype) == (status, "text/html")
        assert WORDS not in response.text


def test_people_get_a_page_whatever_else_their_browser_says_of_it(broken: FlaskClient) -> None:
    for accept in ("text/html;charset=utf-8", "Text/HTML; level=1, application/json;q=0.5"):
        assert broken.get("/nothing", headers={"Accept": accept}).mimetype == "text/html"


def test_programs_get_json_wherever_they_ask_for_it(broken: FlaskClient) -> None:
    for accept in ("application/json", "application/problem+json", "*/*"):
        problem(broken.get("/breaks", headers={"Accept": accept}), 500)
    problem(broken.get("/api/v1/breaks", headers={"Accept": "text/html"}), 500)


def test_every_problem_is_explained_where_its_type_leads(client: FlaskClient) -> None:
    page = client.get("/docs").text
    assert not [name for name in KINDS if f'id="problem-{name}"' not in page]


def test_every_answer_has_the_security_headers(library: Flask, broken: FlaskClient) -> None:
    client = library.test_client()
    answers = [
        client.get("/api/v1/rule-sets"),
        asked(client, WHOLE),
        client.get("/docs"),
        client.get("/nothing"),
        client.get("/static/vendor/nhsuk-frontend/nhsuk-frontend.min.css", buffered=True),
        broken.get("/api/v1/breaks"),
    ]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_form_whose_length_nobody_says_is_refused(client: FlaskClient) -> None:
    problem(client.post("/rule-sets/library/renewals/determine", headers={"Transfer-Encoding": "chunked"}), 411)


def test_what_answers_a_case_stays_out_of_caches(client: FlaskClient) -> None:
    assert asked(client, WHOLE).headers["Cache-Control"] == "no-store"
