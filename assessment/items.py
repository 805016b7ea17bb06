"""Items of evidence: what shows that a requirement was met, where its original is kept, and which days it covers.

One item serves as many requirements and sites as it supports. When it was received is never changed. What lies outside
a requirement's window does not count for it, and is told so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from assessment.assessing import rule_set_of
from assessment.change import begin, change_content, note
from assessment.held import Held, next_place, rows_of
from assessment.items_read import serves_faults
from assessment.model import EvidenceItem, Serves
from assessment.refusing import NotFound, refuse
from engine import Fault, RuleSet, day
from keeping import Checked, Days, files
from keeping.evidence_items import check_about
from keeping.texts import line_faults, today, words_faults
from people import Actor
from storage import assessment_item, assessment_item_approved, assessment_item_serves, new_key

ACT = "assessment.change"


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved an item, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item as it comes in. ``original`` says where the original is kept; a file of it may come along or not."""

    title: str
    original: str
    serves: tuple[Serves, ...]
    days: Days = field(default_factory=Days)


@dataclass(frozen=True, slots=True)
class File:
    """The file of an item: its bytes, and what keeping made of them before the transaction began."""

    data: bytes
    checked: Checked
    folder: Path


@dataclass(frozen=True, slots=True)
class Item:
    """An item of evidence as it is kept. ``place`` counts from 1 in the assessment; no ``sha256``: no file came.

    ``bytes_gone_at``: when its file had to go, since the time of the assessment was over.
    """

    id: str
    place: int
    title: str
    original: str
    file_name: str
    sha256: str
    media_type: str
    size: int
    searched: bool
    dated: date | None
    covers_from: date | None
    covers_to: date | None
    received_at: datetime
    by: str
    serves: tuple[Serves, ...]
    approved: tuple[Approval, ...]
    bytes_gone_at: datetime | None = None

    @property
    def named(self) -> EvidenceItem:
        """So far as an assessment asks for it."""
        days = (self.dated, self.covers_from, self.covers_to)
        return EvidenceItem(self.place, self.title, self.original, self.serves, *days)


def add(  # noqa: PLR0913, PLR0917  # an act on an item: who, when, where, what, by which rules, on which version
    connection: Connection,
    now: datetime,
    actor: Actor,
    assessment_id: str,
    new: NewItem,
    file: File | None,
    rule_sets: Mapping[str, RuleSet],
    expected: int,
) -> Held:
    """Take an item in; its file is on the disk before this returns. It is the last of ``items``.

    Raises NotFound, NotAllowed, Stale, AssessmentRefused; EvidenceRefused for the file or what is said of it.
    """
    held = begin(connection, actor, ACT, assessment_id, expected)
    refuse(_faults(held, new, file, rule_set_of(rule_sets, held.year), items(connection, held.id), today(now)))
    check_about(f"{new.title} {new.original}", new.days)
    changed = change_content(connection, now, actor, held, ACT)
    id, place = new_key(), next_place(connection, assessment_item, held.id)
    of_file = {"media_type": "", "size": 0, "searched": False}
    if file is not None:
        of_file = {
            "file_name": file.checked.name, "sha256": file.checked.sha256, "media_type": file.checked.media_type,
            "size": len(file.data), "searched": file.checked.searched,
        }  # fmt: skip
    row = {
        "id": id, "assessment_id": held.id, "place": place, "title": new.title.strip(),
        "original": new.original.strip(), "dated": new.days.dated, "covers_from": new.days.covers_from,
        "covers_to": new.days.covers_to, "received_at": now, "by": actor.id,
    }  # fmt: skip
    connection.execute(insert(assessment_item).values({**row, **of_file}))
    _insert_serves(connection, id, new.serves)
    if file is not None:
        files.keep(file.folder, file.data)  # after the row, for which whoever takes bytes away waits
    about = {"evidence_id": id, "place": place, "size": of_file["size"], "content_hash": of_file.get("sha256", "")}
    note(connection, now, actor, "assessment.evidence_added", held, about)
    return changed


def serve(  # noqa: PLR0913, PLR0917  # as above
    connection: Connection,
    now: datetime,
    actor: Actor,
    assessment_id: str,
    item_id: str,
    serves: Sequence[Serves],
    rule_sets: Mapping[str, RuleSet],
    expected: int,
) -> Held:
    """Say anew what an item supports, in the place of what was said before. Raises as ``add`` does."""
    held = begin(connection, actor, ACT, assessment_id, expected)
    item = find(connection, held.id, item_id)
    refuse(serves_faults(serves, held.sites, rule_set_of(rule_sets, held.year)))
    if set(serves) == set(item.serves):
        return held
    changed = change_content(connection, now, actor, held, ACT)
    connection.execute(delete(assessment_item_serves).where(assessment_item_serves.c.item_id == item.id))
    _insert_serves(connection, item.id, serves)
    about = {"evidence_id": item.id, "names": sorted({each.requirement for each in serves})}
    note(connection, now, actor, "assessment.evidence_serves", held, about)
    return changed


def approve(
    connection: Connection, now: datetime, actor: Actor, assessment_id: str, item_id: str, expected: int
) -> Held:
    """Approve an item, once for each person. Raises NotFound, NotAllowed, Stale, AssessmentRefused."""
    held = begin(connection, actor, ACT, assessment_id, expected)
    item = find(connection, held.id, item_id)
    if actor.id in [each.by for each in item.approved]:
        refuse([Fault("", f"you have approved item {item.place} already: nothing more is needed of you")])
    changed = change_content(connection, now, actor, held, ACT)
    row = {"id": new_key(), "item_id": item.id, "at": now, "by": actor.id}
    connection.execute(insert(assessment_item_approved).values(row))
    note(connection, now, actor, "assessment.evidence_approved", held, {"evidence_id": item.id, "place": item.place})
    return changed


def items(connection: Connection, assessment_id: str) -> tuple[Item, ...]:
    """The items of an assessment, in the order in which they came."""
    mine = select(assessment_item.c.id).where(assessment_item.c.assessment_id == assessment_id)
    serves, approved = assessment_item_serves, assessment_item_approved
    wanted = select(serves).where(serves.c.item_id.in_(mine)).order_by(serves.c.requirement, serves.c.site)
    found: dict[str, list[Serves]] = {}
    for row in connection.execute(wanted):
        found.setdefault(row.item_id, []).append(Serves(row.requirement, row.site))
    given: dict[str, list[Approval]] = {}
    for row in connection.execute(select(approved).where(approved.c.item_id.in_(mine)).order_by(approved.c.at)):
        given.setdefault(row.item_id, []).append(Approval(row.by, row.at))
    return tuple(
        _item(row, tuple(found.get(row["id"], ())), tuple(given.get(row["id"], ())))
        for row in rows_of(connection, assessment_item, assessment_id)
    )


def find(connection: Connection, assessment_id: str, item_id: str) -> Item:
    """One of them. Raises NotFound."""
    for each in items(connection, assessment_id):
        if each.id == item_id:
            return each
    raise NotFound


def _item(row: Mapping[str, Any], serves: tuple[Serves, ...], approved: tuple[Approval, ...]) -> Item:
    texts = ("title", "original", "file_name", "sha256")
    held: dict[str, Any] = {name: value for name, value in row.items() if name != "assessment_id"}
    held |= {name: row[name] or "" for name in texts}
    return Item(**held, serves=serves, approved=approved)


def _faults(
    held: Held, new: NewItem, file: File | None, rule_set: RuleSet, others: Sequence[Item], now: date
) -> Iterator[Fault]:
    yield from line_faults("/title", new.title)
    yield from words_faults("/original", new.original, may_be_empty=file is not None)
    if new.days.dated and new.days.dated > now:
        yield Fault("/dated", f"{day(new.days.dated)} is still to come: give the day on which it was written")
    if file is not None:
        for each in others:
            if each.sha256 == file.checked.sha256:
                told = f"this is the same file as item {each.place}, byte for byte. One item serves many requirements"
                yield Fault("/file", f"{told}: say so of that one")
    yield from serves_faults(new.serves, held.sites, rule_set)


def _insert_serves(connection: Connection, item_id: str, serves: Sequence[Serves]) -> None:
    rows = [{"item_id": item_id, "requirement": each.requirement, "site": each.site} for each in dict.fromkeys(serves)]
    connection.execute(insert(assessment_item_serves), rows)
