"""Years 3 and 4, which are hardly recalled: what is not encoded waits for a person who compared the document."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from assessment import ACTIONS, says_first, submitting
from cli import main
from engine import Leaf, compare
from engine.model import OfFact
from tests.assessment.making import Said, one_site, put
from tests.ours import our_rule_sets

SCHEME = "maternity-incentive-scheme"
DUE = {"year-3": date(2021, 7, 22), "year-4": date(2023, 2, 2)}  # as recalled, the first with some doubt
CONDITIONS = {"year-3": 16, "year-4": 45}
YEARS = sorted(DUE)
CASES = {"hsib_cases": 3, "hsib_cases_reported": 3, "early_notification_cases": 0}


def found(action: str, year: str) -> Said:
    """What the Board found on the rest of an action, once somebody compared the document."""
    said = {"answer": True, "by": "the Board", "reasons": "Compared with the published document, line by line."}
    return {f"rest_of_action_{action.removeprefix('sa')}_met_in_{year.replace('-', '_')}": said}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("year", YEARS)
def test_each_action_rests_on_a_person_and_says_what_is_not_encoded(year: str, action: str) -> None:
    rules = our_rule_sets()[f"{SCHEME}/{year}"]
    rest = rules.provisions[f"{action}-the-rest"]
    (fact,) = found(action, year)
    for version in rest.versions:
        assert isinstance(version.when, Leaf)
        assert version.when.source == OfFact(fact, judgement=True)
    assert rules.facts[fact].judgement
    assert rest.limits[0].startswith("Not encoded, since it is not recalled: ")


@pytest.mark.parametrize("year", YEARS)
def test_on_the_day_on_which_it_was_due_nothing_is_shown_without_evidence(year: str) -> None:
    stood = put(one_site(year=year), DUE[year])
    assert stood.counts == {"met": 0, "not_met": 0, "not_shown": 10}
    assert stood.stands == "not_shown"


def test_all_ten_of_year_3_are_met_once_the_board_has_found_the_rest() -> None:
    encoded = {"care_bundle_elements_in_place": 5, "voices_partnership_in_place": True, **CASES}
    judged = {name: said for action in ACTIONS for name, said in found(action, "year-3").items()}
    stood = put(one_site(encoded, year="year-3"), DUE["year-3"])
    assert stood.counts == {"met": 0, "not_met": 0, "not_shown": 10}
    assert put(one_site({**encoded, **judged}, year="year-3"), DUE["year-3"]).stands == "met"


@pytest.mark.parametrize("year", YEARS)
def test_it_says_first_that_none_of_it_was_checked(year: str) -> None:
    of_this, latest = says_first(our_rule_sets(), year)
    told = f"The rules of {year.replace('-', ' ')} are recalled: none of their {CONDITIONS[year]} conditions"
    assert of_this.startswith(f"{told} has been checked against the published scheme document.")
    assert latest == "No scheme document after year 7 is encoded."


@pytest.mark.parametrize("year", YEARS)
def test_no_declaration_of_it_is_taken(year: str) -> None:
    (told,) = submitting.late_faults(our_rule_sets(), year, datetime(2021, 7, 1, tzinfo=UTC))
    assert told.message.startswith(f"by when a declaration of {year} is due is not encoded, so none is taken here")


@pytest.mark.parametrize(("before", "after"), [(3, 4), (4, 5)])
def test_what_the_board_found_of_one_year_is_never_offered_for_the_next(before: int, after: int) -> None:
    years = (our_rule_sets()[f"{SCHEME}/year-{each}"] for each in (before, after))
    marks = {each.stands for each in compare(*years).facts if "rest_of_action" in f"{each.name} {each.before}"}
    assert marks
    assert marks <= {"new", "gone"}


def test_a_folder_of_year_4_is_assessed_and_says_first_that_it_is_recalled(tmp_path: Path) -> None:
    site = tmp_path / "north"
    site.mkdir()
    trust = {"ods_code": "ZZY", "name": "Fellgate (invented)", "invented": True, "facts": {}, "complete": {}}
    (tmp_path / "trust.json").write_text(json.dumps({**trust, "sites": [{"code": "north", "name": "North site"}]}))
    said = {"facts": {"attendance_monitored": True}, "judgements": found("sa4", "year-4"), "complete": {}}
    (site / "facts.json").write_text(json.dumps(said))
    columns = [
        "death", "died on", "kind of death", "surveillance complete on", "for review here", "review started on",
        "review drafted on", "review published on",
    ]  # fmt: skip
    late = ["A1", "06/05/2022", "stillbirth", "07/06/2022", "no", "", "", ""]
    (site / "deaths.csv").write_text(f"{','.join(columns)}\n{','.join(late)}\n")
    asked = ["assess", str(tmp_path), "--year", "4", "--today", "2023-02-02", "--papers", str(tmp_path / "papers")]
    told = CliRunner().invoke(main, asked).output
    assert told.startswith("The rules of year 4 are recalled: none of their 45 conditions")
    assert "\n   1  not met " in told
    assert "\n   4  met on evidence " in told
    assert "For the board to find: Compared with the published document of year 4" in told
    assert f"written: {tmp_path / 'papers' / 'action-plan.docx'}" in told, "though no clock says what is due"
