"""What the public reports is kept as it was said, read by those whom it is for, answered, and let go in time."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import DBAPIError

from casework import CaseRefused, NotAllowed, NotFound, Reporting, ReportSort, answer_report, reports_of, take_report
from casework.reports import MOST_A_DAY
from keeping import activity
from keeping.old_reports import KEPT, forget_reports
from people import Actor, Role
from storage import Database, new_key, person, report_answer, reported
from tests.keeping.held import NOON

SAID = "Regulation 18(2)(b)(i) also names reasonable choice."


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.writing() as opened:
        for id in ("owner", "publisher", "officer", "auditor", "trust"):
            row = {"id": _id(id), "email": f"{id}@example.org", "name": id, "made_at": NOON}
            opened.execute(insert(person).values(row))
        yield opened


def _id(role: str) -> str:
    return role.encode().hex().ljust(32, "0")[:32]


def acting(role: str) -> Actor:
    names = {"owner": "rule_owner"}
    return Actor(_id(role), role, frozenset({Role(names.get(role, role), "")}), second_factor=True)


def test_anybody_reports_a_rule_and_its_owner_reads_and_answers(connection: Connection) -> None:
    id = take_report(
        connection, NOON, Reporting("rule", f" {SAID}\n", "a@example.org", "pharmacy/market-entry", "reg-18")
    )
    (found,) = reports_of(connection, NOON, acting("owner"), "rule")
    assert (found.id, found.said, found.contact) == (id, SAID, "a@example.org")
    assert (found.provision, found.answers) == ("reg-18", ())
    answer_report(connection, NOON, acting("owner"), id, "mended", "It is there now.")
    answer_report(connection, NOON + timedelta(days=1), acting("owner"), id, "stays", "It was there all along.")
    (found,) = reports_of(connection, NOON, acting("owner"), "rule")
    assert [(each.verdict, each.said) for each in found.answers] == [
        ("mended", "It is there now."),
        ("stays", "It was there all along."),
    ]
    told = [(each.act, each.about) for each in activity.entries(connection, most=9) if each.act.startswith("report.")]
    assert any(act == "report.answered" and id in str(about) for act, about in told)
    assert SAID not in str(told)


def test_what_waits_stands_first_the_oldest_first_and_sorts_are_apart(connection: Connection) -> None:
    ids = [take_report(connection, NOON + timedelta(hours=n), Reporting("rule", f"{SAID} {n}")) for n in range(3)]
    take_report(connection, NOON, Reporting("publication", "A name stands there.", publication="d-1"))
    answer_report(connection, NOON, acting("owner"), ids[0], "stays", "No.")
    assert [each.id for each in reports_of(connection, NOON, acting("owner"), "rule")] == [ids[1], ids[2], ids[0]]
    assert [each.publication for each in reports_of(connection, NOON, acting("publisher"), "publication")] == ["d-1"]


@pytest.mark.parametrize(
    ("sort", "reads", "answers"),
    [
        ("rule", {"owner", "officer", "auditor"}, {"owner"}),
        ("publication", {"officer", "publisher", "auditor"}, {"publisher"}),
    ],
)
def test_each_sort_is_read_and_answered_by_those_whom_the_table_of_rights_names(
    connection: Connection, sort: ReportSort, reads: set[str], answers: set[str]
) -> None:
    id = take_report(connection, NOON, Reporting(sort, SAID))
    may_read, may_answer = set(), set()
    for role in ("owner", "publisher", "officer", "auditor", "trust"):
        try:
            reports_of(connection, NOON, acting(role), sort)
            may_read.add(role)
        except NotAllowed:
            with pytest.raises(NotFound):
                answer_report(connection, NOON, acting(role), id, "stays", "No.")
            continue
        try:
            answer_report(connection, NOON, acting(role), id, "stays", "No.")
            may_answer.add(role)
        except NotAllowed:
            continue
    assert (may_read, may_answer) == (reads, answers)


@pytest.mark.parametrize(
    ("said", "contact", "told"),
    [
        (" \n", "", "/said: this is empty: say it in words"),
        ("x" * 20_001, "", "/said: this has 20,001 characters, and 20,000 are kept"),
        (f"{SAID}\x00", "", r"/said: this holds a character that nobody sees \(U\+0000\)"),
        (SAID, "a@example.org\nBcc: b@example.org", "/contact: this holds a character that nobody sees"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(connection: Connection, said: str, contact: str, told: str) -> None:
    with pytest.raises(CaseRefused, match=told):
        take_report(connection, NOON, Reporting("rule", said, contact))
    assert connection.execute(select(reported)).all() == []


def test_an_answer_is_one_of_a_few_and_has_words(connection: Connection) -> None:
    id = take_report(connection, NOON, Reporting("rule", SAID))
    with pytest.raises(CaseRefused, match="this is one of mended, stays or passed_on") as refused:
        answer_report(connection, NOON, acting("owner"), id, "ignored", "")
    assert {each.where for each in refused.value.faults} == {"/verdict", "/said"}
    with pytest.raises(NotFound):
        answer_report(connection, NOON, acting("owner"), new_key(), "stays", "No.")


def test_what_names_no_publication_of_any_register_is_refused_and_nothing_is_kept(connection: Connection) -> None:
    with pytest.raises(CaseRefused, match="no publication has an id of more than 40 characters: ask from its page"):
        take_report(connection, NOON, Reporting("publication", SAID, publication="d" * 41))
    take_report(connection, NOON, Reporting("publication", SAID, publication="d" * 40))
    assert len(reports_of(connection, NOON, acting("publisher"), "publication")) == 1


def test_no_more_is_taken_in_a_day_than_people_can_read(connection: Connection) -> None:
    rows = [
        {"id": new_key(), "sort": "rule", "rule_set": "", "provision": "", "publication": "", "said": SAID, "at": NOON}
        for _ in range(MOST_A_DAY)
    ]
    connection.execute(insert(reported), rows)
    with pytest.raises(CaseRefused, match="too much was sent to us today"):
        take_report(connection, NOON + timedelta(hours=23), Reporting("rule", SAID))
    take_report(connection, NOON + timedelta(hours=25), Reporting("rule", SAID))


def test_words_go_two_years_after_the_last_answer_and_nothing_else_does(connection: Connection) -> None:
    old, waiting, again = (take_report(connection, NOON, Reporting("rule", SAID, "a@example.org")) for _ in range(3))
    for id in (old, again):
        answer_report(connection, NOON, acting("owner"), id, "stays", "No.")
    answer_report(connection, NOON + timedelta(days=1), acting("owner"), again, "mended", "Yes.")
    assert forget_reports(connection, NOON + KEPT) == 0
    assert forget_reports(connection, NOON + KEPT + timedelta(hours=1)) == 1
    found = {each.id: each for each in reports_of(connection, NOON, acting("owner"), "rule")}
    assert (found[old].said, found[old].contact, found[old].answers[0].said) == ("", "", "")
    assert found[old].answers[0].verdict == "stays"
    assert (found[waiting].said, found[again].said) == (SAID, SAID)


def test_neither_a_report_nor_an_answer_can_be_altered(connection: Connection) -> None:
    answer_report(
        connection, NOON, acting("owner"), take_report(connection, NOON, Reporting("rule", SAID)), "stays", "No."
    )
    for table in (reported, report_answer):
        tried = connection.begin_nested()
        with pytest.raises(DBAPIError, match="append-only"):
            connection.execute(update(table).values(said="Something else"))
        tried.rollback()
