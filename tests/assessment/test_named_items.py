"""Items of evidence that a trust's folder or a workbook names: counted as those that are kept, or refused whole."""

import io
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from assessment import (
    AssessmentRefused,
    Evidence,
    Site,
    assess,
    evidence_clock,
    paperwork,
    read_folder,
    requirements_of,
)
from assessment.asked_for import asked_for
from assessment.gathering import evidence_of
from assessment.items import NewItem
from assessment.items_read import as_json, read_item
from assessment.model import EvidenceItem, Serves
from assessment.paper import read_workbook
from assessment.paper_files import WORKBOOK
from assessment.papers import index_paper
from assessment.workbook_facts import FACTS, ITEM, SERVES, write_facts
from cli import main
from documents import evidence_index
from evidence import ImportRefused
from evidence.sheets import saved
from keeping import Days
from storage import Database
from tests.assessment.kept_trust import DRILLS, PLAN, REGULARLY, TODAY, adds, begun, staff
from tests.assessment.small_scheme import SCHEME, rule_sets
from tests.ours import our_rule_sets

TRUSTS = Path(__file__).parents[2] / "fixtures" / "trusts"
DAY = date(2026, 2, 24)
SITES = (Site("north", "North site"), Site("south", "South site"))
SCORECARD: dict[str, Any] = {
    "title": "The claims scorecard", "original": "The governance team", "dated": "2023-05-04",
    "serves": [{"requirement": "sa9-e-claims-scorecard", "site": "alderholme"}],
}  # fmt: skip


def read(said: Any) -> EvidenceItem:
    return read_item(said, 1, SITES, rule_sets()[f"{SCHEME}/year-7"])


def small(**more: Any) -> dict[str, Any]:
    return {"title": "Minutes", "original": "The archive", "serves": [{"requirement": "sa8-b-plan"}], **more}


def test_an_item_is_read_as_it_is_written() -> None:
    found = read(small(covers_from="2025-01-01", covers_to="2025-03-31", serves=[
        {"requirement": "sa8-b-plan"}, {"requirement": "sa1-a-drills", "site": "south"},
    ]))  # fmt: skip
    serves = (Serves("sa8-b-plan"), Serves("sa1-a-drills", "south"))
    assert found == EvidenceItem(1, "Minutes", "The archive", serves, None, date(2025, 1, 1), date(2025, 3, 31))
    assert read(as_json(found)) == found
    assert read({"title": "Minutes", "serves": [{"requirement": "sa8-b-plan"}]}).original == ""


@pytest.mark.parametrize(("said", "told"), [
    ("minutes", r"^an item of evidence is \{"),
    (small(title=" "), r"^/title: this is missing, or is no text"),
    (small(original=7), r"^/original: this is missing, or is no text"),
    (small(titel="x"), r"^/titel: an item has no such key\. Did you mean title\?"),
    (small(title="Notes of 943 476 5919"), r"^/title: this holds a valid NHS number: take it out"),
    (small(dated="1/9/2025"), r"^/dated: a day is written as 2025-09-01; leave it out"),
    (small(title="x" * 201), r"^/title: this has 201 characters, and 200 are taken"),
    (small(dated="2025-W36-1"), r"^/dated: a day is written as 2025-09-01"),
    (small(dated="20250901"), r"^/dated: a day is written as"),
    (small(dated=20250901), r"^/dated: a day is written as"),
    (small(covers_from="2025-09-01", covers_to="2025-08-01"), r"^/covers_from: the days that it covers are upside"),
    (small(serves=[]), r"^/serves: which requirement does this support\? Name one at least"),
    (small(serves="sa8-b-plan"), r"^/serves: what an item supports is a list: \["),
    (small(serves=["sa8-b-plan"]), r"^/serves/0: what an item supports is named so: \["),
    (small(serves=[{"requirement": "sa8-b-plans"}]), r"^/serves/0/requirement: .* no requirement sa8-b-plans\. Did"),
    (small(serves=[{"requirement": "sa8-b-plan", "site": "nort"}]), r"^/serves/0/site: the trust has no site nort\."),
])  # fmt: skip
def test_what_is_no_item_is_refused_with_its_place(said: Any, told: str) -> None:
    with pytest.raises(AssessmentRefused, match=told):
        read(said)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented trust that meets all ten actions."""
    return shutil.copytree(TRUSTS / "alderholme-invented", tmp_path / "trust")


def names(folder: Path, items: Any) -> None:
    """Items of evidence are named in the folder."""
    file = folder / "trust.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "items": items}), "utf-8")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_folder_in_which_every_item_of_a_requirement_lies_outside_its_window_does_not_show_the_action(
    folder: Path,
) -> None:
    asked = ("assess", folder, "--year", "7", "--today", f"{DAY}")
    assert "10 met on evidence, 0 not met, 0 not yet shown" in run(*asked).output
    names(folder, [SCORECARD])
    output = " ".join(run(*asked).output.split())
    assert "9 met on evidence, 0 not met, 1 not yet shown" in output
    assert "item 1 (The claims scorecard), of 4 May 2023, lies outside" in output
    said = json.loads(run(*asked, "--json").output)
    (nine,) = (each for each in said["sites"][0]["actions"] if each["id"] == "sa9")
    assert (nine["stands"], [each["requirement"] for each in nine["uncounted"]]) == (
        "not_shown",
        ["sa9-e-claims-scorecard"],
    )
    names(folder, [SCORECARD, {**SCORECARD, "dated": "2025-05-04"}])
    assert "10 met on evidence" in run(*asked).output


def test_the_clock_asks_for_an_item_from_within_the_window_by_its_last_day_and_after_it_to_show_one(
    folder: Path,
) -> None:
    names(folder, [SCORECARD])
    asked = ("clock", folder, "--year", "7", "--today")
    before, after = (run(*asked, day).output for day in ("2025-11-30", "2026-01-10"))
    wanted = (
        "safety action 9(e): An item of evidence from the days that are looked at is named for it, as none is now. "
        "Why that day: the last day of those from which evidence of it is looked at.\n"
    )
    assert wanted in before
    assert wanted in after
    late = "The day has passed, and nothing shows whether it was done:"
    assert before.index("To do:") < before.index(f"- Alderholme Maternity, {wanted}") < before.find(late) % len(before)
    assert after.index(f"{late} 1\n30 November 2025:\n") < after.index(wanted)


def test_an_item_of_the_trust_as_a_whole_is_asked_for_once_and_one_of_a_site_at_that_site() -> None:
    read = read_folder(TRUSTS / "brackenford-invented", our_rule_sets(), "year-7").evidence
    serves = (Serves("sa6-d-board-reports"), Serves("sa9-e-claims-scorecard", "north"))
    old = EvidenceItem(1, "Minutes", "The archive", serves, date(2023, 5, 4))
    clock = evidence_clock(our_rule_sets(), replace(read, items=(old,)), DAY)
    asked = [(each.provision, each.site and each.site.code) for each in clock.entries if each.condition == ""]
    assert sorted(asked, key=str) == [("sa6-d-board-reports", None), ("sa9-e-claims-scorecard", "north")]


def test_what_is_wrong_with_an_item_of_a_folder_is_told_at_its_place(folder: Path) -> None:
    names(folder, [{**SCORECARD, "dated": "soon"}, {"title": "Minutes"}])
    refused = run("assess", folder, "--year", "7")
    assert refused.exit_code == 2
    assert "trust.json, /items/0/dated: a day is written as 2025-09-01" in refused.stderr
    assert "trust.json, /items/1/serves: which requirement does this support?" in refused.stderr
    names(folder, [{**SCORECARD, "serves": [{"requirement": "sa9-e-claims-scorecard", "site": "north"}]}])
    assert "/items/0/serves/0/site: the trust has no site north" in run("assess", folder, "--year", "7").stderr
    names(folder, {"title": "Minutes"})
    assert "trust.json, /items: the items of evidence are a list" in run("assess", folder, "--year", "7").stderr


def named(folder: Path) -> Evidence:
    names(folder, [SCORECARD])
    return read_folder(folder, our_rule_sets(), "year-7").evidence


def test_the_index_lists_what_was_named_and_says_that_its_days_do_not_count(folder: Path) -> None:
    paper = index_paper(our_rule_sets(), assess(our_rule_sets(), named(folder), DAY))
    (item,) = paper.items
    assert (item.title, item.days, item.approved, item.sha256) == (
        "The claims scorecard",
        "Dated 4 May 2023",
        "",
        "",
    )
    assert item.serves == ("Safety action 9(e), Alderholme Maternity",)
    assert len(item.outside) == 1
    assert "when it came and who approved it is kept elsewhere" in evidence_index(paper)


def test_a_workbook_carries_its_items_and_gives_the_same_assessment(database: Database) -> None:
    trust = begun(database)
    trust.states(PLAN, DRILLS, REGULARLY)
    trust.brings(staff("A", "B"))
    adds(trust, NewItem("Minutes of the Board", "The archive", (Serves("sa8-a-training"),), Days(date(2024, 11, 1))))
    adds(trust, NewItem("=1+1 is its name", "The archive,\nshelf 2", (Serves("sa1-a-drills", "north"),)))
    with trust.database.reading() as connection:
        file = paperwork.papers(connection, trust.id, rule_sets(), TODAY).make(WORKBOOK)
        kept = evidence_of(connection, trust.id)
    again = read_workbook(rule_sets(), file, "a.xlsx")
    assert again.items == kept.items
    found, was = (assess(rule_sets(), each, TODAY) for each in (again, kept))
    assert (found.of_trust, found.verdict.id) == (was.of_trust, was.verdict.id)
    assert (found.of_trust["sa1"], found.of_trust["sa8"]) == ("met", "not_shown")
    assert [each.outside for each in requirements_of(found)] == [each.outside for each in requirements_of(was)]


@pytest.mark.parametrize(("row", "column", "value", "told"), [
    (ITEM, 5, "", r"column C \(Name\): /title: this is missing"),
    (ITEM, 9, "{", r"column I \(As JSON\): this is not JSON as it was written"),
    (ITEM, 9, "[]", r"column I \(As JSON\): this is not what is said beside an item: restore it"),
    (ITEM, 9, '{"dated": "soon"}', r"column C \(Name\): /dated: a day is written as 2025-09-01"),
    (ITEM, 3, "first", r"column C \(Name\): an item of evidence has a number of its own: 1, 2, 3"),
    (ITEM, 3, "2", r"column C \(Name\): an item of evidence has a number of its own: 1, 2, 3"),
    (ITEM, 3, "1" * 5_000, r"column C \(Name\): an item of evidence has a number of its own: 1, 2, 3"),
    (ITEM, 2, "alderholme", r"column B \(Where\): an item is of no site: the rows below it say what it serves"),
    (SERVES, 5, "7", r"column E \(Stated\): no row above names an item of evidence with this number"),
    (SERVES, 3, "sa9-e", r"column C \(Name\): /serves/0/requirement: the rules of year-7 have no requirement sa9-e\."),
    (SERVES, 2, "north", r"column B \(Where\): no site of this sheet has the code north"),
])  # fmt: skip
def test_what_is_wrong_with_an_item_of_a_workbook_is_told_at_its_cell(
    folder: Path, row: str, column: int, value: str, told: str
) -> None:
    names(folder, [SCORECARD, {**SCORECARD, "dated": "2025-05-04"}])
    book = load_workbook(io.BytesIO(workbook_of(folder)))
    at = next(cell.row for cell in book[FACTS]["A"] if cell.value == row)
    book[FACTS].cell(at, column).value = value
    with pytest.raises(ImportRefused, match=told):
        read_workbook(our_rule_sets(), saved(book), "a.xlsx")


@pytest.mark.parametrize("title", ["Rota 202401–202407", "Minutes ‘090925’", "=1+1", " spaced ", "_x0041_", "“”" * 90])
def test_whatever_an_item_is_called_the_workbook_gives_it_back(folder: Path, title: str) -> None:
    names(folder, [{**SCORECARD, "title": title, "original": f"{title}\n{'“kept”' * 900}"}])
    evidence = read_folder(folder, our_rule_sets(), "year-7").evidence
    assert read_workbook(our_rule_sets(), workbook_of(folder), "a.xlsx").items == evidence.items


def test_an_item_may_support_every_requirement_at_many_sites() -> None:
    rule_set = our_rule_sets()["maternity-incentive-scheme/year-7"]
    sites = tuple(Site(f"site-{number}", f"Site {number}") for number in range(11))
    serves = tuple(Serves(id, site.code) for id in rule_set.provisions for site in sites)
    item = EvidenceItem(1, "The whole file", "The archive", serves, date(2025, 9, 1))
    evidence = Evidence("ZZY", "Fellgate (invented)", "year-7", sites, {}, {}, invented=True, items=(item,))
    made = Workbook()
    write_facts(made, asked_for(our_rule_sets(), evidence), evidence)
    assert read_workbook(our_rule_sets(), saved(made), "a.xlsx").items == (item,)


def workbook_of(folder: Path) -> bytes:
    """The declaration workbook of what is in a folder."""
    evidence = read_folder(folder, our_rule_sets(), "year-7").evidence
    made = Workbook()
    write_facts(made, asked_for(our_rule_sets(), evidence), evidence)
    return saved(made)
