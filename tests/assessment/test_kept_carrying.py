"""Facts of last year are offered, marked as the two years' rules compare, and are taken over only by a person."""

import pytest

from assessment import beginning, carrying, stating
from assessment.stating import Said
from engine import ComparedFact, compare
from storage import Database
from tests.assessment.kept_trust import DRILLS, NOON, NORTH, TRUST, Trust, begun
from tests.assessment.small_scheme import SCHEME, rule_sets


def compared() -> tuple[ComparedFact, ...]:
    return compare(rule_sets()[f"{SCHEME}/year-6"], rule_sets()[f"{SCHEME}/year-7"]).facts


@pytest.fixture
def trust(database: Database) -> Trust:
    """This year's assessment, beside last year's with two facts."""
    made = begun(database)
    new = beginning.New(TRUST, "Wrenlow Hospitals NHS Trust", "year-6", (NORTH,))
    said = [Said("north", "drills", 4, "last year's reports"), Said("", "old_rule", True, "a letter")]
    with database.writing() as connection:
        last = beginning.begin(connection, NOON, made.member, new, rule_sets())
        stating.state(connection, NOON, made.member, last.id, said, rule_sets(), last.version)
    return made


def offered(trust: Trust) -> dict[tuple[str, str], carrying.Offer]:
    with trust.database.reading() as connection:
        found = carrying.offers(connection, trust.member, trust.id, compared())
    return {(each.site, each.name): each for each in found}


def test_last_years_facts_are_offered_and_marked_and_nothing_is_assumed(trust: Trust) -> None:
    found = offered(trust)
    drills, old = found["north", "drills"], found["", "old_rule"]
    assert (drills.mark, drills.said, drills.source, drills.may_be_taken) == ("same", 4, "last year's reports", True)
    assert (old.mark, old.may_be_taken) == ("gone", False)
    assert (found["", "plan_signed"].mark, found["", "plan_signed"].said) == ("new", None)
    with trust.database.reading() as connection:
        assert stating.standing(connection, trust.id) == ()


def test_what_is_taken_over_says_where_it_is_from(trust: Trust) -> None:
    trust.does(carrying.accept, [("north", "drills")], compared(), rule_sets())
    with trust.database.reading() as connection:
        (stands,) = stating.standing(connection, trust.id)
    assert (stands.stated.said, stands.stated.source) == (4, "carried forward from year 6: last year's reports")
    assert stands.carried_from == offered(trust)["north", "drills"].stated_id
    assert not offered(trust)["north", "drills"].may_be_taken


def test_what_cannot_be_taken_over_is_told_at_its_place(trust: Trust) -> None:
    trust.states(DRILLS)
    chosen = [("north", "drills"), ("", "old_rule"), ("", "plan_signed"), ("south", "drills")]
    assert trust.refused(carrying.accept, chosen, compared(), rule_sets()) == {
        "/sites/north/drills": "this is stated this year already: correct that instead, where it is wrong",
        "/trust/old_rule": "this year's rules do not ask for it: leave it out",
        "/trust/plan_signed": "last year's assessment offers no such fact here: state it anew",
        "/sites/south/drills": "last year's assessment offers no such fact here: state it anew",
    }
    assert "nothing is chosen" in trust.refused(carrying.accept, [], compared(), rule_sets())[""]


def test_a_trust_without_an_earlier_year_is_offered_nothing(database: Database) -> None:
    assert offered(begun(database)) == {}
