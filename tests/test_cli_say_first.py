"""The commands about rules that are no law say first how much of them is recalled, and which year is the last."""

import io
import json
import re
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from cli import main
from engine import said_first
from tests.ours import our_rule_sets

SCHEME = "maternity-incentive-scheme"
VERDICT, YEAR_6, YEAR_7 = (f"{SCHEME}/{name}" for name in ("verdict", "year-6", "year-7"))
NO_LAW = [id for id in our_rule_sets() if not id.startswith("pharmacy/")]
LAW = "pharmacy/market-entry"
TRAINING = Path(__file__).parents[1] / "fixtures" / "training" / "fernmere-invented.csv"


def run(*arguments: str | Path) -> Result:
    """The command line, run in this process."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def nothing(tmp_path: Path) -> Path:
    """A file of facts in which nothing is stated."""
    path = tmp_path / "facts.json"
    path.write_text("{}", "utf-8")
    return path


def first_of(*ids: str) -> list[str]:
    """What is said first of these rule sets, and the blank line after it."""
    return [*said_first(our_rule_sets(), *ids), ""]


@pytest.mark.parametrize("id", NO_LAW)
def test_a_determination_says_it_before_the_outcome(id: str, nothing: Path) -> None:
    first = first_of(id)
    lines = run("determine", id, nothing, "--as-at", "2025-06-02").output.splitlines()
    assert lines[: len(first)] == first
    assert lines[len(first)]


def test_a_determination_as_json_says_it_under_its_first_key(nothing: Path) -> None:
    found = json.loads(run("determine", VERDICT, nothing, "--as-at", "2026-03-03", "--json").output)
    assert next(iter(found)) == "says_first"
    assert found["says_first"] == first_of(VERDICT)[:-1]
    assert found["rule_set"]["id"] == VERDICT


def test_a_comparison_says_it_of_both_and_the_last_year_once() -> None:
    first = first_of(YEAR_6, YEAR_7)
    assert len(first) == 4
    lines = run("compare", YEAR_6, YEAR_7).output.splitlines()
    assert lines[:4] == first
    assert lines[4].startswith("Not checked against the published text: ")
    found = json.loads(run("compare", YEAR_6, YEAR_7, "--json").output)
    assert next(iter(found)) == "says_first"
    assert found["says_first"] == first[:-1]


def test_the_summary_of_an_import_begins_with_it(tmp_path: Path) -> None:
    first = first_of(YEAR_7)
    summary = run("import-records", YEAR_7, "training", TRAINING).stderr.splitlines()
    assert summary[:3] == first
    assert summary[3].startswith("566 rows read from fernmere-invented.csv.")
    kept = run("import-records", YEAR_7, "training", TRAINING, "--to", tmp_path / "facts.json")
    assert kept.output.splitlines()[:3] == first


def test_the_workbook_of_a_table_opens_at_it(tmp_path: Path) -> None:
    run("template", YEAR_7, "deaths", "--to", tmp_path / "deaths.xlsx")
    notes = load_workbook(io.BytesIO((tmp_path / "deaths.xlsx").read_bytes())).worksheets[0]
    assert [notes.cell(row, 1).value for row in (1, 2)] == first_of(YEAR_7)[:-1]


@pytest.mark.parametrize("id", NO_LAW)
def test_the_rules_as_a_document_begin_with_it(id: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.html"
    run("export-rules", id, "--to", path)
    said = " ".join(unescape(re.sub("<[^>]+>", " ", path.read_text("utf-8").partition("<body")[2])).split())
    assert said.index(" ".join(first_of(id)[:-1])) < said.index("Rules for review")


def test_of_law_none_of_them_says_anything_of_the_kind(nothing: Path) -> None:
    determined = run("determine", LAW, nothing, "--as-at", "2025-06-02")
    assert "recalled:" not in determined.output.splitlines()[0]
    assert next(iter(json.loads(run("determine", LAW, nothing, "--as-at", "2025-06-02", "--json").output))) == "id"
    path = nothing.parent / "rules.html"
    run("export-rules", LAW, "--to", path)
    assert "are recalled:" not in path.read_text("utf-8")
    compared = run("compare", LAW, "pharmacy/rural")
    assert "scheme document" not in compared.output
    assert next(iter(json.loads(run("compare", LAW, "pharmacy/rural", "--json").output))) == "before"
