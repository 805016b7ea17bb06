"""Activity: who did what, when. Append-only, and each entry bound to the one before, so that a change is found.

The head holds the place and hash of the last entry. Whoever writes the next one locks it until the transaction ends, so
entries stand in one order; record after other rows were locked, never before. The head is sealed with a secret of this
installation, and nothing is added to a head whose seal is not ours: that would seal a forger's work.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from keeping.about import NotForActivity, check_who, written
from keeping.chain import KEPT_AS, ORIGIN, Entry, hash_of, keyed, seal_of, sealed
from keeping.verifying import FirstAltered, Verified, verify
from storage import activity, activity_head, secret

__all__ = [
    "ActivityBroken",
    "Entry",
    "FirstAltered",
    "NotForActivity",
    "Verified",
    "entries",
    "latest",
    "record",
    "salted",
    "verify",
]

_BROKEN = (
    "The head of the activity was changed by something else than this program. Nothing was stored, and nothing will be "
    "before it is mended: run `rationale verify-activity`, find out who changed the database, and restore a backup."
)


class ActivityBroken(Exception):
    """The head of the activity is not the one that this installation wrote. Nothing is stored on top of it."""


@dataclass(frozen=True, slots=True)
class _Head:
    place: int
    hash: str
    secret: str


def record(
    connection: Connection,
    now: datetime,
    actor: str,
    act: str,
    case_id: str | None = None,
    about: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry, stored with all else that the transaction stores or not at all.

    Raises NotForActivity for what an entry must not hold, and ActivityBroken where the head is not ours.
    """
    check_who(actor, act, case_id)
    said = written(about or {})
    head = _locked(connection, now)
    bare = Entry(head.place + 1, now, actor, act, case_id, said, head.hash, "")
    entry = replace(bare, hash=hash_of(bare))
    connection.execute(insert(activity).values({name: getattr(entry, name) for name in Entry.__slots__}))
    seal = seal_of(head.secret, entry.place, entry.hash)
    connection.execute(update(activity_head).values(place=entry.place, hash=entry.hash, seal=seal))


def salted(salt: str, value: str) -> str:
    """What may stand in an entry for a value: HMAC-SHA256. Once the salt is gone, nobody can try values on it."""
    if not salt:
        raise ValueError("a hash without a salt can be guessed: give the case's salt")
    return keyed(salt, value)


def entries(connection: Connection, case_id: str | None = None, after: int = 0, most: int = 100) -> tuple[Entry, ...]:
    """The entries of one case, or all, in their order; those behind the place ``after``, and not more than ``most``."""
    wanted = select(activity).where(activity.c.place > after).order_by(activity.c.place).limit(most)
    if case_id is not None:
        wanted = wanted.where(activity.c.case_id == case_id)
    return tuple(Entry(**row) for row in connection.execute(wanted).mappings())


def latest(connection: Connection, case_id: str, before: int | None = None, most: int = 50) -> tuple[Entry, ...]:
    """The entries of one case, the newest first; those ahead of the place ``before``, and not more than ``most``."""
    wanted = select(activity).where(activity.c.case_id == case_id).order_by(activity.c.place.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(activity.c.place < before)
    return tuple(Entry(**row) for row in connection.execute(wanted).mappings())


def _locked(connection: Connection, now: datetime) -> _Head:
    """The head, which nobody else can move until the transaction ends. The first entry finds none and makes it."""
    ours = select(secret.c.value).where(secret.c.name == KEPT_AS).scalar_subquery()
    wanted = select(activity_head.c.place, activity_head.c.hash, activity_head.c.seal, ours.label("secret"))
    wanted = wanted.where(activity_head.c.id == 1).with_for_update(of=activity_head)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        _make_head(connection, now)
        row = connection.execute(wanted).one()
    if not sealed(row.secret, row.place, row.hash, row.seal):
        raise ActivityBroken(_BROKEN)
    return _Head(row.place, row.hash, row.secret)


def _make_head(connection: Connection, now: datetime) -> None:
    """Make the head, unless another does at the same moment. Where there are entries, somebody took it away."""
    insert_if_new(connection, secret, name=KEPT_AS, value=secrets.token_hex(32), made_at=now)
    ours = connection.scalar(select(secret.c.value).where(secret.c.name == KEPT_AS)) or ""
    made = insert_if_new(connection, activity_head, id=1, place=0, hash=ORIGIN, seal=seal_of(ours, 0, ORIGIN))
    if made and connection.scalar(select(activity.c.place).limit(1)) is not None:
        raise ActivityBroken(_BROKEN)


def insert_if_new(connection: Connection, table: Table, **values: Any) -> bool:
    """Insert a row unless its key is there; whether it was. Waits for another who inserts the same."""
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    made = kind.insert(table).values(values).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(made).first() is not None
