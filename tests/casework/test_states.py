"""States and the ways between them: every pair is walked, and what must hold is told where it does not."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from casework import (
    STATES,
    WAYS,
    Case,
    CaseRefused,
    Move,
    NewCase,
    NewParty,
    Notice,
    add_party,
    assign,
    change_state,
    find,
    history,
    parties,
    party_leaves,
    tell,
    ways,
)
from people import Actor
from storage import case
from tests.casework.deciding import issued
from tests.casework.office import NOON, TODAY, Office
from tests.casework.standing import AGAIN

DISPUTE = NewCase(
    "gp_dispute",
    "A dispute that no rule set covers yet",
    TODAY,
    (),
    (
        NewParty("contractor", "Dr A", personal=True, contact="1 Surgery Lane"),
        NewParty("commissioner", "An ICB", personal=False, contact="an.icb@example.org"),
    ),
)
# How a case comes to stand in each state, by the table's own ways. It is decided by issuing its decision.
PATHS: dict[str, tuple[str, ...]] = {
    "received": (),
    "admissible": ("admissible",),
    "representations": ("admissible", "representations"),
    "determined": ("admissible", "representations", "determined"),
    "decided": ("admissible", "representations", "determined", "decided"),
    "closed": ("withdrawn", "closed"),
    "withdrawn": ("withdrawn",),
    "out_of_time": ("out_of_time",),
    "no_jurisdiction": ("no_jurisdiction",),
    "stayed": ("admissible", "stayed"),
}
GO = {
    "received": "admissible, withdrawn, out_of_time, no_jurisdiction, stayed",
    "admissible": "representations, determined, withdrawn, out_of_time, no_jurisdiction, stayed",
    "representations": "determined, withdrawn, out_of_time, no_jurisdiction, stayed",
    "determined": "representations, decided, withdrawn, out_of_time, no_jurisdiction, stayed",
    "decided": "determined, closed",
    "closed": "withdrawn",
    "withdrawn": "received, closed",
    "out_of_time": "received, closed",
    "no_jurisdiction": "received, closed",
    "stayed": "admissible, withdrawn",
}


def refused(office: Office, actor: Actor, moving: Case, to: str, why: str = "Reasons") -> str:
    with pytest.raises(CaseRefused) as error:
        office.does(change_state, actor, moving, Move(to, TODAY, why))
    return str(error.value)


def test_from_every_state_every_other_is_reached_or_refused_as_the_table_says(office: Office, officer: Actor) -> None:
    for state in STATES:
        here = stands_at(office, officer, state)
        if state != "closed":
            office.all_told(officer, here)
        with office.database.writing() as connection:
            for to in STATES:
                tried = connection.begin_nested()
                walk(connection, officer, find(connection, officer, here.id), to)
                tried.rollback()


def stands_at(office: Office, officer: Actor, state: str) -> Case:
    """A dispute that stands there."""
    here = office.moved(officer, office.received(officer, DISPUTE), *(to for to in PATHS[state] if to != "decided"))
    if state == "decided":
        issued(office, officer, office.actor("reviewer"), here)
    return office.case(officer, here.id)


def walk(connection: Connection, officer: Actor, here: Case, to: str) -> None:
    """Try one pair of states: it is walked where the page shows the way, and else refused with where one can go.

    That it is decided is a way that only issuing a decision goes.
    """
    state, opened = here.state, GO[here.state]
    assert ", ".join(way.to for way in ways(connection, NOON, officer, here)) == opened
    ground = AGAIN if (state, to) == ("decided", "determined") else {}
    move = Move(to, TODAY, "It was asked for", **ground)
    if to == "decided" and to in opened:
        with pytest.raises(CaseRefused, match="a case is decided by issuing its decision, and not by itself"):
            change_state(connection, NOON, officer, here.id, move, here.version)
        return
    if to in opened.split(", "):
        made = change_state(connection, NOON, officer, here.id, move, here.version)
        assert (made.state, made.version) == (to, here.version + 1)
        return
    with pytest.raises(CaseRefused) as refused:
        change_state(connection, NOON, officer, here.id, move, here.version)
    where = f"From {state} you can go to {opened}."
    fits_not = f"{to} already" if to == state else f"{state}, and cannot become {to} from there"
    assert str(refused.value) == f"/to: {here.reference} is {fits_not}. {where}"
    assert find(connection, officer, here.id) == here


def test_every_state_and_need_in_the_table_is_known() -> None:
    assert {state for way in WAYS for state in (way.before, way.after)} == set(STATES)
    assert len({(way.before, way.after) for way in WAYS}) == len(WAYS)


def test_a_stayed_case_goes_back_to_where_it_was_and_nowhere_else(office: Office, officer: Actor) -> None:
    before = ("received", "admissible", "representations", "determined")
    for state in before:
        here = office.moved(officer, office.received(officer, DISPUTE), *PATHS[state], "stayed")
        for other in set(before) - {state}:
            assert f"From stayed you can go to {state}, withdrawn." in refused(office, officer, here, other)
        assert office.moved(officer, here, state).state == state


def test_a_closed_case_is_opened_again_where_it_was_closed_with_reasons_and_while_it_is_kept(
    office: Office, officer: Actor
) -> None:
    for state in ("decided", "withdrawn", "out_of_time", "no_jurisdiction"):
        here = office.moved(officer, stands_at(office, officer, state), "closed")
        assert f"From closed you can go to {state}." in refused(office, officer, here, "received")
        told = f"/why: {here.reference} cannot become {STATES[state].title.lower()} yet: you have not said why"
        assert refused(office, officer, here, state, why="").startswith(told)
        with office.database.writing() as connection:
            connection.execute(update(case).where(case.c.id == here.id).values(values_gone_at=NOON))
        gone = "its time was over and what it held is gone. Receive a new case, and link it"
        assert refused(office, officer, here, state).endswith(gone)
        with office.database.writing() as connection:
            connection.execute(update(case).where(case.c.id == here.id).values(values_gone_at=None))
        assert office.moved(officer, here, state).state == state


def test_a_state_that_there_is_not_is_told_with_the_nearest(office: Office, officer: Actor) -> None:
    told = refused(office, officer, office.received(officer), "admisible")
    assert told.startswith("/to: there is no state 'admisible'. Did you mean admissible? From received you can go to ")


def test_a_case_is_admitted_with_an_officer_and_its_parties(office: Office, officer: Actor) -> None:
    bare = office.received(officer, NewCase(DISPUTE.kind, DISPUTE.title, TODAY, ()))
    assert refused(office, officer, bare, "admissible").splitlines() == [
        "DIS/2026/0001 cannot become admissible yet: no officer is assigned to it. Assign one",
        "DIS/2026/0001 cannot become admissible yet: these parties are not named: Contractor, Commissioner. Add each",
    ]
    office.does(assign, officer, bare, officer.id)
    for party in DISPUTE.parties:
        made = office.does(add_party, officer, bare, party)
    assert office.does(change_state, officer, bare, Move("admissible", TODAY)).state == "admissible"
    office.does(party_leaves, officer, bare, made.id)
    again = office.received(officer, DISPUTE)
    assert "no officer" in refused(office, officer, again, "admissible")


def test_parties_are_told_of_the_case_before_representations_and_how_it_ended_before_closing(
    office: Office, officer: Actor
) -> None:
    here = office.moved(officer, office.received(officer, DISPUTE), "admissible")
    told = "DIS/2026/0001 cannot become representations yet: these parties were not told of the case: Dr A, An ICB. "
    assert refused(office, officer, here, "representations") == f"{told}Tell each, and record it"
    office.all_told(officer, here)
    later = NOON + timedelta(days=3)
    office.does(change_state, officer, here, Move("withdrawn", later.date(), "They withdrew"), now=later)
    with pytest.raises(CaseRefused, match=r"not told that it is withdrawn: Dr A, An ICB\. Tell each, and record it"):
        office.does(change_state, officer, here, Move("closed", later.date()), now=later)
    with office.database.reading() as connection:
        here_still = parties(connection, officer, find(connection, officer, here.id))
    for party in here_still:
        office.does(tell, officer, here, Notice(party.id, "It was withdrawn", later.date(), "post"), now=later)
    assert office.does(change_state, officer, here, Move("closed", later.date()), now=later).state == "closed"


def test_reasons_are_given_where_a_case_leaves_its_way(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    told = f"/why: {here.reference} cannot become withdrawn yet: you have not said why. Give the reasons"
    assert refused(office, officer, here, "withdrawn", why=" ") == told
    assert refused(office, officer, here, "withdrawn", why="\0").startswith("/why: this holds a character that nobody")
    assert "cannot become out of time yet" in refused(office, officer, here, "out_of_time", why="")


def test_nothing_is_determined_before_it_is_determined_under_every_rule_set(office: Office, officer: Actor) -> None:
    here = office.moved(officer, office.received(officer), "admissible")
    told = "it was never determined under pharmacy/market-entry and pharmacy/appeal-procedure. Determine it"
    assert refused(office, officer, here, "determined") == f"{here.reference} cannot become determined yet: {told}"
    with office.database.reading() as connection:
        way = next(way for way in ways(connection, NOON, officer, here) if way.to == "determined")
    assert way.needs == ("it is determined under each of its rule sets, and nothing changed since",)
    assert len(way.lacking) == 1


def test_a_change_lies_between_the_one_before_and_today(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    with pytest.raises(CaseRefused, match=r"/on: 1 March 2026 is before 2 March 2026, when it became received: check"):
        office.does(change_state, officer, here, Move("withdrawn", TODAY - timedelta(days=1), "Reasons"))
    with pytest.raises(CaseRefused, match=r"/on: 3 March 2026 is still to come: give the day on which it happened"):
        office.does(change_state, officer, here, Move("withdrawn", TODAY + timedelta(days=1), "Reasons"))


def test_every_change_is_kept_with_its_reasons(office: Office, officer: Actor) -> None:
    here = office.moved(officer, office.received(officer, DISPUTE), "admissible", "stayed", "admissible")
    with office.database.reading() as connection:
        kept = history(connection, here)
    assert [(each.before, each.after) for each in kept] == [
        ("", "received"), ("received", "admissible"), ("admissible", "stayed"), ("stayed", "admissible"),
    ]  # fmt: skip
    assert {each.why for each in kept[1:]} == {"It was asked for"}


def test_a_case_that_is_over_takes_no_more_parties_and_a_closed_one_no_notices(office: Office, officer: Actor) -> None:
    here = office.moved(officer, office.received(officer, DISPUTE), "withdrawn")
    told = (
        f"{here.reference} is withdrawn, and takes no changes to its parties or rule sets. "
        "From withdrawn you can go to received, closed."
    )
    with pytest.raises(CaseRefused, match=told):
        office.does(add_party, officer, here, DISPUTE.parties[0])
    closed = office.moved(officer, here, "closed")
    with office.database.reading() as connection:
        first = parties(connection, officer, closed)[0]
    with pytest.raises(CaseRefused, match=r"is closed, and takes no notices\. From closed you can go to withdrawn\."):
        office.does(tell, officer, closed, Notice(first.id, "More", TODAY, "post"))
