"""The log in the database: a Merkle tree to which leaves are added, and nothing else is ever done.

It keeps the hash of every complete subtree, so that a leaf is added and a proof is made from a few rows, however many
leaves there are. Hashes go out in hexadecimal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, insert, or_, select

from register import merkle
from register.errors import NotInLog
from storage import log_leaf, log_node, publication_version

PUBLICATION, WITHDRAWAL, KEY = "publication", "withdrawal", "key"

_LOCK = 8_160_962  # of PostgreSQL: whoever writes the log holds it until the transaction ends


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaf of the log. ``content`` is none where the version of a publication that it is was erased."""

    index: int
    sort: str
    publication_id: str | None
    version: int | None
    content: bytes | None
    leaf_hash: str
    at: datetime


def lock(connection: Connection) -> None:
    """Wait until nobody else writes the log, and keep others waiting until the transaction ends.

    Whoever will write the register asks for this first. SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def append(
    connection: Connection,
    now: datetime,
    sort: str,
    content: bytes,
    of: tuple[str, int] | None = None,
) -> int:
    """Add a leaf and give its index. ``of``: the version of a publication that it is about.

    The record of a publication stands with its version, so that it can go; of other sorts the log keeps the content.
    """
    lock(connection)
    index = size(connection)
    id, version = of or (None, None)
    kept = None if sort == PUBLICATION else content
    row = {"place": index, "sort": sort, "publication_id": id, "version": version, "content": kept, "at": now}
    connection.execute(insert(log_leaf).values(row))
    found = {(0, index): merkle.leaf_hash(content)}
    above = tuple(merkle.completed(index + 1))
    left = _nodes(connection, ((level - 1, place * 2) for level, place in above))
    for level, place in above:
        first, second = (level - 1, place * 2), (level - 1, place * 2 + 1)
        found[level, place] = merkle.node_hash(left[first], found[second])
    rows = [{"level": level, "place": place, "hash": made.hex()} for (level, place), made in found.items()]
    connection.execute(insert(log_node), rows)
    return index


def size(connection: Connection) -> int:
    """How many leaves there are."""
    last = connection.scalar(select(func.max(log_leaf.c.place)))
    return 0 if last is None else last + 1


def root_at(connection: Connection, size: int) -> str:
    """The root of the tree of the first ``size`` leaves. Raises NotInLog where there are fewer."""
    _check(connection, size)
    return _hashes(connection, ((0, size),))[0].hex()


def inclusion_at(connection: Connection, index: int, size: int) -> tuple[str, ...]:
    """The audit path of a leaf in the tree of the first ``size`` leaves, the nearest first. Raises NotInLog."""
    _check(connection, size)
    if not 0 <= index < size:
        raise NotInLog(f"A log of {size} leaves has no leaf {index}: they are counted from 0. Give an earlier leaf.")
    return tuple(each.hex() for each in _hashes(connection, merkle.inclusion_ranges(index, size)))


def consistency_between(connection: Connection, first: int, second: int) -> tuple[str, ...]:
    """The proof that the log of ``first`` leaves is the beginning of that of ``second``. Raises NotInLog."""
    _check(connection, second)
    if not 0 <= first <= second:
        raise NotInLog(f"A log of {second} leaves does not begin with one of {first}. Give the smaller size first.")
    return tuple(each.hex() for each in _hashes(connection, merkle.consistency_ranges(first, second)))


def entry(connection: Connection, index: int) -> Entry:
    """The leaf with this index. Raises NotInLog where there is none."""
    if not 0 <= index < (many := size(connection)):
        raise NotInLog(f"The log has no leaf {index}: it has {many}, counted from 0.")
    of_leaf = and_(log_node.c.level == 0, log_node.c.place == log_leaf.c.place)
    held = publication_version.c.canonical.label("canonical")
    wanted = select(log_leaf, log_node.c.hash, held).join(log_node, of_leaf)
    wanted = wanted.outerjoin(publication_version, publication_version.c.leaf_index == log_leaf.c.place)
    row = connection.execute(wanted.where(log_leaf.c.place == index)).one()
    content = row.canonical if row.sort == PUBLICATION else row.content
    return Entry(index, row.sort, row.publication_id, row.version, content, row.hash, row.at)


def _check(connection: Connection, wanted: int) -> None:
    held = size(connection)
    if not 0 <= wanted <= held:
        raise NotInLog(f"The log has {held} leaves, and not {wanted}. Give a size from 0 to {held}.")


def _hashes(connection: Connection, ranges: Iterable[merkle.Range]) -> tuple[bytes, ...]:
    """The hash of each range, from the subtrees that it falls into, which are read at once."""
    parts = [tuple(merkle.subtrees(each)) for each in ranges]
    held = _nodes(connection, (node for part in parts for node in part))
    return tuple(merkle.folded([held[node] for node in part]) for part in parts)


def _nodes(connection: Connection, wanted: Iterable[merkle.Node]) -> Mapping[merkle.Node, bytes]:
    each_one = [and_(log_node.c.level == level, log_node.c.place == place) for level, place in wanted]
    if not each_one:
        return {}
    rows = connection.execute(select(log_node).where(or_(*each_one)))
    return {(row.level, row.place): bytes.fromhex(row.hash) for row in rows}
