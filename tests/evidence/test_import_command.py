"""`rationale import-records` and `rationale template`, as a trust would use them."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import main
from tests.evidence.making import lines, workbook
from tests.evidence.tables import write

ROW = "S-1,midwife,emergencies,01/03/2025"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of rules with the one rule set pharmacy/entry."""
    return write(tmp_path_factory.mktemp("rules"))


def run(rules: Path, command: str, *arguments: str | Path) -> Result:
    """A command about the table shifts."""
    given = [command, "pharmacy/entry", "shifts", *map(str, arguments), "--rules", str(rules)]
    return CliRunner().invoke(main, given)


def file(folder: Path, content: bytes, name: str = "march.csv") -> Path:
    """A file that somebody has."""
    (folder / name).write_bytes(content)
    return folder / name


def held(path: Path) -> dict[str, Any]:
    """The facts that a file holds."""
    facts: dict[str, Any] = json.loads(path.read_text("utf-8"))["facts"]
    return facts


def test_a_table_is_written_among_the_facts_with_a_summary(rules: Path, tmp_path: Path) -> None:
    to = tmp_path / "case" / "facts.json"
    source = file(tmp_path, lines(ROW, "S-2,,emergencies,"))
    result = run(rules, "import-records", source, "--to", to)
    assert result.exit_code == 0, result.output
    (read, without, still_open, written) = result.output.splitlines()
    assert read == "2 rows read from march.csv. Columns: staff, group, course, attended_on."
    assert without.startswith("No column for certified, time worked, cost, started at: those cells are empty, which in")
    assert (still_open, written) == ("Rows with open cells: 1 (3).", f"written: {to}")
    assert held(to)["shifts"] == {
        "rows": [
            {"staff": "S-1", "group": "midwife", "course": "emergencies", "attended_on": "2025-03-01"},
            {"staff": "S-2", "course": "emergencies"},
        ],
        "complete": False,
        "source": "march.csv",
    }


def test_without_a_file_the_facts_are_printed_and_the_summary_is_beside_them(rules: Path, tmp_path: Path) -> None:
    result = run(rules, "import-records", file(tmp_path, lines(ROW)), "--complete-by", "A. Matron")
    assert result.exit_code == 0
    said = json.loads(result.stdout)["facts"]["shifts"]
    assert (said["complete"], said["by"]) == (True, "A. Matron")
    assert result.stderr.startswith("1 rows read from march.csv.")


def test_the_facts_can_be_put_to_the_rules(rules: Path, tmp_path: Path) -> None:
    to = file(tmp_path, json.dumps({"facts": {"decided_on": "2025-04-01"}}).encode(), "facts.json")
    source = file(tmp_path, workbook(["S-1", "Midwife", "Emergencies", "01/03/2025"]), "march.xlsx")
    assert run(rules, "import-records", source, "--to", to, "--complete-by", "A. Matron").exit_code == 0
    put = CliRunner().invoke(main, ["determine", "pharmacy/entry", str(to), "--rules", str(rules)])
    assert put.output.startswith("It is grant. ")


def test_every_fault_is_told_and_nothing_is_written(rules: Path, tmp_path: Path) -> None:
    to = tmp_path / "facts.json"
    source = file(tmp_path, lines("S-1,nurse,emergencies,31/02/2025", "S-2,midwife,emergencies,"))
    result = run(rules, "import-records", source, "--to", to)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0] == "Nothing was taken from march.csv."
    assert "row 2, column B (group): " in result.stderr
    assert "row 2, column D (attended_on): " in result.stderr
    assert result.stderr.splitlines()[-1] == "2 things to mend."
    assert not to.exists()


def test_more_faults_than_are_listed_are_counted(rules: Path, tmp_path: Path) -> None:
    source = file(tmp_path, lines(*(f"S-{number},nurse,emergencies," for number in range(203))))
    said = run(rules, "import-records", source).stderr.splitlines()
    assert said[-2:] == ["… and 3 more of the same file.", "203 things to mend."]


def test_all_else_in_the_file_of_facts_stays(rules: Path, tmp_path: Path) -> None:
    before: dict[str, Any] = {
        "title": "A trust",
        "facts": {"decided_on": "2025-04-01", "weight": 0.1},
        "judgements": {},
    }
    to = file(tmp_path, json.dumps(before).encode(), "facts.json")
    assert run(rules, "import-records", file(tmp_path, lines(ROW)), "--to", to).exit_code == 0
    after = json.loads(to.read_text("utf-8"))
    assert after["facts"].pop("shifts")["source"] == "march.csv"
    assert after == before


def test_other_rows_are_no_longer_complete_and_who_said_so_is_named(rules: Path, tmp_path: Path) -> None:
    to = tmp_path / "facts.json"
    first, second = lines(ROW, "S-2,midwife,emergencies,"), lines("S-2,midwife,emergencies,", ROW)
    run(rules, "import-records", file(tmp_path, first), "--to", to, "--complete-by", "A. Matron")
    same = run(rules, "import-records", file(tmp_path, second), "--to", to)
    assert "The rows are those of before, of which A. Matron has said that they are all." in same.output
    assert (held(to)["shifts"]["complete"], held(to)["shifts"]["by"]) == (True, "A. Matron")
    other = run(rules, "import-records", file(tmp_path, lines(ROW)), "--to", to)
    told = "A. Matron had said that the rows were all there are. They have changed, so nobody says so now."
    assert told in other.output
    assert held(to)["shifts"]["complete"] is False
    assert "by" not in held(to)["shifts"]
    again = run(rules, "import-records", file(tmp_path, first), "--to", to, "--complete-by", "B. Lead")
    assert "Matron" not in again.output
    assert held(to)["shifts"]["by"] == "B. Lead"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "cannot be read, so nothing was written. Line 1, column 2"),
        (b'{"facts": []}', "/facts is to be an object"),
        (b'{"facts": {"a": 0.1234567890123456789}}', "has more digits than can be written again exactly"),
    ],
)
def test_a_file_of_facts_that_cannot_be_kept_is_left_as_it_is(
    rules: Path, tmp_path: Path, content: bytes, told: str
) -> None:
    to = file(tmp_path, content, "facts.json")
    result = run(rules, "import-records", file(tmp_path, lines(ROW)), "--to", to)
    assert (result.exit_code, told in result.stderr) == (2, True)
    assert to.read_bytes() == content


def test_columns_are_ignored_and_sheets_are_chosen(rules: Path, tmp_path: Path) -> None:
    source = file(tmp_path, workbook(March=[["Staff", "Group", "Course", "Notes"], ["S-1", "", "", "x"]]), "year.xlsx")
    result = run(rules, "import-records", source, "--sheet", "March", "--ignore", "notes")
    assert result.exit_code == 0, result.stderr
    assert "Not read: Notes." in result.stderr


def test_an_unknown_table_is_told_with_those_there_are(rules: Path, tmp_path: Path) -> None:
    given = ["import-records", "pharmacy/entry", "shift", str(file(tmp_path, lines(ROW))), "--rules", str(rules)]
    result = CliRunner().invoke(main, given)
    assert (result.exit_code, result.stderr) == (2, "pharmacy/entry has no table 'shift'. Did you mean shifts?\n")


def test_nobody_is_not_a_person_who_says_that_a_table_is_complete(rules: Path, tmp_path: Path) -> None:
    result = run(rules, "import-records", file(tmp_path, lines(ROW)), "--complete-by", " ")
    assert result.exit_code == 2
    assert "--complete-by names the person who says that these are all the rows" in result.stderr


def test_a_template_is_written_and_read(rules: Path, tmp_path: Path) -> None:
    to = tmp_path / "empty.xlsx"
    assert run(rules, "template", "--to", to).output == f"written: {to}\n"
    result = run(rules, "import-records", to)
    assert result.exit_code == 0
    assert result.stderr.startswith("0 rows read from empty.xlsx. Columns: Staff, Group, Course, Attended on,")
