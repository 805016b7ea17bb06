"""Items of evidence and their files, as programs and people are given them."""

from typing import Any

from flask import Response

import casework
from casework import Case
from keeping import EvidenceGone, Item, activity, evidence_items
from people import Actor
from web.ids import as_id
from web.office import now, office
from web.saved import to_be_saved


class TimeOver(EvidenceGone):
    """The time of an item was over, and its file had to go: nothing went wrong."""


def item_of(connection: Any, found: Case, item_id: str) -> Item:
    """An item of a case, by its id as it stands in an address. Raises NotFound."""
    item = evidence_items.find(connection, found.id, as_id(item_id))
    if item is None:
        raise casework.NotFound
    return item


def file_of(by: Actor, found: Case, item: Item) -> Response:
    """The file of an item, to be saved. That it was read is kept in the activity.

    Raises TimeOver, or EvidenceGone where it is missing or was altered.
    """
    if item.bytes_gone_at is not None:
        raise TimeOver(f"The time of evidence item {item.place} was over, and its file is gone.")
    data = evidence_items.content(item, office().data_dir / "evidence")
    with office().private.writing() as connection:
        activity.record(connection, now(), by.id, "evidence.read", found.id, {"evidence_id": item.id})
    return to_be_saved(data, item.media_type, item.name or "")
