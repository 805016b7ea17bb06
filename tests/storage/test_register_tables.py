"""What was published is neither changed nor deleted: the register's database itself refuses, whoever asks."""

from datetime import timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Executable, Integer, LargeBinary, delete, insert, inspect, select, update
from sqlalchemy.exc import DBAPIError

from storage import (
    REGISTER,
    Database,
    bring_up,
    check,
    determination_published,
    publication,
    publication_version,
    register,
    rendition,
    take_down,
)
from storage.columns import Instant
from storage.migrating import config
from storage.register_tables import alias, log_head, log_key, log_leaf, log_node, rules_published
from storage.search_tables import ours_to_compare
from tests.register.making import NOON, decision_id

_FIRST = ScriptDirectory.from_config(config(REGISTER)).get_revision("0001").module
_HASH = "a" * 64
_OF = {"publication_id": decision_id(), "version": 1}


def fill(connection: Connection) -> None:
    """A row in each of the tables."""
    for table, row in (
        (log_leaf, {"place": 0, "sort": "publication", **_OF, "content": b"x", "at": NOON}),
        (log_node, {"level": 0, "place": 0, "hash": _HASH}),
        (log_key, {"key_id": _HASH, "leaf_index": 0, "at": NOON}),
        (log_head, {"place": 1, "tree_size": 1, "root": _HASH, "at": NOON, "key_id": _HASH, "signature": "00"}),
        (
            publication,
            {
                "id": decision_id(), "docid": 1, "kind": "decision", "reference": "SAMPLE/2026/0001", "version": 1,
                "state": "published", "noindex": False, "changed_at": NOON, "leaf_index": 0,
            },
        ),
        (
            publication_version,
            {**_OF, "sha256": _HASH, "canonical": b"{}", "why": "It was wrong.", "at": NOON, "leaf_index": 0},
        ),
        (rendition, {**_OF, "format": "pdf", "sha256": _HASH, "content": b"%PDF"}),
        (determination_published, {**_OF, "sha256": _HASH, "canonical": b"{}"}),
        (rules_published, {"revision": _HASH, "rule_set": "a/b", "files": b"PK", "at": NOON}),
        (alias, {"name": "sample/2026/0001", "publication_id": decision_id(), "at": NOON}),
    ):  # fmt: skip
        connection.execute(insert(table).values(row))


def other(kind: Any) -> Any:
    """A value that no row has there."""
    for known, value in ((LargeBinary, b"forged"), (Integer, 9), (Instant, NOON + timedelta(days=999))):
        if isinstance(kind, known):
            return value
    return "f" * 9


def refused(connection: Connection, told: str, statement: Executable) -> None:
    tried = connection.begin_nested()
    with pytest.raises(DBAPIError, match=told):
        connection.execute(statement)
    tried.rollback()


def test_no_row_is_changed_or_deleted_but_for_what_is_erased(register_database: Database) -> None:
    with register_database.writing() as connection:
        fill(connection)
        for name in (*_FIRST.WHAT_MAY_GO, *_FIRST.GONE_WITH_ITS_VERSION):
            table = register.tables[name]
            refused(connection, f"{name} is append-only", delete(table))
            for column in table.columns:
                value = other(column.type)
                refused(connection, f"{name} is append-only", update(table).values({column.name: value}))
        refused(connection, "publication is final once withdrawn_on is set", delete(publication))
        for each in ("canonical", "why"):
            refused(connection, "publication_version is append-only", update(publication_version).values({each: None}))
        connection.execute(update(publication_version).values(canonical=None, why=None))
        refused(connection, "publication_version is append-only", update(publication_version).values(canonical=b"{}"))
        for table in (rendition, determination_published):
            refused(connection, f"{table.name} is append-only", update(table).values(version=2))
            connection.execute(delete(table))


def test_a_withdrawn_publication_is_final(register_database: Database) -> None:
    with register_database.writing() as connection:
        fill(connection)
        connection.execute(update(publication).values(state="withdrawn", withdrawn_on=NOON.date()))
        for change in ({"state": "published"}, {"withdrawn_on": None}, {"withdrawn_reason": "Another."}):
            refused(connection, "publication is final", update(publication).values(change))


def test_the_newest_migration_makes_what_the_tables_say(register_database: Database) -> None:
    with register_database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours_to_compare})
        assert compare_metadata(context, register) == []


def test_it_goes_down_with_data_in_it_and_up_again(register_database: Database) -> None:
    with register_database.writing() as connection:
        fill(connection)
    take_down(register_database, REGISTER)
    with register_database.reading() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    bring_up(register_database, REGISTER)
    check(register_database, REGISTER)
    with register_database.reading() as connection:
        assert connection.execute(select(publication)).all() == []
