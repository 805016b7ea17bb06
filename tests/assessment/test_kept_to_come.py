"""Days to come in an assessment that is kept: what is frozen, signed and made again, and what its papers say."""

import hashlib
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from assessment import ahead, freezing, gathering, paperwork, read_changes
from assessment.again import NotTheSame, made_again
from assessment.assessing import assess
from assessment.evidence_index import evidence_index
from assessment.paper_files import WORKBOOK
from assessment.papers import board_paper
from keeping.exact import canonical
from storage import Database
from tests.assessment.kept_trust import DRILLS, PLAN, REGULARLY, TODAY, Trust, begun, staff
from tests.assessment.small_scheme import rule_sets

COURSE, DAY_BEFORE = date(2025, 3, 3), date(2025, 3, 2)
TOLD = (
    "North site, Training, attended on: the days of 2 rows (row 1 is the first) are still to come on 2 March 2025, so "
    "that they count as not known."
)


@pytest.fixture
def trust(database: Database) -> Trust:
    """Both actions are met once the course of 3 March 2025 was held."""
    made = begun(database)
    made.states(PLAN, DRILLS, REGULARLY)
    made.brings(staff("A", "B", on=COURSE.isoformat()))
    return made


def test_what_is_planned_is_frozen_as_stated_and_as_not_yet_shown(trust: Trust) -> None:
    trust.freezes(DAY_BEFORE)
    frozen = trust.last().frozen
    assert (frozen["format"], frozen["found"][0]["actions"]["sa8"]) == (freezing.FORMAT, "not_shown")
    assert frozen["to_come"] == [{"site": "north", "name": "training", "told": TOLD}]
    assert again(trust).of_trust["sa8"] == "not_shown"
    trust.freezes(COURSE)
    frozen = trust.last().frozen
    assert ("to_come" in frozen, frozen["found"][0]["actions"]["sa8"]) == (False, "met")
    assert again(trust).of_trust["sa8"] == "met"


def again(trust: Trust, snapshot: freezing.Snapshot | None = None) -> Any:
    with trust.database.reading() as connection:
        return made_again(connection, trust.held(), snapshot or trust.last(), rule_sets()).assessed


def test_what_was_frozen_when_days_to_come_counted_is_made_again_as_it_was(trust: Trust) -> None:
    trust.freezes(DAY_BEFORE)
    with trust.database.reading() as connection:
        everything = gathering.evidence_of(connection, trust.id)
    believed = freezing.of_engine(assess(rule_sets(), everything, DAY_BEFORE, as_stated=True))
    assert believed["counts"]["met"] == 2
    assert freezing.AS_STATED[-1] == "rationale-assessment-3"
    for earlier in freezing.AS_STATED:
        assert again(trust, as_if(trust, earlier, believed)).counts["met"] == 2
    with pytest.raises(NotTheSame, match="comes out otherwise than it was frozen, under found"):
        again(trust, as_if(trust, freezing.FORMAT, believed))


def as_if(trust: Trust, named: str, parts: dict[str, Any]) -> freezing.Snapshot:
    """The last snapshot as if it had been frozen in the format of this name, with these parts."""
    text = canonical({**trust.last().frozen, **parts, "format": named}).encode()
    return replace(trust.last(), canonical=text, sha256=hashlib.sha256(text).hexdigest())


def test_the_board_paper_the_workbook_and_the_index_tell_of_it(trust: Trust) -> None:
    with trust.database.reading() as connection:
        planned = gathering.assessed(connection, trust.id, rule_sets(), DAY_BEFORE)
        book = load_workbook(BytesIO(paperwork.papers(connection, trust.id, rule_sets(), DAY_BEFORE).make(WORKBOOK)))
    assert board_paper(rule_sets(), planned).to_come == (TOLD,)
    assert TOLD in [row[0] for row in book["Summary"].iter_rows(values_only=True)]
    assert "2 rows, complete, says A. Matron" in [each.says for each in evidence_index(rule_sets(), planned)]


def test_that_a_course_is_held_may_be_tried_before_its_day(trust: Trust) -> None:
    held = {"fill_rows": "training", "where": {}, "put": {"attended_on": COURSE.isoformat()}, "site": "north"}
    with trust.database.reading() as connection:
        tried = ahead.tried(connection, trust.id, rule_sets(), read_changes([held]), DAY_BEFORE)
    assert [each.of_trust["sa8"] for each in (tried.before, tried.after)] == ["not_shown", "met"]


def test_a_requirement_that_is_met_by_two_people_is_for_somebody_to_look_at(trust: Trust) -> None:
    with trust.database.reading() as connection:
        found = gathering.assessed(connection, trust.id, rule_sets(), TODAY)
    assert board_paper(rule_sets(), found).by_eye == ("Regulation 1: A provision. North site, of 2 people only.",)
