"""What must hold of what is kept after any stop: all that was acknowledged is there, and nothing by halves.

What is looked at here is read past the program, row by row.
"""

import json
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select, text

from keeping import FirstAltered, Verified, activity, files
from storage import (
    Database,
    answered,
    case,
    case_number,
    determined,
    evidence_item,
    party,
    state_change,
    stated,
    told,
)
from storage import activity as entries
from tests.proof.writers import Writer

# What the kinds of change leave behind: one row of a table, and one entry of the activity for each.
LEAVES = {
    "statement": (stated, ("fact.", "judgement.")),
    "party": (party, "party.added"),
    "notice": (told, "party.told"),
    "evidence": (evidence_item, "evidence.added"),
    "determined": (determined, "determination.made"),
}
AMCHECK = """
SELECT bt_index_check(index => c.oid, heapallindexed => true) FROM pg_class c JOIN pg_am a ON a.oid = c.relam
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE a.amname = 'btree' AND n.nspname = 'public'
"""


def check(database: Database, folder: Path, writers: Iterable[Writer], before: Verified) -> Verified:
    """All of it, and where the activity ends now. AssertionError says what does not hold."""
    with database.reading() as connection:
        sound(connection)
        nothing_by_halves(connection)
        for writer in writers:
            acknowledged(connection, writer)
        evidence_whole(connection, folder)
        found = activity.verify(connection, [before] if before.place else [])
    assert not isinstance(found, FirstAltered), str(found)
    return found


def let_look_into(database: Database) -> None:
    """Let a server look into its own indexes, as ``sound`` asks it to."""
    if not database.sqlite:
        with database.writing() as connection:
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))


def sound(connection: Connection) -> None:
    """The file or the server finds no fault in its own."""
    if connection.dialect.name == "sqlite":
        assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    else:
        assert connection.execute(text(AMCHECK)).all(), "no index was looked into"


def nothing_by_halves(connection: Connection) -> None:
    """A case is in the version to which its changes add up; each change has its row, its entry, and its kept answer."""
    rows = {what: _by_case(connection, table) for what, (table, _) in LEAVES.items()}
    acts = Counter({(row.case_id, row.act): row.n for row in connection.execute(_acts())})
    versions = {row.id: row.version for row in connection.execute(select(case.c.id, case.c.version))}
    for id, version in versions.items():
        assert version == 1 + sum(each[id] for each in rows.values()), f"case {id} is in version {version}: {rows}"
        for what, (_, act) in LEAVES.items():
            said = sum(n for (of, named), n in acts.items() if of == id and named.startswith(act))
            assert said == rows[what][id], f"case {id}: {rows[what][id]} of {what}, of which the activity tells {said}"
        assert acts[id, "case.received"] == 1
    assert set(_by_case(connection, state_change)) == set(versions)
    kept = connection.scalar(select(func.count()).select_from(answered))
    assert kept == len(versions) + sum(sum(each.values()) for each in rows.values()), "an answer for each change"
    numbers = sorted(int(each.rpartition("/")[2]) for each in connection.scalars(select(case.c.reference)))
    assert numbers == list(range(1, len(versions) + 1)), "references have no gap"
    assert connection.scalar(select(func.coalesce(func.max(case_number.c.last), 0))) == len(versions)


def acknowledged(connection: Connection, writer: Writer) -> None:
    """Everything that this client was told is done is there, and at most one change more: the one it waits for."""
    said = Counter((id, request.what) for id, request, _ in writer.done)
    found = {
        "fact": {json.loads(each).get("value") for each in _values(connection, stated.c.said)},
        "judgement": {json.loads(each)["reasons"] for each in _values(connection, stated.c.decided_by) if each},
        "notice": set(_values(connection, told.c.what)),
        "party": set(_values(connection, party.c.name)),
        "evidence": set(_values(connection, evidence_item.c.sha256)),
        "case": set(_values(connection, case.c.title)),
    }
    for id, request, _ in writer.done:
        assert request.value in found.get(request.what, {request.value}), f"case {id} lost {request}"
    for id in {id for id, _ in said}:
        version = connection.scalar(select(case.c.version).where(case.c.id == id)) or 0
        more = version - 1 - sum(n for (of, what), n in said.items() if of == id and what != "case")
        waits = writer.waiting is not None and f"/cases/{id}/" in writer.waiting.path
        assert more in ((0, 1) if waits else (0,)), f"case {id} has {more} changes that nobody asked for"


def evidence_whole(connection: Connection, folder: Path) -> None:
    """Every item has its file, whole."""
    for sha256 in _values(connection, evidence_item.c.sha256):
        files.fetch(folder, sha256)


def alone(database: Database) -> None:
    """Wait until the server has seen that its clients are gone, and has ended what they had begun."""
    if database.sqlite:
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        database.engine.dispose()
        with database.reading() as connection:
            if not connection.scalar(others):
                return
        time.sleep(0.01)
    raise AssertionError("the server still works for clients that are gone")


def _by_case(connection: Connection, table: Table) -> "Counter[str]":
    counted = select(table.c.case_id, func.count().label("n")).group_by(table.c.case_id)
    return Counter({row.case_id: row.n for row in connection.execute(counted)})


def _acts() -> Select[Any]:
    return select(entries.c.case_id, entries.c.act, func.count().label("n")).group_by(entries.c.case_id, entries.c.act)


def _values(connection: Connection, column: ColumnElement[str]) -> list[str]:
    return list(connection.scalars(select(column)))
