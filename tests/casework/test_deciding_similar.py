"""Similar decisions by what mattered, those with another result first; and departures as data, for the rule owner."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from casework import NotAllowed, determine, state
from casework.deciding import (
    Concluding,
    Departing,
    Reviewing,
    Similar,
    conclude,
    declare,
    depart,
    departed,
    draft,
    issue,
    proposals,
    review,
    similar,
)
from casework.deciding.similar import LEAST, WEIGHTS
from keeping import DecidedBy, Saying
from people import Actor
from tests.casework import deciding
from tests.casework.deciding import COMMITTEE, SERIES, live
from tests.casework.office import LARKMERE, NOON, PHARMACY, appeal, rules, sayings
from tests.casework.standing import Standing, disputed
from tests.ours import RULES

Stands = Callable[[str], Standing]
ENTRY = PHARMACY[0]
BENEFITS = "reg-19-6-benefits"


def alike(at: Standing, most: int = 5, by: Actor | None = None) -> dict[str, Similar]:
    """The similar decisions of a case, in their order, by reference."""
    with at.office.database.reading() as connection:
        return {each.reference: each for each in similar(connection, by or at.officer, at.here, most)}


def another(at: Standing, name: str, kind: str = "invented") -> Standing:
    """Another sample appeal in the same office, determined."""
    return replace(at, id=deciding.determined(at.office, at.officer, kind, name).id)


def issued(at: Standing, days: int = 0) -> Standing:
    """It is issued, some days later."""
    deciding.issued(at.office, at.officer, at.reviewer, at.here, now=NOON + timedelta(days=days))
    return at


def departs(at: Standing, final: str, days: int = 0) -> None:
    """It is issued with another final outcome than was proposed."""
    at.does(draft, live)
    at.does(depart, Departing(ENTRY, "provision", BENEFITS, "not_met", "The benefits are slight."), live)
    at.does(depart, Departing(ENTRY, "question", "final", final, "The benefits are slight."), live)
    asked = Concluding(at.decision.conclusion.disposal, final, DecidedBy("", committee=COMMITTEE))
    at.does(conclude, asked)
    at.does(declare, False, "")
    deciding.reads_law(at.office, at.officer, at.here)
    at.does(declare, False, "", by=at.reviewer)
    at.does(review, Reviewing(True, "", at.decision.content), by=at.reviewer)
    at.does(issue, SERIES, live, now=NOON + timedelta(days=days))


def test_the_most_alike_come_first_but_the_same_provisions_with_another_result_before_them(here: Stands) -> None:
    at = here("issued")
    mine = another(at, "larkmere-grant")
    same = alike(mine)["SAMPLE/2026/0001"]
    assert (same.alike, same.other_result, same.differ) == ("100%", False, ())
    assert (same.disposal, same.final) == ("quash_and_redetermine", "grant")
    assert BENEFITS in same.provisions
    assert same.facts
    departs(another(at, "larkmere-grant"), "refuse")
    issued(another(at, "upper-quillet-no-benefits"))
    issued(replace(at, id=disputed(at.office, at.officer).id))
    found = alike(mine)
    assert next(iter(found)) == "SAMPLE/2026/0002"
    assert (found["SAMPLE/2026/0002"].other_result, found["SAMPLE/2026/0002"].final) == (True, "refuse")
    assert "SAMPLE/2026/0004" not in found, "it shares no provision"
    others = [each for each in found.values() if not each.other_result]
    assert [each.alike for each in others] == sorted((each.alike for each in others), key=_percent, reverse=True)
    assert all(_percent(each.alike) >= LEAST * 100 for each in found.values())
    assert list(alike(mine, 1)) == ["SAMPLE/2026/0002"]
    assert "SAMPLE/2026/0001" not in alike(at), "a case is not like itself"
    assert alike(replace(at, id=disputed(at.office, at.officer).id)) == {}


def test_while_the_judgement_is_open_those_that_came_to_different_results_stand_first(here: Stands) -> None:
    at = here("issued")
    departs(another(at, "larkmere-grant"), "refuse")
    mine = another(at, "larkmere-grant")
    open_ = ("significant_benefits", "preliminary_view_of_significant_benefits")
    left = [Saying("judgement", name, None, correction="Not decided yet") for name in open_]
    mine.does(state, left, rules())
    mine.does(determine, rules(), RULES)
    found = alike(mine)
    assert {each.final for each in found.values() if each.other_result} == {"grant", "refuse"}
    first, second, *_ = found
    assert {first, second} == {"SAMPLE/2026/0001", "SAMPLE/2026/0002"}


def _percent(said: str) -> int:
    return int(said.removesuffix("%"))


def test_what_is_less_alike_is_not_shown_and_what_differs_is_named(here: Stands) -> None:
    at = here("issued")
    near, far = another(at, "mirefold-same-service"), another(at, "wetherlow-breach-notice")
    (found,) = alike(near).values()
    assert "reg-31-same-or-adjacent" in found.differ
    assert 25 <= _percent(found.alike) < 100
    assert alike(far) == {}
    assert WEIGHTS["provision"] > WEIGHTS["status"] > WEIGHTS["fact"] > 0


def test_a_case_that_was_never_determined_or_changed_since_is_compared_as_it_stands(here: Stands) -> None:
    at = here("issued")
    told = appeal("invented", "larkmere-grant")
    new = replace(LARKMERE, title="Larkmere again", rule_sets=PHARMACY)
    mine = replace(at, id=at.office.received(at.officer, new).id)

    def found() -> tuple[Similar, ...]:
        with at.office.database.reading() as connection:
            return similar(connection, at.officer, mine.here, rule_sets=rules())

    assert alike(mine) == {}
    said = sayings(told)
    mine.does(state, [each for each in said if each.name != "significant_benefits"], rules())
    (first,) = found()
    assert (first.reference, first.other_result) == ("SAMPLE/2026/0001", False)
    assert BENEFITS in (*first.provisions, *first.differ)
    mine.does(state, [each for each in said if each.name == "significant_benefits"], rules())
    mine.does(determine, rules(), RULES)
    assert found()[0].alike == "100%"
    changed = Saying("fact", "notice_received_on", "2024-06-04", source="the stamp", correction="Misread")
    mine.does(state, [changed], rules())
    assert found()[0].alike != "100%", "as it stands, and not as it was determined"
    assert [each.alike for each in alike(mine).values()] == ["100%"]


def test_departures_are_told_by_provision_the_newest_first(stands: Stands) -> None:
    at = stands("determined")
    departs(at, "refuse")
    departs(another(at, "larkmere-grant"), "refuse", days=1)
    with at.office.database.reading() as connection:
        found = departed(connection, at.officer)
    assert [(each.reference, each.about, each.provision) for each in found] == [
        ("SAMPLE/2026/0002", "question", ""), ("SAMPLE/2026/0001", "question", ""),
        ("SAMPLE/2026/0002", "provision", BENEFITS), ("SAMPLE/2026/0001", "provision", BENEFITS),
    ]  # fmt: skip
    newest = found[0]
    assert (newest.rule_set, newest.name, newest.proposed, newest.decided) == (ENTRY, "final", "grant", "refuse")
    assert newest.reasons == "The benefits are slight."
    assert BENEFITS in newest.provisions, "what the answer rested on that was departed from"
    with at.office.database.reading() as connection:
        (adopted,) = [each for each in proposals(connection, at.decision, live) if each.kept.rule_set == ENTRY]
    assert adopted.live is not None
    carried = adopted.live.answer("final").determined_by
    assert newest.provisions == tuple(dict.fromkeys(each.provision for each in carried if each.provision))
    assert found[2].provisions == (BENEFITS,)
    assert [each.alike for each in alike(at).values()] == ["100%"]


def test_what_was_taken_back_or_not_issued_is_no_departure(here: Stands) -> None:
    at = here("determined")
    at.does(draft, live)
    at.does(depart, Departing(ENTRY, "provision", BENEFITS, "not_met", "They are slight."), live)
    with at.office.database.reading() as connection:
        assert departed(connection, at.officer) == ()
    at.does(depart, Departing(ENTRY, "provision", BENEFITS, ""), live)
    at.does(conclude, Concluding("quash_and_redetermine", "grant", DecidedBy("", committee=COMMITTEE)))
    for each in (at.officer, at.reviewer):
        at.does(declare, False, "", by=each)
    deciding.reads_law(at.office, at.officer, at.here)
    at.does(review, Reviewing(True, "", at.decision.content), by=at.reviewer)
    at.does(issue, SERIES, live)
    with at.office.database.reading() as connection:
        assert departed(connection, at.officer) == ()


@pytest.mark.proof
def test_where_nothing_is_decided_on_an_application_the_appeals_are_compared(here: Stands) -> None:
    at = here("determined")
    issued(another(at, "ostlebury-remitted"))
    issued(another(at, "dunmarrow-misconceived"))
    found = alike(another(at, "dunmarrow-misconceived"))
    assert [(each.disposal, each.final, each.other_result) for each in found.values()] == [
        ("quash_and_remit", "none", True), ("dismiss", "none", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "may"),
    [("rule_owner", True), ("auditor", True), ("reviewer", True), ("publisher", False), ("admin", False)],
)
def test_those_who_work_on_decisions_or_rules_read_both(here: Stands, role: str, may: bool) -> None:
    at = here("issued")
    actor, found = at.office.actor(role), at.here
    with at.office.database.reading() as connection:
        for told, read in (
            ("read similar decisions", lambda: similar(connection, actor, found)),
            ("read where decisions depart from what was proposed", lambda: departed(connection, actor)),
        ):
            if may:
                read()
            else:
                with pytest.raises(NotAllowed, match=f"You may not {told}"):
                    read()
