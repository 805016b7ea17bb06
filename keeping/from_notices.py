"""Days that were taken from notices: the entry with which the activity keeps a statement names the notice."""

import json
from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, Connection, select

from storage import activity, determined, stated, told

_ACTS = ("fact.stated", "fact.corrected")
_NAMES_ONE = activity.c.about.contains('"told_id":')


def of_case(connection: Connection, case_id: str) -> Mapping[str, tuple[str, bool]]:
    """The notices that days of a case were taken from, by the id of the statement; and whether each was taken back."""
    wanted = select(activity.c.about).where(activity.c.case_id == case_id, activity.c.act.in_(_ACTS), _NAMES_ONE)
    named = dict(pair for about in connection.scalars(wanted) for pair in _pairs(about))
    if not named:
        return {}
    gone = select(told.c.id).where(told.c.case_id == case_id, told.c.taken_back_at.is_not(None))
    taken_back = frozenset(connection.scalars(gone))
    return {stated_id: (told_id, told_id in taken_back) for stated_id, told_id in named.items()}


def knew_one_taken_back() -> ColumnElement[bool]:
    """Whether a determination knew a day from a notice that was taken back, of rows of ``determined``.

    What was stated in the place of that day, before it was determined, no longer rests on the notice.
    """
    newer = stated.alias("newer")
    replaced = select(newer.c.id).where(
        newer.c.case_id == stated.c.case_id,
        newer.c.sort == stated.c.sort,
        newer.c.name == stated.c.name,
        newer.c.place > stated.c.place,
        newer.c.place <= determined.c.stated_to,
    )
    known = select(stated.c.id).where(
        stated.c.case_id == determined.c.case_id,
        stated.c.place <= determined.c.stated_to,
        activity.c.about.contains(stated.c.id),
        ~replaced.correlate(stated, determined).exists(),
    )
    rests = select(activity.c.place).where(
        activity.c.case_id == determined.c.case_id,
        activity.c.act.in_(_ACTS),
        activity.c.about.contains(told.c.id),
        known.correlate(activity, determined).exists(),
    )
    gone = select(told.c.id).where(
        told.c.case_id == determined.c.case_id,
        told.c.taken_back_at.is_not(None),
        rests.correlate(told, determined).exists(),
    )
    return gone.correlate(determined).exists()


def _pairs(about: str) -> Iterator[tuple[str, str]]:
    """The statement of which an entry is, and its notice. One that somebody altered may say anything."""
    try:
        said = json.loads(about)
    except ValueError:
        return
    if isinstance(said, dict) and all(isinstance(said.get(key), str) for key in ("stated_id", "told_id")):
        yield said["stated_id"], said["told_id"]
