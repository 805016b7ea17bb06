"""What must hold of what is kept after any stop: all that was acknowledged is there, and nothing by halves.

What is looked at here is read past the program, row by row.
"""

import json
import time
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select, text

from keeping import FirstAltered, Verified, activity, files
from storage import (
    Database,
    answered,
    case,
    case_number,
    deadline,
    determined,
    evidence_item,
    extension,
    party,
    state_change,
    stated,
    told,
)
from storage import activity as entries
from tests.proof.writers import Writer

# What the kinds of change leave behind: one row of a table, by its case, and one entry of the activity for each.
LEAVES = {
    "statement": (select(stated.c.case_id), ("fact.", "judgement.")),
    "party": (select(party.c.case_id), "party.added"),
    "notice": (select(told.c.case_id), "party.told"),
    "evidence": (select(evidence_item.c.case_id), "evidence.added"),
    "determined": (select(determined.c.case_id), "determination.made"),
    "extension": (select(deadline.c.case_id).join(extension), "deadline.extended"),
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
        acknowledged(connection, tuple(writers))
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
    rows = {what: Counter(connection.scalars(cases)) for what, (cases, _) in LEAVES.items()}
    acts = Counter({(row.case_id, row.act): row.n for row in connection.execute(_acts())})
    versions = {row.id: row.version for row in connection.execute(select(case.c.id, case.c.version))}
    for id, version in versions.items():
        assert version == 1 + sum(each[id] for each in rows.values()), f"case {id} is in version {version}: {rows}"
        for what, (_, act) in LEAVES.items():
            said = sum(n for (of, named), n in acts.items() if of == id and named.startswith(act))
            assert said == rows[what][id], f"case {id}: {rows[what][id]} of {what}, of which the activity tells {said}"
        assert acts[id, "case.received"] == 1
    assert set(connection.scalars(select(state_change.c.case_id))) == set(versions)
    kept = connection.scalar(select(func.count()).select_from(answered))
    assert kept == len(versions) + sum(sum(each.values()) for each in rows.values()), "an answer for each change"
    numbers = sorted(int(each.rpartition("/")[2]) for each in connection.scalars(select(case.c.reference)))
    assert numbers == list(range(1, len(versions) + 1)), "references have no gap"
    assert connection.scalar(select(func.coalesce(func.max(case_number.c.last), 0))) == len(versions)


def acknowledged(connection: Connection, writers: Collection[Writer]) -> None:
    """Everything that these clients were told is done is there, and at most one change of each more: what it waits for.

    Of what somebody was told that another had been quicker, nothing is there.
    """
    kept = {what: set(values) for what, values in _kept(connection).items()}
    for writer in writers:
        for id, request, _ in writer.done:
            assert request.value in kept.get(request.what, {request.value}), f"case {id} lost {request}"
        for request in writer.quicker:
            assert request.value not in kept.get(request.what, ()), (
                f"it is there, and was answered otherwise: {request}"
            )
    nothing_more(connection, writers)


def _kept(connection: Connection) -> dict[str, Iterable[str]]:
    """By what changes are found again."""
    put_off = connection.execute(select(extension.c.why, extension.c.due_on))
    return {
        "fact": _values(connection, stated.c.source),
        "judgement": [json.loads(each)["reasons"] for each in _values(connection, stated.c.decided_by) if each],
        "notice": _values(connection, told.c.what),
        "party": _values(connection, party.c.name),
        "evidence": _values(connection, evidence_item.c.sha256),
        "case": _values(connection, case.c.title),
        "extension": [row.why for row in put_off if row.why.endswith(f", to {row.due_on}")],
    }


def nothing_more(connection: Connection, writers: Collection[Writer]) -> None:
    """A case has the changes that were acknowledged, and at most one more for each who waits for an answer."""
    changes = [(id, request.what) for writer in writers for id, request, _ in writer.done]
    said = Counter(id for id, what in changes if what != "case")
    waits = Counter(writer.case for writer in writers if writer.waiting is not None and writer.waiting.what != "case")
    versions = {row.id: row.version for row in connection.execute(select(case.c.id, case.c.version))}
    for id in {id for id, _ in changes}:
        more = versions[id] - 1 - said[id]
        assert 0 <= more <= waits[id], f"case {id} has {more} changes that nobody asked for, or lacks some"


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


def _acts() -> Select[Any]:
    return select(entries.c.case_id, entries.c.act, func.count().label("n")).group_by(entries.c.case_id, entries.c.act)


def _values(connection: Connection, column: ColumnElement[str]) -> list[str]:
    return list(connection.scalars(select(column)))
