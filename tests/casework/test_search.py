"""Searching in private cases finds what may be seen and nothing else, and pages that neither skip nor repeat."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from casework import CaseRefused, NewCase, NewParty, Query, search, state, those
from keeping.sayings import Saying
from people import Actor, Role
from storage import Database, case, deadline, determined, extension, new_key, rules_used
from tests.casework.office import LARKMERE, NOON, TODAY, Office, rules


def found(office: Office, actor: Actor, query: Query) -> set[str]:
    """The titles of the cases that are found."""
    with office.database.reading() as connection:
        return {each.title for each in search(connection, NOON, actor, query, size=100).cases}


def titled(office: Office, officer: Actor, *titles: str) -> None:
    for title in titles:
        office.received(officer, replace(LARKMERE, title=title, parties=()))


def test_a_case_is_found_by_its_parts(office: Office, officer: Actor) -> None:
    patel = NewParty("appellant", "Patel & Daughters", personal=True, organisation="FXX99")
    here = office.received(officer, replace(LARKMERE, title="Larkmere Garden Village", parties=(patel,)))
    office.received(officer, NewCase("gp_dispute", "Rent in Mirefold", TODAY, ()))
    only = {"Larkmere Garden Village"}
    for query in (
        Query(reference="app/2026"),
        Query(title="garden VILLAGE"),
        Query(party="patel"),
        Query(party="FXX99"),
        Query(kind="pharmacy_market_entry"),
        Query(words="village app/2026 daughters"),
        Query(words=here.reference),
    ):
        assert found(office, officer, query) == only, query
    assert len(found(office, officer, Query(state="received"))) == 2
    for query in (
        Query(title="Rent", kind="pharmacy_market_entry"),
        Query(words="village rent"),
        Query(party="Larkmere"),
    ):
        assert found(office, officer, query) == set(), query


def test_signs_that_a_database_reads_otherwise_are_looked_for_as_they_are(office: Office, officer: Actor) -> None:
    titled(office, officer, "100% of it", "100 of it", "a_b", "axb", "back\\slash", "a/b", "O'Hara's \"shop\"")
    for part, title in (("100%", "100% of it"), ("a_b", "a_b"), ("k\\s", "back\\slash"), ("a/b", "a/b"), ("o'h", None)):
        assert found(office, officer, Query(title=part)) == {title or "O'Hara's \"shop\""}
        assert title is None or found(office, officer, Query(words=part)) == {title}
    assert found(office, officer, Query(title="%")) == {"100% of it"}
    assert found(office, officer, Query(title='\'; DROP TABLE "case"; --')) == set()


def test_words_in_the_name_of_a_stated_fact_find_the_case_for_whoever_may_read_facts(
    office: Office, officer: Actor
) -> None:
    here = office.received(officer, replace(LARKMERE, organisation="QEL"))
    said = [Saying("fact", "notice_received_on", "2026-03-01", source="the stamp")]
    with office.database.writing() as connection:
        state(connection, NOON, officer, here.id, said, rules(), here.version)
    icb = office.actor(Role("icb", "QEL"))
    for query in (Query(fact="received notice"), Query(fact="notice_received"), Query(words="notice larkmere")):
        assert found(office, officer, query) == {"Larkmere"}
        assert found(office, icb, query) == set()
    assert found(office, icb, Query(words="larkmere")) == {"Larkmere"}
    assert found(office, officer, Query(fact="received decision")) == set()


def test_only_what_the_actor_may_see_is_found(office: Office, officer: Actor) -> None:
    for code in ("QEL", "QXX", ""):
        office.received(officer, replace(LARKMERE, title=code or "ours", organisation=code))
    everything = {"QEL", "QXX", "ours"}
    for role, seen in (
        ("officer", everything),
        ("reviewer", everything),
        ("auditor", everything),
        ("publisher", everything),
        (Role("icb", "QEL"), {"QEL"}),
        (Role("trust", "RX1"), set()),
        ("admin", set()),
        ("committee_member", set()),
        ("rule_owner", set()),
        ("scheme_officer", set()),
    ):
        assert found(office, office.actor(role), Query()) == seen, role
    assert found(office, office.actor(), Query()) == set()
    assert found(office, replace(officer, scopes=frozenset({"deadline.read"})), Query()) == set()


def a_deadline(database: Database, case_id: str, by: str, due_on: date) -> str:
    """A deadline in a case, as a determination leaves it."""
    keys = {"determined": new_key(), "deadline": new_key()}
    revision = new_key() * 2
    with database.writing() as connection:
        files = {"revision": revision, "rule_set": "a/b", "files": b"PK", "at": NOON}
        connection.execute(rules_used.insert().values(files))
        made = {"id": keys["determined"], "case_id": case_id, "place": 1, "rule_set": "a/b", "revision": revision}
        made |= {"sha256": revision, "record_closed": False, "stated_to": 0, "at": NOON, "by": by}
        connection.execute(determined.insert().values(made))
        due = {"id": keys["deadline"], "case_id": case_id, "rule_set": "a/b", "name": "reply_by", "due_on": due_on}
        due |= {"determined_id": keys["determined"], "sequence": 0, "changed_at": NOON}
        connection.execute(deadline.insert().values(due))
    return keys["deadline"]


def test_what_is_due_is_found_until_it_is_met_extended_withdrawn_or_over(office: Office, officer: Actor) -> None:
    here = office.received(officer)
    key = a_deadline(office.database, here.id, officer.id, TODAY)
    due, before = Query(due_by=TODAY), Query(due_by=TODAY - timedelta(days=1))
    assert found(office, officer, due) == {"Larkmere"}
    assert found(office, officer, before) == set()
    for change in (
        update(deadline).values(met_on=TODAY),
        update(deadline).values(withdrawn_at=NOON),
        update(case).values(state="closed"),
        extension.insert().values(
            id=new_key(), deadline_id=key, due_on=TODAY + timedelta(days=9), power="x", at=NOON, by=officer.id
        ),
    ):
        with office.database.writing() as connection:
            tried = connection.begin_nested()
            connection.execute(change)
            assert search(connection, NOON, officer, due).cases == ()
            tried.rollback()


def test_pages_go_on_where_they_stopped_whatever_comes_in_meanwhile(office: Office, officer: Actor) -> None:
    days = [TODAY, TODAY, TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=400)]
    made = [office.received(officer, replace(LARKMERE, received_on=day, parties=())).id for day in days]
    seen, after = list[str](), ""
    while True:
        with office.database.reading() as connection:
            page = search(connection, NOON, officer, Query(), after, 2)
        seen += [each.id for each in page.cases]
        after = page.next
        if not after:
            break
        office.received(officer, replace(LARKMERE, received_on=TODAY - timedelta(days=9), title="Meanwhile"))
        office.received(officer, replace(LARKMERE, title="Newest"))
    assert len(seen) == len(set(seen))
    assert set(made) <= set(seen)
    assert seen[-1] == made[-1]


def test_cases_are_nobodys_until_they_are_somebodys_and_open_until_they_are_closed(
    office: Office, officer: Actor
) -> None:
    titled(office, officer, "Nobody's", "Officer's", "Ended", "Closed")
    with office.database.writing() as connection:
        connection.execute(update(case).where(case.c.title == "Officer's").values(officer_id=officer.id))
        for title in ("Ended", "Closed"):
            state = "closed" if title == "Closed" else "withdrawn"
            connection.execute(update(case).where(case.c.title == title).values(state=state))
    assert found(office, officer, Query(nobodys=True)) == {"Nobody's", "Ended", "Closed"}
    assert found(office, officer, Query(open=True)) == {"Nobody's", "Officer's", "Ended"}
    assert found(office, officer, Query(nobodys=True, open=True)) == {"Nobody's", "Ended"}


def test_of_many_cases_those_are_given_in_which_somebody_may_do_an_act(office: Office, officer: Actor) -> None:
    ours = office.received(officer)
    theirs = office.received(officer, replace(LARKMERE, title="Theirs", organisation="QEL"))
    ids = {ours.id, theirs.id, "0" * 32}
    for actor, act, seen in (
        (officer, "deadline.read", {ours.id, theirs.id}),
        (office.actor(Role("icb", "QEL")), "deadline.read", {theirs.id}),
        (office.actor(Role("icb", "QEL")), "fact.read", set[str]()),
        (office.actor("committee_member"), "deadline.read", set[str]()),
    ):
        with office.database.reading() as connection:
            assert set(those(connection, actor, act, ids)) == seen
            assert those(connection, actor, act, set()) == {}
    with office.database.reading() as connection:
        assert those(connection, officer, "deadline.read", {ours.id}) == {ours.id: ours}


def test_what_cannot_be_looked_for_is_told(office: Office, officer: Actor) -> None:
    for query, after, size, told in (
        (Query(state="admisible"), "", 25, "/state: there is no state 'admisible'. Did you mean admissible"),
        (Query(kind="x"), "", 25, "/kind: there is no kind of case 'x'."),
        (Query(words="\0"), "", 25, "/words: this holds a character that nobody sees (U+0000): type it again"),
        (Query(title="x" * 201), "", 25, "/title: this has 201 characters, and 200 are kept: say it in fewer"),
        (Query(words="a b c d e f g h i j k"), "", 25, "/words: look for 10 words at most"),
        (Query(), "2026-03-02", 25, "/after: this is no cursor of ours: take the one that came with the page before"),
        (Query(), f"2026-13-02.{'0' * 32}", 25, "/after: this is no cursor of ours"),
        (Query(), "", 0, "/size: a page has 1 to 100 cases"),
        (Query(), "", 101, "/size: a page has 1 to 100 cases"),
    ):
        with pytest.raises(CaseRefused) as refused, office.database.reading() as connection:
            search(connection, NOON, officer, query, after, size)
        assert str(refused.value).startswith(told)
