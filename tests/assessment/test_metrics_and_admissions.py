"""The tables of quality metrics and of neonatal admissions: template, file, rules and trust's folder, end to end."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assessment import AssessmentRefused, Evidence, assess, read_folder
from cli import main
from engine import FactError, RuleSet, determine, read_facts
from scripts.fixture_files import Row, as_csv, as_workbook
from scripts.trust_facts import METRICS
from tests.assessment.making import DAY, WHO, every, one_site, requirement
from tests.ours import our_rule_sets

CQIM = "maternity-data-quality/cqim"
YEAR_5 = "maternity-incentive-scheme/year-5"
KINDS = ("csv", "xlsx")
FIVE = date(2024, 1, 25)  # a day on which year 5 is assessed
ROWS: list[Row] = [{"count": name, "number": number} for name, number in METRICS.items()]
SAMPLE: list[Row] = [
    {"admission": "A-1", "admitted_on": date(2023, 5, 30), "at_term": True, "unplanned": True},
    {"admission": "A-2", "admitted_on": date(2023, 12, 7), "at_term": True, "unplanned": True},
    {"admission": "A-3", "admitted_on": date(2023, 8, 1), "at_term": False, "unplanned": True},
    {"admission": "A-4", "admitted_on": date(2023, 8, 2), "at_term": True, "unplanned": False},
    {"admission": "A-5", "admitted_on": date(2023, 12, 8), "at_term": True, "unplanned": True},
]
AUDITED: list[Row] = [{**each, "audited_jointly_on": date(2023, 12, 20)} for each in SAMPLE[:2]] + SAMPLE[2:]


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert result.exit_code == 0, result.output
    return result


def file(folder: Path, kind: str, rule_set: RuleSet, table: str, rows: list[Row]) -> Path:
    """A table as somebody fills it in: a CSV file, or the template workbook."""
    path = folder / f"{table}.{kind}"
    made = as_csv(rule_set.tables[table], rows) if kind == "csv" else as_workbook("A trust", rule_set, table, rows)
    path.write_bytes(made)
    return path


def imported(folder: Path, kind: str, id: str, table: str, rows: list[Row]) -> dict[str, Any]:
    """What `rationale import-records` makes of that file."""
    path = file(folder, kind, our_rule_sets()[id], table, rows)
    facts: dict[str, Any] = json.loads(run("import-records", id, table, path, "--complete-by", WHO).stdout)["facts"]
    return facts


def outcomes(id: str, facts: Mapping[str, Any], day: date) -> dict[str, str]:
    rule_set = our_rule_sets()[id]
    found = determine(rule_set, read_facts(rule_set, {"facts": facts}), day)
    return {each.id: each.outcome or each.status for each in found.questions}


def trust_folder(folder: Path, files: Mapping[str, bytes], complete: str = "", at: str = "") -> Path:
    """A trust with one site; the tables lie beside trust.json, or in the site's own folder."""
    says = {"complete": {complete: WHO} if complete else {}}
    sites = [{"code": "north", "name": "North site"}]
    own = {"ods_code": "ZZZ", "name": "Fellgate (invented)", "invented": True, "sites": sites}
    (folder / "north").mkdir(parents=True)
    (folder / "trust.json").write_text(json.dumps(own | ({} if at else says)))
    (folder / "north" / "facts.json").write_text(json.dumps(says if at else {}))
    for name, content in files.items():
        (folder / at / name).write_bytes(content)
    return folder


@pytest.mark.parametrize(("id", "table"), [(CQIM, "metrics"), (YEAR_5, "neonatal_admissions")])
def test_there_is_a_template_for_each_table_and_it_is_read_back(id: str, table: str, tmp_path: Path) -> None:
    path = tmp_path / f"{table}.xlsx"
    run("template", id, table, "--to", path)
    assert json.loads(run("import-records", id, table, path).stdout)["facts"][table]["rows"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_metrics_come_to_the_same_by_table_as_by_json(kind: str, tmp_path: Path) -> None:
    by_table = outcomes(CQIM, imported(tmp_path, kind, CQIM, "metrics", ROWS), DAY)
    assert by_table == outcomes(CQIM, METRICS, DAY)
    assert by_table["metrics_passed"] == "ten_or_more"


@pytest.mark.parametrize(
    "changed",
    [
        {"babies_first_feed_recorded": 300, "haemorrhages_recorded": 0},
        {"babies_three_months_born_vaginally": 536},
        {"mothers_three_months": 948},
        {"mothers_three_months": 947, "tears_recorded": 0},
    ],
)
def test_other_numbers_come_to_the_same_by_table_as_by_json_too(changed: dict[str, int]) -> None:
    numbers = METRICS | changed
    table = {"metrics": every(*({"count": name, "number": number} for name, number in numbers.items()))}
    assert outcomes(CQIM, table, DAY) == outcomes(CQIM, numbers, DAY)


def test_every_count_that_a_metric_rests_on_has_its_row() -> None:
    rule_set = our_rule_sets()[CQIM]
    asked = {name for name, fact in rule_set.facts.items() if fact.ask} - {rule_set.as_at}
    assert set(rule_set.tables["metrics"].fields["count"].options) == asked == set(METRICS)


def test_a_count_without_a_number_is_not_known_and_may_be_stated_by_itself() -> None:
    rows = [each if each["count"] != "babies" else {"count": "babies"} for each in ROWS]
    without = {"metrics": every(*rows)}
    assert outcomes(CQIM, without, DAY)["breastfeeding"] == "undetermined"
    assert outcomes(CQIM, {**without, "babies": 450}, DAY)["breastfeeding"] == "passes"
    assert outcomes(CQIM, {**without, "babies": {"from": 448, "to": 452}}, DAY)["breastfeeding"] == "passes"


def test_a_row_that_is_missing_is_never_a_count_of_none() -> None:
    assert outcomes(CQIM, {"metrics": {"rows": ROWS[1:]}}, DAY)["smoking_at_booking"] == "undetermined"
    with pytest.raises(FactError, match="a row for each count"):
        outcomes(CQIM, {"metrics": every(*ROWS[1:])}, DAY)


def test_a_number_stated_otherwise_than_in_the_table_is_told() -> None:
    with pytest.raises(FactError, match="two sources disagree"):
        outcomes(CQIM, {"metrics": every(*ROWS), "babies": 451}, DAY)


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_of_metrics_lies_in_a_trusts_folder_and_its_answer_is_taken_up(kind: str, tmp_path: Path) -> None:
    content = file(tmp_path, kind, our_rule_sets()[CQIM], "metrics", ROWS).read_bytes()
    folder = trust_folder(tmp_path / "trust", {f"metrics.{kind}": content}, "metrics")
    evidence = read_folder(folder, our_rule_sets(), "year-7").evidence
    assert requirement(evidence, "sa2-d-quality-metrics") == "met"
    assert requirement(one_site(trust=METRICS), "sa2-d-quality-metrics") == "met"
    assert "Fellgate (invented)" in run("assess", folder, "--year", "7", "--today", "2026-02-24").output


def test_metrics_in_a_sites_folder_are_told_to_be_about_the_trust(tmp_path: Path) -> None:
    content = as_csv(our_rule_sets()[CQIM].tables["metrics"], ROWS)
    with pytest.raises(AssessmentRefused) as refused:
        read_folder(trust_folder(tmp_path / "trust", {"metrics.csv": content}, at="north"), our_rule_sets(), "year-7")
    assert [each.where for each in refused.value.faults] == ["north/metrics.csv"]
    assert "'metrics' is about the trust" in refused.value.faults[0].message


def admitted(evidence: Evidence) -> str:
    (site,) = assess(our_rule_sets(), evidence, FIVE).sites
    return next(each.status for each in site.determination.provisions if each.id == "sa3-b-admissions-audited")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("rows", "status"), [(AUDITED, "met"), (SAMPLE, "not_met"), ([*SAMPLE[2:]], "met")])
def test_admissions_of_babies_at_term_are_counted_from_a_table(
    kind: str, rows: list[Row], status: str, tmp_path: Path
) -> None:
    content = file(tmp_path, kind, our_rule_sets()[YEAR_5], "neonatal_admissions", rows).read_bytes()
    name = f"neonatal_admissions.{kind}"
    folder = trust_folder(tmp_path / "trust", {name: content}, "neonatal_admissions", at="north")
    assert admitted(read_folder(folder, our_rule_sets(), "year-5").evidence) == status
    assert run("assess", folder, "--year", "5", "--today", "2024-01-25").output


@pytest.mark.parametrize("kind", KINDS)
def test_the_admissions_come_to_the_same_by_table_as_by_counts(kind: str, tmp_path: Path) -> None:
    for rows, counts in ((AUDITED, (2, 2)), (SAMPLE, (2, 0))):
        facts = imported(tmp_path, kind, YEAR_5, "neonatal_admissions", rows)
        stated = dict(zip(("term_admissions", "term_admissions_audited"), counts, strict=True))
        assert outcomes(YEAR_5, facts, FIVE) == outcomes(YEAR_5, stated, FIVE)
        assert admitted(one_site(facts, year="year-5")) == admitted(one_site(stated, year="year-5"))


def test_until_somebody_says_that_the_admissions_are_all_nothing_is_decided(tmp_path: Path) -> None:
    content = as_csv(our_rule_sets()[YEAR_5].tables["neonatal_admissions"], AUDITED)
    folder = trust_folder(tmp_path / "trust", {"neonatal_admissions.csv": content}, at="north")
    assert admitted(read_folder(folder, our_rule_sets(), "year-5").evidence) == "not_known"


@pytest.mark.parametrize("year", ["year-6", "year-7"])
def test_later_years_read_no_admissions_and_so_ask_for_none(year: str) -> None:
    rule_set = our_rule_sets()[f"maternity-incentive-scheme/{year}"]
    assert "neonatal_admissions" not in rule_set.tables
    assert not [name for name in rule_set.facts if name.startswith("term_admissions")]
