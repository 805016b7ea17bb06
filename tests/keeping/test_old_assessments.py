"""When the time of an assessment is over its values go, and who did what when, on which hash, can still be shown."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, insert, select, update

from keeping import files
from keeping.activity import Verified, entries, verify
from keeping.old_assessments import OldAssessment, apply, plan
from keeping.retention import sweep
from storage import (
    Database,
    assessment,
    assessment_item,
    assessment_money,
    assessment_signature,
    assessment_snapshot,
    assessment_stated,
    assessment_status,
    assessment_submission,
    assessment_table,
    new_key,
    private,
)
from tests.keeping.held import a_person
from tests.keeping.held_assessment import DAY, HASH, NOON, put_assessment

YEARS = 8
OVER_ON = date(2034, 3, 2)
NOW = datetime(2034, 3, 2, 9, tzinfo=UTC)
MINUTES = b"minutes of the Board"
# All that anybody typed of it, or a name; what is public of a trust (its name, those of its sites) is none of it.
TYPED = ("the plan", "It was misread", "training.csv", "Minutes", "The archive", "A. Matron", "It goes", "A. Champion")


@pytest.fixture
def id(database: Database, tmp_path: Path) -> str:
    """An assessment with something in every table, of which one item has its file here."""
    with database.writing() as connection:
        by = a_person(connection)
        made = put_assessment(connection, by)
        sha256 = files.keep(tmp_path, MINUTES)
        item = {
            "id": new_key(), "assessment_id": made, "place": 2, "title": "More", "original": "", "file_name": "m.txt",
            "sha256": sha256, "media_type": "text/csv", "size": len(MINUTES), "searched": True, "received_at": NOON,
            "by": by,
        }  # fmt: skip
        connection.execute(insert(assessment_item).values(item))
    return made


def applied(database: Database, folder: Path, today: date = OVER_ON) -> tuple[OldAssessment, ...]:
    with database.writing() as connection:
        gone = apply(connection, NOW, "command_line", today, YEARS)
    with database.writing() as connection:
        sweep(connection, folder)
    return gone


def holding(database: Database, word: str) -> set[Table]:
    with database.reading() as connection:
        return {
            table
            for table in private.sorted_tables
            if any(word in str(held) for row in connection.execute(select(table)) for held in row)
        }


def test_it_is_due_so_many_years_after_the_last_thing_that_was_done(database: Database, id: str) -> None:
    with database.reading() as connection:
        assert plan(connection, OVER_ON - timedelta(days=1), YEARS) == ()
        (due,) = plan(connection, OVER_ON, YEARS)
    assert (due.id, due.last_on, due.over_on) == (id, DAY, OVER_ON)
    assert (due.statements, due.tables, due.items) == (2, 1, 2)
    with database.writing() as connection:  # a second check, years later
        signed = connection.execute(select(assessment_signature)).mappings().one()
        later = {**signed, "id": new_key(), "place": 2, "at": NOON.replace(year=2029)}
        connection.execute(insert(assessment_signature).values(later))
    with database.reading() as connection:
        assert plan(connection, date(2037, 3, 1), YEARS) == ()
        assert [each.over_on for each in plan(connection, date(2037, 3, 2), YEARS)] == [date(2037, 3, 2)]


def test_values_go_and_hash_day_and_role_stay(database: Database, id: str, tmp_path: Path) -> None:
    for word in TYPED:
        assert holding(database, word), f"the fixture holds no {word}"
    assert [each.id for each in applied(database, tmp_path)] == [id]
    for word in TYPED:
        assert not holding(database, word), word
    with database.reading() as connection:
        head = connection.execute(select(assessment)).one()
        assert (head.salt, head.values_gone_at, head.version) == (None, NOW, 10)
        assert {row.name for row in connection.execute(select(assessment_stated))} == {"plan_signed"}
        table = connection.execute(select(assessment_table)).one()
        assert (table.sha256, table.document) == (HASH, None)
        snapshot = connection.execute(select(assessment_snapshot)).one()
        assert (snapshot.canonical, snapshot.sha256, snapshot.as_at) == (None, HASH, DAY)
        signature = connection.execute(select(assessment_signature)).one()
        assert (signature.role, signature.sha256, signature.name) == ("safety_champion", HASH, None)
        assert str(connection.scalar(select(assessment_submission.c.receipt))).startswith("RECEIPT/2026/")
        money = connection.execute(select(assessment_money)).one()
        assert (money.contribution, money.maternity_part, money.left_over) == (None, None, None)
        paid_back = select(assessment_status.c.why, assessment_status.c.paid_back).order_by("place")
        assert [tuple(row) for row in connection.execute(paid_back)] == [(None, None), (None, 100)]
        gone = [row.bytes_gone_at for row in connection.execute(select(assessment_item).order_by("place"))]
    assert gone == [None, NOW]
    assert [*files.kept(tmp_path)] == []


def test_it_is_written_down_once_and_the_activity_still_verifies(database: Database, id: str, tmp_path: Path) -> None:
    applied(database, tmp_path)
    assert applied(database, tmp_path, date(2040, 1, 1)) == ()
    with database.reading() as connection:
        (entry,) = [each for each in entries(connection) if each.act == "assessment.values_gone"]
        assert (entry.actor, id in entry.about, "2034-03-02" in entry.about) == ("command_line", True, True)
        assert isinstance(verify(connection), Verified)


def test_the_file_stays_while_another_item_holds_it(database: Database, id: str, tmp_path: Path) -> None:
    with database.writing() as connection:
        other = put_assessment(connection, a_person(connection))
        later = NOON.replace(year=2030)
        connection.execute(update(assessment).where(assessment.c.id == other).values(made_at=later))
        mine = select(assessment_item).where(assessment_item.c.place == 2)
        item = connection.execute(mine).mappings().one()
        connection.execute(insert(assessment_item).values({**item, "id": new_key(), "assessment_id": other}))
    assert [each.id for each in applied(database, tmp_path)] == [id]
    with database.reading() as connection:
        of_other = select(assessment_item.c.sha256).where(assessment_item.c.assessment_id == other)
        kept = connection.scalar(of_other.where(assessment_item.c.place == 2))
    assert [*files.kept(tmp_path)] == [kept]
