"""The commands for those who read the rules: the map of what is encoded, and a rule set for a lawyer to mark up."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from engine.coverage_map import coverage_map
from engine.coverage_page import as_json, as_page
from tests.engine.garden import planted, spoilt
from tests.ours import RULES, our_rule_sets

ROOT = Path(__file__).parents[1]
MAPS = sorted(RULES.glob("*/coverage.yaml"))


def run(*arguments: str | Path) -> Result:
    """The command line, run in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The rules of an invented garden."""
    return planted(tmp_path / "rules")


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.parent.name)
def test_the_map_of_our_rules_is_up_to_date_and_no_place_is_without_rule_judgement_or_reason(path: Path) -> None:
    area = path.parent.name
    found = coverage_map(RULES, area, our_rule_sets())  # refuses a place that nobody answers for
    kept = ROOT / "docs" / "coverage"
    told = f"run 'rationale coverage {area}'"
    assert (kept / f"{area}.md").read_text("utf-8") == as_page(found, "../../rules"), told
    assert (kept / f"{area}.json").read_text("utf-8") == as_json(found), told


def test_a_map_is_written_beside_the_rules_as_a_page_and_for_programs(rules: Path, tmp_path: Path) -> None:
    result = run("coverage", "garden", "--rules", rules)
    assert result.exit_code == 0, result.output
    folder = tmp_path / "docs" / "coverage"
    assert result.output == f"written: {folder / 'garden.md'}\nwritten: {folder / 'garden.json'}\n"
    page = (folder / "garden.md").read_text("utf-8")
    assert "(../../rules/garden/gate/reg-4-entry.yaml)" in page
    assert run("coverage", "garden", "--rules", rules, "--show", "page").output == page
    shown = run("coverage", "garden", "--rules", rules, "--show", "json").output
    assert json.loads(shown) == json.loads((folder / "garden.json").read_text("utf-8"))


def test_links_of_a_map_that_is_written_elsewhere_lead_to_the_rules(rules: Path, tmp_path: Path) -> None:
    run("coverage", "garden", "--rules", rules, "--to", tmp_path / "map")
    assert "(../rules/garden/coverage.yaml)" in (tmp_path / "map" / "garden.md").read_text("utf-8")


def test_whether_a_map_is_out_of_date_is_said_for_each_file_and_nothing_is_written(rules: Path, tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "coverage"
    missing = run("coverage", "garden", "--rules", rules, "--check")
    assert missing.exit_code == 1
    assert missing.output.count(": not there") == 2
    assert not folder.exists()
    run("coverage", "garden", "--rules", rules)
    assert run("coverage", "garden", "--rules", rules, "--check").exit_code == 0
    (folder / "garden.md").write_text("# Edited by hand\n", "utf-8")
    stale = run("coverage", "garden", "--rules", rules, "--check")
    assert stale.exit_code == 1
    assert f"{folder / 'garden.md'}: out of date" in stale.output
    assert f"{folder / 'garden.json'}: up to date" in stale.output
    assert "Run 'rationale coverage garden' to make it again." in stale.stderr
    assert (folder / "garden.md").read_text("utf-8") == "# Edited by hand\n"


def test_a_place_that_nobody_answers_for_is_told_with_file_and_line_and_no_map_is_written(tmp_path: Path) -> None:
    rules = spoilt(tmp_path / "rules", "coverage.yaml", ', not_encoded: "Nobody | disputes it."', "")
    result = run("coverage", "garden", "--rules", rules)
    assert result.exit_code == 2
    assert result.stderr == (
        "garden/coverage.yaml:7: chapters[0].rows[0]: no condition or result cites reg. 3: encode it, or say judgement "
        "or not_encoded\n1 thing to mend.\n"
    )
    assert not (tmp_path / "docs").exists()


def test_an_area_that_is_not_there_is_told_with_the_nearest_and_one_without_a_list_with_its_file(rules: Path) -> None:
    unknown = run("coverage", "gardn", "--rules", rules)
    assert (unknown.exit_code, unknown.stderr) == (2, "There is no area 'gardn'. Did you mean garden?\n")
    (rules / "garden" / "coverage.yaml").unlink()
    without = run("coverage", "garden", "--rules", rules)
    assert without.exit_code == 2
    assert without.stderr.startswith("garden/coverage.yaml:1: this file is missing; it names every place in the law")


def test_a_map_is_compared_or_shown_and_not_both(rules: Path) -> None:
    result = run("coverage", "garden", "--rules", rules, "--check", "--show", "page")
    assert result.exit_code == 2
    assert "--check and --show are two things: take one of them" in result.stderr


def test_a_folder_in_which_nothing_can_be_written_is_told(rules: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    result = run("coverage", "garden", "--rules", rules, "--to", tmp_path / "file" / "maps")
    assert result.exit_code == 1
    assert f"{tmp_path / 'file' / 'maps' / 'garden.md'} cannot be written: Not a directory." in result.stderr


def test_a_rule_set_is_written_as_a_word_document_that_is_named_after_it_unless_another_name_is_given(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("export-rules", "garden/gate", "--rules", rules).output == "written: garden-gate.docx\n"
    assert (tmp_path / "garden-gate.docx").read_bytes().startswith(b"PK")
    to = tmp_path / "new" / "gate.html"
    result = run("export-rules", "garden/gate", "--to", to, "--rules", rules)
    assert result.exit_code == 0, result.output
    assert result.output == f"written: {to}\n"
    assert "Rules for review" in to.read_text("utf-8")


def test_a_document_that_is_there_may_have_been_marked_up_and_is_left_alone(rules: Path, tmp_path: Path) -> None:
    to = tmp_path / "gate.docx"
    to.write_bytes(b"with remarks")
    result = run("export-rules", "garden/gate", "--to", to, "--rules", rules)
    assert result.exit_code == 1
    assert (
        f"{to} is there already, and is left as it is: it may have been marked up. Name another file." in result.stderr
    )
    assert to.read_bytes() == b"with remarks"


def test_a_rule_set_that_is_not_there_is_told_with_the_nearest(rules: Path) -> None:
    result = run("export-rules", "garden/gat", "--rules", rules)
    assert (result.exit_code, result.stderr) == (2, "There is no rule set 'garden/gat'. Did you mean garden/gate?\n")


def test_a_file_of_another_kind_is_refused(rules: Path, tmp_path: Path) -> None:
    result = run("export-rules", "garden/gate", "--to", tmp_path / "gate.pdf", "--rules", rules)
    assert result.exit_code == 2
    assert "--to names a file that ends in .docx or .html, and gate.pdf does not" in result.stderr


def test_a_document_that_cannot_be_written_is_told(rules: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    result = run("export-rules", "garden/gate", "--to", tmp_path / "file" / "new" / "gate.html", "--rules", rules)
    assert result.exit_code == 1
    assert (
        f"{tmp_path / 'file' / 'new' / 'gate.html'} cannot be written: Not a directory. Name a file elsewhere."
        in result.stderr
    )


@pytest.fixture
def two(rules: Path) -> Path:
    """The same with a second garden, in which members need not be quiet."""
    later = rules / "garden" / "gate-later"
    shutil.copytree(rules / "garden" / "gate", later)
    entry = later / "reg-4-entry.yaml"
    kept = [line for line in entry.read_text("utf-8").splitlines(keepends=True) if "id: quiet" not in line]
    entry.write_text("".join(kept), "utf-8")
    return rules


def test_two_rule_sets_are_told_side_by_side_and_first_how_much_of_them_nobody_checked(two: Path) -> None:
    result = run("compare", "garden/gate", "garden/gate-later", "--rules", two)
    assert result.exit_code == 0, result.output
    first, *rest = result.output.splitlines()
    marks = "1 condition of garden/gate and 0 conditions of garden/gate-later"
    assert first.startswith(f"Not checked against the published text: {marks}. What is new or gone may only be what")
    assert rest == [
        "",
        "Entry to the garden",
        "beside Entry to the garden",
        "",
        "2 provisions: 0 new, 0 gone, 1 changed, 1 same.",
        "",
        "May the visitor enter the garden?",
        "  changed: Entry (regulation 4; reg-4-entry)",
        "      condition gone: The visitor is quiet",
        "      fact gone: Is the visitor quiet enough?",
        "  same: Ban (regulation 7(1); reg-7-ban)",
    ]


def test_programs_get_the_comparison_as_json_with_what_can_be_carried_forward(two: Path) -> None:
    told = json.loads(run("compare", "garden/gate", "garden/gate-later", "--json", "--rules", two).output)
    assert told["before"] == {"rule_set": "garden/gate", "not_checked": 1}
    [entry, ban] = told["provisions"]["entry"]
    assert (entry["id"], entry["stands"], ban["stands"]) == ("reg-4-entry", "changed", "same")
    assert entry["changes"][0] == {"how": "condition", "of": [], "before": "The visitor is quiet", "after": ""}
    facts = {fact["name"]: fact["stands"] for fact in told["facts"]}
    assert facts["quiet"] == "same", "it is still asked for, though nothing rests on it"


def test_a_comparison_with_a_rule_set_that_is_not_there_is_told_with_the_nearest(rules: Path) -> None:
    unknown = run("compare", "garden/gate", "garden/gatte", "--rules", rules)
    assert (unknown.exit_code, unknown.stderr) == (
        2,
        "There is no rule set 'garden/gatte'. Did you mean garden/gate?\n",
    )
