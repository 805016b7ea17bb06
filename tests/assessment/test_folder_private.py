"""An NHS number in a JSON file of a trust's folder: told at its place, never shown, and nothing is taken."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assessment import AssessmentRefused, read_folder
from assessment.private_texts import NHS_NUMBER
from cli import main
from tests.ours import our_rule_sets

NUMBER = "943 476 5919"  # invented, with the right check digit
TOLD = f"what the mother ({NUMBER}) told us"
JUDGED = {"answer": False, "by": "the Board", "reasons": "Twice in eight months."}


def written(folder: Path, own: dict[str, Any] | None = None, **files: Any) -> Path:
    """A trust's folder with one site; ``own`` is in trust.json too, ``north`` and ``metrics`` are the other files."""
    said = {"ods_code": "ZZZ", "name": "Fellgate", "invented": True, "sites": [{"code": "north", "name": "North"}]}
    (folder / "north").mkdir()
    (folder / "trust.json").write_text(json.dumps({**said, **(own or {})}))
    (folder / "north" / "facts.json").write_text(json.dumps(files.get("north", {})))
    if "metrics" in files:
        (folder / "metrics.json").write_text(json.dumps(files["metrics"]))
    return folder


def faults(folder: Path) -> list[str]:
    with pytest.raises(AssessmentRefused) as refused:
        read_folder(folder, our_rule_sets(), "year-7")
    return [f"{each.where}: {each.message}" for each in refused.value.faults]


@pytest.mark.parametrize(
    ("own", "place"),
    [
        ({"name": f"Fellgate {NUMBER}"}, "/name"),
        ({"ods_code": "9434765919"}, "/ods_code"),
        ({"sites": [{"code": "north", "name": TOLD}]}, "/sites/0/name"),
        ({"facts": {"birthweights_valid": {"value": 5, "source": TOLD}}}, "/facts/birthweights_valid/source"),
        ({"facts": {"birthweights_valid": NUMBER}}, "/facts/birthweights_valid"),
        ({"facts": {"9434765919": 5}}, "/facts/…19"),
        ({"complete": {"staffing_reports": TOLD}}, "/complete/staffing_reports"),
    ],
)
def test_in_trust_json_it_is_told_at_its_place(tmp_path: Path, own: dict[str, Any], place: str) -> None:
    assert faults(written(tmp_path, own)) == [f"trust.json, {place}: {NHS_NUMBER}"]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"facts": {"point_of_care_drills": {"value": 2, "source": TOLD}}}, "/facts/point_of_care_drills/source"),
        ({"judgements": {"lost": {**JUDGED, "reasons": TOLD}}}, "/judgements/lost/reasons"),
        ({"judgements": {"lost": {**JUDGED, "by": TOLD}}}, "/judgements/lost/by"),
        ({"facts": {"drills": [{"value": 2}, {"value": 3, "source": TOLD}]}}, "/facts/drills/1/source"),
    ],
)
def test_in_the_facts_of_a_site_it_is_told_at_its_place(tmp_path: Path, said: dict[str, Any], place: str) -> None:
    assert faults(written(tmp_path, north=said)) == [f"north/facts.json, {place}: {NHS_NUMBER}"]


def test_in_an_item_of_evidence_it_is_told_once(tmp_path: Path) -> None:
    item = {"title": TOLD, "original": "The archive", "serves": [{"requirement": "sa1-a-deaths-notified"}]}
    assert [each.partition(":")[0] for each in faults(written(tmp_path, {"items": [item]}))] == [
        "trust.json, /items/0/title"
    ]


def test_every_file_tells_of_its_own(tmp_path: Path) -> None:
    said = {"facts": {"women_booked": {"value": 500, "source": TOLD}}}
    folder = written(tmp_path, north={"facts": {"point_of_care_drills": NUMBER}}, metrics=said)
    assert [each.partition(":")[0] for each in faults(folder)] == [
        "metrics.json, /facts/women_booked/source",
        "north/facts.json, /facts/point_of_care_drills",
    ]


def test_the_command_says_so_without_showing_it(tmp_path: Path) -> None:
    folder = written(tmp_path, {"name": f"Fellgate {NUMBER}"})
    ran = CliRunner().invoke(main, ["assess", str(folder), "--year", "7", "--today", "2026-02-24"])
    assert ran.exit_code == 2
    assert f"trust.json, /name: {NHS_NUMBER}" in " ".join(ran.output.split())
    assert NUMBER not in ran.output
