"""The sample cases: what is real is told apart from what is invented, and the proposal stands beside the result."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from config import Config
from engine import RuleSet, determine_case
from tests.web.paging import got

CASES = Path(__file__).parents[2] / "fixtures" / "appeals"
PATHS = sorted(CASES.glob("*/*.json"))
# One of each route and way to end is looked at in every run, and all of them by the long tests.
DAILY = {
    "larkmere-grant",
    "reported-2014-waverton",
    "reported-2019-bournville-a",
    "reported-2019-leicester",
    "sha-17539",
    "sha-20016",
    "sha-24538",
    "skerrow-deferred",
}
EACH = [pytest.param(path, marks=[] if path.stem in DAILY else [pytest.mark.proof], id=path.stem) for path in PATHS]


def raw(path: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return held


def words(name: str) -> str:
    return name.replace("_", " ")


@pytest.fixture(scope="module")
def rule_sets(project: Flask) -> Mapping[str, RuleSet]:
    loaded: Mapping[str, RuleSet] = project.extensions["rationale"].rule_sets
    return loaded


def test_the_cases_that_are_looked_at_in_every_run_are_there() -> None:
    assert {path.stem for path in PATHS} >= DAILY


def test_every_case_is_listed_real_ones_apart_from_invented_ones(pharmacy: FlaskClient) -> None:
    page = got(pharmacy, "/sample-cases")
    real, invented = page.text.split("Real published decisions", 1)[1].split("Invented appeals", 1)
    for path in PATHS:
        case = raw(path)
        assert case["title"] in (invented if case["invented"] else real)
        assert f"/sample-cases/{path.stem}" in page.links


@pytest.mark.parametrize("path", EACH)
def test_a_case_says_what_it_is_and_where_it_comes_from(pharmacy: FlaskClient, path: Path) -> None:
    page, case = got(pharmacy, f"/sample-cases/{path.stem}"), raw(path)
    tags = [words for words in ("Real published decision", "Invented") if f" {words} {case['title']}" in page.text]
    assert tags == ["Invented" if case["invented"] else "Real published decision"]
    assert " ".join(case["source"]["read"].split()) in page.text
    assert case["invented"] or case["source"]["url"] in page.links


@pytest.mark.parametrize("path", EACH)
def test_a_case_shows_every_fact_with_its_source_and_every_judgement_with_its_reasons(
    pharmacy: FlaskClient, path: Path, rule_sets: Mapping[str, RuleSet]
) -> None:
    page, case = got(pharmacy, f"/sample-cases/{path.stem}"), raw(path)
    stated = page.text[page.text.index("Facts and judgements stated in the case") :]
    facts = {name: fact for id in case["rule_sets"] for name, fact in rule_sets[id].facts.items()}
    for name, said in {**case["facts"], **case["judgements"]}.items():
        assert facts[name].bridge or facts[name].ask in stated
        told = [said[key] for key in ("source", "by", "reasons") if key in said]
        assert all(" ".join(each.split())[1:] in stated for each in told), name


@pytest.mark.parametrize("path", EACH)
def test_what_is_proposed_stands_beside_the_result(
    pharmacy: FlaskClient, path: Path, rule_sets: Mapping[str, RuleSet]
) -> None:
    page, case = got(pharmacy, f"/sample-cases/{path.stem}"), raw(path)
    result = case.get("published") or case["expected"]
    for determination in determine_case(rule_sets, case):
        assert determination.headline in page.text
        for answer in determination.arising:
            wanted = words(result[answer.id]) if answer.id in result else "not stated"
            proposed = words(answer.outcome) if answer.outcome else "undetermined (still possible: "
            row = page.text.split("Proposed here", 1)[1].split(answer.asks, 1)[1][:250].lower()
            assert proposed in row
            assert wanted in row


@pytest.mark.parametrize("path", EACH)
def test_each_determination_of_a_case_is_had_as_json(
    pharmacy: FlaskClient, path: Path, rule_sets: Mapping[str, RuleSet]
) -> None:
    page = got(pharmacy, f"/sample-cases/{path.stem}")
    found = determine_case(rule_sets, raw(path))
    links = [link for link in page.links if link.endswith(".json")]
    assert [pharmacy.get(link).get_json()["id"] for link in links] == [each.id for each in found]


@pytest.mark.proof
def test_cases_are_those_of_the_folder_that_is_set(tmp_path: Path) -> None:
    kept = tmp_path / "cases" / "appeals" / "invented" / "ours.json"
    kept.parent.mkdir(parents=True)
    kept.write_text(next(path for path in PATHS if path.parent.name == "invented").read_text("utf-8"), "utf-8")
    client = create_app(Config(data_dir=tmp_path, fixtures_dir=tmp_path / "cases")).test_client()
    listed = [link for link in got(client, "/sample-cases").links if link.startswith("/sample-cases/")]
    assert listed == ["/sample-cases/ours"]
    assert "Invented" in got(client, "/sample-cases/ours").text


def test_a_decision_whose_result_could_not_be_read_says_so_in_the_list(pharmacy: FlaskClient) -> None:
    rows = got(pharmacy, "/sample-cases").source.split("<tr")
    (row,) = [each for each in rows if "/sample-cases/sha-17539" in each]
    assert "Not read" in row
