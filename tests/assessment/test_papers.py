"""The papers of an assessment: what they say is what the engine says, and what people have to fill in stays blank."""

import hashlib
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx as word
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from pypdf import PdfReader

from assessment import ActionStands, Assessed, assess, read_folder
from assessment.evidence_index import digest, evidence_index
from assessment.paper import Beside, Stated, board_paper, paper_files, plan_paper
from assessment.papers import unchecked
from assessment.requirements import requirements
from cli import main
from tests.assessment.paper_case import DAY, EVIDENCE, NORTH, ROWS, SOUTH, assessed
from tests.machine import need, pango
from tests.ours import our_rule_sets

TRUSTS = Path(__file__).parents[2] / "fixtures" / "trusts"
INVENTED = ("alderholme-invented", "brackenford-invented", "carrowmere-invented")


@pytest.fixture(scope="module")
def found() -> Assessed:
    return assessed()


def test_the_board_paper_says_what_the_assessment_says(found: Assessed) -> None:
    paper = board_paper(our_rule_sets(), found)
    assert paper.stands == found.stands
    assert {"met": paper.met, "not_met": paper.not_met, "not_shown": paper.not_shown} == found.counts
    assert paper.met + paper.not_met + paper.not_shown == len(paper.actions) == 10
    for place, line in enumerate(paper.actions):
        assert line.trust == found.of_trust[f"sa{line.number}"]
        assert list(line.sites) == [each.actions[place].stands for each in found.sites]
    assert [each.number for each in paper.actions] == list(range(1, 11))
    assert paper.actions[7].title == "Training"


def test_it_warns_that_the_rules_are_recalled_and_that_the_trust_is_invented(found: Assessed) -> None:
    head = board_paper(our_rule_sets(), found).head
    assert "recalled" in head.warning
    assert "not checked" in head.warning or "none of their" in head.warning
    assert "A wrong threshold could lead the Board to sign a wrong declaration." in head.warning
    assert head.sample
    real = replace(found, evidence=replace(EVIDENCE, invented=False))
    assert not board_paper(our_rule_sets(), real).head.sample


def test_what_is_not_met_is_told_with_its_numbers_and_how_many_more_would_be_enough(found: Assessed) -> None:
    paper = board_paper(our_rule_sets(), found)
    unmet = {(each.title, each.site): each for action in paper.left for each in action.unmet}
    training = " ".join(unmet["Emergencies training", "South site"].said)
    assert "43 of 48 people, 89.58%. 1 more would be enough: 44 of 48, 91.67%." in training
    assert training.startswith("Safety action 8(b) is not met")
    locums = [" ".join(each.said) for (_, site), each in unmet.items() if "11 of 12" in " ".join(each.said)]
    assert len(locums) == 1
    assert "the locum log" in locums[0]


def test_a_requirement_is_told_as_not_met_only_where_it_keeps_its_action_from_being_met(found: Assessed) -> None:
    paper = board_paper(our_rule_sets(), found)
    told = {(action.number, each.site) for action in paper.left for each in action.unmet}
    stands = {(each.number, site.site.name): each.stands for site in found.sites for each in site.actions}
    assert told == {place for place, each in stands.items() if each == "not_met"}


def test_what_an_action_is_met_without_is_neither_not_met_nor_open(found: Assessed) -> None:
    every = requirements(found)
    assert {each.fails for each in every if each.status == "not_met"} == {True}
    assert {each.waits for each in every if each.status == "not_known"} == {True}
    met = [replace(each, stands="met") for each in every]
    assert not [each for each in met if each.fails or each.waits]


def test_an_action_that_a_year_does_not_have_is_said_to_be_so(found: Assessed) -> None:
    told = "The rules of this year say nothing of this safety action."
    answer = replace(found.sites[0].actions[0].answer, asks=told, status="undetermined", outcome="")
    bare = ActionStands("sa1", answer, (), ())
    sites = tuple(replace(each, actions=(bare, *each.actions[1:])) for each in found.sites)
    paper = board_paper(our_rule_sets(), replace(found, sites=sites))
    assert paper.left[0].unshown[0].asked == ("Safety action 1",)
    assert paper.left[0].unshown[0].needs == (told,)


def test_what_is_open_says_what_would_show_it_and_sites_that_lack_the_same_stand_together(found: Assessed) -> None:
    paper = board_paper(our_rule_sets(), found)
    unshown = [each for action in paper.left for each in action.unshown]
    assert all(each.needs for each in unshown)
    assert any(each.sites == ("North site", "South site") for each in unshown)
    first = next(each for each in unshown if any(asked.startswith("Safety action 5(a): ") for asked in each.asked))
    table = our_rule_sets()["maternity-incentive-scheme/year-7"].facts["workforce_calculated_on"]
    assert any(need.startswith(table.ask) for need in first.needs)
    staffing = next(
        each for each in unshown if each.sites == ("South site",) and each.asked[0].startswith("Safety action 4(c): ")
    )
    assert any(need.startswith("People differ, and somebody has to find:") for need in staffing.needs)


def test_only_the_engine_s_view_is_filled_in_and_the_others_are_as_they_were_stated(found: Assessed) -> None:
    bare = board_paper(our_rule_sets(), found)
    assert {(each.self_assessed, each.validated, each.reverified) for each in bare.views} == {("", "", "")}
    beside = Beside(
        last_days=(("B", "North site", date(2026, 3, 1), "later"), ("A", "North site", date(2026, 2, 27), "first")),
        stated={8: Stated("Met", "Not met", "Not met again")},
        folder="fixtures/fellgate",
    )
    told = board_paper(our_rule_sets(), found, beside)
    training = told.views[7]
    assert (training.self_assessed, training.on_evidence, training.validated, training.reverified) == (
        "Met", bare.views[7].on_evidence, "Not met", "Not met again",
    )  # fmt: skip
    assert [each.what for each in told.last_days] == ["first", "later"]
    assert told.worked.command == "rationale assess fixtures/fellgate --year 7 --today 2026-02-24"


def test_it_names_every_rule_set_every_determination_and_how_much_nobody_checked(found: Assessed) -> None:
    rests = board_paper(our_rule_sets(), found).worked
    assert [each.id for each in rests.rules] == [
        "maternity-incentive-scheme/year-7",
        "maternity-incentive-scheme/verdict",
    ]
    assert [each.revision for each in rests.rules] == [our_rule_sets()[each.id].revision for each in rests.rules]
    assert [each.about for each in rests.runs] == ["North site", "South site", "Trust"]
    assert [each.sha256 for each in rests.runs] == [
        *(each.determination.id for each in found.sites), found.verdict.id,
    ]  # fmt: skip
    counted = {how: sum(map(len, cited.values())) for how, cited in unchecked(found).items()}
    assert sum(each.count for each in rests.checking) == sum(counted.values()) > 0


def test_the_plan_has_a_line_for_each_requirement_that_is_not_met_and_makes_nothing_up(found: Assessed) -> None:
    lines = plan_paper(our_rule_sets(), found).lines
    short = [(each.cited, each.site.name) for each in requirements(found) if each.fails]
    assert [(each.cited, each.site) for each in lines] == short
    assert all(each.wanted.startswith("In our own words:") for each in lines)
    assert all(each.lacking for each in lines)


def test_the_index_has_every_statement_once_with_its_source_its_days_and_its_readers(found: Assessed) -> None:
    lines = evidence_index(our_rule_sets(), found)
    assert [(each.place, each.name) for each in lines] == [
        *(("The trust", name) for name in EVIDENCE.of_trust),
        *(("North site", name) for name in NORTH),
        *(("South site", name) for name in SOUTH),
    ]
    training = next(each for each in lines if each.name == "training")
    assert (training.rows, training.source) == (len(ROWS), "fellgate-invented.csv")
    assert training.says == f"{len(ROWS)} rows, not said to be complete"
    assert training.windows == ("Training year: 1 December 2024 to 30 November 2025",)
    assert {"Safety action 8(a)", "Safety action 8(b)", "Safety action 8(c)"} <= {*training.read_by}
    says = {each.name: each.says for each in lines}
    assert says["birthweights_valid"] == "Between 8 and 9 babies"
    assert says["short_term_locums"] == "Not known"
    assert says["mortality_reports"] == "1 row, complete, says A. Secretary of Fellgate (invented)"
    assert all(each.read_by for each in lines)


def test_the_hash_is_of_what_was_stated_and_of_nothing_else() -> None:
    stated = {"value": "2025-08-31", "source": "Ŵyn"}
    text = '{"source":"Ŵyn","value":"2025-08-31"}'
    assert digest(stated) == hashlib.sha256(text.encode()).hexdigest()
    assert digest({"source": "Ŵyn", "value": date(2025, 8, 31)}) == digest(stated)
    assert digest({**stated, "source": "Wyn"}) != digest(stated)


def test_each_paper_has_its_file_and_gives_the_same_bytes_again(found: Assessed) -> None:
    made = paper_files(our_rule_sets(), found)
    assert [*made] == [
        "board-paper.docx", "board-paper.pdf", "declaration-workbook.xlsx", "action-plan.docx", "evidence-index.docx",
    ]  # fmt: skip
    file = made["action-plan.docx"]()
    assert file == made["action-plan.docx"]()
    assert "Fellgate and Marsh NHS Trust (invented)" in word.Document(io.BytesIO(file)).core_properties.author


@pytest.mark.proof  # about 30 s: each of the three invented trusts, with its PDF
@pytest.mark.parametrize("name", INVENTED)
def test_the_command_writes_every_paper_of_each_invented_trust(name: str, tmp_path: Path) -> None:
    need(pango())
    asked = ["assess", str(TRUSTS / name), "--year", "7", "--today", f"{DAY}", "--papers", str(tmp_path / "papers")]
    run = CliRunner().invoke(main, asked)
    assert run.exit_code == 0, run.output
    read = read_folder(TRUSTS / name, our_rule_sets(), "year-7")
    stands = assess(our_rule_sets(), read.evidence, DAY)
    made = tmp_path / "papers"
    for each in ("board-paper.docx", "board-paper.pdf", "declaration-workbook.xlsx", "action-plan.docx"):
        assert re.search(rf"{each} \(\d+\.\d s\)", run.output), each
        assert (made / each).stat().st_size > 5_000
    whole = " ".join(page.extract_text() for page in PdfReader(made / "board-paper.pdf").pages)
    counts = stands.counts
    told = f"Met on evidence: {counts['met']}. Not met: {counts['not_met']}. Not yet shown: {counts['not_shown']}."
    assert told in " ".join(whole.split())
    sheet = load_workbook(made / "declaration-workbook.xlsx")["Summary"]
    assert [row[1].value for row in sheet.iter_rows() if re.match(r"\d+\. ", str(row[0].value))] == [
        {"met": "Met", "not_met": "Not met", "not_shown": "Not yet shown"}[each] for each in stands.of_trust.values()
    ]
