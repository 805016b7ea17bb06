"""Following by e-mail what is published: asked for, confirmed by whoever reads that address, and ended with one press.

Nothing goes to an address that did not confirm, save the e-mail that asks it to. Whoever asks is told the same whether
an address is known here or not. An address is kept while it follows something, or for the seven days within which it
may confirm; then it is erased. Of links only hashes are kept.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from casework.errors import NotAllowed, NotFound, refuse
from engine import Fault, listed, nearest
from keeping import activity
from people import Actor, may
from people.emails import as_kept, can_be
from people.keys import hashed
from storage import new_key, outbox, subscription, subscription_link, take_away

LinkSort = Literal["confirm", "stop"]

HOW_OFTEN: Mapping[str, str] = {
    "at_once": "As soon as it is published",
    "daily": "Once a day, in the morning",
    "weekly": "Once a week, on Monday morning",
}
CONFIRM_WITHIN = timedelta(days=7)
REFUSED_STAY = timedelta(days=30)  # e-mails that were refused for good
MOST_A_DAY = 500  # e-mails that ask to confirm
MOST_ASKED = 3  # of them for one address, whoever asks
MOST_FOLLOWED = 50  # by one address
_LONGEST = 2_000
_OF_ONE = re.compile("publication=[ds]-[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody wishes to follow: a search as an address has it, or ``publication=`` and an id.

    ``says`` is that in words, and ``told_to`` the leaf of the register's log as they ask: what comes behind it is new.
    """

    email: str
    asked: str
    says: str
    how_often: str
    told_to: int


@dataclass(frozen=True, slots=True)
class Following:
    """What is followed, as the page behind a link shows it; nothing of whose address it is."""

    says: str
    how_often: str


@dataclass(frozen=True, slots=True)
class Follower:
    """A subscription, as an administrator sees it."""

    email: str
    says: str
    how_often: str
    made_at: datetime
    confirmed_at: datetime | None


def follow(connection: Connection, now: datetime, what: Asking) -> None:
    """Have an e-mail ask the address whether it wishes to. Nothing tells the caller whether it does so already.

    Raises CaseRefused where this cannot be kept, or too many ask today.
    """
    email = as_kept(what.email)
    refuse(_faults(email, what))
    today = subscription.c.made_at > now - timedelta(days=1)
    if _many(connection, today) >= MOST_A_DAY:
        told = "too many people ask for this today: ask again tomorrow, or follow the Atom feed of the search"
        refuse([Fault("", told)])
    mine = subscription.c.email == email
    if _many(connection, mine, today) >= MOST_ASKED or _many(connection, mine) >= MOST_FOLLOWED:
        return
    row = {
        "id": new_key(), "email": email, "asked": what.asked, "says": what.says, "how_often": what.how_often,
        "told_to": what.told_to, "told_at": now, "made_at": now, "expires_at": now + CONFIRM_WITHIN,
    }  # fmt: skip
    connection.execute(insert(subscription).values(row))
    mail = {
        "id": new_key(), "subscription_id": row["id"], "sort": "confirm", "after_leaf": what.told_to,
        "upto_leaf": what.told_to, "made_at": now, "tries": 0, "next_at": now,
    }  # fmt: skip
    connection.execute(insert(outbox).values(mail))


def standing(connection: Connection, now: datetime, secret: str, sort: LinkSort) -> Following:
    """What a link is about, which is not used up by asking. Raises NotFound where it opens nothing."""
    row = _opened(connection, now, secret, sort, looking=True)
    return Following(row.says, row.how_often)


def confirm(connection: Connection, now: datetime, secret: str) -> Following:
    """The address follows it from now on; the link is used up. An earlier wish of it for the same is replaced by this.

    Raises NotFound.
    """
    row = _opened(connection, now, secret, "confirm")
    earlier = connection.execute(
        select(subscription.c.id, subscription.c.told_to).where(
            subscription.c.email == row.email, subscription.c.asked == row.asked, subscription.c.id != row.id,
            subscription.c.confirmed_at.is_not(None),
        )
    ).all()  # fmt: skip
    told_to = min([row.told_to, *(each.told_to for each in earlier)])
    stands = {"confirmed_at": now, "expires_at": None, "told_at": now, "told_to": told_to}
    connection.execute(update(subscription).where(subscription.c.id == row.id).values(stands))
    for table in (subscription_link, outbox):
        old = table.c.subscription_id.in_([each.id for each in earlier])
        connection.execute(delete(table).where(table.c.subscription_id == row.id, table.c.sort == "confirm"))
        connection.execute(update(table).where(old).values(subscription_id=row.id))
    _erase(connection, *(each.id for each in earlier))
    return Following(row.says, row.how_often)


def stop(connection: Connection, now: datetime, secret: str) -> None:
    """Nothing of it goes out any more, and its address is erased here. Raises NotFound where it ended before."""
    _erase(connection, _opened(connection, now, secret, "stop").id)


def followers(connection: Connection, now: datetime, actor: Actor) -> tuple[Follower, ...]:
    """Everybody who follows something, or was asked to confirm, by address. It is kept who read. Raises NotAllowed."""
    _check(actor, "subscription.read")
    columns = [subscription.c[name] for name in Follower.__slots__]
    rows = connection.execute(select(*columns).order_by(subscription.c.email, subscription.c.made_at)).all()
    activity.record(connection, now, actor.id, "subscription.read", None, {"count": len(rows)})
    return tuple(Follower(**row._mapping) for row in rows)


def erase_follower(connection: Connection, now: datetime, actor: Actor, email: str) -> int:
    """Erase an address with all that it follows, because its owner asks; how many there were.

    Raises NotAllowed, and CaseRefused where it is no address.
    """
    _check(actor, "subscription.erase")
    mine = as_kept(email)
    refuse(_email_faults(mine))
    ids = list(connection.scalars(select(subscription.c.id).where(subscription.c.email == mine)))
    _erase(connection, *ids)
    activity.record(connection, now, actor.id, "subscription.erased", None, {"count": len(ids)})
    return len(ids)


def forget_followers(connection: Connection, now: datetime, most: int | None = None) -> int:
    """Erase the addresses that did not confirm in time, and e-mails that were refused long ago; how many went."""
    _leave_no_trace(connection)
    gone = take_away(connection, outbox, "failed_at", now - REFUSED_STAY, most)
    return max(gone, take_away(connection, subscription, "expires_at", now, most))


def _opened(connection: Connection, now: datetime, secret: str, sort: LinkSort, *, looking: bool = False) -> Row[Any]:
    """The subscription that a link is of, locked until the transaction ends but for those who are only ``looking``."""
    joined = subscription.join(subscription_link, subscription_link.c.subscription_id == subscription.c.id)
    wanted = select(subscription).select_from(joined)
    wanted = wanted.where(subscription_link.c.hash == hashed(secret), subscription_link.c.sort == sort)
    row = connection.execute(wanted if looking else wanted.with_for_update(of=subscription)).one_or_none()
    if row is None or (row.expires_at is not None and row.expires_at <= now):
        raise NotFound
    return row


def _erase(connection: Connection, *ids: str) -> None:
    _leave_no_trace(connection)
    connection.execute(delete(subscription).where(subscription.c.id.in_(ids)))


def _leave_no_trace(connection: Connection) -> None:
    """Else an address would lie in the file of SQLite until something else is written over it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")


def _many(connection: Connection, *which: Any) -> int:
    return connection.scalar(select(func.count()).select_from(subscription).where(*which)) or 0


def _faults(email: str, what: Asking) -> Iterator[Fault]:
    yield from _email_faults(email)
    if what.how_often not in HOW_OFTEN:
        told = f"choose one of {listed([*HOW_OFTEN], 'or')}.{nearest(what.how_often, HOW_OFTEN)}"
        yield Fault("/how_often", told if what.how_often else "choose how often you wish to be told")
    if len(what.asked) > _LONGEST or not what.asked.isascii():
        yield Fault("", "this search is too long to be followed by e-mail: use fewer words, or follow its Atom feed")
    if what.asked.startswith("publication=") and not _OF_ONE.fullmatch(what.asked):
        yield Fault("", "this is no publication: open its page in the register, and follow it from there")


def _email_faults(email: str) -> Iterator[Fault]:
    if not email:
        yield Fault("/email", "type an e-mail address, such as name@example.org")
    elif not can_be(email):
        yield Fault("/email", "this is no e-mail address: write it as name@example.org")


def _check(actor: Actor, act: str) -> None:
    if not may(actor, act):
        raise NotAllowed(act)
