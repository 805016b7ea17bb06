"""A code that had merged into another before a year began: no assessment of that year is made under it."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from assessment import AssessmentRefused, Site, present_name
from assessment.beginning import New, begin
from assessment.trusts import merged_before
from cli import main
from people import Role
from storage import Database
from tests.assessment.kept_trust import NOON
from tests.assessment.making import TRUSTS
from tests.casework.office import Office
from tests.ours import our_rule_sets

SCHEME = "maternity-incentive-scheme"
TOLD = {
    "RVY": "Southport and Ormskirk Hospital NHS Trust (RVY) merged into Mersey and West Lancashire Teaching Hospitals "
    "(RBN) in July 2023, as recalled, before year 7 began on 2 April 2025: begin it under RBN",
    "RA4": "Yeovil District Hospital NHS Foundation Trust (RA4) merged into Somerset NHS Foundation Trust (RH5) in "
    "April 2023, as recalled, before year 7 began on 2 April 2025: begin it under RH5",
    "RAP": "North Middlesex University Hospital NHS Trust (RAP) merged into Royal Free London NHS Foundation Trust "
    "(RAL) in January 2025, as recalled, before year 7 began on 2 April 2025: begin it under RAL",
}


def refused(code: str, year: str) -> list[str]:
    return [each.message for each in merged_before(code, our_rule_sets()[f"{SCHEME}/{year}"])]


@pytest.mark.parametrize("code", TOLD)
def test_of_year_7_each_is_told_into_which_it_merged_and_under_which_code_to_begin(code: str) -> None:
    assert refused(code, "year-7") == [TOLD[code]]


def test_of_a_year_that_had_begun_before_the_merger_it_is_taken() -> None:
    assert {(code, year): len(refused(code, year)) for code in TOLD for year in ("year-4", "year-5", "year-6")} == {
        ("RVY", "year-4"): 0, ("RVY", "year-5"): 0, ("RVY", "year-6"): 1,
        ("RA4", "year-4"): 0, ("RA4", "year-5"): 1, ("RA4", "year-6"): 1,
        ("RAP", "year-4"): 0, ("RAP", "year-5"): 0, ("RAP", "year-6"): 0,
    }  # fmt: skip


def test_a_code_that_the_list_does_not_have_is_taken_since_the_list_is_recalled() -> None:
    assert refused("ZZA", "year-7") == refused("RX999", "year-7") == refused("RBN", "year-7") == []


def test_a_trust_is_called_what_it_is_called_now() -> None:
    assert [present_name(code) for code in ("RBN", "RXW", "ZZA")] == [
        "Mersey and West Lancashire Teaching Hospitals", "The Shrewsbury and Telford Hospital NHS Trust", ""
    ]  # fmt: skip


def test_none_is_begun_under_a_code_that_merged_and_one_is_under_what_it_became(database: Database) -> None:
    office = Office(database)
    old, new = office.actor(Role("trust", "RVY")), office.actor(Role("trust", "RBN"))
    sites = (Site("north", "North site"),)
    with database.writing() as connection:
        with pytest.raises(AssessmentRefused) as stopped:
            begin(connection, NOON, old, New("RVY", "Southport", "year-7", sites), our_rule_sets())
        assert str(stopped.value) == f"/trust: {TOLD['RVY']}"
        assert begin(connection, NOON, new, New("RBN", "Mersey", "year-7", sites), our_rule_sets()).year == "year-7"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The invented trust's folder under a code that merged."""
    made = Path(shutil.copytree(TRUSTS / "carrowmere-invented", tmp_path / "trust"))
    said = json.loads((made / "trust.json").read_text("utf-8"))
    (made / "trust.json").write_text(json.dumps({**said, "ods_code": "RVY"}), "utf-8")
    return made


@pytest.mark.parametrize("command", ["assess", "clock"])
def test_a_folder_under_such_a_code_is_refused_at_its_place(folder: Path, command: str) -> None:
    ran = CliRunner().invoke(main, [command, str(folder), "--year", "7", "--today", "2026-02-24"])
    assert ran.exit_code == 2
    assert f"trust.json, /ods_code: {TOLD['RVY']}" in " ".join(ran.output.split())
