"""Where the two readings of the rules differ: nobody is given an answer, and whoever runs the service is told."""

import json
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from config import Config
from tests.web.asking import LIBRARY, WHOLE, asked, problem
from tests.web.conftest import RULES
from tests.web.faulty import create_app
from tests.web.serving import ask, served

FORM = f"/rule-sets/{LIBRARY}/determine"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return create_app(Config(data_dir=tmp_path, rules_dir=RULES)).test_client()


def test_nothing_is_determined_and_the_case_has_a_name(client: FlaskClient) -> None:
    told = problem(asked(client, WHOLE), 503)
    assert told["type"] == "/docs#problem-disagreement"
    assert told["detail"].startswith("The rules were read in two ways, which did not come to the same, so nothing is")
    case = told["detail"].split("of case ")[1].split(".")[0]
    assert len(case) == 16
    assert case in problem(asked(client, WHOLE), 503)["detail"], "the same case has the same name"


def test_the_log_says_where_they_differ_and_nothing_of_what_was_sent(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    answer = asked(client, WHOLE)
    logged = capsys.readouterr().err
    first, second = (json.loads(line) for line in logged.splitlines())
    assert (first["event"], first["level"], first["rule_set"]) == ("disagreed", "error", LIBRARY)
    assert first["case"] in answer.get_json(force=True)["detail"]
    assert first["differing"]
    named = ("condition", "exception", "provision", "question")
    assert not [each for each in first["differing"] if each.split(" ")[0] not in named]
    assert (second["status"], second["problem"]) == (503, "disagreement")
    assert not [word for word in ("letter", "librarian", "binding", "weight") if word in logged]


def test_the_metrics_count_it(client: FlaskClient) -> None:
    asked(client, WHOLE)
    asked(client, WHOLE)
    lines = client.get("/metrics").text.splitlines()
    assert f'rationale_disagreements_total{{rule_set="{LIBRARY}"}} 2.0' in lines
    assert 'rationale_refused_total{kind="disagreement"} 2.0' in lines


def test_the_service_is_not_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert problem(client.get("/readyz"), 503)["type"] == "/docs#problem-disagreement"


def test_a_person_is_told_on_a_page(client: FlaskClient) -> None:
    page = client.post(FORM, data={}, headers={"Accept": "text/html"})
    assert page.status_code == 503
    assert "Nothing is determined" in page.text
    assert "Tell whoever runs this service of case" in page.text
    assert "Do not rely on an earlier answer to the same question" in page.text


@pytest.mark.proof
def test_a_worker_that_failed_three_times_is_replaced(tmp_path: Path) -> None:
    with served(tmp_path, "tests.web.faulty:create_app()", workers=1) as server:
        assert ask(server.port, "GET", "/healthz")[0] == 200, "it has started"
        first = server.workers()
        assert len(first) == 1
        body = json.dumps(WHOLE).encode()
        assert [ask(server.port, "POST", "/api/v1/determinations", body)[0] for _ in range(3)] == [503] * 3
        deadline = time.monotonic() + 20
        while server.workers() & first and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not server.workers() & first
        assert ask(server.port, "GET", "/healthz")[0] == 200
