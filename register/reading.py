"""What stands in the register, read: publications with their versions, and what is kept beside them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, func, select

from documents import DecisionRecord, read_record
from register import rows
from register.errors import NotHeld
from register.model import Outline, Publication, PublishedDetermination, PublishedRules, VersionHeld
from storage import determination_published, log_head, log_leaf, publication_version, rules_published
from storage import publication as publications
from storage import rendition as renditions

_OUTLINE = tuple(publications.c[name] for name in Outline.__slots__ if name != "sha256")


State = tuple[int, int]
"""A state of the register: how many leaves its log has, and how many heads of it were signed."""


def state_of(connection: Connection) -> State:
    """Which state of the register a connection sees. As long as it is the same, all that can be read is."""
    of = (select(func.max(log_leaf.c.place)).scalar_subquery(), select(func.max(log_head.c.place)).scalar_subquery())
    leaf, head = connection.execute(select(*of)).one()
    return (-1 if leaf is None else leaf) + 1, head or 0


def publication(connection: Connection, id_or_alias: str) -> Publication | None:
    """A publication by its opaque id or any name that it ever had, in any case; None where the register has none."""
    said = rows.name_of(id_or_alias)
    if not said.isprintable():
        return None  # neither database could even look for it
    held = rows.row_of(connection, said)
    if held is None and (id := rows.named(connection, said)) is not None:
        held = rows.row_of(connection, id)
    return None if held is None else next(whole_of(connection, [held]))


def rendition(connection: Connection, id: str, version: int, wanted: str) -> bytes | None:
    """A format that is kept, such as pdf; None where it is not, or was erased."""
    of = renditions.c
    held = select(of.content).where(of.publication_id == id, of.version == version, of.format == wanted)
    return connection.scalar(held)


def determinations_of(connection: Connection, id: str, version: int) -> tuple[PublishedDetermination, ...]:
    """The determinations that a version was published with, in the record's order; none once it was erased."""
    of = determination_published.c
    wanted = select(of.sha256, of.canonical).where(of.publication_id == id, of.version == version)
    held = {row.sha256: row.canonical for row in connection.execute(wanted) if row.canonical is not None}
    made = _made(connection, id, version)
    in_order = dict.fromkeys(each.published_sha256 for each in made)
    return tuple(PublishedDetermination(each, held[each]) for each in in_order if each in held)


def rules_of(connection: Connection, id: str, version: int) -> tuple[PublishedRules, ...]:
    """The files of the rules that a version's determinations were made with, in the record's order."""
    revisions = dict.fromkeys(each.revision for each in _made(connection, id, version))
    wanted = select(rules_published).where(rules_published.c.revision.in_(revisions))
    held = {row.revision: row for row in connection.execute(wanted)} if revisions else {}
    return tuple(PublishedRules(each, held[each].rule_set, held[each].files) for each in revisions if each in held)


def published_since(connection: Connection, leaf_index: int = -1, most: int = 100) -> tuple[Publication, ...]:
    """Publications whose last change is a later leaf of the log, in the order of the log; those withdrawn too."""
    wanted = select(publications).where(publications.c.leaf_index > min(leaf_index, rows.LARGEST))
    wanted = wanted.order_by(publications.c.leaf_index).limit(most)
    return tuple(whole_of(connection, connection.execute(wanted).mappings().all()))


def latest(connection: Connection, before: int | None = None, most: int = 100) -> tuple[Publication, ...]:
    """Publications by their last change, the newest first; those whose last change is a leaf before, where given."""
    wanted = select(publications).order_by(publications.c.leaf_index.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(publications.c.leaf_index < min(before, rows.LARGEST))
    return tuple(whole_of(connection, connection.execute(wanted).mappings().all()))


def outlines(connection: Connection, after: str = "", most: int = 1_000) -> tuple[Outline, ...]:
    """Publications without what they say, in the order of their ids; those behind one, and not more than ``most``."""
    newest = (publication_version.c.publication_id == publications.c.id) & (
        publication_version.c.version == publications.c.version
    )
    wanted = select(*_OUTLINE, publication_version.c.sha256).join(publication_version, newest)
    wanted = wanted.where(publications.c.id > after).order_by(publications.c.id).limit(most)
    return tuple(Outline(**row) for row in connection.execute(wanted).mappings())


def _made(connection: Connection, id: str, version: int) -> tuple[Any, ...]:
    """What a version's record says of determinations. Raises NotHeld where there is no such version."""
    of = publication_version.c
    row = connection.execute(select(of.canonical).where(of.publication_id == id, of.version == version)).one_or_none()
    if row is None:
        raise NotHeld(f"The register has no version {version} of {id}.")
    record = None if row.canonical is None else read_record(row.canonical)
    return record.determinations if isinstance(record, DecisionRecord) else ()


def whole_of(connection: Connection, held: Iterable[RowMapping]) -> Iterator[Publication]:
    """Publications by their rows, with their versions, which are read at once."""
    each_one = list(held)
    of = publication_version.c
    wanted = select(publication_version).where(of.publication_id.in_([row["id"] for row in each_one]))
    versions: dict[str, list[VersionHeld]] = {}
    for row in connection.execute(wanted.order_by(of.publication_id, of.version)) if each_one else ():
        versions.setdefault(row.publication_id, []).append(_version(row))
    for held_row in each_one:
        yield Publication(**_plain(held_row), versions=tuple(versions[held_row["id"]]))


def _plain(held: RowMapping) -> Mapping[str, Any]:
    return {**held, "withdrawn_reason": held["withdrawn_reason"] or ""}


def _version(row: Row[Any]) -> VersionHeld:
    return VersionHeld(
        row.version, row.sha256, row.canonical, row.at, row.leaf_index, row.why or "", row.canonical is None
    )
