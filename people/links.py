"""One-time links: a party, who has no account, opens one document once, within its time.

Programs that check mail follow links before people do. So a page shows a button first (``link_stands``), and only
pressing it uses the link up (``use_link``).
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, select, update

from people.actor import Actor, Entry, PeopleRefused, Role
from people.keys import LINK, hashed, new_secret
from people.roles import PARTY
from storage import new_key, one_time_link

LONGEST = timedelta(days=60)
LINK_USUAL = timedelta(days=14)  # where nobody chose another day
_DOCUMENT = re.compile("[a-z][a-z0-9_./-]{0,199}")


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link just made, and what it opens with, which is told this once and never again."""

    id: str
    secret: str = field(repr=False)
    expires_at: datetime
    entry: Entry


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that still opens its document. What it opens with is known to nobody here."""

    id: str
    made_by: str
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class UsedLink:
    """A link that was just used up: the document, and its reader, who may read it and nothing else."""

    document: str
    actor: Actor
    entry: Entry


def make_link(connection: Connection, now: datetime, by: str, document: str, expires_at: datetime) -> NewLink:
    """A link to one document, by the name that its keeper knows it by, such as ``letter/1a2b``.

    The name stands in the activity, so it is a word of the program and nobody's. PeopleRefused says what is wrong.
    """
    if not _DOCUMENT.fullmatch(document):
        told = "name the document in small letters, digits and ./_- alone, 200 of them at most, such as letter/1a2b"
        raise PeopleRefused("document", told)
    if not now < expires_at <= now + LONGEST:
        raise PeopleRefused("expires_at", f"a link stands for {LONGEST.days} days at most: give a moment within them")
    id, secret = new_key(), new_secret(LINK)
    connection.execute(
        one_time_link.insert().values(
            id=id, hash=hashed(secret), document=document, made_by=by, made_at=now, expires_at=expires_at
        )
    )
    return NewLink(id, secret, expires_at, Entry("link.made", {"link": id, "document": document}))


def link_stands(connection: Connection, now: datetime, secret: str) -> bool:
    """Whether a link would open its document now. It is not used up by asking."""
    asked = select(one_time_link.c.id).where(_opens(now), one_time_link.c.hash == hashed(secret))
    return connection.scalar(asked) is not None


def links_to(connection: Connection, now: datetime, document: str) -> tuple[OpenLink, ...]:
    """The links that still open a document, the oldest first."""
    columns = (one_time_link.c[name] for name in OpenLink.__slots__)
    wanted = select(*columns).where(one_time_link.c.document == document, _opens(now))
    found = connection.execute(wanted.order_by(one_time_link.c.made_at, one_time_link.c.id))
    return tuple(OpenLink(**row._mapping) for row in found)


def use_link(connection: Connection, now: datetime, secret: str) -> UsedLink | None:
    """Use a link up; none where it was used or revoked before, ran out, or never was."""
    mine = one_time_link.c.hash == hashed(secret)
    if not connection.execute(update(one_time_link).where(mine, _opens(now)).values(used_at=now)).rowcount:
        return None
    row = connection.execute(select(one_time_link.c.id, one_time_link.c.document).where(mine)).one()
    reader = Actor(row.id, "the holder of a link", frozenset({Role(PARTY)}), second_factor=False)
    return UsedLink(row.document, reader, Entry("link.used", {"link": row.id, "document": row.document}))


def revoke_link(connection: Connection, now: datetime, link_id: str) -> Entry:
    """A link that was not used yet no longer opens anything. PeopleRefused where there is none such."""
    ended = connection.execute(
        update(one_time_link).where(one_time_link.c.id == link_id, _opens(now)).values(expires_at=now)
    )
    if not ended.rowcount:
        raise PeopleRefused("link", "there is no such link that still opens: it was used, ran out or was revoked")
    return Entry("link.revoked", {"link": link_id})


def _opens(now: datetime) -> ColumnElement[bool]:
    return one_time_link.c.used_at.is_(None) & (one_time_link.c.expires_at > now)
