"""Sums that are stated on a kept assessment, the estimate of them in its papers, and what was paid back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from assessment import Sums, kept_beside, money_kept, paperwork, seeing, statuses
from assessment.beside import Beside
from assessment.gathering import assessed
from assessment.held import Held
from assessment.money import FORMULA
from assessment.papers import board_paper
from assessment.refusing import NotAllowed, NotFound, Stale
from assessment.statuses import Status
from documents import board_paper as board_page
from keeping import activity
from people import Role
from storage import Database
from tests.assessment.kept_trust import DRILLS, NOON, PLAN, REGULARLY, TODAY, Trust, begun
from tests.assessment.small_scheme import rule_sets

POT = Sums(contribution=400_000_00, of_those_that_meet_all=60_000_000_00, left_over=9_000_000_00)
PART = Sums(maternity_part=4_000_005_00)
BACK = Status(statuses.REVERIFIED, "sa1", "not_met", why="Looked again", paid_back=173_418, paid_back_on=TODAY)


@pytest.fixture
def trust(database: Database) -> Trust:
    made = begun(database)
    made.states(PLAN, DRILLS, REGULARLY)
    return made


def told(trust: Trust, until: datetime | None = None) -> tuple[str, ...]:
    """What the papers would say of money."""
    with trust.database.reading() as connection:
        found = assessed(connection, trust.id, rule_sets(), TODAY)
        return kept_beside.money(connection, trust.held(), found, until)


def test_what_was_stated_last_stands_and_what_stood_before_stays(trust: Trust) -> None:
    before = trust.held()
    trust.does(money_kept.state, PART)
    changed = trust.does(money_kept.state, POT)
    assert (changed.version, changed.content) == (before.version + 2, before.content), "no signature rests on it"
    with trust.database.reading() as connection:
        stands = money_kept.standing(connection, trust.id)
        assert stands is not None
        assert (stands.sums, stands.at, stands.by) == (POT, NOON, trust.member.id)
        assert [each.sums for each in money_kept.history(connection, trust.id)] == [PART, POT]
        last = activity.entries(connection)[-1]
    assert (last.act, last.actor) == ("assessment.money_stated", trust.member.id)
    assert "400000" not in last.about, "sums stay out of the activity, which outlives them"


def test_the_same_again_changes_nothing_and_none_takes_back(trust: Trust) -> None:
    trust.does(money_kept.state, POT)
    before = trust.held()
    assert trust.does(money_kept.state, POT) == before
    trust.does(money_kept.state, Sums())
    with trust.database.reading() as connection:
        assert money_kept.standing(connection, trust.id) is None
        assert money_kept.standing(connection, trust.id, NOON - timedelta(seconds=1)) is None
    assert told(trust) == ()


@pytest.mark.parametrize(
    ("said", "where", "message"),
    [
        (Sums(), "", "state either the contribution or the maternity part of which it is a tenth"),
        (Sums(1, 10), "", "state either the contribution or the maternity part of which it is a tenth"),
        (Sums(1, left_over=1), "", "what all trusts paid that meet ten of ten and what is left over go together"),
        (Sums(-1), "/contribution", "this is a sum in pounds, from 0 up"),
        (Sums(10**14), "/contribution", "this is a sum in pounds, from 0 up"),
        (Sums(200, None, 100, 5), "/of_those_that_meet_all", "less than this trust's own £2"),
    ],
)
def test_sums_that_cannot_be_are_refused_and_nothing_is_stored(
    trust: Trust, said: Sums, where: str, message: str
) -> None:
    assert message in trust.refused(money_kept.state, said)[where]


def test_the_trust_states_and_others_read(trust: Trust) -> None:
    for other in (trust.officer, trust.icb):
        with pytest.raises(NotAllowed):
            trust.does(money_kept.state, POT, by=other)
    stranger = trust.office.actor(Role("trust", "RX2"))
    with pytest.raises(NotFound), trust.database.reading() as connection:
        seeing.find(connection, stranger, trust.id)
    with pytest.raises(Stale), trust.database.writing() as connection:
        money_kept.state(connection, NOON, trust.member, trust.id, POT, trust.held().version - 1)


def test_the_board_paper_of_what_is_kept_shows_the_estimate_with_its_formula(trust: Trust) -> None:
    trust.does(money_kept.state, POT)
    said = told(trust)
    assert said[0].startswith("Estimate: £400,000 comes back if all ten safety actions come to be met")
    assert "£400,000 / £60,000,000 × £9,000,000 = £60,000" in said[1]
    assert said[2] == FORMULA
    assert said[-1].startswith("This is an estimate and no entitlement")
    assert all("estimate" in each.lower() for each in said)
    with trust.database.reading() as connection:
        paper = paperwork.papers(connection, trust.id, rule_sets(), TODAY).files["board-paper.docx"]()
        found = assessed(connection, trust.id, rule_sets(), TODAY)
    assert paper.startswith(b"PK")
    shown = board_page(board_paper(rule_sets(), found, Beside(money=said)))
    assert "What may come back: an estimate" in shown
    assert FORMULA in shown


def test_the_paperwork_itself_hands_the_estimate_on(trust: Trust) -> None:
    trust.does(money_kept.state, POT)
    with trust.database.reading() as connection:
        found = assessed(connection, trust.id, rule_sets(), TODAY)
        beside = paperwork.beside_of(connection, rule_sets(), trust.held(), found, None)
    assert beside.money == told(trust)


def test_how_the_contribution_comes_of_the_maternity_part_is_told(trust: Trust) -> None:
    trust.does(money_kept.state, PART)
    assert told(trust)[-2] == (
        "Estimate of the contribution: a tenth of the maternity part, £4,000,005 / 10 = £400,000.50."
    )


def test_what_was_frozen_shows_what_was_stated_by_then(trust: Trust) -> None:
    trust.does(money_kept.state, POT)
    trust.freezes()
    trust.does(money_kept.state, PART, now=NOON + timedelta(hours=1))
    assert told(trust, until=trust.last().at)[0].startswith("Estimate: £400,000 comes back")
    assert "£4,000,005" in told(trust)[-2]
    with trust.database.reading() as connection:
        assert paperwork.basis(connection, trust.id) is not None, "it voids nothing"


# -- what was paid back after a second check


def recorded(trust: Trust, said: Status) -> Held:
    """A scheme officer records it."""
    return trust.does(statuses.record, said, by=trust.officer)


def test_a_sum_that_was_paid_back_is_kept_with_its_day_and_told(trust: Trust) -> None:
    recorded(trust, BACK)
    with trust.database.reading() as connection:
        (one,) = statuses.history(connection, trust.id)
        assert (one.status.paid_back, one.status.paid_back_on) == (173_418, TODAY)
        assert statuses.paid_back(connection, trust.id) == (one,)
        said = kept_beside.stated(connection, trust.held())[1].reverified
    assert said == "Not met (Looked again), £1,734.18 paid back on 24 February 2026"
    before = trust.held()
    assert recorded(trust, BACK) == before
    assert recorded(trust, replace(BACK, paid_back=1)).version == before.version + 1


def test_without_a_sum_nothing_is_said_of_money(trust: Trust) -> None:
    recorded(trust, replace(BACK, paid_back=None, paid_back_on=None))
    with trust.database.reading() as connection:
        assert kept_beside.stated(connection, trust.held())[1].reverified == "Not met (Looked again)"
        assert statuses.paid_back(connection, trust.id) == ()


def test_what_is_taken_back_takes_its_sum_with_it(trust: Trust) -> None:
    recorded(trust, BACK)
    recorded(trust, Status(statuses.REVERIFIED, "sa1", "", why="It was another trust"))
    with trust.database.reading() as connection:
        assert statuses.paid_back(connection, trust.id) == ()
        assert len(statuses.history(connection, trust.id)) == 2


@pytest.mark.parametrize(
    ("said", "where", "message"),
    [
        (replace(BACK, paid_back=-1), "/paid_back", "this is a sum in pounds, from 0 up"),
        (replace(BACK, paid_back_on=None), "/paid_back_on", "say on which day it was paid back"),
        (replace(BACK, paid_back=None), "/paid_back", "say how much was paid back on that day"),
        (
            replace(BACK, paid_back_on=date(2026, 2, 25)), "/paid_back_on",
            "that day has not come yet: record what was paid back once it was",
        ),
        (replace(BACK, sort=statuses.VALIDATED), "/paid_back", "a sum is paid back after a second check (reverified)"),
        (replace(BACK, stands=""), "/paid_back", "what is taken back carries no sum: leave it out"),
    ],
)  # fmt: skip
def test_a_sum_that_cannot_have_been_paid_back_is_refused(trust: Trust, said: Status, where: str, message: str) -> None:
    found = trust.refused(statuses.record, said, by=trust.officer)
    assert message in found[where]
