"""Looking ahead through the API: the clock and its calendar, what if something changed, and papers to be saved."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from app import create_app
from assessment.kept import paperwork
from config import Config
from storage import REGISTER
from tests.assessment.small_scheme import SCHEME, rule_sets, rules_dir
from tests.migrated import opened
from tests.ours import our_rule_sets
from tests.web.asking import faults, problem
from tests.web.officers import Caller, Place
from tests.web.test_api_assessments import DRILLS, PLAN, REGULARLY, ROLES, ROWS, Trust, small_years
from tests.web.test_api_twice import everything

AHEAD = "2025-10-01"
FEWER = {"raise": "drills", "more": -2, "site": "north"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = small_years(tmp_path_factory.mktemp("ahead"))
    yield made
    made.close()


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Place]:
    """An application with the rules of year 4 too, of which nothing says when it was declared."""
    config = Config(data_dir=tmp_path / "data", rules_dir=rules_dir())
    opened(config.register_url, REGISTER).close()
    year_4 = f"{SCHEME}/year-4"
    made = Place(
        create_app(config, {**rule_sets(), year_4: our_rule_sets()[year_4]}).test_client(), opened(config.private_url)
    )
    yield made
    made.close()


@pytest.fixture(scope="module")
def trust(place: Place) -> Trust:
    made = Trust(place, "RA1")
    made.does("/facts", {"facts": [PLAN, DRILLS, REGULARLY]})
    return made


def shown(trust: Trust, at: str, by: Caller | None = None) -> Any:
    answered = (by or trust.caller).get(f"{trust.at}{at}")
    assert answered.status_code == 200, answered.text
    return answered.get_json()


def text_of(docx: bytes) -> str:
    read = Document(io.BytesIO(docx))
    cells = (cell.text for table in read.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in read.paragraphs), *cells])


def test_the_clock_says_first_how_the_rules_were_checked_and_then_what_is_due_by_when(trust: Trust) -> None:
    clock = shown(trust, f"/clock?today={AHEAD}")
    assert next(iter(clock)) == "says_first"
    assert clock["says_first"][0].startswith("The rules of year 7 are recalled")
    assert (clock["today"], clock["declaration"], clock["faults"]) == (AHEAD, "2026-03-03 12:00", [])
    (records,) = clock["entries"]
    assert (records["site"], records["requirement"], records["state"]) == ("north", "sa8-a-training", "due")
    assert records["day"] == "2025-11-30"
    assert [each["day"] for each in clock["milestones"]][-1] == "2026-03-03"
    late = shown(trust, "/clock?today=2025-12-01")["entries"]
    assert [each["state"] for each in late] == ["to_show"]


def test_the_clock_is_a_calendar_too(trust: Trust) -> None:
    answered = trust.caller.get(f"{trust.at}/clock.ics?today={AHEAD}")
    assert answered.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answered.headers["Cache-Control"] == "no-store"
    text = answered.text.replace("\r\n ", "")
    assert text.startswith("BEGIN:VCALENDAR")
    assert "RA1 year 7: last day for 1 thing of safety action 8\\, North site" in text
    assert "The rules of year 7 are recalled" in text


@pytest.mark.parametrize("asked", ["today=tomorrow", "day=2025-10-01", "today=2025-10-01&today=2025-10-02"])
def test_a_day_that_is_asked_wrongly_is_refused(trust: Trust, asked: str) -> None:
    for at in ("/clock", "/clock.ics"):
        problem(trust.caller.get(f"{trust.at}{at}?{asked}"), 400)


def test_where_there_is_no_clock_the_faults_say_why_and_no_calendar_is_made(old: Place) -> None:
    last = Trust(old, "RA2", "year-4")
    clock = shown(last, "/clock")
    assert (clock["entries"], clock["declaration"]) == ([], None)
    assert clock["faults"][0]["detail"].startswith("nothing says when the declaration of year-4 was due")
    assert "nothing says when the declaration" in problem(last.caller.get(f"{last.at}/clock.ics"), 422)["detail"]


def test_an_earlier_year_has_its_own_clock_up_to_its_own_declaration(place: Place) -> None:
    last = Trust(place, "RA3", "year-6")
    clock = shown(last, "/clock?today=2024-10-01")
    assert (clock["faults"], clock["declaration"]) == ([], "2025-03-03 12:00")
    assert clock["entries"]
    assert last.caller.get(f"{last.at}/clock.ics").status_code == 200


def test_what_if_tells_before_and_after_and_stores_nothing(place: Place, trust: Trust) -> None:
    before = everything(place.database)
    answered = trust.caller.post(f"{trust.at}/what-if", {"changes": [FEWER], "as_at": "2026-02-24"})
    found = answered.get_json()
    assert next(iter(found)) == "says_first"
    assert found["changes"] == ["North site: drills is 0, which was 2"]
    assert found["told"][0] == "The trust, all ten: not yet shown before, not met after."
    stands = [found[each]["sites"][0]["actions"][0]["stands"] for each in ("before", "after")]
    assert stands == ["met", "not_met"]
    assert found["after"]["counts"] == {"met": 0, "not_met": 1, "not_shown": 9}
    assert everything(place.database) == before
    assert shown(trust, "")["counts"]["met"] == 1


def test_what_cannot_be_tried_is_told_at_its_place(trust: Trust, place: Place) -> None:
    at = f"{trust.at}/what-if"
    wrong = {"changes": [{"raise": "drils", "more": 2, "site": "north"}]}
    assert set(faults(trust.caller.post(at, wrong))) == {"/changes/0/more"}
    assert set(faults(trust.caller.post(at, {"changes": [FEWER, {"lower": 1}]}))) == {"/changes/1"}
    assert set(faults(trust.caller.post(at, {"changes": []}))) == {"/changes"}
    assert set(faults(trust.caller.post(at, {"changes": [FEWER] * 101}))) == {"/changes"}
    problem(trust.caller.post(f"{at}?as_at=2026-01-01", {"changes": [FEWER]}), 400)
    problem(place.caller("trust", organisation="RA9").post(at, {"changes": [FEWER]}), 404)
    problem(place.caller("scheme_officer").post(at, {"changes": [FEWER]}), 403)


def test_papers_are_of_today_until_something_is_frozen_and_then_of_that(place: Place) -> None:
    made = Trust(place, "RA3")
    made.does("/facts", {"facts": [PLAN, DRILLS, REGULARLY]})
    served = [{"requirement": "sa8-b-plan"}]
    made.does("/evidence", {"title": "Minutes of June", "original": "The archive", "serves": served})
    made.does("/self-assessment", {"action": "sa8", "stands": "met"})
    made.does("/notes", {"requirement": "sa1-a-drills", "owner": "A. Matron", "due_on": "2026-01-15"})
    listed = shown(made, "/papers")
    assert [each["name"] for each in listed["items"]] == list(paperwork.PAPERS)
    assert (listed["snapshot"], listed["says_first"][-1]) == (None, "No scheme document after year 7 is encoded.")
    index = text_of(made.caller.get(f"{made.at}/papers/evidence-index.docx").data)
    assert "1. Minutes of June" in index
    assert "nobody has signed it" in index
    made.does("/snapshots", None)
    sha256 = shown(made, "/papers")["snapshot"]["sha256"]
    made.does("/signatures", {"role": ROLES[0], "sha256": sha256})
    board = made.caller.get(f"{made.at}/papers/board-paper.docx")
    assert board.headers["Content-Disposition"] == "attachment; filename*=UTF-8''RA3%20year-7%20board-paper.docx"
    assert board.headers["Content-Type"] == paperwork.PAPERS["board-paper.docx"]
    text = text_of(board.data)
    assert f"under the SHA-256 {sha256}" in text
    assert "Signed: Safety champion: " in text
    assert "nobody has signed it" not in text
    book = load_workbook(io.BytesIO(made.caller.get(f"{made.at}/papers/declaration-workbook.xlsx").data))
    details = [row[1].value for row in book["Trust details"].rows]
    assert any(sha256 in str(each) for each in details)
    made.does("/facts", {"facts": [{**DRILLS, "value": 0, "correction": "Miscounted"}]})
    assert shown(made, "/papers")["snapshot"] is None
    plan = text_of(made.caller.get(f"{made.at}/papers/action-plan.docx").data)
    assert "A. Matron" in plan
    assert "15 January 2026" in plan
    problem(made.caller.get(f"{made.at}/papers/board-paper.odt"), 404)


def test_reading_any_of_it_is_kept_in_the_activity(place: Place, trust: Trust) -> None:
    for at in ("/clock", "/clock.ics", "/papers", "/papers/evidence-index.docx"):
        trust.caller.get(f"{trust.at}{at}")
    acts = place.caller("auditor").get("/activity").get_json()["items"]
    read = [each["about"].get("name") for each in acts if each["act"] == "assessment.read"]
    assert {"clock", "papers"} <= set(read)
    assert len([each for each in read if each == "papers"]) >= 2


def test_records_that_are_brought_count_in_a_trial(trust: Trust) -> None:
    said = {"site": "north", "complete_by": "A. Matron", "name": "a.csv"}
    seen = trust.sends_file("/tables/training/preview", ROWS, **said).get_json()["sha256"]
    trust.sends_file("/tables/training", ROWS, preview=seen, **said)
    change = {"add_rows": "training", "rows": [{"staff": "C"}], "site": "north"}
    found = trust.caller.post(f"{trust.at}/what-if", {"changes": [change]}).get_json()
    assert found["changes"] == ["North site: 1 row is added to training"]
