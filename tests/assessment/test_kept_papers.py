"""Of an assessment that is kept: its clock, what if, and its papers, of what was frozen where a snapshot stands."""

from datetime import date, timedelta

import pytest

from assessment import (
    AssessmentRefused,
    ahead,
    beginning,
    items,
    kept_beside,
    notes,
    paperwork,
    read_changes,
    signing,
    statuses,
)
from assessment.beside import Beside
from assessment.model import Serves
from assessment.notes import Note
from assessment.papers import board_paper, plan_lines
from assessment.statuses import Status
from storage import Database
from tests.assessment.kept_trust import (
    DRILLS,
    NOON,
    PLAN,
    REGULARLY,
    SOUTH,
    TODAY,
    Trust,
    adds,
    begun,
    minutes,
    staff,
)
from tests.assessment.small_scheme import rule_sets


@pytest.fixture
def trust(database: Database) -> Trust:
    made = begun(database)
    made.states(PLAN, DRILLS, REGULARLY)
    return made


def test_the_clock_of_what_is_kept_and_what_if_store_nothing(trust: Trust) -> None:
    before = trust.held()
    with trust.database.reading() as connection:
        clock = ahead.clock(connection, trust.id, rule_sets(), date(2025, 10, 1))
        fewer = read_changes([{"raise": "drills", "more": -2, "site": "north"}])
        tried = ahead.tried(connection, trust.id, rule_sets(), fewer, TODAY)
        found = paperwork.papers(connection, trust.id, rule_sets(), TODAY)
    assert [(each.provision, each.day) for each in clock.of("due")] == [("sa8-a-training", date(2025, 11, 30))]
    assert (tried.before.stands, tried.after.stands) == ("not_shown", "not_met")
    assert (found.as_at, found.snapshot, found.names) == (TODAY, None, tuple(paperwork.PAPERS))
    assert trust.held() == before
    with pytest.raises(LookupError), trust.database.reading() as connection:
        ahead.clock(connection, "0" * 32, rule_sets(), TODAY)


def test_papers_are_of_what_was_frozen_until_that_is_void(trust: Trust) -> None:
    trust.freezes()
    with trust.database.reading() as connection:
        frozen = paperwork.papers(connection, trust.id, rule_sets(), date(2026, 3, 1))
    assert (frozen.as_at, frozen.snapshot) == (TODAY, trust.last())
    trust.brings(staff("A"))
    with trust.database.reading() as connection:
        assert paperwork.basis(connection, trust.id) is None
        assert paperwork.papers(connection, trust.id, rule_sets(), date(2026, 3, 1)).as_at == date(2026, 3, 1)


def test_where_it_cannot_be_assessed_there_are_no_papers(trust: Trust) -> None:
    with trust.database.reading() as connection, pytest.raises(AssessmentRefused, match="no rule set for year-7"):
        paperwork.papers(connection, trust.id, {}, TODAY)


def test_who_signed_what_is_told_and_whose_turn_it_is(trust: Trust) -> None:
    sha256 = trust.freezes()
    with trust.database.reading() as connection:
        told = kept_beside.told_of(connection, trust.last())
    assert told == (
        f"Frozen as snapshot 1 at 12:00:00 on 24 February 2026, under the SHA-256 {sha256}.",
        "Nobody has signed that hash yet.",
    )
    champion = trust.somebody()
    trust.signs("safety_champion", sha256, champion)
    with trust.database.reading() as connection:
        _, signed = kept_beside.told_of(connection, trust.last())
    who = f"Signed: Safety champion: {champion.name}, 12:00:00 on 24 February 2026."
    assert signed == f"{who} The director of midwifery signs next."
    for role in list(signing.ROLES)[1:]:
        trust.signs(role, sha256)
    with trust.database.reading() as connection:
        assert kept_beside.told_of(connection, trust.last())[1].endswith("12:00:00 on 24 February 2026.")


def test_what_people_say_stands_beside_what_the_engine_finds_each_at_its_place(trust: Trust) -> None:
    trust.does(statuses.record, Status(statuses.SELF, "sa1", "met"))
    trust.does(statuses.record, Status(statuses.VALIDATED, "sa1", "not_met", "north", "No reports"), by=trust.officer)
    trust.does(statuses.record, Status(statuses.REVERIFIED, "sa8", "met", why="Looked again"), by=trust.officer)
    with trust.database.reading() as connection:
        said = kept_beside.stated(connection, trust.held())
        assert (said[1].self_assessed, said[1].validated) == ("Met", "North site: Not met (No reports)")
        assert (said[8].reverified, said[2].self_assessed) == ("Met (Looked again)", "")
        assert kept_beside.stated(connection, trust.held(), NOON - timedelta(seconds=1))[1].self_assessed == ""


def test_the_plan_has_the_owner_and_the_day_that_were_noted_at_the_site_or_for_the_trust(trust: Trust) -> None:
    trust.does(notes.add, Note("sa1-a-drills", "", "A. Matron", date(2026, 3, 1)), rule_sets())
    with trust.database.reading() as connection:
        fewer = read_changes([{"raise": "drills", "more": -2, "site": "north"}])
        failing = ahead.tried(connection, trust.id, rule_sets(), fewer, TODAY).after
        noted = kept_beside.planned(connection, trust.held())
    (line,) = plan_lines(failing, Beside(planned=noted))
    assert (line.owner, line.due_on, line.comment) == ("A. Matron", date(2026, 3, 1), "")
    trust.does(notes.add, Note("sa1-a-drills", "north", "B. Matron", comment="Soon"), rule_sets())
    with trust.database.reading() as connection:
        noted = kept_beside.planned(connection, trust.held())
    (line,) = plan_lines(failing, Beside(planned=noted))
    assert (line.owner, line.due_on, line.comment) == ("B. Matron", None, "Soon")
    (bare,) = plan_lines(failing)
    assert (bare.owner, bare.due_on) == ("", None)


def test_items_are_listed_as_they_were_when_it_was_frozen(trust: Trust) -> None:
    item = adds(trust, minutes(dated=date(2025, 9, 1), covers_from=date(2024, 1, 1), covers_to=date(2025, 6, 1)))
    trust.freezes()
    snapshot = trust.last()
    trust.does(beginning.add_site, SOUTH)
    trust.does(items.serve, item.id, (Serves("sa8-b-plan", "south"),), rule_sets())
    trust.does(items.approve, item.id)
    with trust.database.reading() as connection:
        (then,) = kept_beside.index_items(connection, rule_sets(), trust.held(), snapshot)
        (now,) = kept_beside.index_items(connection, rule_sets(), trust.held(), None)
    assert (then.place, then.title, then.original) == (1, "Minutes of the Board", "The company secretary's office")
    assert then.days == "Dated 1 September 2025; covers 1 January 2024 to 1 June 2025"
    assert (then.received, then.approved) == ("Received at 12:00:00 on 24 February 2026", "Nobody has approved it")
    assert (then.serves, now.serves) == (("Regulation 1",), ("Regulation 1, South site",))
    assert now.approved == "Approved by 1 person"


def test_the_estimate_stands_in_the_board_paper_where_one_is_given(trust: Trust) -> None:
    with trust.database.reading() as connection:
        found = ahead.tried(connection, trust.id, rule_sets(), [], TODAY).before
    told = board_paper(rule_sets(), found, Beside(money=("Estimate: nothing.",)))
    assert (told.money, board_paper(rule_sets(), found).money) == (("Estimate: nothing.",), ())
