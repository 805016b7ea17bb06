"""Facts of a trust and its sites: typed by the year's rules, all stored or none, each kept with its history."""

import json
from typing import Any

import pytest

from assessment import AssessmentRefused, Site, beginning, stating
from assessment.gathering import assessed, evidence_of
from assessment.refusing import NotAllowed, NotFound, Stale
from assessment.stating import Said
from keeping import activity
from people import Role
from storage import Database
from tests.assessment.kept_trust import DRILLS, NEW, NOON, NORTH, PLAN, REGULARLY, SOUTH, TODAY, Trust, begun
from tests.assessment.small_scheme import rule_sets
from tests.casework.office import at_once


@pytest.fixture
def trust(database: Database) -> Trust:
    return begun(database)


def evidence(trust: Trust) -> Any:
    with trust.database.reading() as connection:
        return evidence_of(connection, trust.id)


def test_a_trust_begins_one_assessment_for_each_year(trust: Trust) -> None:
    held = trust.held()
    assert (held.organisation, held.year, held.state) == ("RX1", "year-7", "open")
    assert (held.version, held.sites) == (1, (NORTH,))
    with (
        trust.database.writing() as connection,
        pytest.raises(AssessmentRefused, match="RX1 for year-7 already: go on with"),
    ):
        beginning.begin(connection, NOON, trust.member, NEW, rule_sets())


def test_what_is_wrong_with_a_new_assessment_is_told_at_once(trust: Trust) -> None:
    new = beginning.New("RX1", " ", "year-9", (Site("north 1", "North"), Site("south", "North")))
    with trust.database.writing() as connection, pytest.raises(AssessmentRefused) as refused:
        beginning.begin(connection, NOON, trust.member, new, rule_sets())
    assert str(refused.value).splitlines() == [
        "/name: this is empty: say it in words",
        "/year: there is no rule set for year-9: there is year-6, year-7",
        "/sites/0/code: a site's code is a short one of the trust's own: 1 to 20 letters and digits, such as north",
        "/sites/1/name: there is another site called North: give each a name of its own",
    ]


def test_a_site_is_added_and_one_that_was_a_mistake_goes_while_nothing_was_said_of_it(trust: Trust) -> None:
    trust.does(beginning.add_site, SOUTH)
    assert trust.refused(beginning.add_site, Site("south", "Another")) == {
        "/code": "there is a site with the code south already: give each its own"
    }
    trust.does(beginning.add_site, Site("east", "East"))
    trust.does(beginning.remove_site, "east")
    trust.states(Said("south", "drills", 1, "a report"))
    told = trust.refused(beginning.remove_site, "south")["/code"]
    assert told == "something was stated or brought for south, so it stays: a trust's verdict is that of every site"
    assert trust.held().sites == (NORTH, SOUTH)
    assert "/code" in trust.refused(beginning.remove_site, "west")


def test_facts_stand_at_their_places_with_their_sources(trust: Trust) -> None:
    trust.states(PLAN, DRILLS, REGULARLY)
    found = evidence(trust)
    assert found.of_trust == {"plan_signed": {"value": True, "source": "the signed plan"}}
    assert found.of_sites["north"] == {
        "drills": {"value": 2, "source": "reports of the drills"},
        "lost_regularly": {"answer": False, "source": "the Board's minutes"},
    }
    with trust.database.reading() as connection:
        made = assessed(connection, trust.id, rule_sets(), TODAY)
    assert (made.sites[0].action("sa1").stands, made.sites[0].action("sa8").stands) == ("met", "not_shown")
    assert made.counts == {"met": 1, "not_met": 0, "not_shown": 9}


def test_every_fault_is_told_at_its_place_and_nothing_is_stored(trust: Trust) -> None:
    told = trust.refused(
        stating.state,
        [
            PLAN,
            Said("north", "plan_signed", True, "the plan"),
            Said("", "drills", 1, "a report"),
            Said("north", "drils", 1, "a report"),
            Said("west", "drills", 1, "a report"),
            Said("north", "drills", "two", "a report"),
            Said("north", "training", {"rows": []}, "a file"),
            Said("", "old_rule", None),
            Said("north", "lost_regularly", {"answer": True}),
        ],
        rule_sets(),
    )
    assert {place: message.partition(":")[0] for place, message in told.items()} == {
        "/sites/north/plan_signed": "'plan_signed' is about the trust",
        "/trust/drills": "'drills' is about a site",
        "/sites/north/drils": "the rules of year 7 have no such fact. Did you mean drills?",
        "/sites/west": "the trust has no site west. Known here",
        "/sites/north/drills": told["/sites/north/drills"].partition(":")[0],
        "/sites/north/training": "this is a table",
        "/trust/old_rule": "nothing stands here that could be taken back",
        "/sites/north/lost_regularly/source": "where is this from? Give the source",
    }
    assert "number" in told["/sites/north/drills"]
    assert trust.refused(stating.state, [PLAN, PLAN], rule_sets()) == {
        "/trust/plan_signed": "this is said twice at once: leave one of them out"
    }
    assert trust.refused(stating.state, [], rule_sets()) == {"": "nothing is stated here: state a fact"}


def test_what_is_corrected_says_why_and_what_stood_stays_in_the_history(trust: Trust) -> None:
    trust.states(DRILLS)
    three = Said("north", "drills", 3, "reports of the drills")
    told = trust.refused(stating.state, [three], rule_sets())
    assert "Say why, under correction" in told["/sites/north/drills/correction"]
    trust.states(Said("north", "drills", 3, "reports of the drills", "One was missed"))
    trust.states(Said("north", "drills", None, correction="Another ward's"))
    with trust.database.reading() as connection:
        said = stating.history(connection, trust.id, "north", "drills")
        assert stating.standing(connection, trust.id) == ()
    assert [each.stated.said for each in said] == [2, 3, None]
    assert [each.stated.replaces for each in said] == ["", said[0].stated.id, said[1].stated.id]


def test_what_says_nothing_new_changes_nothing(trust: Trust) -> None:
    before = trust.states(PLAN)
    assert trust.states(PLAN) == before
    assert trust.held() == before


def test_of_two_editors_at_once_neither_loses_what_the_other_stated(trust: Trust) -> None:
    def one(said: Said) -> Any:
        with trust.database.writing() as connection:
            return stating.state(connection, NOON, trust.member, trust.id, [said], rule_sets(), 1)

    came = at_once([lambda: one(PLAN), lambda: one(DRILLS)])
    stale = [each for each in came if isinstance(each, Stale)]
    assert len(stale) == 1
    assert "The assessment of RX1 for year-7 was changed by somebody else" in str(stale[0])
    assert "Nothing was stored. Read it again" in str(stale[0])
    late = PLAN if came[0] in stale else DRILLS
    trust.states(late)
    with trust.database.reading() as connection:
        assert {each.stated.name for each in stating.standing(connection, trust.id)} == {"plan_signed", "drills"}


def test_a_trust_sees_itself_its_board_sees_it_and_another_trust_sees_nothing(trust: Trust) -> None:
    another = trust.office.actor(Role("trust", "RX2"))
    far = trust.office.actor(Role("icb", "QXX"))
    for stranger in (another, far, trust.office.actor("officer"), trust.office.actor("admin")):
        with pytest.raises(NotFound, match="There is nothing here that you may see"):
            trust.held(stranger)
    for seer in (trust.icb, trust.officer, trust.office.actor("auditor")):
        assert trust.held(seer).id == trust.id
        with pytest.raises(NotAllowed, match="You may not change what is stated and brought for this assessment"):
            trust.states(PLAN, by=seer)
    with trust.database.writing() as connection, pytest.raises(NotAllowed, match="begin an assessment of this trust"):
        beginning.begin(connection, NOON, another, NEW, rule_sets())


def test_every_act_is_in_the_activity_without_a_value(trust: Trust) -> None:
    trust.states(PLAN, DRILLS)
    with trust.database.reading() as connection:
        entries = [each for each in activity.entries(connection) if each.act.startswith("assessment.")]
        assert activity.verify(connection).place == entries[-1].place
    assert [each.act for each in entries] == ["assessment.begun", "assessment.stated", "assessment.stated"]
    assert all(json.loads(each.about)["assessment_id"] == trust.id for each in entries)
    assert "signed plan" not in "".join(each.about for each in entries)
