"""What is new for each who follows: looked for in the register as its Atom feeds do, and put by to be sent.

Whoever follows is told of each publication once after it changed, as it stands when the e-mail goes out: nothing of a
publication is kept here, so that nothing stays here of what is withdrawn or erased meanwhile.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, update

from register import FACETS, Looking, Publication, VersionHeld, changed, publication, size
from storage import new_key, outbox, subscription

IN_A_MAIL = 20
_LONDON = ZoneInfo("Europe/London")
_MORNING = time(7)
_MONDAY = 0


@dataclass(frozen=True, slots=True)
class News:
    """Publications that changed, the last first. ``more``: there are others that are not listed.

    ``erased``: those that the search does not find since earlier versions were erased: by id, the version that stands
    in their place.
    """

    publications: tuple[Publication, ...]
    more: bool
    erased: Mapping[str, VersionHeld] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who is to be told what lies between two leaves of the log, if there is anything (``news``)."""

    subscription_id: str
    after_leaf: int
    upto_leaf: int
    news: bool


def last_morning(now: datetime, how_often: str) -> datetime:
    """The last moment at which those are told who wish it so often: seven in the morning in London, or now."""
    if how_often == "at_once":
        return now
    here = now.astimezone(_LONDON)
    back = (here.weekday() - _MONDAY) % 7 if how_often == "weekly" else 0
    day = here.date() - timedelta(days=back)
    moment = datetime.combine(day, _MORNING, _LONDON)
    if moment > here:
        moment = datetime.combine(day - timedelta(days=7 if how_often == "weekly" else 1), _MORNING, _LONDON)
    return moment


def due(connection: Connection, register: Connection, now: datetime) -> tuple[Due, ...]:
    """Those whose time to be told has come, and whether there is anything to tell them. It only reads."""
    last = size(register) - 1
    wanted = select(subscription).where(subscription.c.confirmed_at.is_not(None)).order_by(subscription.c.id)
    known: dict[tuple[str, int], bool] = {}
    found = []
    for row in connection.execute(wanted):
        at_once = row.how_often == "at_once"
        if (at_once and row.told_to == last) or row.told_at > last_morning(now, row.how_often):
            continue
        of = (row.asked, row.told_to)
        if of not in known:
            known[of] = row.told_to < last and bool(news_of(register, *of, last, 1).publications)
        found.append(Due(row.id, row.told_to, last, known[of]))
    return tuple(found)


def put_by(connection: Connection, now: datetime, found: Iterable[Due]) -> int:
    """Put an e-mail by for each who has something to be told, and note up to where everybody was told; how many.

    Whoever was told by another in the meantime, or stopped, is left out.
    """
    many = 0
    for each in found:
        mine = subscription.c.id == each.subscription_id, subscription.c.told_to == each.after_leaf
        told = update(subscription).where(*mine).values(told_to=each.upto_leaf, told_at=now)
        if connection.execute(told).rowcount and each.news:
            row = {
                "id": new_key(), "subscription_id": each.subscription_id, "sort": "news",
                "after_leaf": each.after_leaf, "upto_leaf": each.upto_leaf, "made_at": now, "tries": 0, "next_at": now,
            }  # fmt: skip
            connection.execute(insert(outbox).values(row))
            many += 1
    return many


def news_of(register: Connection, asked: str, after: int, upto: int, most: int = IN_A_MAIL) -> News:
    """What changed last between two leaves of the log, of a publication or of what a search finds."""
    said = dict(parse_qsl(asked))
    if "publication" in said:
        one = publication(register, said["publication"])
        return News((one,) if one is not None and after < one.leaf_index <= upto else (), more=False)
    found = changed(register, looking_of(asked), upto + 1, most + 1)
    new = [each for each in found.publications if found.leaf_of(each) > after]
    return News(tuple(new[:most]), len(new) > most, found.erased)


def looking_of(asked: str) -> Looking:
    """A search from the parameters that its address has."""
    said = dict(parse_qsl(asked))
    return Looking(said.get("q", ""), {name: said[name] for name in FACETS if name in said})
