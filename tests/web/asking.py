"""Asking the API in tests: whole requests for the invented library, and what every problem document has."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

LIBRARY = "library/renewals"
WHOLE: dict[str, Any] = {
    "rule_set": LIBRARY,
    "facts": {
        "asked_on": {"value": "2024-01-30", "source": "the reader's letter"},
        "lent_on": "2024-01-10",
        "reader_class": "adult",
        "renewals_so_far": 1,
        "weight": 0.5,
        "fines_owed": 0,
        "reserved": False,
    },
    "judgements": {"in_good_order": {"answer": True, "by": "the librarian", "reasons": "Its binding is sound."}},
}


def asked(client: FlaskClient, body: Any) -> TestResponse:
    """The answer to a request for a determination."""
    return client.post("/api/v1/determinations", json=body)


def sent(client: FlaskClient, body: str | bytes) -> TestResponse:
    """The answer to a body as it is."""
    return client.post("/api/v1/determinations", data=body, content_type="application/json")


def with_facts(**facts: Any) -> dict[str, Any]:
    """The whole request with other facts."""
    return {**WHOLE, "facts": {**WHOLE["facts"], **facts}}


def problem(response: TestResponse, status: int) -> dict[str, Any]:
    """A problem document, checked for what each has."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    told: dict[str, Any] = response.get_json(force=True)
    assert set(told) == {"type", "title", "status", "detail", "errors", "instance"}
    assert told["status"] == status
    assert told["type"].startswith("/docs#problem-")
    assert told["title"]
    assert told["detail"]
    assert told["instance"].startswith("urn:uuid:")
    return told


def faults(response: TestResponse, status: int = 422) -> dict[str, str]:
    """What is wrong, by the place where it is."""
    return {fault["pointer"]: fault["detail"] for fault in problem(response, status)["errors"]}
