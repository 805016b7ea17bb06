"""For whoever runs it: health, metrics, the log, settings, and starting."""

import json
import shutil
from contextlib import redirect_stderr, suppress
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from config import Config
from engine import RuleError
from tests import postgres
from tests.web.asking import LIBRARY, WHOLE, asked, problem, with_facts
from tests.web.conftest import RULES


def test_it_is_well_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {"status": "ready"}


def test_without_rule_sets_it_is_well_and_not_ready(tmp_path: Path) -> None:
    client = create_app(Config(data_dir=tmp_path, rules_dir=tmp_path)).test_client()
    assert client.get("/healthz").status_code == 200
    assert "RULES_DIR" in problem(client.get("/readyz"), 503)["detail"]


def test_while_its_database_cannot_be_read_it_is_not_ready_and_that_ends_by_itself(
    tmp_path: Path, empty_file: Path
) -> None:
    here, away = tmp_path / "data", tmp_path / "away"
    here.mkdir()
    shutil.copy(empty_file, here / "private.sqlite")
    client = create_app(Config(data_dir=here, rules_dir=RULES)).test_client()
    here.rename(away)
    for _ in range(2):
        answered = client.get("/readyz")
        assert problem(answered, 503)["detail"].startswith("The database cannot be reached or written just now.")
        assert answered.headers["Cache-Control"] == "no-store"
    assert client.get("/healthz").status_code == 200
    away.rename(here)
    assert client.get("/readyz").get_json() == {"status": "ready"}


def test_a_database_that_was_not_brought_up_is_not_ready(tmp_path: Path) -> None:
    client = create_app(Config(data_dir=tmp_path, rules_dir=RULES)).test_client()
    assert "Run `rationale migrate`" in problem(client.get("/readyz"), 503)["detail"]


def test_a_database_on_a_server_that_is_gone_is_not_ready(
    tmp_path: Path, server: postgres.Server, template: str
) -> None:
    address = server.empty(template)
    config = Config(data_dir=tmp_path, rules_dir=RULES, private_database=address)
    client = create_app(config).test_client()
    assert client.get("/readyz").status_code == 200
    server.drop(address)
    assert problem(client.get("/readyz"), 503)["type"] == "/docs#problem-storage"


def test_a_wrong_rule_file_stops_it_from_starting_and_says_where(tmp_path: Path) -> None:
    (tmp_path / "area" / "set").mkdir(parents=True)
    (tmp_path / "area" / "set" / "ruleset.yaml").write_text("title: 7\n")
    with pytest.raises(RuleError, match=r"area/set/ruleset\.yaml:1"):
        create_app(Config(data_dir=tmp_path, rules_dir=tmp_path))


def test_metrics_count_requests_determinations_and_refusals(tmp_path: Path) -> None:
    client = create_app(Config(data_dir=tmp_path, rules_dir=RULES)).test_client()
    asked(client, WHOLE)
    asked(client, {"rule_set": LIBRARY})
    asked(client, with_facts(weight="9"))
    client.get("/a-name-in-an-address")
    response = client.get("/metrics")
    assert response.mimetype == "text/plain"
    lines = response.text.splitlines()
    assert 'rationale_requests_total{method="POST",route="/api/v1/determinations",status="200"} 2.0' in lines
    assert (
        'rationale_determinations_total{question="renewal",rule_set="library/renewals",status="determined"} 1.0'
        in lines
    )
    assert (
        'rationale_determinations_total{question="renewal",rule_set="library/renewals",status="undetermined"} 1.0'
        in lines
    )
    assert 'rationale_refused_total{kind="facts"} 1.0' in lines
    assert 'rationale_request_seconds_count{route="/api/v1/determinations"} 3.0' in lines
    assert "a-name-in-an-address" not in response.text


def test_a_log_line_says_what_was_asked_and_nothing_of_the_case(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    response = asked(client, WHOLE)
    asked(client, with_facts(weight="nineteen stone", reader_class="Mrs Thrale"))
    client.get("/Mrs-Thrale?name=Thrale")
    logged = capsys.readouterr().err
    first, second, third = (json.loads(line) for line in logged.splitlines())
    assert first == {
        "event": "request",
        "level": "info",
        "timestamp": first["timestamp"],
        "request_id": response.headers["X-Request-ID"],
        "method": "POST",
        "route": "/api/v1/determinations",
        "status": 200,
        "milliseconds": first["milliseconds"],
        "rule_set": LIBRARY,
        "determination": response.get_json()["id"],
    }
    assert (second["problem"], third["route"]) == ("facts", "(none)")
    assert not [word for word in ("Thrale", "stone", "letter", "librarian", "weight") if word in logged]


def test_style_sheets_are_served_compressed_and_kept_for_a_while(client: FlaskClient) -> None:
    path = "/static/vendor/nhsuk-frontend/nhsuk-frontend.min.css"
    packed = client.get(path, headers={"Accept-Encoding": "gzip"}, buffered=True)
    plain = client.get(path, buffered=True)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) * 3 < len(plain.data)
    assert "max-age" in packed.headers["Cache-Control"]


def test_a_full_disk_under_the_log_ends_no_request(client: FlaskClient) -> None:
    status = 0  # what is written to /dev/full finds no space left, at the latest when it is closed
    with suppress(OSError), Path("/dev/full").open("w", encoding="utf-8") as full, redirect_stderr(full):
        status = client.get("/healthz").status_code
    assert status == 200


def test_settings_come_from_the_environment() -> None:
    assert Config.from_environment({}) == Config()
    given = {
        "DATA_DIR": "data", "RULES_DIR": "law", "FIXTURES_DIR": "cases", "PORT": "8080", "LARGEST_BODY": "5000"
    }  # fmt: skip
    assert Config.from_environment(given) == Config(Path("data"), Path("law"), Path("cases"), 8080, 5000)
    assert Config.from_environment({"DATA_DIR": ""}).metrics_dir == Path("var/metrics")
    kept = Config.from_environment({"DATA_DIR": "/srv/data", "REGISTER_DATABASE_URL": "postgresql://db/register"})
    assert (kept.private_url, kept.register_url) == (
        "sqlite:////srv/data/private.sqlite",
        "postgresql://db/register",
    )


@pytest.mark.parametrize("said", ["0", "-1", "65536", "8000.0", "http", "٨٠", "9" * 5000])
def test_a_setting_that_is_wrong_is_named(said: str) -> None:
    with pytest.raises(ValueError, match=r"^PORT is "):
        Config.from_environment({"PORT": said})
