"""Who has a part in a case, and who was told what: nothing before receipt, nothing in the future, nothing erased."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework import (
    Case,
    CaseRefused,
    Move,
    NewParty,
    NotFound,
    Notice,
    add_party,
    change_party,
    change_state,
    notices,
    parties,
    party_leaves,
    take_back_notice,
    tell,
)
from keeping import activity
from people import Actor
from tests.casework.office import APPELLANT, COMMISSIONER, LARKMERE, NOON, TODAY, Office

NEIGHBOUR = NewParty("interested_party", "Mr B. Neighbour", personal=True, contact="1 High Street\nLarkmere")


@pytest.fixture
def here(office: Office, officer: Actor) -> Case:
    return office.received(officer, replace(LARKMERE, received_on=TODAY - timedelta(days=7)))


def party_ids(office: Office, case: Case) -> list[str]:
    reader = office.actor("auditor")
    with office.database.reading() as connection:
        return [each.id for each in parties(connection, reader, case)]


def test_a_party_joins_is_corrected_and_leaves_and_stays_in_the_record(
    office: Office, officer: Actor, here: Case
) -> None:
    made = office.does(add_party, officer, here, NEIGHBOUR)
    assert (made.name, made.personal, made.contact) == ("Mr B. Neighbour", True, "1 High Street\nLarkmere")
    mended = office.does(change_party, officer, here, made.id, replace(NEIGHBOUR, name="Mr C. Neighbour"))
    assert (mended.id, mended.name) == (made.id, "Mr C. Neighbour")
    left = office.does(party_leaves, officer, here, made.id)
    assert left.left_at == NOON
    assert len(party_ids(office, here)) == 3
    assert office.case(officer, here.id).version == here.version + 3
    for act in (change_party, party_leaves):
        said = (NEIGHBOUR,) if act is change_party else ()
        with pytest.raises(CaseRefused, match=r"Mr C\. Neighbour left this case already\. Add the party again if it"):
            office.does(act, officer, here, made.id, *said)


def test_a_case_has_one_commissioner_and_any_number_of_interested_parties(
    office: Office, officer: Actor, here: Case
) -> None:
    told = "/role: there is a Commissioner already: change that one, or say that it left"
    with pytest.raises(CaseRefused, match=told):
        office.does(add_party, officer, here, COMMISSIONER)
    first, second = party_ids(office, here)
    with pytest.raises(CaseRefused, match=told):
        office.does(change_party, officer, here, first, COMMISSIONER)
    office.does(change_party, officer, here, second, replace(COMMISSIONER, name="Another ICB"))
    office.does(party_leaves, officer, here, second)
    for party in (COMMISSIONER, NEIGHBOUR, NEIGHBOUR):
        office.does(add_party, officer, here, party)


def test_a_party_is_told_and_the_day_and_the_way_are_kept(office: Office, officer: Actor, here: Case) -> None:
    appellant, commissioner = party_ids(office, here)
    first, last = TODAY - timedelta(days=7), TODAY
    office.does(tell, officer, here, Notice(commissioner, "The appeal", last, "email"))
    office.does(tell, officer, here, Notice(appellant, "That it was received", first, "post"))
    with office.database.reading() as connection:
        kept = notices(connection, here)
    assert [(each.party_id, each.on, each.how, each.by) for each in kept] == [
        (appellant, first, "post", officer.id), (commissioner, last, "email", officer.id),
    ]  # fmt: skip


def test_nobody_is_told_before_the_case_came_in_or_in_the_future(office: Office, officer: Actor, here: Case) -> None:
    party = party_ids(office, here)[0]
    early, late = TODAY - timedelta(days=8), TODAY + timedelta(days=1)
    with pytest.raises(CaseRefused, match=r"/on: 22 February 2026 is before 23 February 2026, when the case"):
        office.does(tell, officer, here, Notice(party, "The appeal", early, "email"))
    with pytest.raises(CaseRefused, match=r"/on: 3 March 2026 is still to come: give the day on which it happened"):
        office.does(tell, officer, here, Notice(party, "The appeal", late, "email"))


def test_all_that_is_wrong_with_a_notice_is_told_at_once(office: Office, officer: Actor, here: Case) -> None:
    other = office.received(officer)
    for party in ("", "no such", party_ids(office, other)[0]):
        with pytest.raises(CaseRefused) as refused:
            office.does(tell, officer, here, Notice(party, "", TODAY, "emial"))
        assert str(refused.value).splitlines() == [
            f"/party_id: {here.reference} has no such party: choose one of its parties, or add it",
            "/what: this is empty: say it in words",
            "/how: 'emial' is no way to tell anybody. Did you mean email?",
        ]


def test_how_somebody_was_told_is_asked_for(office: Office, officer: Actor, here: Case) -> None:
    with pytest.raises(CaseRefused, match="/how: choose how they were told"):
        office.does(tell, officer, here, Notice(party_ids(office, here)[0], "The appeal", TODAY, ""))


def test_a_party_that_left_is_told_nothing_more(office: Office, officer: Actor, here: Case) -> None:
    party = party_ids(office, here)[0]
    office.does(party_leaves, officer, here, party)
    with pytest.raises(CaseRefused, match=r"/party_id: Wrenlow Pharmacy Limited left the case: add the party again"):
        office.does(tell, officer, here, Notice(party, "The appeal", TODAY, "email"))


def test_a_notice_recorded_by_mistake_is_taken_back_with_reasons_and_stays(
    office: Office, officer: Actor, here: Case
) -> None:
    party = party_ids(office, here)[0]
    made = office.does(tell, officer, here, Notice(party, "The appeal", TODAY, "email"))
    with pytest.raises(CaseRefused, match="/why: this is empty: say it in words"):
        office.does(take_back_notice, officer, here, made.id, " ")
    taken = office.does(take_back_notice, officer, here, made.id, "It was sent in another case")
    assert (taken.taken_back_at, taken.taken_back_why) == (NOON, "It was sent in another case")
    with pytest.raises(CaseRefused, match="this notice was taken back already"):
        office.does(take_back_notice, officer, here, made.id, "Again")
    with office.database.reading() as connection:
        assert len(notices(connection, here)) == 1


def test_parties_and_notices_of_another_case_are_not_found_here(office: Office, officer: Actor, here: Case) -> None:
    other = office.received(officer)
    theirs = party_ids(office, other)[0]
    notice = office.does(tell, officer, other, Notice(theirs, "The appeal", TODAY, "email"))
    for act, said in (
        (change_party, (theirs, APPELLANT)),
        (party_leaves, (theirs,)),
        (take_back_notice, (notice.id, "A mistake")),
    ):
        with pytest.raises(NotFound):
            office.does(act, officer, here, *said)
    assert office.case(officer, here.id) == here


def test_no_name_reaches_the_activity(office: Office, officer: Actor, here: Case) -> None:
    made = office.does(add_party, officer, here, NEIGHBOUR)
    office.does(tell, officer, here, Notice(made.id, "Secret words", TODAY, "email"))
    office.does(change_party, officer, here, made.id, replace(NEIGHBOUR, name="Mr C. Neighbour"))
    with office.database.reading() as connection:
        kept = activity.entries(connection, here.id)
        assert isinstance(activity.verify(connection), activity.Verified)
    assert [each.act for each in kept] == ["case.received", "party.added", "party.told", "party.changed"]
    for word in ("Neighbour", "High Street", "Secret", "Larkmere", "Wrenlow"):
        assert not any(word in each.about for each in kept)


def test_a_notice_that_a_party_gave_may_be_older_than_the_case_and_nobody_learnt_of_the_case_by_it(
    office: Office, officer: Actor, here: Case
) -> None:
    appellant, commissioner = party_ids(office, here)
    early = TODAY - timedelta(days=40)
    decision = Notice(appellant, "Its decision", early, "post", commissioner)
    made = office.does(tell, officer, here, decision)
    assert (made.what, made.on, made.by_others) == ("Its decision, given by the commissioner", early, True)
    office.moved(officer, here, "admissible")
    with pytest.raises(CaseRefused, match=f"were not told of the case: {APPELLANT.name}, {COMMISSIONER.name}"):
        office.does(change_state, officer, here, Move("representations", TODAY, "It begins"))
    for given_by, wrong in ((appellant, "nobody gives notice to themselves"), ("0" * 32, "has no such party: choose")):
        with pytest.raises(CaseRefused, match=f"/given_by: .*{wrong}"):
            office.does(tell, officer, here, replace(decision, given_by=given_by))
    with pytest.raises(CaseRefused, match="is still to come"):
        office.does(tell, officer, here, replace(decision, on=TODAY + timedelta(days=1)))
