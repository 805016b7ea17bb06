"""Verifying the activity: the first entry that was altered, taken away, moved or added, and how that shows.

What the seal cannot show is a whole database put back as it was on an earlier day. For that, keep elsewhere what a
check found (``Verified``), and hand it to a later one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from keeping.chain import KEPT_AS, ORIGIN, Entry, hash_of, sealed
from storage import activity, activity_head, secret

_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Verified:
    """Every entry up to ``place`` is as it was written; ``hash`` is the last one's, worth keeping elsewhere."""

    place: int
    hash: str

    def __str__(self) -> str:
        if not self.place:
            return "Nothing has been written yet."
        if self.place == 1:
            return "The one entry is as it was written."
        return f"All {self.place:,} entries are as they were written."


@dataclass(frozen=True, slots=True)
class FirstAltered:
    """The place of the first entry that is not as it was written, and how that shows."""

    place: int
    told: str

    def __str__(self) -> str:
        before = " All before it is as it was written." if self.place > 1 else ""
        return f"Entry {self.place} of the activity {self.told}.{before}"


class _Altered(Exception):
    """Carries what was found to the end of the walk."""

    def __init__(self, place: int, told: str) -> None:
        self.found = FirstAltered(place, told)
        super().__init__(str(self.found))


def verify(connection: Connection, kept: Sequence[Verified] = ()) -> Verified | FirstAltered:
    """Walk all entries and the head. ``kept``: what earlier checks found and was kept outside the database."""
    known = {each.place: each.hash for each in kept}
    last = Verified(0, ORIGIN)
    try:
        for entry in _all(connection):
            last = _next(last, entry, known)
        _check_head(connection, last)
    except _Altered as altered:
        return altered.found
    gone = [place for place in known if place > last.place]
    if gone:
        told = f"is missing: an earlier check found entries up to {max(gone)}"
        return FirstAltered(last.place + 1, told)
    return last


def _next(last: Verified, entry: Entry, known: Mapping[int, str]) -> Verified:
    """The entry that must follow. Its own hash is looked at first: where that holds, the one before was replaced."""
    place = last.place + 1
    if entry.place > place:
        raise _Altered(place, "is missing")
    if entry.place != place:
        raise _Altered(entry.place, "was added: no entry was ever written at this place")
    if _hash(entry) != entry.hash:
        raise _Altered(place, "was altered or moved: its hash is not that of what it holds")
    if entry.before != last.hash:
        if place == 1:
            raise _Altered(place, "was replaced: it is not the first that was written")
        told = f"was replaced: entry {place} was written after another one, or is itself replaced"
        raise _Altered(last.place, told)
    if known.get(place, entry.hash) != entry.hash:
        raise _Altered(place, "is not the one that an earlier check found: it or one before was rewritten")
    return Verified(place, entry.hash)


def _hash(entry: Entry) -> str:
    try:
        return hash_of(entry)
    except ValueError:  # a number or a letter that no JSON has
        return ""


def _check_head(connection: Connection, last: Verified) -> None:
    head = connection.execute(select(activity_head)).one_or_none()
    if head is None:
        if last.place:
            raise _Altered(last.place, "may not be the last: the head, which says which one is, was taken away")
        return
    ours = connection.scalar(select(secret.c.value).where(secret.c.name == KEPT_AS))
    if not sealed(ours, head.place, head.hash, head.seal):
        told = "may not be the last, or it and those before were rewritten: the head was not sealed by this program"
        raise _Altered(last.place, told)
    if head.place > last.place:
        raise _Altered(last.place + 1, f"is missing: {head.place} were written")
    if head.place < last.place:
        raise _Altered(head.place + 1, f"was added: {head.place} were written")
    if head.hash != last.hash:
        raise _Altered(last.place, "was replaced: the head knows another as the last")


def _all(connection: Connection) -> Iterator[Entry]:
    """Every entry in the order of places. One that cannot even be read was altered."""
    last: int | None = None
    while page := _page(connection, last, _PAGE) or _page(connection, last, 1):
        yield from page
        last = page[-1].place


def _page(connection: Connection, last: int | None, most: int) -> list[Entry]:
    """The entries that follow. None where some cannot be read, until that is the very next one."""
    wanted = select(activity).order_by(activity.c.place).limit(most)
    if last is not None:
        wanted = wanted.where(activity.c.place > last)
    try:
        return [Entry(**row) for row in connection.execute(wanted).mappings()]
    except (ValueError, TypeError, DBAPIError) as error:  # SQLite holds anything in any column
        if isinstance(error, DBAPIError) and "decode" not in str(error.orig):
            raise
    if most == 1:
        raise _Altered((last or 0) + 1, "was altered: it cannot be read")
    return []
