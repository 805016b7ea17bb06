"""What is stated is typed by every rule set of the case that knows it; all of it is stored, or nothing."""

import pytest

from casework import Case, CaseRefused, NewCase, NotAllowed, NotFound, Stale, find, seat, state
from engine import FactError
from keeping import activity, statements
from keeping.judgements import DecidedBy
from keeping.sayings import Saying, Stated
from people import Actor
from tests.casework.office import NOON, TODAY, Office, at_once, rules

STAMP = Saying("fact", "notice_received_on", "2024-04-03", source="the date stamp")
ARGUABLE = DecidedBy("It is arguable", officer="A. Officer")
JUDGED = Saying("judgement", "dismissed_as_misconceived", {"answer": False}, decided_by=ARGUABLE)


def says(office: Office, actor: Actor, case: Case, *sayings: Saying, version: int | None = None) -> tuple[Stated, ...]:
    """State something in a case as it is now."""
    with office.database.writing() as connection:
        expected = find(connection, actor, case.id).version if version is None else version
        return state(connection, NOON, actor, case.id, sayings, rules(), expected)


def faults(office: Office, actor: Actor, case: Case, *sayings: Saying) -> dict[str, str]:
    """What is refused, by place; and nothing of it was stored."""
    before = office.case(actor, case.id)
    with pytest.raises(FactError) as refused:
        says(office, actor, case, *sayings)
    with office.database.reading() as connection:
        assert find(connection, actor, case.id) == before
        assert statements.given(connection, case.id).to == 0
        assert [each.act for each in activity.entries(connection, case.id)] == ["case.received"]
    return {fault.where: fault.message for fault in refused.value.faults}


def test_facts_are_kept_with_their_source_and_the_version_goes_up_by_one(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    class_ = Saying("fact", "application_class", {"value": "routine", "source": "the form"})
    assert [each.place for each in says(office, officer, here, STAMP, class_)] == [1, 2]
    assert office.case(officer, here.id).version == here.version + 1
    with office.database.reading() as connection:
        given = statements.given(connection, here.id)
    assert given.facts == {
        "notice_received_on": {"value": "2024-04-03", "source": "the date stamp"},
        "application_class": {"value": "routine", "source": "the form"},
    }


def test_every_fault_is_told_at_once_and_nothing_is_stored(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    told = faults(
        office,
        officer,
        here,
        STAMP,
        Saying("fact", "notice_recieved_on", "2024-04-03", source="the date stamp"),
        Saying("fact", "application_class", "routin", source="the form"),
        Saying("fact", "decision_appealed", {"one_of": []}, source="the form"),
        Saying("fact", "is_consolidation", False),
        Saying("judgement", "dismissed_as_misconceived", True),
        Saying("fact", "who_appeals", None),
    )
    nearest = "Did you mean notice_received_on"
    assert told["/facts/notice_recieved_on"].startswith(f"no rule set of this case has such a fact. {nearest}")
    assert told["/facts/application_class"].startswith("'routin' is not an option; the options are ")
    assert told["/facts/decision_appealed/one_of"] == "one_of is a list of the options that are still possible"
    assert told["/facts/is_consolidation/source"] == "where is this from? Give the source, or an item of evidence"
    assert told["/judgements/dismissed_as_misconceived/decided_by"].startswith("who decided this, and why?")
    assert told["/facts/who_appeals"] == "nothing stands here that could be taken back"
    assert len(told) == 6


def test_what_does_not_fit_a_name_is_refused_at_its_place(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    decided = DecidedBy("So it seemed", officer="A. Officer")
    for sort, name, said, told in (
        ("judgement", "notice_received_on", "2024-04-03", "this is a fact, not a judgement; put it under facts"),
        ("fact", "dismissed_as_misconceived", True, "this is a judgement; put it under judgements, with who"),
        ("fact", "appeal/../x~y", 1, "no rule has such a name: small letters, digits"),
        ("fact", "notice_received_on", "3 April", "this is a date: write it as YYYY-MM-DD"),
        ("fact", "notice_received_on", {"value": "2024-04-03", "sorce": "x"}, "'sorce' is not a key here."),
    ):
        wrong = Saying(sort, name, said, source="the form", decided_by=decided if sort == "judgement" else None)
        found = faults(office, officer, here, wrong)
        where = f"/{sort}s/{name.replace('~', '~0').replace('/', '~1')}"
        assert any(place.startswith(where) and said.startswith(told) for place, said in found.items()), found


def test_a_fact_that_nobody_knows_or_asked_needs_no_source(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    unknown = Saying("fact", "notice_received_on", {"state": "not_known"})
    disputed = Saying("fact", "appellant_notified_on", {"state": "disputed"})
    assert len(says(office, officer, here, unknown, disputed)) == 2
    says(office, officer, here, STAMP)


def test_a_judgement_is_recorded_by_an_officer_or_by_a_member_who_sits_on_the_case(
    office: Office, officer: Actor
) -> None:
    here, member = office.received(officer), office.actor("committee_member")
    with pytest.raises(NotFound):
        says(office, member, here, JUDGED, version=1)
    office.does(seat, officer, here, member.id)
    with pytest.raises(NotAllowed, match="You may not state facts in a case"):
        says(office, member, here, STAMP, JUDGED)
    assert says(office, member, here, JUDGED)[0].by == member.id


def test_replacing_what_was_stated_says_why_and_taking_it_back_does_too(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    says(office, officer, here, STAMP)
    later = Saying("fact", "notice_received_on", "2024-04-04", source="the date stamp")
    for wrong in (later, Saying("fact", "notice_received_on", None)):
        with pytest.raises(
            FactError, match="/facts/notice_received_on/correction: this replaces what was stated before"
        ):
            says(office, officer, here, wrong)
    assert office.case(officer, here.id).version == 2
    says(office, officer, here, Saying("fact", STAMP.name, "2024-04-04", source="the stamp", correction="Misread"))
    says(office, officer, here, Saying("fact", STAMP.name, None, correction="Another case's"))
    with office.database.reading() as connection:
        assert statements.given(connection, here.id).facts == {}
        assert len(statements.history(connection, here.id, STAMP.name)) == 3


def test_of_two_who_state_at_once_one_is_told_that_the_case_changed(office: Office, officer: Actor) -> None:
    here, other = office.received(officer), office.actor("officer")

    def tell(actor: Actor, day: str) -> tuple[Stated, ...]:
        saying = Saying("fact", "notice_received_on", day, source="the date stamp")
        return says(office, actor, here, saying, version=1)

    came = at_once([lambda: tell(officer, "2024-04-03"), lambda: tell(other, "2024-04-04")])
    stored = next(each for each in came if isinstance(each, tuple))
    stale = next(each for each in came if isinstance(each, Stale))
    assert str(stale) == (
        "APP/2026/0001 was changed by somebody else since you read it (you had version 1). Nothing was stored. Read it "
        "again, see what changed, and then do what is still to be done."
    )
    with office.database.reading() as connection:
        assert statements.standing(connection, here.id) == stored


def test_nothing_is_stated_in_a_case_that_is_over_nor_nothing_at_all(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    with pytest.raises(CaseRefused, match="nothing is stated here: state a fact or a judgement"):
        says(office, officer, here)
    over = office.moved(officer, here, "withdrawn")
    told = f"{over.reference} is withdrawn, and takes no facts, judgements or determinations. From withdrawn you can go"
    with pytest.raises(CaseRefused, match=told):
        says(office, officer, over, STAMP)


def test_a_rule_set_that_is_no_longer_loaded_is_named(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    left = {id: each for id, each in rules().items() if id != "pharmacy/market-entry"}
    told = f"{here.reference} is put to pharmacy/market-entry, which is not loaded: restore it, or choose another"
    with pytest.raises(CaseRefused, match=told), office.database.writing() as connection:
        state(connection, NOON, officer, here.id, [STAMP], left, 1)


def test_counts_and_tables_say_where_they_are_from_too(office: Office, officer: Actor) -> None:
    scheme = NewCase("maternity_scheme", "Fernmere", TODAY, ("maternity-incentive-scheme/year-7",))
    here = office.received(officer, scheme)
    cell = {"group": "midwives", "course": "emergencies_training", "is": 10}
    table = {"rows": [], "complete": True, "by": "A. Lead"}
    told = faults(office, officer, here, Saying("fact", "in_scope", [cell]), Saying("fact", "training", table))
    asked = "where is this from? Give the source, or an item of evidence"
    assert told == {"/facts/in_scope/source": asked, "/facts/training/source": asked}
    counted = Saying("fact", "in_scope", [{**cell, "source": "the staff list"}])
    assert len(says(office, officer, here, counted, Saying("fact", "training", table, source="the workbook"))) == 2
