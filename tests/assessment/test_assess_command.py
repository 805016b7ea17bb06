"""`rationale assess`, as a trust would use it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document

from assessment import assessment_json
from cli import main
from tests.assessment.making import TRUSTS, assessed

FIRST = [
    "The rules of year 7 are recalled: none of their ",
    "No scheme document after year 7 is encoded.",
]

ROOT = Path(__file__).parents[2]
PAID = '{"maternity_part": 4000005, "of_those_that_meet_all": 60000000, "left_over": 9000000}'


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


def test_with_what_was_paid_it_gives_an_estimate(tmp_path: Path) -> None:
    paid = tmp_path / "paid.json"
    paid.write_text(PAID, "utf-8")
    asked = ("--today", "2026-02-24", "--money", str(paid))
    result = run(TRUSTS / "alderholme-invented", *asked)
    assert result.exit_code == 0, result.output
    assert "\nMoney\nEstimate: £400,000.50 comes back.\nEstimate of the share: £400,000.50 / £60," in result.output
    told = run(TRUSTS / "brackenford-invented", *asked, "--json").output
    money = json.loads(told)["money"]
    assert money["in_pence"] == {"contribution": 40_000_050, "refund": None, "share": None}
    assert money["told"][0].startswith("Estimate: nothing.")


@pytest.mark.proof
def test_the_estimate_stands_in_the_board_paper(tmp_path: Path) -> None:
    paid, papers = tmp_path / "paid.json", tmp_path / "papers"
    paid.write_text(PAID, "utf-8")
    asked = ("--today", "2026-02-24", "--money", str(paid), "--papers", str(papers))
    assert run(TRUSTS / "alderholme-invented", *asked).exit_code == 0
    text = [each.text for each in Document(str(papers / "board-paper.docx")).paragraphs]
    assert text[text.index("What may come back: an estimate") + 1] == "Estimate: £400,000.50 comes back."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('{"contribution": "400000"}', "/contribution: this is a sum in pounds, from 0 up, with two decimals at most"),
        ('{"contribution": 0.005}', "/contribution: this is a sum in pounds"),
        ('{"contribution": -1}', "/contribution: this is a sum in pounds"),
        ('{"contribution": true}', "/contribution: this is a sum in pounds"),
        ('{"contribution": 1, "maternity_part": 10}', ": state either contribution or maternity_part, in pounds: {"),
        ("{}", ": state either contribution or maternity_part, in pounds: {"),
        ('{"contribution": 1, "left_over": 1}', ": of_those_that_meet_all and left_over go together: state both, or"),
        ('{"contributions": 1}', "/contributions: no sum has this name; there are contribution, maternity_part"),
        ('{"contribution": 9, "of_those_that_meet_all": 8, "left_over": 1}', "come to £8: less than this trust's"),
        ("[]", "this is JSON, but not an object"),
    ],
)
def test_sums_that_cannot_be_are_told_at_their_place(said: str, told: str, tmp_path: Path) -> None:
    paid = tmp_path / "paid.json"
    paid.write_text(said, "utf-8")
    result = run(TRUSTS / "alderholme-invented", "--today", "2026-02-24", "--money", str(paid))
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_the_trusts_are_listed_with_their_mergers_dated_and_one_by_its_code() -> None:
    every = CliRunner().invoke(main, ["trusts", "--today", "2023-03-31"])
    lines = every.output.splitlines()
    assert len([line for line in lines if line[3:5] == "  "]) == 121
    assert "RA4  Yeovil District Hospital NHS Foundation Trust" in lines
    assert lines[-1].startswith("121 trusts, of which 121 had not merged into another by 31 March 2023. Codes")
    later = CliRunner().invoke(main, ["trusts", "ra4", "--today", "2023-04-01"])
    assert later.output == (
        "RA4  Yeovil District Hospital NHS Foundation Trust (RA4) has been part of Somerset NHS Foundation Trust (RH5) "
        "since April 2023, as recalled: use RH5 for what came after.\n"
    )
    gave_back = CliRunner().invoke(main, ["trusts", "RVV"]).output
    assert "Gave back about £1,500,000 for year 1, as told at https://" in gave_back
    wrong = CliRunner().invoke(main, ["trusts", "RXQQ"])
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "'RXQQ' is no code of a maternity trust that is known here" in wrong.stderr


def test_whoever_only_asks_how_they_stand_loads_no_database_and_nothing_that_writes_papers() -> None:
    asked = "import sys, cli_assess; print(*{name.partition('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "engine" in loaded
    assert not loaded & {"keeping", "documents", "sqlalchemy", "openpyxl", "docx", "weasyprint", "people", "storage"}
