"""Counting attempts to come in, in the database, since the processes of a server share no memory.

What was typed and where it came from is kept as salted hashes. An attempt counts as failed from its beginning until it
came in, so that many at once are counted like one after the other. While too many failed, no more are taken or counted:
the wait ends by itself, and nobody can lengthen it from outside.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import ColumnElement, Connection, func, select, update

from people.salts import locked_salt, salted
from storage import new_key, sign_in_tried, take_away

_KEPT = timedelta(days=1)
_SALT = "sign-in"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failed attempts within so much time, and no more."""

    most: int
    within: timedelta


OF_ACCOUNT = Limit(10, timedelta(minutes=15))  # since it last came in
OF_ADDRESS = Limit(100, timedelta(minutes=15))
OF_CODES = Limit(5, timedelta(hours=1))  # six digits are soon guessed


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt that is counted. ``who`` is the salted hash of what was typed."""

    id: str
    who: str


@dataclass(frozen=True, slots=True)
class TooMany:
    """Too many attempts failed; the next is taken at ``until``."""

    who: str
    until: datetime


def try_to_come_in(connection: Connection, now: datetime, account: str, address: str, limit: Limit) -> Tried | TooMany:
    """Count an attempt on an account from a network address, where there were not too many."""
    salt = locked_salt(connection, now, _SALT)
    who, whence = salted(salt, f"account {account}"), salted(salt, f"address {network(address)}")
    waits = (
        _free_at(connection, now, sign_in_tried.c.who == who, limit, since_success=True),
        _free_at(connection, now, sign_in_tried.c.whence == whence, OF_ADDRESS, since_success=False),
    )
    if until := max((each for each in waits if each), default=None):
        return TooMany(who, until)
    id = new_key()
    connection.execute(sign_in_tried.insert().values(id=id, who=who, whence=whence, at=now, came_in=False))
    return Tried(id, who)


def came_in(connection: Connection, attempt: str) -> None:
    """The attempt succeeded."""
    connection.execute(update(sign_in_tried).where(sign_in_tried.c.id == attempt).values(came_in=True))


def forget_attempts(connection: Connection, now: datetime, most: int | None = None) -> int:
    """Delete the attempts that no limit looks at any more, not more than ``most`` where it is given. Says how many."""
    return take_away(connection, sign_in_tried, "at", now - _KEPT, most)


def network(address: str) -> str:
    """What counts as one address: of IPv6 the first 64 bits, which one subscriber has all to themselves."""
    try:
        ip = ip_address(address.strip())
    except ValueError:
        return address.strip()
    if not isinstance(ip, IPv6Address):
        return str(ip)
    return str(ip.ipv4_mapped or ip_network((ip.packed, 64), strict=False))


def _free_at(
    connection: Connection, now: datetime, whose: ColumnElement[bool], limit: Limit, *, since_success: bool
) -> datetime | None:
    """When the next attempt is taken; none where it is taken now."""
    failed = select(sign_in_tried.c.at).where(whose, ~sign_in_tried.c.came_in, sign_in_tried.c.at > now - limit.within)
    if since_success:
        last = select(func.max(sign_in_tried.c.at)).where(whose, sign_in_tried.c.came_in).scalar_subquery()
        failed = failed.where((last.is_(None)) | (sign_in_tried.c.at > last))
    nth = failed.order_by(sign_in_tried.c.at.desc()).limit(1).offset(limit.most - 1)
    earliest = connection.scalar(nth)
    return None if earliest is None else earliest + limit.within
