"""What is due without anybody at a desk: what was held back goes out once its moment has come, and heads are signed.

It goes out as whoever set the moment asked, if all else holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

import people
from casework.deciding import Live
from casework.errors import CaseRefused, NotAllowed, NotFound, Stale
from casework.publishing.going_out import Outlet, correct, publish
from casework.publishing.reading import prepared_of
from documents import PDFUnavailable
from keeping import NotMadeAgain
from register import head_due
from storage import publishing, publishing_intent, publishing_setting

_IN_THE_WAY = (CaseRefused, NotAllowed, NotFound, Stale, NotMadeAgain, PDFUnavailable)
_NOBODY = "whoever set the moment has no account any more: somebody else has to publish it"


@dataclass(frozen=True, slots=True)
class Released:
    """A publication whose moment had come: ``told`` is empty where it went out, and else says why it did not."""

    reference: str
    told: str


def release_due(outlet: Outlet, now: datetime, live: Live) -> tuple[Released, ...]:
    """Publish everything whose moment has come and that was not sent since it was set."""
    return tuple(_release(outlet, now, row, live) for row in _due(outlet, now))


def sign_daily(outlet: Outlet, now: datetime) -> bool:
    """Sign the log where its newest head is a day old, or does not hold all of it; whether that was done.

    Of several processes that do so at once one signs. Raises as the outlet’s own ``sign`` does.
    """
    if outlet.sign is None:
        return False
    with outlet.register.writing() as connection:
        due = head_due(connection, now)
        if due:
            outlet.sign(connection, now)
    return due


def _due(outlet: Outlet, now: datetime) -> Sequence[Row[Any, Any, Any]]:
    newer = publishing_setting.alias()
    last = select(func.max(newer.c.place)).where(newer.c.publishing_id == publishing.c.id).correlate(publishing)
    sent = select(publishing_intent.c.id).where(
        publishing_intent.c.publishing_id == publishing.c.id, publishing_intent.c.at >= publishing_setting.c.at
    )
    wanted = (
        select(publishing.c.id, publishing.c.reference, publishing_setting.c.by)
        .join(publishing_setting, publishing_setting.c.publishing_id == publishing.c.id)
        .where(publishing.c.state != "withdrawn", publishing_setting.c.place == last.scalar_subquery())
        .where(publishing_setting.c.embargo_until <= now, ~sent.exists())
        .order_by(publishing_setting.c.embargo_until, publishing.c.id)
    )
    with outlet.private.reading() as connection:
        return connection.execute(wanted).all()


def _release(outlet: Outlet, now: datetime, row: Row[Any, Any, Any], live: Live) -> Released:
    with outlet.private.reading() as connection:
        actor, prepared = people.actor(connection, row.by), prepared_of(connection, row.id)
    if actor is None:
        return Released(row.reference, _NOBODY)
    send = correct if prepared.out else publish
    try:
        send(outlet, now, actor, prepared.id, live, prepared.version)
    except _IN_THE_WAY as refused:
        return Released(row.reference, str(refused))
    return Released(row.reference, "")
