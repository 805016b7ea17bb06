"""When a case's time is over its values go, and what was done, when and under which rules can still be shown."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, select, update

from keeping.activity import Verified, entries, verify
from keeping.files import EvidenceGone, fetch, keep, kept
from keeping.idempotency import after
from keeping.retention import Due, Plan, Stays, apply, plan, sweep, unnamed
from storage import (
    Database,
    answered,
    case,
    decision,
    decision_comment,
    decision_conclusion,
    decision_departure,
    decision_review,
    decision_slip,
    decision_text,
    determined,
    evidence_item,
    extension,
    interest,
    issued_decision,
    letter,
    party,
    private,
    publishing_intent,
    publishing_redaction,
    publishing_text,
    record_change,
    rules_used,
    state_change,
    stated,
    takedown,
    told,
)
from tests.keeping.held import (
    CANONICAL,
    CLOSED_ON,
    DAY,
    DECIDED,
    KIND,
    LETTER,
    NAMED,
    NOON,
    RULES,
    SENT,
    a_case,
    count,
    linked,
)

YEARS = {KIND: 10}
NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
TODAY = date(2027, 1, 4)
OVER_ON = date(2026, 3, 1)  # ten years after 29 February 2016


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where evidence is kept."""
    return tmp_path / "evidence"


def planned(database: Database, today: date = TODAY) -> Plan:
    with database.reading() as connection:
        return plan(connection, today, YEARS)


def applied(database: Database, folder: Path) -> Plan:
    with database.writing() as connection:
        gone = apply(connection, NOW, "command_line", TODAY, YEARS)
    with database.writing() as connection:
        sweep(connection, folder)
    return gone


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))] for table in private.sorted_tables
        }


def test_a_dry_run_lists_what_would_go_and_changes_nothing(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    before = everything(database)
    assert planned(database) == Plan((Due(held.id, held.reference, KIND, CLOSED_ON, OVER_ON, 3, 1, 1),), ())
    assert everything(database) == before
    assert fetch(folder, held.sha256) == LETTER


def test_the_day_before_nothing_is_due_and_on_the_day_it_is(database: Database, folder: Path) -> None:
    a_case(database, folder)
    assert planned(database, date(2026, 2, 28)) == Plan((), ())
    assert [each.over_on for each in planned(database, OVER_ON).due] == [OVER_ON]


def test_values_go_and_hash_day_and_rule_stay(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    assert [each.reference for each in applied(database, folder).due] == [held.reference]
    with database.reading() as connection:
        for row in connection.execute(select(stated)):
            assert (row.said, row.source, row.decided_by, row.correction) == (None, None, None, None)
            assert row.name in ("is_consolidation", "reasonable")
        made = connection.execute(select(determined)).one()
        assert (made.canonical, made.explanation, made.given) == (None, None, None)
        assert (made.sha256, made.at) == (hashlib.sha256(CANONICAL).hexdigest(), datetime(2026, 3, 2, 12, tzinfo=UTC))
        assert connection.scalar(select(rules_used.c.files)) == RULES
        item = connection.execute(select(evidence_item)).one()
        assert (item.name, item.about, item.bytes_gone_at) == (None, None, NOW)
        assert (item.sha256, item.dated) == (held.sha256, DAY)
        found = connection.execute(select(case)).one()
        assert (found.title, found.salt, found.values_gone_at, found.version) == (held.reference, None, NOW, 8)
    with pytest.raises(EvidenceGone):
        fetch(folder, held.sha256)


def test_that_a_decision_was_issued_and_what_it_did_stays(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    applied(database, folder)
    with database.reading() as connection:
        out = connection.execute(select(issued_decision)).one()
        assert (out.canonical, out.html) == (None, None)
        assert (out.reference, out.sha256) == ("SAMPLE/2016/0001", hashlib.sha256(DECIDED).hexdigest())
        head = connection.execute(select(decision).where(decision.c.issued_at.is_not(None))).one()
        assert (head.reference, head.issued_by) == (out.reference, held.by)
        departed = connection.execute(select(decision_departure)).one()
        assert (departed.name, departed.proposed, departed.decided) == ("final", "refuse", "grant")
        concluded = connection.execute(select(decision_conclusion)).one()
        assert (concluded.disposal, concluded.final) == ("confirm", "grant")
        went = connection.execute(select(letter)).one()
        assert (went.sha256, went.at) == (hashlib.sha256(SENT.encode()).hexdigest(), NOON)


def test_no_column_of_a_case_that_went_holds_anything_that_was_typed(database: Database, folder: Path) -> None:
    a_case(database, folder)
    assert _holding(database, NAMED) == {
        case: {"title"},
        decision_comment: {"said"},
        decision_conclusion: {"decided_by"},
        decision_departure: {"reasons"},
        decision_review: {"said"},
        decision_slip: {"stands", "should_be", "why"},
        decision_text: {"sections"},
        determined: {"canonical", "explanation", "given"},
        evidence_item: {"name", "about"},
        extension: {"why"},
        interest: {"said"},
        issued_decision: {"canonical", "html"},
        letter: {"said", "html"},
        party: {"name", "contact"},
        publishing_intent: {"canonical", "determinations", "pdf"},
        publishing_redaction: {"words", "says", "replacement"},
        publishing_text: {"summary", "why"},
        record_change: {"why"},
        state_change: {"why"},
        stated: {"said", "source", "decided_by", "correction"},
        takedown: {"asker", "said"},
        told: {"what", "taken_back_why"},
    }, "a test that fills each column that a person types in"
    applied(database, folder)
    assert _holding(database, NAMED) == {}


def _holding(database: Database, what: str) -> dict[Table, set[str]]:
    with database.reading() as connection:
        found = {
            table: {
                name
                for row in connection.execute(select(table)).mappings()
                for name, value in row.items()
                if what in (value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))
            }
            for table in private.sorted_tables
        }
    return {table: names for table, names in found.items() if names}


def test_a_file_of_sqlite_holds_no_trace_of_what_went(database: Database, folder: Path, tmp_path: Path) -> None:
    if not database.sqlite:
        return  # PostgreSQL clears its own pages, by VACUUM
    a_case(database, folder)
    applied(database, folder)
    database.close()  # brings the write-ahead log into the file
    files = list(tmp_path.glob("private.sqlite*"))
    assert [path.name for path in files if NAMED.encode() in path.read_bytes()] == []


def test_the_act_is_recorded_and_the_chain_still_verifies(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    applied(database, folder)
    with database.reading() as connection:
        assert isinstance(verify(connection), Verified)
        last = entries(connection, held.id)[-1]
    assert (last.act, last.actor) == ("case.values_gone", "command_line")
    assert last.about == f'{{"count":1,"ends_on":"2026-03-01","kind":"{KIND}"}}'


def test_a_second_run_finds_nothing_more(database: Database, folder: Path) -> None:
    a_case(database, folder)
    applied(database, folder)
    assert applied(database, folder) == Plan((), ())


@pytest.mark.parametrize("state", ["decided", "withdrawn", "received", "stayed"])
def test_a_case_that_is_not_closed_is_left_alone(database: Database, folder: Path, state: str) -> None:
    a_case(database, folder, state=state)
    before = everything(database)
    assert applied(database, folder) == Plan((), ())
    assert everything(database) == before


def test_cases_that_go_together_are_left_alone_both(database: Database, folder: Path) -> None:
    one, other = a_case(database, folder), a_case(database, folder, "APP/2016/0002")
    alone = a_case(database, folder, "APP/2016/0003")
    linked(database, one, other)
    gone = applied(database, folder)
    assert [each.reference for each in gone.due] == [alone.reference]
    why = "it is linked or joined with another case"
    assert gone.stays == (Stays(one.reference, why), Stays(other.reference, why))


def test_a_kind_without_a_time_and_a_closing_without_a_day_are_for_a_person(database: Database, folder: Path) -> None:
    a_case(database, folder, kind="gp_dispute")
    held = a_case(database, folder, "APP/2016/0002")
    with database.writing() as connection:
        connection.execute(update(state_change).where(state_change.c.case_id == held.id).values(after="decided"))
    assert planned(database).stays == (
        Stays("APP/2016/0001", "no time is set for the kind gp_dispute"),
        Stays("APP/2016/0002", "no day of its closing is recorded"),
    )


def test_bytes_that_another_case_still_holds_stay(database: Database, folder: Path) -> None:
    held, other = a_case(database, folder), a_case(database, folder, "APP/2026/0001", state="decided")
    applied(database, folder)
    assert held.sha256 == other.sha256
    assert fetch(folder, other.sha256) == LETTER
    with database.reading() as connection:
        gone = dict(connection.execute(select(evidence_item.c.case_id, evidence_item.c.bytes_gone_at)).all())
    assert gone == {held.id: NOW, other.id: None}


def test_bytes_that_an_interrupted_run_left_behind_go_with_the_next(database: Database, folder: Path) -> None:
    a_case(database, folder)
    with database.writing() as connection:
        apply(connection, NOW, "command_line", TODAY, YEARS)
    assert len(list(kept(folder))) == 1  # stopped before the sweep
    applied(database, folder)
    assert list(kept(folder)) == []


def test_bytes_that_came_with_a_change_that_was_not_stored_are_counted_and_go(database: Database, folder: Path) -> None:
    held, left = a_case(database, folder, state="decided"), keep(folder, b"Cut off by a crash")
    with database.reading() as connection:
        assert unnamed(connection, folder) == 1
    applied(database, folder)
    assert list(kept(folder)) == [held.sha256]
    assert held.sha256 != left


def test_answers_that_were_kept_for_repeated_requests_go_after_seven_days(database: Database, folder: Path) -> None:
    held = a_case(database, folder)
    with database.writing() as connection:
        for key, days in (("old", 8), ("young", 6)):
            after(connection, NOW - timedelta(days=days), held.by, key, b"POST", 201, {}, NAMED.encode())
    applied(database, folder)
    with database.reading() as connection:
        assert list(connection.scalars(select(answered.c.key))) == ["young"]


def test_every_table_that_tells_of_a_case_is_known_here(database: Database, folder: Path) -> None:
    """A new table needs a row in held.py, so that what it holds of a case is seen to go."""
    a_case(database, folder)
    one, other = a_case(database, folder, "APP/2016/0002"), a_case(database, folder, "APP/2016/0003")
    linked(database, one, other)
    of_cases = [table for table in private.sorted_tables if "case_id" in table.c]
    with database.reading() as connection:
        assert [table.name for table in of_cases if not count(connection, table)] == []
