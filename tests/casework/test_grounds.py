"""A decided case is taken up again on one of a closed list of grounds, with all that has to be named with it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from casework import GROUNDS, Move, change_state, history, open_grounds, ways
from casework.deciding import correct, draft, letters, paper_of
from keeping import activity
from storage import case
from tests.casework import deciding
from tests.casework.deciding import live
from tests.casework.office import NOON, TODAY
from tests.casework.standing import AGAIN, ORDER, Standing, reopened

Stands = Callable[[str], Standing]
REMITTED = "A court quashed the decision and sent the matter back, to be decided in accordance with its judgment"
QUASHED = "A court quashed the decision, so that the matter is not decided"
LEFT_OPEN = "What the appeal was left open for is over"
VERIFIED = "The scheme’s team verifies the year again"
OVER: dict[str, Any] = {"ground": "deferral_over", "dated": TODAY, "why": "Nobody else applied within six months."}


def again(**named: Any) -> Move:
    """A decided case is to be taken up again, with what is named."""
    return Move("determined", TODAY, **named)


def deferred(at: Standing) -> Standing:
    """An appeal whose application was deferred: its decision is issued, and the appeal stays open."""
    mine = replace(at, id=deciding.determined(at.office, at.officer, name="skerrow-deferred").id)
    deciding.issued(at.office, at.officer, at.reviewer, mine.here)
    return mine


def opened(at: Standing) -> list[str]:
    """The grounds that are offered."""
    with at.office.database.reading() as connection:
        here = [ground.id for ground in open_grounds(connection, at.here)]
        (way,) = (way for way in ways(connection, NOON, at.officer, at.here) if way.to == "determined")
    assert [ground.id for ground in way.grounds] == here
    assert (way.why, way.missing) == (False, ()), "it is asked for, and is no more lacking than reasons are"
    return here


NOT_HERE = "Choose one of: court_remitted, court_quashed"
DISPOSED = "the decision that stands disposed of the appeal, and left nothing open"
UNNAMED = (
    "APP/2026/0001 cannot become determined yet: you have not named the ground on which it is taken up again. Choose "
    "one of:"
)
REFUSED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "words alone": (
        {"why": "We have thought again"},
        [
            f"/ground: {UNNAMED} {REMITTED} (court_remitted); {QUASHED} (court_quashed)",
        ],
    ),
    "another ground": (
        {**ORDER, "ground": "remited"},
        ["/ground: there is no ground 'remited' to take a case up again. Did you mean court_remitted?"],
    ),
    "nothing named": (
        {"ground": "court_quashed", "court": " "},
        [
            "/court: name the court that made the order",
            "/reference: name the number of the claim or of the judgment, such as AC-2026-LON-000123",
            "/dated: name the day of the order",
        ],
    ),
    "nothing was left open": (
        OVER,
        [
            f"/ground: “{LEFT_OPEN}” cannot be said here: {DISPOSED}. {NOT_HERE}",
        ],
    ),
    "of a scheme": (
        {"ground": "verified_again", "reference": "MIS/7/12", "dated": TODAY},
        [
            f"/ground: “{VERIFIED}” cannot be said here: the case is not about a scheme. {NOT_HERE}",
        ],
    ),
    "before it was issued": (
        {**AGAIN, "dated": TODAY - timedelta(days=1)},
        ["/dated: 1 March 2026 is before 2 March 2026, when the decision was issued: check the day"],
    ),
    "still to come": (
        {**AGAIN, "dated": TODAY + timedelta(days=1)},
        [
            "/dated: 3 March 2026 is still to come: give the day on which it happened",
            "/dated: 3 March 2026 is after 2 March 2026, when it is taken up: check the days",
        ],
    ),
    "what nobody can read": (
        {**AGAIN, "court": "High\0Court", "reference": "1" * 201},
        [
            "/court: this holds a character that nobody sees (U+0000): type it again",
            "/reference: this has 201 characters, and 200 are kept: say it in fewer",
        ],
    ),
}


def test_any_other_words_than_a_ground_of_the_list_with_all_that_goes_with_it_are_refused(here: Stands) -> None:
    at = here("issued")
    assert opened(at) == ["court_remitted", "court_quashed"]
    for name, (named, told) in REFUSED.items():
        assert at.refused(change_state, again(**named)) == told, name


def test_what_is_named_is_kept_as_the_reasons_and_the_activity_holds_the_ground_and_the_day_alone(
    stands: Stands,
) -> None:
    at = stands("issued")
    at.does(change_state, again(**AGAIN, why=" The reasons were too short. "))
    with at.office.database.reading() as connection:
        last = history(connection, at.here)[-1]
        entry = activity.latest(connection, at.id)[0]
    assert (last.before, last.after) == ("decided", "determined")
    named = "High Court (Administrative Court), AC-2026-LON-000123, 2 March 2026"
    assert last.why == f"{REMITTED}: {named}. The reasons were too short."
    about = json.loads(entry.about)
    assert (about["reason"], about["dated"]) == ("court_remitted", "2026-03-02")
    assert not [word for word in ("High Court", "AC-2026", "too short") if word in entry.about]


def test_a_ground_belongs_to_no_other_way(here: Stands) -> None:
    at = here("reviewed")
    told = "a ground, a court, a reference and a date go with a decided case that is taken up again: leave it out"
    stay = Move("stayed", TODAY, "The Court is asked", **AGAIN)
    assert at.refused(change_state, stay) == [f"/{name}: {told}" for name in ("ground", "court", "reference", "dated")]


def test_a_case_that_was_closed_and_opened_again_is_taken_up_on_an_order_made_between(here: Stands) -> None:
    at, later = here("issued"), NOON + timedelta(days=40)
    at.office.all_told(at.officer, at.here)
    at.does(change_state, Move("closed", TODAY))
    at.does(change_state, Move("decided", later.date(), "The Court has ruled"), now=later)
    order = {**AGAIN, "dated": TODAY + timedelta(days=20)}
    assert at.does(change_state, Move("determined", later.date(), **order), now=later).state == "determined"


def test_what_was_left_open_comes_back_when_that_is_over_and_nothing_says_that_it_replaces_what_stands(
    stands: Stands,
) -> None:
    at = deferred(stands("disputed"))
    first = at.decision
    assert opened(at) == ["court_remitted", "court_quashed", "deferral_over"]
    assert at.refused(change_state, again(ground="deferral_over", reference="12")) == [
        "/dated: name the day on which it was over",
        "/why: name what it was left open for, and how that ended",
        "/reference: no reference goes with this ground: leave it out",
    ]
    at.does(change_state, again(**OVER))
    at.does(draft, live)
    assert (at.decision.supersedes, at.decision.after_deferral) == (first.id, True)
    decides(at, NOON + timedelta(days=1))
    with at.office.database.reading() as connection:
        (usual,) = {each.said for each in letters(connection, at.here, at.decision)}
        paper = paper_of(connection, at.here, at.decision, live)
        before = paper_of(connection, at.here, first, live)
    assert usual == "I enclose our decision. The one that we sent you before left the appeal open."
    assert (paper.supersedes, paper.follows) == ("", first.reference)
    assert before.superseded_by == ""
    after = f"{at.decision.reference} came after this decision: do that there"

    def slips(connection: Any, now: datetime, actor: Any, id: str, version: int) -> Any:
        return correct(connection, now, actor, (id, first.id), ("Skerrow", "Skerrie", "A slip"), version)

    assert at.refused(slips) == [after]


def test_after_any_other_decision_the_later_one_says_that_it_comes_in_its_place(here: Stands) -> None:
    at = here("issued")
    first = at.decision
    reopened(at)
    at.does(draft, live)
    decides(at, NOON + timedelta(days=1))
    with at.office.database.reading() as connection:
        (usual,) = {each.said for each in letters(connection, at.here, at.decision)}
        paper = paper_of(connection, at.here, at.decision, live)
        before = paper_of(connection, at.here, first, live)
    assert usual == "I enclose our decision, which comes in the place of the one that we sent you before."
    assert (paper.supersedes, paper.follows) == (first.reference, "")
    assert before.superseded_by == at.decision.reference


def decides(at: Standing, now: datetime) -> None:
    """The draft is finished, reviewed and issued."""
    deciding.finished(at.office, at.officer, at.reviewer, at.here, now)


def test_a_case_about_a_scheme_is_taken_up_when_its_year_is_verified_again(here: Stands) -> None:
    at = here("issued")
    with at.office.database.writing() as connection:
        connection.execute(case.update().values(kind="maternity_scheme"))
    assert opened(at)[-1] == "verified_again"
    assert at.refused(change_state, again(ground="verified_again")) == [
        "/reference: name the reference of the team’s letter", "/dated: name the day of that letter",
    ]  # fmt: skip
    named = again(ground="verified_again", reference="MIS/7/12", dated=TODAY)
    assert at.does(change_state, named).state == "determined"


@pytest.mark.parametrize("id", GROUNDS)
def test_every_ground_says_in_words_what_it_is_and_where_the_law_has_it(id: str) -> None:
    ground = GROUNDS[id]
    assert (ground.id, bool(ground.title), bool(ground.cites)) == (id, True, True)
    assert set(ground.asks) <= {"court", "reference", "dated", "why"}
    assert "dated" in ground.asks
    assert len({each.title for each in GROUNDS.values()}) == len(GROUNDS)
