"""Whose case it is, who covers, who sits on it, and which cases go together."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework import (
    Away,
    CaseRefused,
    Link,
    NewCase,
    NotAllowed,
    NotFound,
    Query,
    Stale,
    acting,
    assign,
    assignments,
    away,
    back,
    find,
    link,
    links,
    retitle,
    search,
    seat,
    unlink,
    unseat,
)
from keeping import activity
from people import Actor, Role
from tests.casework.office import LARKMERE, NOON, TODAY, Office, at_once

WEEK = timedelta(days=7)


def shown(office: Office, actor: Actor, officer_id: str) -> list[str]:
    """The references of the cases that show under somebody."""
    with office.database.reading() as connection:
        return [each.reference for each in search(connection, NOON, actor, Query(officer=officer_id)).cases]


def test_a_case_passes_from_one_officer_to_another_and_both_stand_in_the_record(office: Office, officer: Actor) -> None:
    here, other = office.received(officer), office.actor("officer")
    office.does(assign, officer, here, officer.id)
    office.does(assign, officer, here, other.id, now=NOON + WEEK)
    assert office.case(officer, here.id).officer_id == other.id
    with office.database.reading() as connection:
        kept = assignments(connection, here)
    assert [(each.person_id, each.starts_at, each.ends_at) for each in kept] == [
        (officer.id, NOON, NOON + WEEK), (other.id, NOON + WEEK, None),
    ]  # fmt: skip


def test_a_case_is_an_officer_s_who_is_here(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    told = "/person_id: a case is an officer's: choose somebody who is here and has the role officer"
    for id in ("nobody", office.actor("auditor").id, office.actor("reviewer").id, office.actor("admin").id):
        with pytest.raises(CaseRefused, match=told):
            office.does(assign, officer, here, id)
    office.does(assign, officer, here, officer.id)
    with pytest.raises(CaseRefused, match=f"{here.reference} is this officer's already: choose another, or leave it"):
        office.does(assign, officer, here, officer.id)


def test_an_absent_officer_s_cases_show_under_the_cover_and_the_cover_s_cover(office: Office, officer: Actor) -> None:
    cover, third, here = office.actor("officer"), office.actor("officer"), office.received(officer)
    office.does(assign, officer, here, officer.id)
    assert shown(office, officer, cover.id) == []
    with office.database.writing() as connection:
        away(connection, NOON, officer, Away(officer.id, NOON, NOON + WEEK, cover.id))
        away(connection, NOON, cover, Away(cover.id, NOON - WEEK, NOON + WEEK, third.id))
    for each in (officer, cover, third):
        assert shown(office, officer, each.id) == [here.reference]
    with office.database.reading() as connection:
        found = find(connection, officer, here.id)
        assert found.officer_id == officer.id
        assert acting(connection, NOON, found) == third.id
        assert acting(connection, NOON + 2 * WEEK, found) == officer.id
        assert acting(connection, NOON, office_less := replace(found, officer_id=None)) is None
        assert office_less.officer_id is None


def test_whoever_is_back_early_has_their_cases_for_themselves(office: Office, officer: Actor) -> None:
    cover, here = office.actor("officer"), office.received(officer)
    office.does(assign, officer, here, officer.id)
    with office.database.writing() as connection:
        made = away(connection, NOON - WEEK, officer, Away(officer.id, NOON - WEEK, NOON + WEEK, cover.id))
    with office.database.writing() as connection:
        back(connection, NOON, officer, made.id)
    assert shown(office, officer, cover.id) == []
    with office.database.reading() as connection:
        assert [each.act for each in activity.entries(connection)][-2:] == ["absence.stated", "absence.ended"]


def test_one_says_that_oneself_is_away_and_an_administrator_that_anybody_is(office: Office, officer: Actor) -> None:
    other, admin, auditor = office.actor("officer"), office.actor("admin"), office.actor("auditor")
    told = "You may not say who is away, or who covers for whom"
    with office.database.writing() as connection:
        with pytest.raises(NotAllowed, match=told):
            away(connection, NOON, officer, Away(other.id, NOON, NOON + WEEK))
        with pytest.raises(NotAllowed, match=told):
            back(connection, NOON, auditor, "any")
        made = away(connection, NOON, admin, Away(other.id, NOON, NOON + WEEK))
        with pytest.raises(CaseRefused, match="there is no such absence, or it is over already"):
            back(connection, NOON, officer, made.id)
        with pytest.raises(CaseRefused, match="/cover: nobody covers for themselves"):
            away(connection, NOON, officer, Away(officer.id, NOON, NOON + WEEK, officer.id))


def test_a_member_of_the_committee_reads_the_cases_that_they_sit_on_and_no_others(
    office: Office, officer: Actor
) -> None:
    here, other, member = office.received(officer), office.received(officer), office.actor("committee_member")
    with pytest.raises(NotFound):
        office.case(member, here.id)
    office.does(seat, officer, here, member.id)
    assert office.case(member, here.id).id == here.id
    with office.database.reading() as connection:
        assert [each.id for each in search(connection, NOON, member, Query()).cases] == [here.id]
    with pytest.raises(NotFound):
        office.case(member, other.id)
    with pytest.raises(CaseRefused, match=f"this member sits on {here.reference} already"):
        office.does(seat, officer, here, member.id)
    office.does(unseat, officer, here, member.id)
    with pytest.raises(NotFound):
        office.case(member, here.id)
    with pytest.raises(NotFound):
        office.does(unseat, officer, here, member.id)
    with pytest.raises(CaseRefused, match="choose somebody who is here and has the role committee_member"):
        office.does(seat, officer, here, officer.id)


def test_cases_go_together_for_both_and_part_again(office: Office, officer: Actor) -> None:
    one, other = office.received(officer), office.received(officer)
    office.does(link, officer, one, (other.id, "joined"))
    with office.database.reading() as connection:
        mine, theirs = find(connection, officer, one.id), find(connection, officer, other.id)
        assert links(connection, officer, mine) == (Link(theirs, "joined"),)
        assert links(connection, officer, theirs) == (Link(mine, "joined"),)
    assert (mine.version, theirs.version) == (2, 2)
    told = f"/other: {one.reference} is joined already: part the two first, to change how they go together"
    with pytest.raises(CaseRefused, match=told):
        office.does(link, officer, other, (one.id, "linked"))
    office.does(unlink, officer, other, one.id)
    with office.database.reading() as connection:
        assert links(connection, officer, mine) == ()
    with pytest.raises(NotFound):
        office.does(unlink, officer, one, other.id)


def test_what_does_not_go_together_is_told(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    dispute = office.received(officer, NewCase("gp_dispute", "A dispute", TODAY, ()))
    closed = office.moved(officer, office.received(officer), "withdrawn", "closed")
    for other, how, told in (
        (here, "linked", f"/other: {here.reference} cannot go with itself: name the other case"),
        (dispute, "joined", "/how: only cases of one kind are dealt with together; DIS/2026/0001 is another: link it"),
        (dispute, "glued", "/how: 'glued' is no way to go together. Known here: joined, linked."),
        (closed, "linked", f"{closed.reference} is closed, and what it goes with does not change any more"),
    ):
        with pytest.raises(CaseRefused) as refused:
            office.does(link, officer, here, (other.id, how))
        assert told in str(refused.value)
    for nothing in ("0" * 32, "\0", "APP/2026/0001"):
        with pytest.raises(NotFound):
            office.does(link, officer, here, (nothing, "linked"))


def test_a_linked_case_that_one_may_not_see_is_not_shown(office: Office, officer: Actor) -> None:
    trusts = [office.received(officer, replace(LARKMERE, organisation=code)) for code in ("QEL", "QXX")]
    office.does(link, officer, trusts[0], (trusts[1].id, "linked"))
    icb = office.actor(Role("icb", "QEL"))
    with office.database.reading() as connection:
        assert links(connection, icb, find(connection, icb, trusts[0].id)) == ()


def test_two_who_link_the_same_two_cases_do_not_block_each_other(office: Office, officer: Actor) -> None:
    one, other = office.received(officer), office.received(officer)

    def join(mine: str, theirs: str) -> Link:
        with office.database.writing() as connection:
            return link(connection, NOON, officer, mine, (theirs, "linked"), 1)

    came = at_once([lambda: join(one.id, other.id), lambda: join(other.id, one.id)] * 3)
    assert sorted(type(each).__name__ for each in came) == ["Link", *["Stale"] * 5]
    assert [each.expected for each in came if isinstance(each, Stale)] == [1] * 5


def test_a_case_is_called_otherwise(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    assert office.does(retitle, officer, here, " Larkmere Garden Village ").title == "Larkmere Garden Village"
    with pytest.raises(CaseRefused, match="/title: this is empty: say it in words"):
        office.does(retitle, officer, here, "")
