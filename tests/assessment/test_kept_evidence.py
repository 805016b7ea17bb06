"""Items of evidence, notes and statuses: what each supports, which days it covers, who sees to it and who says what."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from assessment import item_windows, items, notes, statuses
from assessment.items import File
from assessment.model import Serves
from assessment.notes import Note
from assessment.refusing import NotAllowed, NotFound
from assessment.statuses import Status
from keeping import EvidenceRefused, evidence_items, files, retention
from storage import Database, assessment_item
from tests.assessment.kept_trust import NOON, Trust, adds, begun, kept_items, minutes
from tests.assessment.small_scheme import SCHEME, rule_sets

CSV = b"group,course\nmidwives,emergencies\n"
LATER = "of 1 December 2025, was written afterwards, and counts as long as nobody says which days it covers: say so."
PARTLY = "which covers 1 November 2025 to 31 December 2025, covers days outside and counts for the days within only."
PLAN, DRILLS = Serves("sa8-b-plan"), Serves("sa1-a-drills", "north")


@pytest.fixture
def trust(database: Database) -> Trust:
    return begun(database)


def a_file(folder: Path, data: bytes = CSV) -> File:
    return File(data, evidence_items.check("training.csv", data), folder)


def an_item(**days: date | None) -> items.Item:
    """An item that supports one requirement and has no file."""
    serves = (Serves("sa8-a-training"),)
    said: dict[str, Any] = {"title": "Minutes", "original": "The archive", "file_name": "", "sha256": "", "by": "1"}
    said |= {"media_type": "", "size": 0, "searched": False, "received_at": NOON, "approved": (), **days}
    return items.Item(id="1", place=1, serves=serves, **said)


def outside(item: items.Item) -> list[str]:
    return [each.told for each in item_windows.outside(rule_sets()[f"{SCHEME}/year-7"], item)]


def test_one_item_serves_many_requirements_and_its_file_is_kept(trust: Trust, tmp_path: Path) -> None:
    item = adds(trust, minutes(PLAN, DRILLS, dated=date(2025, 9, 1)), a_file(tmp_path))
    assert item.serves == (DRILLS, PLAN)
    assert (item.place, item.title, item.original) == (1, "Minutes of the Board", "The company secretary's office")
    assert (item.file_name, item.media_type, item.received_at) == ("training.csv", "text/csv", NOON)
    assert files.fetch(tmp_path, item.sha256) == CSV
    with trust.database.writing() as connection:
        assert retention.unnamed(connection, tmp_path) == retention.sweep(connection, tmp_path) == 0
    assert files.fetch(tmp_path, item.sha256) == CSV


def test_an_item_may_say_where_the_original_is_and_bring_no_file(trust: Trust) -> None:
    assert adds(trust, minutes()).sha256 == ""


def test_when_an_item_was_received_is_never_changed(trust: Trust) -> None:
    adds(trust, minutes())
    with pytest.raises(DBAPIError, match="assessment_item is append-only"), trust.database.writing() as connection:
        connection.execute(update(assessment_item).values(received_at=NOON.replace(year=2025)))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"dated": date(2024, 12, 1)}, []),
        ({"dated": date(2025, 11, 30)}, []),
        ({}, []),
        ({"dated": date(2024, 11, 30)}, ["of 30 November 2024, lies outside and does not count."]),
        ({"dated": date(2025, 12, 1)}, [LATER]),
        ({"covers_from": date(2025, 12, 1)}, ["of 1 December 2025, lies outside and does not count."]),
        (
            {"covers_from": date(2025, 11, 1), "covers_to": date(2025, 12, 31)},
            [PARTLY],
        ),
        ({"covers_to": date(2024, 11, 30)}, ["of 30 November 2024, lies outside and does not count."]),
    ],
)
def test_what_lies_outside_the_window_does_not_count_and_is_told(days: dict[str, date], told: list[str]) -> None:
    item = an_item(**{"dated": None, "covers_from": None, "covers_to": None, **days})
    start = "Regulation 1: evidence from 1 December 2024 to 30 November 2025 is looked at. Item 1, "
    assert outside(item) == [start + each for each in told]


def test_what_is_wrong_with_an_item_is_told_at_once(trust: Trust, tmp_path: Path) -> None:
    new = items.NewItem(" ", "", (Serves("sa8-b-plans", "west"),), evidence_items.Days(dated=date(2026, 3, 1)))
    told = trust.refused(items.add, new, None, rule_sets())
    assert set(told) == {"/title", "/original", "/dated", "/serves/0/requirement", "/serves/0/site"}
    assert told["/serves/0/requirement"].startswith("the rules of year-7 have no requirement sa8-b-plans.")
    assert "Name one at least" in trust.refused(items.add, items.NewItem("A", "B", ()), None, rule_sets())["/serves"]
    upside_down = minutes(covers_from=date(2025, 2, 1), covers_to=date(2025, 1, 1))
    with pytest.raises(EvidenceRefused, match="upside down"):
        trust.does(items.add, upside_down, None, rule_sets())
    adds(trust, minutes(), a_file(tmp_path))
    told = trust.refused(items.add, minutes(), a_file(tmp_path), rule_sets())
    assert told["/file"].startswith("this is the same file as item 1, byte for byte.")


@pytest.mark.proof
def test_what_an_item_supports_is_said_anew_and_it_is_approved_once_by_each(trust: Trust) -> None:
    item = adds(trust, minutes())
    trust.does(items.serve, item.id, [DRILLS], rule_sets())
    trust.does(items.approve, item.id)
    assert "approved item 1 already" in trust.refused(items.approve, item.id)[""]
    (kept,) = kept_items(trust)
    assert (kept.serves, [each.by for each in kept.approved]) == ((DRILLS,), [trust.member.id])
    with pytest.raises(NotFound):
        trust.does(items.approve, "0" * 32)


def test_a_requirement_has_an_owner_a_due_date_and_comments(trust: Trust) -> None:
    trust.does(notes.add, Note("sa8-b-plan", "", "A. Matron", date(2025, 11, 1)), rule_sets())
    later = Note("sa8-b-plan", "", due_on=date(2025, 11, 15), comment="It goes to the Board")
    trust.does(notes.add, later, rule_sets())
    with trust.database.reading() as connection:
        assert len(notes.notes(connection, trust.id)) == 2
        stands = notes.standing(connection, trust.id)["sa8-b-plan", ""]
    assert stands == Note("sa8-b-plan", "", "A. Matron", date(2025, 11, 15), "It goes to the Board")
    told = trust.refused(notes.add, Note("sa8-z", "west"), rule_sets())
    assert set(told) == {"/requirement", "/site", ""}
    assert told[""] == "this note says nothing: give an owner, a due date or a comment"


def test_the_four_statuses_are_kept_apart(trust: Trust) -> None:
    trust.does(statuses.record, Status(statuses.SELF, "sa8", "met"))
    validated = Status(statuses.VALIDATED, "sa8", "not_met", why="MBRRACE-UK found two late")
    with pytest.raises(NotAllowed, match="record what external checks found"):
        trust.does(statuses.record, validated)
    trust.does(statuses.record, validated, by=trust.officer)
    trust.does(statuses.record, Status(statuses.REVERIFIED, "sa8", "not_met", why="Again"), by=trust.officer)
    trust.does(statuses.record, Status(statuses.REVERIFIED, "sa8", "", why="By mistake"), by=trust.officer)
    with trust.database.reading() as connection:
        stands = statuses.standing(connection, trust.id)
        assert len(statuses.history(connection, trust.id)) == 4
    assert {sort: each.status.stands for (sort, _, _), each in stands.items()} == {
        "self_assessed": "met", "validated": "not_met"
    }  # fmt: skip


@pytest.mark.proof
def test_what_is_wrong_with_a_status_is_told_at_once(trust: Trust) -> None:
    told = trust.refused(statuses.record, Status("engine", "sa11", "perhaps", "west"))
    assert set(told) == {"/sort", "/action", "/stands", "/site"}
    assert told["/sort"].endswith("The engine's is worked out")
    told = trust.refused(statuses.record, Status(statuses.VALIDATED, "sa1", "met"), by=trust.officer)
    assert told == {"/why": "this is empty: say it in words"}
