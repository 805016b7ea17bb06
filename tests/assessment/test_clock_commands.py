"""The commands that look ahead, on a trust's folder: what the rules rest on comes first, and nothing in it changes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from cli import main
from tests.assessment.looking_ahead import staff

GROUP, COURSE = "midwives", "emergencies_training"
RECALLED = "The rules of year 7 are recalled"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A trust with one site: 17 of 20 midwives were trained."""
    root = tmp_path / "trust"
    (root / "north").mkdir(parents=True)
    said = {"ods_code": "RXX", "name": "Invented Hospitals NHS Trust", "invented": True}
    sites = [{"code": "north", "name": "North site"}]
    (root / "trust.json").write_text(json.dumps({**said, "sites": sites}), "utf-8")
    (root / "north" / "facts.json").write_text(json.dumps({"complete": {"training": "Head of Midwifery"}}), "utf-8")
    rows = [f"{each['staff']},{GROUP},{COURSE},{each.get('attended_on', '')}" for each in staff(GROUP, COURSE, 17, 3)]
    (root / "north" / "training.csv").write_text("\n".join(["staff,group,course,attended_on", *rows, ""]), "utf-8")
    return root


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def held(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_clock_says_first_that_the_rules_are_recalled_then_what_is_due_and_writes_it_as_a_calendar(
    folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "new" / "clock.ics"
    result = run("clock", folder, "--year", "7", "--today", "2025-10-01", "--ics", path)
    assert result.exit_code == 0, result.output
    assert result.output.startswith(RECALLED)
    assert "\nInvented Hospitals NHS Trust (RXX), year 7. Everything about this trust is invented.\n" in result.output
    assert (
        "- North site, safety action 8(b): At least 90% of midwives attended emergencies training. 1 more needed: "
        "17 of 20 people so far. Why that day: the end of the training year.\n"
    ) in result.output
    assert result.output.endswith(f"written: {path}\n")
    read = Calendar.from_ical(path.read_bytes())
    assert all(str(event["description"]).startswith(RECALLED) for event in read.events)
    assert len(read.events) > 10


def test_one_more_midwife_is_tried_and_the_folder_stays_as_it_is(folder: Path) -> None:
    before = held(folder)
    asked = ("--train", "1", GROUP, COURSE, "2025-11-20", "--site", "north", "--today", "2025-12-01")
    facts = folder.parent / "changes.json"
    facts.write_text('{"changes": [{"state": "training_year_ended_on", "value": "2025-11-30"}]}', "utf-8")
    result = run("what-if", folder, "--year", "7", *asked, "--changes", facts)
    assert result.exit_code == 0, result.output
    assert result.output.startswith(RECALLED)
    assert "- North site: attended on 2025-11-20 in row 18 of training\n" in result.output
    assert "- The trust: training year ended on is 2025-11-30\n" in result.output
    assert "- North site, Emergencies training: not met before, met after." in result.output
    assert held(folder) == before


@pytest.mark.proof  # 2 s
def test_where_numbers_are_stated_in_place_of_records_the_number_is_raised(folder: Path) -> None:
    (folder / "north" / "training.csv").unlink()
    cell = {"group": GROUP, "course": COURSE}
    stated = {"facts": {"in_scope": [{**cell, "is": 20}], "attended": [{**cell, "is": 17}]}}
    (folder / "north" / "facts.json").write_text(json.dumps(stated), "utf-8")
    asked = ("--train", "1", GROUP, COURSE, "2025-11-20", "--site", "north", "--today", "2025-12-01")
    result = run("what-if", folder, "--year", "7", *asked)
    assert result.exit_code == 0, result.output
    assert "- North site: attended (midwives, emergencies training) is 18, which was 17\n" in result.output


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ((), "name what changes: --changes FILE, or --train NUMBER GROUP COURSE DAY with --site CODE"),
        (("--train", "1", GROUP, COURSE, "2025-11-20"), "--train goes with --site"),
        pytest.param(
            ("--train", "9", GROUP, COURSE, "2025-11-20", "--site", "north"),
            "/changes/0/count: 3 rows of training hold",
            marks=pytest.mark.proof,  # 1 s
        ),
        pytest.param(
            ("--train", "1", GROUP, COURSE, "2025-11-20", "--site", "nroth"),
            "the trust has no site nroth; it has north.",
            marks=pytest.mark.proof,  # 1 s
        ),
    ],
)
def test_what_cannot_be_tried_is_refused(folder: Path, asked: tuple[str, ...], message: str) -> None:
    result = run("what-if", folder, "--year", "7", "--today", "2025-12-01", *asked)
    assert result.exit_code == 2
    assert message in result.output


def test_a_file_that_holds_no_changes_is_refused(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "changes.json"
    for text, message in (
        ('{"changed": []}', "/changed: nothing of this name stands here: changes stand under changes"),
        ("[]", "this is JSON, but not an object"),
        ('{"changes": [{}]}', "/changes/0: a change has exactly one of state, raise, add_rows, fill_rows"),
    ):
        path.write_text(text, "utf-8")
        result = run("what-if", folder, "--year", "7", "--changes", path)
        assert result.exit_code == 2
        assert message in result.output


def test_a_year_without_rules_is_refused(folder: Path) -> None:
    result = run("clock", folder, "--year", "99")
    assert result.exit_code == 2
    assert "/year: there is no rule set for year-99" in result.output


@pytest.mark.proof  # 2 s
def test_a_fault_in_the_folder_is_told_at_its_file(folder: Path) -> None:
    (folder / "north" / "facts.json").write_text('{"facts": {"point_of_care_drill": 1}}', "utf-8")
    result = run("clock", folder, "--year", "7")
    assert result.exit_code == 2
    assert "north/facts.json" in result.output
    assert "point_of_care_drill" in result.output


@pytest.mark.proof  # 2 s
def test_a_trust_that_fails_by_one_person_in_one_cell_is_short_of_one_and_with_one_more_has_all_ten() -> None:
    invented = Path(__file__).parents[2] / "fixtures" / "trusts" / "brackenford-invented"
    asked = ("--year", "7", "--today", "2026-02-24")
    result = run("clock", invented, *asked)
    assert "\nMissed: 1\n" in result.output
    assert "South site, safety action 8(b): At least 90% of midwives attended" in result.output
    assert "1 more needed: 43 of 48 people so far." in result.output
    result = run("what-if", invented, *asked, "--train", "1", GROUP, COURSE, "2025-11-28", "--site", "south")
    assert "- The trust, all ten: not met before, met on evidence after.\n" in result.output
