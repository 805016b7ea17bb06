"""What was stored is neither changed nor deleted by anybody: the database itself refuses, whoever asks."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Boolean,
    Connection,
    Executable,
    Integer,
    LargeBinary,
    Table,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import Date

from storage import PRIVATE, Database, decision, law_read, new_key, person, private
from storage.columns import Instant
from storage.migrating import config
from tests.keeping.held import DAY, NOON, a_case

_FIRST, _SECOND, _THIRD, _FOURTH, _SIXTH, _SEVENTH, _EIGHTH = (
    ScriptDirectory.from_config(config(PRIVATE)).get_revision(each).module
    for each in ("0001", "0002", "0003", "0004", "0006", "0007", "0008")
)
WHAT_MAY_GO: dict[str, tuple[str, ...]] = {
    "activity": (),
    "rules_used": (),
    **{
        name: may_go
        for each in (_FIRST, _SECOND, _THIRD, _FOURTH, _SIXTH, _SEVENTH, _EIGHTH)
        for name, (_, may_go) in each.WHAT_MAY_GO.items()
    },
}


@pytest.fixture
def connection(database: Database, tmp_path: Path) -> Iterator[Connection]:
    """A database with something in each of these tables; what is done to it is given up."""
    a_case(database, tmp_path / "evidence")
    with database.engine.connect() as opened:
        row = {"id": new_key(), "rule_set": "pharmacy/market-entry", "provision": "reg-18", "fingerprint": "a" * 64}
        by = opened.scalar(select(person.c.id))
        opened.execute(insert(law_read).values(**row, read_in="legislation.gov.uk", at=NOON, by=by))
        yield opened
        opened.rollback()


def refused(connection: Connection, told: str, statement: Executable) -> None:
    tried = connection.begin_nested()
    with pytest.raises(DBAPIError, match=told):
        connection.execute(statement)
    tried.rollback()


def other(table: Table, name: str) -> Any:
    """A value that no row has there."""
    kind = table.c[name].type
    for known, value in (
        (Boolean, None), (Integer, 9_999), (Instant, NOON + timedelta(days=999)), (Date, DAY + timedelta(days=999)),
        (LargeBinary, b"forged"),
    ):  # fmt: skip
        if isinstance(kind, known):
            return value
    return "f" * 20


def test_no_row_is_changed_or_deleted_but_for_what_goes_with_the_time_of_its_case(connection: Connection) -> None:
    for name, may_go in WHAT_MAY_GO.items():
        table, told = private.tables[name], f"{name} is append-only: rows are neither changed nor deleted"
        assert connection.execute(select(table)).first() is not None, name
        refused(connection, told, delete(table))
        if connection.dialect.name == "postgresql":
            refused(connection, f"{name} is append-only", text(f"TRUNCATE {name} CASCADE"))
        for column in table.columns:
            refused(connection, told, update(table).values({column.name: other(table, column.name)}))
        if not may_go:
            continue
        if len(may_go) > 1 and name not in ("stated", "decision_slip"):
            refused(connection, told, update(table).values({may_go[0]: None}))
        gone = dict.fromkeys(may_go)
        kept = next(column.name for column in table.columns if column.name not in may_go)
        refused(connection, told, update(table).values({**gone, kept: other(table, kept)}))
        connection.execute(update(table).values(gone))
        refused(connection, told, update(table).values({may_go[0]: other(table, may_go[0])}))


def test_an_issued_decision_is_final_and_a_draft_becomes_one_once(connection: Connection) -> None:
    issued, drafted = (
        select(decision.c.id).where(which).scalar_subquery()
        for which in (decision.c.issued_at.is_not(None), decision.c.issued_at.is_(None))
    )
    told = "decision is final once issued_at is set: it is neither changed nor deleted"
    for column in decision.columns:
        mine = update(decision).where(decision.c.id == issued)
        refused(connection, told, mine.values({column.name: other(decision, column.name)}))
    refused(connection, told, delete(decision).where(decision.c.id == issued))
    refused(connection, told, delete(decision).where(decision.c.id == drafted))
    connection.execute(
        update(decision).where(decision.c.id == drafted).values(reference="SAMPLE/2026/0009", issued_at=NOON)
    )
    refused(connection, told, update(decision).values(issued_at=None))


def test_nothing_is_added_to_what_was_issued(connection: Connection) -> None:
    later = connection.scalar(select(decision.c.id).where(decision.c.issued_at.is_(None)))
    for name in _SECOND.OF_A_DRAFT:
        table = private.tables[name]
        row = {**connection.execute(select(table)).mappings().all()[0], "id": new_key(), "place": 9}
        refused(connection, f"{name} is shut: its decision has been issued", insert(table).values(row))
        connection.execute(insert(table).values({**row, "decision_id": later}))
