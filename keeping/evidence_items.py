"""Evidence items: documents and records that support what was stated. One item serves as many facts as it supports."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select

from engine import day
from keeping import files
from keeping.activity import record, salted
from keeping.evidence_refused import EvidenceRefused
from keeping.exact import is_text
from keeping.file_names import harmless
from keeping.media_types import look_at
from keeping.nhs_numbers import WHAT_TO_DO, in_text
from storage import case, evidence_item, new_key, stated, stated_on

_RAW_NAME = 10_000


@dataclass(frozen=True, slots=True)
class Item:
    """An evidence item. Not ``searched``: what it shows cannot be read here, so a person looks for NHS numbers in it.

    ``place`` counts from 1 within the case. Once its time is over it has no name and no bytes.
    """

    id: str
    case_id: str
    place: int
    sha256: str
    name: str | None
    media_type: str
    size: int
    searched: bool
    about: str | None
    dated: date | None
    covers_from: date | None
    covers_to: date | None
    received_at: datetime
    by: str
    bytes_gone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be taken: its name made harmless, what it is, and whether all of it could be searched."""

    name: str
    sha256: str
    media_type: str
    searched: bool


@dataclass(frozen=True, slots=True)
class Days:
    """When an item was written, and the days that it speaks of; what is not known is left out."""

    dated: date | None = None
    covers_from: date | None = None
    covers_to: date | None = None


def check(name: str, data: bytes) -> Checked:
    """Look into a file. Raises EvidenceRefused, which says why it is not taken, where, and what to do.

    A long PDF takes some seconds. So ask before a transaction is opened, in which others would have to wait.
    """
    plain = harmless(name[-_RAW_NAME:])
    if not plain:
        raise EvidenceRefused("this file has no name that can be shown: give it one, such as notice-of-appeal.pdf")
    if in_text(plain):
        raise EvidenceRefused(f"the name of this file {WHAT_TO_DO}")
    looked = look_at(plain, data)
    return Checked(plain, hashlib.sha256(data).hexdigest(), looked.media_type, looked.searched)


def add(  # noqa: PLR0913, PLR0917  # a file has many sides, and each is named by the caller
    connection: Connection,
    now: datetime,
    by: str,
    case_id: str,
    folder: Path,
    name: str,
    data: bytes,
    about: str,
    days: Days = Days(),
    checked: Checked | None = None,
) -> Item:
    """Take a file as evidence of a case, its bytes under ``folder``. They are on the disk before this returns.

    ``checked`` is what ``check`` made of the same file before the transaction; left out, it is asked for here.

    Raises EvidenceRefused, which says why and what to do; LookupError where there is no such case; and StorageFull or
    StorageUnavailable of the disk. Nothing is stored then, once the caller's ``writing()`` has ended with the error.
    """
    check_about(about, days)
    looked = checked or check(name, data)
    if looked.sha256 != hashlib.sha256(data).hexdigest():
        raise ValueError("what was checked is another file than the one that is added")
    salt = _locked(connection, case_id)
    _refuse_twice(connection, case_id, looked.sha256)
    item = Item(
        id=new_key(),
        case_id=case_id,
        place=(connection.scalar(_of_case(func.max(evidence_item.c.place), case_id)) or 0) + 1,
        sha256=looked.sha256,
        name=looked.name,
        media_type=looked.media_type,
        size=len(data),
        searched=looked.searched,
        about=about,
        dated=days.dated,
        covers_from=days.covers_from,
        covers_to=days.covers_to,
        received_at=now,
        by=by,
        bytes_gone_at=None,
    )
    connection.execute(insert(evidence_item).values({each: getattr(item, each) for each in Item.__slots__}))
    files.keep(folder, data)  # after the row, for which whoever takes bytes away waits
    record(connection, now, by, "evidence.added", case_id, _told(item, salt))
    return item


def of_case(connection: Connection, case_id: str) -> tuple[Item, ...]:
    """The items of a case in their order, also those whose bytes are gone."""
    rows = connection.execute(_of_case(evidence_item, case_id).order_by(evidence_item.c.place)).mappings()
    return tuple(Item(**row) for row in rows)


def find(connection: Connection, case_id: str, id: str) -> Item | None:
    """An item of a case; none where the case has no such item, be it of another case or of none."""
    row = connection.execute(_of_case(evidence_item, case_id).where(evidence_item.c.id == id)).mappings().one_or_none()
    return None if row is None else Item(**row)


def content(item: Item, folder: Path) -> bytes:
    """The bytes of an item, whole and unaltered. Raises EvidenceGone where they are not, or have had their time."""
    if item.bytes_gone_at is not None:
        raise files.EvidenceGone(f"The time of evidence item {item.place} was over, and its file is gone.")
    return files.fetch(folder, item.sha256)


def supports(connection: Connection, item: Item) -> tuple[str, ...]:
    """The names of all that was ever stated on the strength of an item."""
    joined = stated_on.join(stated, stated.c.id == stated_on.c.stated_id)
    names = select(stated.c.name).select_from(joined).where(stated_on.c.evidence_id == item.id).distinct()
    return tuple(connection.scalars(names.order_by(stated.c.name)))


def check_about(about: str, days: Days) -> None:
    """Raises EvidenceRefused where what is said of a file cannot be kept, or its days are upside down."""
    if in_text(about):
        raise EvidenceRefused(f"what is said about this file {WHAT_TO_DO}", "about")
    if not is_text(about):
        raise EvidenceRefused("what is said about this file holds signs that no text has: write it again", "about")
    if days.covers_from and days.covers_to and days.covers_from > days.covers_to:
        raise EvidenceRefused(
            f"the days that this file covers are upside down: from {day(days.covers_from)} to "
            f"{day(days.covers_to)}. Put the earlier one first",
            "covers_from",
        )


def _locked(connection: Connection, case_id: str) -> str | None:
    """The salt of a case, to which nobody else adds an item until the transaction ends."""
    row = connection.execute(select(case.c.salt).where(case.c.id == case_id).with_for_update()).one_or_none()
    if row is None:
        raise LookupError("there is no such case")
    salt: str | None = row.salt
    return salt


def _refuse_twice(connection: Connection, case_id: str, sha256: str) -> None:
    same = _of_case(evidence_item.c.place, case_id).where(
        evidence_item.c.sha256 == sha256, evidence_item.c.bytes_gone_at.is_(None)
    )
    if (place := connection.scalar(same)) is not None:
        raise EvidenceRefused(
            f"this is the same file as evidence item {place} of this case, byte for byte. One item serves many facts: "
            "name that one"
        )


def _of_case(what: Any, case_id: str) -> Any:
    return select(what).where(evidence_item.c.case_id == case_id)


def _told(item: Item, salt: str | None) -> Mapping[str, Any]:
    told: dict[str, Any] = {"evidence_id": item.id, "place": item.place, "size": item.size}
    return told | {"content_hash": salted(salt, item.sha256)} if salt else told
