"""Publishing: the one way into the register. Everything of one act is stored together or not at all, its leaf included.

It is idempotent by id and version: whoever does not know whether an act was stored does it again, with the same bytes.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785
from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from documents import Record
from register import checking, indexing, log, rows
from register.errors import RegisterRefused
from register.life import SAYS, Act, after, whither
from register.model import Published, Publishing, State, Withdrawing
from storage import (
    determination_published,
    log_leaf,
    publication,
    publication_version,
    rendition,
    rules_published,
)

WITHDRAWAL_FORMAT = "rationale-withdrawal-1"
_THE_SAME = "To repeat an act, send exactly the same."


def publish(connection: Connection, now: datetime, what: Publishing | Withdrawing) -> Published:
    """Publish a version of a record, or withdraw a publication, and say what became of it.

    What was done before is answered as it was then, and stored once. Raises RegisterRefused.
    """
    log.lock(connection)
    if isinstance(what, Withdrawing):
        return _withdraw(connection, now, what)
    return _publish(connection, now, what)


def _publish(connection: Connection, now: datetime, what: Publishing) -> Published:
    content = checking.refuse_unfit(what)
    record = what.record
    held = rows.row_of(connection, record.id)
    digest = hashlib.sha256(content).hexdigest()
    if (before := rows.version_of(connection, record.id, record.version)) is not None and held is not None:
        if before.sha256 != digest:
            told = f"Version {record.version} of {record.id} is in the register already, and is another. {_THE_SAME}"
            raise RegisterRefused(f"{told} What changes is published as version {held['version'] + 1}.")
        return Published(record.id, record.version, held["state"], digest, before.leaf_index)
    act: Act = "publish" if held is None else "correct"
    state = _next(record.id, held, act)
    checking.refuse_unsalted(what)
    checking.refuse_out_of_turn(record, held)
    checking.refuse_taken_names(connection, what)
    index = log.append(connection, now, log.PUBLICATION, content, (record.id, record.version))
    made = _Made(record, content, digest, state, index)
    _store(connection, now, what, made, held)
    return Published(record.id, record.version, state, digest, index)


def _withdraw(connection: Connection, now: datetime, what: Withdrawing) -> Published:
    checking.refuse_unsaid(what)
    held = rows.row_of(connection, what.id)
    if held is not None and held["state"] == "withdrawn":
        if (held["withdrawn_on"], held["withdrawn_reason"]) != (what.on, what.reason):
            raise RegisterRefused(
                f"{what.id} was withdrawn on {held['withdrawn_on']}, with another reason or day. {_THE_SAME}"
            )
        wanted = select(log_leaf.c.content).where(log_leaf.c.place == held["leaf_index"])
        digest = hashlib.sha256(connection.execute(wanted).scalar_one()).hexdigest()
        return Published(what.id, held["version"], "withdrawn", digest, held["leaf_index"])
    state = _next(what.id, held, "withdraw")
    version = held["version"] if held is not None else 0
    said = {
        "format": WITHDRAWAL_FORMAT, "id": what.id, "on": what.on.isoformat(), "reason": what.reason,
        "version": version,
    }  # fmt: skip
    content = rfc8785.dumps(said)
    index = log.append(connection, now, log.WITHDRAWAL, content, (what.id, version))
    indexing.remove(connection, what.id)
    _erase(connection, what.id)
    changed = {
        "state": state, "changed_at": now, "leaf_index": index,
        "withdrawn_on": what.on, "withdrawn_reason": what.reason,
    }  # fmt: skip
    connection.execute(update(publication).where(publication.c.id == what.id).values(changed))
    return Published(what.id, version, state, hashlib.sha256(content).hexdigest(), index)


@dataclass(frozen=True, slots=True)
class _Made:
    """A version that is about to be stored."""

    record: Record
    content: bytes
    sha256: str
    state: State
    leaf_index: int


def _next(id: str, held: RowMapping | None, act: Act) -> State:
    before = None if held is None else held["state"]
    state = after(before, act)
    if state is None:
        raise RegisterRefused(f"{id} cannot be {SAYS[act]}. {whither(before)}")
    return state


def _store(connection: Connection, now: datetime, what: Publishing, made: _Made, held: RowMapping | None) -> None:
    record = made.record
    if held is not None:
        indexing.remove(connection, record.id)
    if what.erases:
        _erase(connection, record.id)
    docid = rows.docid_for(connection, record, held)
    row = {
        "docid": docid, "reference": record.reference, "state": made.state, "version": record.version,
        "noindex": record.noindex, "changed_at": now, "leaf_index": made.leaf_index,
    }  # fmt: skip
    if held is None:
        kind = "decision" if record.id.startswith("d-") else "scheme_result"
        connection.execute(insert(publication).values(row | {"id": record.id, "kind": kind}))
    else:
        connection.execute(update(publication).where(publication.c.id == record.id).values(row))
    version = {
        "publication_id": record.id, "version": record.version, "sha256": made.sha256, "canonical": made.content,
        "why": record.why.says if record.why else "", "at": now, "leaf_index": made.leaf_index,
    }  # fmt: skip
    connection.execute(insert(publication_version).values(version))
    for table, more in _beside(what):
        of = {"publication_id": record.id, "version": record.version}
        connection.execute(insert(table).values(of | more))
    _keep_rules(connection, now, what)
    rows.name(connection, now, what)
    indexing.put(connection, docid, record)


def _beside(what: Publishing) -> Iterator[tuple[Any, dict[str, Any]]]:
    """What is kept beside a record."""
    if what.pdf is not None:
        digest = hashlib.sha256(what.pdf).hexdigest()
        yield rendition, {"format": "pdf", "sha256": digest, "content": what.pdf}
    for digest, held in {each.sha256: each.canonical for each in what.determinations}.items():
        yield determination_published, {"sha256": digest, "canonical": held}


def _keep_rules(connection: Connection, now: datetime, what: Publishing) -> None:
    """Keep the files of each revision once: those that came first stay."""
    for each in {each.revision: each for each in what.rules}.values():
        wanted = select(rules_published.c.revision).where(rules_published.c.revision == each.revision)
        if connection.scalar(wanted) is None:
            row = {"revision": each.revision, "rule_set": each.rule_set, "files": each.files, "at": now}
            connection.execute(insert(rules_published).values(row))


def _erase(connection: Connection, id: str) -> None:
    """Leave of every version what is needed to prove that it stood in the log, and nothing that it said."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")  # or its bytes would lie in the file until overwritten
    indexing.forget(connection)
    of = publication_version.c.publication_id == id
    connection.execute(update(publication_version).where(of).values(canonical=None, why=None))
    for table in (rendition, determination_published):
        connection.execute(delete(table).where(table.c.publication_id == id))
