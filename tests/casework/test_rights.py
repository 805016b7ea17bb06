"""Who may do what in a case is asked of one table; what one may not see is not there."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

import people
from casework import (
    Case,
    Move,
    NotAllowed,
    NotFound,
    Notice,
    Query,
    Stale,
    add_party,
    all_allowed,
    allowed,
    assign,
    by_reference,
    change_party,
    change_state,
    claim,
    close_record,
    determine,
    find,
    link,
    opened,
    parties,
    party_leaves,
    put_to,
    reopen_record,
    retitle,
    search,
    seat,
    state,
    take_back_notice,
    tell,
    unlink,
    unseat,
    work_out,
)
from casework.deciding import (
    Concluding,
    Departing,
    Reviewing,
    Sending,
    adopt_anew,
    answer,
    comment,
    conclude,
    correct,
    declare,
    depart,
    draft,
    issue,
    review,
    send_letter,
    write,
    write_letter,
)
from casework.errors import ACTS
from casework.states import WAYS
from keeping import activity
from people import Actor, Role
from storage import new_key
from tests.casework.deciding import SERIES, live
from tests.casework.office import APPELLANT, LARKMERE, NOON, RULES, TODAY, Office, rules
from tests.casework.standing import AGAIN, Standing
from tests.casework.test_stating import JUDGED, STAMP

ELSEWHERE = "0" * 32
DEPARTING = Departing("", "question", "final", "refuse")
CONCLUDING = Concluding("dismiss", "none", None)
SENDING = Sending(ELSEWHERE, TODAY, "post")
Act = Callable[[Connection, Actor, Case], Any]

# Every change there is, each with the act of people's table that it asks for.
CHANGES: dict[str, tuple[str, Act]] = {
    "add_party": ("party.change", lambda c, a, k: add_party(c, NOON, a, k.id, APPELLANT, k.version)),
    "change_party": ("party.change", lambda c, a, k: change_party(c, NOON, a, k.id, ELSEWHERE, APPELLANT, k.version)),
    "party_leaves": ("party.change", lambda c, a, k: party_leaves(c, NOON, a, k.id, ELSEWHERE, k.version)),
    "tell": ("party.tell", lambda c, a, k: tell(c, NOON, a, k.id, Notice("", "", TODAY, ""), k.version)),
    "take_back": ("party.tell", lambda c, a, k: take_back_notice(c, NOON, a, k.id, ELSEWHERE, "x", k.version)),
    "assign": ("case.assign", lambda c, a, k: assign(c, NOON, a, k.id, a.id, k.version)),
    "seat": ("case.assign", lambda c, a, k: seat(c, NOON, a, k.id, a.id, k.version)),
    "unseat": ("case.assign", lambda c, a, k: unseat(c, NOON, a, k.id, a.id, k.version)),
    "state": ("case.state", lambda c, a, k: change_state(c, NOON, a, k.id, Move("admissible", TODAY), k.version)),
    "no_way": ("case.state", lambda c, a, k: change_state(c, NOON, a, k.id, Move("closed", TODAY), k.version)),
    "link": ("case.link", lambda c, a, k: link(c, NOON, a, k.id, (k.id, "linked"), k.version)),
    "unlink": ("case.link", lambda c, a, k: unlink(c, NOON, a, k.id, k.id, k.version)),
    "retitle": ("case.change", lambda c, a, k: retitle(c, NOON, a, k.id, "Otherwise", k.version)),
    "put_to": ("case.change", lambda c, a, k: put_to(c, NOON, a, k.id, [], k.version)),
    "fact": ("fact.state", lambda c, a, k: state(c, NOON, a, k.id, [STAMP], rules(), k.version)),
    "judgement": ("judgement.state", lambda c, a, k: state(c, NOON, a, k.id, [JUDGED], rules(), k.version)),
    "determine": ("determination.make", lambda c, a, k: determine(c, NOON, a, k.id, rules(), RULES, k.version)),
    "work_out": ("determination.make", lambda c, a, k: work_out(c, a, k.id, rules(), k.version)),
    "close": ("case.close_record", lambda c, a, k: close_record(c, NOON, a, k.id, "x", rules(), k.version)),
    "reopen": ("case.close_record", lambda c, a, k: reopen_record(c, NOON, a, k.id, "x", k.version)),
    "draft": ("decision.draft", lambda c, a, k: draft(c, NOON, a, k.id, live, k.version)),
    "adopt_anew": ("decision.draft", lambda c, a, k: adopt_anew(c, NOON, a, k.id, live, k.version)),
    "depart": ("decision.draft", lambda c, a, k: depart(c, NOON, a, k.id, DEPARTING, live, k.version)),
    "write": ("decision.draft", lambda c, a, k: write(c, NOON, a, k.id, {}, k.version)),
    "conclude": ("committee.record", lambda c, a, k: conclude(c, NOON, a, k.id, CONCLUDING, k.version)),
    "comment": ("decision.comment", lambda c, a, k: comment(c, NOON, a, k.id, "", "x", k.version)),
    "answer": ("decision.comment", lambda c, a, k: answer(c, NOON, a, k.id, ELSEWHERE, "x", k.version)),
    "declare": ("interest.declare", lambda c, a, k: declare(c, NOON, a, k.id, False, "", k.version)),
    "review": ("decision.review", lambda c, a, k: review(c, NOON, a, k.id, Reviewing(True, "", ""), k.version)),
    "issue": ("decision.issue", lambda c, a, k: issue(c, NOON, a, k.id, SERIES, live, k.version)),
    "correct": ("decision.correct", lambda c, a, k: correct(c, NOON, a, (k.id, ELSEWHERE), ("", "", ""), k.version)),
    "letter": ("letter.write", lambda c, a, k: write_letter(c, NOON, a, (k.id, ELSEWHERE), ELSEWHERE, "x", k.version)),
    "send": ("letter.send", lambda c, a, k: send_letter(c, NOON, a, (k.id, ELSEWHERE), SENDING, k.version)),
    "claim": ("evidence.add", lambda c, a, k: claim(c, a, "evidence.add", k.id, k.version, "facts")),
}


def came_of(office: Office, act: Act, actor: Actor, here: Case) -> type[Exception] | None:
    """Which of the refusals that are about rights came of an act; what it did is given up."""
    with office.database.writing() as connection:
        tried = connection.begin_nested()
        try:
            act(connection, actor, here)
        except Exception as error:  # noqa: BLE001  # any other refusal comes after the question of rights
            return type(error)
        finally:
            tried.rollback()
    return None


def test_every_act_of_every_role_is_allowed_refused_or_unseen_as_the_one_table_says(
    office: Office, officer: Actor
) -> None:
    ours = office.received(officer, replace(LARKMERE, organisation="QEL"))
    codes = {"nobody": "", "one": "QEL", "some": "QEL"}
    actors = [office.actor(Role(kind.id, codes[kind.of])) for kind in people.ROLES.values()]
    strangers = [office.actor(Role("icb", "QXX")), office.actor(Role("trust", "RX1")), office.actor()]
    for actor in (*actors, *strangers):
        sees = people.may(actor, "case.read", "QEL")
        with office.database.reading() as connection:
            one_by_one = {act for act in people.ACTS if allowed(connection, actor, act, ours)}
            assert all_allowed(connection, actor, ours) == one_by_one
        for name, (act, change) in CHANGES.items():
            came = came_of(office, change, actor, ours)
            may = people.may(actor, act, "QEL")
            told = (actor.roles, name, came)
            if not sees:
                assert came is NotFound, told
            elif not may:
                assert came is NotAllowed, told
            else:
                assert came is not NotAllowed, told
    assert office.case(officer, ours.id) == ours


def test_an_old_version_is_stale_in_every_change(office: Office, officer: Actor) -> None:
    here, both = office.received(officer), office.actor("officer", "reviewer")
    for name, (_, change) in CHANGES.items():
        for version in (0, 2):
            assert came_of(office, change, both, replace(here, version=version)) is Stale, name


def test_what_one_may_not_see_says_just_what_a_case_that_is_not_there_says(office: Office, officer: Actor) -> None:
    here, stranger = office.received(officer), office.actor("admin")
    texts = set()
    for actor, id in (
        (stranger, here.id), (officer, new_key()), (officer, ""), (officer, "\0"), (officer, here.id.upper()),
        (officer, f"{here.id}\n"), (officer, here.reference), (officer, "%"), (officer, "٣" * 32),
    ):  # fmt: skip
        with pytest.raises(NotFound) as error:
            office.case(actor, id)
        texts.add(str(error.value))
    for actor, reference in (
        (stranger, here.reference),
        (officer, "APP/2026/0002"),
        (officer, "\0"),
        (officer, "\ud83d"),
    ):
        with pytest.raises(NotFound) as error, office.database.reading() as connection:
            by_reference(connection, actor, reference)
        texts.add(str(error.value))
    assert texts == {"There is nothing here that you may see. Check the reference, or ask who gave it to you."}
    with office.database.reading() as connection:
        assert by_reference(connection, officer, here.reference) == here


def test_whoever_may_not_issue_or_take_up_again_may_not_move_the_case_there(here: Callable[[str], Standing]) -> None:
    at = here("issued")
    for role in ("reviewer", "auditor"):
        with pytest.raises(NotAllowed, match="You may not take up a decided case again"):
            at.does(change_state, Move("determined", TODAY, "x"), by=at.office.actor(role))
    both = replace(at.officer, roles=frozenset({Role("officer"), Role("admin")}))
    with pytest.raises(NotAllowed, match="You may not take up a decided case again"):
        at.does(change_state, Move("determined", TODAY, "x"), by=both)
    at.does(change_state, Move("determined", TODAY, **AGAIN))
    with pytest.raises(NotAllowed, match="You may not issue a decision"):
        at.does(change_state, Move("decided", TODAY, "x"), by=both)


def test_a_body_sees_its_own_cases_and_changes_nothing_but_what_it_adds(office: Office, officer: Actor) -> None:
    ours = office.received(officer, replace(LARKMERE, organisation="QEL"))
    theirs = office.received(officer, replace(LARKMERE, organisation="QXX"))
    icb = office.actor(Role("icb", "QEL"))
    assert office.case(icb, ours.id) == ours
    with pytest.raises(NotFound):
        office.case(icb, theirs.id)
    with office.database.reading() as connection:
        assert [each.id for each in search(connection, NOON, icb, Query()).cases] == [ours.id]
        assert allowed(connection, icb, "evidence.add", ours)
        assert not allowed(connection, icb, "fact.read", ours)
    with office.database.writing() as connection:
        assert claim(connection, icb, "evidence.add", ours.id, ours.version, "facts").version == 2
    assert office.case(officer, ours.id).version == 2


def test_a_token_s_scopes_narrow_what_its_owner_may(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    reader = replace(officer, scopes=frozenset({"case.read"}))
    assert office.case(reader, here.id) == here
    with pytest.raises(NotAllowed, match="You may not change what a case is called"):
        office.does(retitle, reader, here, "Otherwise")
    with pytest.raises(NotFound):
        office.case(replace(officer, scopes=frozenset({"fact.state"})), here.id)


def test_that_somebody_read_a_case_is_written_down(office: Office, officer: Actor) -> None:
    here, reader = office.received(officer), office.actor("auditor")
    with office.database.writing() as connection:
        assert opened(connection, NOON, reader, here.id) == here
    with office.database.reading() as connection:
        last = activity.entries(connection, here.id)[-1]
        assert (last.actor, last.act) == (reader.id, "case.read")
        assert len(parties(connection, reader, find(connection, reader, here.id))) == 2


def test_every_act_that_is_asked_for_is_a_row_of_the_table_and_has_words() -> None:
    asked = {act for act, _ in CHANGES.values()} | {way.act for way in WAYS} | {"case.receive", "absence.state"}
    claimed = {"deadline.extend", "deadline.meet", "party.contact"}  # as evidence.add is, for what other rooms do
    of_all_cases = {"law.confirm", "departure.read", "similar.read"}
    links = {"link.make", "link.revoke"}
    of_the_public = ("publication.", "takedown.", "scheme_result.", "problem.", "subscription.")
    published = {act for act in ACTS if act.startswith(of_the_public)}
    assert asked | claimed | of_all_cases | links | published == set(ACTS)
    assert asked <= set(people.ACTS)
    assert str(NotAllowed("backup.make")).startswith("You may not do this (backup.make). Ask somebody")
