"""Activity: who did what, in one case or at all, and whether it is still as it was written."""

import re
from typing import Any

from flask import Response

from keeping import FirstAltered, Verified, activity
from schemas.kept import ActivityPage, VerificationSchema
from web.api import parameters, stored
from web.api.errors import refuse
from web.api.operations import Blueprint, operation

blueprint = Blueprint("activity", __name__, url_prefix="/api/v1", description="Who did what, and when.")

_ASKED, _FOUND = ("after", "size"), ("place", "hash")
_READ = (*stored.COMMON, "bad-parameter")
_LAST = 10**15 - 1
_HASH = re.compile("[0-9a-f]{64}")


@operation(blueprint, "GET", "/cases/<id>/activity", ActivityPage, None, *_READ, act="activity.read", asks=_ASKED)
def list_case_activity(id: str) -> Response:
    """Who did what in a case, in order, a page at a time: ?after= the place of an entry."""
    after, size = _asked()
    return stored.looking(id, lambda connection, found: _page(connection, after, size, found.id))


@operation(blueprint, "GET", "/activity", ActivityPage, None, *_READ, act="activity.verify", asks=_ASKED)
def list_activity() -> Response:
    """Who did what in every case and account, for auditors, a page at a time: ?after= the place of an entry."""
    after, size = _asked()
    with stored.reading() as connection:
        return stored.answer(_page(connection, after, size))


@operation(
    blueprint, "GET", "/activity/verification", VerificationSchema, None, *_READ, act="activity.verify", asks=_FOUND
)
def verify_activity() -> Response:
    """Whether each entry is as it was written; ?place= and ?hash= hold it to what an earlier check found."""
    kept = _kept()
    with stored.reading() as connection:
        found = activity.verify(connection, kept)
    return stored.answer(stored.Made(_told(found), VerificationSchema))


def _asked() -> tuple[int, int]:
    said = parameters.asked(*_ASKED)
    return parameters.whole(said, "after", 0, 0, _LAST), parameters.whole(said, "size", 100, 1, 1000)


def _page(connection: Any, after: int, size: int, case_id: str | None = None) -> stored.Made:
    found = activity.entries(connection, case_id, after, size + 1)
    more = len(found) > size
    headers = parameters.following(after=str(found[size - 1].place)) if more else {}
    return stored.Made({"items": found[:size]}, ActivityPage, headers=headers)


def _kept() -> tuple[Verified, ...]:
    """What an earlier check found, where it is told. Raises Refused."""
    said = parameters.asked(*_FOUND)
    if not said:
        return ()
    place, last = parameters.whole(said, "place", 0, 1, _LAST), said.get("hash", "")
    if not _HASH.fullmatch(last):
        raise refuse(
            "bad-parameter", "place and hash go together, as an earlier check told them: a hash has 64 digits."
        )
    return (Verified(place, last),)


def _told(found: Verified | FirstAltered) -> dict[str, Any]:
    if isinstance(found, FirstAltered):
        return {"verified": False, "place": found.place, "hash": None, "told": str(found)}
    return {"verified": True, "place": found.place, "hash": found.hash, "told": str(found)}
