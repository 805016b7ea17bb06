"""An NHS number comes into an assessment by no door: no source, reason, comment, owner or name of a site holds one."""

from typing import Any

import pytest

from assessment import AssessmentRefused, Site, beginning, importing, notes, stating, statuses
from assessment.notes import Note
from assessment.private_texts import NHS_NUMBER
from assessment.stating import Said
from assessment.statuses import Status
from people import Role
from storage import Database
from tests.assessment.kept_trust import DRILLS, NOON, PLAN, Trust, begun, staff, table
from tests.assessment.small_scheme import rule_sets

NUMBER = "943 476 5919"  # invented, with the right check digit
OF_HER = f"what the mother ({NUMBER}) told us"
JUDGED = {"answer": False, "by": f"A. Matron, of {NUMBER}", "reasons": "It was seldom"}
DOORS: dict[str, tuple[Any, tuple[Any, ...], str]] = {
    "a fact's source": (
        stating.state,
        ([Said("", "plan_signed", True, OF_HER)], rule_sets()),
        "/trust/plan_signed/source",
    ),
    "why a fact is corrected": (
        stating.state,
        ([Said("north", "drills", 3, "reports", OF_HER)], rule_sets()),
        "/sites/north/drills/correction",
    ),
    "a source within a value": (
        stating.state,
        ([Said("north", "drills", {"value": 3, "source": OF_HER})], rule_sets()),
        "/sites/north/drills/source",
    ),
    "who judged": (
        stating.state,
        ([Said("north", "lost_regularly", JUDGED, "the minutes")], rule_sets()),
        "/sites/north/lost_regularly/by",
    ),
    "why it was judged so": (
        stating.state,
        ([Said("north", "lost_regularly", {**JUDGED, "by": "A. Matron", "reasons": OF_HER}, "minutes")], rule_sets()),
        "/sites/north/lost_regularly/reasons",
    ),
    "the owner in a note": (notes.add, (Note("sa8-b-plan", owner=OF_HER), rule_sets()), "/owner"),
    "the comment in a note": (notes.add, (Note("sa8-b-plan", comment=OF_HER), rule_sets()), "/comment"),
    "why the trust says so": (statuses.record, (Status(statuses.SELF, "sa1", "met", why=OF_HER),), "/why"),
    "a site's name": (beginning.add_site, (Site("south", f"South ({NUMBER})"),), "/name"),
    "a site's code": (beginning.add_site, (Site("9434765919", "South"),), "/code"),
    "who calls a table complete": (
        importing.confirm,
        (table(staff("A"), by=OF_HER), "0" * 64, rule_sets()),
        "/sites/north/training/by",
    ),
}


@pytest.fixture
def trust(database: Database) -> Trust:
    return begun(database)


@pytest.mark.parametrize("door", DOORS)
def test_it_is_refused_at_its_place_and_not_repeated(trust: Trust, door: str) -> None:
    act, said, place = DOORS[door]
    assert trust.refused(act, *said) == {place: NHS_NUMBER}


def test_nor_with_a_value_that_no_rule_takes(trust: Trust) -> None:
    told = trust.refused(stating.state, [Said("north", "drills", NUMBER, "reports"), PLAN], rule_sets())
    assert told == {"/sites/north/drills": NHS_NUMBER}


@pytest.mark.parametrize("written", ["943-476-5919", "9 4 3 4 7 6 5 9 1 9", "943\u2011476\u20115919", "943\n476\n5919"])
def test_nor_written_otherwise(trust: Trust, written: str) -> None:
    note = Note("sa8-b-plan", comment=f"Ask {written} again")
    assert trust.refused(notes.add, note, rule_sets()) == {"/comment": NHS_NUMBER}


def test_nor_with_a_new_assessment_and_its_sites(trust: Trust) -> None:
    member = trust.office.actor(Role("trust", "RX9"))
    new = beginning.New("RX9", f"Fernmere {NUMBER}", "year-7", (Site("north", f"Ward of {NUMBER}"),))
    with trust.database.writing() as connection, pytest.raises(AssessmentRefused) as refused:
        beginning.begin(connection, NOON, member, new, rule_sets())
    assert str(refused.value).splitlines() == [f"/name: {NHS_NUMBER}", f"/sites/0/name: {NHS_NUMBER}"]


def test_ten_digits_that_are_no_such_number_are_taken(trust: Trust) -> None:
    trust.states(DRILLS, Said("", "plan_signed", True, "item 943 476 5918 of the archive"))
    trust.does(notes.add, Note("sa8-b-plan", comment="Ring 020 7946 0958"), rule_sets())
