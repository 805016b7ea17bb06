"""A workbook that was written of an assessment, read back: the same assessment, or every fault at its cell."""

import io
import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from assessment import AssessmentRefused, Evidence, assess, read_folder
from assessment.asked_for import asked_for
from assessment.paper import read_workbook
from assessment.paper import write_workbook as workbook
from assessment.stated import as_cell, line_of
from assessment.workbook_facts import FACTS, HEADINGS, write_facts
from cli import main
from evidence import ImportRefused
from evidence.sheets import saved
from tests.assessment.paper_case import DAY, EVIDENCE, NORTH, OF_TRUST, ROWS, SOUTH, assessed, ids, written
from tests.machine import calc, need
from tests.ours import our_rule_sets

TRUSTS = Path(__file__).parents[2] / "fixtures" / "trusts"
YEAR = "maternity-incentive-scheme/year-7"
HOSTILE = (
    "=1+1", "+44", "-1", "@SUM(A1)", " before", "after ", "a\rb", "two\nlines", "_x0041_", "\x01", "'quoted'", "0012",
    "not known", "none", "Ŵyn “&<>”", "yes", "\t=1", "🦆", '{"value": 1}',
)  # fmt: skip


@pytest.fixture(scope="module")
def file() -> bytes:
    """The sheets that are read, without the others."""
    return facts_alone(EVIDENCE)


def facts_alone(evidence: Evidence) -> bytes:
    made = Workbook()
    write_facts(made, asked_for(our_rule_sets(), evidence), evidence)
    return saved(made)


def changed(file: bytes, change: Callable[[Workbook], None]) -> bytes:
    """The workbook after somebody changed it."""
    made = load_workbook(io.BytesIO(file))
    change(made)
    return saved(made)


def line(page: Worksheet, name: str, where: str | None = None) -> int:
    """The number of the row of the sheet of facts with this name and place."""
    found: Iterator[int] = (cell.row for cell in page["C"] if cell.value == name)
    return next(row for row in found if where is None or page.cell(row, 2).value == where)


def refused(file: bytes) -> str:
    with pytest.raises(ImportRefused) as told:
        read_workbook(our_rule_sets(), file, "a.xlsx")
    return str(told.value)


def test_it_is_read_back_to_the_same_assessment() -> None:
    file = written()
    read = read_workbook(our_rule_sets(), file, "a.xlsx")
    assert ids(assess(our_rule_sets(), read, DAY)) == ids(assessed())
    assert (read.trust, read.name, read.year, read.sites, read.invented) == (
        EVIDENCE.trust, EVIDENCE.name, EVIDENCE.year, EVIDENCE.sites, True,
    )  # fmt: skip
    assert read.of_trust == {**OF_TRUST, "mortality_reports": {**OF_TRUST["mortality_reports"]}}
    assert {**read.of_sites["south"]} == SOUTH
    assert read.of_sites["north"]["training"]["rows"] == ROWS
    again = assess(our_rule_sets(), read, DAY)
    assert workbook(our_rule_sets(), again) == file


@pytest.mark.proof  # about 10 s
def test_it_is_read_back_to_the_same_assessment_after_libreoffice_saved_it(tmp_path: Path) -> None:
    office, began = need(calc()), tmp_path / "a.xlsx"
    began.write_bytes(written())
    home, kept = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", tmp_path / "saved"
    asked = [str(office), home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(kept)]
    subprocess.run([*asked, str(began)], check=True, capture_output=True, timeout=300)
    file = (kept / "a.xlsx").read_bytes()
    assert file != began.read_bytes()
    read = read_workbook(our_rule_sets(), file, "a.xlsx")
    assert ids(assess(our_rule_sets(), read, DAY)) == ids(assessed())


def test_a_change_in_the_workbook_is_a_change_of_the_assessment(file: bytes) -> None:
    def train(book: Workbook) -> None:
        book[FACTS].cell(line(book[FACTS], "attended[midwives, emergencies_training]"), 5).value = 44

    read = read_workbook(our_rule_sets(), changed(file, train), "a.xlsx")
    after = assess(our_rule_sets(), read, DAY)
    stands = {each.id: each.status for each in after.sites[1].determination.provisions}
    assert stands["sa8-b-emergencies"] == "not_known"
    assert ids(after)[1] != ids(assessed())[1]
    assert ids(after)[0] == ids(assessed())[0]


@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_people_are_read_back_as_they_were_written(text: str) -> None:
    source = {"value": 10, "source": text}
    evidence = replace(EVIDENCE, of_trust={"babies_born_in_july_2025": source}, of_sites={"north": {}, "south": {}})
    assert _again(evidence).of_trust == evidence.of_trust


def _again(evidence: Evidence) -> Evidence:
    """The evidence after it was written in the two kinds of sheets that are read, and read back."""
    return read_workbook(our_rule_sets(), facts_alone(evidence), "a.xlsx")


def test_a_cell_is_written_in_words_only_where_it_says_exactly_the_same() -> None:
    facts = our_rule_sets()[YEAR].facts
    number, day = facts["establishment_required"], facts["july_2025_submitted_on"]
    yes = facts["duty_anaesthetist_always_available"]
    assert [as_cell(number, each) for each in (152.4, 10, 0)] == [152.4, 10, 0]
    assert [as_cell(yes, each) for each in (True, False)] == ["yes", "no"]
    assert [as_cell(day, each) for each in ("2025-08-31", "none", {"state": "not_known"})] == [
        "2025-08-31", "none", "not known",
    ]  # fmt: skip
    assert [as_cell(day, each) for each in ("31 August", {"state": "not_asked"}, {"from": "2025-08-31"}, None)] == [
        None
    ] * 4
    assert as_cell(number, 1e-17) is None


def test_what_does_not_fit_into_a_cell_is_refused_with_its_place() -> None:
    fact = our_rule_sets()[YEAR].facts["supernumerary_status_lost_regularly"]
    with pytest.raises(AssessmentRefused, match=r"^/sites/north/supernumerary_status_lost_regularly: .* shorten its"):
        line_of(fact, "north", "", {"answer": False, "by": "the Board", "reasons": "because " * 5_000})


@pytest.mark.parametrize(("column", "value", "told"), [
    ("Name", "babies_born_in_july", r"row \d+, column C \(Name\): the rules of maternity.* no such fact.* babies_born"),
    ("Name", "attended", r"no such fact"),
    ("Stated", "ten", r'column E \(Stated\): "ten" is not a plain number'),
    ("Stated", None, r"nothing is stated of babies_born_in_july_2025: write it here, or delete the row"),
    ("Where", "noth", r"column B \(Where\): no site of this sheet has the code noth\. Did you mean"),
    ("What", "facts", r"column A \(What\): this says what the row is: one of trust code, trust name"),
    ("Source", True, r"column F \(Source\): format this cell as text"),
    ("Source", "the notes of 943 476 5919", r"column F \(Source\): this cell holds a valid NHS number"),
    ("As JSON", "{", r"column I \(As JSON\): this is not JSON as it was written"),
])  # fmt: skip
def test_each_fault_is_told_at_its_cell(file: bytes, column: str, value: Any, told: str) -> None:
    def spoil(book: Workbook) -> None:
        page = book[FACTS]
        page.cell(line(page, "babies_born_in_july_2025"), HEADINGS.index(column) + 1).value = value

    with pytest.raises(ImportRefused, match=told):
        read_workbook(our_rule_sets(), changed(file, spoil), "a.xlsx")


def test_faults_of_several_sheets_are_told_at_once(file: bytes) -> None:
    def spoil(book: Workbook) -> None:
        page = book[FACTS]
        page.cell(line(page, "babies_born_in_july_2025"), 5).value = "ten"
        page.cell(line(page, "short_term_locums", "north"), 5).value = "twelve"
        book["Records 2 training"].cell(2, 3).value = "wives"

    told = refused(changed(file, spoil))
    assert all(each in told for each in ('"ten"', '"twelve"', '"wives"', 'sheet "Records 2 training", row 2'))


def test_a_workbook_without_what_is_read_is_refused(file: bytes) -> None:
    assert 'no sheet "Facts"' in refused(changed(file, lambda book: book.remove(book[FACTS])))
    assert "this is not an Excel workbook" in refused(b"What,Where\n")

    def no_headings(book: Workbook) -> None:
        book[FACTS].delete_rows(1, line(book[FACTS], "Name"))

    def no_year(book: Workbook) -> None:
        page = book[FACTS]
        page.delete_rows(next(cell.row for cell in page["A"] if cell.value == "scheme year"))

    def other_year(book: Workbook) -> None:
        page = book[FACTS]
        page.cell(next(cell.row for cell in page["A"] if cell.value == "scheme year"), 5).value = "year-99"

    def twice(book: Workbook) -> None:
        page = book[FACTS]
        page.append([cell.value for cell in page[line(page, "babies_born_in_july_2025")]])

    assert "the headings are missing: a row with What, Where" in refused(changed(file, no_headings))
    assert "one row says the scheme year, and there are 0" in refused(changed(file, no_year))
    assert "there are no rules for year-99; there are " in refused(changed(file, other_year))
    assert "babies_born_in_july_2025 stands in this sheet twice for the same place" in refused(changed(file, twice))


def test_a_row_that_mends_no_row_is_refused(file: bytes) -> None:
    def spoil(book: Workbook) -> None:
        page = book[FACTS]
        cell = next(cell for cell in page["C"] if str(cell.value).startswith("training/rows/"))
        cell.value = "training/rows/99"

    assert "this names a row that no sheet of records has" in refused(changed(file, spoil))


@pytest.mark.proof  # about 5 s
def test_the_command_takes_a_workbook_in_the_place_of_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(written())
    asked = ["assess", str(path), "--today", f"{DAY}", "--json", "--year"]
    run = CliRunner().invoke(main, [*asked, "7"])
    assert run.exit_code == 0, run.output
    told = json.loads(run.stdout)
    assert [each["determination"] for each in (*told["sites"], told["verdict"])] == ids(assessed())
    other = CliRunner().invoke(main, [*asked, "6"])
    assert (other.exit_code, "this workbook is of year-7: assess it with --year 7" in other.stderr) == (2, True)
    path.write_bytes(b"What,Where\n")
    bad = CliRunner().invoke(main, [*asked, "7"])
    assert (bad.exit_code, "this is not an Excel workbook" in bad.stderr) == (2, True)


@pytest.mark.proof  # about 30 s: the whole evidence of each invented trust, and forty that chance picks
def test_evidence_of_every_kind_comes_back_to_the_same_assessment() -> None:
    for name in ("alderholme-invented", "brackenford-invented", "carrowmere-invented"):
        read = read_folder(TRUSTS / name, our_rule_sets(), "year-7").evidence
        found = assess(our_rule_sets(), read, DAY)
        again = read_workbook(our_rule_sets(), workbook(our_rule_sets(), found), "a.xlsx")
        assert ids(assess(our_rule_sets(), again, DAY)) == ids(found)
    for seed in range(40):
        chance = Random(seed)  # noqa: S311 - seeded, so that a failure comes again
        of_sites = {
            code: {name: each for name, each in stated.items() if chance.random() < 0.5}
            for code, stated in (("north", NORTH), ("south", SOUTH))
        }
        some = replace(EVIDENCE, of_sites=of_sites)
        before = assess(our_rule_sets(), some, DAY)
        assert ids(assess(our_rule_sets(), _again(some), DAY)) == ids(before)
