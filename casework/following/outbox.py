"""E-mails that are to go out, each under a reference of its own, however often it must be tried.

Whoever sends claims one for a while, sends it, and marks it. What stops them in between leaves it to the next, who
sends it under the same reference once the claim is over: at least once, and never by two at the same time.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from people.keys import LINK, hashed, new_secret
from storage import outbox, subscription, subscription_link

CLAIMED_FOR = timedelta(minutes=10)  # longer than any attempt to send takes
GIVEN_UP_AFTER = timedelta(days=7)
LINKS_WORK = timedelta(days=180)  # at least: those of the last e-mail work as long as something is followed
_FIRST, _LONGEST = timedelta(minutes=1), timedelta(hours=6)  # between one attempt and the next


@dataclass(frozen=True, slots=True)
class Claimed:
    """An e-mail that the caller is to send now. ``secret`` opens its link, and is known to nobody else.

    ``email`` stands here alone, so that no message shows it by accident.
    """

    id: str
    sort: str
    email: str = field(repr=False)
    asked: str
    says: str
    how_often: str
    after_leaf: int
    upto_leaf: int
    expires_at: datetime | None
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Left:
    """How many e-mails are still to go out, and how many were refused for good."""

    waiting: int
    refused: int


def claim(connection: Connection, now: datetime, *, begun: datetime | None = None) -> Claimed | None:
    """The e-mail that waited longest, for the caller alone; none where none is due.

    ``begun``: when the caller began, so that what is put off is not tried again at once.
    """
    joined = outbox.join(subscription, subscription.c.id == outbox.c.subscription_id)
    free = or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until <= now)
    is_due = free & outbox.c.failed_at.is_(None) & (outbox.c.next_at <= (begun or now))
    first = select(outbox.c.id).select_from(joined).where(is_due).order_by(outbox.c.next_at, outbox.c.id).limit(1)
    id = connection.scalar(first.with_for_update(skip_locked=True))  # whoever stops or claims is not waited for
    if id is None:
        return None
    taken = {"claimed_until": now + CLAIMED_FOR, "tries": outbox.c.tries + 1}
    connection.execute(update(outbox).where(outbox.c.id == id).values(taken))
    of_mail = [outbox.c[name] for name in ("sort", "after_leaf", "upto_leaf")]
    of_whom = [subscription.c[name] for name in ("email", "asked", "says", "how_often", "expires_at")]
    whole = select(outbox.c.subscription_id, *of_mail, *of_whom).select_from(joined).where(outbox.c.id == id)
    said = dict(connection.execute(whole).mappings().one())
    whose = said.pop("subscription_id")
    secret = _linked(connection, now, whose, "confirm" if said["sort"] == "confirm" else "stop")
    return Claimed(id=id, secret=secret, **said)


def was_sent(connection: Connection, id: str) -> None:
    """It went out, or there is nothing left to tell: it is forgotten."""
    connection.execute(delete(outbox).where(outbox.c.id == id))


def was_refused(connection: Connection, now: datetime, id: str, why: str) -> None:
    """It would be refused again as it is: nobody tries it until somebody says so. ``why`` names no address."""
    connection.execute(
        update(outbox).where(outbox.c.id == id).values(failed_at=now, claimed_until=None, why=why[:200])
    )  # fmt: skip


def was_put_off(connection: Connection, now: datetime, id: str, why: str) -> None:
    """It could not be sent just now: it is tried again later, each time after a longer while, for a week."""
    row = connection.execute(select(outbox.c.tries, outbox.c.made_at).where(outbox.c.id == id)).one_or_none()
    if row is None:
        return  # whoever it was for has stopped
    if now - row.made_at > GIVEN_UP_AFTER:
        was_refused(connection, now, id, f"not taken within {GIVEN_UP_AFTER.days} days; at last: {why}")
        return
    later = min(_FIRST * 2 ** min(max(row.tries - 1, 0), 20), _LONGEST)
    put_off = {"next_at": now + later, "claimed_until": None, "why": why[:200]}
    connection.execute(update(outbox).where(outbox.c.id == id).values(put_off))


def try_again(connection: Connection, now: datetime) -> int:
    """Have those that were refused tried once more, since what was wrong is mended; how many."""
    anew = {"failed_at": None, "why": "", "next_at": now, "tries": 0, "made_at": now}
    return connection.execute(update(outbox).where(outbox.c.failed_at.is_not(None)).values(anew)).rowcount


def left(connection: Connection) -> Left:
    """What is still there."""
    refused = func.count(outbox.c.failed_at)
    every, failed = connection.execute(select(func.count(), refused).select_from(outbox)).one()
    return Left(every - failed, failed)


def _linked(connection: Connection, now: datetime, subscription_id: str, sort: str) -> str:
    """What a new link opens with, of which the hash is kept. Links of old e-mails go where there are newer ones."""
    mine = subscription_link.c.subscription_id == subscription_id
    connection.execute(delete(subscription_link).where(mine, subscription_link.c.made_at < now - LINKS_WORK))
    secret = new_secret(LINK)
    row = {"hash": hashed(secret), "subscription_id": subscription_id, "sort": sort, "made_at": now}
    connection.execute(insert(subscription_link).values(row))
    return secret
