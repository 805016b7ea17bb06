"""Both databases are brought to their shape and back, on SQLite and on PostgreSQL, with data in them."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select

from storage import (
    PRIVATE,
    REGISTER,
    Database,
    Unready,
    bring_up,
    check,
    decision,
    determined,
    outbox,
    person,
    private,
    subscription,
    subscription_link,
    take_down,
)
from tests.casework.followers import EMAIL, MONDAY
from tests.keeping.held import a_case
from tests.migrated import NEWEST


def test_the_newest_migration_makes_what_the_tables_say(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, private) == []


def test_it_goes_down_with_data_in_it_and_up_again(database: Database, tmp_path: Path) -> None:
    a_case(database, tmp_path / "evidence")
    take_down(database, PRIVATE, "0001")
    with database.reading() as connection:
        assert not {name for name in inspect(connection).get_table_names() if name.startswith("decision")}
        assert len(connection.execute(select(determined)).all()) == 1
    bring_up(database, PRIVATE)
    check(database, PRIVATE)
    with database.reading() as connection:
        assert connection.execute(select(decision)).all() == []
        assert len(connection.execute(select(person)).all()) == 1
    a_case(database, tmp_path / "evidence", "APP/2016/0002")
    take_down(database, PRIVATE)
    with database.reading() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    bring_up(database, PRIVATE)
    check(database, PRIVATE)
    with database.reading() as connection:
        assert connection.execute(select(person)).all() == []


def test_who_follows_goes_with_its_migration_and_with_its_row(database: Database) -> None:
    of = {"id": "0" * 32, "email": EMAIL, "asked": "q=a", "how_often": "daily", "told_to": 2**40, "made_at": MONDAY}
    with database.writing() as connection:
        connection.execute(subscription.insert().values(**of, told_at=MONDAY))
        link = {"hash": "a" * 64, "subscription_id": of["id"], "sort": "stop", "made_at": MONDAY}
        connection.execute(subscription_link.insert().values(link))
        mail = {"id": "1" * 32, "subscription_id": of["id"], "sort": "news", "after_leaf": 1, "upto_leaf": 2**40}
        connection.execute(outbox.insert().values(**mail, made_at=MONDAY, next_at=MONDAY, tries=0))
        connection.execute(subscription.delete())
        assert [connection.execute(select(each)).all() for each in (subscription_link, outbox)] == [[], []]
        connection.execute(subscription.insert().values(**of, told_at=MONDAY))
    take_down(database, PRIVATE, "0004")
    with database.reading() as connection:
        assert not {"subscription", "subscription_link", "outbox"} & set(inspect(connection).get_table_names())
    bring_up(database, PRIVATE)
    with database.reading() as connection:
        assert connection.execute(select(subscription)).all() == []


def test_the_register_has_a_shape_of_its_own(address: str) -> None:
    database = Database(address)
    bring_up(database, REGISTER)
    check(database, REGISTER)
    with database.reading() as connection:
        assert "person" not in inspect(connection).get_table_names()
    database.close()


def test_a_database_that_was_not_brought_up_is_not_used(address: str) -> None:
    database = Database(address)
    with pytest.raises(
        Unready, match=rf"private database is at nothing yet; this program knows {NEWEST}\. Run `rationale"
    ):
        check(database, PRIVATE)
    database.close()


def test_a_migration_that_fails_changes_nothing(address: str) -> None:
    database = Database(address)
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE told (id TEXT)")
    with pytest.raises(Exception, match="told"):
        bring_up(database, PRIVATE)
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == ["told"]
    database.close()
