"""What is written is stored whole or not at all; what must not change cannot; faults have names."""

import os
import shutil
import threading
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, update
from sqlalchemy.exc import DBAPIError

from storage import (
    Database,
    StorageFull,
    StorageUnavailable,
    activity,
    case,
    determined,
    new_key,
    person,
    rules_used,
    stated,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOBODY = "0" * 64


def somebody(database: Database) -> str:
    key = new_key()
    with database.writing() as connection:
        connection.execute(person.insert().values(id=key, email=f"{key}@example.org", name="A. Officer", made_at=NOON))
    return key


def a_case(database: Database) -> tuple[str, str]:
    by, key = somebody(database), new_key()
    with database.writing() as connection:
        connection.execute(
            case.insert().values(
                id=key, reference=f"APP/2026/{key[:4]}", kind="pharmacy", title="Larkmere", state="received",
                received_on=date(2026, 3, 2), record_closed=False, version=1, made_at=NOON, made_by=by,
            )
        )  # fmt: skip
    return key, by


def test_a_block_that_fails_leaves_nothing_behind(database: Database) -> None:
    def fail() -> None:
        with database.writing() as connection:
            connection.execute(person.insert().values(id=new_key(), email="a@b.c", name="A", made_at=NOON))
            raise KeyError("half-way")

    with pytest.raises(KeyError):
        fail()
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(person)) == 0


def test_what_is_read_only_stores_nothing(database: Database) -> None:
    try:
        with database.reading() as connection:
            connection.execute(person.insert().values(id=new_key(), email="a@b.c", name="A", made_at=NOON))
    except (DBAPIError, StorageUnavailable):
        assert not database.sqlite  # PostgreSQL refuses at once, SQLite gives it up at the end
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(person)) == 0


def test_moments_come_back_as_they_were_in_utc(database: Database) -> None:
    summer = datetime(2026, 7, 1, 12, 30, 0, 123_456, tzinfo=timezone(timedelta(hours=1)))
    with database.writing() as connection:
        connection.execute(person.insert().values(id=new_key(), email="a@b.c", name="A", made_at=summer))
    with database.reading() as connection:
        found = connection.scalar(select(person.c.made_at))
    assert found == summer
    assert found.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="has no time zone: give it one"), database.writing() as connection:
        connection.execute(person.insert().values(id=new_key(), email="a@b.c", name="A", made_at=datetime(2026, 1, 1)))


def test_writers_wait_for_one_another_and_none_is_lost(database: Database) -> None:
    key, _ = a_case(database)

    def add_one() -> None:
        for _ in range(20):
            with database.writing() as connection:
                connection.execute(update(case).where(case.c.id == key).values(version=case.c.version + 1))

    threads = [threading.Thread(target=add_one) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.scalar(select(case.c.version)) == 101


def fill(database: Database) -> dict[str, str]:
    key, by = a_case(database)
    rows = {"stated": new_key(), "determined": new_key()}
    with database.writing() as connection:
        connection.execute(
            activity.insert().values(place=1, at=NOON, actor=by, act="case.received", before=NOBODY, hash=NOBODY)
        )
        connection.execute(rules_used.insert().values(revision=NOBODY, rule_set="a/b", files=b"PK", at=NOON))
        connection.execute(
            stated.insert().values(
                id=rows["stated"],
                case_id=key,
                place=1,
                sort="fact",
                name="x",
                said="1",
                source="the form",
                at=NOON,
                by=by,
            )
        )
        connection.execute(
            determined.insert().values(
                id=rows["determined"], case_id=key, place=1, rule_set="a/b", revision=NOBODY, sha256=NOBODY,
                canonical=b"{}", explanation="{}", given="{}", record_closed=False, stated_to=1, at=NOON, by=by,
            )
        )  # fmt: skip
    return rows


CHANGES = [
    "UPDATE activity SET actor = 'nobody'",
    "DELETE FROM activity",
    "UPDATE rules_used SET files = NULL",
    "DELETE FROM rules_used",
    "UPDATE determined SET canonical = NULL",  # all of its values go, or none
    "UPDATE determined SET canonical = NULL, explanation = NULL, given = NULL, sha256 = 'x'",
    "DELETE FROM determined",
    "UPDATE stated SET said = '2'",
    "UPDATE stated SET said = NULL, source = NULL, decided_by = NULL, correction = NULL, name = 'y'",
    "DELETE FROM stated",
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_itself_refuses_to_rewrite_what_was_done(database: Database, change: str) -> None:
    fill(database)
    told = "append-only: rows are neither changed nor deleted"
    with pytest.raises(DBAPIError, match=told), database.writing() as connection:
        connection.exec_driver_sql(change)


def test_postgresql_does_not_empty_them_at_a_stroke_either(database: Database) -> None:
    fill(database)
    if database.sqlite:
        return  # SQLite has no TRUNCATE
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as connection:
        connection.exec_driver_sql("TRUNCATE activity")


def test_values_whose_time_is_over_may_go_and_all_else_stays(database: Database) -> None:
    fill(database)
    with database.writing() as connection:
        connection.execute(update(stated).values(said=None, source=None, decided_by=None, correction=None))
        connection.execute(update(determined).values(canonical=None, explanation=None, given=None))
    with database.reading() as connection:
        assert connection.execute(select(stated.c.name, stated.c.said)).one() == ("x", None)
        assert connection.execute(select(determined.c.sha256, determined.c.canonical)).one() == (NOBODY, None)


def test_a_child_process_does_not_share_its_parents_connections(database: Database) -> None:
    somebody(database)
    child = os.fork()
    if child == 0:
        found = None
        try:
            with database.reading() as connection:
                found = connection.scalar(select(func.count()).select_from(person))
        finally:  # whatever comes, the child does not go on with the tests of its parent
            os._exit(0 if found == 1 else 1)
    assert os.waitpid(child, 0)[1] == 0
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(person)) == 1


def test_sqlite_is_opened_as_it_is_promised(tmp_path: Path, empty_file: Path) -> None:
    shutil.copy(empty_file, tmp_path / "a.sqlite")
    database = Database(f"sqlite:///{tmp_path / 'a.sqlite'}")
    promised = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 10_000}  # 2 is FULL
    for block in (database.reading, database.writing):
        with block() as connection:
            read = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in promised}
        assert read == promised
    database.close()
    told = (Path(__file__).parents[2] / "docs" / "running" / "postgresql.md").read_text("utf-8")
    for said in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=10000"):
        assert said in told


def test_a_folder_that_is_gone_is_a_fault_with_a_name(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'data' / 'a.sqlite'}")
    (tmp_path / "data").rmdir()
    with pytest.raises(StorageUnavailable, match=r"Nothing was stored\. Try again shortly"), database.reading():
        pass


@pytest.mark.parametrize("nested", [False, True])
def test_a_file_that_can_grow_no_more_is_a_full_disk_within_a_savepoint_too(
    tmp_path: Path, empty_file: Path, nested: bool
) -> None:
    shutil.copy(empty_file, tmp_path / "a.sqlite")
    database = Database(f"sqlite:///{tmp_path / 'a.sqlite'}")
    event.listen(database.engine, "connect", lambda it, _record: it.execute("PRAGMA max_page_count = 1"))
    row = {"id": new_key(), "email": "a@b.c", "name": "A", "password": "x" * 20_000, "made_at": NOON}
    told = r"disk that holds the database is full\. Nothing was stored"
    with (
        pytest.raises(StorageFull, match=told),
        database.writing() as connection,
        connection.begin_nested() if nested else nullcontext(),
    ):
        connection.execute(person.insert().values(row))
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(person)) == 0
    database.close()


def test_a_server_that_is_away_is_a_fault_with_a_name(tmp_path: Path) -> None:
    database = Database(f"postgresql://nobody@/nothing?host={tmp_path}")
    with pytest.raises(StorageUnavailable), database.writing():
        pass


def test_where_the_server_goes_away_at_the_very_end_nobody_is_told_that_nothing_was_stored(database: Database) -> None:
    if database.sqlite:
        return  # it has no server
    ends = "CREATE FUNCTION ends() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {}; RETURN NULL; END$$"
    with database.writing() as connection:
        connection.exec_driver_sql(ends.format("PERFORM pg_terminate_backend(pg_backend_pid())"))
        connection.exec_driver_sql(
            "CREATE CONSTRAINT TRIGGER ends AFTER INSERT ON person DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION ends()"
        )
    with pytest.raises(StorageUnavailable, match=r"nobody can tell whether it was\. Read it again") as told:
        somebody(database)
    assert "Nothing was stored" not in str(told.value)
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(person)) == 0


def test_a_kind_of_database_that_we_do_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="'mysql' is no database that Rationale knows: use sqlite or postgresql"):
        Database("mysql://localhost/x")
