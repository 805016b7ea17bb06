"""`rationale assess`, as a trust would use it."""

import json
import shutil
from pathlib import Path
from time import process_time

import pytest
from click.testing import CliRunner, Result

from assessment import assessment_json
from cli import main
from tests.assessment.making import TRUSTS, assessed

FIRST = [
    "The rules of year 7 are recalled: none of their ",
    "No scheme document after year 7 is encoded.",
]

MOST = 2.0  # seconds of processor time


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["assess", str(folder), "--year", "7", *arguments])


def test_it_says_first_what_the_rules_are_then_every_action_site_by_site_then_three_counts() -> None:
    result = run(TRUSTS / "brackenford-invented", "--today", "2026-02-24")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].startswith(FIRST[0])
    assert lines[0].endswith("checked against the published scheme document. Check each before anyone signs.")
    assert lines[1] == FIRST[1]
    assert "Everything about this trust is invented." in lines[3]
    for site in ("North site", "South site"):
        actions = lines[lines.index(site) + 1 :]
        numbers = [int(line.split()[0]) for line in actions if line[:4].strip().isdigit()]
        assert numbers[:10] == list(range(1, 11))
    assert "   8  not met          Training" in lines
    assert "43 of 48 people, 89.58%. 1 more would be enough: 44 of 48, 91.67%." in result.output
    assert "For the trust as a whole: 9 met on evidence, 1 not met, 0 not yet shown." in lines
    assert lines[-1].endswith("This is a proposal, and no declaration: a Board decides what it signs.")


def test_what_is_not_yet_shown_says_what_is_needed_and_is_no_failure() -> None:
    result = run(TRUSTS / "carrowmere-invented", "--today", "2026-02-24")
    assert result.exit_code == 0
    assert (
        "To show: For how many of the women booked in July 2025 does the submission hold a valid ethnic category?"
        in (result.output)
    )
    assert "Nobody knows yet: Does the neonatal unit's nursing meet the nurse staffing standards" in result.output
    assert "All the records, and who says that they are all: " in result.output
    assert "For the trust as a whole: 4 met on evidence, 0 not met, 6 not yet shown." in result.output


def test_as_json_it_holds_everything() -> None:
    held = assessment_json(assessed("brackenford"), ("Read this first.",))
    assert json.loads(json.dumps(held)) == held
    assert held["read_first"] == ["Read this first."]
    assert held["counts"] == {"met": 9, "not_met": 1, "not_shown": 0}
    assert held["actions"]["sa8"] == held["verdict"]["stands"] == "not_met"
    south = held["sites"][1]
    (sa8,) = [each for each in south["actions"] if each["id"] == "sa8"]
    failing = [each for each in sa8["requirements"] if each["why"]]
    assert [each["id"] for each in failing] == ["sa8-b-emergencies"]
    assert (held["as_at"], held["invented"], len(south["determination"])) == ("2026-02-24", True, 64)


def test_without_a_day_it_is_assessed_today_and_json_says_first_what_the_rules_are_too() -> None:
    result = run(TRUSTS / "alderholme-invented", "--json")
    assert result.exit_code == 0
    held = json.loads(result.stdout)
    assert held["read_first"][0].startswith(FIRST[0])
    assert held["counts"] == {"met": 10, "not_met": 0, "not_shown": 0}
    assert held["as_at"] >= "2026-11-26"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a trust's folder that a test may spoil."""
    return Path(shutil.copytree(TRUSTS / "carrowmere-invented", tmp_path / "trust"))


def test_every_fault_is_told_with_its_file_and_nothing_is_assessed(folder: Path) -> None:
    own = json.loads((folder / "trust.json").read_text("utf-8"))
    own["facts"]["birthweights_valid"] = 400
    (folder / "trust.json").write_text(json.dumps(own), "utf-8")
    result = run(folder, "--today", "2026-02-24")
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0] == f"{folder} is not assessed."
    assert lines[1].startswith("trust.json, /facts/birthweights_valid: this is part of babies_born_in_july_2025")
    assert lines[2] == "1 thing to mend."


def test_a_file_with_a_slip_in_its_name_is_told_and_not_passed_over(folder: Path) -> None:
    (folder / "carrowmere" / "shifts.csv").rename(folder / "carrowmere" / "shift.csv")
    result = run(folder)
    assert result.exit_code == 2
    assert "carrowmere/shift.csv: the file of a table is named after the table. Did you mean shifts?" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["--year", "1"], 2, "year: there is no rule set for year-1. Known: "),
        (["--year", "0"], 2, "Invalid value for '--year'"),
        (["--year", "7", "--today", "24/02/2026"], 2, "Invalid value for '--today'"),
        ([], 2, "Missing option '--year'"),
    ],
)
def test_what_is_asked_wrongly_is_told(arguments: list[str], status: int, told: str) -> None:
    result = CliRunner().invoke(main, ["assess", str(TRUSTS / "alderholme-invented"), *arguments])
    assert result.exit_code == status
    assert told in result.stderr


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "does not exist" in result.stderr


@pytest.mark.proof
@pytest.mark.alone
def test_twenty_thousand_records_are_assessed_in_under_two_seconds_of_a_processor(tmp_path: Path) -> None:
    """From the rules and the files to what is printed, once the program has started; the best of three."""
    folder = Path(shutil.copytree(TRUSTS / "alderholme-invented", tmp_path / "trust"))
    (folder / "alderholme" / "training.xlsx").unlink()
    courses = ("fetal monitoring training", "emergencies training", "neonatal basic life support training")
    rows = [f"S-{number},midwives,{course},03/03/2025" for number in range(6_667) for course in courses]
    (folder / "alderholme" / "training.csv").write_text("\n".join(["staff,group,course,attended on", *rows]), "utf-8")
    taken = []
    for _ in range(3):
        before = process_time()
        result = run(folder, "--today", "2026-02-24")
        taken.append(process_time() - before)
        assert "For the trust as a whole: 10 met on evidence" in result.output
    assert min(taken) < MOST, taken
